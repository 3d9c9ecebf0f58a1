"""A turn as the recognisers read it: folded at constant length, so that offsets hold, and cut into words."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter
from typing import Literal, NamedTuple

_SAME = {"’": "'", "ʼ": "'", "‑": "-", "‐": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " "}
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = frozenset('.!?:;…«»"“(—[')
ARTICLES = frozenset(("le", "la", "les", "l"))


def fold(text: str) -> str:
    """Lower-case without accents, character for character.

    Examples
    --------
    >>> fold("Jean‑Noël d’Étang")
    "jean-noel d'etang"
    """
    return "".join(map(_fold_character, text)) if not text.isascii() else text.lower()


@cache
def _fold_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else character


def apart(folded: str) -> str:
    """The same without ligatures, which half of the keyboards cannot write: "leboeuf" for "lebœuf"."""
    return folded.replace("œ", "oe").replace("æ", "ae")


def key(text: str) -> tuple[str, ...]:
    """The folded words of a name: equal for "Jean-Noël", "jean noel" and "JEAN NOEL", for "Lebœuf" and "Leboeuf"."""
    return tuple(_WORD.findall(apart(fold(text))))


def holds(text: str, forms: Collection[tuple[str, ...]]) -> bool:
    """Whether one of some forms, each as `key` gives it, stands in a text.

    Examples
    --------
    >>> holds("merci à Jean Noël", [key("Jean-Noël")]), holds("merci Jeanne", [key("Jean")])
    (True, False)
    """
    words = key(text)
    return any(words[rank : rank + len(form)] == form for form in forms for rank in range(len(words)))


class Word(NamedTuple):
    """A run of letters, folded and without ligatures; `capital` tells of its first letter, `opens` that a capital there means nothing."""

    start: int
    end: int
    folded: str
    capital: bool
    opens: bool


@dataclass(frozen=True)
class Passage:
    """One text: `folded` has the length of `text`."""

    text: str

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def words(self) -> list[Word]:
        words = []
        for match in _WORD.finditer(self.folded):
            start = match.start()
            words.append(Word(start, match.end(), apart(match.group()), self.text[start].isupper(), self._opens(start)))
        return words

    @cached_property
    def lower(self) -> bool:
        """No capital at all: an automatic transcript."""
        return self.text == self.text.lower()

    def gap(self, left: Word, right: Word) -> str:
        return self.folded[left.end : right.start]

    def joined(self, rank: int) -> int:
        """The last of the words that hyphens join to the word at `rank`."""
        while rank + 1 < len(self.words) and self.gap(self.words[rank], self.words[rank + 1]) == "-":
            rank += 1
        return rank

    def rank_from(self, start: int) -> int | None:
        """The first word that starts at `start` or later; None behind the last."""
        rank = bisect_left(self.words, start, key=attrgetter("start"))
        return rank if rank < len(self.words) else None

    def rank_at(self, place: int) -> int | None:
        """The first word that ends behind a place; None behind the last."""
        rank = bisect_right(self.words, place, key=attrgetter("end"))
        return rank if rank < len(self.words) else None

    def within(self, start: int, end: int) -> range:
        """The ranks of the words that lie wholly between two places.

        Examples
        --------
        >>> passage = Passage("merci Nadia Belkacem")
        >>> passage.within(6, 20), passage.rank_at(8)
        (range(1, 3), 1)
        """
        return range(bisect_left(self.words, start, key=attrgetter("start")), bisect_right(self.words, end, key=attrgetter("end")))

    def _opens(self, start: int) -> bool:
        rank = start - 1
        while rank >= 0 and self.text[rank] in " '’-–":
            rank -= 1
        return rank < 0 or self.text[rank] in _SENTENCE_END


@dataclass(frozen=True)
class Span:
    """A stretch of a text that points at somebody.

    `origin` is one of the words of `mentions.origin`, `decided` what a person said of it.
    """

    start: int
    end: int
    kind: str
    score: float
    origin: str
    decided: Literal["", "accepted", "rejected"] = ""

    @property
    def length(self) -> int:
        return self.end - self.start

    def told_by(self, *origins: str) -> bool:
        """Is one of these among its origins?"""
        return not set(origins).isdisjoint(self.origin.split("+"))
