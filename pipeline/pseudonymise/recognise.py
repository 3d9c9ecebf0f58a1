"""Everything that points at somebody, as a union of recognisers whose every span says where it came from.

Structure and cues, the case's own names, and a statistical recogniser; then each accepted name is looked for in the
whole case. Recall first: an overlap is resolved, never dropped.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.pseudonymise.accounts import find_accounts
from pipeline.pseudonymise.addresses import find_addresses
from pipeline.pseudonymise.ages import find_ages, find_ages_of
from pipeline.pseudonymise.bodies import find_bodies
from pipeline.pseudonymise.dates import find_dates
from pipeline.pseudonymise.dictated import find_dictated
from pipeline.pseudonymise.edges import with_edges
from pipeline.pseudonymise.headed import OWNED, find_headed
from pipeline.pseudonymise.heads import has_inner_article, head_of, is_called_directly, name_of, with_heads
from pipeline.pseudonymise.initials import find_initialled, find_initials
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.mishearing import Echoes
from pipeline.pseudonymise.names import find_names, with_particles
from pipeline.pseudonymise.ner import find_entities
from pipeline.pseudonymise.online import find_online
from pipeline.pseudonymise.organisations import find_organisations
from pipeline.pseudonymise.patterns import find_structure
from pipeline.pseudonymise.places import find_places
from pipeline.pseudonymise.repeats import find_repeated
from pipeline.pseudonymise.roster import Gazetteer, name_forms
from pipeline.pseudonymise.text import Passage, Span, key
from pipeline.pseudonymise.titles import strip_titles

_SHAPED = frozenset(("PHONE", "EMAIL", "HANDLE", "URL", "ID", "ADDRESS", "DATE", "AGE"))
_WHOLE = _SHAPED - {"DATE", "AGE"}
_FINDERS: tuple[Callable[[Passage], Iterable[Span]], ...] = (
    find_structure,
    find_addresses,
    find_dictated,
    find_online,
    find_accounts,
    find_dates,
    find_ages,
    find_places,
    find_headed,
    find_organisations,
    find_bodies,
    find_names,
    find_initialled,
)
SURE = 0.6
"""Score from which a span is accepted; below, it is hidden as well and marked for review."""


def recognise(
    passages: Sequence[Passage], *, labels: Iterable[str] = (), participants: Iterable[str] = (), context: Iterable[str] = ()
) -> list[list[Span]]:
    """Find identifiers in the texts of one case.

    Parameters
    ----------
    passages
        What was said, one text a turn.
    labels, participants
        Names of persons as speaker labels print them, and as the case's list of participants has them.
    context
        What somebody wrote of the case, such as its title: names that have a capital there are looked for in the texts.

    Returns
    -------
    list of list of Span
        One list a text, sorted, without overlaps.

    Examples
    --------
    >>> [(span.kind, span.origin) for span in recognise([Passage("j'ai 47 ans, mon numéro c'est le 06 12 34 56 78")])[0]]
    [('AGE', 'structure'), ('PHONE', 'structure')]
    """
    labels, participants = list(labels), list(participants)
    said = len(passages)
    passages = [*passages, *(Passage(text) for text in context if text != text.lower())]
    roster = [
        Gazetteer((form for name in names for form in name_forms(name)), origin, score, loose=_first_names(names))
        for names, origin, score in ((participants, "participant", 0.97), (labels, "label", 0.95))
    ]
    echoes = Echoes([*participants, *labels])
    parts = [key(strip_titles(name)) for name in [*participants, *labels]]
    initials = frozenset("".join(word[0] for word in words) for words in parts if len(words) > 1 or (words and len(words[0]) == 1))
    lower = seen_in_lower_case(passages)
    entities = find_entities(passages, lower)
    found = []
    for passage, named in zip(passages, entities, strict=True):
        spans = [*named, *(span for find in _FINDERS for span in find(passage))]
        spans += [span for gazetteer in roster for span in gazetteer.find(passage)]
        spans += find_initials(passage, initials)
        spans += echoes.find(passage)
        spans = [with_particles(passage, span) if span.kind == "PERSON" else span for span in spans]
        spans = resolve(passage, with_heads(passage, resolve(passage, spans)))
        ages = list(find_ages_of(passage, spans))
        found.append(resolve(passage, [*spans, *ages]) if ages else spans)
    again = find_repeated(passages, found)
    found = [resolve(passage, [*spans, *more]) if more else spans for passage, spans, more in zip(passages, found, again, strict=True)]
    return _propagate(passages, found, lower, said)[:said]


def _first_names(names: Iterable[str]) -> set[tuple[str, ...]]:
    """The first words of full names, and names of one word."""
    return {key(bare.split()[0]) for name in names if (bare := strip_titles(name)) == name and bare}


def seen_in_lower_case(passages: Sequence[Passage]) -> frozenset[str]:
    """Words that stand uncapitalised in texts that have capitals: a capital elsewhere may be that of a sentence."""
    return frozenset(word.folded for passage in passages if not passage.lower for word in passage.words if not word.capital)


def resolve(passage: Passage, spans: Iterable[Span]) -> list[Span]:
    """Spans without overlaps: shapes before names, then the longest, then the surest; same kinds that touch become one.

    Examples
    --------
    >>> found = [Span(0, 5, "PERSON", 0.8, "ner"), Span(0, 13, "PERSON", 0.9, "cue"), Span(6, 13, "PLACE", 0.7, "ner")]
    >>> [(span.start, span.end, span.kind, span.origin) for span in resolve(Passage("Marie Ferrand"), found)]
    [(0, 13, 'PERSON', 'cue+ner')]
    """
    kept: list[Span] = []
    ordered = sorted(spans, key=lambda span: (-_weight(span), span.start))
    for span in ordered:
        over = [other for other in kept if span.start < other.end and other.start < span.end]
        if not over:
            kept.append(span)
            continue
        holder = over[0]
        if len(over) == 1 and (holder.kind == span.kind or {holder.kind, span.kind} <= _WHOLE):
            # of a telephone that runs into an address no half may stay
            kept.remove(holder)
            kept.append(_union(holder, span))
        elif len(over) == 1 and not (span.start >= holder.start and span.end <= holder.end):
            kept += _rest(passage, span, holder)
    merged = sorted(kept, key=lambda span: span.start)
    for left, right in itertools.pairwise(merged):
        if left.end > right.start or _one_name(passage, left, right):
            return resolve(passage, [*(span for span in merged if span not in (left, right)), _union(left, right)])
    return merged


def _one_name(passage: Passage, left: Span, right: Span) -> bool:
    """A first name and the surname right after it, each found by itself."""
    if left.kind != "PERSON" or right.kind != "PERSON" or passage.text[left.end : right.start] != " ":
        return False
    first, second = key(passage.text[left.start : left.end]), key(passage.text[right.start : right.end])
    sex = lexicons().sex
    return "-".join(first) in sex and "-".join(second) not in sex


def _weight(span: Span) -> float:
    shape = 1000 if span.kind in _SHAPED else 0
    named = 200 if span.origin in ("participant", "label") else 0
    owned = 300 if span.kind == "ORG" and span.score == OWNED and span.origin == "cue" else 0
    return shape + named + owned + span.length + span.score


def _union(one: Span, other: Span) -> Span:
    origin = "+".join(sorted({*one.origin.split("+"), *other.origin.split("+")}))
    return Span(min(one.start, other.start), max(one.end, other.end), one.kind, max(one.score, other.score), origin)


def _rest(passage: Passage, span: Span, holder: Span) -> list[Span]:
    """What a span holds beside the one that won, where a name stands in it."""
    known = lexicons()
    if span.kind in ("DATE", "AGE"):
        return []
    rest = []
    for start, end in ((span.start, min(span.end, holder.start)), (max(span.start, holder.end), span.end)):
        words = [word for word in passage.words if word.start >= start and word.end <= end and not known.is_plain(word.folded)]
        if words and start < end:
            rest.append(Span(words[0].start, words[-1].end, span.kind, span.score, span.origin))
    return rest


def _propagate(passages: Sequence[Passage], found: list[list[Span]], lower: frozenset[str], said: int) -> list[list[Span]]:
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
    cores = set(_cores(passages, found))
    spread = []
    for passage, spans in zip(passages, found, strict=True):
        more = [span for gazetteer in (persons, places, bodies) for span in gazetteer.find(passage)]
        new = [span for span in more if not any(span.start >= other.start and span.end <= other.end for other in spans)]
        resolved = resolve(passage, [*spans, *new]) if new else spans
        read = (_as_person(passage, _as_body(passage, span, cores), persons_named) for span in resolved)
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


def _as_person(passage: Passage, span: Span, persons: set[tuple[str, ...]]) -> Span:
    """What only a capital told is a person where the case has a person of that name."""
    if span.kind == "PERSON" and _elided(passage, span) and key(passage.text[span.start : span.end]) not in persons:
        # "le mec de l'Épeule"
        return replace(span, kind="PLACE")
    if span.kind == "PERSON" and _are_many(passage, span):
        return replace(span, kind="ORG")
    alone = span.kind in ("ORG", "PLACE") and span.origin in ("cue", "ner", "cue+ner", "propagated") and span.score <= SURE
    return replace(span, kind="PERSON") if alone and key(passage.text[span.start : span.end]) in persons else span


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
