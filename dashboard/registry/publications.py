"""Drafts of what goes back to a group, and the versions of it that were frozen. What is frozen is never written again, but
emptied with the words of somebody who is forgotten.

Only the intervenant sees a draft; a group reads the one publication that its `Asker` names, as long as it was not withdrawn and is
unchanged. Reading one asks for no other table, so that it works behind a narrow door too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.publication import Content
from dashboard.publics import AccessError, Asker, Public, StaleError
from dashboard.registry.engine import Registry
from dashboard.registry.guard import is_at, note, only, own, own_publication
from dashboard.registry.models import Draft, Publication, now


@dataclass(frozen=True)
class Prepared:
    """A draft as it was read; `version` is 0 where nothing was decided yet."""

    content: dict[str, Any]
    version: int


def read_draft(registry: Registry, asker: Asker, case_id: str) -> Prepared:
    """What is being prepared for the group of one of the asker's own interventions."""
    with registry.reading() as session:
        own(session, asker, case_id)
        found = session.get(Draft, case_id)
        return Prepared(dict(found.content), found.version) if found else Prepared({}, 0)


def write_draft(registry: Registry, asker: Asker, case_id: str, version: int, content: dict[str, Any], did: str = "change") -> Prepared:
    """Write a draft at once.

    Parameters
    ----------
    registry, asker, case_id
        Where, who asks, and of which intervention.
    version
        The one that the asker has seen.
    content
        The whole draft.
    did
        A verb for the audit ("asked": the person agreed to be quoted), which tells no word and nobody.

    Raises
    ------
    StaleError
        The draft is no longer at `version`.
    """
    with registry.writing() as session:
        found = _draft(session, asker, case_id, version)
        found.content = content
        _flush(session)
        note(session, asker, f"draft.{did}", case_id)
        return Prepared(dict(found.content), found.version)


class Door(Protocol):
    """Knows what may not stand before a group; `dashboard.restitution.typed.Door` is the one of a case, and needs its open vault."""

    def refused(self, content: Content) -> list[str]:
        """The fields in which a name stands."""
        ...

    def rare(self, content: Content, asked: Collection[str]) -> dict[str, tuple[str, list[str]]]:
        """The texts that may point at a person, less those whose person was asked: (field, details), by text."""
        ...


def publish(
    registry: Registry,
    asker: Asker,
    case_id: str,
    version: int,
    content: Content,
    draft: dict[str, Any],
    *,
    door: Door,
    asked: Collection[str] = (),
) -> Publication:
    """Freeze a content under the next number, and write the draft with what it must remember of it, both or neither.

    Parameters
    ----------
    registry, asker, case_id, version
        Where, who asks, of which intervention, and the draft that the asker has seen.
    content, draft
        What is frozen, and the whole draft.
    door, asked
        Through which every text has to pass, and the texts whose person agreed to a rare detail.

    Raises
    ------
    AccessError
        A name stands in it, or a rare detail that nobody was asked about; nothing is frozen.
    StaleError
        The draft is no longer at `version`, so that something else would be frozen than what was looked at.
    """
    if door.refused(content) or door.rare(content, asked):
        raise AccessError("a name, or a rare detail that nobody was asked about, stands in what would be published")
    with registry.writing() as session:
        found = _draft(session, asker, case_id, version)
        found.content = draft
        last = session.scalar(select(func.max(Publication.number)).where(Publication.case_id == case_id)) or 0
        made = Publication(case_id=case_id, number=last + 1, content=content.model_dump(mode="json"), digest=content.digest())
        session.add(made)
        _flush(session)
        note(session, asker, "publication.publish", case_id, made.publication_id)
    return made


def list_publications(registry: Registry, asker: Asker, case_id: str, *, withdrawn: bool = False) -> list[Publication]:
    """The publications of one of the asker's own interventions, the latest first; those that were withdrawn only where asked for."""
    with registry.reading() as session:
        own(session, asker, case_id)
        rows = select(Publication).where(Publication.case_id == case_id)
        if not withdrawn:
            rows = rows.where(Publication.withdrawn_at.is_(None))
        return list(session.scalars(rows.order_by(Publication.number.desc())))


def read_publication(registry: Registry, asker: Asker, publication_id: str) -> Publication:
    """One publication: for an intervenant of his own interventions, for a group the one of its room.

    Raises
    ------
    AccessError
        The asker is of another public, or a room that may read another publication, or none any more.
    UnknownCaseError
        There is none of that id among the intervenant's own.
    """
    only(asker, Public.INTERVENANT, Public.GROUPE)
    if asker.public == Public.GROUPE and (not publication_id or publication_id != asker.publication_id):
        raise AccessError("a room reads its own publication and no other")
    with registry.reading() as session:
        if asker.public == Public.INTERVENANT:
            found = own_publication(session, asker, publication_id)
        else:
            found = session.get(Publication, publication_id)
            if found is None or found.withdrawn_at is not None:
                raise AccessError("this publication is no longer there for a group")
        content_of(found)
        return found


def content_of(publication: Publication) -> Content:
    """What was frozen.

    Raises
    ------
    AccessError
        It is not what was frozen: the database was changed by another hand.
    """
    try:
        content = Content.model_validate(publication.content)
    except ValueError:
        raise AccessError("a publication is not what was frozen") from None
    if content.digest() != publication.digest:
        raise AccessError("a publication is not what was frozen")
    return content


def withdraw(registry: Registry, asker: Asker, publication_id: str, *, erase: bool = False) -> None:
    """Take a publication back: no room and no wall reads it from now on. Withdrawing twice changes nothing.

    With `erase` nothing of what it said is kept either.
    """
    with registry.writing() as session:
        found = own_publication(session, asker, publication_id)
        if found.withdrawn_at is None:
            found.withdrawn_at = now()
            note(session, asker, "publication.withdraw", found.case_id, publication_id)
        if erase:
            nothing = Content(title="")
            found.content, found.digest = nothing.model_dump(mode="json"), nothing.digest()
            note(session, asker, "publication.erase", found.case_id, publication_id)


def _draft(session: Session, asker: Asker, case_id: str, version: int) -> Draft:
    own(session, asker, case_id)
    found = session.get(Draft, case_id)
    is_at(found.version if found else 0, version)
    if found is None:
        found = Draft(case_id=case_id)
        session.add(found)
    return found


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError:
        # two began the same draft, or the same number, at once
        raise StaleError("this was changed by somebody else meanwhile; look at it again") from None
