"""Streamlit entry: the page's frame, and navigation by role. `circulation serve` starts it."""

from pathlib import Path

import streamlit as st

import dashboard
from dashboard import texts
from dashboard.pages import analyser, bloque, fil, revient
from dashboard.publics import Public
from dashboard.texts import analyser as analyser_texts

st.set_page_config(page_icon=Path(dashboard.__file__).parent / "favicon.svg", layout="wide", initial_sidebar_state=250)

pages = {
    Public.INTERVENANT: [
        st.Page(analyser.page, title=analyser_texts.TITLE, url_path="analyser"),
        st.Page(fil.page, title=texts.THREAD, default=True),
    ],
    Public.GROUPE: [st.Page(bloque.page, title=texts.WALL, url_path="bloque")],
    Public.SUPERVISEUR: [st.Page(revient.page, title=texts.RECUR_MENU, url_path="revient")],
}
st.navigation({texts.PUBLICS[public]: shown for public, shown in pages.items()}).run()
