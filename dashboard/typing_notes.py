"""*Saisir mes notes*: a fast form for paper notes, each addition sealed at once, and a table to correct them."""

import pandas as pd
import streamlit as st

from dashboard import frame, notes
from dashboard.consent import without
from dashboard.deposit import free_session
from dashboard.desk import Desk
from dashboard.notes import Idea
from dashboard.people import list_people
from dashboard.reading_run import prepare
from dashboard.registry.interventions import get_intervention, list_present, list_sittings, put_sitting
from dashboard.registry.models import Sitting
from dashboard.sheet import file_of
from dashboard.texts import avant, count, french_day, session_title
from dashboard.texts import deposer as texts
from dashboard.vaulted import record_of

_NEW = ""


def show_notes(at: Desk, case_id: str, said: str) -> None:
    """The form, then what is noted already; `said` is the place of an answer on the page."""
    st.caption(texts.NOTES_HINT)
    session_id = _choose(at, case_id)
    sitting = next((one for one in list_sittings(at.archive.registry, at.asker, case_id) if one.session_id == session_id), None)
    ideas = notes.read_notes(at, case_id, session_id) if sitting else []
    if sitting and file_of(record_of(at, case_id), session_id) not in ("", f"{session_id}{notes.SUFFIX}"):
        st.warning(texts.NOTES_OTHER_FILE)
        return
    present = list_present(at.archive.registry, at.asker, case_id).get(session_id)
    people = list_people(at, case_id)
    if silent := without(people, present if present is not None else {one.participant_id for one in people}):
        frame.reading(texts.NOTES_SILENT.format(names=", ".join(silent)))
    groups = get_intervention(at.archive.registry, at.asker, case_id).groups
    _form(at, case_id, sitting, ideas, groups)
    if not sitting or not ideas:
        frame.reading(texts.NOTES_NONE)
        return
    if not notes.tells(" ".join(idea.text for idea in ideas)):
        st.warning(texts.STRANGE_TYPED)
    _table(at, case_id, sitting, ideas, groups)
    if any(idea.subgroup != sitting.subgroup for idea in ideas):
        st.caption(texts.NOTES_APART)
    if sitting.sharing != "group":
        st.caption(texts.NOTES_STAYS)
    if st.button(texts.NOTES_READY, type="primary", key=f"notes/pret/{case_id}"):
        begun = prepare(at, case_id)
        frame.say(said, texts.PREPARED if begun else texts.PREPARE_BUSY, bad=not begun)


def named(sitting: Sitting) -> str:
    """A session as a person would say it."""
    title = session_title(sitting.order, sitting.phase)
    day = french_day(sitting.date) if sitting.date else ""
    return " · ".join(filter(None, (title, day, sitting.subgroup)))


def _choose(at: Desk, case_id: str) -> str:
    sittings = list_sittings(at.archive.registry, at.asker, case_id)
    record = record_of(at, case_id)
    free = {
        one.session_id: named(one)
        for one in sittings
        if not (name := file_of(record, one.session_id)) or notes.from_file(record.originals[name]) is not None
    }
    options = [*free, _NEW]
    kept = f"notes/seance/{case_id}"
    if (last := st.session_state.pop(f"notes/derniere/{case_id}", None)) in options:
        st.session_state[kept] = last
    elif st.session_state.get(kept) not in options:
        st.session_state[kept] = next((one for one in reversed(options) if one and not file_of(record, one)), options[0])
    return st.selectbox(texts.NOTES_SESSION, options, format_func=lambda one: free.get(one, texts.NEW_SESSION), key=kept, width=460)


