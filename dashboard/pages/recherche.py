"""Recherche: a word in its context, in every session of a case."""

import streamlit as st

from dashboard import frame
from dashboard.explorer import lines
from dashboard.explorer.case import open_case, session_name
from dashboard.explorer.clicks import clickable
from dashboard.explorer.concordance import search
from dashboard.explorer.people import name_of
from dashboard.pages import mots
from dashboard.rows import rows_of
from dashboard.style import css
from dashboard.texts import explorer

LONGEST = 60


@frame.screen
def page() -> None:
    explored = open_case(explorer.SEARCH)
    if explored is None:
        return
    mots.follow()
    st.html(css("explorer"))
    frame.title(explorer.SEARCH, explorer.SEARCH_HINT)
    left, right = st.columns([2, 1])
    kept = f"kept/recherche/{explored.case_id}"
    wanted = left.text_input(
        explorer.SEARCH_LABEL, str(st.session_state.get(kept, "")), max_chars=LONGEST, key=f"recherche/{explored.case_id}"
    ).strip()
    st.session_state[kept] = wanted
    inside = right.multiselect(
        explorer.IN_SESSIONS,
        list(explored.sessions.index),
        format_func=lambda one: session_name(explored, one),
        placeholder=explorer.ALL_SESSIONS,
        key=f"dans/{explored.case_id}",
    )
    turns = explored.turns
    found, places = search(turns.loc[turns["session_id"].isin(inside)] if inside else turns, wanted)
    if not found:
        st.caption(explorer.NOT_FOUND if wanted else explorer.SEARCH_EMPTY)
        return
    frame.reading(explorer.places(places, len(found)))
    turn_of = {turn.turn_id: turn for turn in rows_of(turns)}
    rank = explored.sessions["order"]
    rows = []
    for line in found:
        turn = turn_of[line.turn_id]
        where = explorer.place(rank[turn.session_id] + 1, turn.order)
        rows.append((line, where, name_of(turn.speaker_id, turn.said_by, explored.called)))
    clickable(lines.kwic(rows), key=f"lignes/{explored.case_id}", on_pick=mots.aim(explored))
