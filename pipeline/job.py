"""A run of one sealed case in a process of its own: `python -m pipeline.job`, with its `Order` as one line of JSON on standard input."""

import sys
import traceback
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import BusyError, LeakError, SourceError
from pipeline.jobfile import BUSY, JobFiles, Order, Report, reason_of


class _Cancelled(Exception):  # noqa: N818 - a wish, no error
    """Somebody asked the run to stop."""


class _Telling:
    """Progress that is written into the report, and that ends the run when it was asked to stop."""

    def __init__(self, files: JobFiles, report: Report) -> None:
        self._files, self._report = files, report
        self.tell()

    def tell(self, **news: Any) -> None:
        """Add what is new to the report."""
        self._report = self._report.model_copy(update=news)
        self._files.write(self._report)

    def started(self, case_id: str, stage: str, n_sessions: int) -> None:
        self._heed()
        self.tell(stage=stage, done=0, total=n_sessions)

    def advanced(self) -> None:
        self._heed()
        self.tell(done=self._report.done + 1)

    def finished(self) -> None:
        self._heed()
        self.tell(finished=(*self._report.finished, self._report.stage), done=self._report.total)

    def ended(self, state: str, **news: Any) -> None:
        """The last words."""
        self.tell(state=state, ended_at=datetime.now(UTC), **news)

    def _heed(self) -> None:
        if self._files.is_to_stop(self._report.run_id):
            raise _Cancelled


def work(order: Order) -> None:
    """Run a case and leave a report of it, whatever happens.

    Raises
    ------
    BusyError
        Another run of the case is at work; its report is left alone.
    """
    files = JobFiles(order.data, order.case_id)
    with files.held():
        telling = _Telling(files, Report(run_id=order.run_id, until=order.until))
        try:
            telling.ended("done", **_run(order, telling))
        except _Cancelled:
            telling.ended("cancelled")
        except LeakError:
            telling.ended("leak", reason="leak")
        except Exception as error:
            # the message of an exception may hold text of a transcript: say where, not what
            telling.ended("failed", reason=reason_of(error), where=_where(error))


def _run(order: Order, telling: _Telling) -> dict[str, Any]:
    from pipeline.pseudonymise.vault import Vault, refuse_inside
    from pipeline.run import run
    from pipeline.settings import Settings

    refuse_inside(order.vault, order.data)
    vault = Vault.unlock(order.vault, order.secret)
    summary = run([], order.data, settings=Settings(**order.settings), case=order.case_id, until=order.until, vault=vault, progress=telling)
    risks: Counter[str] = Counter()
    for found in summary.risks.values():
        # the list is of the case, and the same persons come to each session
        of_session = found.groupby(["kind", "session_id"])["count"].sum().groupby("kind")
        risks.update({str(kind): int(n.max() if kind == "list" else n.sum()) for kind, n in of_session})
    kept = tuple(summary.reused.get(order.case_id, ()))
    return {"kept": kept, "risks": dict(risks), "not_sought": sum(summary.not_sought.values())}


def _where(error: Exception) -> str:
    if isinstance(error, SourceError):
        from pipeline.cases import safe_slug

        return safe_slug(Path(error.name).stem)
    if reason_of(error) != "unexpected":
        return ""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"


def main() -> int:
    """Read the order and do it; 0 where a report was left, `BUSY` where another run is at work."""
    try:
        work(Order.model_validate_json(sys.stdin.buffer.readline()))
    except BusyError:
        return BUSY
    return 0


if __name__ == "__main__":
    sys.exit(main())
