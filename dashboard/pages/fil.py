"""Le fil de la séance: for the facilitator, what is said how along one session, and the words behind it."""

import pandas as pd
import streamlit as st

from dashboard import figures, frame, readings, texts, words
from dashboard.explorer import tables
from dashboard.explorer.case import choose_session, open_case
from dashboard.pages import mots
from dashboard.style import palette
from dashboard.texts import explorer

WINDOW = 8
"""Turns shown, from the one that was gone to."""


@frame.screen
def page() -> None:
    explored = open_case(texts.THREAD)
    if explored is None:
        return
    session_id = choose_session(explored)
    turns = explored.turns_of(session_id)
    if turns.empty:
        frame.title(texts.THREAD, texts.NO_TURN)
        return
    place, timed = figures.positions(turns)
    length = turns[["start_s", "end_s"]].max().max() if timed else None
    frame.title(texts.THREAD, f"{texts.extent(len(turns), length)}. {texts.THREAD_HINT}")

    markers = explored.markers.loc[explored.markers["turn_id"].isin(place.index)]
    passages = _passages(explored.table("passages"), explored.filed.topics, place)
    slider = mots.here(explored.case_id, session_id)
    before = mots.kept(slider, _opening(turns, markers, passages, place))
    here = st.session_state[f"kept/{slider}"] = min(st.session_state.get(slider, before), len(turns) - 1)

    bands = figures.curves(markers, place)
    frame.figure(
        figures.thread(bands, passages, place, timed, float(place.iloc[here]), palette()),
        texts.THREAD_ALT,
        key=f"bandes/{slider}",
        pick="mots",
        on_pick=lambda point: frame.remember(slider, int(point["turn"])),
    )
    frame.reading(readings.read_thread(bands, passages, timed))
    if len(turns) > 1:
        st.select_slider(
            texts.GO_TO,
            range(len(turns)),
            value=here if here == before else None,
            key=slider,
            label_visibility="collapsed",
            format_func=lambda at: _moment(turns, at),
        )
    first = max(0, min(here, len(turns) - WINDOW))
    window = turns.iloc[first : first + WINDOW]
    st.html(words.transcript(window, explored.table("speakers"), markers, explored.readings, turns["turn_id"].iloc[here]))
    below = st.columns([3, 2], vertical_alignment="center")
    below[0].caption(texts.WORDS_SHOWN.format(first=first + 1, last=first + len(window), total=len(turns)))
    if below[1].button(explorer.CORRECT_HERE, width="stretch"):
        mots.open_page()
    with st.expander(explorer.IN_TABLE):
        st.dataframe(tables.thread(markers, place, timed), hide_index=True)
        if passages.empty:
            st.caption(explorer.NO_PASSAGE)
        else:
            st.dataframe(tables.passages(passages, timed), hide_index=True)


def _passages(passages: pd.DataFrame, topics: pd.DataFrame, place: pd.Series) -> pd.DataFrame:
    """The passages of one session: kind, first, last (positions), topic (label)."""
    here = passages.loc[passages["first_turn_id"].isin(place.index)]
    labels = topics.drop_duplicates("topic_id").set_index("topic_id")["label"]
    return pd.DataFrame(
        {
            "kind": here["kind"].to_numpy(),
            "first": here["first_turn_id"].map(place).to_numpy(float),
            "last": here["last_turn_id"].map(place).to_numpy(float),
            "topic": here["topic_id"].map(labels).fillna("").to_numpy(),
        }
    ).sort_values("first", ignore_index=True)


def _opening(turns: pd.DataFrame, markers: pd.DataFrame, passages: pd.DataFrame, place: pd.Series) -> int:
    """Where to open the words: the first passage to conflict, else the first mark, else the first turn."""
    turned = passages.loc[passages["kind"] == "violence_to_conflict", "first"]
    if len(turned):
        return int((place.to_numpy() >= turned.iloc[0]).argmax())
    marked = turns["turn_id"].isin(markers.loc[markers["active"].astype(bool), "turn_id"])
    return int(marked.to_numpy().argmax())


def _moment(turns: pd.DataFrame, at: int) -> str:
    start = turns["start_s"].iloc[at]
    return f"{texts.TURN} {at + 1}" if pd.isna(start) else texts.clock(start)
