"""Rooms: a frozen publication that is open to answers for a while, and what a room answered.

A room asks as `Asker(Public.GROUPE, publication_id=…)`: it may enter by the code, read that publication, and put answers, nothing else,
and nothing after closing. Its facilitator opens and closes it, adds paper and raised hands, and reads words, never numbers, once it is
closed. Nothing here is written to the audit.
"""

import datetime
import hmac
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dashboard.answers import VALUES, in_words, list_items
from dashboard.publication import Content
from dashboard.publics import AccessError, Asker, Public, UnknownCaseError
from dashboard.registry.engine import Registry
from dashboard.registry.guard import only, own
from dashboard.registry.models import Answer, Publication, Room, new_id, now

LONGEST_MINUTES = 24 * 60
MOST_TICKETS = 500
"""Telephones of one room."""
MOST_ON_PAPER = 999
_LONGEST_SEALED = 4096
_PAPER = "paper/"
"""Starts the ticket of what was counted by hand; no telephone's ticket has a stroke in it."""


class RoomClosedError(AccessError):
    """The room is closed, or its time is over."""


@dataclass(frozen=True)
class Open:
    """What the process of a room knows of it."""

    room_id: str
    content: Content
    public_key: str


# -- what a room may do


def find_publication(registry: Registry, asker: Asker) -> str:
    """The publication of the room that was opened last, for the process that is to serve it and knows none yet.

    Raises
    ------
    RoomClosedError
        No room is open.
    """
    only(asker, Public.GROUPE)
    with registry.reading() as session:
        rows = select(Room.publication_id).where(_is_open()).order_by(Room.opened_at.desc()).limit(1)
        found = session.scalar(rows)
    if found is None:
        raise RoomClosedError("no room is open; open one on the page Réponses of the dashboard")
    return found


def enter(registry: Registry, asker: Asker, digest_of: Callable[[str], str]) -> str | None:
    """The open room of this publication whose code was typed, or None.

    Parameters
    ----------
    registry, asker
        Where, and which publication's room asks.
    digest_of
        From a room_id to the keyed digest of the code that was typed.
    """
    found = None
    with registry.reading() as session:
        for room in session.scalars(select(Room).where(Room.publication_id == _publication_of(asker), _is_open())):
            if hmac.compare_digest(room.code_digest, digest_of(room.room_id)):
                found = room.room_id
    return found


def list_open(registry: Registry, asker: Asker) -> list[str]:
    """The ids of the open rooms of this publication."""
    with registry.reading() as session:
        return list(session.scalars(select(Room.room_id).where(Room.publication_id == _publication_of(asker), _is_open())))


def read_room(registry: Registry, asker: Asker, room_id: str) -> Open:
    """The frozen content that a room answers to.

    Raises
    ------
    RoomClosedError
        The room is closed, or none of this publication.
    """
    with registry.reading() as session:
        return _open(session, asker, room_id)


def put_answers(registry: Registry, asker: Asker, room_id: str, ticket: str, answers: Mapping[str, tuple[str, str]]) -> None:
    """Write what one telephone answers, in the place of all that it answered before.

    Parameters
    ----------
    registry, asker
        Where, and which publication's room asks.
    room_id, ticket
        From `enter`, and the telephone's own mark.
    answers
        By item, a value of `answers.VALUES` and a sealed text or "".

    Raises
    ------
    AccessError
        An item, a value or a text is not one of this room, or there are too many telephones.
    RoomClosedError
        The room is closed; nothing was written.
    """
    with registry.writing() as session:
        items = {item.key for item in list_items(_open(session, asker, room_id).content)}
        fits = all(
            item in items and value in VALUES and len(text) <= _LONGEST_SEALED and (not text or value == "missing")
            for item, (value, text) in answers.items()
        )
        if not fits or not ticket or "/" in ticket:
            raise AccessError("these answers are not of this room")
        for item, (value, text) in answers.items():
            _put(session, room_id, item, ticket, value=value, text=text)
        session.execute(delete(Answer).where(Answer.room_id == room_id, Answer.ticket == ticket, Answer.item.not_in(answers)))
        if _count_tickets(session, room_id) > MOST_TICKETS:
            raise AccessError("this room has as many telephones as it takes")
        # written first and asked then, so that who closes waits for us or we see that he has closed
        _open(session, asker, room_id, hold=True)


