"""Interventions, their sessions, their participants without names, and who was present."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from dashboard.publics import Asker, Public, StaleError
from dashboard.registry.engine import Registry
from dashboard.registry.guard import is_at, note, only, own
from dashboard.registry.models import Decision, Intervention, Participant, Presence, Sitting, now

KEPT_MONTHS = 6
"""How long an intervention is kept after its last session, unless its facilitator says otherwise."""

_OF_AN_INTERVENTION = frozenset({"title", "objective", "reserves", "sector", "facilitator", "groups", "retain_until"})
_OF_A_SITTING = frozenset({"order", "kind", "date", "phase", "sharing", "subgroup", "n_present", "review"})
_OF_A_PARTICIPANT = frozenset({"role", "subgroup", "consent"})


def list_interventions(registry: Registry, asker: Asker) -> list[Intervention]:
    """The asker's own interventions, the latest first."""
    only(asker, Public.INTERVENANT)
    with registry.reading() as session:
        rows = select(Intervention).where(Intervention.owner_id == asker.user_id)
        return list(session.scalars(rows.order_by(Intervention.created_at.desc(), Intervention.case_id)))


def get_intervention(registry: Registry, asker: Asker, case_id: str) -> Intervention:
    """One intervention of the asker's own."""
    with registry.reading() as session:
        return own(session, asker, case_id)


def add_intervention(registry: Registry, asker: Asker, case_id: str = "", **fields: Any) -> Intervention:
    """Begin an intervention.

    Parameters
    ----------
    registry, asker
        Where, and who asks.
    case_id
        The folder of tables that it takes over; by default the next free number ("cas-3").
    fields
        title, objective, reserves, sector, facilitator, groups, retain_until.
    """
    only(asker, Public.INTERVENANT)
    with registry.writing() as session:
        if not case_id:
            taken = set(session.scalars(select(Intervention.case_id)))
            case_id = next(name for n in range(1, len(taken) + 2) if (name := f"cas-{n}") not in taken)
        made = Intervention(case_id=case_id, owner_id=asker.user_id)
        _set(made, fields, _OF_AN_INTERVENTION)
        session.add(made)
        note(session, asker, "intervention.add", case_id)
    return made


def change_intervention(registry: Registry, asker: Asker, case_id: str, version: int, **fields: Any) -> Intervention:
    """Change what is said of an intervention.

    Raises
    ------
    StaleError
        It is no longer at `version`, the one that the asker has seen.
    """
    with registry.writing() as session:
        found = own(session, asker, case_id)
        is_at(found.version, version)
        _set(found, fields, _OF_AN_INTERVENTION)
        note(session, asker, "intervention.change", case_id)
    return found


def remove_intervention(registry: Registry, asker: Asker, case_id: str) -> None:
    """Take an intervention out of the registry, with all that hangs on it; `Archive.remove_case` does the same everywhere else."""
    with registry.writing() as session:
        session.delete(own(session, asker, case_id))
        note(session, asker, "intervention.remove", case_id)


def list_sittings(registry: Registry, asker: Asker, case_id: str) -> list[Sitting]:
    """The sessions of an intervention, in order."""
    with registry.reading() as session:
        own(session, asker, case_id)
        return list(session.scalars(select(Sitting).where(Sitting.case_id == case_id).order_by(Sitting.order, Sitting.session_id)))


def put_sitting(registry: Registry, asker: Asker, case_id: str, session_id: str, version: int | None = None, **fields: Any) -> Sitting:
    """Add a session (`version` None) or change one that the asker has seen at `version`.

    A session with a date moves the day until which the intervention is kept to six months after the last one.
    """
    with registry.writing() as session:
        intervention = own(session, asker, case_id)
        found = _seen_at(session, case_id, session_id, version)
        if found is None:
            found = Sitting(case_id=case_id, session_id=session_id, order=len(_sittings(session, case_id)))
            session.add(found)
        _set(found, fields, _OF_A_SITTING)
        session.flush()
        if dates := [one.date for one in _sittings(session, case_id) if one.date]:
            until = _months_after(max(dates), KEPT_MONTHS)
            intervention.retain_until = max(until, intervention.retain_until or until)
        note(session, asker, "session.put", case_id, session_id)
    return found


