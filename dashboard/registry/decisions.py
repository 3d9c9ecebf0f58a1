"""What an intervenant decided about markers, topics and sharing: written at once, handed to the next run as a table."""

import pandas as pd
from sqlalchemy import select

from dashboard.publics import Asker
from dashboard.registry.engine import Registry
from dashboard.registry.guard import note, own
from dashboard.registry.models import Decision
from pipeline import tables


def decide(registry: Registry, asker: Asker, case_id: str, *, stage: str, kind: str, target_id: str, value: str = "") -> str:
    """Write one decision, of the kinds that `pipeline.markers.corrections` and `pipeline.topics.curation` name; returns its id."""
    with registry.writing() as session:
        own(session, asker, case_id)
        made = Decision(case_id=case_id, stage=stage, kind=kind, target_id=target_id, value=value, author=asker.user_id)
        session.add(made)
        session.flush()
        note(session, asker, f"decision.{stage}.{kind}", case_id, made.decision_id)
    return made.decision_id


def read_decisions(registry: Registry, asker: Asker, case_id: str) -> pd.DataFrame:
    """The decisions table of the contract, the oldest first."""
    with registry.reading() as session:
        own(session, asker, case_id)
        rows = session.scalars(select(Decision).where(Decision.case_id == case_id).order_by(Decision.at, Decision.decision_id)).all()
    columns = tables.columns("decisions")
    # a page reads them on every click; they are checked where the batch takes them over
    return (
        pd.DataFrame([[getattr(row, column) for column in columns] for row in rows], columns=columns)
        .assign(at=[row.at.isoformat() for row in rows])
        .astype("str")
    )
