"""What every page shares: where the data lies, which case is looked at, and what to say when something is missing."""

import sys
import traceback
from collections.abc import Callable, Sequence
from functools import wraps
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import texts
from dashboard.desk import Desk, close_vault, idle
from dashboard.publics import AccessError, StaleError, UnknownCaseError
from dashboard.registry.interventions import list_interventions
from dashboard.style import palette, sheet
from pipeline.errors import StoreError
from pipeline.settings import load_settings

CASE = "cas"


def screen(page: Callable[[], None]) -> Callable[[], None]:
    """A page with the shared style, on which whatever goes wrong is one French line."""

    @wraps(page)
    def framed() -> None:
        st.html(sheet(palette()))
        _watch()
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


@st.fragment(run_every=30)
def _watch() -> None:
    """Close what is open in a browser that nobody works in: a page left alone asks the server for nothing."""
    if idle():
        close_vault()
        if load_settings().sign_in.complete:
            st.logout()
        st.rerun()


def title(text: str, below: str) -> None:
    """A page's title and the line under it."""
    st.title(text, anchor=False)
    hint(below)


def hint(text: str) -> None:
    """A line that is read after the others."""
    st.html(f'<p class="hint">{escape(text)}</p>')


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


def choose(label: str, key: str, options: Sequence[str], shown: Callable[[str], str]) -> str:
    """A choice in the sidebar that outlives a change of page, and that an address (?key=…) may open with."""
    kept = f"kept/{key}"
    if st.session_state.get(key) not in options:
        wanted = st.query_params.get(key) or st.session_state.get(kept)
        st.session_state[key] = wanted if wanted in options else options[0]
    st.session_state[kept] = st.sidebar.selectbox(label, options, format_func=shown, key=key)
    return st.session_state[kept]


def case_in_hand() -> str | None:
    """The case that this browser works on, if it has chosen one."""
    return st.query_params.get(CASE) or st.session_state.get(f"kept/{CASE}")
