"""What a facilitator says of who answers whom: it is not so, it is the contrary, it is another turn; each is written at once."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import texts
from dashboard.explorer.case import Explored
from dashboard.explorer.people import name_of
from dashboard.rows import rows_of
from dashboard.texts import explorer
from pipeline.markers.answering import SIDES, decided_answers, place_of, read_answers
from pipeline.markers.replies import REACH


def answer_of(explored: Explored, turn_id: str) -> tuple[str, str]:
    """The side of a turn (opposes, supports) and the turn answered; ("", "") where it answers none."""
    return read_answers(explored.readings.loc[explored.readings["turn_id"] == turn_id]).get(turn_id, ("", ""))


def correct(explored: Explored, turns: pd.DataFrame, turn_id: str) -> None:
    """What takes the answer of a turn back, turns it round, or gives it to another turn.

    Parameters
    ----------
    explored, turns
        The case, and the turns of the session in order.
    turn_id
        The turn that answers, or might.
    """
    side, answered = answer_of(explored, turn_id)
    if side:
        if st.button(explorer.NOT_THAT, type="primary", width="stretch", key=f"reponse/non/{turn_id}"):
            _decide(explored, turn_id, "")
        other = SIDES[1 - SIDES.index(side)]
        if st.button(explorer.RATHER[other], width="stretch", key=f"reponse/{other}/{turn_id}"):
            _decide(explored, turn_id, f"{other} {answered}")
    if turn_id in decided_answers(explored.decisions) and st.button(explorer.UNDO, width="stretch", key=f"reponse/annuler/{turn_id}"):
        explored.decide("markers", "undo", place_of(turn_id))
        st.rerun()
    before = {one.turn_id: _line(explored, one) for one in _before(turns, turn_id) if one.turn_id != answered}
    for to in [side] if side else SIDES:
        chosen = st.selectbox(
            explorer.RATHER_TO if side else explorer.ANSWER_TO[to],
            list(before),
            index=None,
            format_func=before.__getitem__,
            placeholder=explorer.CHOOSE,
            key=f"reponse/tour/{to}/{turn_id}/{answered}",
        )
        if chosen:
            _decide(explored, turn_id, f"{to} {chosen}")


def _decide(explored: Explored, turn_id: str, answer: str) -> None:
    explored.decide("markers", "answer", place_of(turn_id), answer)
    st.rerun()


def _before(turns: pd.DataFrame, turn_id: str) -> list[Any]:
    """The turns that a turn may answer, the last one first: those of others, a few turns back."""
    rows = list(rows_of(turns))
    at = next(rank for rank, one in enumerate(rows) if one.turn_id == turn_id)
    return [one for one in rows[max(0, at - REACH) : at] if not one.speaker_id or one.speaker_id != rows[at].speaker_id][::-1]


def _line(explored: Explored, turn: Any) -> str:
    return f"{texts.TURN} {turn.order + 1}, {name_of(turn.speaker_id, turn.said_by, explored.called)} : {turn.text}"
