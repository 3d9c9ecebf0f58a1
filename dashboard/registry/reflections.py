"""*Ma fiche de supervision*: what an intervenant writes about himself, private until he hands it over.

A fiche that is handed over is closed. Its author may take it back until a supervisor has opened it: what was read
cannot be unread. A supervisor gets the answers and the day, and neither the author, nor the intervention.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.publics import AccessError, Asker, Public, StaleError
from dashboard.registry.engine import Registry
from dashboard.registry.guard import is_at, note, only, own
from dashboard.registry.models import Reflection, now
from pipeline.errors import LeakError
from pipeline.pseudonymise.text import fold

QUESTIONS = ("vecu", "touche", "parti", "evite", "appris", "demande", "signature")
LONGEST = 4000
"""Characters of an answer."""

Refuse = Callable[[Mapping[str, str]], None]
"""Raises where one of some texts may not leave (`pipeline.pseudonymise.gate.Gate.refuse`)."""


@dataclass(frozen=True)
class Fiche:
    """A fiche as its author sees it; `version` None has not been written yet."""

    answers: Mapping[str, str]
    handed: datetime.date | None = None
    read: datetime.date | None = None
    version: int | None = None


@dataclass(frozen=True)
class Received:
    """A fiche as a supervisor sees it."""

    reflection_id: str
    day: datetime.date
    read: bool
    answers: Mapping[str, str]


def get_fiche(registry: Registry, asker: Asker, case_id: str) -> Fiche:
    """The asker's own fiche on one of his interventions; an empty one before he wrote anything."""
    with registry.reading() as session:
        found = _own(session, asker, case_id)
    return _seen(found) if found is not None else Fiche({})


def write_fiche(registry: Registry, asker: Asker, case_id: str, version: int | None, answers: Mapping[str, str]) -> Fiche:
    """Write answers by question, of `QUESTIONS`; empty ones are kept as nothing.

    Raises
    ------
    StaleError
        The fiche is no longer at `version`, the one that the asker has seen.
    AccessError
        It is handed over.
    """
    if unknown := answers.keys() - set(QUESTIONS):
        raise TypeError(f"no such question: {', '.join(sorted(unknown))}")
    with registry.writing() as session:
        found = _own(session, asker, case_id)
        is_at(found.version if found else None, version)
        if found is None:
            found = Reflection(case_id=case_id, author_id=asker.user_id)
            session.add(found)
        elif found.handed_at is not None:
            raise AccessError("a fiche that is handed over is closed")
        kept = {name: answers[name].strip()[:LONGEST] for name in QUESTIONS if answers.get(name, "").strip()}
        found.content = {"answers": kept}
        session.flush()
        note(session, asker, "reflection.write", case_id, found.reflection_id)
    return _seen(found)


def hand_over(registry: Registry, asker: Asker, case_id: str, version: int, refuse: Refuse | None) -> Fiche:
    """Hand a fiche over to supervision.

    Parameters
    ----------
    registry, asker, case_id, version
        Which, and the version that the asker has seen.
    refuse
        The leak gate's `refuse`, of all cases of the open vault; None where there is no vault.

    Raises
    ------
    LeakError
        A known name, or the title of the intervention, stands in an answer; it names the questions, never the text.
    StaleError
        The fiche is no longer at `version`.
    """
    with registry.writing() as session:
        intervention = own(session, asker, case_id)
        found = _at(session, asker, case_id, version)
        answers = found.content.get("answers", {})
        if refuse is not None:
            refuse(answers)
        title = fold(intervention.title.strip())
        if title and (named := [name for name, text in answers.items() if title in fold(text)]):
            raise LeakError(f"the intervention's title stands in {', '.join(named)}; say it in other words")
        if answers and found.handed_at is None:
            found.handed_at = now()
            note(session, asker, "reflection.hand_over", case_id, found.reflection_id)
    return _seen(found)


def take_back(registry: Registry, asker: Asker, case_id: str, version: int) -> Fiche:
    """Take a fiche back, as long as no supervisor has opened it.

    Raises
    ------
    StaleError
        The fiche is no longer at `version`; opening it is a change.
    """
    with registry.writing() as session:
        found = _at(session, asker, case_id, version)
        if found.handed_at is not None and "read" not in found.content:
            found.handed_at = None
            note(session, asker, "reflection.take_back", case_id, found.reflection_id)
    return _seen(found)


def list_received(registry: Registry, asker: Asker) -> list[Received]:
    """What was handed over to supervision, the latest first; answers only of those that a supervisor has opened."""
    only(asker, Public.SUPERVISEUR)
    with registry.reading() as session:
        rows = session.scalars(select(Reflection).where(Reflection.handed_at.is_not(None)))
        handed = sorted(rows, key=lambda one: (one.handed_at or now(), one.reflection_id), reverse=True)
    return [_received(one) for one in handed]


def open_received(registry: Registry, asker: Asker, reflection_id: str) -> Received | None:
    """Open a fiche for a supervisor, from which moment it is not taken back; None where it has just been taken back."""
    only(asker, Public.SUPERVISEUR)
    with registry.writing() as session:
        found = session.get(Reflection, reflection_id)
        if found is None or found.handed_at is None:
            return None
        if "read" not in found.content:
            found.content = {**found.content, "read": now().isoformat()}
            note(session, asker, "reflection.open", detail=reflection_id)
    return _received(found)


def _own(session: Session, asker: Asker, case_id: str) -> Reflection | None:
    own(session, asker, case_id)
    mine = select(Reflection).where(Reflection.case_id == case_id, Reflection.author_id == asker.user_id)
    return session.scalars(mine.limit(1)).one_or_none()


def _at(session: Session, asker: Asker, case_id: str, version: int) -> Reflection:
    found = _own(session, asker, case_id)
    if found is None or found.version != version:
        raise StaleError("this was changed by somebody else meanwhile; look at it again")
    return found


def _seen(found: Reflection) -> Fiche:
    read = found.content.get("read")
    return Fiche(
        answers=found.content.get("answers", {}),
        handed=found.handed_at.date() if found.handed_at else None,
        read=datetime.datetime.fromisoformat(read).date() if read else None,
        version=found.version,
    )


def _received(found: Reflection) -> Received:
    read = "read" in found.content
    day = (found.handed_at or now()).date()
    return Received(found.reflection_id, day, read, found.content.get("answers", {}) if read else {})
