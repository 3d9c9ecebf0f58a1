"""A desk with an open vault and one intervention, and the run that is only noted down."""

from types import SimpleNamespace

import pytest

from dashboard import jobs
from dashboard.people import add_people, read_lines
from dashboard.registry.interventions import add_intervention
from pipeline.pseudonymise.vault import Vault

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
def places(tmp_path, as_settings_say):
    """The data folder and the vault's file, as the settings name them; neither is there yet."""
    data, vault = tmp_path / "donnees", tmp_path / "coffre" / "cercle.vault"
    as_settings_say(data, vault)
    return SimpleNamespace(data=data, vault=vault)


@pytest.fixture
def at(places, sealed_once, sit_down):
    """Who works alone on this machine, with the vault open."""
    places.vault.parent.mkdir()
    places.vault.write_bytes(sealed_once)
    return sit_down(places.data, Vault.unlock(places.vault, PASSPHRASE))


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
