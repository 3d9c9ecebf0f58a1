"""Names that the case knows: its list, its labels, and what was found elsewhere in it.

A name that is also a word (Rose, Petit) needs a capital inside a sentence or a cue beside it.
"""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator

from pipeline.pseudonymise.beside import after, has_article, says_own_name, spoken_to
from pipeline.pseudonymise.extent import JOINED
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, key
from pipeline.pseudonymise.titles import PARTICLES, strip_titles, title_before

_VERBS = (" m'", " n'", " s'", " elle ", " il ", " est ", " qui ", " avait ", " va ", " dit ", " lui ", " me ", " nous ", " t'")
_VERBS_AFTER_NAMES = (" a ", " est ", " et ", " vient ", " veut ", " fait ", " dit ", " y ", " se ")
_IDIOM = re.compile(r" (?:ou|par|comme|avec|a|aux?|dans|mais|d(?:e|u|es|'))\b")
_INITIAL_BEFORE = re.compile(r"(?<![\w.'])(?<!\d )(?!m\.)[a-z]\. ?$")
_BEFORE_BODY = frozenset(("l", "la", "le", "les", "a", "au", "aux", "du", "des", "de", "d", "chez", "en", "avec"))


class Gazetteer:
    """Names known in the case, matched as whole words whatever their case, accents and hyphens.

    `loose` names may be words. Of bodies and places: in a text without capitals an article or a preposition before them is
    enough. Of persons of the list: their first names, which may stand where the word could not.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, ...]],
        origin: str,
        score: float,
        kind: str = "PERSON",
        loose: Collection[tuple[str, ...]] = (),
    ) -> None:
        self._loose = loose
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._origin, self._score, self._kind = origin, score, kind
        for name in sorted(set(names), key=len, reverse=True):
            if name:
                self._by_first.setdefault(name[0], []).append(name)

    def find(self, passage: Passage) -> Iterator[Span]:
        """Each longest match that stands as a name where it stands."""
        words = passage.words
        taken = -1
        for rank, word in enumerate(words):
            if rank <= taken:
                continue
            for name in self._by_first.get(word.folded, ()):
                last = rank + len(name) - 1
                if _matches(passage, rank, name) and (
                    stands_as_name(passage, rank, last)
                    or (self._origin in ("participant", "label") and _is_called(passage, rank, last, name in self._loose))
                    or (
                        self._origin == "propagated"
                        and name in self._loose
                        and passage.lower
                        and rank
                        and words[rank - 1].folded in _BEFORE_BODY
                    )
                ):
                    initial = _INITIAL_BEFORE.search(passage.folded, max(0, word.start - 4), word.start) if self._kind == "PERSON" else None
                    start = initial.start() if initial else word.start
                    yield Span(start, _compound_end(passage, last), self._kind, self._score, self._origin)
                    taken = last
                    break


def name_forms(name: str) -> list[tuple[str, ...]]:
    """The folded forms under which a name of the case may be said: whole, each part, each half of a hyphen.

    Examples
    --------
    >>> name_forms("Mme Fatoumata Diallo-Kervella")
    [('fatoumata', 'diallo', 'kervella'), ('fatoumata',), ('diallo', 'kervella'), ('diallo',), ('kervella',)]
    """
    known = lexicons()
    bare = strip_titles(re.sub(r"\([^()]*\)", " ", name))
    pieces = [key(piece) for piece in bare.split()]
    whole = key(name)
    nickname = whole if whole and whole[0] in known.words("kin_titles") else ()
    forms = [key(bare), *pieces, nickname]
    # "de la Villemarqué" and "Le Goff" are one surname
    for start in range(len(pieces) - 1):
        if pieces[start] and pieces[start][0] in PARTICLES:
            forms.append(tuple(word for piece in pieces[start:] for word in piece))
    if "-" in bare:
        forms += [
            (part,)
            for piece in pieces
            for part in piece
            if len(piece) > 1 and len(part) > 3 and not (piece[0] in known.sex and part in known.sex)
        ]
    kept = [form for form in forms if form and not all(word in known.function or word in PARTICLES or len(word) < 2 for word in form)]
    return list(dict.fromkeys(kept))


def stands_as_name(passage: Passage, first: int, last: int) -> bool:
    """Is a match a name here, though it may be a word elsewhere?"""
    known = lexicons()
    words = passage.words[first : last + 1]
    if not all(known.is_plain(word.folded) or word.folded in PARTICLES for word in words):
        return True
    lead = words[0]
    if len(words) > 1 and lead.folded in known.words("kin_titles"):
        return True
    if all(word.capital for word in words) and (not lead.opens or last > first):
        return True
    if first and passage.gap(passage.words[first - 1], lead) == " ":
        before = passage.words[first - 1].folded
        if before in known.sex and not known.is_plain(before) and lead.folded not in known.function:
            return True
    if lead.capital and after(passage, last).startswith((",", " !", "!")):
        return lead.folded not in known.function
    if lead.capital and lead.folded not in known.function and after(passage, last).startswith(_VERBS):
        return True
    if lead.folded in known.sex and first == last and after(passage, last).startswith((" m'", " n'", " s'", " t'", " elle ", " il ")):
        return True
    return bool(title_before(passage, first)) or (lead.folded not in known.function and spoken_to(passage, first, last))


def _is_called(passage: Passage, first: int, last: int, given: bool) -> bool:
    """A name of the list that is also a word, where the word could not stand: "non victoire a la même chaise"."""
    known = lexicons()
    lead = passage.words[first]
    if last > first:
        return not all(word.folded in known.function for word in passage.words[first : last + 1])
    if not given or lead.folded in known.function:
        return False
    if says_own_name(passage, lead.start):
        return True
    if lead.capital and lead.opens:
        # few French sentences open with a bare noun: "Grâce aux voisins", "Pierre par pierre"
        return (lead.folded in known.sex and not _IDIOM.match(passage.folded, lead.end)) or after(passage, last).startswith(
            _VERBS_AFTER_NAMES
        )
    if not passage.lower:
        return False
    if not first:
        return True
    before = passage.words[first - 1].folded
    if passage.gap(passage.words[first - 1], lead) != " ":
        return False
    if before in ("vous", "toi") and last + 1 == len(passage.words):
        return True
    if passage.text[passage.words[first - 1].start : passage.words[first - 1].end] == "à":
        return True
    if before == "de" and first > 1 and passage.words[first - 2].folded in known.words("bonds"):
        return True
    return before not in known.words("before_words") and not (lead.folded not in known.sex and has_article(passage, first))


def _matches(passage: Passage, rank: int, name: tuple[str, ...]) -> bool:
    words = passage.words[rank : rank + len(name)]
    return tuple(word.folded for word in words) == name and (
        len(name) == 1 or all(JOINED.fullmatch(passage.gap(left, right)) for left, right in itertools.pairwise(words))
    )


def _compound_end(passage: Passage, last: int) -> int:
    """A name inside a hyphened one takes it whole: "Nadia-Lou"; "Kévin-là" ends before the hyphen."""
    words = passage.words
    while last + 1 < len(words) and passage.gap(words[last], words[last + 1]) == "-":
        if words[last + 1].folded in lexicons().function:
            break
        last += 1
    return words[last].end
