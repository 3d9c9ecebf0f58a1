"""Frozen versions of what a group sees."""

from sqlalchemy import select

from dashboard.publics import Asker, UnknownCaseError
from dashboard.registry.engine import Registry
from dashboard.registry.guard import own
from dashboard.registry.models import Publication


def list_publications(registry: Registry, asker: Asker, case_id: str) -> list[Publication]:
    """The publications of one of the asker's own interventions, the latest first."""
    with registry.reading() as session:
        own(session, asker, case_id)
        rows = select(Publication).where(Publication.case_id == case_id, Publication.withdrawn_at.is_(None))
        return list(session.scalars(rows.order_by(Publication.number.desc())))


def read_publication(registry: Registry, asker: Asker, publication_id: str) -> Publication:
    """One publication of the asker's own interventions.

    Raises
    ------
    UnknownCaseError
        There is none of that id, or it is somebody else's.
    """
    with registry.reading() as session:
        found = session.get(Publication, publication_id)
        if found is None:
            raise UnknownCaseError("there is no such publication among yours; choose one of the list")
        own(session, asker, found.case_id)
        return found
