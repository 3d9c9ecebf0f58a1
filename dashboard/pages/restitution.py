"""Préparer la restitution: step by step, with what remains to decide always in sight, to one frozen version for the group."""

from html import escape

import streamlit as st

from dashboard import door, frame, style
from dashboard.desk import desk
from dashboard.restitution.draft import undecided, wanted
from dashboard.restitution.ending import SAID, show_own, show_preview, show_questions, show_versions
from dashboard.restitution.quotes import show_words
from dashboard.restitution.steps import show_reach, show_themes
from dashboard.restitution.work import Work, open_work
from dashboard.texts import restitution as texts

_STEP, _KEPT = "restitution/etape", "kept/restitution/etape"
_SHOW = {
    "reach": show_reach,
    "themes": show_themes,
    "words": show_words,
    "own": show_own,
    "questions": show_questions,
    "preview": show_preview,
}


@frame.screen
def page() -> None:
    at = desk()
    if at.vault is None:
        st.info(texts.VAULT)
        door.closed()
        return
    case_id = frame.choose_case(at)
    if case_id is None:
        return
    st.html(style.css("restitution"))
    frame.title(texts.TITLE, texts.HINT)
    frame.answer(SAID)
    work = open_work(at, case_id)
    if not work.candidates.reaches:
        frame.empty(texts.NOT_YET, texts.NOT_YET_HINT)
        return
    steps = list(texts.STEPS)
    if st.session_state.get(_STEP) not in steps:
        st.session_state[_STEP] = st.session_state.get(_KEPT, "themes" if work.candidates.open_sessions else "reach")
    # widgets forget what they show while another page is open
    chosen = st.segmented_control(
        texts.STEP, steps, key=_STEP, format_func=texts.STEPS.__getitem__, label_visibility="collapsed", width="stretch", required=True
    )
    step = st.session_state[_KEPT] = chosen or steps[0]
    main, side = st.columns([3, 1], gap="medium")
    with main:
        _SHOW[step](work)
        if step != steps[-1]:
            after = steps[steps.index(step) + 1]
            st.button(texts.NEXT.format(step=texts.STEPS[after]), key="restitution/suite", on_click=_go, args=(after,))
    with side:
        st.html(_where(work, step))
    if step == steps[-1]:
        show_versions(work)


def _go(step: str) -> None:
    st.session_state[_STEP] = step


def _where(work: Work, step: str) -> str:
    """What is done and what is left, step by step."""
    items = "".join(
        f'<li class="{"done" if done else "left"}{" here" if one == step else ""}"><i aria-hidden="true">{"✓" if done else ""}</i>'
        f"<div><strong>{texts.STEPS[one]}</strong><span>{escape(said)}</span></div></li>"
        for one, (done, said) in progress(work).items()
    )
    return f'<div class="where"><h2>{texts.LEFT}</h2><ol>{items}</ol></div>'


def progress(work: Work) -> dict[str, tuple[bool, str]]:
    """By step: whether nothing is left to decide there, and one short line."""
    candidates, draft, content = work.candidates, work.draft, work.composed.content
    n, of = len(candidates.open_sessions), len(candidates.reaches)
    reach = texts.REACH_OPEN.format(of=of, **texts.plural(n)) if n else texts.REACH_NONE
    if any(one.waits for one in candidates.reaches):
        reach = texts.REACH_WAITS
    chosen = [one for one in draft.themes if one in candidates.theme]
    waiting = len(chosen) - len(content.obstacles) - len(work.composed.held)
    themes = texts.THEMES_CHOSEN.format(n=len(chosen)) if chosen else texts.THEMES_NONE
    words, left = sum(map(len, wanted(candidates, draft).values())), len(undecided(candidates, draft))
    lines = [line for listed in draft.lines.values() for line in listed]
    open_lines = sum(not line.support for line in lines)
    own = texts.OWN_LEFT.format(**texts.plural(open_lines)) if open_lines else texts.OWN_DONE.format(**texts.plural(len(lines)))
    published = [one for one in work.versions if one.withdrawn_at is None]
    preview = texts.PREVIEW_READY if content.questions else texts.PREVIEW_EMPTY
    if published and published[0].digest == content.digest():
        preview = texts.PREVIEW_PUBLISHED.format(number=published[0].number)
    if not work.is_ready:
        preview = texts.PREVIEW_REFUSED if work.refused else texts.PREVIEW_RARE
    return {
        "reach": (bool(n) and reach != texts.REACH_WAITS, reach),
        "themes": (bool(chosen) and waiting <= 0, texts.THEMES_WAIT.format(n=waiting) if waiting > 0 else themes),
        "words": (not left, texts.WORDS_LEFT.format(n=left) if left else texts.WORDS_DONE if words else texts.WORDS_NONE),
        "own": (not open_lines, own if lines else texts.OWN_NONE),
        "questions": (True, texts.QUESTIONS_DONE.format(**texts.plural(len(content.questions)))),
        "preview": (work.is_ready and bool(content.questions), preview),
    }
