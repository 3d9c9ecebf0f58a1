"""Files of sessions: read in memory, agreed to, sealed in the vault under a made-up name. Nothing of them is written in clear.

What a facilitator's file is called is never kept: from its name only the ending is taken.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from textwrap import shorten
from typing import NamedTuple

import pandas as pd

from dashboard import notes
from dashboard.consent import NOTES, TRANSCRIPT
from dashboard.desk import Desk
from dashboard.people import list_people
from dashboard.registry.interventions import check_sitting, list_sittings, put_sitting, remove_sitting, set_present
from dashboard.sheet import file_of, seal_sheet, write_sheet
from dashboard.vaulted import change_record, record_of
from pipeline.ingest import SUFFIXES
from pipeline.ingest.labels import read_label
from pipeline.ingest.registry import read
from pipeline.ingest.sheet import read_sheet
from pipeline.ingest.speakers import Heard, cast
from pipeline.ingest.text import fold
from pipeline.ingest.utterances import Context, Reading
from pipeline.pseudonymise.records import CaseRecord
from pipeline.settings import IngestSettings
from pipeline.tables import FACILITATOR

_HERE = "fichier"
_SAYS, _WORDS, _LETTERS = 2, 4, 90
"""How many turns of a voice are shown so that it is known again, of how many words at least, in how many letters at most."""


@dataclass
class Waiting:
    """A file that was dropped and is not sealed yet, in the memory of this browser's session alone.

    `problem` is a key of the texts that says why it was not taken, or "". `heard` is what was read of it last, and as whose file:
    each click on the page asks for it again.
    """

    number: int
    suffix: str
    data: bytes = field(repr=False)
    problem: str = ""
    heard: tuple[Context, str, Reading] | None = field(default=None, repr=False)


class Voice(NamedTuple):
    """A label of a file: how many turns it has, what it begins by saying, and the participant that it was joined to, or ""."""

    label: str
    n_turns: int
    said: tuple[str, ...] = ()
    participant_id: str = ""
    nobody: bool = False
    leads: bool = False


class Parsed(NamedTuple):
    """What was read of a file, in clear; `set_aside` goes from a reason to line, row or cue numbers, `tells` is
    `notes.tells` of its words.
    """

    reader: str
    n_turns: int
    n_words: int
    set_aside: dict[str, list[int]]
    voices: list[Voice]
    n_unnamed: int
    kind: str
    timed: bool
    tells: bool


def take(number: int, name: str, data: bytes, settings: IngestSettings) -> Waiting:
    """Take a dropped file up, with the ending of its name and nothing else of it."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        return Waiting(number, "", b"", "kind")
    if len(data) > settings.max_megabytes * 1_000_000:
        return Waiting(number, suffix, b"", "large")
    return Waiting(number, suffix, data)


def parse(at: Desk, case_id: str, waiting: Waiting) -> Parsed:
    """Read a file as the batch will, with the list of participants as it is now.

    Raises
    ------
    SourceError
        It cannot be read as a session; its name there is a made-up one.
    """
    settings = at.settings.ingest
    sheet = read_sheet(write_sheet(at, case_id))
    # by the list alone: what is said of a session of this name is of another file
    sheet = sheet.model_copy(update={"sessions": ()})
    context = Context(sheet.known, settings.merge_gap_seconds)
    if waiting.heard is None or waiting.heard[0] != context:
        waiting.heard = (context, *read(f"{_HERE}{waiting.suffix}", waiting.data, context))
    _, reader, reading = waiting.heard
    counts: Counter[str] = Counter()
    said: defaultdict[str, list[str]] = defaultdict(list)
    for one in reading.utterances:
        if len(begun := said[fold(one.label)]) < _SAYS and len(one.text.split()) >= _WORDS:
            begun.append(shorten(one.text, _LETTERS, placeholder=" …"))
    labels: dict[str, str] = {}
    for label, n in Counter(one.label for one in reading.utterances if one.label).items():
        counts[fold(label)] += n
        labels.setdefault(fold(label), label)
    found = cast([Heard(_HERE, list(labels.values()), reading.present)], sheet)
    people = list_people(at, case_id)
    listed = _listed([one.name for one in people], found.participants)
    voices = []
    for folded, label in labels.items():
        speaker_id = found.speaker_id[_HERE, folded]
        rank = listed.get(speaker_id)
        voices.append(
            Voice(
                label,
                counts[folded],
                tuple(said[folded]),
                people[rank].participant_id if rank is not None else "",
                nobody=read_label(label).kind == "nobody",
                leads=speaker_id in found.facilitators,
            )
        )
    timed = any(pd.notna(one.start) for one in reading.utterances)
    declared = sum(bool(one.said_by) for one in reading.utterances)
    named = sum(counts.values())
    n_turns = len(reading.utterances)
    kind = TRANSCRIPT if timed or (named * 2 >= n_turns and not declared) else NOTES
    n_words = sum(len(one.text.split()) for one in reading.utterances)
    tells = declared > 0 or any(one.participant_id for one in voices) or notes.tells(" ".join(one.text for one in reading.utterances))
    return Parsed(reader, n_turns, n_words, reading.set_aside, voices, n_turns - named - declared, kind, timed, tells)


