"""Analyses started from a screen: a process of its own a case, followed by the small files that it leaves in the data folder.

It goes on when the page, the browser or the server is closed, and is found again by whoever asks next; the vault's secret goes to it
over its standard input, and nowhere else.
"""

import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass

from dashboard.closing import reopen
from dashboard.desk import Desk
from dashboard.registry.decisions import read_decisions
from dashboard.registry.interventions import get_intervention, list_sittings
from dashboard.registry.models import Sitting
from dashboard.sheet import file_of, seal_sheet
from dashboard.vaulted import record_of
from pipeline.errors import BusyError, CirculationError, SourceError, StoreError, VaultError
from pipeline.ingest.sheet import NAME
from pipeline.jobfile import BUSY, JobFiles, Order, Report
from pipeline.store import CaseStore, locked

STAGES = ("pseudonymise", "markers", "topics", "disclosure")
"""What an analysis goes through, in order; the names are those of `pipeline.run`, which is too heavy to import here."""
BEFORE_READING = "pseudonymise"
"""The last stage of a run that prepares the reading again; it is never locked."""
_STARTS_WITHIN = 60.0


class UnreadError(CirculationError):
    """Sessions whose pseudonyms nobody has read again, or chosen not to: they are not analysed yet."""


@dataclass(frozen=True)
class Job:
    """The last analysis of a case, as a screen shows it.

    `state`: none, running, done, failed, cancelled, leak, or interrupted, which is one whose process is gone. The rest is as in
    `pipeline.jobfile.Report`.
    """

    state: str = "none"
    stopping: bool = False
    report: Report | None = None

    @property
    def running(self) -> bool:
        """Whether a process is at work."""
        return self.state == "running"

    @property
    def may_resume(self) -> bool:
        """Whether it ended before its time, and can take up the thread."""
        return self.state in {"cancelled", "interrupted", "failed"}


def start(at: Desk, case_id: str, until: str | None = None) -> Job:
    """Start the analysis of a case: all of it, or up to a stage.

    What is still true of the last one is not done again. Returns once the process is at work.

    Parameters
    ----------
    at
        Who asks; the vault must be open.
    case_id
        One of the asker's own interventions.
    until
        Last stage; ``pseudonymise`` prepares the reading again and is always allowed.

    Raises
    ------
    UnknownCaseError
        There is no such intervention among the asker's own.
    VaultError
        The vault is closed.
    UnreadError
        Some session waits for its reading, or for another one because the last preparation left something new to ask in it.
    SourceError
        The vault holds no file of this case.
    BusyError
        This case, or another one of the data folder, is being analysed.
    StoreError
        The data folder cannot be written to, or the process does not start.
    """
    get_intervention(at.archive.registry, at.asker, case_id)
    if at.vault is None:
        raise VaultError("the vault is closed; open it first")
    if until != BEFORE_READING:
        reopen(at, case_id)
        if unread(at, case_id):
            raise UnreadError("some sessions wait to be read again, or skipped")
    data, files = at.archive.data, JobFiles(at.archive.data, case_id)
    if files.is_held():
        raise BusyError("this case is being run already; wait for it to end")
    seal_sheet(at, case_id)
    if not record_of(at, case_id).originals.keys() - {NAME}:
        raise SourceError(case_id, "the vault holds no session of this case", "put a transcript or notes there")
    with locked(data):
        CaseStore(data / case_id).put_decisions(read_decisions(at.archive.registry, at.asker, case_id))
    order = Order(
        run_id=uuid.uuid4().hex,
        case_id=case_id,
        data=data.resolve(),
        vault=at.vault.path.resolve(),
        secret=at.vault.recovery_code(),
        until=until,
        settings=at.settings.model_dump(mode="json"),
    )
    _await(_launch(order), files, order.run_id)
    return state(at, case_id)


def state(at: Desk, case_id: str) -> Job:
    """How the last analysis of a case stands; the vault need not be open."""
    get_intervention(at.archive.registry, at.asker, case_id)
    files = JobFiles(at.archive.data, case_id)
    report = files.read()
    if report is None:
        return Job()
    if report.state == "running" and not files.is_held():
        # it may have ended between the two looks
        report = files.read() or report
        if report.state == "running":
            return Job("interrupted", report=report)
    return Job(report.state, report.state == "running" and files.is_to_stop(report.run_id), report)


def cancel(at: Desk, case_id: str) -> None:
    """Ask a running analysis to stop at the next session; what the last one that ended left stays as it is."""
    job = state(at, case_id)
    if job.running and job.report is not None:
        JobFiles(at.archive.data, case_id).ask_to_stop(job.report.run_id)


def unread(at: Desk, case_id: str) -> list[Sitting]:
    """The sessions that nobody has read again, nor chosen to skip; while the vault is open, of those alone that it holds a file of."""
    waiting = [one for one in list_sittings(at.archive.registry, at.asker, case_id) if one.review == "open"]
    if at.vault is None:
        return waiting
    record = record_of(at, case_id)
    return [one for one in waiting if file_of(record, one.session_id)]


def _launch(order: Order) -> subprocess.Popen[bytes]:
    try:
        # -P: a folder called pipeline where the server was started is not the program
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "pipeline.job"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        with child.stdin as told:  # type: ignore[union-attr]
            told.write(order.model_dump_json().encode() + b"\n")
    except OSError:
        raise StoreError("the analysis did not start; try again") from None
    threading.Thread(target=child.wait, daemon=True).start()
    return child


def _await(child: subprocess.Popen[bytes], files: JobFiles, run_id: str) -> None:
    """Wait until the run has told of itself, or found another one at work."""
    deadline = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < deadline:
        ended = child.poll() is not None
        report = files.read()
        if report is not None and report.run_id == run_id:
            return
        if ended:
            if child.returncode == BUSY:
                raise BusyError("this case is being run already; wait for it to end")
            break
        time.sleep(0.05)
    raise StoreError("the analysis did not start; try again")
