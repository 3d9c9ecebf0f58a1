"""Déposer: a file is read in memory, its voices are joined to the list, consent is asked for, and it is sealed at once."""

import streamlit as st

from dashboard import door, frame, notes
from dashboard.deposit import Waiting, remove_file, take
from dashboard.desk import Desk, desk
from dashboard.filing import show_file
from dashboard.people import list_people
from dashboard.plain import plain
from dashboard.reading_run import prepare
from dashboard.registry.interventions import list_sittings
from dashboard.sheet import file_of
from dashboard.style import css
from dashboard.texts import count
from dashboard.texts import deposer as texts
from dashboard.typing_notes import named, show_notes
from dashboard.vaulted import record_of

_SAID = "deposer/dit"
_QUEUE, _DROPS, _COUNT = "deposer/attente", "deposer/essai", "deposer/compte"


@frame.screen
def page() -> None:
    at = desk()
    st.html(css("avant"))
    if at.vault is None:
        door.closed()
        return
    case_id = frame.choose_case(at)
    if case_id is None:
        return
    frame.title(texts.TITLE, texts.HINT)
    frame.answer(_SAID)
    file, typed, filed = st.tabs(texts.TABS)
    with file:
        _drop(at, case_id)
    with typed:
        show_notes(at, case_id, _SAID)
    with filed:
        _filed(at, case_id)


def _drop(at: Desk, case_id: str) -> None:
    if not list_people(at, case_id):
        frame.reading(texts.NO_LIST)
    queue: list[Waiting] = st.session_state.setdefault(_QUEUE, [])
    n = st.session_state.setdefault(_DROPS, 0)
    # without a list of types: what Streamlit refuses it refuses in English, and says nothing of what to do
    dropped = st.file_uploader(texts.DROP, accept_multiple_files=True, key=f"deposer/fichiers/{n}")
    st.caption(texts.DROP_HELP)
    if dropped:
        for one in dropped:
            st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1
            queue.append(take(st.session_state[_COUNT], one.name, one.getvalue(), at.settings.ingest))
        # a new widget: the old one lets go of the files and of their names
        st.session_state[_DROPS] = n + 1
        st.rerun()
    if not queue:
        return
    done = st.session_state[_COUNT] - len(queue)
    waiting = queue[0]
    with st.container(border=True):
        st.markdown(f"**{texts.WAITING.format(number=done + 1, total=done + len(queue))}** · {waiting.suffix or '?'}")
        sealed = show_file(at, case_id, waiting)
        if st.button(texts.PUT_ASIDE, key=f"deposer/laisser/{waiting.number}"):
            _next(queue)
            st.rerun()
    if sealed:
        _next(queue)
        begun = prepare(at, case_id)
        title = next(named(one) for one in list_sittings(at.archive.registry, at.asker, case_id) if one.session_id == sealed)
        frame.say(_SAID, (texts.SEALED if begun else texts.SEALED_LATER).format(session=plain(title)))


def _next(queue: list[Waiting]) -> None:
    del queue[0]
    if not queue:
        st.session_state[_COUNT] = 0


def _filed(at: Desk, case_id: str) -> None:
    record = record_of(at, case_id)
    filed = [one for one in list_sittings(at.archive.registry, at.asker, case_id) if file_of(record, one.session_id)]
    if not filed:
        frame.reading(texts.NONE_FILED)
        return
    st.caption(texts.REPLACE_HINT)
    for sitting in filed:
        with st.container(border=True):
            what, act = st.columns((4, 2), vertical_alignment="center")
            ideas = notes.from_file(record.originals[file_of(record, sitting.session_id)])
            facts = [texts.FILED_KINDS[sitting.kind]]
            if ideas is not None:
                facts.append(count(len(ideas), "idée"))
            if sitting.n_present is not None:
                facts.append(texts.PRESENT_N.format(n=sitting.n_present))
            what.markdown(f"**{plain(named(sitting))}**  \n{' · '.join(facts)}")
            with act.popover(texts.REMOVE, width="stretch"):
                st.caption(texts.REMOVE_KEEPS)
                if st.button(texts.REMOVE_SURE, key=f"deposer/retirer/{case_id}/{sitting.session_id}"):
                    remove_file(at, case_id, sitting.session_id)
                    frame.say(_SAID, texts.REMOVED)
    if st.button(texts.PREPARE, key=f"deposer/preparer/{case_id}"):
        begun = prepare(at, case_id)
        frame.say(_SAID, texts.PREPARED if begun else texts.PREPARE_BUSY, bad=not begun)
