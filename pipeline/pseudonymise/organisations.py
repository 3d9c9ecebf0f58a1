"""Bodies that everybody knows by name: shops, employers, unions, newspapers, charities.

A name that is also a word ("orange", "le monde") needs a capital inside a sentence, or words that call for it beside it.
"""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise.lexicons import Organisation, lexicons
from pipeline.pseudonymise.text import Passage, Span

_CONTRACTED = {"le": ("le", "du", "au"), "les": ("les", "des", "aux"), "la": ("la",), "l": ("l",), "": ()}
_LOOK_BACK = 60


def find_organisations(passage: Passage) -> Iterator[Span]:
    """Known bodies in any case; the article of a name may be in a preposition before it.

    Examples
    --------
    >>> text = "je bosse chez orange, une orange à la main, et lui à la sncf"
    >>> [text[span.start : span.end] for span in find_organisations(Passage(text))]
    ['orange', 'sncf']
    """
    known = lexicons().organisations
    taken = -1
    for rank, word in enumerate(passage.words):
        if rank <= taken:
            continue
        for body in known.get(word.folded, ()):
            last = rank + len(body.words) - 1
            if _stands(passage, rank, body) and (not body.needs_cue or _is_meant(passage, rank, last, body)):
                taken = _where(passage, last)
                yield Span(word.start, passage.words[taken].end, "ORG", 0.75, "cue")
                break


def place_in(surface: str) -> int:
    """Where the known body at the start of a name ends and the place begins where it is; 0 where there is none.

    Examples
    --------
    >>> place_in("Super U de Gramat"), place_in("Super U"), place_in("Gramat")
    (7, 0, 0)
    """
    passage = Passage(surface)
    words = passage.words
    first = 1 if len(words) > 1 and words[0].folded in _CONTRACTED else 0
    for body in lexicons().organisations.get(words[first].folded, ()) if words else ():
        last = first + len(body.words) - 1
        if last + 1 < len(words) and tuple(word.folded for word in words[first : last + 1]) == body.words:
            return words[last].end
    return 0


def _where(passage: Passage, last: int) -> int:
    """The last word of a body with its département: "la CAF du Lot"."""
    following = [word.folded for word in passage.words[last + 1 : last + 4]]
    link = 2 if following[:2] in (["de", "la"], ["de", "l"]) else 1 if following[:1] in (["du"], ["des"], ["de"], ["d"]) else 0
    named = link and len(following) > link and following[link] in lexicons().words("departments")
    return last + link + 1 if named else last


def _stands(passage: Passage, rank: int, body: Organisation) -> bool:
    words = passage.words[rank : rank + len(body.words)]
    if tuple(word.folded for word in words) != body.words:
        return False
    if any(passage.gap(left, right) not in (" ", "-", "'", " & ", ". ", "&") for left, right in itertools.pairwise(words)):
        return False
    if not body.article:
        return True
    before = passage.words[rank - 1].folded if rank else ""
    # "par la poste"
    return before in _CONTRACTED[body.article] and not (rank > 1 and passage.words[rank - 2].folded == "par")


def _is_meant(passage: Passage, first: int, last: int, body: Organisation) -> bool:
    words = passage.words[first : last + 1]
    if all(word.capital or word.folded in lexicons().function for word in words):
        article = passage.words[first - 1] if first and body.article else words[0]
        # "le Monde" has the capital of the newspaper, "le monde" of nothing
        return article.capital and not article.opens if body.article else words[0].capital and not words[0].opens
    before = passage.folded[max(0, words[0].start - _LOOK_BACK) : words[0].start]
    return _cue("reads_in" if body.kind == "presse" else "stops_at" if body.kind == "auberge" else "works_at").search(before) is not None


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(lexicons().cues[name])
