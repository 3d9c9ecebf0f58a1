"""The list of participants: how pasted lines are understood, and where each part of a line goes.

Names go to the vault, role and subgroup to the registry, under one id ("p1"); nothing else joins the two.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dashboard.desk import Desk
from dashboard.registry.interventions import (
    get_intervention,
    list_participants,
    list_present,
    list_sittings,
    put_participant,
    remove_participant,
)
from dashboard.vaulted import change_record, record_of
from pipeline.ingest.text import fold, squeeze
from pipeline.ingest.vocabulary import FACILITATORS
from pipeline.pseudonymise.gate import Gate
from pipeline.pseudonymise.records import CaseRecord, Known, Listed
from pipeline.tables import FACILITATOR

LONGEST = 80
"""Most characters of a name, a role or a group: a longer one is a sentence."""

_HEADINGS = frozenset({"nom", "prenom", "prenom nom", "nom prenom", "participant", "participants", "participante", "name"})
_GIVEN_APART = frozenset({("prenom", "nom"), ("nom", "prenom")})


class Line(NamedTuple):
    """One line of the list as it was understood; `problem` is a key of the texts, or ""."""

    name: str
    role: str = ""
    subgroup: str = ""
    problem: str = ""


class Person(NamedTuple):
    """A participant with all that is known of him, for his facilitator's eyes."""

    participant_id: str
    name: str
    role: str
    subgroup: str
    consent: str
    consent_at: str

    @property
    def leads(self) -> bool:
        """Is it who leads the sessions?"""
        return self.role == FACILITATOR


def read_lines(text: str, taken: Iterable[str] = ()) -> list[Line]:
    """Understand a list that was typed or pasted: one person a line, "name, role, group", parted by tabs, semicolons or commas.

    A first line of headings is left out; with "Prénom" and "Nom" in two columns of their own they are joined.

    Parameters
    ----------
    text
        What was typed.
    taken
        Names that the list has already.

    Examples
    --------
    >>> read_lines("Nadia Belkacem, habitante, jeunes\\n- Bruno Petit ; Animateur")  # doctest: +NORMALIZE_WHITESPACE
    [Line(name='Nadia Belkacem', role='habitante', subgroup='jeunes', problem=''),
     Line(name='Bruno Petit', role='intervenant', subgroup='', problem='')]
    >>> read_lines("Prénom\\tNom\\tRôle\\nNadia\\tBelkacem\\télue")[0][:2]
    ('Nadia Belkacem', 'élue')
    """
    rows = [cells for line in re.split(r"[\r\n\v\f\u2028\u2029\x85]+", text) if any(cells := _cells(line))]
    order: tuple[int, ...] = ()
    if rows:
        heads = tuple(fold(cell) for cell in rows[0])
        if heads[:2] in _GIVEN_APART:
            order = (0, 1) if heads[0] == "prenom" else (1, 0)
        if order or heads[0] in _HEADINGS:
            rows = rows[1:]
    known = {fold(name) for name in taken}
    lines = []
    for cells in rows:
        if order:
            cells = [" ".join(cells[at] for at in order if at < len(cells)), *cells[2:]]
        name, role, subgroup = [*cells, "", "", ""][:3]
        line = Line(name, _role(role), subgroup)
        lines.append(line._replace(problem=_problem(line, known)))
        known.add(fold(name))
    return lines


def _cells(line: str) -> list[str]:
    line = re.sub(r"^\s*(?:[-–—•*·▪]|\d{1,2}[.)])\s+", "", line)
    parting = next((mark for mark in "\t;," if mark in line), ",")
    return [squeeze("".join(c for c in cell if c.isprintable() or c.isspace())) for cell in line.split(parting)]


def _role(role: str) -> str:
    return FACILITATOR if fold(role) in FACILITATORS or fold(role) == FACILITATOR else role


def _problem(line: Line, known: set[str]) -> str:
    if not any(map(str.isalpha, line.name)):
        return "nameless"
    if max(map(len, line[:3])) > LONGEST:
        return "long"
    return "twice" if fold(line.name) in known else ""


