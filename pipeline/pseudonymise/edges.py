"""Where the name of a place or body begins and ends: hyphens, capitals before it, its article."""

import re
from dataclasses import replace

from pipeline.pseudonymise.heads import head_of
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, key

_ARTICLE = re.compile(r"(?<![\w'-])(?P<article>l'|(?:la|le|les) )$")
_HYPHENED_BEFORE, _HYPHENED_AFTER = re.compile(r"(?:\w+-)+$"), re.compile(r"(?:-(?!la\b|ci\b|meme|t-|il|elle|on\b)\w+)+")
_LINKS = frozenset(("aux", "a", "au", "du", "des", "de", "la", "d", "l", "sur", "sous"))


def with_edges(passage: Passage, span: Span) -> Span:
    """A place or body with all that belongs to its name and that no recogniser took.

    Examples
    --------
    >>> text = "monté au Bas-Hamel, puis à la Butte aux Alouettes"
    >>> [text[wider.start : wider.end] for start, end in ((13, 18), (39, 49))
    ...  for wider in [with_edges(Passage(text), Span(start, end, "PLACE", 0.8, "ner"))]]
    ['Bas-Hamel', 'la Butte aux Alouettes']
    """
    if span.kind not in ("ORG", "PLACE") and (span.kind != "PERSON" or span.told_by("participant", "label")):
        return span
    left, right = _HYPHENED_BEFORE.search(passage.folded, 0, span.start), _HYPHENED_AFTER.match(passage.folded, span.end)
    start, end = left.start() if left else span.start, right.end() if right else span.end
    if span.kind == "PERSON":
        # "au Bas-Hamel"; but "dis-moi-Karim" has no capital before
        return replace(span, start=start) if left and passage.text[start].isupper() else span
    return _with_article(passage, replace(span, start=_first_capital(passage, start), end=end))


def _first_capital(passage: Passage, start: int) -> int:
    """Capitals right before a name inside a sentence are the name's: "Butte aux Alouettes", "Trois Chalets"."""
    known = lexicons()
    rank = passage.rank_from(start) or 0
    while rank and passage.words[rank].capital:
        before = rank - 1
        while before and passage.words[before].folded in _LINKS and not passage.words[before].capital and rank - before < 3:
            before -= 1
        lead = passage.words[before]
        gaps = [passage.gap(passage.words[place], passage.words[place + 1]) for place in range(before, rank)]
        strange = lead.folded in known.titles or lead.folded in known.words("never") or (lead.folded,) in known.bodies
        if not lead.capital or lead.opens or strange or len(lead.folded) < 3 or any(gap not in (" ", "'") for gap in gaps):
            break
        # a name before "de" is another one: "Nadia de Toulouse"
        if before < rank - 1 and not known.is_plain(lead.folded):
            break
        if lead.folded in known.sex and not known.is_plain(lead.folded):
            break
        rank = before
    return passage.words[rank].start if passage.words[rank].start < start else start


def _with_article(passage: Passage, span: Span) -> Span:
    """An article right before a body or a place may belong to its name: "la Redoute", "l'Épeule", not "le Paris d'avant"."""
    article = _ARTICLE.search(passage.folded, max(0, span.start - 4), span.start)
    surface = passage.text[span.start : span.end]
    name = key(surface)
    titled = span.kind == "PLACE" and surface[0].isupper()
    if article is None or (head_of(surface) and not titled and name[0] not in ("ile", "ilet")):
        return span
    elided = article["article"] == "l'"
    if span.kind == "PLACE" and name in lexicons().communes and not elided:
        own = lexicons().commune_articles.get(name)
        if own != article["article"].strip():
            return span
    return replace(span, start=article.start("article"))
