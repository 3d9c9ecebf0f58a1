"""The desk of a facilitator with an open vault and one publication, and a room that was just opened."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from dashboard import hosting
from dashboard.codes import room_key
from dashboard.publics import Asker, Public
from dashboard.registry.interventions import add_intervention
from dashboard.registry.models import Answer
from pipeline.pseudonymise.vault import Vault


@pytest.fixture(scope="module")
def at(tmp_path_factory, ask, publish):
    """A facilitator's desk with one publication, and the vault open."""
    folder = tmp_path_factory.mktemp("room")
    archive, me = ask.archive(folder / "data")
    add_intervention(archive.registry, me, "cas-1")
    vault = Vault.create(folder / "cercle.vault", "une phrase assez longue")
    desk = SimpleNamespace(archive=archive, asker=me, vault=vault, registry=archive.registry, folder=folder)
    desk.publication = publish(archive.registry, me, "cas-1")
    return desk


@pytest.fixture
def door(at):
    """A room that was just opened, and what its telephones ask as."""
    room = hosting.open_door(at, at.publication, 60)
    return SimpleNamespace(
        id=room.room_id,
        code=hosting.show_code(at, at.publication, room.room_id),
        asker=Asker(Public.GROUPE, publication_id=at.publication),
        public_key=room.public_key,
        key=room_key(at.archive.data),
    )


@pytest.fixture
def stored(at):
    """All answers that the database holds of a room."""

    def rows(room_id):
        with at.registry.reading() as session:
            return list(session.scalars(select(Answer).where(Answer.room_id == room_id)))

    return rows
