"""Streamlit entry: the page's frame, and navigation by role. `circulation serve` starts it."""

from pathlib import Path

import streamlit as st

import dashboard
from dashboard import texts
from dashboard.pages import bloque, fil, mots, obstacles, recherche, reponses, revient, vues
from dashboard.publics import Public
from dashboard.texts import explorer

st.set_page_config(page_icon=Path(dashboard.__file__).parent / "favicon.svg", layout="wide", initial_sidebar_state=250)

exploring = [
    st.Page(fil.page, title=texts.THREAD, default=True),
    st.Page(mots.page, title=explorer.WORDS, url_path="mots"),
    st.Page(obstacles.page, title=explorer.OBSTACLES, url_path="obstacles"),
    st.Page(vues.page, title=explorer.VIEWS, url_path="vues"),
    st.Page(reponses.page, title=explorer.REPLIES, url_path="reponses"),
    st.Page(recherche.page, title=explorer.SEARCH, url_path="recherche"),
]
pages = {
    Public.INTERVENANT: exploring,
    Public.GROUPE: [st.Page(bloque.page, title=texts.WALL, url_path="bloque")],
    Public.SUPERVISEUR: [st.Page(revient.page, title=texts.RECUR_MENU, url_path="revient")],
}
st.navigation({texts.PUBLICS[public]: shown for public, shown in pages.items()}, expanded=True).run()
