"""The process of a room as the page Réponses starts it: found by its own publication alone, and gone when another one waits."""

import time
import urllib.request

import pytest

from dashboard import hosting
from dashboard.registry import hosts
from pipeline.errors import SettingsError


@pytest.mark.parametrize("host", ["8.8.8.8", "0.0.0.0", "la salle", "10.255.255.1"])
def test_telephones_are_let_in_at_an_address_of_this_machine_in_a_room(at, door, host):
    with pytest.raises(SettingsError):
        hosting.let_in(at, at.publication, host)


def make_way(at, former, publication_id):
    """Open a room for another publication, and wait until the process of the former one is gone."""
    hosting.open_door(at, publication_id, 60)
    deadline = time.monotonic() + 60
    while hosting.read_address(at.archive.data, former) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_the_process_serves_its_publication_and_makes_way_for_another_one(at, publish):
    hosting.open_door(at, at.publication, 60)
    address = hosting.let_in(at, at.publication, "127.0.0.1")
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.status == 200
    other = publish(at.registry, at.asker, "cas-1")
    assert hosting.read_address(at.archive.data, at.publication) == address
    assert hosting.read_address(at.archive.data, other) is None, "telephones would answer to another version"
    hosts.close_room(at.registry, at.asker, hosts.last_room(at.registry, at.asker, at.publication).room_id)
    time.sleep(3)
    assert hosting.read_address(at.archive.data, at.publication) == address, "who comes late reads that the room is closed"
    make_way(at, at.publication, other)
    hosting.let_in(at, other, "127.0.0.1")
    assert hosting.read_address(at.archive.data, other)
    hosts.close_room(at.registry, at.asker, hosts.last_room(at.registry, at.asker, other).room_id)
    make_way(at, other, at.publication)
