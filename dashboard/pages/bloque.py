"""Ce qui nous bloque: the wall that a group reads together, and that ends with a question."""

from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import frame, texts
from dashboard.desk import desk
from dashboard.publics import Public
from dashboard.style import WALL

MOST = 5
LONG = 58
MANY_SESSIONS = 5


@frame.screen
def page() -> None:
    at = desk()
    cases = frame.cases_or_advice(at)
    if not cases:
        return
    case_id = next(iter(cases)) if len(cases) == 1 else frame.case_in_hand()
    if case_id is None:
        _choose(cases)
        return
    read = {name: at.archive.read_case(at.asker, case_id, name, Public.GROUPE) for name in ("cells", "topics", "sessions")}
    leave = f'<a class="leave" href="./?{urlencode({frame.CASE: case_id})}" aria-label="{texts.WALL_LEAVE_HELP}">{texts.WALL_LEAVE}</a>'
    st.html(WALL + wall(**read) + leave)


def wall(cells: pd.DataFrame, topics: pd.DataFrame, sessions: pd.DataFrame) -> str:
    """The wall as HTML, from what a group may read.

    Returns
    -------
    str
        At most five bars, longest first; a bar's length, word and dots say the same for everybody who
        spoke, and no number of persons.
    """
    sessions = sessions.sort_values("order")
    spoken = cells.loc[cells["measure"] == "wall_session"].groupby("row")["column"].agg(set)
    bars = (
        cells.loc[cells["measure"] == "wall_obstacle"]
        .merge(topics, left_on="row", right_on="topic_id")
        .assign(dots=lambda shown: [len(spoken.get(row, ())) for row in shown["row"]])
        .sort_values(["value", "dots", "label"], ascending=[False, False, True])
        .head(MOST)
    )
    if bars.empty or sessions.empty:
        return _screen(
            f'<h2>{escape(texts.WALL_EMPTY)}</h2><p class="empty-hint">{escape(texts.WALL_EMPTY_HINT)}</p>', texts.WALL_EMPTY_QUESTION
        )
    eyebrow = texts.WALL_EYEBROW.format(sessions=texts.sessions_said([order + 1 for order in sessions["order"]]))
    items = "".join(
        _bar(bar.label, int(bar.value), [one in spoken.get(bar.row, ()) for one in sessions["session_id"]]) for bar in bars.itertuples()
    )
    return _screen(
        f'<p class="eyebrow">{escape(eyebrow)}</p><h1>{escape(texts.WALL)}</h1><ul>{items}</ul><p class="key">{escape(texts.WALL_KEY)}</p>',
        texts.WALL_QUESTION,
    )


def _screen(body: str, question: str) -> str:
    return f'<div class="wall"><div class="body">{body}</div><p class="ask">{escape(question)}</p></div>'


def _bar(label: str, length: int, sessions: list[bool]) -> str:
    dots = "".join(f'<span class="dot{" full" if full else ""}"></span>' for full in sessions)
    return (
        f'<li><div class="bar"><span class="fill fill-{length}"></span>'
        f'<span class="label{" long" if len(label) > LONG else ""}">{escape(texts.typographic(label))}</span></div>'
        f'<span class="word">{texts.WALL_WORDS[length]}</span>'
        f'<span class="dots{" many" if len(sessions) > MANY_SESSIONS else ""}" aria-hidden="true">{dots}</span></li>'
    )


def _choose(cases: dict[str, str]) -> None:
    frame.title(texts.WALL_CHOOSE, texts.WALL_CHOOSE_HINT)
    for case_id, named in cases.items():
        if st.button(named, key=f"projeter/{case_id}"):
            st.session_state[f"kept/{frame.CASE}"] = case_id
            st.rerun()
