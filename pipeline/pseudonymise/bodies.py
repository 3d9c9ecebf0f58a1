"""Organisations without a head noun: a name and a trade, and capitals that nothing else explains."""

import itertools
import re
from collections.abc import Iterator

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.names import PEOPLE
from pipeline.pseudonymise.text import Passage, Span, Word

_LINKS = frozenset(("de", "du", "des", "d", "la", "le", "les", "l"))
_PLACE_BEFORE = frozenset(("a", "de", "d", "vers", "sur", "depuis", "en"))
_PEOPLE = re.compile(rf"{PEOPLE.pattern}|\w{{3,}}istes?")


def find_bodies(passage: Passage) -> Iterator[Span]:
    """Firms in any case; in a text with capitals, a capital inside a sentence that no list explains.

    Examples
    --------
    >>> text = "bah le directeur des Silos du Sousson, et la maison"
    >>> sorted({text[span.start : span.end] for span in find_bodies(Passage(text))})
    ['Silos du Sousson']
    """
    yield from _firms(passage)
    if not passage.lower:
        yield from _unexplained(passage)


def _firms(passage: Passage) -> Iterator[Span]:
    """A name and a trade side by side, as only firms have them: "Altitude Ascenseurs", "sud marne prestations"."""
    known = lexicons()
    words = passage.words
    for rank, word in enumerate(words[1:], 1):
        if word.folded not in known.words("firm_tails") or passage.gap(words[rank - 1], word) != " ":
            continue
        before = words[rank - 1]
        called = _names_firm(before.folded) or (rank > 1 and words[rank - 2].folded in ("a", "chez") and _may_name(before.folded))
        if before.capital if word.capital else passage.lower and called:
            first = rank - 1
            while first and passage.gap(words[first - 1], words[first]) == " " and words[first - 1].folded in known.words("name_tails"):
                first -= 1
            yield Span(words[first].start, word.end, "ORG", 0.6, "cue")


def _names_firm(word: str) -> bool:
    known = lexicons()
    rare = not known.is_plain(word) and not known.looks_inflected(word)
    if word in known.words("departments"):
        return True
    return len(word) > 3 and word not in known.function and (rare or (word,) in known.communes or word in known.words("wide_places"))


def _may_name(word: str) -> bool:
    return len(word) > 4 and word not in lexicons().function and not lexicons().looks_inflected(word)


def _unexplained(passage: Passage) -> Iterator[Span]:
    words = passage.words
    taken = -1
    for rank, word in enumerate(words):
        if rank <= taken or not _is_name(passage, word):
            continue
        last = rank
        while last + 1 < len(words):
            after = words[last + 1 : last + 4]
            link = next((place for place, other in enumerate(after) if other.folded not in _LINKS or other.capital), None)
            if link is None or not after[link].capital or after[link].opens:
                break
            joined = [passage.gap(left, right) for left, right in itertools.pairwise([words[last], *after[: link + 1]])]
            if not all(gap in (" ", "-", "'") for gap in joined):
                break
            last += link + 1
        taken = last
        before = words[rank - 1].folded if rank else ""
        kind = "PLACE" if before in _PLACE_BEFORE else "ORG"
        yield Span(word.start, words[last].end, kind, 0.5 if word.opens else 0.6, "cue")


def _is_name(passage: Passage, word: Word) -> bool:
    known = lexicons()
    if not word.capital or len(word.folded) < 2 or (known.is_plain(word.folded) and word.opens):
        return False
    acronym = passage.text[word.start : word.end].isupper() and len(word.folded) > 1
    if word.opens and (known.looks_inflected(word.folded) or (not acronym and len(word.folded) < 4)):
        return False
    ordinary = (
        word.folded in known.titles
        or word.folded in known.words("function", "never", "peoples", "roles", "institutions")
        or (word.folded,) in known.bodies
        or (_PEOPLE.fullmatch(word.folded) and known.is_plain(word.folded))
    )
    return not ordinary and (acronym or len(word.folded) > 2)
