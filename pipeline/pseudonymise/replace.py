"""From spans to surrogates: who is meant by each mention, and the new text with the offsets into it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from pipeline.pseudonymise.dates import is_birth
from pipeline.pseudonymise.decisions import apply, same_persons
from pipeline.pseudonymise.identities import Alias, Identity, Register, read_alias
from pipeline.pseudonymise.labels import name_in
from pipeline.pseudonymise.names import says_own_name, title_before
from pipeline.pseudonymise.neighbours import divide
from pipeline.pseudonymise.recognise import SURE, recognise
from pipeline.pseudonymise.records import Decision
from pipeline.pseudonymise.surrogates import Surrogates
from pipeline.pseudonymise.sweep import sweep
from pipeline.pseudonymise.text import Passage, Span, key


class Mention(NamedTuple):
    """A span, the identity it points at, and for a person the form of the name."""

    span: Span
    identity: Identity
    alias: Alias

    @property
    def status(self) -> str:
        return self.span.decided or ("review" if self.span.score < SURE or self.identity.ambiguous else "accepted")


class Rewritten(NamedTuple):
    """A text with surrogates; `places` are (start, end, surrogate) of each mention in it."""

    text: str
    places: list[tuple[int, int, str]]


@dataclass
class Case:
    """All that was recognised in a case: the mentions of each text, and who the speakers are."""

    passages: dict[str, Passage]
    mentions: dict[str, list[Mention]]
    register: Register
    speakers: dict[str, Identity] = field(default_factory=dict)

    def words(self) -> set[str]:
        return {word.folded for passage in self.passages.values() for word in passage.words}


def read_case(
    texts: Mapping[str, str],
    said_by: Mapping[str, str],
    speakers: pd.DataFrame,
    participants: pd.DataFrame,
    decisions: Sequence[Decision] = (),
    anchor_of: Mapping[str, str] | None = None,
    context: Iterable[str] = (),
) -> Case:
    """Recognise the identifiers of a case and join them to identities.

    Parameters
    ----------
    texts
        Texts by key: turns by turn_id, and whatever else is to be scanned.
    said_by
        speaker_id by the key of a text; absent where nobody speaks.
    speakers, participants
        In clear, with the columns speaker_id and label; speaker_id, name and labels.
    decisions
        What a person decided about identifiers.
    anchor_of
        The anchor of each turn, by which decisions find their place.
    context
        What is written about the case, such as its title; it is read for names only.
    """
    register = Register()
    people: dict[str, Identity] = {}
    listed = {str(row.speaker_id): _names_of(row) for row in participants.itertuples()}
    # a list of those present may name again, by a label, whom the case's list has in full
    for speaker_id, names in sorted(listed.items(), key=lambda item: -len(item[1])):
        if names:
            people[speaker_id] = register.listed_as(names) or register.add_person(names)
    labels = {str(row.speaker_id): name_in(str(row.label)) for row in speakers.itertuples()}
    loose = {speaker_id: name for speaker_id, name in labels.items() if name and speaker_id not in people}
    for speaker_id, name in sorted(loose.items(), key=lambda item: -len(item[1].split())):
        people[speaker_id] = register.person(read_alias(name))
    passages = {name: Passage(text) for name, text in texts.items()}
    found = recognise(
        list(passages.values()),
        labels=[name for name in labels.values() if name],
        participants=[name for names in listed.values() for name in names],
        context=context,
    )
    spans = dict(zip(texts, found, strict=True))
    spans = {name: [part for span in found for part in divide(passages[name], span, register)] for name, found in spans.items()}
    spans = sweep(passages, spans, [*(name for name in labels.values() if name), *(name for names in listed.values() for name in names)])
    spans = apply(passages, spans, decisions, anchor_of or {})
    _link_own_names(passages, spans, said_by, people, register)
    for form, other in same_persons(decisions):
        kept, gone = register.same(read_alias(form), read_alias(other))
        people = {speaker_id: kept if identity is gone else identity for speaker_id, identity in people.items()}
    return Case(passages, _join(passages, spans, register), register, people)


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
            born = span.kind == "DATE" and is_birth(passage.text[: span.start])
            surrogate = surrogates.thing(identity, surface, near=near, elided=elided, article=_article(passage, span), born=born)
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


def _names_of(row: tuple[object, ...]) -> list[str]:
    names = [name_in(name) for name in (str(getattr(row, "name", "")), *getattr(row, "labels", [])) if name]
    return list(dict.fromkeys(name for name in names if name))


def _join(passages: Mapping[str, Passage], spans: Mapping[str, list[Span]], register: Register) -> dict[str, list[Mention]]:
    aliases = {(name, span): _alias(passages[name], span) for name, found in spans.items() for span in found if span.kind == "PERSON"}
    # full names first, so that what is shorter finds them
    for whole in (True, False):
        for alias in aliases.values():
            if bool(alias.given and alias.surname) == whole:
                register.person(alias)
    mentions: dict[str, list[Mention]] = {}
    for name, found in spans.items():
        mentions[name] = []
        for span in found:
            alias = aliases.get((name, span), Alias())
            surface = passages[name].text[span.start : span.end]
            identity = register.person(alias) if span.kind == "PERSON" else register.thing(span.kind, surface)
            mentions[name].append(Mention(span, identity, alias))
    return mentions


def _alias(passage: Passage, span: Span) -> Alias:
    rank = next(rank for rank, word in enumerate(passage.words) if word.end > span.start)
    return read_alias(passage.text[span.start : span.end], title_before(passage, rank))


def _link_own_names(
    passages: Mapping[str, Passage],
    spans: Mapping[str, list[Span]],
    said_by: Mapping[str, str],
    people: Mapping[str, Identity],
    register: Register,
) -> None:
    """Nicknames that speakers give themselves are forms of theirs, unless somebody else is called so."""
    for name, found in spans.items():
        speaker = people.get(said_by.get(name, ""))
        for span in found if speaker else ():
            if span.kind == "PERSON" and "cue" in span.origin and says_own_name(passages[name], span.start):
                form = key(passages[name].text[span.start : span.end])
                others = [
                    person for person in register.identities if person is not speaker and (form in person.forms or person.given == form)
                ]
                if speaker and not others:
                    speaker.forms.add(form)


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
