"""Spans that hold more than one name: "karim maëlys vous pouvez", "le PAI de Lina", each told by the case's own list."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.pseudonymise.aliases import Alias, read_alias
from pipeline.pseudonymise.heads import head_of
from pipeline.pseudonymise.identities import APART, EQUAL, Identity, Register, fit
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, Word


def divide(passage: Passage, span: Span, register: Register) -> list[Span]:
    """A span that is the name of nobody, and in which the name of somebody listed stands, becomes two.

    Examples
    --------
    >>> register = Register()
    >>> people = [register.add_person([name]) for name in ("Karim Haddad", "Maëlys Bourdon")]
    >>> [(part.start, part.end) for part in divide(Passage("karim maélisse"), Span(0, 14, "PERSON", 0.9, "cue"), register)]
    [(0, 5), (6, 14)]
    >>> [(part.start, part.kind) for part in divide(Passage("dossier de Karim"), Span(0, 16, "ORG", 0.6, "cue"), register)]
    [(11, 'PERSON')]
    """
    words = [word for word in passage.words if word.start >= span.start and word.end <= span.end]
    if span.kind in ("PLACE", "ORG") and span.score < 0.8 and not (span.kind == "ORG" and head_of(passage.text[span.start : span.end])):
        return _person_in(span, words, register)
    if span.kind != "PERSON" or len(words) < 2:
        return [span]
    whole = _who(read_alias(passage.text[span.start : span.end]), register, APART)
    if cut := _two_listed(passage, words, register) if passage.lower else 0:
        rest = replace(span, start=words[cut].start)
        return [replace(span, end=words[cut - 1].end), *divide(passage, rest, register)]
    if whole:
        return [span]
    for cut in range(1, len(words)):
        if passage.gap(words[cut - 1], words[cut]) not in (" ", ", "):
            continue
        first, second = (_who(_called(part), register, APART) for part in (words[:cut], words[cut:]))
        others = first and second and not any(one is other for one in first for other in second)
        nickname = _who(_called(words[cut:]), register, EQUAL - 1)
        if others or (nickname and not all(identity.surname == _form(words[cut:]) for identity in nickname)):
            return [replace(span, end=words[cut - 1].end), replace(span, start=words[cut].start)]
    return [span]


def _two_listed(passage: Passage, words: Sequence[Word], register: Register) -> int:
    """Where the name of a second person begins whom the list calls so, and nobody is called by the whole: "lucien rachel"."""
    listed = [identity for identity in register.identities if identity.listed]
    if any(_form(words) in {*identity.forms, (*identity.given, *identity.surname)} for identity in listed):
        return 0
    for cut in range(1, len(words)):
        if passage.gap(words[cut - 1], words[cut]) != " ":
            continue
        second = [identity for identity in listed for end in range(cut + 1, len(words) + 1) if _form(words[cut:end]) in identity.called]
        first = _who(_called(words[:cut]), register, EQUAL - 1)
        if first and second and not any(one is other or one.surname == _form(words[cut:]) for one in first for other in second):
            return cut
    return 0


def _person_in(span: Span, words: Sequence[Word], register: Register) -> list[Span]:
    """A person whom a capital or a head noun made a place or a body."""
    known = lexicons()
    for cut in range(len(words)):
        if _who(_called(words[cut:]), register, EQUAL - 1) and not known.function.issuperset(_form(words[cut:])):
            kept = [word for word in words[:cut] if not known.is_plain(word.folded) and len(word.folded) > 1]
            person = replace(span, start=words[cut].start, kind="PERSON")
            return [*([replace(span, start=kept[0].start, end=kept[-1].end)] if kept else []), person]
    return [span]


def _form(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.folded for word in words)


def _called(words: Sequence[Word]) -> Alias:
    return Alias(given=_form(words))


def _who(alias: Alias, register: Register, above: int) -> list[Identity]:
    return [identity for identity in register.identities if identity.listed and fit(alias, identity) > above]
