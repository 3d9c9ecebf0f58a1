"""Streamlit entry: the page's frame, and navigation by role. `circulation serve` starts it."""

from pathlib import Path

import streamlit as st

import dashboard
from dashboard import texts
from dashboard.desk import roles
from dashboard.pages import bloque, comptes, entrer, envois, fiche, fil, lectures, parcours, revient
from dashboard.publics import Public
from dashboard.texts import fiche as own_fiche
from dashboard.texts import revient as supervision

st.set_page_config(page_icon=Path(dashboard.__file__).parent / "favicon.svg", layout="wide", initial_sidebar_state=250)

pages = {
    Public.INTERVENANT: [st.Page(fil.page, title=texts.THREAD, default=True), st.Page(fiche.page, title=own_fiche.MENU, url_path="fiche")],
    Public.GROUPE: [st.Page(bloque.page, title=texts.WALL, url_path="bloque")],
    Public.SUPERVISEUR: [
        st.Page(revient.page, title=supervision.MENU, url_path="revient"),
        st.Page(parcours.page, title=supervision.ROUTE, url_path="parcours"),
        st.Page(lectures.page, title=supervision.QUALITY, url_path="lectures"),
        st.Page(envois.page, title=supervision.RECEIVED, url_path="envois"),
    ],
    Public.ADMINISTRATEUR: [st.Page(comptes.page, title=texts.ACCOUNTS, url_path="comptes")],
}
shown = {texts.PUBLICS[public]: pages[public] for public in roles()}
st.navigation(shown or [st.Page(entrer.page, title=texts.SIGN_IN, default=True)], position="sidebar" if shown else "hidden").run()
