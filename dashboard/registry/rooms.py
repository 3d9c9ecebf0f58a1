"""Rooms, as their telephones see them: a frozen publication that is open to answers for a while.

A room asks as `Asker(Public.GROUPE, publication_id=…)`: it may enter by the code, read that publication, and put answers, nothing else,
and nothing after closing. What its facilitator may do stands in `hosts`. Nothing here is written to the audit.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dashboard.answers import VALUES, list_items
from dashboard.publication import Content
from dashboard.publics import AccessError, Asker, Public
from dashboard.registry.engine import Registry
from dashboard.registry.guard import only
from dashboard.registry.models import Answer, Publication, Room, new_id, now

MOST_TICKETS = 500
"""Telephones of one room."""
_LONGEST_SEALED = 4096
PAPER = "paper/"
"""Starts the ticket of what was counted by hand; no telephone's ticket has a stroke in it."""


class RoomClosedError(AccessError):
    """The room is closed, or its time is over."""


@dataclass(frozen=True)
class Open:
    """What the process of a room knows of it."""

    room_id: str
    content: Content
    public_key: str


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
            put(session, room_id, item, ticket, value=value, text=text)
        session.execute(delete(Answer).where(Answer.room_id == room_id, Answer.ticket == ticket, Answer.item.not_in(answers)))
        if count_tickets(session, room_id) > MOST_TICKETS:
            raise AccessError("this room has as many telephones as it takes")
        # written first and asked then, so that who closes waits for us or we see that he has closed
        _open(session, asker, room_id, hold=True)


def _publication_of(asker: Asker) -> str:
    only(asker, Public.GROUPE)
    if not asker.publication_id:
        raise AccessError("a room asks for one publication")
    return asker.publication_id


def _is_open() -> ColumnElement[bool]:
    return Room.closed_at.is_(None) & (Room.expires_at > now())


def fresh(session: Session, room_id: str, hold: bool = False) -> Room | None:
    """A room as it is now; `hold` keeps it so until the transaction ends, where the database can."""
    rows = select(Room).where(Room.room_id == room_id).execution_options(populate_existing=True)
    return session.scalars(rows.with_for_update(read=True) if hold else rows).one_or_none()


def still_open(room: Room | None) -> Room:
    """The room, if it takes answers."""
    if room is None or room.closed_at is not None or room.expires_at <= now():
        raise RoomClosedError("this room is closed")
    return room


def _open(session: Session, asker: Asker, room_id: str, hold: bool = False) -> Open:
    publication_id = _publication_of(asker)
    room = still_open(fresh(session, room_id, hold))
    if room.publication_id != publication_id:
        raise RoomClosedError("this room is closed")
    return Open(room_id, content_of(session, room), room.public_key)


def content_of(session: Session, room: Room) -> Content:
    """The frozen content of a room's publication, unless it was withdrawn."""
    publication = session.get(Publication, room.publication_id)
    if publication is None or publication.withdrawn_at is not None:
        raise RoomClosedError("this room is closed")
    return Content.model_validate(publication.content)


def count_tickets(session: Session, room_id: str) -> int:
    """How many telephones have answered."""
    rows = select(func.count(Answer.ticket.distinct())).where(Answer.room_id == room_id, Answer.ticket.not_like(f"{PAPER}%"))
    return session.scalar(rows) or 0


def put(session: Session, room_id: str, item: str, ticket: str, *, value: str, text: str = "", count: int = 1) -> None:
    """One answer, in the place of the one that this ticket gave; both databases know this form of INSERT."""
    dialect = postgresql if session.connection().dialect.name == "postgresql" else sqlite
    fresh = {"value": value, "text": text, "count": count}
    row = dialect.insert(Answer).values(answer_id=new_id(), room_id=room_id, item=item, ticket=ticket, **fresh)
    session.execute(row.on_conflict_do_update(index_elements=["room_id", "item", "ticket"], set_=fresh))
