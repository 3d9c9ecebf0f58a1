"""Ce qui revient: for the supervisor, obstacles over interventions, and never who, nor where."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from dashboard import frame, grids, texts, wondering
from dashboard.desk import desk
from dashboard.publics import Public
from dashboard.registry.releases import View, read_release
from dashboard.style import palette
from dashboard.texts import revient as said
from pipeline.tables import PHASES


@frame.screen
def page() -> None:
    view = release_or_advice(said.TITLE, said.HINT)
    if view is None:
        return
    measure = st.segmented_control(
        said.GRID,
        list(said.GRIDS),
        format_func=said.GRIDS.__getitem__,
        default="obstacle_phase",
        key="grille",
        label_visibility="collapsed",
    )
    measure = measure or "obstacle_phase"
    heads, ask = _heads(view, measure), _ASK[measure]
    if measure == "obstacle_status" and (much := grids.told(view.figures, "several")):
        frame.advise(said.STATUS_HINT.format(much=said.interventions(much, False, 0)))
    show(view, measure, view.labels, heads, ask, said.OBSTACLE, said.ALT.format(by=said.GRIDS[measure]), said.NOTHING[measure])


def release_or_advice(title: str, hint: str) -> View | None:
    """The latest release with what it rests on, under a page's title; without one, says what to do."""
    at = desk(Public.SUPERVISEUR)
    view = read_release(at.archive.registry, at.asker)
    if view is None:
        frame.empty(said.EMPTY, said.EMPTY_HINT)
        return None
    frame.title(title, hint)
    with st.sidebar:
        frame.advise(said.COVERAGE)
        cases, sessions = (grids.told(view.figures, measure) for measure in ("intervention", "sessions"))
        least = max((grids.told(view.figures, "followed", phase) for phase in PHASES), default=0)
        st.write(said.covered(f"{cases}" if cases else said.MORE.format(n=least), f"{sessions}" if sessions else ""))
        frame.advise(said.VERSION.format(number=view.number, day=f"{view.day:%d/%m/%Y}"))
    return view


def show(
    view: View,
    measure: str,
    labels: Mapping[str, str],
    heads: grids.Heads,
    ask: Callable[[pd.DataFrame], str],
    row: str,
    alt: str,
    nothing: str,
) -> None:
    """A grid, the sentence that asks about it, what a hatched cell means, and its twin in words."""
    grid = grids.fixed_grid(view.figures, measure, labels, list(heads))
    if grid.empty:
        st.info(nothing)
        return
    frame.figure(grids.draw(grid, heads, palette()), alt, key=f"grille/{measure}")
    frame.reading(ask(grid))
    frame.advise(said.KEY)
    with st.expander(said.TABLE):
        st.table(grids.in_words(grid, heads, row))


def by_step(view: View) -> grids.Heads:
    """The steps of the method with their denominators."""
    return {phase: (texts.PHASES[phase], grids.told(view.figures, "followed", phase)) for phase in PHASES}


def _heads(view: View, measure: str) -> grids.Heads:
    if measure == "obstacle_phase":
        return by_step(view)
    if measure == "obstacle_status":
        return {status: (label, -1) for status, label in said.STATUSES.items()}
    sectors = view.figures.loc[(view.figures["measure"] == "sector") & (view.figures["column"] != "")]
    return {str(sector): (str(sector), grids.told(view.figures, "sector", str(sector))) for sector in sorted(sectors["column"])}


_ASK = {"obstacle_phase": wondering.ask_steps, "obstacle_sector": wondering.ask_sectors, "obstacle_status": wondering.ask_statuses}