def list_people(at: Desk, case_id: str) -> list[Person]:
    """The list with names; raises as `record_of` does."""
    names = {one.participant_id: one.name for one in record_of(at, case_id).participants}
    return [
        Person(
            one.participant_id,
            names[one.participant_id],
            one.role,
            one.subgroup,
            one.consent,
            one.consent_at.date().isoformat() if one.consent_at else "",
        )
        for one in list_participants(at.archive.registry, at.asker, case_id)
        if one.participant_id in names
    ]


def add_people(at: Desk, case_id: str, lines: Sequence[Line]) -> list[str]:
    """Add lines without a problem to the list; returns their ids.

    Names are written first: a line of the registry without a name would count somebody whom nobody can find again.
    """
    registered = [one.participant_id for one in list_participants(at.archive.registry, at.asker, case_id)]
    made: list[tuple[str, Line]] = []

    def add(record: CaseRecord) -> CaseRecord:
        taken = {*registered, *(one.participant_id for one in record.participants)}
        first = 1 + max((int(one[1:]) for one in taken if re.fullmatch(r"p\d+", one)), default=0)
        made[:] = [(f"p{first + rank}", line) for rank, line in enumerate(lines)]
        listed = tuple(Listed(participant_id=participant_id, name=line.name) for participant_id, line in made)
        return record.model_copy(update={"participants": (*record.participants, *listed)})

    change_record(at, case_id, add)
    for participant_id, line in made:
        put_participant(at.archive.registry, at.asker, case_id, participant_id, role=line.role, subgroup=line.subgroup)
    return [participant_id for participant_id, _ in made]


def change_person(at: Desk, case_id: str, participant_id: str, line: Line) -> None:
    """Correct one line of the list."""

    def rename(record: CaseRecord) -> CaseRecord:
        listed = tuple(
            one.model_copy(update={"name": line.name}) if one.participant_id == participant_id else one for one in record.participants
        )
        return record.model_copy(update={"participants": listed})

    change_record(at, case_id, rename)
    put_participant(at.archive.registry, at.asker, case_id, participant_id, role=line.role, subgroup=line.subgroup)


def remove_person(at: Desk, case_id: str, participant_id: str) -> None:
    """Take a line out of the list, of somebody who was at no session; for who was, there is `forgetting`."""
    change_record(at, case_id, lambda record: unlisted(record, participant_id))
    remove_participant(at.archive.registry, at.asker, case_id, participant_id)


def attended(at: Desk, case_id: str, participant_id: str) -> bool:
    """Whether a person was present at a session."""
    return any(participant_id in there for there in list_present(at.archive.registry, at.asker, case_id).values())


def unlisted(record: CaseRecord, participant_id: str) -> CaseRecord:
    """A record without one line of its list, and without the labels that were joined to it."""
    listed = tuple(one for one in record.participants if one.participant_id != participant_id)
    joined = {
        session_id: {label: one for label, one in labels.items() if one != participant_id} for session_id, labels in record.joined.items()
    }
    return record.model_copy(update={"participants": listed, "joined": joined})


def named_in(at: Desk, case_id: str, texts: Mapping[str, str], lines: Iterable[Line] = ()) -> list[str]:
    """Which of some texts hold a name of the case: of its list, of lines about to be added, or of those met in its sessions.

    Parameters
    ----------
    at, case_id
        Whose case; its names are read from the open vault.
    texts
        What is about to be written in clear, by what it is called.
    lines
        Names that the list does not have yet.
    """
    record = record_of(at, case_id)
    names = (*(one.name for one in record.participants), *(line.name for line in lines))
    listed = (Known(identity_id="", kind="PERSON", forms=(name,)) for name in names)
    gate = Gate([*record.known, *listed], record.decisions)
    return [called for called, text in texts.items() if any(place.sure for place in gate.places(text))]


def in_clear(at: Desk, case_id: str) -> dict[str, str]:
    """What the registry holds of a case in words, by what it is called; for `named_in`."""
    registry, asker = at.archive.registry, at.asker
    one = get_intervention(registry, asker, case_id)
    texts = {
        "title": one.title,
        "objective": one.objective,
        "reserves": one.reserves,
        "sector": one.sector,
        "groups": "\n".join(one.groups),
    }
    texts["roles"] = "\n".join(part for person in list_participants(registry, asker, case_id) for part in (person.role, person.subgroup))
    texts["groups"] += "".join(f"\n{sitting.subgroup}" for sitting in list_sittings(registry, asker, case_id))
    return texts
