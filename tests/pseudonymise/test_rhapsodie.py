"""Names in calm speech: the proper nouns of UD French-Rhapsodie, with capitals and without. Opt-in.

`CIRCULATION_RHAPSODIE` is a folder with the treebank's `*.conllu` (CC BY-SA 4.0, not shipped). Nobody is listed there.
Nothing of it trains; its misses were read once, when the rules for names in lower case were last revised.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.lowered import lowered, moved
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.recognise import recognise
from pipeline.pseudonymise.text import Passage, Span, key

FOLDER = os.environ.get("CIRCULATION_RHAPSODIE")


class Sentence(NamedTuple):
    """A sentence, and its words as (start, end, is a proper noun)."""

    sample: str
    text: str
    words: list[tuple[int, int, bool]]


class Read(NamedTuple):
    """A word, whether it is a proper noun, and whether something of it is hidden."""

    start: int
    end: int
    proper: bool
    touched: bool


class Figures(NamedTuple):
    """Proper nouns hidden and ordinary words altered, 0 to 1."""

    hidden: float
    altered: float


def measure(folder: Path, *, lower: bool) -> Figures:
    """Read each sample as a case.

    On neither side count countries and bodies that every commune has, letters, words like "Dieu", words that were not
    understood or broken off, and words that stand with a proper noun in what was hidden: the treebank leaves "collège" out of
    a name, the guide does not.
    """
    counts: Counter[tuple[bool, bool]] = Counter()
    for sentences in samples(folder, lower=lower).values():
        found = recognise([Passage(sentence.text) for sentence in sentences])
        for sentence, spans in zip(sentences, found, strict=True):
            counts += Counter((word.proper, word.touched) for word in words_read(sentence, spans))
    return Figures(*(counts[proper, True] / (counts[proper, True] + counts[proper, False]) for proper in (True, False)))


def words_read(sentence: Sentence, spans: Iterable[Span]) -> Iterator[Read]:
    """The words of a sentence that count."""
    named = [span for span in spans if span.kind in ("PERSON", "PLACE", "ORG")]
    for start, end, proper in sentence.words:
        surface = sentence.text[start:end]
        known = lexicons().words("never") | lexicons().titles.keys()
        if proper and (key(surface) in lexicons().bodies or len(surface) == 1 or set(key(surface)) <= known):
            continue
        over = [span for span in named if span.start < end and start < span.end]
        with_name = any(span.start < right and left < span.end for span in over for left, right, other in sentence.words if other)
        if proper or not (with_name or surface.endswith("~") or surface.lower() == "xxx"):
            yield Read(start, end, proper, bool(over))


def samples(folder: Path, *, lower: bool) -> dict[str, list[Sentence]]:
    """Sentences by sample, in their order."""
    by: dict[str, list[Sentence]] = {}
    for file in sorted(folder.glob("*.conllu")):
        for sentence in _sentences(file):
            by.setdefault(sentence.sample, []).append(_lowered(sentence) if lower else sentence)
    return by


def _sentences(file: Path) -> Iterator[Sentence]:
    for block in file.read_text("utf-8").split("\n\n"):
        lines = block.splitlines()
        told = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("# ") and " = " in line)
        rows = [line.split("\t") for line in lines if line[:1].isdigit()]
        place, inside, words = 0, 0, []
        for number, form, _, tag, *_ in rows:
            # "du" stands once in the text, for the two words after it
            if "-" in number:
                inside = int(number.split("-")[1])
            elif int(number) <= inside:
                continue
            place = told["text"].index(form, place)
            if form[0].isalpha():
                words.append((place, place + len(form), tag == "PROPN"))
            place += len(form)
        if rows:
            yield Sentence(told["sent_id"].rpartition("-")[0], told["text"], words)


def _lowered(sentence: Sentence) -> Sentence:
    new = lowered(sentence.text)
    places = [(*moved(new, start, end), proper) for start, end, proper in sentence.words]
    return Sentence(sentence.sample, new.text, [word for word in places if word[0] < word[1]])


@pytest.mark.skipif(not FOLDER, reason="CIRCULATION_RHAPSODIE names no folder")
@pytest.mark.parametrize(("lower", "least", "most"), [(False, 0.98, 0.005), (True, 0.82, 0.005)])
def test_names_are_hidden_and_words_are_left(lower: bool, least: float, most: float) -> None:
    figures = measure(Path(FOLDER or "."), lower=lower)
    assert figures.hidden >= least, figures
    assert figures.altered <= most, figures
