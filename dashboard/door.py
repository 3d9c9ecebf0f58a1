"""The vault's door, on any page that needs names: asks for the passphrase, and keeps it nowhere.

The fields get a new key at each try, so that what was typed is gone from the session's state with the answer.
"""

from collections.abc import Callable

import streamlit as st

from dashboard import frame
from dashboard.desk import open_vault, vault_file
from dashboard.texts import ouvrir as texts
from pipeline.errors import BusyError, VaultError

_TRY, _WRONG, FRESH = "coffre/essai", "coffre/refus", "coffre/neuf"
"""FRESH is set where the vault was just made and its recovery sheet is not printed yet."""


def closed() -> None:
    """What a page shows in place of names while the vault is closed."""
    forget_names()
    if vault_file().exists():
        frame.title(texts.CLOSED, texts.CLOSED_HINT)
        ask()
    else:
        make()


def forget_names() -> None:
    """Let go of what this browser's session holds in clear: lists not kept yet, files not sealed yet."""
    for key in [key for key in st.session_state if str(key).startswith(("avant/", "deposer/", "notes/"))]:
        del st.session_state[key]


def make() -> None:
    """Choose a passphrase, twice typed."""
    frame.title(texts.TITLE_NEW, texts.HINT_NEW)
    with st.container(width=620):
        frame.reading(texts.LOST)
        one, again, given = _form(texts.CREATE, twice=True)
    if given:
        _answer(lambda: _create(one, again))


def ask() -> None:
    """Open a vault that is there."""
    with st.container(width=620):
        one, _, given = _form(texts.OPEN)
    if given:
        _answer(lambda: _open(one))


def typed_again(label: str) -> str | None:
    """A passphrase typed once more for something that is not to be done by whoever passes the screen."""
    one, _, given = _form(label)
    return one if given else None


def refuse(said: str) -> None:
    """Say why on the next showing, with empty fields."""
    st.session_state[_WRONG] = said
    _forget_typed()
    st.rerun()


def done() -> None:
    """Forget what was typed, and show the page anew."""
    _forget_typed()
    st.rerun()


def _form(button: str, *, twice: bool = False) -> tuple[str, str, bool]:
    """What was typed, once or twice, and whether the button was clicked; a new passphrase is typed twice."""
    n = st.session_state.setdefault(_TRY, 0)
    with st.form(f"coffre/{n}", clear_on_submit=True, border=True):
        if twice:
            st.caption(texts.RULE)
        one = st.text_input(texts.PASSPHRASE, type="password", key=f"coffre/phrase/{n}", autocomplete="off")
        again = st.text_input(texts.AGAIN, type="password", key=f"coffre/encore/{n}", autocomplete="off") if twice else ""
        given = st.form_submit_button(button, type="primary")
    if said := st.session_state.pop(_WRONG, ""):
        st.error(said)
    return one, again, given


def _answer(act: Callable[[], str]) -> None:
    try:
        said = act()
    except VaultError as error:
        said = texts.error(error.kind)
    except BusyError:
        said = texts.BUSY
    if said:
        refuse(said)
    done()


def _create(one: str, again: str) -> str:
    if one != again:
        return texts.DIFFERENT
    if vault_file().exists():
        return texts.ERRORS["exists"]
    open_vault(one)
    st.session_state[FRESH] = True
    return ""


def _open(one: str) -> str:
    if not vault_file().exists():
        return texts.ERRORS["missing"]
    open_vault(one)
    return ""


def _forget_typed() -> None:
    n = st.session_state.get(_TRY, 0)
    for name in ("phrase", "encore"):
        st.session_state.pop(f"coffre/{name}/{n}", None)
    st.session_state[_TRY] = n + 1
