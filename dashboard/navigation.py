"""Which screens there are, by public, in the order in which they are used."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import texts
from dashboard.pages import analyser, avant, bloque, comptes, deposer, entrer, fil, ouvrir, relire, revient, sauvegarder
from dashboard.publics import Public

_SCREENS = {
    Public.INTERVENANT: {
        "ouvrir": ouvrir,
        "avant": avant,
        "deposer": deposer,
        "relire": relire,
        "analyser": analyser,
        "fil": fil,
        "sauvegarder": sauvegarder,
    },
    Public.GROUPE: {"bloque": bloque},
    Public.SUPERVISEUR: {"revient": revient},
    Public.ADMINISTRATEUR: {"comptes": comptes},
}
_FIRST = "fil"


def pages_of(roles: Sequence[Public]) -> dict[str, Any]:
    """What `st.navigation` is called with: the screens of some publics, or the door alone for nobody."""
    if not roles:
        return {"pages": [st.Page(entrer.page, title=texts.MENU["entrer"], default=True)], "position": "hidden"}
    return {
        "pages": {
            texts.PUBLICS[public]: [
                st.Page(module.page, title=texts.MENU[path], url_path=path, default=path == _FIRST)
                for path, module in _SCREENS[public].items()
            ]
            for public in roles
        }
    }
