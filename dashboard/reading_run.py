"""The run that prepares a case for *Relire*: started as soon as something was sealed or decided, and looked after."""

import importlib

from dashboard.desk import Desk
from pipeline.errors import BusyError


def prepare(at: Desk, case_id: str) -> bool:
    """Start the batch up to the pseudonyms, in a process of its own; False where a run is at work, which does not know the new file."""
    try:
        importlib.import_module("dashboard.jobs").start(at, case_id, until="pseudonymise")
    except BusyError:
        return False
    return True


def at_work(at: Desk, case_id: str) -> bool:
    """Whether a run of the case is at work."""
    return importlib.import_module("dashboard.jobs").state(at, case_id).running
