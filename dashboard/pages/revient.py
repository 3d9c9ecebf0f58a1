"""Les obstacles qui reviennent, par étape: for the supervisor, over interventions, and never who, nor where."""

import pandas as pd
import streamlit as st

from dashboard import figures, frame, readings, texts
from dashboard.desk import desk
from dashboard.publics import Public
from dashboard.style import palette
from pipeline.tables import PHASES


@frame.screen
def page() -> None:
    at = desk(Public.SUPERVISEUR)
    cells = at.archive.read_across(at.asker, "cells")
    topics = at.archive.read_across(at.asker, "topics")
    grid = fixed_grid(cells, topics)
    if grid.empty:
        frame.empty(texts.RECUR_EMPTY, texts.RECUR_EMPTY_HINT)
        return
    frame.title(texts.RECUR, texts.RECUR_HINT)
    st.container(key="figure").altair_chart(figures.recurrence(grid, palette()), theme=None, width="stretch", alt=texts.RECUR_ALT)
    frame.reading(readings.ask_recurrence(grid))
    with st.expander(texts.RECUR_TABLE):
        st.table(in_words(grid))


def fixed_grid(cells: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Every obstacle of which something may be shown, by every step of the method.

    Parameters
    ----------
    cells, topics
        What a supervisor may read.

    Returns
    -------
    DataFrame
        label, phase, value, followed; the obstacle that comes back most stands first. What is not among
        the cells is NaN, whatever the reason.
    """
    counts = cells.loc[cells["measure"] == "obstacle_phase"].merge(topics, left_on="row", right_on="topic_id")
    followed = cells.loc[cells["measure"] == "followed"].set_index("column")["value"]
    order = counts.groupby("label")["value"].sum().sort_values(ascending=False, kind="stable").index
    places = pd.MultiIndex.from_product([order, PHASES], names=["label", "phase"])
    values = counts.set_index(["label", "column"])["value"].rename_axis(["label", "phase"]).reindex(places)
    return values.reset_index().assign(followed=lambda grid: grid["phase"].map(followed).astype(float))


def in_words(grid: pd.DataFrame) -> pd.DataFrame:
    """The same grid as a table of words, for those who do not read the figure."""
    said = grid.assign(
        said=[texts.FEWER if pd.isna(value) else f"{value:.0f}" for value in grid["value"]],
        label=grid["label"].map(texts.typographic),
    )
    table = said.pivot(index="label", columns="phase", values="said").reindex(index=said["label"].unique(), columns=list(PHASES))
    return table.rename(columns=texts.PHASES).rename_axis(index=texts.RECUR_ROW, columns=None)
