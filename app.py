"""Streamlit entry: the page's frame, and navigation by role. `circulation serve` starts it."""

from pathlib import Path

import streamlit as st

import dashboard
from dashboard import texts
from dashboard.pages import fil, mur, reponses, revient
from dashboard.publics import Public
from dashboard.texts import mur as mur_texts
from dashboard.texts import reponses as reponses_texts

st.set_page_config(page_icon=Path(dashboard.__file__).parent / "favicon.svg", layout="wide", initial_sidebar_state=250)

pages = {
    Public.INTERVENANT: [
        st.Page(fil.page, title=texts.THREAD, default=True),
        st.Page(reponses.page, title=reponses_texts.MENU, url_path="reponses"),
    ],
    Public.GROUPE: [st.Page(mur.page, title=mur_texts.MENU, url_path="mur")],
    Public.SUPERVISEUR: [st.Page(revient.page, title=texts.RECUR_MENU, url_path="revient")],
}
st.navigation({texts.PUBLICS[public]: shown for public, shown in pages.items()}).run()
