"""A desk with an open vault and one intervention, and the run that is only noted down."""

from types import SimpleNamespace

import pytest

from dashboard import jobs
from dashboard.access import Archive
from dashboard.desk import LOCAL, Desk
from dashboard.people import add_people, read_lines
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account
from dashboard.registry.interventions import add_intervention
from pipeline.pseudonymise.vault import Vault
from pipeline.settings import Settings

PASSPHRASE = "quatre mots tirés au sort"
PEOPLE = """Nadia Belkacem, habitante, jeunes
Bruno Petit, habitant, habitants
Hélène Vasseur, animatrice
"""


@pytest.fixture(scope="session")
def sealed_once(tmp_path_factory):
    """The bytes of an empty vault: making one takes long, on purpose."""
    path = tmp_path_factory.mktemp("coffre") / "cercle.vault"
    Vault.create(path, PASSPHRASE)
    return path.read_bytes()


@pytest.fixture
def places(tmp_path, monkeypatch):
    """The data folder and the vault's file, as the settings name them; neither is there yet."""
    data, vault = tmp_path / "donnees", tmp_path / "coffre" / "cercle.vault"
    monkeypatch.setenv("CIRCULATION_DATA", str(data))
    monkeypatch.setenv("CIRCULATION_VAULT__PATH", str(vault))
    return SimpleNamespace(data=data, vault=vault)


@pytest.fixture
def at(places, sealed_once):
    """Who works alone on this machine, with the vault open."""
    places.vault.parent.mkdir()
    places.vault.write_bytes(sealed_once)
    registry = open_registry(places.data)
    with registry.writing() as session:
        user_id = account(session, LOCAL, Public.INTERVENANT).user_id
    yield Desk(Archive(places.data, registry), Asker(Public.INTERVENANT, user_id), Vault.unlock(places.vault, PASSPHRASE), Settings())
    registry.close()


@pytest.fixture
def case_id(at):
    """An intervention with three persons on its list."""
    made = add_intervention(at.archive.registry, at.asker, title="Le hall et la place", objective="Que le hall serve à tous").case_id
    add_people(at, made, read_lines(PEOPLE))
    return made


@pytest.fixture
def runs(monkeypatch):
    """The runs that were started: (case_id, until)."""
    started = []
    monkeypatch.setattr(jobs, "start", lambda at, case_id, until=None: started.append((case_id, until)))
    return started
