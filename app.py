"""Streamlit entry: the page's frame, and navigation by role. `circulation serve` starts it."""

from pathlib import Path

import streamlit as st

import dashboard
from dashboard import texts
from dashboard.pages import avant, bloque, deposer, fil, ouvrir, revient
from dashboard.publics import Public
from dashboard.texts import avant as avant_texts
from dashboard.texts import deposer as deposer_texts
from dashboard.texts import ouvrir as ouvrir_texts

st.set_page_config(page_icon=Path(dashboard.__file__).parent / "favicon.svg", layout="wide", initial_sidebar_state=250)

pages = {
    Public.INTERVENANT: [
        st.Page(ouvrir.page, title=ouvrir_texts.MENU, url_path="ouvrir"),
        st.Page(avant.page, title=avant_texts.MENU, url_path="avant"),
        st.Page(deposer.page, title=deposer_texts.MENU, url_path="deposer"),
        st.Page(fil.page, title=texts.THREAD, default=True),
    ],
    Public.GROUPE: [st.Page(bloque.page, title=texts.WALL, url_path="bloque")],
    Public.SUPERVISEUR: [st.Page(revient.page, title=texts.RECUR_MENU, url_path="revient")],
}
st.navigation({texts.PUBLICS[public]: shown for public, shown in pages.items()}).run()
