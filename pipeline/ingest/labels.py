"""What a label says: a person, nobody in particular, whoever leads the session, or several at once.

>>> read_label("Animatrice (Hélène Garrec)")
Label(kind='facilitator', name='Hélène Garrec', said_by='')
>>> read_label("SPEAKER_00").kind, read_label("M. Le Goff").name, read_label("trois ou plus").said_by
('nobody', 'M. Le Goff', 'three_plus')
"""

import re
from typing import Literal, NamedTuple

from pipeline.ingest.text import fold
from pipeline.ingest.vocabulary import (
    ABOUT,
    ALL,
    ARTICLES,
    ASIDES,
    AT_LEAST,
    COMPLEMENTS,
    FACILITATORS,
    FEW,
    HEADINGS,
    INDEFINITE,
    INITIALS,
    MANY,
    NOBODY,
    NUMBERED,
    NUMBERS,
    ONE,
    PARTICLES,
    PERSONS,
    STARTERS,
    TITLES,
    any_of,
)

LONGEST, MOST_WORDS = 40, 5

_PARTS = re.compile(r"([^()]*)\(([^()]*)\)[^()]*")
_NUMBERED = re.compile(rf"(?:{any_of(NUMBERED)})(?:[ _]?(?:n° ?|#)?\d{{1,3}}|[ _][a-z])|(?:{any_of(INITIALS)})?[ _]?\d{{1,3}}")
_LED = re.compile(rf"({any_of(FACILITATORS)})(?: |$)(.*)")
_SHAPE = re.compile(r"[^\W_][\w .'’()&/+#°?\-‐‑–]*")
_NOUN = rf"(?:{any_of(PERSONS)})"
_OF = rf"(?: (?:de |des |d |d entre )?(?:{_NOUN}|eux|elles|nous)(?: {_NOUN})?)?"
_COUNT = re.compile(
    rf"(?:(?P<least>{any_of(AT_LEAST)})|(?P<about>{any_of(ABOUT)}))? ?(?P<n>\d{{1,3}}|{any_of(NUMBERS)})"
    rf"(?P<range> (?:ou|a) (?:\d{{1,3}}|plus|{any_of(NUMBERS)}))?(?P<noun>(?: {_NOUN}){{1,2}}| d entre (?:eux|elles|nous))?"
)
_DECLARED = (
    ("one", re.compile(any_of(ONE))),
    ("few", re.compile(rf"(?:{any_of(FEW)}|quelques(?= )){_OF}")),
    ("three_plus", re.compile(rf"(?:{any_of(MANY)}){_OF}")),
    ("almost_all", re.compile(rf"(?:{any_of(ALL)})(?: (?:les |des )?{_NOUN})?")),
)


class Label(NamedTuple):
    """`name` names a person, titles kept, or is ""; `said_by` is what a collective label declares."""

    kind: Literal["person", "nobody", "facilitator", "several"]
    name: str = ""
    said_by: str = ""


def read_label(label: str) -> Label:
    """Read a label as it is printed.

    A label that joins two ("Nadia et Bruno") is several, which declares few; so does one that begins like "plusieurs élus".
    """
    label = label.strip().strip("[]<>").strip(" :")
    parts = _PARTS.fullmatch(label)
    outer, inner = (parts[1].strip(), parts[2].strip()) if parts else (label, "")
    if fold(inner) in NOBODY or all(word in ASIDES or word.isdigit() for word in fold(inner).split()):
        inner = ""
    if said_by := declared(label):
        return Label("several", said_by=said_by)
    if (first := fold(label).split(" ", 1)[0]) in INDEFINITE:
        return Label("several", said_by=INDEFINITE[first])
    if is_nobody(outer):
        return Label("person", inner) if inner and not is_nobody(inner) and not _led(inner) else Label("nobody")
    if led := _led(outer):
        return Label("facilitator", inner or led[1])
    if re.search(r" (?:et|ou) | ?[&+/] ?", outer.casefold()):
        return Label("several", said_by="few")
    return Label("facilitator" if _led(inner) else "person", outer)


def is_nobody(label: str) -> bool:
    """Is it a generic label, such as "locuteur 2" or "?"?"""
    folded = fold(label)
    return not folded or folded in NOBODY or bool(_NUMBERED.fullmatch(folded)) or not any(map(str.isalnum, folded))


