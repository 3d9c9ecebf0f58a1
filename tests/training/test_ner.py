"""The recogniser's schooling, on the sample's own words: copies keep their marks, and the artefact is read back."""

import itertools
import random

import pytest

from pipeline.language import base_recogniser
from pipeline.resources import resource
from pipeline.training.marked import Marked, read_sessions, without_capitals
from pipeline.training.ner import _teach
from pipeline.training.swaps import Swapper

TURNS = read_sessions(sorted(path for path in resource("data", "sample").iterdir() if path.is_dir()))


def between(text: str, spans: list[tuple[int, int, str]]) -> list[str]:
    return [text[left[1] : right[0]] for left, right in itertools.pairwise(spans)]


def test_gold_kinds_become_labels() -> None:
    assert {label for turn in TURNS for _, _, label in turn.spans} == {"PER", "LOC", "ORG", ""}


@pytest.mark.parametrize("seed", range(3))
def test_swapped_copies_keep_their_marks(seed: int) -> None:
    swapper = Swapper(random.Random(seed))
    for turn in TURNS:
        text, spans = swapper.swap(turn.text, turn.spans)
        assert [label for *_, label in spans] == [label for *_, label in turn.spans]
        assert between(text, spans) == between(turn.text, turn.spans)


def test_the_same_seed_gives_the_same_names() -> None:
    one, other = (Swapper(random.Random(7)).swap("merci Nadia Belkacem", [(6, 20, "PER")]) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("turn", [turn for turn in TURNS if turn.spans][:40], ids=lambda turn: turn.text[:20])
def test_a_copy_without_capitals_marks_the_same_words(turn: Marked) -> None:
    new = without_capitals(turn)
    letters = [["".join(filter(str.isalnum, marked.text[start:end].lower())) for start, end, _ in marked.spans] for marked in (turn, new)]
    assert letters[0] == letters[1]


def test_a_lesson_is_learned_stored_and_read_back(tmp_path) -> None:
    nlp = base_recogniser()
    lesson = [Marked("alors zbrougnat il a dit non", [(6, 15, "PER")]), Marked("alors la table est là", [])] * 40
    _teach(nlp, {"itself": lesson, "gold": lesson}, random.Random(0))
    nlp.get_pipe("ner").to_disk(tmp_path / "ner", exclude=["vocab"])
    read = base_recogniser()
    read.get_pipe("ner").from_disk(tmp_path / "ner", exclude=["vocab"])
    for one in (nlp, read):
        assert [(entity.text, entity.label_) for entity in one("alors zbrougnat il a dit non").ents] == [("zbrougnat", "PER")]
