"""Sauvegarder: everything in one encrypted file, and back from it on another laptop."""

import streamlit as st

from dashboard import frame
from dashboard.backup import SUFFIX, BackupError, back_up, refuse_full, restore
from dashboard.desk import Desk, desk, vault_file
from dashboard.publics import AccessError
from dashboard.texts import sauvegarder as said
from pipeline.errors import BusyError, VaultError

_MADE, _TRY, _RESTORED = "sauvegarde/faite", "sauvegarde/essai", "sauvegarde/reprise"


@frame.screen
def page() -> None:
    at = desk()
    if at.settings.sign_in.complete:
        raise AccessError("a backup of a server's data is the server's own affair")
    frame.title(said.TITLE, said.HINT)
    if restored := st.session_state.pop(_RESTORED, None):
        st.success(said.RESTORED.format(n=restored))
    with st.container(width=620):
        st.subheader(said.MAKE, anchor=False)
        _make(at)
        st.subheader(said.RESTORE, anchor=False)
        _restore(at)


def _make(at: Desk) -> None:
    if made := st.session_state.pop(_MADE, None):
        st.info(said.READY)
        name = f"circulation-{frame.today()}{SUFFIX}"
        st.download_button(said.GET, lambda: made, name, "application/octet-stream", type="primary", on_click="ignore")
        return
    n = st.session_state.setdefault(_TRY, 0)
    with st.form(f"sauvegarde/{n}", clear_on_submit=True):
        st.caption(said.MAKE_HINT)
        one, again = (st.text_input(label, type="password", autocomplete="off") for label in (said.PASSPHRASE, said.AGAIN))
        given = st.form_submit_button(said.PREPARE)
    if given and one != again:
        st.error(said.DIFFERENT)
    elif given:
        try:
            st.session_state[_MADE] = back_up(at.archive, at.asker, vault_file(), one)
        except VaultError as error:
            st.error(said.ERRORS[error.kind])
        except BusyError:
            st.error(said.BUSY)
        else:
            st.session_state[_TRY] = n + 1
            st.rerun()


def _restore(at: Desk) -> None:
    try:
        refuse_full(at.archive, vault_file())
    except BackupError:
        st.caption(said.FULL)
        return
    n = st.session_state.setdefault(_TRY, 0)
    with st.form(f"reprise/{n}", clear_on_submit=True):
        st.caption(said.RESTORE_HINT)
        dropped = st.file_uploader(said.DROP, type=[SUFFIX.removeprefix(".")])
        passphrase = st.text_input(said.PASSPHRASE, type="password", autocomplete="off", key=f"reprise/phrase/{n}")
        given = st.form_submit_button(said.OPEN)
    if given and dropped is not None:
        try:
            st.session_state[_RESTORED] = restore(at.archive, at.asker, vault_file(), dropped.getvalue(), passphrase)
        except (BackupError, VaultError) as error:
            st.error(said.ERRORS[error.kind])
        except BusyError:
            st.error(said.BUSY)
        else:
            st.session_state[_TRY] = n + 1
            st.rerun()
