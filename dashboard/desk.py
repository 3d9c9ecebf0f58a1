"""What stands on the table of whoever works here: who asks, what lies in the data folder, and the vault while it is open.

Nothing here is shared between browsers but the connection to the database: the open vault is this browser's own and is closed
when nobody has worked for a while.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from platformdirs import user_data_path

from dashboard.access import Archive
from dashboard.publics import AccessError, Asker, Public
from dashboard.registry import URL, Registry, open_registry
from dashboard.registry.accounts import sign_in
from dashboard.registry.guard import account
from pipeline.pseudonymise.remembered import let_go
from pipeline.pseudonymise.vault import Vault, refuse_inside
from pipeline.serve import DATA
from pipeline.settings import Settings, load_settings

LOCAL = "local"
_VAULT, _SEEN = "desk/vault", "desk/seen"
IDLE_SECONDS = 20 * 60
"""The vault is closed when nothing was clicked for so long."""


@dataclass(frozen=True)
class Desk:
    """Who asks, and what is at hand; `vault` is None while it is closed."""

    archive: Archive
    asker: Asker
    vault: Vault | None
    settings: Settings


class NobodyError(AccessError):
    """Nobody is signed in, or somebody whom no account was given."""


def data_folder() -> Path:
    """The folder that `circulation serve` handed over, else the one that `circulation demo` writes."""
    return Path(os.environ.get(DATA) or user_data_path("circulation", appauthor=False) / "demo")


def desk(public: Public = Public.INTERVENANT) -> Desk:
    """The desk of this browser, for one public.

    On a facilitator's own machine there is one account, which may look at the screens of every public. On a server the
    account has the role that it was given, whatever page asks.

    Raises
    ------
    NobodyError
        On a server, nobody is signed in, or somebody whom no account was given.
    """
    settings, archive = load_settings(), _archive()
    if settings.sign_in.complete:
        asker = _signed_in(archive.registry, settings)
    else:
        with archive.registry.writing() as session:
            asker = Asker(public, account(session, LOCAL, Public.INTERVENANT).user_id)
        if public == Public.INTERVENANT:
            archive.adopt(asker)
    return Desk(archive, asker, _open_vault(), settings)


def roles() -> list[Public]:
    """The publics whose screens this browser may open: all on a facilitator's own machine, else those of the account; none for nobody."""
    settings = load_settings()
    if not settings.sign_in.complete:
        return [Public.INTERVENANT, Public.GROUPE, Public.SUPERVISEUR]
    try:
        role = _signed_in(_archive().registry, settings).public
    except NobodyError:
        return []
    return [Public.INTERVENANT, Public.GROUPE] if role == Public.INTERVENANT else [role]


def vault_file() -> Path:
    """Where the vault lies: `vault.path` of the settings, else the user's own data folder; on a server each account has its own."""
    settings = load_settings()
    path = settings.vault.file() or user_data_path("circulation", appauthor=False) / "coffre" / "cercle.vault"
    if settings.sign_in.complete:
        return path.with_name(f"{path.stem}-{_signed_in(_archive().registry, settings).user_id}{path.suffix}")
    return path


def open_vault(passphrase: str) -> Vault:
    """Open the vault for this browser, or make it on the first time.

    Raises
    ------
    VaultError
        The passphrase is not the one, or too short for a new vault; or the file is damaged.
    """
    path = vault_file()
    refuse_inside(path, data_folder())
    vault = Vault.unlock(path, passphrase) if path.exists() else Vault.create(path, passphrase)
    st.session_state[_VAULT], st.session_state[_SEEN] = vault, time.monotonic()
    return vault


def close_vault() -> None:
    """Forget the vault's key in this browser and the words read with it; count anew: a page that finds it closed is not idle."""
    st.session_state.pop(_VAULT, None)
    st.session_state.pop(_SEEN, None)
    let_go()


def idle() -> bool:
    """Whether nobody has worked in this browser for too long, so that what is open should be closed."""
    now = time.monotonic()
    return now - st.session_state.get(_SEEN, now) > IDLE_SECONDS


def _archive() -> Archive:
    data = data_folder()
    return Archive(data, _registry(str(data), os.environ.get(URL, "")))


def _open_vault() -> Vault | None:
    if idle():
        close_vault()
    st.session_state[_SEEN] = time.monotonic()
    vault: Vault | None = st.session_state.get(_VAULT)
    if vault is not None:
        vault.refresh()
    return vault


def _signed_in(registry: Registry, settings: Settings) -> Asker:
    if not st.user.is_logged_in:
        raise NobodyError("nobody is signed in")
    told = st.user.to_dict()
    if not (told.get("iss") and told.get("sub")):
        raise NobodyError("the identity provider does not say who is signed in")
    email = str(told.get("email", "")) if told.get("email_verified") is True else ""
    asker = sign_in(registry, f"{told['iss']}|{told['sub']}", email, settings.sign_in.administrator)
    if asker is None:
        raise NobodyError("no account was given to whoever is signed in")
    return asker


@st.cache_resource(show_spinner=False)
def _registry(data: str, url: str) -> Registry:
    """One connection a server; it holds no row of anybody."""
    return open_registry(Path(data), url or None)
