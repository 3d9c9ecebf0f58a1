"""From the files of a case to its sessions, speakers and turns, in clear and in memory only."""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from pipeline.errors import SheetError, SourceError
from pipeline.ingest.labels import read_label
from pipeline.ingest.registry import read
from pipeline.ingest.sheet import NAME as SHEET
from pipeline.ingest.sheet import Session, read_sheet
from pipeline.ingest.speakers import Cast, Heard, cast
from pipeline.ingest.text import fold
from pipeline.ingest.utterances import Context, Reading
from pipeline.persons import DECLARED
from pipeline.settings import IngestSettings
from pipeline.tables import build

PARTICIPANTS = ("speaker_id", "name", "labels", "role", "subgroup")


class Source(NamedTuple):
    """A session's file; `name` is that of the file, for messages and for finding it in case.toml."""

    session_id: str
    name: str
    data: bytes


class Report(NamedTuple):
    """What was read of a session; `set_aside` goes from a reason to line, row or cue numbers, from 1."""

    session_id: str
    reader: str
    n_turns: int
    n_speakers: int
    set_aside: dict[str, list[int]]


class Ingested(NamedTuple):
    """A case in clear: tables in the columns of the contract, and `participants` (speaker_id, name, labels, role, subgroup).

    `context` holds title and aim of the case, which may name what is spoken of."""

    sessions: pd.DataFrame
    speakers: pd.DataFrame
    turns: pd.DataFrame
    participants: pd.DataFrame
    reports: list[Report]
    context: tuple[str, ...] = ()


class _Read(NamedTuple):
    source: Source
    reader: str
    reading: Reading
    rank: int | None
    said: Session | None

    @property
    def date(self) -> str:
        if self.said and self.said.date:
            return self.said.date.isoformat()
        return _date_in(self.source.name)

    @property
    def order(self) -> tuple[Any, ...]:
        natural = [int(part) if part.isdigit() else 0 for part in re.split(r"(\d+)", self.source.session_id)]
        spelled = re.split(r"\d+", self.source.session_id)
        return (self.rank is None, self.rank or 0, self.date or "9999", spelled[0], natural, spelled)


def ingest(
    *,
    case_id: str,
    sources: Sequence[Source],
    sheet: bytes | None,
    settings: IngestSettings,
    track: Callable[[Iterable[Source]], Iterable[Source]] = iter,
) -> Ingested:
    """Read the session files of one case.

    Parameters
    ----------
    case_id
        The case.
    sources
        Its files, one a session.
    sheet
        Its case.toml, or None.
    settings
        `merge_gap_seconds` joins captions of one speaker.
    track
        Wraps the sources for a progress bar.

    Returns
    -------
    Ingested
        Sessions in the order of case.toml, else by date, else by the numbers in their ids; turns in the file's order, times in
        seconds. Labels and texts are in clear.

    Raises
    ------
    SourceError
        A file cannot be read as a session. It names the file and says what to do.
    SheetError
        The case.toml does not fit, or has sessions and none for these files. It names the key or the count.

    Examples
    --------
    >>> source = Source("seance-1", "seance-1.txt", "Nadia : on commence ?\\nAnimatrice : oui".encode())
    >>> case = ingest(case_id="quartier", sources=[source], sheet=None, settings=IngestSettings())
    >>> case.turns["text"].tolist(), case.speakers["role"].tolist()
    (['on commence ?', 'oui'], ['', 'intervenant'])
    """
    plan = read_sheet(sheet)
    context = Context(plan.known, settings.merge_gap_seconds)
    found: list[_Read] = []
    for source in track(sources):
        if source.session_id in {other.source.session_id for other in found}:
            raise SourceError(source.name, "a second file for the same session", "rename one of them, or leave it out")
        found.append(_Read(source, *read(source.name, source.data, context), *(plan.session(source.name) or (None, None))))
    if found and plan.sessions and not any(one.said for one in found):
        raise SheetError(
            SHEET,
            f"none of its {len(plan.sessions)} [[sessions]] has a file among the {len(found)} of the case",
            "write each file's name after `file =`",
        )
    found.sort(key=lambda one: one.order)
    heard = [
        Heard(
            one.source.session_id,
            list(dict.fromkeys(utterance.label for utterance in one.reading.utterances if utterance.label)),
            one.reading.present,
            one.said,
        )
        for one in found
    ]
    people = cast(heard, plan)
    turns = [turn | {"case_id": case_id} for one in found for turn in _turns(one, people)]
    return Ingested(
        sessions=build(
            "sessions",
            [
                _session(one, order, people) | {"case_id": case_id, "facilitator": plan.facilitator, "sector": plan.sector}
                for order, one in enumerate(found)
            ],
        ),
        speakers=build("speakers", [speaker | {"case_id": case_id} for speaker in people.speakers]),
        turns=build("turns", turns),
        participants=pd.DataFrame(people.participants, columns=list(PARTICIPANTS)),
        reports=[
            Report(one.source.session_id, one.reader, len(one.reading.utterances), len(_spoke(one, people)), one.reading.set_aside)
            for one in found
        ],
        context=tuple(text for text in (plan.title, plan.objective) if text),
    )


def _turns(one: _Read, people: Cast) -> list[dict[str, Any]]:
    session_id = one.source.session_id
    return [
        {
            "session_id": session_id,
            "turn_id": f"{session_id}:{order}",
            "order": order,
            "speaker_id": people.speaker_id[session_id, fold(utterance.label)] if utterance.label else "",
            "said_by": utterance.said_by,
            "start_s": utterance.start,
            "end_s": utterance.end,
            "text": utterance.text,
        }
        for order, utterance in enumerate(one.reading.utterances)
    ]


def _session(one: _Read, order: int, people: Cast) -> dict[str, Any]:
    said = one.said
    return {
        "session_id": one.source.session_id,
        "order": order,
        "date": one.date,
        "phase": said.phase if said else "",
        "subgroup": said.subgroup if said else "",
        "sharing": said.sharing if said else "stays",
        "n_present": _count_present(one, people),
        "source_format": one.reader,
        "n_turns": len(one.reading.utterances),
        "n_words": sum(len(utterance.text.split()) for utterance in one.reading.utterances),
    }


def _count_present(one: _Read, people: Cast) -> int:
    if one.said and one.said.present is not None:
        return one.said.present
    if one.reading.present:
        return sum(_count_listed(one.source.session_id, entry, people) for entry in one.reading.present)
    named = len(_spoke(one, people) - people.facilitators)
    said = max((DECLARED[utterance.said_by] for utterance in one.reading.utterances), default=0)
    # where more are said to have spoken than are named, nobody knows how many were there
    return named if named >= said else 0


def _count_listed(session_id: str, entry: str, people: Cast) -> int:
    """How many an entry of the list of those present stands for: a name is one, "3 habitants" is three, a facilitator none."""
    if number := re.match(r"(\d{1,3})(?!\d)", entry):
        return int(number[1])
    led = read_label(entry).kind == "facilitator" or people.speaker_id.get((session_id, fold(entry))) in people.facilitators
    return 0 if led else 1


def _spoke(one: _Read, people: Cast) -> set[str]:
    return {people.speaker_id[one.source.session_id, fold(u.label)] for u in one.reading.utterances if u.label}


def _date_in(name: str) -> str:
    for found in re.findall(r"(?<!\d)((?:19|20)\d{2}-\d{2}-\d{2})(?!\d)", name):
        try:
            return datetime.date.fromisoformat(found).isoformat()
        except ValueError:
            continue
    return ""
