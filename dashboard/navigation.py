"""Which screens there are, by public, in the order in which they are used."""

from collections.abc import Collection, Sequence
from types import ModuleType
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
        door = st.Page(entrer.page, title=texts.MENU["entrer"], default=True)
        return {"pages": [door, *_others(entrer, set())], "position": "hidden"}
    named = {path: module for public in roles for path, module in _SCREENS[public].items()}
    first = _FIRST if _FIRST in named else next(iter(named))
    shown = {
        texts.PUBLICS[public]: [
            # the first screen has no address by its name, which would still be taken
            st.Page(module.page, title=texts.MENU[path], url_path=path if path != first else None, default=path == first)
            for path, module in _SCREENS[public].items()
        ]
        for public in roles
    }
    shown[texts.PUBLICS[roles[0]]] += _others(named[first], named.keys() - {first})
    return {"pages": shown, "expanded": True}


def _others(first: ModuleType, named: Collection[str]) -> list[Any]:
    """The addresses of screens that this browser may not open, or not by their name: they show the first one, and no word of English."""
    return [st.Page(first.page, title=texts.MENU[path], url_path=path, visibility="hidden") for path in texts.MENU if path not in named]
