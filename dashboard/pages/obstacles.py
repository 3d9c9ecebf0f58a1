"""Ce qui bloque: the obstacles of a case with the words behind them; the facilitator names, joins and sorts them."""

from html import escape

import pandas as pd
import streamlit as st

from dashboard import frame, texts
from dashboard.explorer import charts, lines, obstacles, tables
from dashboard.explorer.case import Explored, open_case
from dashboard.explorer.clicks import clickable
from dashboard.pages import mots, topic_edit
from dashboard.rows import rows_of
from dashboard.style import css, palette
from dashboard.texts import explorer

OPEN = "obstacle"
FEW = 8
"""Bars shown at first."""


@frame.screen
def page() -> None:
    explored = open_case(explorer.OBSTACLES)
    if explored is None:
        return
    mots.follow()
    st.html(css("explorer"))
    frame.title(explorer.OBSTACLES, explorer.OBSTACLES_HINT)
    found = obstacles.overview(explored.filed.topics, explored.said, explored.table("speakers"), explored.table("sessions"))
    if found.empty:
        frame.reading(explorer.NO_OBSTACLE)
        return
    key = f"{OPEN}/{explored.case_id}"
    labels = dict(zip(found["topic_id"], found["label"], strict=True))
    asked = (st.session_state.get(key), st.session_state.get(f"kept/{key}"))
    chosen = next((str(one) for one in asked if one in labels), found["topic_id"].iloc[0])
    every = f"tous/{explored.case_id}"
    shown = found if st.session_state.get(every) else found.head(FEW)
    frame.figure(
        charts.obstacles(shown, chosen, palette()),
        explorer.OBSTACLES_ALT,
        key=f"barres/{explored.case_id}",
        pick="obstacle",
        on_pick=lambda point: frame.remember(key, point["topic_id"]),
    )
    if len(found) > FEW:
        st.checkbox(explorer.n_of(len(found) - FEW, "autre obstacle, moins partagé", "autres obstacles, moins partagés"), key=every)
    frame.reading(read(found))
    with st.expander(explorer.IN_TABLE):
        st.dataframe(tables.obstacles(found), hide_index=True)
    chosen = frame.choose(explorer.WHICH_OBSTACLE, key, list(labels), labels.__getitem__, inside=True)
    _detail(explored, found.loc[found["topic_id"] == chosen].iloc[0], key)


def read(found: pd.DataFrame) -> str:
    """The sentence that stands with the bars."""
    first = found.iloc[0]
    fragile = int((found["firm"] == explorer.FRAGILE).sum())
    return explorer.read_obstacles(first["label"], first["word"], first["ranks"], fragile)


def _detail(explored: Explored, topic: pd.Series, key: str) -> None:
    facts = [
        f"{topic['word']} parmi les présents" if topic["length"] else topic["word"],
        texts.sessions_said(topic["ranks"]) if topic["ranks"] else "",
        topic["firm"],
        topic["status"],
    ]
    st.html(f'<p class="facts">{"".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)}</p>')
    said = explored.said
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(explorer.SAID, anchor=False)
        topic_edit.sort_quotes(explored, topic["topic_id"], said.loc[said["topic_id"] == topic["topic_id"]])
    with right:
        with st.expander(explorer.MANAGE):
            topic_edit.manage(explored, topic["topic_id"], topic["label"], "obstacle", key)
        topic_edit.share(explored, topic["topic_id"])
        st.subheader(explorer.CAUSES, anchor=False)
        _causes(explored, topic["topic_id"])
        st.subheader(explorer.NEAR, anchor=False)
        topic_edit.neighbours(explored, topic["topic_id"], topic["label"])
    topic_edit.decided(explored)


def _causes(explored: Explored, topic_id: str) -> None:
    filed = explored.filed
    given = obstacles.causes(topic_id, filed.links, filed.topics, explored.said)
    if given.empty:
        st.caption(explorer.NO_CAUSE)
        return
    quotes = [
        lines.Quote(
            one.turn_id,
            explorer.place(one.rank, one.order),
            one.who,
            one.said,
            f"{one.cue}{f' → {explorer.guillemets(one.cause)}' if one.cause else ''} :",
        )
        for one in rows_of(given)
    ]
    clickable(lines.quotes(quotes), key=f"causes/{explored.case_id}/{topic_id}", on_pick=mots.aim(explored))
