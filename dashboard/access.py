"""Who may read what: the one door between the tables on disk and any screen.

A screen says who asks, and gets exactly the rows and columns of the design's *Who sees what*. What is
not granted here is refused, whatever page asks; nothing is cached, because a cache would be shared by
everybody who is connected. What is said over all cases is not read here: supervisors read frozen
releases (`dashboard.registry.releases`).
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dashboard.publics import AccessError, Asker, Public, UnknownCaseError
from dashboard.registry import Registry
from dashboard.registry.interventions import add_intervention, get_intervention, list_interventions, remove_intervention
from pipeline import tables
from pipeline.errors import BusyError, StoreError
from pipeline.jobfile import JobFiles
from pipeline.pseudonymise.vault import Vault
from pipeline.store import ACROSS_FOLDER, case_folders, locked

WALL = ("wall_obstacle", "wall_session")
NAMED = ("codebook", "person")
"""Origins of a topic whose label was written by somebody; a discovered one is named with words of the transcript,
which nobody has approved, so that neither it nor its figures leave the facilitator's hands."""

Read = Callable[[str], pd.DataFrame]
"""Reads a table of one folder by its name."""


@dataclass(frozen=True)
class Archive:
    """The tables of a data folder and the registry beside them."""

    data: Path
    registry: Registry

    def list_cases(self, asker: Asker) -> list[str]:
        """The ids of the asker's own interventions, sorted, whether they have tables yet or not."""
        return sorted(one.case_id for one in list_interventions(self.registry, asker))

    def adopt(self, asker: Asker) -> None:
        """Give the cases that `circulation run` left here, and that nobody has, to the one who works alone on this machine."""
        known = set(self.list_cases(asker))
        for folder in case_folders(self.data):
            if folder.name not in known:
                add_intervention(self.registry, asker, folder.name)

    def read_case(self, asker: Asker, case_id: str, table: str, public: Public = Public.INTERVENANT) -> pd.DataFrame:
        """Read a table of one of the asker's own cases.

        Parameters
        ----------
        asker
            Who asks; only an intervenant has cases.
        case_id
            One of `list_cases`.
        table
            A table of `pipeline.tables`.
        public
            For whose eyes: the asker's own, or those of his group, for what he prepares for it.

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
            The table is not for this public, or the asker has no cases. Default is deny.
        UnknownCaseError
            There is no such case among his own.
        StoreError
            The table is damaged.
        """
        view = _OF_A_CASE.get((public, table))
        if view is None:
            raise AccessError(f"table {table} of a case is not for {public!s}")
        get_intervention(self.registry, asker, case_id)
        return view(_reader(self._folder(case_id)), case_id)

    def remove_case(self, asker: Asker, case_id: str, vault: Vault | None) -> None:
        """Delete an intervention everywhere: registry, publications, tables, what is said across cases, and the vault.

        Raises
        ------
        UnknownCaseError
            There is no such case among the asker's own.
        BusyError
            A run is at work in the data folder, or a file of it is held open; what is left is deleted when asked again.
        """
        get_intervention(self.registry, asker, case_id)
        with locked(self.data):
            # what is said across cases was made from this one too; the next run makes it anew without it
            for folder in (self._folder(case_id), self.data / ACROSS_FOLDER):
                try:
                    shutil.rmtree(folder)
                except FileNotFoundError:
                    pass
                except OSError:
                    raise BusyError("a file of this intervention is in use; close what shows it and delete again") from None
            JobFiles(self.data, case_id).remove()
        if vault is not None:
            vault.drop(case_id)
        remove_intervention(self.registry, asker, case_id)

    def _folder(self, case_id: str) -> Path:
        # an id of the registry, and yet never joined to a path unless it is a plain name
        if Path(case_id).name != case_id or case_id[:1] in "._":
            raise UnknownCaseError("there is no such intervention among yours; choose one of the list")
        return self.data / case_id


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
        kept &= cells["row"].isin(_named(read)["topic_id"])
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
