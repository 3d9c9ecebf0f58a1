"""Restitution: projects a frozen publication. All screens go to the browser at once, so that a key turns the page in no time."""

import hashlib

import streamlit as st
from streamlit.components.v2 import component

from dashboard import frame, hosting, style, texts, wall
from dashboard.answers import list_items
from dashboard.desk import Desk, desk
from dashboard.registry import hosts
from dashboard.registry.models import Publication
from dashboard.registry.publications import content_of, list_publications, read_publication
from dashboard.screens import number
from dashboard.texts import mur

SHOWN = "version"
"""The parameter of the address that names what is projected, so that a page loaded again goes on where it was."""

_SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.mur');
  if (root.dataset.print !== data.print) {
    root.innerHTML = data.screens.join('') + '<div class="black" hidden></div>';
    root.dataset.print = data.print;
  }
  root.setAttribute('aria-label', data.label);
  const screens = [...root.querySelectorAll('.wall')], black = root.querySelector('.black'), kept = 'mur/' + data.name;
  const clamp = (n) => Math.max(0, Math.min(screens.length - 1, n));
  let at = clamp(Number(sessionStorage.getItem(kept)) || 0);
  const show = (n) => {
    at = clamp(n);
    black.hidden = true;
    screens.forEach((screen, rank) => { screen.hidden = rank !== at; });
    sessionStorage.setItem(kept, at);
  };
  const next = () => show(at + 1), back = () => show(at - 1), dark = () => { black.hidden = !black.hidden; };
  const leave = () => { sessionStorage.removeItem(kept); setTriggerValue('left', true); };
  const keys = {
    ArrowRight: next, ArrowDown: next, PageDown: next, ' ': next, Enter: next,
    ArrowLeft: back, ArrowUp: back, PageUp: back, Backspace: back,
    Home: () => show(0), End: () => show(screens.length - 1), b: dark, B: dark, '.': dark, Escape: leave,
  };
  const press = (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  window.addEventListener('keydown', press, true);
  root.onclick = (event) => (event.clientX < window.innerWidth / 4 ? back() : next());
  show(at);
  document.activeElement?.blur();
  return () => window.removeEventListener('keydown', press, true);
}
"""
_project = component("circulation.mur", html='<div class="mur" role="region" aria-live="polite"></div>', js=_SCRIPT, isolate_styles=False)


@frame.screen
def page() -> None:
    at = desk()
    if wanted := st.query_params.get(SHOWN):
        publication = read_publication(at.archive.registry, at.asker, wanted)
        if publication.withdrawn_at is None:
            _show(publication, _screens(at, publication))
            return
    _choose(at)


def _choose(at: Desk) -> None:
    case_id = frame.choose_case(at)
    if case_id is None:
        return
    published = list_publications(at.archive.registry, at.asker, case_id)
    if not published:
        frame.empty(mur.NONE, mur.NONE_HINT)
        return
    frame.title(frame.case_titles(at)[case_id], mur.HINT)
    for one in published:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(mur.VERSION.format(number=one.number, day=texts.french_day(one.published_at.astimezone().date())))
            if st.button(mur.PROJECT, key=f"projeter/{one.publication_id}", type="primary" if one is published[0] else "secondary"):
                st.query_params[SHOWN] = one.publication_id
                st.rerun()
    frame.advise(mur.KEYS)
    frame.advise(_about_room(at, published[0]))


def _show(publication: Publication, screens: list[str]) -> None:
    if not screens:
        st.info(mur.NOTHING)
        return
    st.html(style.css("mur") + style.css("wall"))
    _project(
        key="mur",
        data={
            "name": publication.publication_id,
            "print": hashlib.sha256("".join(screens).encode()).hexdigest(),
            "screens": screens,
            "label": mur.REGION,
        },
        on_left_change=_leave,
    )


def _leave() -> None:
    st.query_params.pop(SHOWN, None)


def _screens(at: Desk, publication: Publication) -> list[str]:
    """The screens of a publication, and after them how to answer while its room is open, or what was answered once it is closed."""
    content = content_of(publication)
    shown = wall.plan(content)
    room = hosts.last_room(at.archive.registry, at.asker, publication.publication_id)
    if room is not None and room.closed_at is None:
        address = hosting.read_address(at.archive.data, publication.publication_id)
        code = hosting.show_code(at, publication.publication_id, room.room_id)
        if address and code:
            shown = [*shown, wall.plan_answering(address, code, hosting.draw_square(address, code))]
    elif room is not None:
        words = hosts.read_results(at.archive.registry, at.asker, room.room_id, at.settings.disclosure.k)
        shown = [*shown, *wall.plan_results(list_items(content), words)]
    return number(shown)


def _about_room(at: Desk, publication: Publication) -> str:
    room = hosts.last_room(at.archive.registry, at.asker, publication.publication_id)
    if room is None:
        return mur.ROOM_OFF
    if room.closed_at is not None:
        return mur.ROOM_CLOSED
    if hosting.read_address(at.archive.data, publication.publication_id) is None:
        return mur.ROOM_ALONE
    return mur.ROOM_ON if at.vault else mur.ROOM_LOCKED
