"""Notes of an evening that nobody recorded are read as such, and what is by nobody is by no one in particular."""

import numpy as np
import pytest

from pipeline.markers import utterances
from pipeline.markers.features import shape_features
from pipeline.markers.scores import LABELS, neighbourhood
from pipeline.resources import resource
from pipeline.training.exchanges import read_exchanges

LISTS = read_exchanges(resource("data", "corpus", "notes-test"))


def lines_of(notes, first=""):
    """Pairs of speaker_id and text, where all but the first line are by nobody."""
    return [(first if rank == 0 else "", line.text) for rank, line in enumerate(notes)]


@pytest.fixture(scope="module")
def read(trained):
    """What is read of each list."""
    return [trained(*lines_of(notes)) for notes in LISTS]


def test_the_obstacles_of_unread_notes_are_found(read) -> None:
    gold = {(number, f"s:{rank}") for number, notes in enumerate(LISTS) for rank, line in enumerate(notes) if line.obstacle}
    marked = set()
    for number, markers in enumerate(one["markers"] for one in read):
        found = markers.loc[markers["active"] & (markers["family"] == "obstacle"), "turn_id"]
        marked |= {(number, turn_id) for turn_id in found}
    assert 2 * len(gold & marked) / (len(gold) + len(marked)) > 0.7


def test_a_transcript_without_speakers_is_no_notes(trained, read) -> None:
    timed = [trained(*lines_of(notes), start_s=1.0, end_s=1.0)["readings"]["p_obstacle"] for notes in LISTS[:4]]
    assert sum(one.sum() for one in timed) < 0.8 * sum(one["readings"]["p_obstacle"].sum() for one in read[:4])


def test_one_line_of_a_known_person_makes_no_transcript_of_notes(trained, read) -> None:
    for notes, before in zip(LISTS[:6], read, strict=False):
        after = trained(*lines_of(notes, first="p1"))
        np.testing.assert_allclose(after["readings"]["p_obstacle"].iloc[1:], before["readings"]["p_obstacle"].iloc[1:], atol=0.05)


def test_lines_by_nobody_are_no_speaker() -> None:
    session = utterances(["on nous prévient jamais"] * 2, ["", ""], [False] * 2)
    own = neighbourhood(session, np.ones((2, len(LABELS))), np.zeros((2, 1)), shape_features(session), np.zeros((2, 0)))
    named = utterances(["on nous prévient jamais"] * 2, ["p1", "p1"], [False] * 2)
    theirs = neighbourhood(named, np.ones((2, len(LABELS))), np.zeros((2, 1)), shape_features(named), np.zeros((2, 0)))
    assert own[1].sum() < theirs[1].sum()
