"""Accounts of a server: an administrator invites an address to a role, and whoever signs in with it has that role from then on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.publics import AccessError, Asker, Public
from dashboard.registry.engine import Registry
from dashboard.registry.guard import note, only
from dashboard.registry.models import Intervention, User

INVITED = "mailto:"
"""Starts the subject of an account whose owner has not signed in yet."""
ROLES = (Public.INTERVENANT, Public.SUPERVISEUR)
NONE = ""
"""The role of an account that was taken away."""


def sign_in(registry: Registry, subject: str, email: str, administrator: str = "") -> Asker | None:
    """Who asks, once the identity provider has said who it is.

    Parameters
    ----------
    registry
        Where the accounts are.
    subject
        What the provider calls this person, for ever.
    email
        The address that the provider has verified, or "".
    administrator
        The address of whoever keeps the accounts.

    Returns
    -------
    Asker or None
        None where nobody invited this person, or the account was taken away.
    """
    with registry.writing() as session:
        found = _account(session, subject)
        if found is None and email:
            found = _account(session, INVITED + email.casefold())
            if found is None and administrator and email.casefold() == administrator.casefold():
                found = User(subject=subject, role=Public.ADMINISTRATEUR.value)
                session.add(found)
            if found is not None:
                # from now on the provider's own name counts: an address may be given to somebody else one day
                found.subject = subject
                session.flush()
                note(session, Asker(Public(found.role), found.user_id), "account.first_sign_in")
        return Asker(Public(found.role), found.user_id) if found is not None and found.role != NONE else None


def list_accounts(registry: Registry, asker: Asker) -> list[User]:
    """All accounts, for the administrator: `subject` is an address until its owner has signed in."""
    only(asker, Public.ADMINISTRATEUR)
    with registry.reading() as session:
        return list(session.scalars(select(User).order_by(User.created_at, User.user_id)))


def invite(registry: Registry, asker: Asker, email: str, role: Public) -> User:
    """Let whoever signs in with an address have a role."""
    only(asker, Public.ADMINISTRATEUR)
    if role not in ROLES:
        raise AccessError("an account is an intervenant's or a supervisor's")
    with registry.writing() as session:
        subject = INVITED + email.strip().casefold()
        found = _account(session, subject) or User(subject=subject, role=role.value)
        found.role = role.value
        session.add(found)
        session.flush()
        note(session, asker, "account.invite", detail=found.user_id)
    return found


def take_away(registry: Registry, asker: Asker, user_id: str) -> bool:
    """Take an account's role away; its interventions stay with it. False where it is the asker's own or not there."""
    only(asker, Public.ADMINISTRATEUR)
    with registry.writing() as session:
        found = session.get(User, user_id)
        if found is None or user_id == asker.user_id:
            return False
        owns = session.scalar(select(Intervention.case_id).where(Intervention.owner_id == user_id).limit(1))
        if owns is None and found.subject.startswith(INVITED):
            session.delete(found)
        else:
            found.role = NONE
        note(session, asker, "account.take_away", detail=user_id)
    return True


def _account(session: Session, subject: str) -> User | None:
    return session.scalars(select(User).where(User.subject == subject)).one_or_none()
