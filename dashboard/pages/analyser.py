"""Analyser: starts the batch on what lies in the vault, and follows it stage by stage."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from dashboard import frame, jobs, steps, style
from dashboard.desk import Desk, desk
from dashboard.jobs import Job
from dashboard.registry.interventions import list_sittings
from dashboard.registry.models import Sitting
from dashboard.texts import analyser as texts
from pipeline.errors import CirculationError, SourceError
from pipeline.jobfile import reason_of

_REFUSED = "analyser/refus"


@frame.screen
def page() -> None:
    at = desk()
    case_id = frame.choose_case(at)
    if case_id is None:
        return
    sittings = list_sittings(at.archive.registry, at.asker, case_id)
    st.html(style.css("analyser"))
    if not sittings:
        _without_vault(at, case_id)
        return
    frame.title(texts.TITLE, texts.HINT)
    left, right = st.columns([5, 3], gap="medium")
    job = jobs.state(at, case_id)
    with right:
        st.html(steps.sessions_html(sittings))
        if job.state == "done" and job.report is not None:
            st.html(steps.risk_html(job.report))
    with left:
        if job.running:
            st.fragment(_follow, run_every=1)(at, case_id)
        else:
            _rest(at, case_id, sittings, job)


@frame.guarded
def _follow(at: Desk, case_id: str) -> None:
    """A running analysis, looked at every second; when it has ended the whole page is shown anew."""
    job = jobs.state(at, case_id)
    if not job.running or job.report is None:
        st.rerun()
        return
    since = texts.lasted((datetime.now(UTC) - job.report.started_at).total_seconds())
    said = texts.STOPPING if job.stopping else texts.PREPARING if job.report.until == jobs.BEFORE_READING else texts.RUNNING
    frame.reading(said.format(since=since))
    st.html(steps.steps_html(steps.steps(job)))
    st.button(texts.STOP, disabled=job.stopping, on_click=jobs.cancel, args=(at, case_id), key="analyser/arreter")


def _rest(at: Desk, case_id: str, sittings: Sequence[Sitting], job: Job) -> None:
    """No analysis is running: what the last one did, and what can be started."""
    ranks = {one.session_id: rank for rank, one in enumerate(sittings, 1)}
    unread = [ranks[one.session_id] for one in jobs.unread(at, case_id)]
    prepared = not at.archive.read_case(at.asker, case_id, "turns").empty
    if refused := st.session_state.pop(_REFUSED, ""):
        st.error(refused)
    _tell(job, ranks)
    if unread and prepared:
        st.info(texts.locked(unread))
    elif unread:
        st.info(texts.NEVER_PREPARED)
    _offer(at, case_id, job, bool(unread), prepared)
    st.html(steps.steps_html(steps.steps(job)))


def _offer(at: Desk, case_id: str, job: Job, unread: bool, prepared: bool) -> None:
    """What can be started now."""
    if at.vault is None:
        st.warning(texts.CLOSED)
        frame.link("ouvrir", texts.TO_OPEN)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if not unread:
            again = texts.RESUME if job.may_resume else texts.START_AGAIN if _was_whole(job) else texts.START
            st.button(again, type="primary", on_click=_start, args=(at, case_id, None), key="analyser/lancer")
        else:
            st.button(
                texts.PREPARE_AGAIN if prepared else texts.PREPARE,
                type="secondary" if prepared else "primary",
                on_click=_start,
                args=(at, case_id, jobs.BEFORE_READING),
                key="analyser/preparer",
            )
        if prepared:
            frame.link("relire", texts.TO_READ)


def _tell(job: Job, ranks: dict[str, int]) -> None:
    """The last analysis in words."""
    report = job.report
    if report is None:
        frame.reading(texts.NEVER)
    elif job.state == "done":
        seconds = (report.ended_at - report.started_at).total_seconds() if report.ended_at else 0
        prepared = report.until == jobs.BEFORE_READING
        frame.reading(texts.result(report.finished, report.kept, seconds, prepared))
    elif job.state == "cancelled":
        st.warning(texts.CANCELLED)
    elif job.state == "interrupted":
        st.warning(texts.INTERRUPTED)
    else:
        st.error(texts.reason(report.reason, report.where, ranks))


def _was_whole(job: Job) -> bool:
    return job.report is not None and job.report.until is None


def _start(at: Desk, case_id: str, until: str | None) -> None:
    """For `on_click`: the page that follows shows the analysis at work, or why there is none."""
    try:
        jobs.start(at, case_id, until)
    except SourceError as error:
        st.session_state[_REFUSED] = texts.REASONS["empty"] if error.name == case_id else texts.reason(reason_of(error), "", {})
    except jobs.UnreadError:
        pass  # the page says which sessions wait
    except CirculationError as error:
        st.session_state[_REFUSED] = texts.reason(reason_of(error), "", {})


def _without_vault(at: Desk, case_id: str) -> None:
    """An intervention of which nothing was put into the vault: analysed from the command line, or not begun."""
    sessions = at.archive.read_case(at.asker, case_id, "sessions").sort_values("order")
    if sessions.empty:
        frame.empty(texts.NOTHING, texts.NOTHING_HINT)
        frame.link("deposer", texts.TO_DEPOSIT)
        return
    frame.title(texts.TITLE, texts.HINT)
    frame.reading(texts.COMMAND_LINE)
    st.html(steps.tables_html(sessions))
