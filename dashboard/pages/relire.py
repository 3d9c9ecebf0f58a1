"""Relire: the text with what is hidden of it, and one question at a time, least certain first, by keyboard."""

from collections.abc import Mapping
from html import escape

import pandas as pd
import streamlit as st

from dashboard import door, frame, question_cards
from dashboard.closing import DONE, OPEN, SKIPPED, close_reading, sittings_by_id
from dashboard.desk import Desk, desk
from dashboard.listening import listen
from dashboard.questions import MOST, Asked, Question, ask
from dashboard.read_again import PAGE, legend_html, page_of, turns_html
from dashboard.reading_run import at_work, prepare
from dashboard.registry.models import Sitting
from dashboard.remaining import remaining_risk
from dashboard.review import TABLES, MovedError, Review, open_review
from dashboard.style import css
from dashboard.texts import relire as texts
from dashboard.texts import session_title, typographic

_SAID, _REAL, _PAGE = "relire/dit", "relire/vrais", "relire/page"


@frame.screen
def page() -> None:
    at = desk()
    if at.vault is None:
        door.closed()
        return
    case_id = frame.choose_case(at)
    if case_id is None:
        return
    tables = {name: at.archive.read_case(at.asker, case_id, name) for name in TABLES}
    sessions = tables["sessions"].sort_values("order").set_index("session_id")
    st.html(css("relire"))
    if sessions.empty:
        if at_work(at, case_id):
            frame.title(texts.TITLE, texts.HINT)
            _working(at, case_id)
            return
        frame.empty(texts.NOT_READY, texts.NOT_READY_HINT)
        frame.answer(_SAID)
        _prepare(at, case_id, texts.PREPARE, texts.PREPARING)
        return
    sittings = sittings_by_id(at, case_id)
    session_id = frame.choose(frame.texts.SESSION, "seance", list(sessions.index), lambda one: _named(sessions, sittings, one))
    frame.title(texts.TITLE, texts.HINT)
    frame.answer(_SAID)
    _wait(at, case_id)
    try:
        review, asked, here = _read(at, case_id, session_id, tables)
    except MovedError:
        st.info(texts.MOVED)
        _prepare(at, case_id, texts.PREPARE, texts.PREPARING)
        return
    sitting = sittings.get(session_id)
    if sitting is not None and sitting.review == DONE and asked.left:
        close_reading(at, case_id, session_id, OPEN, sitting.version)
        st.rerun()
    real = st.sidebar.toggle(texts.REAL, key=_REAL, help=texts.REAL_HELP)
    if review.clear is None:
        st.info(texts.CLEAR_GONE)
    left, right = st.columns((2.05, 1), gap="medium")
    with left, st.container(key="relire-text-side"):
        _text(review, asked, here, real=real)
    with right, st.container(key="relire-side"):
        _count(asked)
        question_cards.show_chosen(review, real=real)
        question_cards.show_questions(review, asked, here)
        if asked.beyond:
            st.caption(texts.BEYOND.format(n=asked.beyond, most=MOST))
        _risk(at, review)
        question_cards.show_typing()
        _close(at, case_id, session_id, review, asked, sitting)
        question_cards.show_decided(review)
    focus = {"focus": here.question_id if here else "", "also": {"g": "relire-no"} if here and here.kind != "same" else {}}
    heard = listen(f"relire-ear/{session_id}", {**focus, "pick": "relire-person" if question_cards.picking() else ""})
    if question_cards.choose(heard):
        st.rerun()


def _read(at: Desk, case_id: str, session_id: str, tables: Mapping[str, pd.DataFrame]) -> tuple[Review, Asked, Question | None]:
    """The session as it stands, after what the last click asked for was done."""
    review = open_review(at, case_id, session_id, tables)
    asked = ask(review)
    if question_cards.done_what_was_asked(at, case_id, review, asked):
        review = open_review(at, case_id, session_id, tables)
        asked = ask(review)
    question_cards.remember_seen(review.record.decisions)
    return review, asked, question_cards.question_in_hand(asked)


