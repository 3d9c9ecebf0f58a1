"""The one question asked before any row of the registry is read or written: whose is it?"""

from sqlalchemy.orm import Session

from dashboard.publics import AccessError, Asker, Public, StaleError, UnknownCaseError
from dashboard.registry.models import Audit, Intervention, Publication, User


def only(asker: Asker, *publics: Public) -> None:
    """Refuse everybody but some publics.

    Raises
    ------
    AccessError
        The asker is of another public, or has no account where the public has one.
    """
    if asker.public not in publics or (asker.public != Public.GROUPE and not asker.user_id):
        raise AccessError(f"this is not for {asker.public!s}")


def own(session: Session, asker: Asker, case_id: str) -> Intervention:
    """The intervention, if it is the asker's own.

    Raises
    ------
    AccessError
        The asker is no intervenant.
    UnknownCaseError
        There is none of that id, or it is somebody else's.
    """
    only(asker, Public.INTERVENANT)
    found = session.get(Intervention, case_id)
    if found is None or found.owner_id != asker.user_id:
        raise UnknownCaseError("there is no such intervention among yours; choose one of the list")
    return found


def own_publication(session: Session, asker: Asker, publication_id: str) -> Publication:
    """The publication, if it is of one of the asker's own interventions; raises as `own` does."""
    only(asker, Public.INTERVENANT)
    found = session.get(Publication, publication_id)
    if found is None:
        raise UnknownCaseError("there is no such publication among yours; choose one of the list")
    own(session, asker, found.case_id)
    return found


def is_at(present: int | None, seen: int | None) -> None:
    """Refuse to change what is no longer at the version that the asker has seen.

    Raises
    ------
    StaleError
        It is at another one.
    """
    if present != seen:
        raise StaleError("this was changed by somebody else meanwhile; look at it again")


def note(session: Session, asker: Asker, action: str, case_id: str = "", detail: str = "") -> None:
    """Write one line of the audit: a verb and ids, never a word of anybody."""
    session.add(Audit(user_id=asker.user_id, action=action, case_id=case_id, detail=detail))


def account(session: Session, subject: str, role: Public) -> User:
    """The account of somebody who signed in, made on the first time."""
    found = session.query(User).filter_by(subject=subject).one_or_none()
    if found is None:
        found = User(subject=subject, role=role.value)
        session.add(found)
        session.flush()
    return found