def _listed(names: Sequence[str], participants: Sequence[Mapping[str, object]]) -> dict[str, int]:
    """The rank in the list of each speaker_id of a cast that is on it."""
    ranks = {fold(name): rank for rank, name in enumerate(names)}
    return {str(one["speaker_id"]): ranks[fold(str(one["name"]))] for one in participants if fold(str(one["name"])) in ranks}


def free_session(at: Desk, case_id: str) -> str:
    """The next made-up id of a session, one that neither registry nor vault has."""
    taken = {one.session_id for one in list_sittings(at.archive.registry, at.asker, case_id)}
    taken |= {PurePath(name).stem for name in record_of(at, case_id).originals}
    return next(name for n in range(1, len(taken) + 2) if (name := f"seance-{n}") not in taken)


def seal_file(
    at: Desk,
    case_id: str,
    waiting: Waiting,
    *,
    session_id: str,
    kind: str,
    joined: Mapping[str, str],
    present: Sequence[str],
    others: int = 0,
    version: int | None = None,
    **fields: object,
) -> None:
    """Seal a file as a session of a case, in the place of the one that was there; everybody concerned has agreed (`consent`).

    Parameters
    ----------
    at, case_id, waiting
        Whose, and what.
    session_id, version
        The session, as it was seen; without a version a new one.
    kind
        transcript or notes.
    joined
        Which participant a label stands for.
    present, others
        Ids of those who were there, and how many more.
    fields
        date, phase, sharing, subgroup of a new session.

    Raises
    ------
    StaleError
        Somebody else changed this session meanwhile.
    VaultError
        The vault cannot be written; nothing was sealed.
    """
    registry = at.archive.registry
    name = f"{session_id}{waiting.suffix}"
    people = {one.participant_id: one for one in list_people(at, case_id)}
    there = sorted({*present, *joined.values()} & people.keys())
    n_present = sum(people[one].role != FACILITATOR for one in there) + others
    check_sitting(registry, at.asker, case_id, session_id, version)

    def write(record: CaseRecord) -> CaseRecord:
        left = _without_file(record, session_id)
        return left.model_copy(
            update={"originals": {**left.originals, name: waiting.data}, "joined": {**left.joined, session_id: dict(joined)}}
        )

    change_record(at, case_id, write)
    put_sitting(registry, at.asker, case_id, session_id, version, kind=kind, review="open", n_present=n_present, **fields)
    set_present(registry, at.asker, case_id, session_id, there)
    seal_sheet(at, case_id)


def remove_file(at: Desk, case_id: str, session_id: str) -> None:
    """Take a session's file out of the vault; the session stays, as one that is planned."""
    change_record(at, case_id, lambda record: _without_file(record, session_id))
    seal_sheet(at, case_id)


def remove_session(at: Desk, case_id: str, session_id: str) -> None:
    """Take a session out: its file, and what the registry says of it."""
    change_record(at, case_id, lambda record: _without_file(record, session_id))
    remove_sitting(at.archive.registry, at.asker, case_id, session_id)
    seal_sheet(at, case_id)


def _without_file(record: CaseRecord, session_id: str) -> CaseRecord:
    gone = file_of(record, session_id)
    return record.model_copy(
        update={
            "originals": {name: data for name, data in record.originals.items() if name != gone},
            "joined": {session: said for session, said in record.joined.items() if session != session_id},
        }
    )
