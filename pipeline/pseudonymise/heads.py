"""Head nouns of bodies and places, with what stands between them and the name: "la direction de l'enfance de …".

A head with its complements says of what kind a body is. It belongs to the name where a name follows and is nothing by itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import ARTICLES, Passage, Span, fold, key

_BEFORE_CLUB = frozenset(("l", "d", "de", "a", "contre", "avec"))
_BEFORE_NAMED = ARTICLES | {"au", "du"}
_OF = frozenset(("de", "du", "d'", "des", "de la", "de l'"))
OF_BETWEEN = re.compile(r" (?:(?:de la|de|du|des) |(?:de l|d)')")
"""What stands between two names that "de" makes one."""


class Head(NamedTuple):
    """A head noun: where it starts, where the name after it starts, the bare noun, and the article or preposition before the name."""

    start: int
    end: int
    noun: str
    link: str
    titled: bool
    """The noun has a capital itself: it is part of the name, whatever it is."""

    @property
    def of(self) -> bool:
        """Bound to the name by "de" in any of its forms."""
        return self.link in _OF

    @property
    def article(self) -> bool:
        """An article stands between the noun and the name: "foyer le Sablier"."""
        return self.link in ("le", "la", "les", "l'")

    @property
    def stays_apart(self) -> bool:
        """ "Le quartier de Kermoisan" is Kermoisan; of "quartier du Vieux Moulin" and "rue de Brest" the head is part of the name."""
        return self.link in ("de", "d'") and not self.titled and self.noun in lexicons().words("apart")


def heads(passage: Passage) -> Iterator[Head]:
    """All head nouns that something follows.

    Examples
    --------
    >>> list(heads(Passage("la direction de l'enfance de Glomel")))
    [Head(start=3, end=29, noun='direction', link='de', titled=False)]
    """
    first = _pattern()[0]
    for rank, word in enumerate(passage.words):
        if word.folded not in first or passage.text[word.start : word.end].lower() in lexicons().words("not_heads"):
            continue
        # "l'as de …" is a club, "t'as" and "tu as" are verbs
        verb = word.folded == "as" and (not rank or passage.words[rank - 1].folded not in _BEFORE_CLUB)
        if verb or not (match := _match(passage.folded, word.start)):
            continue
        head = _read(match, word.capital and not passage.lower)
        if head.noun not in lexicons().sex or head.link or _leads(passage, rank):
            yield head


def _leads(passage: Passage, rank: int) -> bool:
    """ "Greta Marchand", "Saad Benali" are persons, "au Greta Bretagne" is none: does the noun lead a name?"""
    before = passage.words[rank - 1] if rank else None
    return before is not None and before.folded in _BEFORE_NAMED and passage.gap(before, passage.words[rank]) in (" ", "'")


def head_of(surface: str) -> int:
    """How many characters at the start of a name of a place or body are its head noun, complements and link: they stay.

    Examples
    --------
    >>> [head_of(name) for name in ("collège Jean-Macé", "CCAS de Carhaix", "rue des Ajoncs", "Entremont")]
    [8, 8, 8, 0]
    >>> head_of("direction de l'enfance de Glomel")
    26
    """
    match = _match(fold(surface), 0)
    return match.end() if match and match.end() < len(surface) else 0


def name_of(surface: str) -> tuple[str, ...]:
    """The folded words by which a place or body is called, head noun and article left out.

    Examples
    --------
    >>> name_of("centre social la Passerelle"), name_of("Le Pressoir"), name_of("collège Jean-Macé")
    (('passerelle',), ('pressoir',), ('jean', 'mace'))
    """
    words = key(surface[head_of(surface) :])
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words


def is_called_directly(surface: str) -> bool:
    """Does the name follow the head as it is: "foyer le Sablier", "association Ribambelle", not "foyer du Sablier"?"""
    match = _match(fold(surface), 0)
    return match is not None and not _read(match).of


def has_inner_article(surface: str) -> bool:
    """Does an article stand between the head and the name: "foyer le Sablier"?"""
    match = _match(fold(surface), 0)
    return match is not None and _read(match).article


def with_heads(passage: Passage, spans: Iterable[Span]) -> list[Span]:
    """Names of bodies and places take their head noun along, and a body the place where it is: "Super U de Gramat".

    The head alone is no name and stays. "Le quartier de Kermoisan" is Kermoisan: heads that are no part of a name stay outside.

    Examples
    --------
    >>> text = "la crèche de Glomel et la mairie"
    >>> [(text[span.start : span.end], span.kind) for span in with_heads(Passage(text), [Span(13, 19, "PLACE", 0.8, "ner")])]
    [('crèche de Glomel', 'ORG')]
    """
    spans = list(spans)
    before = {head.end: head for head in heads(passage)} if spans else {}
    taken: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        left = taken[-1] if taken else None
        if (
            left
            and left.kind == "ORG"
            and span.kind == "PLACE"
            and left.end < span.start
            and (passage.folded[left.end : span.start] == " " or OF_BETWEEN.fullmatch(passage.folded, left.end, span.start))
        ):
            taken[-1] = replace(left, end=span.end)
            continue
        head = before.get(span.start)
        kind = _kind(passage, span, head) if head else ""
        if head and kind and (left is None or left.end <= head.start):
            span = replace(span, start=head.start, kind=kind)
        taken.append(span)
    return taken


def _kind(passage: Passage, span: Span, head: Head) -> str:
    """What a name is together with the head before it; "" where they stay apart."""
    known = lexicons()
    body = head.noun in known.words("organisations")
    if span.kind in ("PLACE", "ORG"):
        return "ORG" if body else "" if head.stays_apart else span.kind
    if span.kind != "PERSON" or head.of or span.told_by("participant", "label"):
        return ""
    # "lycée Marie Bouhey"; but without capitals "au collège kylian" may be a pupil
    whole = len(key(passage.text[span.start : span.end])) > 1
    return "" if passage.lower and not whole else "ORG" if body else "PLACE"


def _match(folded: str, start: int) -> re.Match[str] | None:
    """A head at `start`; houses are called by any word, so that "des sports" is the name of "café des sports"."""
    _, pattern, bare = _pattern()
    match = pattern.match(folded, start)
    if match and match["noun"] in lexicons().words("inns") and (called := bare.match(folded, start)) and called["link"]:
        return called
    return match


def _read(match: re.Match[str], titled: bool = False) -> Head:
    return Head(match.start(), match.end(), match["noun"], match["link"].strip(), titled)


@cache
def _pattern() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """The first words of heads, and the pattern of a head and its link, with its complements and without."""
    known = lexicons()
    nouns = sorted({*known.cues["organisations"], *known.cues["places"], *known.cues["streets"]}, key=len, reverse=True)
    first = {key(noun)[0] for noun in nouns}
    kinds = rf"(?:[ -](?:{'|'.join(known.cues['kinds_of_bodies'])})(?![\w-]))*"
    complement = rf" (?:de la |de l'|du |des |de |d'|aux |a la |a l')(?:{known.alternatives('complements')})(?![\w-]){kinds}"
    link = r"(?P<link>(?: (?:de l'|d'|l')| (?:de la|du|des|de|chez|les|le|la)(?: les| la| le)?(?= ))?)"
    noun = rf"(?<![\w-])(?P<noun>{'|'.join(map(re.escape, nouns))})s?"
    tail = rf"{link}(?:(?<=')| )(?=[\w\"«])"
    patterns = re.compile(rf"{noun}{kinds}(?:{complement}){{0,2}}(?: section \w+)?{tail}"), re.compile(noun + tail)
    return frozenset({*first, *(f"{noun}s" for noun in first)}), *patterns
