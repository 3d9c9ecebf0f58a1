"""Rooms, as their facilitator has them: opened and closed, with paper and raised hands; read in words, never numbers, once closed."""

import datetime
import random
from collections.abc import Mapping

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from dashboard.answers import VALUES, in_words, list_items
from dashboard.publics import AccessError, Asker, Public, UnknownCaseError
from dashboard.registry.engine import Registry
from dashboard.registry.guard import only, own_publication
from dashboard.registry.models import Answer, Room, new_id, now
from dashboard.registry.rooms import PAPER, content_of, count_tickets, fresh, put, still_open

LONGEST_MINUTES = 24 * 60
MOST_ON_PAPER = 999


def open_room(
    registry: Registry, asker: Asker, publication_id: str, *, room_id: str, public_key: str, code_digest: str, minutes: int
) -> Room:
    """Open a room for a publication of the asker's own; other rooms of it are closed.

    Raises
    ------
    ValueError
        `minutes` is not between 1 and a day.
    """
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise ValueError("minutes")
    with registry.writing() as session:
        publication = own_publication(session, asker, publication_id)
        if publication.withdrawn_at is not None:
            raise UnknownCaseError("this publication was withdrawn; publish it again")
        for other in session.scalars(select(Room).where(Room.publication_id == publication_id, Room.closed_at.is_(None))):
            _close(session, other)
        opened = now()
        made = Room(
            room_id=room_id,
            publication_id=publication_id,
            code_digest=code_digest,
            public_key=public_key,
            opened_at=opened,
            expires_at=opened + datetime.timedelta(minutes=minutes),
        )
        session.add(made)
    return made


def close_room(registry: Registry, asker: Asker, room_id: str) -> None:
    """Close a room: nothing is taken any more, and no two answers lead to one telephone any more."""
    with registry.writing() as session:
        room = _own_room(session, asker, room_id)
        if room.closed_at is None:
            _close(session, room)


def last_room(registry: Registry, asker: Asker, publication_id: str) -> Room | None:
    """The room of a publication that was opened last; one whose time is over is closed first."""
    with registry.writing() as session:
        own_publication(session, asker, publication_id)
        rows = select(Room).where(Room.publication_id == publication_id).order_by(Room.opened_at.desc()).limit(1)
        room = session.scalars(rows).first()
        if room is not None and room.closed_at is None and room.expires_at <= now():
            _close(session, room)
    return room


def count_telephones(registry: Registry, asker: Asker, room_id: str) -> int:
    """How many telephones have answered so far; what they answered stays untold until the room is closed."""
    with registry.reading() as session:
        _own_room(session, asker, room_id)
        return count_tickets(session, room_id)


def put_paper(registry: Registry, asker: Asker, room_id: str, item: str, counts: Mapping[str, int]) -> None:
    """Say how many paper slips and raised hands gave each value of an item, in the place of what was said before.

    Raises
    ------
    AccessError
        There is no such item or value, or a number is out of bounds.
    RoomClosedError
        The room is closed.
    """
    with registry.writing() as session:
        room = _own_room(session, asker, room_id)
        items = {one.key for one in list_items(content_of(session, room))}
        if item not in items or any(value not in VALUES or not 0 <= n <= MOST_ON_PAPER for value, n in counts.items()):
            raise AccessError("this is no answer of this room")
        for value, n in counts.items():
            put(session, room_id, item, PAPER + value, value=value, count=n)
        still_open(fresh(session, room_id, hold=True))


def read_paper(registry: Registry, asker: Asker, room_id: str) -> dict[tuple[str, str], int]:
    """What the asker has counted by hand, by item and value."""
    with registry.reading() as session:
        _own_room(session, asker, room_id)
        rows = select(Answer).where(Answer.room_id == room_id, Answer.ticket.startswith(PAPER))
        return {(row.item, row.value): row.count for row in session.scalars(rows)}


def read_results(registry: Registry, asker: Asker, room_id: str, k: int) -> dict[str, dict[str, int]]:
    """What a closed room answered, in words (1 to 4) by item and value; what fewer than k answered is not in it.

    Raises
    ------
    AccessError
        The room is still open.
    """
    with registry.reading() as session:
        _closed(session, asker, room_id)
        rows = select(Answer.item, Answer.value, func.sum(Answer.count)).where(Answer.room_id == room_id)
        counts: dict[str, dict[str, int]] = {}
        for item, value, n in session.execute(rows.group_by(Answer.item, Answer.value)):
            counts.setdefault(item, {})[value] = int(n)
    return {item: words for item, by_value in counts.items() if (words := in_words(by_value, k))}


def read_texts(registry: Registry, asker: Asker, room_id: str) -> list[tuple[str, str]]:
    """What was typed in a closed room, sealed: item and text, in no order.

    Raises
    ------
    AccessError
        The room is still open.
    """
    with registry.reading() as session:
        _closed(session, asker, room_id)
        rows = session.execute(select(Answer.item, Answer.text).where(Answer.room_id == room_id, Answer.text != ""))
        return sorted((item, text) for item, text in rows)


def _own_room(session: Session, asker: Asker, room_id: str) -> Room:
    only(asker, Public.INTERVENANT)
    found = session.get(Room, room_id)
    if found is None:
        raise UnknownCaseError("there is no such room among yours")
    own_publication(session, asker, found.publication_id)
    return found


def _closed(session: Session, asker: Asker, room_id: str) -> None:
    if _own_room(session, asker, room_id).closed_at is None:
        raise AccessError("answers are shown once the room is closed")


def _close(session: Session, room: Room) -> None:
    """Write the answers anew, each under a ticket of its own and in another order."""
    room.closed_at = now()
    session.flush()
    columns = (Answer.item, Answer.value, Answer.text, Answer.count, Answer.ticket)
    kept = [
        {"room_id": room.room_id, "item": item, "value": value, "text": text, "count": count, "ticket": _loosened(ticket)}
        for item, value, text, count, ticket in session.execute(select(*columns).where(Answer.room_id == room.room_id))
    ]
    random.SystemRandom().shuffle(kept)
    session.execute(delete(Answer).where(Answer.room_id == room.room_id))
    if kept:
        session.execute(insert(Answer), kept)


def _loosened(ticket: str) -> str:
    return ticket if ticket.startswith(PAPER) else new_id()
