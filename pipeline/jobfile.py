"""What a run in a process of its own and the screens tell each other, in small files: how far it is, whether it runs, whether to stop.

Nothing in them is a word of anybody: names of stages, ids, counts and codes of reasons.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline import errors
from pipeline.errors import BusyError, StoreError

FOLDER = ".jobs"
BUSY = 4
"""Exit code of a run that found another one of its case at work."""
_TRIES, _PAUSE = 20, 0.05
_STARTS_WITHIN = 3.0
"""Seconds for which a run waits for its lock: a screen that looks whether it is held holds it for a moment itself."""

REASONS: tuple[tuple[type[errors.CirculationError], str], ...] = (
    (errors.BusyError, "busy"),
    (errors.VaultError, "vault"),
    (errors.SheetError, "sheet"),
    (errors.SourceError, "source"),
    (errors.SettingsError, "settings"),
    (errors.ResourceError, "resource"),
    (errors.StoreError, "store"),
    (errors.LeakError, "leak"),
)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Order(_Told):
    """What a run is told to do, over its standard input, because `secret` opens the vault."""

    run_id: str
    case_id: str
    data: Path
    vault: Path
    secret: str = Field(repr=False)
    until: str | None = None
    settings: dict[str, Any] = {}


class Report(_Told):
    """How far a run is, or how it ended.

    `done` of `total` sessions are through `stage`; `finished` are the stages that were done, `kept` those that were still true. `reason`
    is a code of `REASONS`, or memory or unexpected; `where` the session or the line of the program at fault. `risks` counts
    what may give somebody away, by the kinds of `pipeline.pseudonymise.risk`, `not_sought` names that are also words.
    """

    run_id: str
    state: Literal["running", "done", "failed", "cancelled", "leak"] = "running"
    until: str | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    finished: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    reason: str = ""
    where: str = ""
    risks: dict[str, int] = {}
    not_sought: int = 0
    started_at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None


def reason_of(error: Exception) -> str:
    """The code of what went wrong.

    Examples
    --------
    >>> reason_of(errors.SheetError("case.toml", "no", "write it")), reason_of(ValueError())
    ('sheet', 'unexpected')
    """
    if isinstance(error, MemoryError):
        return "memory"
    return next((code for kind, code in REASONS if isinstance(error, kind)), "unexpected")


class JobFiles:
    """The files of one case's runs in a data folder.

    The lock is held by the run for as long as it lives, so that one that was killed is told from one that works, whatever its
    report says.

    Examples
    --------
    >>> import tempfile
    >>> files = JobFiles(Path(tempfile.mkdtemp()), "cas-1")
    >>> with files.held():
    ...     files.write(Report(run_id="r1", stage="markers"))
    ...     files.is_held()
    True
    >>> files.read().stage, files.is_held()
    ('markers', False)
    """

    def __init__(self, data: Path, case_id: str) -> None:
        if Path(case_id).name != case_id or case_id[:1] in "._":
            raise StoreError("this is no name of a case")
        self._report, self._lock, self._stop = (data / FOLDER / f"{case_id}.{kind}" for kind in ("json", "lock", "stop"))

    def read(self) -> Report | None:
        """The last report; None where there is none, or none that this version can read."""
        for _ in range(_TRIES):
            try:
                return Report.model_validate_json(self._report.read_bytes())
            except PermissionError:
                time.sleep(_PAUSE)  # on Windows, while it is replaced
            except (OSError, ValidationError):
                return None
        return None

    def write(self, report: Report) -> None:
        """Put a report in the place of the last one; whoever reads sees one or the other."""
        pending = self._report.with_suffix(".pending")
        for left in reversed(range(_TRIES)):
            try:
                pending.write_text(report.model_dump_json(), "utf-8")
                pending.replace(self._report)
                return
            except OSError as error:
                if not left or not isinstance(error, PermissionError):
                    raise StoreError("the report of a run cannot be written; is the disk full?") from None
                time.sleep(_PAUSE)

    @contextmanager
    def held(self, seconds: float = _STARTS_WITHIN) -> Iterator[None]:
        """Hold the case for one run.

        Raises
        ------
        BusyError
            Another run holds it.
        """
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._lock, timeout=seconds)
            lock.acquire()
        except Timeout:
            raise BusyError("this case is being run already; wait for it to end") from None
        except OSError:
            raise StoreError("the data folder cannot be written to") from None
        try:
            yield
        finally:
            lock.release()

    def is_held(self) -> bool:
        """Whether a run of this case is alive."""
        try:
            with self.held(0):
                return False
        except BusyError:
            return True

    def ask_to_stop(self, run_id: str) -> None:
        """Ask one run to stop; a later one does not mind."""
        try:
            self._stop.write_text(run_id, "utf-8")
        except OSError:
            raise StoreError("the data folder cannot be written to") from None

    def is_to_stop(self, run_id: str) -> bool:
        """Whether that run was asked to stop."""
        try:
            return self._stop.read_text("utf-8") == run_id
        except OSError:
            return False

    def remove(self) -> None:
        """Take all of it away, with the case."""
        for path in (self._report, self._lock, self._stop):
            path.unlink(missing_ok=True)
