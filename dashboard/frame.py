"""What every page shares: where the data lies, which case is looked at, and what to say when something is missing."""

import datetime
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import wraps
from html import escape
from pathlib import Path
from typing import Any, ParamSpec

import streamlit as st

from dashboard import texts
from dashboard.desk import Desk, close_vault, idle
from dashboard.french import speak_french
from dashboard.publics import AccessError, StaleError, UnknownCaseError
from dashboard.registry.interventions import list_interventions
from dashboard.style import palette, sheet
from dashboard.texts import ouvrir as door_texts
from pipeline.errors import BusyError, StoreError, VaultError
from pipeline.ingest.text import fold
from pipeline.settings import load_settings

CASE = "cas"
_Given = ParamSpec("_Given")


def guarded(part: Callable[_Given, None]) -> Callable[_Given, None]:
    """A page, or a fragment of one that is shown anew by itself: whatever goes wrong in it is one French line."""

    @wraps(part)
    def within(*args: _Given.args, **kwargs: _Given.kwargs) -> None:
        try:
            part(*args, **kwargs)
        except UnknownCaseError:
            st.warning(texts.UNKNOWN_CASE)
        except AccessError:
            st.error(texts.REFUSED)
        except StaleError:
            st.warning(texts.STALE)
        except StoreError:
            st.error(texts.DAMAGED)
        except VaultError as error:
            close_vault()
            st.error(door_texts.error(error.kind))
        except BusyError:
            st.warning(door_texts.BUSY)
        except Exception as error:
            # the message of a foreign exception may hold text of a transcript: say where, not what
            where = traceback.extract_tb(error.__traceback__)[-1]
            print(f"circulation: unexpected {type(error).__name__} at {Path(where.filename).name}:{where.lineno}", file=sys.stderr)
            st.error(texts.BROKEN)

    return within


def screen(page: Callable[[], None]) -> Callable[[], None]:
    """A page with the shared style, on which whatever goes wrong is one French line."""

    @guarded
    @wraps(page)
    def framed() -> None:
        st.html(sheet(palette()))
        speak_french()
        _watch()
        page()

    return framed


@st.fragment(run_every=30)
def _watch() -> None:
    """Close what is open in a browser that nobody works in: a page left alone asks the server for nothing."""
    if idle():
        close_vault()
        if load_settings().sign_in.complete:
            st.logout()
        st.rerun()


def link(page: str, label: str) -> None:
    """A link to another screen by its address, which keeps what this browser has open; a plain one would close the vault."""
    st.page_link(st.Page(_elsewhere, title=label, url_path=page), label=label)


def _elsewhere() -> None:
    """Stands for a page that the navigation knows."""


def title(text: str, hint: str) -> None:
    """A page's title and the line under it."""
    st.title(text, anchor=False)
    advise(hint)


def advise(hint: str) -> None:
    """A quiet line that says what something is for."""
    st.html(f'<p class="hint">{escape(hint)}</p>')


def reading(sentence: str) -> None:
    """The sentence that stands with a figure."""
    st.html(f'<div class="reading">{escape(sentence)}</div>')


def figure(chart: Any, said: str, *, key: str = "", pick: str = "", on_pick: Callable[[dict[str, Any]], None] | None = None) -> None:
    """A figure in its frame.

    Parameters
    ----------
    chart
        From Altair, with colours of its own.
    said
        What it shows, for those who do not see it.
    key
        Of the widget.
    pick, on_pick
        The name of a point selection of the chart; `on_pick` is called with its fields when something is clicked, before the page
        runs again.
    """

    def picked() -> None:
        points = st.session_state[key]["selection"][pick]
        if points and on_pick:
            on_pick(points[0])

    asked = {"on_select": picked, "selection_mode": pick} if pick else {}
    st.container(key="figure").altair_chart(chart, theme=None, width="stretch", key=key or None, alt=said, **asked)


def empty(heading: str, hint: str) -> None:
    """A screen without data: what it waits for, and what to do next."""
    st.html(f'<div class="empty"><h2>{escape(heading)}</h2><p>{escape(hint)}</p></div>')


def case_titles(at: Desk) -> dict[str, str]:
    """The asker's own interventions, from id to title, in the order of their titles."""
    own = list_interventions(at.archive.registry, at.asker)
    titles = {one.case_id: texts.case_title(one.case_id, one.title) for one in own}
    return dict(sorted(titles.items(), key=lambda one: (fold(one[1]), one[0])))


def choose_case(at: Desk) -> str | None:
    """The intervention chosen among the asker's own; None, and what to do said, where there is none."""
    cases = case_titles(at)
    if not cases:
        empty(texts.NO_CASE, texts.NO_CASE_HINT)
        with st.container(horizontal=True, horizontal_alignment="center"):
            link("avant", texts.TO_BEGIN)
        return None
    return choose(texts.CASE, CASE, list(cases), cases.__getitem__)


def choose(label: str, key: str, options: Sequence[str], shown: Callable[[str], str], *, inside: bool = False) -> str:
    """A choice in the sidebar (or where it stands, `inside`) that outlives a change of page, and that an address (?key=…) may open with."""
    state, kept, called = st.session_state, f"kept/{key}", f"called/{key}"
    now, names = state.get(key), [shown(one) for one in options]
    # the browser holds the name and not the choice: one that is called otherwise now has to be set anew
    before, state[called] = state.get(called, names), names
    if now in options and names == before:
        # a default beside a value that was just set is refused; without the default a browser that is late falls back to the first option
        index = options.index(now) if now == state.get(kept) else 0
    else:
        wanted = now if now in options else st.query_params.get(key) or state.get(kept)
        opened = wanted if wanted in options else options[0]
        index = options.index(opened)
        if key in state:
            state[key], index = opened, 0
    where = st if inside else st.sidebar
    state[kept] = where.selectbox(label, options, index=index, format_func=shown, key=key)
    return state[kept]


def say(key: str, said: str, *, bad: bool = False) -> None:
    """Show the page anew, with one sentence at the place of `answer`."""
    st.session_state[key] = (said, bad)
    st.rerun()


def answer(key: str) -> None:
    """The sentence that `say` left, once; its place is kept, for tabs that move down go back to the first one."""
    said, bad = st.session_state.pop(key, ("", False))
    place = st.empty()
    if said:
        (place.error if bad else place.success)(said)


def remember(key: str, value: object) -> None:
    """For `on_click`: what the page showed when it was clicked, which is not always what it shows next."""
    st.session_state[key] = value


def today() -> datetime.date:
    """The day on this machine."""
    return datetime.datetime.now().astimezone().date()
