"""When a session counts as read again: all answered, knowingly skipped, or open once more because a run left something new."""

from dashboard.desk import Desk
from dashboard.questions import ask
from dashboard.registry.interventions import list_sittings, put_sitting
from dashboard.registry.models import Sitting
from dashboard.review import BAND, NAMES, TABLES, MovedError, open_review

OPEN, DONE, SKIPPED = "open", "done", "skipped"


def sittings_by_id(at: Desk, case_id: str) -> dict[str, Sitting]:
    """The sessions of an intervention that the registry knows."""
    return {one.session_id: one for one in list_sittings(at.archive.registry, at.asker, case_id)}


def close_reading(at: Desk, case_id: str, session_id: str, how: str, version: int | None) -> None:
    """Say that a session is read again (done), or that it is not going to be (skipped); raises `StaleError` as `put_sitting` does."""
    put_sitting(at.archive.registry, at.asker, case_id, session_id, version, review=how)


def reopen(at: Desk, case_id: str) -> list[str]:
    """Open the sessions again that were read to the end and of which the last run asks something new; their ids.

    What was skipped stays so: it was left unanswered on purpose. A new file opens its session by itself.
    """
    tables = {name: at.archive.read_case(at.asker, case_id, name) for name in TABLES}
    mentions = tables["mentions"]
    doubtful = (mentions["status"] == "review") | (mentions["kind"].isin(NAMES) & (mentions["score"] < BAND))
    turns = tables["turns"].set_index("turn_id")["session_id"]
    asking = set(mentions.loc[doubtful, "turn_id"].map(turns))
    opened = []
    for session_id, sitting in sittings_by_id(at, case_id).items():
        if sitting.review != DONE or session_id not in asking:
            continue
        try:
            left = ask(open_review(at, case_id, session_id, tables)).left
        except MovedError:
            continue
        if left:
            put_sitting(at.archive.registry, at.asker, case_id, session_id, sitting.version, review=OPEN)
            opened.append(session_id)
    return opened
