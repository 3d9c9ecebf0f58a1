"""A case as it is read: what points at somebody in each of its texts, and who is meant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.pseudonymise.aliases import lists_first_names_first
from pipeline.pseudonymise.decisions import apply, same_persons
from pipeline.pseudonymise.identities import Identity, Register, read_alias
from pipeline.pseudonymise.joining import Joining, Mention
from pipeline.pseudonymise.labels import name_in
from pipeline.pseudonymise.neighbours import divide, rejoin
from pipeline.pseudonymise.recognise import recognise
from pipeline.pseudonymise.records import Decision
from pipeline.pseudonymise.said import Said
from pipeline.pseudonymise.sweep import sweep
from pipeline.pseudonymise.talk import Talk
from pipeline.pseudonymise.text import Passage
from pipeline.pseudonymise.wholes import complete


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
    talk: Talk,
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
    talk
        Who says which of these texts, in which session.
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
    in_order = lists_first_names_first(name for names in listed.values() for name in names[:1])
    # a list of those present may name again, by a label, whom the case's list has in full
    for speaker_id, names in sorted(listed.items(), key=lambda item: -len(item[1])):
        if names:
            people[speaker_id] = register.listed_as(names) or register.add_person(names, in_order=in_order)
    labels = {str(row.speaker_id): name_in(str(row.label)) for row in speakers.itertuples()}
    labels = {speaker_id: name for speaker_id, name in labels.items() if name}
    aliases = {speaker_id: read_alias(name) for speaker_id, name in labels.items() if speaker_id not in people}
    waiting = {speaker_id: alias for speaker_id, alias in aliases.items() if alias.initials and not alias.given and not alias.surname}
    for speaker_id, alias in sorted(aliases.items(), key=lambda item: (not (item[1].given and item[1].surname), item)):
        if speaker_id not in waiting:
            people[speaker_id] = register.person(alias)
    for speaker_id in people.keys() & labels.keys():
        people[speaker_id].speaks = True
    passages = {name: Passage(text) for name, text in texts.items()}
    found = recognise(
        list(passages.values()),
        labels=list(labels.values()),
        participants=[name for names in listed.values() for name in names],
        context=context,
    )
    spans = complete(passages, dict(zip(texts, found, strict=True)))
    said = Said.of(passages, spans)
    spans = {name: [part for span in found for part in divide(passages[name], span, register, said)] for name, found in spans.items()}
    spans = {name: rejoin(passages[name], found, register, said) for name, found in spans.items()}
    spans = sweep(passages, spans, [*labels.values(), *(name for names in listed.values() for name in names)])
    spans = apply(passages, spans, decisions, anchor_of or {})
    joining = Joining(passages, spans, talk, register, people, waiting)
    mentions = joining.join(same_persons(decisions))
    return Case(passages, mentions, register, joining.people)


def _names_of(row: tuple[object, ...]) -> list[str]:
    names = [name_in(name) for name in (str(getattr(row, "name", "")), *getattr(row, "labels", [])) if name]
    return list(dict.fromkeys(name for name in names if name))
