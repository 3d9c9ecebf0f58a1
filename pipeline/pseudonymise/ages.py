"""Ages of persons, told from durations by what stands around "N ans"; hidden as bands of five years."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, fold

_AGE = re.compile(rf"(?<![\w-])(?P<n>\d{{1,3}}|{numerals.RUN}) ?ans(?: et demie?)?(?!\w)")
_BOTH_SIDES = 60


def find_ages(passage: Passage) -> Iterator[Span]:
    """Ages such as "j'ai 47 ans", "âgée de douze ans", "Kévin, dix-sept ans,"; "depuis six ans" is none."""
    if " ans" not in passage.folded:
        return
    before, not_before, not_after, weak_before, weak_after = _contexts()
    for match in _AGE.finditer(passage.folded):
        left = passage.folded[max(0, match.start() - _BOTH_SIDES) : match.start()]
        right = passage.folded[match.end() : match.end() + _BOTH_SIDES]
        if not 0 < numerals.read(match["n"]) < 120 or not_before.search(left) or not_after.search(right):
            continue
        if before.search(left):
            yield Span(match.start(), match.end(), "AGE", 0.9, "structure")
        elif weak_before.search(left) and (weak_after.search(right) or left.endswith(" de ")):
            yield Span(match.start(), match.end(), "AGE", 0.7, "structure")


def band(surface: str) -> str:
    """The band of five years that an age lies in; it fits wherever "47 ans" did.

    Examples
    --------
    >>> band("quarante-sept ans"), band("12 ans"), band("94 ans")
    ('45-49 ans', '10-14 ans', '90 ans et plus')
    """
    match = _AGE.match(fold(surface))
    age = numerals.read(match["n"]) if match else 0
    low = age // 5 * 5
    return "90 ans et plus" if age >= 90 else f"{low}-{low + 4} ans"


@cache
def _contexts() -> tuple[re.Pattern[str], ...]:
    cues = lexicons().cues
    names = ("age_before", "not_age_before", "not_age_after", "age_before_weak", "age_after_weak")
    return tuple(re.compile(cues[name]) for name in names)
