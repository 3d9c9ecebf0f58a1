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
from dashboard.publics import Asker, Public
from dashboard.registry import Registry, open_registry
from dashboard.registry.guard import account
from pipeline.pseudonymise.vault import Vault
from pipeline.settings import Settings, load_settings

LOCAL = "local"
_VAULT, _SEEN = "desk/vault", "desk/seen"
IDLE_SECONDS = 20 * 60
"""The vault is closed when nothing was clicked for so long."""


@dataclass(frozen=True)
class Desk:
    """Who asks, for whom, and what is at hand; `vault` is None while it is closed."""

    archive: Archive
    asker: Asker
    vault: Vault | None
    settings: Settings


def data_folder() -> Path:
    """The folder that `circulation serve` handed over, else the one that `circulation demo` writes."""
    return Path(os.environ.get("CIRCULATION_DATA") or user_data_path("circulation", appauthor=False) / "demo")


def desk(public: Public = Public.INTERVENANT) -> Desk:
    """The desk of this browser, for one public."""
    data = data_folder()
    archive = Archive(data, _registry(str(data), os.environ.get("DATABASE_URL", "")))
    with archive.registry.writing() as session:
        user_id = account(session, LOCAL, Public.INTERVENANT).user_id
    asker = Asker(public, user_id)
    if public == Public.INTERVENANT:
        archive.adopt(asker)
    return Desk(archive, asker, _open_vault(), load_settings())


def vault_file() -> Path:
    """Where the vault lies: `vault.path` of the settings, else the user's own data folder."""
    return load_settings().vault.file() or user_data_path("circulation", appauthor=False) / "coffre" / "cercle.vault"


def open_vault(passphrase: str) -> Vault:
    """Open the vault for this browser, or make it on the first time.

    Raises
    ------
    VaultError
        The passphrase is not the one, or too short for a new vault; or the file is damaged.
    """
    path = vault_file()
    vault = Vault.unlock(path, passphrase) if path.exists() else Vault.create(path, passphrase)
    st.session_state[_VAULT], st.session_state[_SEEN] = vault, time.monotonic()
    return vault


def close_vault() -> None:
    """Forget the vault's key in this browser."""
    st.session_state.pop(_VAULT, None)


def _open_vault() -> Vault | None:
    now = time.monotonic()
    if now - st.session_state.get(_SEEN, now) > IDLE_SECONDS:
        close_vault()
    st.session_state[_SEEN] = now
    vault: Vault | None = st.session_state.get(_VAULT)
    if vault is not None:
        vault.refresh()
    return vault


@st.cache_resource(show_spinner=False)
def _registry(data: str, _url: str) -> Registry:
    """One connection a server; it holds no row of anybody."""
    return open_registry(Path(data))
