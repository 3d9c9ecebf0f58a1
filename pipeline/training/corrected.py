"""Turns that a person corrected, to learn from: folders that `run` wrote, with their decisions about markers.

The text is read as it stands in the tables, pseudonymised, and is written nowhere.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import StoreError, TrainingError
from pipeline.markers.corrections import Corrections
from pipeline.store import CaseStore, case_folders
from pipeline.tables import FACILITATOR


class Turn(NamedTuple):
    """A turn of a corrected session: who spoke, what was said, its categories after the decisions, whether a person looked at it,
    and whether that person left nothing of what had been read."""

    speaker: str
    label: str
    facilitator: bool
    text: str
    markers: frozenset[str]
    looked_at: bool
    trap: bool


def read_corrected(folder: Path) -> list[list[Turn]]:
    """The sessions of a folder in which a person decided about markers.

    Parameters
    ----------
    folder
        An output folder of `run`, or the folder of one case in it.

    Raises
    ------
    TrainingError
        There is no decision about markers in it, or its tables cannot be read.
    """
    folders = [folder] if (folder / "turns.parquet").is_file() else case_folders(folder)
    try:
        sessions = [session for case in folders for session in _sessions(CaseStore(case))]
    except (StoreError, KeyError) as error:
        raise TrainingError(f"{folder.name}: {error if isinstance(error, StoreError) else 'tables of another version'}") from None
    if not sessions:
        raise TrainingError(f"{folder.name} holds no turn about whose markers a person decided; name a folder that `run` wrote")
    return sessions


def _sessions(store: CaseStore) -> Iterator[list[Turn]]:
    turns, speakers, markers = (store.read(table) for table in ("turns", "speakers", "markers"))
    corrections = Corrections(store.read("decisions"))
    people = speakers.set_index("speaker_id")
    label, role = people["label"].to_dict(), people["role"].to_dict()
    rows_of: dict[Any, Any] = {turn_id: rows.to_dict("records") for turn_id, rows in markers.groupby("turn_id")}
    for _, session in turns.sort_values("order").groupby("session_id"):
        said: list[Turn] = []
        for turn_id, who, text in zip(session["turn_id"], session["speaker_id"], session["text"], strict=True):
            rows = rows_of.get(turn_id, [])
            left = frozenset(row["category"] for row in corrections.apply(turn_id, text, rows).rows if row["active"])
            looked_at = corrections.holds(turn_id, text, rows)
            said.append(Turn(who, label.get(who, ""), role.get(who) == FACILITATOR, text, left, looked_at, looked_at and not left))
        if any(turn.looked_at for turn in said):
            yield said
