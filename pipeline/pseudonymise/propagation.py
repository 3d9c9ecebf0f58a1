"""Each accepted name is looked for in the whole case, and what the case says elsewhere tells of what kind it is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.pseudonymise.edges import with_edges
from pipeline.pseudonymise.heads import has_inner_article, head_of, is_called_directly, name_of, with_heads
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.overlaps import resolve
from pipeline.pseudonymise.roster import Gazetteer, name_forms
from pipeline.pseudonymise.text import Passage, Span, key
from pipeline.pseudonymise.titles import strip_titles

SURE = 0.6
"""Score from which a span is accepted; below, it is hidden as well and marked for review."""


def propagate(passages: Sequence[Passage], found: list[list[Span]], lower: frozenset[str], said: int) -> list[list[Span]]:
    """Look for every accepted name, and its parts, in the whole case.

    `lower` are words that stand there without a capital; from the passage `said` on, texts are about the case.
    """
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    strong: set[tuple[str, tuple[str, ...]]] = set()
    for passage, spans in zip(passages, found, strict=True):
        for span in spans:
            if span.kind not in ("PERSON", "PLACE", "ORG") or span.score < SURE:
                continue
            surface = passage.text[span.start : span.end]
            for kind, form in _forms(span.kind, surface):
                counts[kind, form] += 1
                if span.origin != "ner" or (kind == "PERSON" and all(map(lexicons().is_name, form))):
                    strong.add((kind, form))
    names = [
        (kind, form) for kind, form in counts if _spreads(form) and ((kind, form) in strong or counts[kind, form] > 1 or len(form) > 1)
    ]
    called = {(kind, form) for kind, form in _called(passages, found, said) if _spreads(form)}
    names += [name for name in called if name not in counts]
    persons = Gazetteer((form for kind, form in names if kind == "PERSON"), "propagated", 0.7)
    # a body called by a word keeps its name in an automatic transcript: "à l'escale"
    named = called | {(kind, form) for kind, form in names if counts[kind, form] > 1 and not lower.intersection(form)}
    places, bodies = (
        Gazetteer((form for kind, form in names if kind == sort), "propagated", 0.65, sort, {form for kind, form in named if kind == sort})
        for sort in ("PLACE", "ORG")
    )
    persons_named = {form for kind, form in strong if kind == "PERSON"}
    rather_persons = {form for form in persons_named if counts["PERSON", form] >= counts["ORG", form] + counts["PLACE", form]}
    cores = set(_cores(passages, found))
    spread = []
    for passage, spans in zip(passages, found, strict=True):
        more = [span for gazetteer in (persons, places, bodies) for span in gazetteer.find(passage)]
        new = [span for span in more if not any(span.start >= other.start and span.end <= other.end for other in spans)]
        resolved = resolve(passage, [*spans, *new]) if new else spans
        read = (_as_person(passage, _as_body(passage, span, cores), persons_named, rather_persons) for span in resolved)
        spread.append(resolve(passage, with_heads(passage, (with_edges(passage, span) for span in read))))
    return spread


def _called(passages: Sequence[Passage], found: list[list[Span]], said: int) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Names of places and bodies without their head noun: of what is written about the case, and of "le foyer le sablier"."""
    for rank, (passage, spans) in enumerate(zip(passages, found, strict=True)):
        for span in spans:
            surface = passage.text[span.start : span.end]
            if span.kind in ("PLACE", "ORG") and (surface != surface.lower() if rank >= said else is_called_directly(surface)):
                name = name_of(surface)
                if rank < said and span.score < SURE and len(name) == 1 and not has_inner_article(surface):
                    continue
                if not lexicons().generic.issuperset(name):
                    yield span.kind, name


def _as_person(passage: Passage, span: Span, persons: set[tuple[str, ...]], rather: set[tuple[str, ...]]) -> Span:
    """What only a capital told is a person where the case has a person of that name; so is what the statistical recogniser told,
    where the case knows the name `rather` as a person's."""
    name = key(passage.text[span.start : span.end])
    if span.kind == "PERSON" and _elided(passage, span) and name not in persons:
        # "le mec de l'Épeule"
        return replace(span, kind="PLACE")
    if span.kind == "PERSON" and _are_many(passage, span):
        return replace(span, kind="ORG")
    if span.kind not in ("ORG", "PLACE"):
        return span
    weak = span.score <= SURE and span.origin in ("cue", "ner", "cue+ner", "propagated")
    known = persons if weak else rather if span.origin in ("ner", "cue+ner") else set()
    # "la Kermadec"
    bare = name[1:] if name[:1] in (("la",), ("le",)) else name
    return replace(span, kind="PERSON") if name in known or bare in known else span


def _elided(passage: Passage, span: Span) -> bool:
    """Right after "l'", and told by no list of the case."""
    return not span.told_by("participant", "label") and passage.folded[max(0, span.start - 2) : span.start] == "l'"


def _are_many(passage: Passage, span: Span) -> bool:
    """ "les Verdines": after "les", and no name that any list has."""
    words = key(passage.text[span.start : span.end])
    return (
        not span.told_by("participant", "label", "propagated")
        and passage.folded[max(0, span.start - 4) : span.start] == "les "
        and not any(map(lexicons().is_name, words))
    )


def _cores(passages: Sequence[Passage], found: list[list[Span]]) -> Iterator[tuple[str, ...]]:
    """By what organisations are called that have a head noun, without it."""
    for passage, spans in zip(passages, found, strict=True):
        for span in spans:
            cut = head_of(passage.text[span.start : span.end]) if span.kind == "ORG" else 0
            if cut:
                yield key(passage.text[span.start + cut : span.end])


def _as_body(passage: Passage, span: Span, cores: set[tuple[str, ...]]) -> Span:
    """ "Jean-Macé" is no person where the case speaks of the collège Jean-Macé."""
    name = key(passage.text[span.start : span.end])
    body = span.kind == "PERSON" and len(name) > 1 and name in cores and span.origin in ("ner", "cue", "cue+ner")
    return replace(span, kind="ORG") if body else span


def _forms(kind: str, surface: str) -> list[tuple[str, tuple[str, ...]]]:
    """The forms under which a name may stand elsewhere, each with its kind: of "mairie de Glomel" also Glomel."""
    if kind == "PERSON":
        return [(kind, form) for form in _person_forms(surface)]
    whole, name = key(surface), name_of(surface)
    alone = name != whole and not all(map(lexicons().is_plain, name))
    return [(kind, whole), *([("PLACE" if name in lexicons().communes else kind, name)] if alone else [])]


def _person_forms(surface: str) -> list[tuple[str, ...]]:
    """The whole name, and its parts that are names rather than words."""
    known = lexicons()
    whole = key(strip_titles(surface))
    return [
        form
        for form in name_forms(surface)
        if form == whole or any(word in known.sex or not known.is_plain(word) for word in form)
        if not known.words("roles").issuperset(form)
    ]


def _spreads(form: tuple[str, ...]) -> bool:
    known = lexicons()
    return any(word not in known.function and len(word) > 2 for word in form) and form not in known.bodies
