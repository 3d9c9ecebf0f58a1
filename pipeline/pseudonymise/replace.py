"""The new text: a surrogate in the place of each mention, and the offsets into it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.pseudonymise.case import Case
from pipeline.pseudonymise.joining import Mention
from pipeline.pseudonymise.surrogates import Surrogates
from pipeline.pseudonymise.text import Passage, Span


class Rewritten(NamedTuple):
    """A text with surrogates; `places` are (start, end, surrogate) of each mention in it."""

    text: str
    places: list[tuple[int, int, str]]


def rewrite(passage: Passage, mentions: Sequence[Mention], surrogates: Surrogates, near: str, elisions: Mapping[object, bool]) -> Rewritten:
    """Put a surrogate in the place of each mention; `near` is the ISO date of the session."""
    pieces: list[str] = []
    places: list[tuple[int, int, str]] = []
    position = length = 0
    for mention in mentions:
        span, identity = mention.span, mention.identity
        surface = passage.text[span.start : span.end]
        elided = elisions.get(_slot(mention))
        between = passage.text[position : span.start]
        start = length + len(between)
        position = span.end
        if span.decided == "rejected":
            # the original word stands
            pieces += [between, surface]
            places.append((start, start + len(surface), ""))
            length = start + len(surface)
            continue
        if identity.kind == "PERSON":
            surrogate = surrogates.person(identity, mention.alias, surface, elided=elided)
        else:
            surrogate = surrogates.thing(identity, surface, near=near, elided=elided, article=_article(passage, span))
        pieces += [between, surrogate]
        places.append((start, start + len(surrogate), surrogate))
        length = start + len(surrogate)
    return Rewritten("".join(pieces) + passage.text[position:], places)


def read_elisions(case: Case) -> dict[object, bool]:
    """Which names stand behind "d'" somewhere (True), which only behind "de" (False): their surrogates must fit there."""
    elisions: dict[object, bool] = {}
    for name, mentions in case.mentions.items():
        for mention in mentions:
            before = case.passages[name].folded[: mention.span.start]
            if before.endswith(("d'", "qu'", "jusqu'", "l'")):
                elisions[_slot(mention)] = True
            elif before.endswith((" de", " de ", " que ")) or before in ("de ", "que "):
                elisions.setdefault(_slot(mention), False)
    return elisions


def _slot(mention: Mention) -> object:
    part = "given" if mention.alias.given or mention.alias.initials else "surname"
    return (mention.identity.rank, part if mention.identity.kind == "PERSON" else "thing")


def _article(passage: Passage, span: Span) -> str:
    """The article before a place, which its surrogate must fit: "du Faouët"."""
    if span.kind not in ("PLACE", "ORG"):
        return ""
    before = passage.folded[: span.start].split()[-1:]
    article = before[0] if before and passage.folded[: span.start].endswith(" ") else ""
    return article if article in ("du", "au", "le", "la", "les", "des", "aux") else ""
