"""A turn as a reader gets it: parsed, with the cues of the rules, and with nothing in it that could be a name."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.markers.rules import Hit
from pipeline.markers.speech import Skeleton

Cue = tuple[Hit, list[str], bool]
"""A hit, its modifiers, and whether it is active."""

NOBODY = "quelqu'un"
UNKNOWN = "•"
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d")
# fmt: off
_NUMERALS = frozenset([
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
    "vingt", "trente", "quarante", "cinquante", "soixante", "cent", "cents", "mille",
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
])
# fmt: on


@dataclass(frozen=True)
class Utterance:
    """One turn of a session.

    Attributes
    ----------
    text
        What was said, pseudonymised.
    skeleton
        Its words as rules see them.
    cues
        Every cue of every rule, cancelled ones included.
    speaker_id
        Who said it, "" where that is not known.
    facilitator
        Whether a facilitator did.
    label
        What the speaker is called in the session.
    noted
        Whether it is a line of notes; these have thresholds of their own.
    """

    text: str
    skeleton: Skeleton
    cues: Sequence[Cue]
    speaker_id: str = ""
    facilitator: bool = False
    label: str = ""
    noted: bool = False


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word in lower case and without accents.

    Examples
    --------
    >>> fold("Été")
    'ete'
    """
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c)).replace("œ", "oe")


def known(word: str, vocabulary: Collection[str]) -> bool:
    """Whether a word is of the closed vocabulary, and so no name; numerals and months are not: they stand in dates and ages."""
    plain = fold(word)
    if plain in _NUMERALS or _NUMBER.search(plain):
        return False
    return plain in vocabulary or (plain[:-1] in vocabulary and plain[-1] in "sxe") or (plain[-2:] == "es" and plain[:-2] in vocabulary)


def masked(text: str, vocabulary: Collection[str]) -> str:
    """The text with every run of words outside the vocabulary brought to one word, so that a surrogate reads like the name it hides.

    Examples
    --------
    >>> masked("Vous mentez, Nadia Belkacem !", {"vous", "mentez"})
    "Vous mentez, quelqu'un !"
    """
    out: list[str] = []
    at = 0
    hidden = False
    for match in _WORD.finditer(text):
        between = text[at : match.start()]
        at = match.end()
        if known(match[0], vocabulary):
            out += [between, match[0]]
            hidden = False
        elif hidden and not between.strip(" '’-"):
            continue
        else:
            out += [between, NOBODY]
            hidden = True
    return "".join(out) + text[at:]
