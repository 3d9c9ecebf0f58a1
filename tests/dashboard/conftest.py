"""The desk that the tests of several rooms work at."""

import pytest

from dashboard.access import Archive
from dashboard.desk import LOCAL, Desk
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account
from pipeline.settings import load_settings


@pytest.fixture
def sit_down():
    """The desk of whoever works alone on this machine, over a data folder and with the vault open; what lies there becomes his own."""
    registries = []

    def sit(data, vault):
        registry = open_registry(data)
        registries.append(registry)
        with registry.writing() as session:
            me = Asker(Public.INTERVENANT, account(session, LOCAL, Public.INTERVENANT).user_id)
        archive = Archive(data, registry)
        archive.adopt(me)
        return Desk(archive, me, vault, load_settings())

    yield sit
    for registry in registries:
        registry.close()


@pytest.fixture
def as_settings_say(monkeypatch):
    """Names a data folder and a vault's file in the settings."""

    def name(data, vault):
        monkeypatch.setenv("CIRCULATION_DATA", str(data))
        monkeypatch.setenv("CIRCULATION_VAULT__PATH", str(vault))

    return name