# -- what its facilitator may do


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
        publication = _own_publication(session, asker, publication_id)
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
        _own_publication(session, asker, publication_id)
        rows = select(Room).where(Room.publication_id == publication_id).order_by(Room.opened_at.desc()).limit(1)
        room = session.scalars(rows).first()
        if room is not None and room.closed_at is None and room.expires_at <= now():
            _close(session, room)
    return room


def count_telephones(registry: Registry, asker: Asker, room_id: str) -> int:
    """How many telephones have answered so far; what they answered stays untold until the room is closed."""
    with registry.reading() as session:
        _own_room(session, asker, room_id)
        return _count_tickets(session, room_id)


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
        items = {one.key for one in list_items(_content(session, room))}
        if item not in items or any(value not in VALUES or not 0 <= n <= MOST_ON_PAPER for value, n in counts.items()):
            raise AccessError("this is no answer of this room")
        for value, n in counts.items():
            _put(session, room_id, item, _PAPER + value, value=value, count=n)
        _still_open(_fresh(session, room_id, hold=True))


def read_paper(registry: Registry, asker: Asker, room_id: str) -> dict[tuple[str, str], int]:
    """What the asker has counted by hand, by item and value."""
    with registry.reading() as session:
        _own_room(session, asker, room_id)
        rows = select(Answer).where(Answer.room_id == room_id, Answer.ticket.startswith(_PAPER))
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


def _publication_of(asker: Asker) -> str:
    only(asker, Public.GROUPE)
    if not asker.publication_id:
        raise AccessError("a room asks for one publication")
    return asker.publication_id


def _is_open() -> ColumnElement[bool]:
    return Room.closed_at.is_(None) & (Room.expires_at > now())


def _fresh(session: Session, room_id: str, hold: bool = False) -> Room | None:
    rows = select(Room).where(Room.room_id == room_id).execution_options(populate_existing=True)
    return session.scalars(rows.with_for_update(read=True) if hold else rows).one_or_none()


def _still_open(room: Room | None) -> Room:
    if room is None or room.closed_at is not None or room.expires_at <= now():
        raise RoomClosedError("this room is closed")
    return room


def _open(session: Session, asker: Asker, room_id: str, hold: bool = False) -> Open:
    publication_id = _publication_of(asker)
    room = _still_open(_fresh(session, room_id, hold))
    if room.publication_id != publication_id:
        raise RoomClosedError("this room is closed")
    return Open(room_id, _content(session, room), room.public_key)


def _content(session: Session, room: Room) -> Content:
    publication = session.get(Publication, room.publication_id)
    if publication is None or publication.withdrawn_at is not None:
        raise RoomClosedError("this room is closed")
    return Content.model_validate(publication.content)


def _own_publication(session: Session, asker: Asker, publication_id: str) -> Publication:
    only(asker, Public.INTERVENANT)
    found = session.get(Publication, publication_id)
    if found is None:
        raise UnknownCaseError("there is no such publication among yours; choose one of the list")
    own(session, asker, found.case_id)
    return found


def _own_room(session: Session, asker: Asker, room_id: str) -> Room:
    only(asker, Public.INTERVENANT)
    found = session.get(Room, room_id)
    if found is None:
        raise UnknownCaseError("there is no such room among yours")
    _own_publication(session, asker, found.publication_id)
    return found


def _closed(session: Session, asker: Asker, room_id: str) -> None:
    if _own_room(session, asker, room_id).closed_at is None:
        raise AccessError("answers are shown once the room is closed")


def _count_tickets(session: Session, room_id: str) -> int:
    rows = select(func.count(Answer.ticket.distinct())).where(Answer.room_id == room_id, Answer.ticket.not_like(f"{_PAPER}%"))
    return session.scalar(rows) or 0


def _put(session: Session, room_id: str, item: str, ticket: str, *, value: str, text: str = "", count: int = 1) -> None:
    """One answer, in the place of the one that this ticket gave; both databases know this form of INSERT."""
    dialect = postgresql if session.connection().dialect.name == "postgresql" else sqlite
    fresh = {"value": value, "text": text, "count": count}
    row = dialect.insert(Answer).values(answer_id=new_id(), room_id=room_id, item=item, ticket=ticket, **fresh)
    session.execute(row.on_conflict_do_update(index_elements=["room_id", "item", "ticket"], set_=fresh))


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
    return ticket if ticket.startswith(_PAPER) else new_id()
