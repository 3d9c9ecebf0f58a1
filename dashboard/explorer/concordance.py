"""A word in its context: where it is said, whatever its accents and capitals, in every session of a case."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

CONTEXT = 60
MOST = 200


class Line(NamedTuple):
    """One place: the words before, those that were found, those after."""

    turn_id: str
    before: str
    found: str
    after: str


def search(turns: pd.DataFrame, wanted: str, most: int = MOST) -> tuple[list[Line], int]:
    """Places where the words of `wanted` follow each other; of the last one the beginning is enough.

    Parameters
    ----------
    turns
        turn_id, text, in the order to show.
    wanted
        One word or several; accents, capitals and the form of apostrophes do not count.
    most
        Lines returned at most.

    Returns
    -------
    tuple
        The lines, and how many places there are in all.

    Examples
    --------
    >>> turns = pd.DataFrame({"turn_id": ["s:0"], "text": ["L’école a changé ses horaires, les ÉCOLES aussi."]})
    >>> lines, places = search(turns, "ecole")
    >>> places, lines[0].found, lines[1].before
    (2, 'école', 'L’école a changé ses horaires, les ')
    """
    words = [re.escape(fold(word)) for word in re.findall(r"\w+", wanted)]
    if not words:
        return [], 0
    pattern = re.compile(r"\b" + r"\W+".join(words) + r"\w*")
    lines: list[Line] = []
    places = 0
    for turn_id, text in zip(turns["turn_id"], turns["text"], strict=True):
        for start, end in _spans(pattern, text):
            places += 1
            if places <= most:
                lines.append(Line(turn_id, _left(text[:start]), text[start:end], _right(text[end:])))
    return lines, places


def fold(text: str) -> str:
    """Text without accents and capitals.

    Examples
    --------
    >>> fold("Cœur d’Été")
    "coeur d'ete"
    """
    return "".join(map(_fold, text))


@cache
def _fold(letter: str) -> str:
    if letter in "’ʼ":
        return "'"
    if letter in "œŒæÆ":
        return "oe" if letter in "œŒ" else "ae"
    return "".join(part for part in unicodedata.normalize("NFD", letter.casefold()) if not unicodedata.combining(part))


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the pattern lies, as offsets into the text as it was written."""
    folded = fold(text)
    found = [match.span() for match in pattern.finditer(folded)]
    if not found:
        return
    # one letter may fold to two or to none: the place of each folded letter in the text
    place = [at for at, letter in enumerate(text) for _ in _fold(letter)]
    for start, end in found:
        yield place[start], place[end - 1] + 1


def _left(text: str) -> str:
    return text if len(text) <= CONTEXT else "…" + text[-CONTEXT:].split(" ", 1)[-1]


def _right(text: str) -> str:
    return text if len(text) <= CONTEXT else text[:CONTEXT].rsplit(" ", 1)[0] + "…"
