"""Entrer: on a server, the door before everything else."""

import streamlit as st

from dashboard import frame
from dashboard.texts import entrer as said


@frame.screen
def page() -> None:
    if st.user.is_logged_in:
        frame.title(said.TITLE, said.NO_ACCOUNT)
        st.button(said.LEAVE, on_click=st.logout, type="primary")
        return
    frame.title(said.TITLE, said.HINT)
    st.button(said.SIGN_IN, on_click=st.login, type="primary")
