"""The sample cases run once with a vault, and a desk of its own on a copy for each test."""

import shutil
from types import SimpleNamespace

import pytest

from dashboard.access import Archive
from dashboard.desk import LOCAL, Desk
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account
from pipeline.pseudonymise.vault import Vault
from pipeline.resources import resource
from pipeline.run import run
from pipeline.settings import Settings

PASSPHRASE = "quatre mots tirés au sort"


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory):
    """The nine sessions of the sample, pseudonymised, with their vault."""
    folder = tmp_path_factory.mktemp("relire")
    place = SimpleNamespace(data=folder / "donnees", vault=folder / "coffre" / "cercle.vault")
    vault = Vault.create(place.vault, PASSPHRASE)
    run([resource("data", "sample")], place.data, settings=Settings(), until="pseudonymise", vault=vault)
    return place


@pytest.fixture
def places(sample_run, tmp_path, monkeypatch):
    """Copies that a test may change, named by the settings."""
    data, vault = tmp_path / "donnees", tmp_path / "coffre" / "cercle.vault"
    shutil.copytree(sample_run.data, data)
    vault.parent.mkdir()
    shutil.copy(sample_run.vault, vault)
    monkeypatch.setenv("CIRCULATION_DATA", str(data))
    monkeypatch.setenv("CIRCULATION_VAULT__PATH", str(vault))
    return SimpleNamespace(data=data, vault=vault)


@pytest.fixture
def at(places):
    """Who works alone on this machine, with the vault open and the sample cases as his own."""
    registry = open_registry(places.data)
    with registry.writing() as session:
        me = Asker(Public.INTERVENANT, account(session, LOCAL, Public.INTERVENANT).user_id)
    archive = Archive(places.data, registry)
    archive.adopt(me)
    yield Desk(archive, me, Vault.unlock(places.vault, PASSPHRASE), Settings())
    registry.close()


@pytest.fixture
def again(at):
    """Runs a sample case once more, with what was decided."""

    def run_again(case_id):
        assert at.vault is not None
        run([resource("data", "sample", case_id)], at.archive.data, settings=Settings(), until="pseudonymise", vault=at.vault)

    return run_again
