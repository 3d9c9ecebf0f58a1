"""Ouvrir: the passphrase that leads to names, chosen, given, and what to do against its loss."""

import re

import streamlit as st

from dashboard import door, frame
from dashboard.desk import Desk, close_vault, desk, vault_file
from dashboard.plain import plain
from dashboard.printed import fill
from dashboard.registry.interventions import list_interventions
from dashboard.texts import MENU, case_title
from dashboard.texts import ouvrir as texts
from pipeline.errors import VaultError
from pipeline.pseudonymise.vault import Vault


@frame.screen
def page() -> None:
    at = desk()
    if at.vault is not None:
        _opened(at, at.vault)
    elif vault_file().exists():
        frame.title(texts.TITLE_OPEN, texts.HINT_OPEN)
        door.ask()
    else:
        door.make()


def _opened(at: Desk, vault: Vault) -> None:
    frame.title(texts.TITLE_IS_OPEN, texts.HINT_IS_OPEN)
    with st.container(width=620):
        _overdue(at)
        frame.reading(texts.NEXT)
        if st.button(texts.CLOSE):
            close_vault()
            door.forget_names()
            st.session_state.pop(door.FRESH, None)
            st.rerun()
        st.subheader(texts.SHEET, anchor=False)
        if st.session_state.get(door.FRESH):
            st.write(texts.SHEET_NOW)
            st.download_button(
                texts.SHEET_GET, lambda: recovery_sheet(vault), texts.SHEET_FILE, "text/html", type="primary", on_click="ignore"
            )
            if st.button(texts.SHEET_DONE):
                del st.session_state[door.FRESH]
                st.rerun()
            return
        st.write(texts.SHEET_LATER)
        typed = door.typed_again(texts.SHEET_ASK)
        if typed is not None:
            try:
                Vault.unlock(vault.path, typed)
            except VaultError as error:
                door.refuse(texts.error(error.kind))
            st.session_state[door.FRESH] = True
            door.done()


def _overdue(at: Desk) -> None:
    """The interventions that should be erased by now; nothing is erased behind anybody's back."""
    late = [
        texts.OVERDUE_ONE.format(title=plain(case_title(one.case_id, one.title)), day=f"{one.retain_until:%d/%m/%Y}")
        for one in list_interventions(at.archive.registry, at.asker)
        if one.retain_until and one.retain_until < frame.today()
    ]
    if late:
        st.warning("\n".join((texts.OVERDUE, "", *late)))
        frame.link("avant", MENU["avant"])


def recovery_sheet(vault: Vault) -> str:
    """The sheet to print, as HTML."""
    return fill("recovery.html", texts=texts, groups=re.findall("[^-]+", vault.recovery_code()))
