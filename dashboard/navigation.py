"""Which screens there are, by public, in the order in which they are used."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import texts
from dashboard.pages import (
    analyser,
    avant,
    comptes,
    deposer,
    echanges,
    entrer,
    envois,
    fiche,
    fil,
    lectures,
    mots,
    mur,
    obstacles,
    ouvrir,
    parcours,
    recherche,
    relire,
    reponses,
    restitution,
    revient,
    sauvegarder,
    vues,
)
from dashboard.publics import Public

_SCREENS = {
    Public.INTERVENANT: {
        "ouvrir": ouvrir,
        "avant": avant,
        "deposer": deposer,
        "relire": relire,
        "analyser": analyser,
        "fil": fil,
        "mots": mots,
        "obstacles": obstacles,
        "vues": vues,
        "echanges": echanges,
        "recherche": recherche,
        "restitution": restitution,
        "reponses": reponses,
        "fiche": fiche,
        "sauvegarder": sauvegarder,
    },
    Public.GROUPE: {"mur": mur},
    Public.SUPERVISEUR: {"revient": revient, "parcours": parcours, "lectures": lectures, "envois": envois},
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
        },
        "expanded": True,
    }
