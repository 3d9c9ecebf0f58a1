"""The sample cases run once with a vault, and a desk of its own on a copy for each test."""

import shutil
from types import SimpleNamespace

import pytest

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
def places(sample_run, tmp_path, as_settings_say):
    """Copies that a test may change, named by the settings."""
    data, vault = tmp_path / "donnees", tmp_path / "coffre" / "cercle.vault"
    shutil.copytree(sample_run.data, data)
    vault.parent.mkdir()
    shutil.copy(sample_run.vault, vault)
    as_settings_say(data, vault)
    return SimpleNamespace(data=data, vault=vault)


@pytest.fixture
def at(places, sit_down):
    """Who works alone on this machine, with the vault open and the sample cases as his own."""
    return sit_down(places.data, Vault.unlock(places.vault, PASSPHRASE))


@pytest.fixture
def again(at):
    """Runs a sample case once more, with what was decided."""

    def run_again(case_id):
        assert at.vault is not None
        run([resource("data", "sample", case_id)], at.archive.data, settings=Settings(), until="pseudonymise", vault=at.vault)

    return run_again
