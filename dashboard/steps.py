"""The steps of an analysis as a screen shows them: which was done, kept, is at work, or is still to do."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import pandas as pd

from dashboard.jobs import STAGES, Job
from dashboard.registry.models import Sitting
from dashboard.rows import rows_of
from dashboard.texts import analyser as texts
from dashboard.texts import session_title
from pipeline.jobfile import Report


class Step(NamedTuple):
    """One stage; `status` is a key of `texts.STATUS`, and `done` of `total` sessions are through it."""

    stage: str
    status: str
    done: int = 0
    total: int = 0


def steps(job: Job) -> list[Step]:
    """Where each stage of the last analysis stands.

    Examples
    --------
    >>> from pipeline.jobfile import Report
    >>> running = Job("running", report=Report(run_id="r", stage="markers", done=1, total=3))
    >>> [step.status for step in steps(running)]
    ['kept', 'running', 'todo', 'todo']
    """
    report = job.report
    if report is None:
        return [Step(stage, "todo") for stage in STAGES]
    here = STAGES.index(report.stage) if report.stage in STAGES else -1
    last = STAGES.index(report.until) if report.until in STAGES else len(STAGES) - 1
    shown = []
    for rank, stage in enumerate(STAGES):
        if rank > last:
            status = "later"
        elif job.state == "done":
            status = "done" if stage in report.finished else "kept" if stage in report.kept else "todo"
        elif stage in report.finished:
            # of a run that did not reach its end nothing was written
            status = "done" if job.running else "again"
        elif rank == max(here, 0):
            status = ("running" if here >= 0 else "starting") if job.running else "stopped"
        else:
            status = "kept" if rank < here else "todo"
        shown.append(Step(stage, status, report.done, report.total) if status == "running" else Step(stage, status))
    return shown


def steps_html(shown: Sequence[Step]) -> str:
    """The steps as a list; the one at work has a bar."""
    return f'<ol class="steps" aria-label="{texts.STEPS_TITLE}">{"".join(map(_step, shown))}</ol>'


def sessions_html(sittings: Sequence[Sitting]) -> str:
    """The sessions that are analysed, and whether somebody read them again."""
    rows = "".join(
        f'<li class="review-{escape(one.review)}"><span>{escape(session_title(rank, one.phase))}</span>'
        f'<span class="state">{escape(texts.REVIEW.get(one.review, one.review))}</span></li>'
        for rank, one in enumerate(sittings)
    )
    return f'<ul class="sittings" aria-label="{texts.SESSIONS_TITLE}">{rows}</ul>'


def risk_html(report: Report) -> str:
    """What may still give somebody away, in words."""
    return f'<p class="risk">{escape(texts.risks(report.risks, report.not_sought))}</p>'


def tables_html(sessions: pd.DataFrame) -> str:
    """The sessions of which tables are there (order, phase, n_turns), in that order."""
    rows = "".join(
        f"<li><span>{escape(session_title(row.order, row.phase))}</span>"
        f'<span class="state">{escape(texts.TURNS.format(n=row.n_turns))}</span></li>'
        for row in rows_of(sessions)
    )
    return f'<ul class="sittings" aria-label="{texts.SESSIONS_TITLE}">{rows}</ul>'


def _step(step: Step) -> str:
    name, what = texts.STEPS[step.stage]
    said, bar = texts.STATUS[step.status], ""
    if step.status == "running" and step.total:
        said += f", {texts.SESSION_OF.format(rank=min(step.done + 1, step.total), total=step.total)}"
        share = round(100 * step.done / step.total)
        bar = (
            f'<div class="track" role="progressbar" aria-label="{escape(name)}" aria-valuemin="0" aria-valuemax="{step.total}" '
            f'aria-valuenow="{step.done}"><div style="width:{share}%"></div></div>'
        )
    return (
        f'<li class="step-{step.status}"><span class="dot" aria-hidden="true"></span><div><strong>{escape(name)}</strong>'
        f'<span class="what">{escape(what)}</span>{bar}</div><span class="state">{escape(said)}</span></li>'
    )
