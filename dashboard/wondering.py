"""The sentence that stands with a supervisor's figure: it asks, and concludes nothing."""

from itertools import combinations
from typing import NamedTuple

import pandas as pd

from dashboard.texts import revient as said
from pipeline.tables import PHASES

CHANGE = 0.2
"""A share that changes by less from one step to another is not asked about."""


class _Cell(NamedTuple):
    label: str
    column: str
    value: float
    at_least: bool
    out_of: int
    share: float


def ask_steps(grid: pd.DataFrame) -> str:
    """Ask about the obstacle whose share changes most from one step to a later one, else about the one that comes back most.

    Parameters
    ----------
    grid
        label, column (a step), value, at_least, out_of, from `grids.fixed_grid`.
    """
    shown = _shares(grid)
    shown = shown.sort_values("column", key=lambda phases: phases.map(PHASES.index), kind="stable")
    pairs = [
        (later.share - sooner.share, sooner, later)
        for _, row in shown.groupby("label", sort=False)
        for sooner, later in combinations(_cells(row), 2)
    ]
    change, sooner, later = max(pairs, key=lambda pair: abs(pair[0]), default=(0.0, None, None))
    if sooner is None or later is None or abs(change) < CHANGE:
        most = _most(shown)
        return (
            f"{said.quoted(most.label)} revient le plus : {_much(most)} {said.at_step(most.column)}. Qu’est-ce qui permet de le dire là ?"
        )
    question = "levé, ou tu ?" if change < 0 else "nouveau, ou enfin dicible ?"
    return (
        f"{said.quoted(sooner.label)} se lit dans {_much(sooner)} {said.at_step(sooner.column)}, "
        f"dans {_much(later)} {said.at_step(later.column)} : {question}"
    )


def ask_sectors(grid: pd.DataFrame) -> str:
    """Ask about the obstacle that a sector speaks of most."""
    most = _most(_shares(grid))
    return f"{said.quoted(most.label)} se lit dans {_much(most)} du secteur {said.quoted(most.column)} : affaire de secteur, ou d’oreille ?"


def ask_statuses(grid: pd.DataFrame) -> str:
    """Ask about what became of an obstacle most often: first about what is no longer said."""
    shown = _shares(grid)
    gone = shown.loc[shown["column"] == "resolved"]
    most = _most(gone if len(gone) else shown)
    if most.column == "resolved":
        return f"{said.quoted(most.label)} n’est plus dit à la dernière séance dans {_much(most)} : levé, ou tu ?"
    return (
        f"{said.quoted(most.label)} : « {said.STATUSES[most.column]} » dans {_much(most)}. De quoi aurait-on besoin pour que cela bouge ?"
    )


def ask_passages(grid: pd.DataFrame) -> str:
    """Ask what opened, or what could not be said yet."""
    shown = _shares(grid)
    opened = shown.loc[shown["label"] == said.KINDS["violence_to_conflict"]]
    most = _most(opened if len(opened) else shown)
    if len(opened):
        return (
            f"La violence devient conflit dans {_much(most)} {said.at_step(most.column)} : qu’est-ce qui, chez l’intervenant, l’a permis ?"
        )
    return f"Un sujet est laissé dans {_much(most)} {said.at_step(most.column)} : qu’est-ce qui ne pouvait pas encore se dire là ?"


def ask_quality(shares: pd.DataFrame) -> str:
    """Ask about the family of which most was set aside; `shares` has label and value."""
    most = shares.sort_values("value", ascending=False, kind="stable").iloc[0]
    return f"Repérages écartés, {most.label} : {said.one_in(float(most.value))}. Une lecture trop prompte, ou une oreille qui protège ?"


def _shares(grid: pd.DataFrame) -> pd.DataFrame:
    shown = grid.dropna(subset=["value"])
    return shown.assign(share=shown["value"] / shown["out_of"].where(shown["out_of"] > 0, float("nan")))


def _cells(shown: pd.DataFrame) -> list[_Cell]:
    return [_Cell(*cell) for cell in shown[list(_Cell._fields)].itertuples(index=False, name=None)]


def _most(shown: pd.DataFrame) -> _Cell:
    return _cells(shown.sort_values(["share", "value"], ascending=False, kind="stable"))[0]


def _much(cell: _Cell) -> str:
    return said.interventions(cell.value, cell.at_least, cell.out_of)
