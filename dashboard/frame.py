"""What every page shares: where the data lies, which case is looked at, and what to say when something is missing."""

import sys
import traceback
from collections.abc import Callable, Sequence
from functools import wraps
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import texts
from dashboard.desk import Desk
from dashboard.publics import AccessError, StaleError, UnknownCaseError
from dashboard.registry.interventions import list_interventions
from dashboard.style import palette, sheet
from pipeline.errors import StoreError

CASE = "cas"


def screen(page: Callable[[], None]) -> Callable[[], None]:
    """A page with the shared style, on which whatever goes wrong is one French line."""

    @wraps(page)
    def framed() -> None:
        st.html(sheet(palette()))
        try:
            page()
        except UnknownCaseError:
            st.warning(texts.UNKNOWN_CASE)
        except AccessError:
            st.error(texts.REFUSED)
        except StaleError:
            st.warning(texts.STALE)
        except StoreError:
            st.error(texts.DAMAGED)
        except Exception as error:
            # the message of a foreign exception may hold text of a transcript: say where, not what
            where = traceback.extract_tb(error.__traceback__)[-1]
            print(f"circulation: unexpected {type(error).__name__} at {Path(where.filename).name}:{where.lineno}", file=sys.stderr)
            st.error(texts.BROKEN)

    return framed


def title(text: str, hint: str) -> None:
    """A page's title and the line under it."""
    st.title(text, anchor=False)
    st.html(f'<p class="hint">{escape(hint)}</p>')


def reading(sentence: str) -> None:
    """The sentence that stands with a figure."""
    st.html(f'<div class="reading">{escape(sentence)}</div>')


def empty(heading: str, hint: str, command: str = "") -> None:
    """A screen without data: what it waits for, and what to do next."""
    order = f"<code>{escape(command)}</code>" if command else ""
    st.html(f'<div class="empty"><h2>{escape(heading)}</h2><p>{escape(hint)}</p>{order}</div>')


def cases_or_advice(at: Desk) -> dict[str, str]:
    """The asker's own interventions, from id to title; without any, says what to do."""
    cases = {one.case_id: one.title or texts.case_title(one.case_id) for one in list_interventions(at.archive.registry, at.asker)}
    if not cases:
        empty(texts.NO_CASE, texts.NO_CASE_HINT)
    return dict(sorted(cases.items()))


def choose(label: str, key: str, options: Sequence[str], shown: Callable[[str], str], *, inside: bool = False) -> str:
    """A choice in the sidebar (or where it stands, `inside`) that outlives a change of page, and that an address (?key=…) may open with."""
    state, kept = st.session_state, f"kept/{key}"
    now = state.get(key)
    if now in options:
        # a default beside a value that was just set is refused; without the default a browser that is late falls back to the first option
        index = options.index(now) if now == state.get(kept) else 0
    else:
        wanted = st.query_params.get(key) or state.get(kept)
        opened = wanted if wanted in options else options[0]
        index = options.index(opened)
        if key in state:
            state[key], index = opened, 0
    where = st if inside else st.sidebar
    state[kept] = where.selectbox(label, options, index=index, format_func=shown, key=key)
    return state[kept]


def case_in_hand() -> str | None:
    """The case that this browser works on, if it has chosen one."""
    return st.query_params.get(CASE) or st.session_state.get(f"kept/{CASE}")
