"""When two names may be one: short forms, and what a listener or a typist makes of a name.

The phonetic folding follows French spelling (Broc, « Phonex » has the same aim); it errs on the side of likeness, so that
it must only be asked where no name of the case is equal.
"""

import re

from rapidfuzz.distance import OSA

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.remembered import remembered

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^ouh?(?=[aeio])", "v"),
        (r"(?<![cpstgrk])h", ""),
        (r"w", "v"),
        (r"o(?:[iay]|j(?=[bcdfgklmnpqrstvz]))(?!n)", "Wa"),
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
        (r"(?<![vm])ill(?=[aeiou])|(?<=[aeou])il$", "i"),
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


@remembered
def sound(name: str) -> str:
    """What a folded name sounds like; equal for names that a listener may take for each other.

    Examples
    --------
    >>> sound("maelys") == sound("maelisse"), sound("wattel") == sound("ouatel"), sound("kowalczik") == sound("kovalchik")
    (True, True, True)
    >>> sound("tessier") == sound("texier"), sound("guyot") == sound("guillot"), sound("nadia") == sound("nadege")
    (True, True, False)
    >>> sound("hoareau") == sound("oirot"), sound("leroy") == sound("leroi")
    (True, True)
    """
    for pattern, written in _SOUNDS:
        name = pattern.sub(written, name)
    return name


def _plainly(name: str) -> str:
    """Short names as they are written, so that no nasal is heard in "emre"."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"qu|ck|q|c(?![eiyh])", "k", name.replace("h", "").replace("y", "i")))


@remembered
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


@remembered
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


@remembered
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


_MUTE = ((re.compile(r"(?<=[aeiou])l?le$"), "l"), (re.compile(r"(?:que|ck?)$"), "k"), (re.compile(r"ee$"), "e"))


@remembered
def homophones(one: str, other: str) -> bool:
    """Two folded first names that only spelling tells apart, mostly of a man and a woman.

    Examples
    --------
    >>> homophones("pascal", "pascale"), homophones("frederic", "frederique"), homophones("martin", "martine")
    (True, True, False)
    """
    for ending, said in _MUTE:
        one, other = ending.sub(said, one), ending.sub(said, other)
    return one == other


@remembered
def short_for(short: str, name: str) -> bool:
    """May somebody called `name` be called `short`: "seb", "momo", "jp", "nath", "kéké"? Both are folded, hyphens kept.

    Examples
    --------
    >>> [short_for(*pair) for pair in (("seb", "sebastien"), ("jp", "jean-pierre"), ("nath", "nathalie"), ("juju", "julien"))]
    [True, True, True, True]
    >>> short_for("majo", "marie-jose"), short_for("jean-clo", "jean-claude"), short_for("marie", "marielle"), short_for("jean", "jeanne")
    (True, True, False, False)
    """
    if short == name or not short:
        return False
    known = lexicons()
    if name in known.hypocoristics.get(short, ()):
        return True
    parts = name.split("-")
    if len(parts) > 1 and (short == "".join(part[0] for part in parts if part) or short == parts[0]):
        return True
    pieces = short.split("-")
    if len(parts) == len(pieces) == 2 and parts[0] == pieces[0] and len(pieces[1]) > 2 and sound(parts[1]).startswith(sound(pieces[1])):
        # "jean-clo"
        return True
    if len(parts) == 2 and any(parts[0].startswith(short[:cut]) and parts[1].startswith(short[cut:]) for cut in range(2, len(short) - 1)):
        # "majo"
        return True
    half = len(short) // 2
    if len(short) in (4, 6) and short[:half] == short[half:] and half < len(name) and short not in known.hypocoristics:
        return name.startswith(short[:half]) or (half == 3 and short[:half] in sound(name))
    return len(short) > 2 and len(name) - len(short) > 1 and name.startswith(short) and known.rank.get(short, COMMON) >= COMMON


_PET_ENDING = re.compile(r"(?:o|ou|y|i|ie|ette|ouille)$")


@remembered
def pet_form(short: str, name: str) -> bool:
    """What people make of a first name beyond its beginning: "nanard", "nini", "fredo", "mandine", "yass"; weaker than `short_for`.

    Examples
    --------
    >>> [pet_form(*pair) for pair in (("nanard", "bernard"), ("nini", "annick"), ("fredo", "jean-frederic"), ("mandine", "amandine"))]
    [True, True, True, True]
    >>> [pet_form(*pair) for pair in (("yass", "yacine"), ("fred", "jean-frederic"), ("rose", "marie-rose"), ("martine", "amandine"))]
    [True, True, True, False]
    >>> pet_form("bastien", "sebastien"), pet_form("pierre", "jean-pierre")
    (False, False)
    """
    first, *rest = name.split("-")
    if rest and first == "marie" and short == rest[-1]:
        return True
    known = lexicons()
    own = known.rank.get(short, COMMON) < COMMON and short not in known.hypocoristics
    if len(short) == 2:
        return first.startswith(short)
    if short == name or len(short) < 3 or "-" in short or own:
        return False
    if any(short_for(short, part) or pet_form(short, part) for part in rest):
        return True
    heard, short_heard = sound(name), sound(short + "i")[:-1]
    half, stem = len(short) // 2, _PET_ENDING.sub("", short)
    return (
        # the last syllable, its beginning said twice
        (len(short) > 4 and short[:2] == short[2:4] and short[2:] in (name[2 - len(short) :], heard[2 - len(short) :]))
        or (len(short) == 4 and short[:half] == short[half:] and (short[:half] in name or short[:half] in heard))
        or (len(stem) > 2 and stem != short and first.startswith(stem))
        or (len(short) > 4 and short in name)
        or (len(short) > 3 and short[-1] == "s" and name.startswith(short[:-1]))
        or (len(short) > 3 and name.endswith(short) and len(name) - len(short) < 4)
        or (
            len(short) > 3
            and len(short_heard) > 2
            and short[0] == name[0]
            and heard.startswith(short_heard)
            and len(heard) > len(short_heard)
        )
    )
