"""What was said, word for word: read from the sealed file of a session while the vault is open, and forgotten with it."""

from pathlib import PurePath
from typing import NamedTuple
from weakref import WeakKeyDictionary

from slugify import slugify

from pipeline.errors import CirculationError
from pipeline.ingest.registry import read
from pipeline.ingest.sheet import NAME, Sheet, read_sheet
from pipeline.ingest.text import fold
from pipeline.ingest.utterances import Context
from pipeline.pseudonymise.records import CaseRecord
from pipeline.pseudonymise.text import Passage
from pipeline.pseudonymise.vault import Vault
from pipeline.settings import IngestSettings


class Clear(NamedTuple):
    """A session in clear: its turns by turn_id, the label before each, the list of participants, and whom labels were joined to."""

    turns: dict[str, Passage]
    labels: dict[str, str]
    sheet: Sheet
    joined: frozenset[str]


_READ: "WeakKeyDictionary[Vault, dict[str, tuple[object, Clear]]]" = WeakKeyDictionary()
"""By the open vault, which is one browser's own: what was read goes when it is closed. One session each, the last."""


def read_clear(vault: Vault, record: CaseRecord, session_id: str, settings: IngestSettings) -> Clear | None:
    """The turns of a session as the batch reads them; None where its file is no longer there, or cannot be read any more."""
    data, sheet = record.originals.get(_file(record, session_id)), record.originals.get(NAME)
    if data is None:
        _READ.pop(vault, None)
        return None
    state = (record.case_id, session_id, data, sheet, settings.merge_gap_seconds)
    kept = _READ.get(vault, {}).get("last")
    if kept is None or kept[0] != state:
        try:
            kept = (state, _read(_file(record, session_id), data, sheet, session_id, settings))
        except CirculationError:
            return None
        _READ[vault] = {"last": kept}
    return kept[1]


def _file(record: CaseRecord, session_id: str) -> str:
    names = (name for name in record.originals if name != NAME and slugify(PurePath(name).stem) == slugify(session_id))
    return next(names, "")


def _read(name: str, data: bytes, sheet: bytes | None, session_id: str, settings: IngestSettings) -> Clear:
    plan = read_sheet(sheet)
    said = read(name, data, Context(plan.known, settings.merge_gap_seconds))[1].utterances
    session = plan.session(name)
    ids = [f"{session_id}:{order}" for order in range(len(said))]
    return Clear(
        {turn_id: Passage(one.text) for turn_id, one in zip(ids, said, strict=True)},
        {turn_id: one.label for turn_id, one in zip(ids, said, strict=True)},
        plan,
        frozenset(map(fold, session[1].speakers)) if session else frozenset(),
    )
