"""That a new version of a publication changes a figure only where enough persons changed behind it.

A word on the wall ("beaucoup") that becomes another one ("presque tous") because one person more has spoken would point at that person. So
the draft remembers, for each figure that a group has seen, its word and a keyed hash of each person behind it. The hash is made with the
secret of the case, which lies in the vault: without the vault the column of the draft says nothing of anybody, it holds no id of the
tables, and it goes with the draft when the intervention is deleted. It is no part of the publication, so that no room ever reads it.

Remembered are the figures that were shown, and those that could not be shown because too few stood behind them: both are seen, the one as
a bar, the other as its absence. What could be shown and was not chosen tells nothing and is not remembered. Versions that were
withdrawn count too: they have been seen.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

HIDDEN = 0
"""The word of a figure behind which too few stand."""


class Figure(BaseModel):
    """A word of the wall (1 to 4, `HIDDEN`; 1 for a dot) and who stands behind it, as keyed hashes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: int
    persons: frozenset[str]


Figures = dict[str, Figure]
"""By what is counted: "bar/TOPIC", "dot/TOPIC/SESSION", "side/CLAIM/STANCE"."""


def settle(new: Figure, seen: Iterable[Figure], k: int) -> Figure:
    """What a figure may say now, given what it said in all earlier versions.

    Returns
    -------
    Figure
        `new` where it says the same as each earlier one, or at least `k` persons came or went since; else that earlier one. Of any two
        versions, then, a figure says the same or speaks of `k` persons at least by what differs.

    Examples
    --------
    >>> five = Figure(word=3, persons=frozenset("abcde"))
    >>> settle(Figure(word=4, persons=frozenset("abcdef")), [five], 3).word
    3
    >>> settle(Figure(word=4, persons=frozenset("abcdefgh")), [five], 3).word
    4
    """
    for old in seen:
        if old.word != new.word and len(old.persons ^ new.persons) < k:
            return old
    return new


def settle_all(counted: Mapping[str, Figure], versions: Sequence[Figures], k: int) -> Figures:
    """`settle` for each figure; `versions` are those that were published, the oldest first."""
    return {key: settle(new, [one[key] for one in reversed(versions) if key in one], k) for key, new in counted.items()}


def hide(counted: Mapping[str, Figure], keyed: Callable[[str], str]) -> Figures:
    """The figures with their persons as keyed hashes."""
    return {
        key: Figure(word=one.word, persons=frozenset(keyed(f"{key}\0{person}") for person in one.persons)) for key, one in counted.items()
    }
