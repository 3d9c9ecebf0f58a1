"""Envois reçus: what intervenants wrote about themselves and handed over, without a name and without the intervention."""

import streamlit as st

from dashboard import frame
from dashboard.desk import Desk, desk
from dashboard.publics import Public
from dashboard.registry.reflections import Received, list_received, open_received
from dashboard.texts import fiche as asked
from dashboard.texts import revient as said


@frame.screen
def page() -> None:
    at = desk(Public.SUPERVISEUR)
    received = list_received(at.archive.registry, at.asker)
    if not received:
        frame.empty(said.RECEIVED_EMPTY, said.RECEIVED_EMPTY_HINT)
        return
    frame.title(said.RECEIVED, said.RECEIVED_HINT)
    for rank, one in enumerate(received):
        _one(at, rank, one)


def _one(at: Desk, rank: int, one: Received) -> None:
    with st.container(border=True):
        st.subheader(said.RECEIVED_ONE.format(day=f"{one.day:%d/%m/%Y}") + ("" if one.read else f" · {said.NEW}"), anchor=False)
        if not one.read:
            if st.button(said.OPEN, key=f"ouvrir/{rank}", help=said.OPEN_HELP):
                if open_received(at.archive.registry, at.asker, one.reflection_id) is None:
                    st.warning(said.GONE)
                else:
                    st.rerun()
            return
        for name, text in one.answers.items():
            st.markdown(f"**{asked.QUESTIONS[name][0]}**")
            # what somebody typed is text, and no markup
            st.text(text)