def _text(review: Review, asked: Asked, here: Question | None, *, real: bool) -> None:
    last = max(0, (len(review.turns) - 1) // PAGE)
    shown = st.session_state.get(_PAGE, ("", "", 0))
    where = (review.session_id, here.question_id if here else "")
    if shown[:2] != where:
        # a new question brings its own page; leafing holds until the next one
        shown = (*where, page_of(review, here.open_places[0].turn_id) if here else shown[2] if shown[0] == where[0] else 0)
        st.session_state[_PAGE] = shown
    number = min(shown[2], last)
    st.html(legend_html())
    st.html(turns_html(review, number, asked.questions, here, real=real))
    if last:
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="relire-pages"):
            st.button("‹", key="relire-before", help=texts.BEFORE, disabled=number == 0, on_click=_leaf, args=(*where, number - 1))
            st.caption(
                texts.TURNS.format(first=number * PAGE + 1, last=min((number + 1) * PAGE, len(review.turns)), total=len(review.turns)),
                width="content",
            )
            st.button("›", key="relire-after", help=texts.AFTER, disabled=number == last, on_click=_leaf, args=(*where, number + 1))


def _leaf(session_id: str, question_id: str, number: int) -> None:
    st.session_state[_PAGE] = (session_id, question_id, number)


def _count(asked: Asked) -> None:
    total = texts.LEFT_OF.format(total=len(asked.questions))
    st.html(f'<p class="left-count">{texts.LEFT}<strong>{len(asked.left)}</strong>{total}</p>')


def _risk(at: Desk, review: Review) -> None:
    sentences = [typographic(sentence) for sentence in remaining_risk(at.vault, review)] if at.vault else []
    if not sentences:
        frame.reading(texts.RISK_NONE)
        return
    st.html(f'<div class="reading risk"><strong>{texts.RISK}</strong><ul>{_items(sentences[:2])}</ul></div>')
    if len(sentences) > 2:
        with st.expander(texts.RISK_MORE.format(n=len(sentences))):
            st.html(f'<div class="risk"><ul>{_items(sentences)}</ul></div>')


def _items(sentences: list[str]) -> str:
    return "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)


def _close(at: Desk, case_id: str, session_id: str, review: Review, asked: Asked, sitting: Sitting | None) -> None:
    version = sitting.version if sitting else None
    with st.container(horizontal=True, gap="small", key="relire-close"):
        if st.button(
            texts.DONE, type="primary", disabled=bool(asked.left), help=texts.DONE_HELP if asked.left else None, key="relire-done"
        ):
            close_reading(at, case_id, session_id, DONE, version)
            frame.say(_SAID, texts.DONE_SAID)
        if asked.left:
            with st.popover(texts.SKIP):
                st.write(texts.SKIP_WHAT)
                if st.button(texts.SKIP_SURE, key="relire-skip"):
                    close_reading(at, case_id, session_id, SKIPPED, version)
                    frame.say(_SAID, texts.SKIP_SAID)
    if review.decided_now:
        st.caption(texts.APPLY_N.get(review.decided_now) or texts.APPLY_MORE.format(n=review.decided_now))
        _prepare(at, case_id, texts.APPLY, texts.APPLYING, texts.APPLY_HELP)


def _prepare(at: Desk, case_id: str, label: str, said: str, hint: str | None = None) -> None:
    if st.button(label, key="relire-apply", help=hint):
        begun = prepare(at, case_id)
        frame.say(_SAID, said if begun else texts.BUSY, bad=not begun)


def _wait(at: Desk, case_id: str) -> None:
    if at_work(at, case_id):
        _working(at, case_id)


@st.fragment(run_every=3)
@frame.guarded
def _working(at: Desk, case_id: str) -> None:
    """What is said while a run is at work; shows the page anew when it has ended."""
    if at_work(at, case_id):
        st.info(texts.AT_WORK)
    else:
        st.rerun()


def _named(sessions: pd.DataFrame, sittings: Mapping[str, Sitting], session_id: str) -> str:
    said, dot, phase = session_title(list(sessions.index).index(session_id), str(sessions.at[session_id, "phase"])).partition(" · ")
    sitting = sittings.get(session_id)
    # what became of it stands before what may be cut off
    return f"{said} ({texts.STATES[sitting.review if sitting else OPEN]}){dot}{phase}"
