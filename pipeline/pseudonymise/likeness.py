"""When two names may be one: short forms, and what a listener or a typist makes of a name.

The phonetic folding follows French spelling (Broc, « Phonex » has the same aim); it errs on the side of likeness, so that
it must only be asked where no name of the case is equal.
"""

import re
from functools import cache

from rapidfuzz.distance import OSA

from pipeline.pseudonymise.lexicons import lexicons

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^ouh?(?=[aei])", "v"),
        (r"(?<![cpstgrk])h", ""),
        (r"w", "v"),
        (r"^[ae](?=[nm][bcdfgkpqstvz])", ""),
        (r"ph", "f"),
        (r"tch|sch|sh|cz|ch", "C"),
        (r"dj", "j"),
        (r"g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"qu|ck|q", "k"),
        (r"c(?=[eiy])|ss|x|z", "s"),
        (r"c", "k"),
        (r"h", ""),
        (r"(?:ault|auld|aud|aut|eau|ot|od)s?$", "o"),
        (r"eau|au", "o"),
        (r"aill(?=[aeiou])", "ai"),
        (r"y", "i"),
        (r"ei|ai|oe|ae", "e"),
        (r"[ae](?:n|m)(?=[bcdfgjklpqrstvsC])", "an"),
        (r"m(?=[bp])", "n"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[a-zA-Z]{2})e?[estd]+$", ""),
    )
)
_LONG = 5
COMMON = 1500
"""So many first names are so frequent that a longer name beginning like them is another name."""


@cache
def sound(name: str) -> str:
    """What a folded name sounds like; equal for names that a listener may take for each other.

    Examples
    --------
    >>> sound("maelys") == sound("maelisse"), sound("wattel") == sound("ouatel"), sound("kowalczik") == sound("kovalchik")
    (True, True, True)
    >>> sound("tessier") == sound("texier"), sound("nadia") == sound("nadege")
    (True, False)
    """
    for pattern, written in _SOUNDS:
        name = pattern.sub(written, name)
    return name


def _plainly(name: str) -> str:
    """Short names as they are written, so that no nasal is heard in "emre"."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"qu|ck|q|c(?![eiyh])", "k", name.replace("h", "").replace("y", "i")))


@cache
def skeleton(name: str) -> str:
    """The consonants of what a folded name sounds like, with the vowel it opens with; "" where they are fewer than two.

    Examples
    --------
    >>> skeleton("keleur") == skeleton("keller"), skeleton("emere") == skeleton("emre"), skeleton("lea")
    (True, True, '')
    """
    heard = sound(name) if len(name) > _LONG else _plainly(name)
    bones = heard[:1] + re.sub(r"[aeiou]", "", heard[1:])
    return bones if len(re.sub(r"[aeiou]", "", bones)) > 1 else ""


@cache
def misspelt(one: str, other: str) -> bool:
    """Two folded names of some length that sound alike, or differ by a letter (by two where they are long).

    Examples
    --------
    >>> misspelt("delpeuch", "delpuech"), misspelt("ferrera", "ferreira"), misspelt("morin", "marin"), misspelt("li", "ly")
    (True, True, False, False)
    """
    if one == other:
        return True
    if min(len(one), len(other)) < 3:
        return False
    heard, other_heard = sound(one), sound(other)
    if len(heard) > 1 and heard == other_heard:
        return True
    if min(len(heard), len(other_heard)) > 5 and heard[0] == other_heard[0] and OSA.distance(heard, other_heard, score_cutoff=1) <= 1:
        return True
    longest = max(len(one), len(other))
    allowed = 0 if longest < 6 else 1 if longest < 10 else 2
    return one[0] == other[0] and OSA.distance(one, other, score_cutoff=allowed) <= allowed


@cache
def misspelt_first_name(one: str, other: str) -> bool:
    """As `misspelt`, unless both are first names in their own right: "Martin" is not a misspelling of "Martine".

    Examples
    --------
    >>> misspelt_first_name("yannis", "yanis"), misspelt_first_name("martin", "martine"), misspelt_first_name("alice", "alicia")
    (True, False, False)
    """
    known = lexicons().sex
    if not misspelt(one, other):
        return False
    if one in known and other in known:
        return sound(one) == sound(other) and not {known[one], known[other]} >= {"m", "f"}
    return True


@cache
def short_for(short: str, name: str) -> bool:
    """May somebody called `name` be called `short`: "seb", "momo", "jp", "nath", "kéké"? Both are folded, hyphens kept.

    Examples
    --------
    >>> [short_for(*pair) for pair in (("seb", "sebastien"), ("jp", "jean-pierre"), ("nath", "nathalie"), ("juju", "julien"))]
    [True, True, True, True]
    >>> short_for("marie", "marielle"), short_for("jean", "jeanne")
    (False, False)
    """
    if short == name or not short:
        return False
    known = lexicons()
    if name in known.hypocoristics.get(short, ()):
        return True
    parts = name.split("-")
    if len(parts) > 1 and (short == "".join(part[0] for part in parts if part) or short == parts[0]):
        return True
    half = len(short) // 2
    if len(short) in (4, 6) and short[:half] == short[half:] and half < len(name):
        return name.startswith(short[:half]) or (half == 3 and short[:half] in sound(name))
    return len(short) > 2 and len(name) - len(short) > 1 and name.startswith(short) and known.rank.get(short, COMMON) >= COMMON
