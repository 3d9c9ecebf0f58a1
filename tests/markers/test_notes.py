"""Notes of an evening that nobody recorded are read as lines that answer nobody."""

import numpy as np
import pytest

from pipeline import tables
from pipeline.markers import read_markers, utterances
from pipeline.markers.features import shape_features
from pipeline.markers.scores import LABELS, neighbourhood
from pipeline.resources import resource
from pipeline.settings import MarkersSettings
from pipeline.training.exchanges import read_exchanges

LISTS = read_exchanges(resource("data", "corpus", "notes-test"))


def turns_of(lists, start_s=np.nan, first=""):
    return tables.build(
        "turns",
        [
            {
                "case_id": "c",
                "session_id": f"s{number}",
                "turn_id": f"s{number}:{rank}",
                "speaker_id": "" if rank else first,
                "text": line.text,
                "order": rank,
                "said_by": "",
                "start_s": start_s,
                "end_s": start_s,
            }
            for number, lines in enumerate(lists)
            for rank, line in enumerate(lines)
        ],
    )


def read(turns):
    return read_markers(turns=turns, speakers=tables.build("speakers"), decisions=tables.build("decisions"), settings=MarkersSettings())


@pytest.fixture(scope="module")
def notes():
    return read(turns_of(LISTS))


def test_the_obstacles_of_unread_notes_are_found(notes) -> None:
    gold = np.array([bool(line.obstacle) for lines in LISTS for line in lines])
    markers = notes["markers"]
    found = set(markers.loc[markers["active"] & (markers["family"] == "obstacle"), "turn_id"])
    marked = np.array([f"s{number}:{rank}" in found for number, lines in enumerate(LISTS) for rank in range(len(lines))])
    assert 2 * (gold & marked).sum() / (gold.sum() + marked.sum()) > 0.7


def test_a_transcript_without_speakers_is_no_notes(notes) -> None:
    timed = read(turns_of(LISTS[:4], start_s=1.0))["readings"]["p_obstacle"]
    assert timed.sum() < 0.8 * notes["readings"]["p_obstacle"].iloc[: len(timed)].sum()


def test_one_line_of_a_known_person_makes_no_transcript_of_notes(notes) -> None:
    p_obstacle = read(turns_of(LISTS[:6], first="p1"))["readings"]["p_obstacle"]
    rest = [rank for rank, turn_id in enumerate(turns_of(LISTS[:6])["turn_id"]) if not turn_id.endswith(":0")]
    np.testing.assert_allclose(p_obstacle.iloc[rest], notes["readings"]["p_obstacle"].iloc[rest], atol=0.05)


def test_lines_by_nobody_are_no_speaker() -> None:
    session = utterances(["on nous prévient jamais"] * 2, ["", ""], [False] * 2)
    own = neighbourhood(session, np.ones((2, len(LABELS))), np.zeros((2, 1)), shape_features(session))
    named = utterances(["on nous prévient jamais"] * 2, ["p1", "p1"], [False] * 2)
    theirs = neighbourhood(named, np.ones((2, len(LABELS))), np.zeros((2, 1)), shape_features(named))
    assert own[1].sum() < theirs[1].sum()
