"""Streamlit entry: the page's frame, and navigation by role. `circulation serve` starts it."""

from pathlib import Path

import streamlit as st

import dashboard
from dashboard import texts
from dashboard.desk import roles
from dashboard.pages import bloque, comptes, entrer, fil, revient
from dashboard.publics import Public

st.set_page_config(page_icon=Path(dashboard.__file__).parent / "favicon.svg", layout="wide", initial_sidebar_state=250)

pages = {
    Public.INTERVENANT: [st.Page(fil.page, title=texts.THREAD, default=True)],
    Public.GROUPE: [st.Page(bloque.page, title=texts.WALL, url_path="bloque")],
    Public.SUPERVISEUR: [st.Page(revient.page, title=texts.RECUR_MENU, url_path="revient")],
    Public.ADMINISTRATEUR: [st.Page(comptes.page, title=texts.ACCOUNTS, url_path="comptes")],
}
shown = {texts.PUBLICS[public]: pages[public] for public in roles()}
st.navigation(shown or [st.Page(entrer.page, title=texts.SIGN_IN, default=True)], position="sidebar" if shown else "hidden").run()
