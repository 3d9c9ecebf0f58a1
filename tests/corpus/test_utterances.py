"""The utterances marked in line: readable, varied, restrained, and pointing at nobody."""

import re
from collections import Counter

import pytest

from pipeline.errors import GoldError
from pipeline.resources import resource
from pipeline.training.marked import read_utterances, utterance

FOLDER = resource("data", "corpus", "utterances")
LINES = [line for path in sorted(FOLDER.glob("*.txt")) for line in path.read_text("utf-8").splitlines() if line.strip()]
KIND = re.compile(r"\[\[([^\[\]]+?):([A-Z]+)\]\]")
FICTION = ("0639 98", "0199 00", "0261 91", "0353 01", "0465 71", "0536 49")
"""Beginnings of telephone numbers that are given to nobody."""


def test_every_line_is_read_and_said_once() -> None:
    read = read_utterances(FOLDER)
    assert len(read) == len(LINES) > 1000
    assert len({marked.text for marked in read}) == len(read)


def test_a_third_of_the_lines_names_nobody() -> None:
    silent = sum(not KIND.search(line) for line in LINES) / len(LINES)
    assert 0.25 < silent < 0.45


def test_more_than_half_are_without_capitals() -> None:
    assert 0.5 < sum(KIND.sub(r"\1", line) == KIND.sub(r"\1", line).lower() for line in LINES) / len(LINES) < 0.65


def test_names_are_spread() -> None:
    named = Counter(text.lower() for line in LINES for text, kind in KIND.findall(line) if kind in ("PERSON", "ORG", "PLACE"))
    assert len(named) / named.total() > 0.8


def test_no_number_or_address_reaches_anybody() -> None:
    for line in LINES:
        for text, kind in KIND.findall(line):
            if kind == "PHONE" and text[0].isdigit():
                assert text.replace(" ", "").startswith(tuple(start.replace(" ", "") for start in FICTION)), kind
            if kind in ("EMAIL", "URL"):
                assert re.search(r"\bexemple(\.| point )fr$", text), text


@pytest.mark.parametrize("line", ["merci [[nadia:PERSONNE]]", "merci [[nadia]]", "merci ]] nadia"])
def test_a_mark_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(GoldError):
        utterance(line)
