"""How far a run is: told stage by stage to whoever shows it, a console or a file that a screen reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress(Protocol):
    """Is told of every stage that is done; one that is reused is passed over. What it raises ends the run, and nothing is written."""

    def started(self, case_id: str, stage: str, n_sessions: int) -> None:
        """A stage of a case begins."""
        ...

    def advanced(self) -> None:
        """One more session of it is done."""
        ...

    def finished(self) -> None:
        """The stage is done."""
        ...


class Silent:
    """Nobody looks."""

    def started(self, case_id: str, stage: str, n_sessions: int) -> None:
        """Say nothing."""

    def advanced(self) -> None:
        """Say nothing."""

    def finished(self) -> None:
        """Say nothing."""


class _OnConsole:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars

    def started(self, case_id: str, stage: str, n_sessions: int) -> None:
        # not before: what stops a run before its first stage is one line, with no empty one above it
        self._bars.start()
        self._bar, self._whole = self._bars.add_task(f"{case_id}: {stage}", total=n_sessions), n_sessions

    def advanced(self) -> None:
        self._bars.advance(self._bar)

    def finished(self) -> None:
        self._bars.update(self._bar, completed=self._whole)


@contextmanager
def on_console(console: Console) -> Iterator[Progress]:
    """A bar a stage, drawn on a console from the first one on, for as long as the block lasts."""
    bars = Bars(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console)
    try:
        yield _OnConsole(bars)
    finally:
        if bars.live.is_started:
            bars.stop()
