"""Texts with what is named in them, for the schooling of the recogniser: gold sessions, and utterances marked in line."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import GoldError
from pipeline.gold import SUFFIX, Line, gold_lines
from pipeline.lowered import lowered, moved
from pipeline.pseudonymise.text import Passage
from pipeline.tables import KINDS

LABELS = {"PERSON": "PER", "PLACE": "LOC", "ADDRESS": "LOC", "ORG": "ORG"}
"""Kinds of the contract to labels of the recogniser; MISC is never taught, nor unlearned: it holds names."""
UNSURE = frozenset(("OTHER", "HANDLE", "EMAIL", "URL"))
"""Kinds that may hold a name: nothing is taught about them."""
_COLUMN = {"PER": 1, "LOC": 2, "ORG": 3}
NOTHING_TAUGHT = -1
_MARK = re.compile(r"\[\[(?P<text>[^\[\]]+?):(?P<kind>[A-Z]+)\]\]")


class Marked(NamedTuple):
    """A text with (start, end, label) of what is named in it; label "" where nothing is to be learned."""

    text: str
    spans: list[tuple[int, int, str]]


def read_sessions(folders: Iterable[Path]) -> list[Marked]:
    """The gold turns of some case folders, kinds as labels of the recogniser."""
    return [_of_gold(line) for folder in folders for path in sorted(folder.glob(f"*{SUFFIX}")) for line in gold_lines(path)]


def read_utterances(folder: Path) -> list[Marked]:
    """The utterances of a folder's text files, one a line.

    Raises
    ------
    GoldError
        A mark that is none, or of an unknown kind.
    """
    return [
        utterance(line, f"{path.name}, line {number}")
        for path in sorted(folder.glob("*.txt"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if line.strip()
    ]


def utterance(line: str, where: str = "utterance") -> Marked:
    """A line with its identifiers marked in line, as a text and labels of the recogniser.

    Examples
    --------
    >>> utterance("demandez à [[momo:PERSON]] au [[06 39 98 00 01:PHONE]]")
    Marked(text='demandez à momo au 06 39 98 00 01', spans=[(11, 15, 'PER')])
    """
    text, spans, position = "", [], 0
    for mark in _MARK.finditer(line):
        if mark["kind"] not in KINDS:
            raise GoldError(f"{where}: a mark of a kind that does not exist")
        text += line[position : mark.start()]
        if mark["kind"] in {*LABELS, *UNSURE}:
            spans.append((len(text), len(text) + len(mark["text"]), LABELS.get(mark["kind"], "")))
        text += mark["text"]
        position = mark.end()
    text += line[position:]
    if "[[" in text or "]]" in text:
        raise GoldError(f"{where}: brackets that mark nothing")
    return Marked(text, spans)


def _of_gold(turn: Line) -> Marked:
    spans = [(pii["start"], pii["end"], LABELS.get(pii["kind"], "")) for pii in turn.get("pii") or () if pii["kind"] in {*LABELS, *UNSURE}]
    return Marked(turn["text"], sorted(spans))


def columns_of(passage: Passage, turn: Marked) -> list[int]:
    """Of each word of a turn the column of `pipeline.pseudonymise.windows.KINDS` that it belongs to, or NOTHING_TAUGHT."""
    within = [next((label for start, end, label in turn.spans if start <= word.start and word.end <= end), None) for word in passage.words]
    return [0 if label is None else _COLUMN.get(label, NOTHING_TAUGHT) for label in within]


def without_capitals(turn: Marked) -> Marked:
    """The turn as an automatic transcript would have it.

    Examples
    --------
    >>> without_capitals(Marked("Euh... Nadia, oui !", [(7, 12, "PER")]))
    Marked(text='euh nadia oui', spans=[(4, 9, 'PER')])
    """
    new = lowered(turn.text)
    places = [(*moved(new, start, end), label) for start, end, label in turn.spans]
    return Marked(new.text, [span for span in places if span[0] < span[1]])
