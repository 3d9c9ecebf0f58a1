"""From labels to speakers: who is the same person over a case.

Two labels that may be one person are joined rather than kept apart, since a person counted twice would let a
figure pass the k-threshold; a label that may be several persons stays by itself, unresolved, until somebody says who.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.ingest.labels import Label, lead, looks_like_name, may_be_label, read_label
from pipeline.ingest.names import Name, abbreviates, completes, is_part_of, is_same, is_variant, read_name, without_title
from pipeline.ingest.sheet import Session, Sheet
from pipeline.ingest.text import fold
from pipeline.ingest.vocabulary import FACILITATORS
from pipeline.tables import FACILITATOR


class Heard(NamedTuple):
    """The labels of a session in order of appearance, those listed as present, and what case.toml says of it."""

    session_id: str
    labels: Sequence[str]
    present: Sequence[str] = ()
    said: Session | None = None


class Cast(NamedTuple):
    """Who speaks in a case.

    `speaker_id` is keyed by session_id and folded label; `speakers` has the columns of the contract but case_id, `participants`
    those of the frame that goes to pseudonymise. `facilitators` are the speaker_ids with that role.
    """

    speaker_id: Mapping[tuple[str, str], str]
    speakers: list[dict[str, Any]]
    participants: list[dict[str, Any]]
    facilitators: frozenset[str]


@dataclass
class _Person:
    """Somebody of the case; `shown` is the first label heard, `rank` the place in case.toml and then of appearance."""

    name: str
    rank: int
    labels: list[str] = field(default_factory=list)
    role: str = ""
    subgroup: str = ""
    shown: str = ""
    speaker_id: str = ""

    def __post_init__(self) -> None:
        self.forms = [_name_of(form) for form in (self.name, *self.labels) if form]

    @property
    def gender(self) -> str:
        told = {form.gender for form in self.forms} | {_gender_of_lead(label) for label in self.labels}
        told.discard("")
        return told.pop() if len(told) == 1 else ""

    def is_called(self, label: str) -> bool:
        return fold(label) in map(fold, self.labels)

    def add(self, label: str) -> None:
        if not self.is_called(label):
            self.labels.append(label)
            self.forms.append(_name_of(label))
        self.shown = self.shown or label


def _name_of(label: str) -> Name:
    return read_name(read_label(label).name)


def _gender_of_lead(label: str) -> str:
    return FACILITATORS.get(lead(label), "")


def cast(heard: Sequence[Heard], sheet: Sheet) -> Cast:
    """Join the labels of a case's sessions to participants.

    In order: what `speakers` of a session says, names and labels of case.toml, generic labels (nobody, one row a
    session), then full names, surnames and first names that are unique, initials that are unique, and role labels.

    Examples
    --------
    >>> found = cast([Heard("s1", ["Nadia Belkacem", "SPEAKER_00"]), Heard("s2", ["Mme Belkacem", "N."])], Sheet())
    >>> [found.speaker_id[key] for key in (("s1", "speaker 00"), ("s2", "mme belkacem"), ("s2", "n."))]
    ['s1:l1', 'p1', 'p1']
    """
    people = [_Person(p.name, rank, list(p.labels), p.role, p.subgroup) for rank, p in enumerate(sheet.participants)]
    owner: dict[tuple[str, str], _Person | None] = {}
    waiting: list[tuple[int, str, str, Label]] = []
    for session_id, labels, present, said in heard:
        joined = {fold(label): name for label, name in said.speakers.items()} if said else {}
        listed = [label for label in present if looks_like_name(label) and may_be_label(label)]
        for label in [*labels, *listed]:
            key = (session_id, fold(label))
            if key in owner:
                continue
            owner[key] = None
            rank = sheet.owner(joined.get(key[1], label))
            if rank is not None:
                owner[key] = people[rank]
                people[rank].shown = people[rank].shown or ("" if key[1] in joined else label)
            elif (read := read_label(label)).kind in {"person", "facilitator"}:
                waiting.append((len(people) + len(waiting), session_id, label, read))
    for rank, session_id, label, read in sorted(waiting, key=lambda entry: _uncertainty(entry[-1])):
        means = _find(people, label, read)
        if not means:
            means = [_Person(without_title(read.name), rank)]
            people += means
        if len(means) == 1:
            person = owner[session_id, fold(label)] = means[0]
            person.add(label)
            person.rank = min(person.rank, rank)
            person.role = person.role or (FACILITATOR if read.kind == "facilitator" else "")
    return _number(heard, people, owner)


def _uncertainty(read: Label) -> int:
    """Full names first, so that what is shorter finds them; role labels last."""
    name = read_name(read.name)
    if not read.name:
        return 3
    if name.is_initials:
        return 2
    return 0 if len(name.words) > 1 else 1


def _find(people: Sequence[_Person], label: str, read: Label) -> list[_Person]:
    """Those that a label may mean: one is the one, none is somebody new, and several stay open."""
    called = [person for person in people if person.is_called(label)]
    if len(called) == 1:
        return called
    if not read.name:
        return _find_facilitator(people, label)
    name = read_name(read.name)
    gender = name.gender or _gender_of_lead(label)
    fitting = [person for person in people if not gender or person.gender in {"", gender}]
    for means in (is_same, abbreviates) if name.is_initials else (is_same, is_part_of):
        if found := [person for person in fitting if any(means(name, form) for form in person.forms)]:
            return [] if len(found) > 1 and read.kind == "facilitator" else found
    if len(name.words) > 1 and not name.is_initials:
        for means in (is_variant, completes):
            found = [person for person in fitting if means(name, person.forms)]
            if len(found) == 1:
                return found
    return []


def _find_facilitator(people: Sequence[_Person], label: str) -> list[_Person]:
    """The only one who may lead under a label without a name or number."""
    if any(map(str.isdigit, label)):
        return []
    gender = _gender_of_lead(label)
    found = [person for person in people if person.role == FACILITATOR and person.gender in {"", gender}]
    return found if len(found) == 1 else []


def _number(heard: Sequence[Heard], people: Sequence[_Person], owner: Mapping[tuple[str, str], _Person | None]) -> Cast:
    speakers, participants = [], []
    for number, person in enumerate(sorted(people, key=lambda person: person.rank), 1):
        person.speaker_id = f"p{number}"
        told = {"speaker_id": person.speaker_id, "role": person.role, "subgroup": person.subgroup}
        speakers.append(told | {"label": person.shown or next(iter(person.labels), person.name), "resolved": True})
        participants.append(told | {"name": person.name, "labels": person.labels})
    speaker_id = {key: person.speaker_id for key, person in owner.items() if person is not None}
    for session_id, labels, _, _ in heard:
        unresolved = 0
        for label in labels:
            key = (session_id, fold(label))
            if key not in speaker_id:
                unresolved += 1
                speaker_id[key] = f"{session_id}:l{unresolved}"
                speakers.append({"speaker_id": speaker_id[key], "label": label, "role": "", "subgroup": "", "resolved": False})
    return Cast(speaker_id, speakers, participants, frozenset(person.speaker_id for person in people if person.role == FACILITATOR))
