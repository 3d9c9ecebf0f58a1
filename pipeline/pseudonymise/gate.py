"""What may pass out of a case: tables before they are written or exported, and what people type before anybody else reads it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from pipeline.errors import LeakError
from pipeline.pseudonymise.leaks import Leak, exact_places, find_leaks, hits, seek
from pipeline.pseudonymise.records import CaseRecord, Decision, Known
from pipeline.pseudonymise.text import Passage, key
from pipeline.pseudonymise.titles import title_before


class Place(NamedTuple):
    """Where a known name stands in a typed text; `sure` is False for one that is also a word and may be meant as such."""

    start: int
    end: int
    sure: bool


class Gate:
    """The names of a case, made ready once.

    Parameters
    ----------
    known
        Who stands behind the pseudonyms, in clear: of the vault, or of the run that has just read the case.
    decisions
        What a person held ordinary is not looked for.

    Examples
    --------
    >>> gate = Gate([Known(identity_id="i1", kind="PERSON", forms=("Rose Belkacem",), surrogates=("Inès Morel",))])
    >>> gate.places("Pour belkacem, l'horaire change.")
    [Place(start=5, end=13, sure=True)]
    >>> gate.places("Inès Morel a cueilli une rose.")
    [Place(start=25, end=29, sure=False)]
    """

    def __init__(self, known: Iterable[Known], decisions: Iterable[Decision] = ()) -> None:
        people = tuple(known)
        self._sought = seek(
            ((one.kind, form) for one in people for form in one.forms),
            held_ordinary=[decision.form for decision in decisions if decision.kind == "reject"],
        )
        self._written = [surrogate for one in people for surrogate in one.surrogates]
        self._ours = frozenset(word for surrogate in self._written for word in key(surrogate))
        self._near: dict[str, bool] = {}
        self._ordinary: dict[str, list[tuple[str, ...]]] = {}
        for name in self._sought.ordinary:
            self._ordinary.setdefault(name[0], []).append(name)

    @classmethod
    def of(cls, *records: CaseRecord) -> "Gate":
        """The gate of cases as the vault knows them."""
        return cls([one for record in records for one in record.known], [one for record in records for one in record.decisions])

    @property
    def not_sought(self) -> int:
        """Names that are also words, which no table is searched for."""
        return len(self._sought.ordinary)

    def tables(self, frames: Mapping[str, pd.DataFrame]) -> list[Leak]:
        """Where known names stand in tables that are to be written or exported."""
        return find_leaks(frames, self._sought, written=self._written)

    def places(self, text: str) -> list[Place]:
        """Where known names stand in what a person typed: a paraphrase, a question, an answer.

        The rules are those of tables. Beside them a name that is also a word counts where it has a capital inside a sentence
        ("merci Rose") or a title before it, and is told without being sure of it elsewhere ("une rose").
        """
        passage = Passage(text)
        words = passage.words
        folded = [word.folded for word in words]
        found = [(words[first].start, words[last - 1].end) for first, last in hits(folded, self._sought, self._ours, self._near)]
        places = [Place(start, end, True) for start, end in (*found, *exact_places(text, self._sought))]
        return sorted([*places, *(place for place in self.words(passage) if not any(_meet(place, other) for other in places))])

    def refuse(self, texts: Mapping[str, str]) -> None:
        """Let typed texts pass, or not.

        Parameters
        ----------
        texts
            By what they are for the person who typed them ("paraphrase 3"); the error names these.

        Raises
        ------
        LeakError
            A known name stands in one; the message holds nothing of the text.
        """
        named = [name for name, text in texts.items() if any(place.sure for place in self.places(text))]
        if named:
            raise LeakError(f"a known name stands in {', '.join(named)}; say it in other words, or with the pseudonym")

    def words(self, passage: Passage) -> list[Place]:
        """Where names that are also words stand, in a text ready to be read."""
        words = passage.words
        found = []
        for rank, word in enumerate(words):
            for name in self._ordinary.get(word.folded, ()):
                here = words[rank : rank + len(name)]
                if tuple(one.folded for one in here) == name and not self._ours.intersection(name):
                    sure = bool(title_before(passage, rank)) or any(one.capital and not one.opens for one in here)
                    found.append(Place(here[0].start, here[-1].end, sure))
        return found


def _meet(one: Place, other: Place) -> bool:
    return one.start < other.end and other.start < one.end
