"""Frozen releases of what supervisors see. They read the latest one and nothing that is live.

An intervenant makes a release; he learns its number and nothing of what stands in it, because it speaks of others'
interventions too. A figure that stands in an earlier release changes only if enough interventions of enough
facilitators changed, so that the difference of any two releases speaks of nobody. To tell, the latest release
keeps a ledger of which interventions stood behind each figure, as marks that lead nowhere once an intervention
is deleted; no function gives it to anybody.
"""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dashboard.publics import Asker, Public
from dashboard.registry.engine import Registry
from dashboard.registry.guard import note, only
from dashboard.registry.models import Intervention, Release, now
from pipeline import tables
from pipeline.disclosure.problem import Key, pose
from pipeline.disclosure.protect import Figure, Past, protect
from pipeline.disclosure.protect import Release as LetOut
from pipeline.disclosure.rules import Rule
from pipeline.settings import Settings
from pipeline.store import CaseStore, case_folders

KEPT_DAYS = 2 * 365
"""A release that is older is deleted, and a figure that has not changed for so long is no longer shown."""
COLUMNS = ("measure", "row", "column", "value", "at_least", "out_of")


@dataclass(frozen=True)
class View:
    """What a supervisor sees: the release's number and day, its figures (`COLUMNS`), and labels by topic_id."""

    number: int
    day: datetime.date
    figures: pd.DataFrame
    labels: Mapping[str, str]


def read_release(registry: Registry, asker: Asker) -> View | None:
    """The latest release, for a supervisor; None before the first, or after the last was kept too long."""
    only(asker, Public.SUPERVISEUR)
    with registry.reading() as session:
        found = _latest(session)
    if found is None or found.released_at < _oldest():
        return None
    figures = pd.DataFrame([one[: len(COLUMNS)] for one in found.content["figures"]], columns=list(COLUMNS))
    return View(found.number, found.released_at.date(), figures, found.content["labels"])


def last_frozen(registry: Registry, asker: Asker) -> tuple[int, datetime.date] | None:
    """Number and day of the latest release, for those who make them."""
    only(asker, Public.INTERVENANT, Public.SUPERVISEUR)
    with registry.reading() as session:
        found = _latest(session)
    return (found.number, found.released_at.date()) if found else None


def freeze(registry: Registry, data: Path, asker: Asker, settings: Settings) -> int | None:
    """Make a release of all interventions of the registry.

    Parameters
    ----------
    registry, data
        The registry, and the data folder where the tables of its interventions are.
    asker
        An intervenant.
    settings
        Thresholds; where people sign in, who leads an intervention is the account that owns it, else the code in its tables.

    Returns
    -------
    int or None
        Its number; None where nothing may be shown that the latest release does not show already.
    """
    only(asker, Public.INTERVENANT)
    with registry.writing() as session:
        contributions = _contributions(session, data, settings)
        before = _latest(session)
        past = _past(before)
        led_by = {case: led for was in past.values() for version in was.versions for case, led, _ in version}
        led_by |= dict(zip(contributions["case_id"], contributions["facilitator"], strict=True))
        made = protect(pose(contributions), Rule(settings.disclosure, led_by), past)
        if made.figures == {key: was.figure for key, was in past.items() if was.figure}:
            return None
        number = before.number + 1 if before else 1
        release = Release(number=number, content=_content(made, past, before), released_at=now())
        session.add(release)
        session.execute(delete(Release).where(Release.released_at < _oldest()))
        if before is not None:
            # one ledger is enough, and the less is kept the better
            before.content = {**before.content, "ledger": []}
        session.flush()
        note(session, asker, "release.freeze", detail=release.release_id)
    return number


def _latest(session: Session) -> Release | None:
    return session.scalars(select(Release).order_by(Release.number.desc()).limit(1)).one_or_none()


def _oldest() -> datetime.datetime:
    return now() - datetime.timedelta(days=KEPT_DAYS)


def _contributions(session: Session, data: Path, settings: Settings) -> pd.DataFrame:
    """What every intervention adds, under marks in the place of its id; the only read over what several people own."""
    owned = {one.case_id: one for one in session.scalars(select(Intervention))}
    frames = [tables.build("contributions")]
    for folder in case_folders(data):
        one, store = owned.get(folder.name), CaseStore(folder)
        if one is not None and store.raw("contributions") is not None:
            # an id may be given again; the moment at which the row was made is not, and goes with it
            mark = _mark(one.case_id, one.created_at.isoformat())
            frame = store.read("contributions").assign(case_id=mark)
            frames.append(frame.assign(facilitator=_mark(one.owner_id)) if settings.sign_in.complete else frame)
    return pd.concat(frames, ignore_index=True)


def _mark(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


def _past(before: Release | None) -> dict[Key, Past]:
    if before is None:
        return {}
    oldest = _oldest().isoformat()
    figures = {
        (measure, row, column): Figure(value, at_least, out_of)
        for measure, row, column, value, at_least, out_of, since in before.content["figures"]
        if since >= oldest
    }
    ledger = {
        (measure, row, column): tuple(frozenset((case, led, brought) for case, led, brought in version) for version in versions)
        for measure, row, column, versions in before.content["ledger"]
    }
    return {key: Past(figures.get(key), versions) for key, versions in ledger.items()}


def _content(made: LetOut, past: Mapping[Key, Past], before: Release | None) -> dict[str, Any]:
    from pipeline.topics.codebook import load_codebook

    since = {tuple(one[:3]): one[6] for one in before.content["figures"]} if before else {}
    today = now().isoformat()
    figures = []
    for key, figure in made.figures.items():
        same = key in past and past[key].figure == figure
        figures.append([*key, figure.value, figure.at_least, figure.out_of, since[key] if same else today])
    ledger = []
    for key in dict.fromkeys((*past, *made.figures)):
        versions = list(past[key].versions) if key in past else []
        if key in made.made_of and made.made_of[key] not in versions[-1:]:
            versions.append(made.made_of[key])
        ledger.append([*key, [sorted(version) for version in versions]])
    labels = load_codebook().labels
    spoken_of = {row for _, row, _ in made.figures}
    return {"figures": figures, "labels": {code: labels[code] for code in labels if code in spoken_of}, "ledger": ledger}
