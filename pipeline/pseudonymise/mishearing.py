"""Names of the case as a listener writes them: "soumarré", "castel nau", "momo" for a Mohamed of the list."""

import itertools
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.likeness import misspelt, short_for, sound
from pipeline.pseudonymise.roster import name_forms
from pipeline.pseudonymise.text import Passage, Span, Word, fold, key
from pipeline.pseudonymise.titles import PARTICLES, strip_titles, title_before

_SHORTEST = 4
_OWN = " c'est moi"
_NONE: Set[str] = frozenset()


class Echoes:
    """Looks for words that sound like a name of the case's own list, or shorten one; never for words of the language."""

    def __init__(self, names: Iterable[str]) -> None:
        names = list(names)
        self._parts = frozenset(
            "".join(form) for name in names for form in name_forms(name) if sum(map(len, form)) >= _SHORTEST and form[0] not in PARTICLES
        )
        self._heard = frozenset(map(sound, self._parts))
        self._sounds = frozenset(sound(part) for part in self._parts if len(part) > 6)
        self._surnames: dict[str, set[str]] = {}
        """Sound of a first name to the sounds of the surnames of those who have it."""
        for given, *surname in filter(None, (key(strip_titles(name)) for name in names)):
            if len("".join(surname)) > 1 and len(given) > 2:
                self._surnames.setdefault(sound(given), set()).add(sound("".join(surname)))
        self._given = frozenset(piece for name in names for piece in fold(strip_titles(name)).split()[:1] if piece in lexicons().sex)
        self._like = lru_cache(maxsize=20_000)(self._is_like)

    def find(self, passage: Passage) -> Iterator[Span]:
        """Examples
        --------
        >>> echoes = Echoes(["Philippe Castelnau", "Rokhaya Soumaré"])
        >>> text = "oui philippe castel nau et madame soumarré"
        >>> sorted({text[span.start : span.end] for span in echoes.find(Passage(text))})
        ['castel nau', 'philippe', 'soumarré']
        """
        words, function = passage.words, lexicons().function
        for rank, word in enumerate(words):
            if (self._may_be(passage, rank, word) or self._follows_given(passage, rank)) and self._like(word.folded):
                yield Span(word.start, word.end, "PERSON", 0.7, "participant")
        for rank, (left, right) in enumerate(itertools.pairwise(words)):
            grammar = right.folded in function or (left.folded in function and left.folded not in PARTICLES)
            if grammar or passage.gap(left, right) != " " or self._like(left.folded):
                continue
            joined = left.folded + right.folded
            if (joined in self._parts and not self._both_plain(left, right)) or (
                self._like(joined) if self._called(passage, rank) else len(joined) > 6 and sound(joined) in self._sounds
            ):
                yield Span(left.start, right.end, "PERSON", 0.7, "participant")
        families = [_NONE, *(self._surnames.get(sound(word.folded), _NONE) for word in words), _NONE]
        own = _OWN in passage.folded
        for rank, (before, after) in enumerate(zip(families, families[2:], strict=False)):
            due = own or before or after or title_before(passage, rank)
            if due and (stretch := self._in_pieces(passage, rank, before, after)):
                yield Span(words[stretch.start].start, words[stretch.stop - 1].end, "PERSON", 0.8, "participant")

    def _in_pieces(self, passage: Passage, rank: int, surnames: Set[str], turned: Set[str]) -> range | None:
        """Words that sound together like a name, where one is due: after "madame", after the first name, before "c'est moi".

        `surnames` are those of who has the word before as a first name, `turned` of who has the word after.
        """
        words = passage.words
        if turned and sound(words[rank].folded) in turned:
            # "petit sandrine petit"
            return range(rank, rank + 1) if passage.gap(words[rank], words[rank + 1]) == " " else None
        titled = bool(title_before(passage, rank))
        for length in (1, 2, 3, 4):
            piece = words[rank : rank + length]
            if len(piece) < length or any(passage.gap(left, right) not in (" ", "'", "-") for left, right in itertools.pairwise(piece)):
                continue
            due = titled or (length > 1 and passage.folded.startswith(_OWN, piece[-1].end))
            if not (due or surnames):
                continue
            heard = sound("".join(word.folded for word in piece))
            follows = heard in surnames and passage.gap(words[rank - 1], piece[0]) == " "
            grammar = lexicons().function.issuperset(word.folded for word in piece)
            if (follows and not grammar) or (due and len(heard) > 3 and heard in self._heard and not (grammar and length == 1)):
                return range(rank, rank + length)
        return None

    def _may_be(self, passage: Passage, rank: int, word: Word) -> bool:
        if len(word.folded) < 3 or word.folded in lexicons().function:
            return False
        if not lexicons().is_plain(word.folded) or title_before(passage, rank):
            return True
        half = len(word.folded) // 2
        doubled = len(word.folded) in (4, 6) and word.folded[:half] == word.folded[half:]
        before = passage.words[rank - 1].folded if rank else ""
        return doubled and (word.capital or (passage.lower and before not in lexicons().words("before_words")))

    def _follows_given(self, passage: Passage, rank: int) -> bool:
        """ "thiago ferrera": what follows a first name of the list may be a word of the language."""
        words = passage.words
        if not rank or len(words[rank].folded) <= _SHORTEST or passage.gap(words[rank - 1], words[rank]) != " ":
            return False
        before = words[rank - 1].folded
        return words[rank].folded not in lexicons().function and not lexicons().is_plain(before) and self._like(before)

    def _called(self, passage: Passage, rank: int) -> bool:
        """After a title or a first name of the list: "madame le roi"."""
        before = passage.words[rank - 1].folded if rank else ""
        return bool(title_before(passage, rank)) or (before in self._given and not lexicons().is_plain(before))

    def _both_plain(self, left: Word, right: Word) -> bool:
        return all(lexicons().is_plain(word.folded) or len(word.folded) < 3 for word in (left, right))

    def _is_like(self, word: str) -> bool:
        if any(short_for(word, name) for name in self._given):
            return True
        return len(word) >= _SHORTEST and any(misspelt(word, part) for part in self._parts)