def _form(at: Desk, case_id: str, sitting: Sitting | None, ideas: list[Idea], groups: list[str]) -> None:
    key = f"{case_id}/{sitting.session_id if sitting else 'nouvelle'}"
    with st.form(f"notes/form/{key}", clear_on_submit=True):
        typed = st.text_area(texts.NOTES_TYPE, height=110, max_chars=50_000, placeholder=texts.NOTES_EXAMPLE, key=f"notes/idees/{key}")
        st.caption(texts.NOTES_HELP)
        left, right = st.columns((3, 2))
        # what does not change from one line to the next is kept by the form's own memory
        said_by = left.radio(
            texts.NOTES_SAID_BY, list(texts.SAID_BY), format_func=texts.SAID_BY.__getitem__, horizontal=True, key=f"notes/qui/{key}"
        )
        options = list(dict.fromkeys([sitting.subgroup if sitting else "", "", *groups]))
        subgroup = right.selectbox(texts.NOTES_GROUP, options, format_func=lambda name: name or avant.ALL_GROUPS, key=f"notes/groupe/{key}")
        given = st.form_submit_button(texts.NOTES_ADD, type="primary")
    added = notes.split(typed, said_by, subgroup) if given else []
    if not added:
        return
    if notes.is_transcript(typed):
        # a recording asks who was there and who agreed to it
        st.error(texts.NOTES_TRANSCRIPT)
        st.code(typed, language=None, height=110, wrap_lines=True)
        return
    session_id = sitting.session_id if sitting else free_session(at, case_id)
    if sitting is None:
        put_sitting(at.archive.registry, at.asker, case_id, session_id, kind=notes.NOTES)
    notes.save_notes(at, case_id, session_id, [*ideas, *added])
    st.session_state.pop(f"notes/idees/{key}", None)
    # for the next showing: what was a new session has an id by now
    st.session_state[f"notes/derniere/{case_id}"] = session_id
    st.rerun()


def _table(at: Desk, case_id: str, sitting: Sitting, ideas: list[Idea], groups: list[str]) -> None:
    st.markdown(f"**{texts.NOTES_LIST.format(n=count(len(ideas), 'idée'))}**")
    rows = [(one.text, texts.SAID_BY[one.said_by], one.subgroup or avant.ALL_GROUPS) for one in ideas]
    shown = pd.DataFrame(rows, columns=list(texts.NOTES_COLUMNS))
    options = [avant.ALL_GROUPS, *dict.fromkeys([*groups, *(one.subgroup for one in ideas if one.subgroup)])]
    edited = st.data_editor(
        shown,
        key=f"notes/table/{case_id}/{sitting.session_id}/{len(ideas)}",
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        column_config={
            "text": st.column_config.TextColumn(texts.NOTES_COLUMNS["text"], width="large"),
            "said_by": st.column_config.SelectboxColumn(
                texts.NOTES_COLUMNS["said_by"], options=list(texts.SAID_BY.values()), required=True, default=texts.SAID_BY["one"]
            ),
            "subgroup": st.column_config.SelectboxColumn(
                texts.NOTES_COLUMNS["subgroup"], options=options, required=True, default=avant.ALL_GROUPS
            ),
        },
    )
    st.caption(texts.NOTES_EDIT)
    changed = read_table(edited)
    if changed != ideas:
        notes.save_notes(at, case_id, sitting.session_id, changed)
        st.rerun()


def read_table(edited: pd.DataFrame) -> list[Idea]:
    """The ideas of an edited table; lines without words are gone.

    Examples
    --------
    >>> read_table(pd.DataFrame({"text": [" on dort mal ", None], "said_by": ["trois ou plus", None], "subgroup": ["jeunes", None]}))
    [Idea(text='on dort mal', said_by='three_plus', subgroup='jeunes')]
    """
    codes = {said: code for code, said in texts.SAID_BY.items()}
    ideas = []
    for row in edited.itertuples(index=False):
        text = str(row.text) if isinstance(row.text, str) else ""
        subgroup = str(row.subgroup) if isinstance(row.subgroup, str) and row.subgroup != avant.ALL_GROUPS else ""
        # a table's line says by its column how many said it
        ideas += [Idea(one.text, codes.get(str(row.said_by), "one"), subgroup) for one in notes.split(text)]
    return ideas
