"""Qui répond à qui: answers between pseudonyms, for the facilitator alone; nobody is ranked."""

import pandas as pd
import streamlit as st

from dashboard import frame, texts
from dashboard.explorer import charts, lines, replies, tables
from dashboard.explorer.case import Explored, open_case, session_name
from dashboard.explorer.clicks import clickable
from dashboard.pages import mots
from dashboard.rows import rows_of
from dashboard.style import css, palette
from dashboard.texts import explorer


@frame.screen
def page() -> None:
    explored = open_case(explorer.REPLIES)
    if explored is None:
        return
    mots.follow()
    st.html(css("explorer"))
    session_id = frame.choose(
        texts.SESSION,
        "seances",
        ["", *explored.sessions.index],
        lambda one: session_name(explored, one) if one else explorer.ALL_SESSIONS,
    )
    frame.title(explorer.REPLIES, explorer.REPLIES_HINT)
    turns = explored.turns_of(session_id) if session_id else explored.turns
    people = replies.participants(turns, explored.table("speakers"), explored.called)
    found = replies.exchanges(explored.readings, turns, explored.called)
    found = found.loc[found["who"].isin(people) & found["to_whom"].isin(people)]
    counted = replies.pairs(found)
    pair = f"paire/{explored.case_id}/{session_id}"
    if len(found):
        frame.figure(
            charts.replies(counted, people, palette()),
            explorer.REPLIES_ALT,
            key=f"grille/{explored.case_id}/{session_id}",
            pick="paire",
            on_pick=lambda point: frame.remember(pair, (point["who"], point["to_whom"])),
        )
        st.caption(explorer.REPLIES_KEY)
    frame.reading(replies.read_replies(found, people))
    if found.empty:
        return
    with st.expander(explorer.IN_TABLE):
        st.dataframe(tables.replies(counted), hide_index=True)
    options = list(zip(counted["who"], counted["to_whom"], strict=True))
    if st.session_state.get(pair) not in options:
        st.session_state.pop(pair, None)
    chosen = st.selectbox(explorer.PAIR, options, format_func=lambda one: f"{one[0]} → {one[1]}", key=pair)
    _exchanges(explored, found.loc[(found["who"] == chosen[0]) & (found["to_whom"] == chosen[1])])


def _exchanges(explored: Explored, found: pd.DataFrame) -> None:
    """What was answered and by what, turn by turn."""
    turns = {turn.turn_id: turn for turn in rows_of(explored.turns)}
    rank = explored.sessions["order"]
    quotes = []
    for one in rows_of(found):
        for turn_id, who, note in ((one.to_turn_id, one.to_whom, ""), (one.turn_id, one.who, f"{explorer.REPLY_KINDS[one.kind]} :")):
            turn = turns[turn_id]
            where = explorer.place(rank[turn.session_id] + 1, turn.order)
            quotes.append(lines.Quote(turn_id, where, who, turn.text, note))
    clickable(lines.quotes(quotes), key=f"echanges/{explored.case_id}", on_pick=mots.aim(explored))
