"""The run that prepares a case for *Relire*: started as soon as something was sealed or decided, and looked after."""

from dashboard import jobs
from dashboard.desk import Desk
from pipeline.errors import BusyError


def prepare(at: Desk, case_id: str) -> bool:
    """Start the batch up to the pseudonyms, in a process of its own; False where a run is at work, which does not know the new file."""
    try:
        jobs.start(at, case_id, until=jobs.BEFORE_READING)
    except BusyError:
        return False
    return True


def at_work(at: Desk, case_id: str) -> bool:
    """Whether a run of the case is at work."""
    return jobs.state(at, case_id).running
