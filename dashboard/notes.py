"""A facilitator's paper notes: one idea a line, who said it, in which group; kept as a CSV file that `pipeline.ingest` reads.

The column of speakers holds how many said it ("trois ou plus"), which the reader turns into `said_by`. Ideas of one group are a
session of that group, because what was said in a group goes to no other before it was asked.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dashboard import texts
from dashboard.consent import NOTES
from dashboard.desk import Desk
from dashboard.registry.interventions import list_sittings, put_sitting
from dashboard.registry.models import Sitting
from dashboard.sheet import file_of, seal_sheet
from dashboard.vaulted import change_record, record_of
from pipeline.ingest.decode import decode
from pipeline.ingest.labels import declared
from pipeline.ingest.text import fold, squeeze
from pipeline.ingest.utterances import UnreadableError
from pipeline.ingest.vocabulary import SOMEBODY
from pipeline.pseudonymise.records import CaseRecord

SUFFIX = ".csv"
_ENOUGH = 20
"""Words from which on it can be told whether a text is of a session."""
_HEADER = ("locuteur", "texte")
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪◦➢➤→]|\d{1,2}[.)])\s+")
_NUMBERED = re.compile(r"(?im)^\W*(?:locut\w*|speaker|spk|intervenante?|participante?)[ _-]*\d+\W*:")
_CODES = {said: code for code, said in texts.SAID_BY.items()}


class Idea(NamedTuple):
    """One line of notes; `said_by` is a code of the tables: one, few, three_plus, almost_all."""

    text: str
    said_by: str = "one"
    subgroup: str = ""


def split(text: str, said_by: str = "one", subgroup: str = "") -> list[Idea]:
    """Understand notes that were typed or pasted, one idea a line; a line may say itself how many said it.

    Examples
    --------
    >>> split("- on dort mal\\n\\ntrois ou plus : trop de bruit\\nhoraires : ils changent")  # doctest: +NORMALIZE_WHITESPACE
    [Idea(text='on dort mal', said_by='one', subgroup=''), Idea(text='trop de bruit', said_by='three_plus', subgroup=''),
     Idea(text='horaires : ils changent', said_by='one', subgroup='')]
    """
    ideas = []
    for line in re.split(r"[\r\n\v\f\u2028\u2029\x85]+", text):
        line = squeeze(_BULLET.sub("", "".join(c for c in line if c.isprintable() or c.isspace())))
        before, colon, after = line.partition(":")
        own = declared(before.strip()) if colon else ""
        if any(map(str.isalnum, after if own else line)):
            ideas.append(Idea(after.strip() if own else line, own or said_by, subgroup))
    return ideas


def is_transcript(text: str) -> bool:
    r"""Whether lines are those of an automatic transcript: two at least under a speaker's number.

    Examples
    --------
    >>> is_transcript("locuteur 1 : on dort mal\nLocuteur 2 : oui"), is_transcript("horaires : ils changent\n2 : personne")
    (True, False)
    """
    return len(_NUMBERED.findall(text)) > 1


def tells(said: str) -> bool:
    """Whether a text tells of somebody, or of what somebody said; True for one too short to know.

    Of stretches of 60 words of the corpus' train sessions, 1 in 200 is held not to (words alone, `models/transcripts/lines.toml`).

    Examples
    --------
    >>> tells("Mélanger le yaourt avec le sucre, ajouter les œufs, puis la farine et la levure. Verser dans un moule, cuire 35 minutes.")
    False
    >>> tells("du bruit"), tells("dehors, trop de bruit le soir, les horaires changent, pas de place, et on ne sait jamais qui décide")
    (True, True)
    """
    spoken = re.findall(r"[^\W_]+", fold(said))
    return len(spoken) < _ENOUGH or any(word in SOMEBODY for word in spoken)


def to_file(ideas: Iterable[Idea]) -> bytes:
    """The file of one session's notes."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows.writerow(_HEADER)
    rows.writerows((texts.SAID_BY[idea.said_by], idea.text) for idea in ideas)
    return written.getvalue().encode()


def from_file(data: bytes, subgroup: str = "") -> list[Idea] | None:
    """The inverse of `to_file`; None for a file that it did not write."""
    if not data.startswith(to_file([])):
        # no need to read a whole transcript to know that it is none
        return None
    try:
        rows = list(csv.reader(io.StringIO(decode(data), newline="")))
    except (UnreadableError, csv.Error):
        return None
    if not rows or tuple(rows[0]) != _HEADER or any(len(row) != 2 or row[0] not in _CODES for row in rows[1:]):
        return None
    return [Idea(text, _CODES[said], subgroup) for said, text in rows[1:]]


def sittings_of(at: Desk, case_id: str, session_id: str) -> list[Sitting]:
    """The session and those of its groups: the same day and step of the method, apart by group."""
    sittings = list_sittings(at.archive.registry, at.asker, case_id)
    mine = next((one for one in sittings if one.session_id == session_id), None)
    if mine is None:
        return []
    beside = [one for one in sittings if one.session_id.startswith(f"{session_id}-") and one.subgroup and one.kind == NOTES]
    return [mine, *beside]


def read_notes(at: Desk, case_id: str, session_id: str) -> list[Idea]:
    """The notes of a session and of its groups that were typed here."""
    record = record_of(at, case_id)
    ideas: list[Idea] = []
    for one in sittings_of(at, case_id, session_id):
        if name := file_of(record, one.session_id):
            ideas += from_file(record.originals[name], one.subgroup) or []
    return ideas


def save_notes(at: Desk, case_id: str, session_id: str, ideas: Sequence[Idea]) -> None:
    """Seal the notes of a session; ideas of a group go to a session of its own beside it, with the portée of one that stays.

    A session that has no notes left loses its file.
    """
    registry = at.archive.registry
    main, *beside = sittings_of(at, case_id, session_id)
    where = {main.subgroup: main.session_id, **{one.subgroup: one.session_id for one in beside}}
    versions = {one.session_id: one.version for one in (main, *beside)}
    taken = {one.session_id for one in list_sittings(registry, at.asker, case_id)}
    files: dict[str, list[Idea]] = {session: [] for session in where.values()}
    for idea in ideas:
        if idea.subgroup not in where:
            # no name of a group in an id
            number = next(n for n in range(2, len(taken) + 3) if f"{session_id}-{n}" not in taken)
            session = where[idea.subgroup] = f"{session_id}-{number}"
            taken.add(session)
            put_sitting(
                registry, at.asker, case_id, session, kind=NOTES, date=main.date, phase=main.phase, subgroup=idea.subgroup, sharing="stays"
            )
        files.setdefault(where[idea.subgroup], []).append(idea)
    if main.kind != NOTES or main.review != "open":
        put_sitting(registry, at.asker, case_id, main.session_id, main.version, kind=NOTES, review="open")
    for one in beside:
        if one.review != "open":
            put_sitting(registry, at.asker, case_id, one.session_id, versions[one.session_id], review="open")

    def write(record: CaseRecord) -> CaseRecord:
        originals = {name: data for name, data in record.originals.items() if name not in {f"{one}{SUFFIX}" for one in files}}
        originals |= {f"{session}{SUFFIX}": to_file(said) for session, said in files.items() if said}
        return record.model_copy(update={"originals": originals})

    change_record(at, case_id, write)
    seal_sheet(at, case_id)
