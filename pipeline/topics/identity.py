"""The same topic, and the same claim, under the same id from one run to the next: a new session renames nothing.

What a person decided speaks of a topic by its id, and so do a draft and a publication; clusters are found anew at each run. What is
found is matched, one to one, with what the runs before knew, by the segments that both hold, and inherits the id; what has no match
gets a number that was never given. What is known and not found again is lost, and stays known: it may come back.

A segment is known by its *mark*, a keyed digest of its words as they are compared with others, so that turns may be added, moved and
taken away. Neither words nor vectors are kept: another encoder finds other clusters and matches them all the same. What is known of
a topic are its members as they were found, before decisions were laid over: a merge that is undone gives both topics back.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np

SHARED = 0.5
"""Two groups are one where they share more than this, counted as Dice does: the largest part of three is, a third is not."""

Marks = Mapping[str, list[str]]
"""By id the marks of its segments, that of the segment whose words are the label first; none where nobody may know them any more."""


@dataclass(frozen=True)
class Past:
    """Topics and claims of the runs before, and how the words of a segment become its mark."""

    topics: Marks = field(default_factory=dict)
    claims: Marks = field(default_factory=dict)
    mark: Callable[[str], str] = str


NOTHING = Past()
"""Before the first run."""


def name(found: Sequence[AbstractSet[str]], *, known: Marks, present: AbstractSet[str], prefix: str, first: int = 1) -> list[str]:
    """The id of each group: the one that it inherits, or `prefix` and the next number.

    Parameters
    ----------
    found
        Marks of the segments of each group.
    known
        Those of the groups of the runs before whose ids may be inherited.
    present
        Marks of all segments that could lie in a group now. What is no longer there, or was not there before, does not count.
    prefix, first
        How new ids begin, and the number of the first one where none is known.

    Returns
    -------
    list
        Distinct ids. The matching with the largest sum of Dice coefficients (Kuhn, The Hungarian method, 1955), so that what was
        found in the last run is itself when it is found again.

    Examples
    --------
    >>> name([{"a", "b", "c", "new"}, {"x", "y"}], known={"vue-1": ["d"], "vue-2": ["a", "b"]}, present=set("abcxy"), prefix="vue-")
    ['vue-2', 'vue-3']
    """
    numbers = [int(match[1]) for one in known if (match := re.fullmatch(rf"{re.escape(prefix)}(\d+)", one))]
    free = max(numbers, default=first - 1) + 1
    ids = []
    for inherited in _inherited(found, known, present):
        ids.append(inherited or f"{prefix}{free}")
        free += not inherited
    return ids


def _inherited(found: Sequence[AbstractSet[str]], known: Marks, present: AbstractSet[str]) -> list[str]:
    """For each group the id that it inherits, or ""."""
    from scipy.optimize import linear_sum_assignment

    ids = sorted(known)
    left = [present & set(known[one]) for one in ids]
    ever = set().union(*known.values())
    old = [group & ever for group in found]
    alike = np.array([[_dice(group, other) for other in left] for group in old]).reshape(len(old), len(left))
    alike[alike <= SHARED] = 0
    inherited = [""] * len(found)
    for row, column in zip(*linear_sum_assignment(alike, maximize=True), strict=True):
        if alike[row, column]:
            inherited[row] = ids[column]
    return inherited


def _dice(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def marked(marks: Sequence[str], giver: int) -> list[str]:
    """What is known of a group from now on: the mark of the segment whose words are its label, then those of the others."""
    return [marks[giver], *sorted({*marks} - {marks[giver]})]


def giver(marks: Sequence[str], before: Sequence[str]) -> int | None:
    """The rank of the segment whose words were the label before, if it is there."""
    return marks.index(before[0]) if before and before[0] in marks else None