def lead(label: str) -> str:
    """The folded word for who leads ("animatrice") that a label begins with or has in brackets; "" without one.

    Examples
    --------
    >>> lead("Animatrice (Hélène)"), lead("Hélène (facilitatrice)"), lead("Animateur du centre social"), lead("Intervenant 3")
    ('animatrice', 'facilitatrice', '', '')
    """
    parts = _PARTS.fullmatch(label)
    for part in (parts[1].strip(), parts[2].strip()) if parts else (label,):
        if not is_nobody(part) and (led := _led(part)):
            return led[0]
    return ""


def _led(label: str) -> tuple[str, str] | None:
    folded = fold(label)
    match = _LED.fullmatch(folded)
    if not match:
        return None
    rest = match[2].strip(" .")
    if rest.split(" ", 1)[0] in PARTICLES | COMPLEMENTS:
        return None
    # the name as printed: what follows the words of the role
    named = re.split(r"[\s\-‐‑]+", label.strip(), maxsplit=len(match[1].split()))[-1] if rest and not rest.isdigit() else ""
    return match[1], named.strip(" -–")


def declared(label: str, *, bare: bool = False) -> str:
    """How many said it, as a note declares: one, few, three_plus, almost_all, or "".

    Three or more only where it is said: "plusieurs" and "quelques-uns" are few. A number alone may count
    an enumeration and is read only where `bare` allows it.

    Examples
    --------
    >>> [declared(words) for words in ("une personne", "quelques-uns", "trois ou plus", "presque tous", "deux ou trois", "trois raisons")]
    ['one', 'few', 'three_plus', 'almost_all', 'few', '']
    """
    folded = fold(label).strip(" .()")
    for said_by, pattern in _DECLARED:
        if pattern.fullmatch(folded):
            return said_by
    match = _COUNT.fullmatch(folded)
    if not match:
        return ""
    n = int(match["n"]) if match["n"].isdigit() else NUMBERS[match["n"]]
    alone = not (match["least"] or match["about"] or match["range"] or match["noun"])
    if alone and (match["n"].isdigit() or n == 1 or not (bare or n == 2)):
        return ""
    if n < 1:
        return ""
    if n == 1:
        return "few" if match["range"] or match["least"] else "one"
    return "three_plus" if n >= (4 if match["about"] else 3) else "few"


def may_be_label(text: str) -> bool:
    """Has a text the shape of a label: few words, no sentence in it?

    Examples
    --------
    >>> [may_be_label(text) for text in ("M. Le Goff", "je vais dire une chose", "Question très simple", "https", "Oui. Bruno", "14")]
    [True, False, False, False, False, False]
    """
    text = text.strip()
    if text in {"?", "??", "???"}:
        return True
    bare = text.strip("[]<>").strip()
    folded = [word.strip(".") for word in fold(re.sub(r"\([^()]*\)", " ", bare)).split()]
    if not folded or len(bare) > LONGEST or len(bare.split()) > MOST_WORDS or not _SHAPE.fullmatch(bare) or bare.isdigit():
        return False
    if declared(bare):
        return True
    if re.search(r"\?(?!\))", bare) or re.search(r"(?<!\w)\d{1,2}h\d{0,2}\b|\d:\d", bare) or bare.count("(") != bare.count(")"):
        return False
    stopped = [word for word in bare.split()[:-1] if word.endswith(".") and len(word) > 2 and fold(word).strip(".") not in TITLES]
    if any(not re.fullmatch(r"(?:\w\.)+|\w\.-\w\.", word) for word in stopped):
        return False
    # an initial is no starter: "J." or "C."
    first = folded[0] if not re.match(r"\w\.", bare) else ""
    if first in STARTERS or (len(first) > 8 and first.endswith("ment")):
        return False
    head = folded[1] if first in ARTICLES and len(folded) > 1 else first
    return head not in HEADINGS or is_nobody(bare) or bool(lead(bare))


def looks_like_name(text: str) -> bool:
    """Is every word of a text capitalised, but for titles and particles?

    Examples
    --------
    >>> [looks_like_name(text) for text in ("Valéry Giscard d'Estaing", "Nadia de la Villemarqué", "K.", "Le directeur", "m. le goff")]
    [True, True, True, False, True]
    """
    folded = fold(text).split()
    if len(folded) > 1 and folded[0].strip(".") in TITLES:
        return True
    outer = re.sub(r"\([^()]*\)", " ", text)
    parts = [word.strip(".") for word in re.split(r"[\s\-‐‑–'’]+", outer) if word.strip(".")]
    named = [part for part in parts if part[:1].isupper() or part[:1].isdigit()]
    return any(part[:1].isupper() for part in named) and all(part in named or fold(part) in PARTICLES for part in parts)
