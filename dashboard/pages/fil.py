"""Le fil de la séance: for the facilitator, what is said how along one session, and the words behind it."""

import pandas as pd
import streamlit as st

from dashboard import figures, frame, readings, texts, words
from dashboard.desk import desk
from dashboard.style import palette

WINDOW = 8
"""Turns shown, from the one that was gone to."""


@frame.screen
def page() -> None:
    at = desk()
    cases = frame.cases_or_advice(at)
    if not cases:
        return
    case_id = frame.choose(texts.CASE, frame.CASE, list(cases), cases.__getitem__)
    tables = {name: at.archive.read_case(at.asker, case_id, name) for name in _TABLES}
    sessions = tables["sessions"].sort_values("order").set_index("session_id")
    if sessions.empty:
        frame.empty(texts.NOT_YET, texts.NOT_YET_HINT)
        return
    session_id = frame.choose(
        texts.SESSION,
        "seance",
        list(sessions.index),
        lambda one: texts.session_title(int(sessions.at[one, "order"]), str(sessions.at[one, "phase"])),
    )
    turns = tables["turns"].loc[tables["turns"]["session_id"] == session_id].sort_values("order").reset_index(drop=True)
    if turns.empty:
        frame.title(texts.THREAD, texts.NO_TURN)
        return
    place, timed = figures.positions(turns)
    length = turns[["start_s", "end_s"]].max(axis=None) if timed else None
    frame.title(texts.THREAD, f"{texts.extent(len(turns), length)}. {texts.THREAD_HINT}")

    markers = tables["markers"].loc[tables["markers"]["turn_id"].isin(place.index)]
    passages = _passages(tables["passages"], tables["topics"], place)
    slider = f"mots/{case_id}/{session_id}"
    if slider not in st.session_state:
        st.session_state[slider] = _opening(turns, markers, passages, place)
    here = st.session_state[slider]

    bands = figures.curves(markers, place)
    st.container(key="figure").altair_chart(
        figures.thread(bands, passages, place, timed, float(place.iloc[here]), palette()),
        theme=None,
        width="stretch",
        key=f"bandes/{case_id}/{session_id}",
        on_select=lambda: _go(f"bandes/{case_id}/{session_id}", slider),
        selection_mode="mots",
        alt=texts.THREAD_ALT,
    )
    frame.reading(readings.read_thread(bands, passages, timed))
    if len(turns) > 1:
        st.select_slider(
            texts.GO_TO, range(len(turns)), key=slider, label_visibility="collapsed", format_func=lambda at: _moment(turns, at)
        )
    first = max(0, min(here, len(turns) - WINDOW))
    window = turns.iloc[first : first + WINDOW]
    st.html(words.transcript(window, tables["speakers"], markers, tables["readings"], turns.at[here, "turn_id"]))
    st.caption(texts.WORDS_SHOWN.format(first=first + 1, last=first + len(window), total=len(turns)))


_TABLES = ("sessions", "speakers", "turns", "markers", "readings", "passages", "topics")


def _passages(passages: pd.DataFrame, topics: pd.DataFrame, place: pd.Series) -> pd.DataFrame:
    """The passages of one session from violence to conflict: first, last (positions), topic (label)."""
    here = passages.loc[passages["first_turn_id"].isin(place.index) & (passages["kind"] == "violence_to_conflict")]
    labels = topics.drop_duplicates("topic_id").set_index("topic_id")["label"]
    return pd.DataFrame(
        {
            "first": here["first_turn_id"].map(place).to_numpy(float),
            "last": here["last_turn_id"].map(place).to_numpy(float),
            "topic": here["topic_id"].map(labels).fillna("").to_numpy(),
        }
    ).sort_values("first", ignore_index=True)


def _opening(turns: pd.DataFrame, markers: pd.DataFrame, passages: pd.DataFrame, place: pd.Series) -> int:
    """Where to open the words: the first passage, else the first mark, else the first turn."""
    if len(passages):
        return int((place.to_numpy() >= passages["first"].iloc[0]).argmax())
    marked = turns["turn_id"].isin(markers.loc[markers["active"].astype(bool), "turn_id"])
    return int(marked.to_numpy().argmax())


def _go(chart: str, slider: str) -> None:
    picked = st.session_state[chart]["selection"]["mots"]
    if picked:
        st.session_state[slider] = int(picked[0]["turn"])


def _moment(turns: pd.DataFrame, at: int) -> str:
    start = turns.at[at, "start_s"]
    return f"{texts.TURN} {at + 1}" if pd.isna(start) else texts.clock(start)
