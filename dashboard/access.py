"""Who may read what: the one door between the tables on disk and any screen.

A screen says who asks, and gets exactly the rows and columns of the design's *Who sees what*. What is
not granted here is refused, whatever page asks; nothing is cached, because a cache would be shared by
everybody who is connected.
"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import pandas as pd

from pipeline import tables
from pipeline.errors import CirculationError, StoreError
from pipeline.store import ACROSS_FOLDER, case_folders

WALL = ("wall_obstacle", "wall_session")
SUPERVISION = ("obstacle_phase", "followed")
NAMED = ("codebook", "person")
"""Origins of a topic whose label was written by somebody; a discovered one is named with words of the transcript,
which nobody has approved, so that neither it nor its figures leave the facilitator's hands."""

Read = Callable[[str], pd.DataFrame]
"""Reads a table of one folder by its name."""


class Public(StrEnum):
    """Who looks at a screen."""

    INTERVENANT = "intervenant"
    GROUPE = "groupe"
    SUPERVISEUR = "superviseur"


class AccessError(CirculationError):
    """A public asked for rows that are not its own."""


class UnknownCaseError(CirculationError):
    """A case that is not, or no longer, in the data folder."""


def list_cases(data: Path) -> list[str]:
    """The ids of the cases below a data folder, sorted; none where the folder does not exist."""
    return [folder.name for folder in case_folders(data)]


def read_case(data: Path, public: Public, case_id: str, table: str) -> pd.DataFrame:
    """Read what a public may see of one table of one case.

    Parameters
    ----------
    data
        The data folder, `DATA/<case_id>/<table>.parquet`.
    public
        Who asks.
    case_id
        One of `list_cases`.
    table
        A table of `pipeline.tables`.

    Returns
    -------
    DataFrame
        For an intervenant the whole table. For a group: of `cells` the figures of the wall that may be
        shown (measure, row, column, value), of `topics` the labels of those figures (topic_id, label), of
        `sessions` the rank of those that are the group's own (session_id, order). A table that the
        pipeline has not written yet is empty.

    Raises
    ------
    AccessError
        The table is not for this public. Default is deny.
    UnknownCaseError
        There is no such case.
    StoreError
        The table is damaged.
    """
    view = _OF_A_CASE.get((public, table))
    if view is None:
        raise AccessError(f"table {table} of a case is not for {public!s}")
    # compared with what lies there and never joined to a path before: "../x" is no case
    if case_id not in list_cases(data):
        raise UnknownCaseError("there is no such case in the data folder; choose one of the list")
    return view(_reader(data / case_id), case_id)


def read_across(data: Path, public: Public, table: str) -> pd.DataFrame:
    """Read what a public may see of one table over all cases.

    Returns
    -------
    DataFrame
        For a supervisor: of `cells` the figures that may be shown (measure, row, column, value), of `topics`
        the labels of those figures (topic_id, label). Why a cell is withheld is not told: a cell withheld
        to protect its neighbour must look like any other.

    Raises
    ------
    AccessError
        The table is not for this public. Default is deny.
    StoreError
        The table is damaged.
    """
    view = _ACROSS.get((public, table))
    if view is None:
        raise AccessError(f"table {table} over all cases is not for {public!s}")
    return view(_reader(data / ACROSS_FOLDER), tables.ACROSS)


def _reader(folder: Path) -> Read:
    def read(table: str) -> pd.DataFrame:
        path = folder / f"{table}.parquet"
        if not path.is_file():
            return tables.build(table)
        try:
            return pd.read_parquet(path)
        except (OSError, ValueError):
            raise StoreError(f"{folder.name}/{table}.parquet cannot be read; run the case again") from None

    return read


def _shown(measures: tuple[str, ...]) -> Callable[[Read, str], pd.DataFrame]:
    def view(read: Read, scope: str) -> pd.DataFrame:
        cells = read("cells")
        kept = cells["shown"].astype(bool) & cells["measure"].isin(measures) & (cells["scope"] == scope)
        kept &= cells["row"].isin(_named(read)["topic_id"]) | (cells["measure"] == "followed")
        return cells.loc[kept, ["measure", "row", "column", "value"]].reset_index(drop=True)

    return view


def _labels(measures: tuple[str, ...]) -> Callable[[Read, str], pd.DataFrame]:
    def view(read: Read, scope: str) -> pd.DataFrame:
        topics = _named(read)
        spoken_of = topics["topic_id"].isin(_shown(measures)(read, scope)["row"])
        return topics.loc[spoken_of, ["topic_id", "label"]].reset_index(drop=True)

    return view


def _named(read: Read) -> pd.DataFrame:
    topics = read("topics")
    return topics.loc[topics["origin"].isin(NAMED)]


def _own_sessions(read: Read, scope: str) -> pd.DataFrame:
    sessions = read("sessions")
    return sessions.loc[sessions["sharing"] == "group", ["session_id", "order"]].reset_index(drop=True)


def _whole(table: str) -> Callable[[Read, str], pd.DataFrame]:
    return lambda read, scope: read(table)


_OF_A_CASE: dict[tuple[Public, str], Callable[[Read, str], pd.DataFrame]] = {
    **{(Public.INTERVENANT, table): _whole(table) for table in tables.MODELS},
    (Public.GROUPE, "cells"): _shown(WALL),
    (Public.GROUPE, "topics"): _labels(WALL),
    (Public.GROUPE, "sessions"): _own_sessions,
}
_ACROSS: dict[tuple[Public, str], Callable[[Read, str], pd.DataFrame]] = {
    (Public.SUPERVISEUR, "cells"): _shown(SUPERVISION),
    (Public.SUPERVISEUR, "topics"): _labels(SUPERVISION),
}
