"""A text as an automatic transcript would have it: no capitals, no punctuation."""

import re
from typing import NamedTuple

_PUNCTUATION = re.compile(r"(?<!\w)[.\-/]+|[!?:;…«»\"“”()\[\]]+|\.(?!\w)|,(?!\d)|(?<!\d),")


class Lowered(NamedTuple):
    """The new text; `place[i]` is where character i of the old text has gone, with one entry more for its end."""

    text: str
    place: list[int]


def lowered(text: str) -> Lowered:
    """Lower-case a text and leave out its punctuation, but for what stands inside words and numbers.

    Examples
    --------
    >>> lowered("Non, « Marie » n'a pas le 06.12 !").text
    "non marie n'a pas le 06.12"
    """
    dropped = {rank for match in _PUNCTUATION.finditer(text) for rank in range(*match.span())}
    written: list[str] = []
    place = []
    for rank, character in enumerate(text):
        place.append(len(written))
        lower = character.lower()
        if rank in dropped or character.isspace():
            if written and written[-1] != " ":
                written.append(" ")
        else:
            written.append(lower if len(lower) == 1 else character)
    whole = "".join(written).rstrip()
    return Lowered(whole, [min(rank, len(whole)) for rank in [*place, len(written)]])


def moved(new: Lowered, start: int, end: int) -> tuple[int, int]:
    """Where a span of the old text lies in the new one, blanks at its end left out.

    Examples
    --------
    >>> new = lowered("Merci, Mme N. B. !")
    >>> start, end = moved(new, 11, 16)
    >>> new.text[start:end]
    'n b'
    """
    first, last = new.place[start], new.place[end]
    while last > first and new.text[last - 1] == " ":
        last -= 1
    while first < last and new.text[first] == " ":
        first += 1
    return first, last
