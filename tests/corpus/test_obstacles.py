"""Single turns with an obstacle in them: readable, as many of each code, and none of them from a session or the codebook."""

from collections import Counter

import pytest

from pipeline.errors import GoldError
from pipeline.gold import gold_folders, gold_lines
from pipeline.resources import resource
from pipeline.topics.codebook import load_codebook
from pipeline.training.obstacles import heard, read_obstacles

CORPUS = resource("data", "corpus")
BOOK = load_codebook().obstacles
CODES = {obstacle.code for obstacle in BOOK}
TURNS = read_obstacles(CORPUS / "obstacles", CODES)


def test_every_code_is_heard_as_often() -> None:
    count = Counter(turn.code for turn in TURNS)
    assert set(count) == CODES
    assert min(count.values()) > 50
    assert max(count.values()) - min(count.values()) < 5


def test_they_are_turns_half_of_them_as_an_automatic_transcript_has_them() -> None:
    assert all(3 < len(turn.text.split()) < 71 for turn in TURNS)
    assert 0.4 < sum(turn.text == turn.text.lower() for turn in TURNS) / len(TURNS) < 0.6


def test_they_are_written_once_and_taken_from_nowhere() -> None:
    texts = [turn.text for turn in TURNS]
    assert len(set(texts)) == len(texts)
    assert len({tuple(text.lower().split()[:4]) for text in texts}) > 0.97 * len(texts)
    said = {line["text"] for folder in gold_folders(CORPUS) for path in folder.glob("*.gold.jsonl") for line in gold_lines(path)}
    assert not (said | {example for obstacle in BOOK for example in obstacle.examples}) & set(texts)


@pytest.mark.parametrize("line", ["temps", "temps |", "| on a vingt minutes", "météo | il pleut"])
def test_a_line_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(GoldError):
        heard(line, CODES)