def check_sitting(registry: Registry, asker: Asker, case_id: str, session_id: str, version: int | None) -> None:
    """Refuse what `put_sitting` would refuse, before anything else is written.

    Raises
    ------
    StaleError
        The session is there already, or was changed since.
    """
    with registry.reading() as session:
        own(session, asker, case_id)
        _seen_at(session, case_id, session_id, version)


def _seen_at(session: Session, case_id: str, session_id: str, version: int | None) -> Sitting | None:
    found = session.get(Sitting, (case_id, session_id))
    if found is not None and version is None:
        raise StaleError("this session is there already; look at it again")
    if found is not None and version is not None:
        is_at(found.version, version)
    return found


def remove_sitting(registry: Registry, asker: Asker, case_id: str, session_id: str) -> None:
    """Take a session out of the registry with what was decided in it; those after it move up, as their ranks do in the tables."""
    with registry.writing() as session:
        own(session, asker, case_id)
        session.execute(delete(Sitting).where(Sitting.case_id == case_id, Sitting.session_id == session_id))
        # the id is free again: what was decided of its turns must not reach those of another session
        inside = or_(Decision.target_id == session_id, Decision.target_id.startswith(f"{session_id}:", autoescape=True))
        session.execute(delete(Decision).where(Decision.case_id == case_id, inside))
        for order, one in enumerate(sorted(_sittings(session, case_id), key=lambda one: (one.order, one.session_id))):
            one.order = order
        note(session, asker, "session.remove", case_id, session_id)


def list_participants(registry: Registry, asker: Asker, case_id: str) -> list[Participant]:
    """The list of participants without names, and what each agreed to."""
    with registry.reading() as session:
        own(session, asker, case_id)
        rows = select(Participant).where(Participant.case_id == case_id)
        return sorted(session.scalars(rows), key=lambda one: (len(one.participant_id), one.participant_id))


def put_participant(registry: Registry, asker: Asker, case_id: str, participant_id: str, **fields: Any) -> Participant:
    """Add or change one line of the list: role, subgroup, consent (recording, notes, none)."""
    with registry.writing() as session:
        own(session, asker, case_id)
        found = session.get(Participant, (case_id, participant_id))
        if found is None:
            found = Participant(case_id=case_id, participant_id=participant_id)
            session.add(found)
        if fields.get("consent", found.consent) != found.consent or found.consent_at is None:
            found.consent_at = now()
        _set(found, fields, _OF_A_PARTICIPANT)
        note(session, asker, "participant.put", case_id, participant_id)
    return found


def remove_participant(registry: Registry, asker: Asker, case_id: str, participant_id: str) -> None:
    """Take one line out of the list."""
    with registry.writing() as session:
        own(session, asker, case_id)
        session.execute(delete(Participant).where(Participant.case_id == case_id, Participant.participant_id == participant_id))
        note(session, asker, "participant.remove", case_id, participant_id)


def list_present(registry: Registry, asker: Asker, case_id: str) -> dict[str, set[str]]:
    """Who was at which session: participant ids by session id; a session of which nothing was said is not in it."""
    with registry.reading() as session:
        own(session, asker, case_id)
        present: dict[str, set[str]] = {}
        for row in session.scalars(select(Presence).where(Presence.case_id == case_id)):
            present.setdefault(row.session_id, set()).add(row.participant_id)
        return present


def set_present(registry: Registry, asker: Asker, case_id: str, session_id: str, participant_ids: Collection[str]) -> None:
    """Say who was at a session."""
    with registry.writing() as session:
        own(session, asker, case_id)
        session.execute(delete(Presence).where(Presence.case_id == case_id, Presence.session_id == session_id))
        session.add_all(Presence(case_id=case_id, session_id=session_id, participant_id=one) for one in sorted(set(participant_ids)))
        note(session, asker, "presence.set", case_id, session_id)


def _sittings(session: Session, case_id: str) -> Sequence[Sitting]:
    return session.scalars(select(Sitting).where(Sitting.case_id == case_id)).all()


def _set(row: object, fields: Mapping[str, Any], allowed: frozenset[str]) -> None:
    if unknown := fields.keys() - allowed:
        raise TypeError(f"no such field: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(row, name, value)


def _months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = datetime.date(year, month + 1, 1)
    after = datetime.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + datetime.timedelta(day.day - 1), after - datetime.timedelta(1))
