"""Other names in the place of those of a text, so that a recogniser learns where names stand and not which they are."""

import random
from collections.abc import Iterable

from pipeline.pseudonymise.heads import head_of
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage
from pipeline.pseudonymise.titles import PARTICLES

Marks = list[tuple[int, int, str]]
_VOWELS, _CONSONANTS = "aeiouy", "bcdfghjklmnprstvz"


class Swapper:
    """Draws names from the lexicons; the same seed gives the same names."""

    def __init__(self, chance: random.Random) -> None:
        known = lexicons()
        self._chance = chance
        rows = known.rows("first_names.csv")
        # half of the draws from frequent names, so that rare ones do not make up nearly all
        self._given = [row["name"] for row in rows]
        self._surnames = [" ".join(words).title() for words in sorted(known.surnames)]
        self._communes = [row["name"] for row in known.rows("communes.csv")]
        self._houses = [row["name"] for row in known.rows("place_names.csv")]

    def swap(self, text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[str, Marks]:
        """The text with other names in its spans, and where they are now; spans of label "" stay as they are.

        Examples
        --------
        >>> text, spans = Swapper(random.Random(1)).swap("Merci Nadia !", [(6, 11, "PER")])
        >>> text[:6], text[-2:], text[6:11] != "Nadia", spans[0][0]
        ('Merci ', ' !', True, 6)
        """
        written, position, marks = "", 0, []
        for start, end, label in spans:
            written += text[position:start]
            surface = text[start:end]
            new = {"PER": self._person, "LOC": self._place, "ORG": self._body}.get(label, str)(surface)
            new = new.lower() if surface == surface.lower() else new
            marks.append((len(written), len(written) + len(new), label))
            written += new
            position = end
        return written + text[position:], marks

    def _person(self, surface: str) -> str:
        """Word for word: first names for first names, surnames for surnames, initials and particles stay."""
        written, position = "", 0
        known = lexicons()
        for word in Passage(surface).words:
            written += surface[position : word.start]
            if len(word.folded) < 3 or word.folded in PARTICLES:
                written += surface[word.start : word.end]
            elif word.folded in known.sex and not (word.start and self._chance.random() < 0.3):
                written += self._first_name()
            else:
                written += self._surname()
            position = word.end
        return written + surface[position:]

    def _place(self, surface: str) -> str:
        cut = head_of(surface)
        return surface[:cut] + self._chance.choice(self._communes if self._chance.random() < 0.85 else self._houses)

    def _body(self, surface: str) -> str:
        cut = head_of(surface)
        if not cut and surface.isupper() and len(surface) < 7:
            return "".join(self._chance.choice("ABCDEFGHILMNOPRSTUV") for _ in surface)
        draw = self._chance.random()
        if draw < 0.3:
            return surface
        if draw < 0.5:
            return surface[:cut] + self._chance.choice(self._houses)
        if draw < 0.7:
            return surface[:cut] + self._chance.choice(self._communes)
        return surface[:cut] + (f"{self._first_name()} {self._surname()}" if cut and draw < 0.85 else self._surname())

    def _first_name(self) -> str:
        return self._chance.choice(self._given[:1200] if self._chance.random() < 0.5 else self._given)

    def _surname(self) -> str:
        name = self._chance.choice(self._surnames)
        return name if self._chance.random() < 0.8 else self._misheard(name)

    def _misheard(self, name: str) -> str:
        """One letter becomes another of its sort: names that no list has."""
        rank = self._chance.randrange(1, len(name)) if len(name) > 1 else 0
        sort = _VOWELS if name[rank].lower() in _VOWELS else _CONSONANTS
        return name[:rank] + self._chance.choice(sort) + name[rank + 1 :]
