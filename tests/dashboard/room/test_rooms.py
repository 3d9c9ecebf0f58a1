"""The registry's door to rooms: who asks, what is kept, and what is told when."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select, text, update

from dashboard import hosting
from dashboard.answers import LONGEST
from dashboard.codes import KEY_FILE, code_of, digest_code, make_ticket, room_key
from dashboard.publics import AccessError, Asker, Public, UnknownCaseError
from dashboard.registry import hosts, open_registry, rooms
from dashboard.registry.door import narrow
from dashboard.registry.guard import account
from dashboard.registry.models import Audit, Publication, Room, now
from dashboard.sealing import open_text, seal_text
from pipeline.errors import StoreError

SAID = "il manque <b>la nuit</b>, =1+1, et Solange"


def test_only_a_room_enters_and_only_with_its_own_publication(at, door, publish):
    other = publish(at.registry, at.asker, "cas-1")
    typed = lambda room_id: digest_code(door.key, room_id, door.code)  # noqa: E731
    assert rooms.enter(at.registry, door.asker, typed) == door.id
    assert rooms.enter(at.registry, Asker(Public.GROUPE, publication_id=other), typed) is None
    assert rooms.enter(at.registry, door.asker, lambda room_id: digest_code(door.key, room_id, "CCCCCC")) is None
    for asker in (Asker(Public.GROUPE), at.asker, Asker(Public.SUPERVISEUR, "x"), Asker(Public.INTERVENANT)):
        with pytest.raises(AccessError):
            rooms.enter(at.registry, asker, typed)
        with pytest.raises(AccessError):
            rooms.put_answers(at.registry, asker, door.id, "t", {"shared/0": ("me", "")})
    with pytest.raises(rooms.RoomClosedError):
        rooms.read_room(at.registry, Asker(Public.GROUPE, publication_id=other), door.id)
    with pytest.raises(rooms.RoomClosedError):
        rooms.put_answers(at.registry, Asker(Public.GROUPE, publication_id=other), door.id, "t", {"shared/0": ("me", "")})


FACILITATOR = [
    lambda at, asker, room: hosts.close_room(at.registry, asker, room),
    lambda at, asker, room: hosts.count_telephones(at.registry, asker, room),
    lambda at, asker, room: hosts.put_paper(at.registry, asker, room, "shared/0", {"me": 1}),
    lambda at, asker, room: hosts.read_paper(at.registry, asker, room),
    lambda at, asker, room: hosts.read_results(at.registry, asker, room, 3),
    lambda at, asker, room: hosts.read_texts(at.registry, asker, room),
    lambda at, asker, room: hosts.last_room(at.registry, asker, at.publication),
    lambda at, asker, room: hosts.open_room(at.registry, asker, at.publication, room_id="x", public_key="", code_digest="", minutes=5),
]


@pytest.mark.parametrize("act", FACILITATOR)
def test_nobody_else_hosts_a_room(at, door, act):
    with at.registry.writing() as session:
        stranger = Asker(Public.INTERVENANT, account(session, "somebody", Public.INTERVENANT).user_id)
    with pytest.raises(UnknownCaseError):
        act(at, stranger, door.id)
    for asker in (door.asker, Asker(Public.SUPERVISEUR, "x")):
        with pytest.raises(AccessError):
            act(at, asker, door.id)


@pytest.mark.parametrize(
    "answers", [{"shared/0": ("yes", "")}, {"shared/99": ("me", "")}, {"shared/0": ("me", "text")}, {"shared/0": ("missing", "x" * 5000)}]
)
def test_answers_that_are_none_are_refused(at, door, answers, stored):
    with pytest.raises(AccessError):
        rooms.put_answers(at.registry, door.asker, door.id, "ticket", answers)
    assert stored(door.id) == []


@pytest.mark.parametrize("ticket", ["", "paper/me"])
def test_no_telephone_speaks_as_paper(at, door, ticket):
    with pytest.raises(AccessError):
        rooms.put_answers(at.registry, door.asker, door.id, ticket, {"shared/0": ("me", "")})


def test_the_database_has_neither_code_nor_key_nor_text(at, door):
    sealed = seal_text(door.public_key, SAID, door.id, "shared/0")
    rooms.put_answers(at.registry, door.asker, door.id, "ticket", {"shared/0": ("missing", sealed)})
    private = at.vault.get("cas-1").rooms[door.id]
    with at.registry.writing() as session:
        session.execute(text("SELECT 1"))
    held = b"".join(path.read_bytes() for path in at.archive.data.glob("circulation.db*"))
    assert door.id.encode() in held
    for secret in (door.code.encode(), private, b"Solange", room_key(at.archive.data)):
        assert secret not in held
    with at.registry.reading() as session:
        assert door.id not in {row.detail for row in session.scalars(select(Audit))}, "rooms leave no trace in the audit"


def test_free_text_is_read_with_the_vault_alone_and_once_closed(at, door):
    sealed = seal_text(door.public_key, SAID, door.id, "shared/0")
    rooms.put_answers(at.registry, door.asker, door.id, "ticket", {"shared/0": ("missing", sealed)})
    with pytest.raises(AccessError):
        hosting.read_texts(at, at.publication, door.id)
    hosts.close_room(at.registry, at.asker, door.id)
    assert [said for _, said in hosting.read_texts(at, at.publication, door.id)] == [SAID]
    shut = SimpleNamespace(archive=at.archive, asker=at.asker, vault=None)
    assert hosting.read_texts(shut, at.publication, door.id) is None
    assert hosting.show_code(shut, at.publication, door.id) is None
    private = at.vault.get("cas-1").rooms[door.id]
    assert open_text(private, sealed, door.id, "shared/1") is None, "it cannot be moved to another item"
    lengths = {len(seal_text(door.public_key, said, door.id, "shared/0")) for said in ("", SAID, "é" * LONGEST)}
    assert len(lengths) == 1, "nor does its length tell anything"


def put(at, door, counts, item="shared/0"):
    for value, n in counts.items():
        for rank in range(n):
            rooms.put_answers(at.registry, door.asker, door.id, f"{value}{rank}", {item: (value, "")})


def test_results_are_told_after_closing_in_words_from_k_on(at, door):
    put(at, door, {"me": 5, "not_me": 2})
    hosts.put_paper(at.registry, at.asker, door.id, "shared/0", {"me": 4, "not_me": 2})
    hosts.put_paper(at.registry, at.asker, door.id, "shared/0", {"me": 3, "not_me": 1})
    hosts.put_paper(at.registry, at.asker, door.id, "shared/1", {"me": 2})
    with pytest.raises(AccessError):
        hosts.read_results(at.registry, at.asker, door.id, 3)
    hosts.close_room(at.registry, at.asker, door.id)
    assert hosts.read_results(at.registry, at.asker, door.id, 3) == {"shared/0": {"me": 3, "not_me": 2}}
    with pytest.raises(AccessError):
        hosts.put_paper(at.registry, at.asker, door.id, "shared/1", {"me": 9})


def test_after_closing_no_two_answers_lead_to_one_telephone(at, door, stored):
    for ticket in ("a", "b", "c"):
        rooms.put_answers(at.registry, door.asker, door.id, ticket, {"shared/0": ("me", ""), "shared/1": ("not_me", "")})
    before = {row.answer_id for row in stored(door.id)}
    hosts.close_room(at.registry, at.asker, door.id)
    after = stored(door.id)
    assert len({row.ticket for row in after}) == 6
    assert not before & {row.answer_id for row in after}


def test_an_expired_room_is_closed_when_it_is_looked_at(at, door):
    put(at, door, {"me": 7})
    with at.registry.writing() as session:
        session.execute(update(Room).where(Room.room_id == door.id).values(expires_at=now()))
    assert hosts.last_room(at.registry, at.asker, at.publication).closed_at is not None
    assert hosts.read_results(at.registry, at.asker, door.id, 3) == {"shared/0": {"me": 4}}


def test_opening_again_closes_the_room_before(at, door):
    again = hosting.open_door(at, at.publication, 60)
    assert rooms.list_open(at.registry, door.asker) == [again.room_id]


def test_a_withdrawn_publication_is_no_room(at, door):
    with at.registry.writing() as session:
        session.execute(update(Publication).where(Publication.publication_id == at.publication).values(withdrawn_at=now()))
    try:
        with pytest.raises(rooms.RoomClosedError):
            rooms.read_room(at.registry, door.asker, door.id)
        with pytest.raises(UnknownCaseError):
            hosting.open_door(at, at.publication, 60)
    finally:
        with at.registry.writing() as session:
            session.execute(update(Publication).where(Publication.publication_id == at.publication).values(withdrawn_at=None))


@pytest.mark.parametrize("minutes", [0, -5, 100_000])
def test_a_room_has_an_end(at, minutes):
    with pytest.raises(ValueError, match="minutes"):
        hosting.open_door(at, at.publication, minutes)


REFUSED = [
    "SELECT * FROM participants",
    "SELECT * FROM interventions",
    "SELECT * FROM audit",
    "SELECT subject FROM users",
    "SELECT name FROM sqlite_master",
    "DELETE FROM rooms",
    "UPDATE publications SET number = 9",
    "INSERT INTO audit (at, user_id, action, case_id, detail) VALUES ('', '', '', '', '')",
    "DROP TABLE answers",
    "ATTACH DATABASE 'other.db' AS other",
    "PRAGMA writable_schema = 1",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_narrow_door_opens_three_tables_and_no_more(at, door, statement):
    registry = open_registry(at.archive.data, f"sqlite:///{(at.archive.data / 'circulation.db').as_posix()}")
    narrow(registry)
    try:
        with pytest.raises(StoreError), registry.writing() as session:
            session.execute(text(statement))
        assert rooms.list_open(registry, door.asker) == [door.id]
    finally:
        registry.close()


def test_the_key_of_codes_is_this_machine_s_own(tmp_path):
    key = room_key(tmp_path)
    assert room_key(tmp_path) == key
    assert len(key) == 32
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(StoreError):
        room_key(tmp_path)


def test_codes_differ_by_room_and_tickets_by_telephone():
    assert code_of(bytes(32), "a") != code_of(bytes(32), "b")
    assert make_ticket(b"k", "a") != make_ticket(b"k", "a")
