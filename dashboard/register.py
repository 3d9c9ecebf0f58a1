"""The register by person: the list of participants, what each agreed to, and what happens when somebody takes it back."""

import datetime
from html import escape

import pandas as pd
import streamlit as st

from dashboard import frame
from dashboard.consent import CONSENTS
from dashboard.desk import Desk
from dashboard.forgetting import forget_person
from dashboard.people import (
    LONGEST,
    Line,
    Person,
    add_people,
    attended,
    change_person,
    in_clear,
    list_people,
    named_in,
    read_lines,
    remove_person,
)
from dashboard.plain import plain
from dashboard.registry.interventions import list_sittings, put_participant
from dashboard.registry.publications import list_publications
from dashboard.sheet import file_of
from dashboard.texts import avant as texts
from dashboard.texts import french_day, sessions_said
from dashboard.vaulted import record_of
from pipeline.errors import CirculationError

_READ, _SAID, _TRY = "avant/lues", "avant/liste-dit", "avant/liste-essai"


def show_register(at: Desk, case_id: str) -> None:
    """The list with everybody's agreement, then what adds to it and takes from it."""
    st.caption(texts.LIST_HINT)
    frame.answer(_SAID)
    people = list_people(at, case_id)
    if people:
        _agreements(at, case_id, people)
    else:
        frame.reading(texts.LIST_EMPTY)
    _add(at, case_id, people)
    if people:
        with st.expander(texts.CORRECT):
            _correct(at, case_id, people)
        with st.expander(texts.WITHDRAW):
            _withdraw(at, case_id, people)


def named(where: list[str], said: str = texts.NAMED) -> str:
    """What is said of texts that hold a name, or ""."""
    told = ", ".join(texts.IN_CLEAR[one] for one in where)
    return said.format(where=told[:1].upper() + told[1:]) if where else ""


def _agreements(at: Desk, case_id: str, people: list[Person]) -> None:
    st.markdown(f"**{texts.REGISTER}**")
    st.caption(texts.REGISTER_HINT)
    for one in people:
        who, what, since = st.columns((5, 5, 3), vertical_alignment="center")
        told = " · ".join(filter(None, (one.role, one.subgroup)))
        who.html(f'<p class="who"><b>{escape(one.name)}</b><span>{escape(told)}</span></p>')
        said = what.radio(
            texts.CONSENT_OF.format(name=plain(one.name)),
            CONSENTS,
            CONSENTS.index(one.consent),
            format_func=texts.CONSENTS.__getitem__,
            horizontal=True,
            label_visibility="collapsed",
            key=f"avant/accord/{case_id}/{one.participant_id}/{one.consent}",
        )
        if one.consent_at:
            day = french_day(datetime.date.fromisoformat(one.consent_at))
            since.html(f'<p class="since">{escape(texts.SINCE.format(day=day))}</p>')
        if said != one.consent:
            put_participant(at.archive.registry, at.asker, case_id, one.participant_id, consent=said)
            st.rerun()
    against = sum(one.consent != "recording" for one in people)
    if not against:
        frame.reading(texts.COUNT_ALL)
    else:
        frame.reading((texts.COUNT_ONE if against == 1 else texts.COUNT_NOT).format(n=against, total=len(people)))


def _add(at: Desk, case_id: str, people: list[Person]) -> None:
    lines: list[Line] | None = st.session_state.get(f"{_READ}/{case_id}")
    if lines is None:
        n = st.session_state.setdefault(_TRY, 0)
        with st.form(f"avant/coller/{case_id}/{n}", clear_on_submit=True):
            typed = st.text_area(
                texts.PASTE,
                height=140,
                max_chars=20_000,
                placeholder=texts.PASTE_EXAMPLE,
                key=f"avant/noms/{case_id}/{n}",
            )
            st.caption(texts.PASTE_HELP)
            given = st.form_submit_button(texts.UNDERSTAND, type="secondary" if people else "primary")
        if given and (read := read_lines(typed, [one.name for one in people])):
            st.session_state[f"{_READ}/{case_id}"] = read
            st.session_state[_TRY] = n + 1
            st.rerun()
        return
    st.markdown(f"**{texts.UNDERSTOOD}**")
    shown = pd.DataFrame(
        [(plain(one.name), plain(one.role), plain(one.subgroup), texts.PROBLEMS[one.problem]) for one in lines], columns=list(texts.COLUMNS)
    )
    if not any(one.problem for one in lines):
        shown = shown.drop(columns="problem")
    st.table(shown.rename(columns=texts.COLUMNS).set_index(texts.COLUMNS["name"]))
    good = [one for one in lines if not one.problem]
    with st.container(horizontal=True):
        if good and st.button(texts.ADD if len(good) == len(lines) else texts.ADD_SOME, type="primary"):
            said = _added(at, case_id, good)
            if not said:
                del st.session_state[f"{_READ}/{case_id}"]
            frame.say(_SAID, said, bad=True)
        if st.button(texts.CANCEL):
            del st.session_state[f"{_READ}/{case_id}"]
            st.rerun()


def refusal_of(at: Desk, case_id: str, lines: list[Line]) -> str:
    """Why lines may not be kept: words outside the vault, of these lines or written before, hold a name; or ""."""
    written = "\n".join(part for line in lines for part in (line.role, line.subgroup))
    return named(named_in(at, case_id, {"line": written}, lines)) or named(
        named_in(at, case_id, in_clear(at, case_id), lines), texts.NAMED_BEFORE
    )


def _added(at: Desk, case_id: str, lines: list[Line]) -> str:
    """Add lines, or say why not."""
    said = refusal_of(at, case_id, lines)
    if not said:
        add_people(at, case_id, lines)
    return said


def _who(case_id: str, people: list[Person], use: str) -> Person:
    return st.selectbox(texts.CORRECT_WHO, people, format_func=lambda one: one.name, key=f"avant/{use}/{case_id}", width=420)


def _correct(at: Desk, case_id: str, people: list[Person]) -> None:
    one = _who(case_id, people, "corriger")
    with st.form(f"avant/ligne/{case_id}/{one.participant_id}"):
        columns = st.columns(3)
        typed = [
            column.text_input(
                texts.COLUMNS[name], getattr(one, name), max_chars=LONGEST, key=f"avant/{name}/{case_id}/{one.participant_id}"
            )
            for column, name in zip(columns, ("name", "role", "subgroup"), strict=True)
        ]
        given = st.form_submit_button(texts.SAVE)
    if given:
        others = [other for other in people if other != one]
        read = read_lines("\t".join(" ".join((cell or "").split()) for cell in typed), [other.name for other in others])
        line = read[0] if read else Line("", problem="nameless")
        if line.problem:
            frame.say(_SAID, texts.PROBLEMS[line.problem].capitalize() + ".", bad=True)
        said = refusal_of(at, case_id, [line])
        if not said:
            change_person(at, case_id, one.participant_id, line)
        frame.say(_SAID, said, bad=True)
    if attended(at, case_id, one.participant_id):
        st.caption(texts.REMOVE_NOT)
    elif st.button(texts.REMOVE, key=f"avant/retirer/{case_id}"):
        remove_person(at, case_id, one.participant_id)
        st.rerun()


def _what_goes(at: Desk, case_id: str, one: Person) -> list[str]:
    """What a withdrawal takes away and what it leaves to do again, before it is asked for."""
    record = record_of(at, case_id)
    sittings = list_sittings(at.archive.registry, at.asker, case_id)
    sealed = [rank for rank, sitting in enumerate(sittings, 1) if file_of(record, sitting.session_id)]
    if not (sealed and attended(at, case_id, one.participant_id)):
        return []
    turns = at.archive.read_case(at.asker, case_id, "turns")
    read = set(turns["session_id"])
    lost = [rank for rank in sealed if sittings[rank - 1].session_id not in read]
    said = [texts.WITHDRAW_FILES.format(sessions=sessions_said(sealed))]
    if lost:
        said.append(texts.WITHDRAW_LOST.format(sessions=sessions_said(lost)))
    if list_publications(at.archive.registry, at.asker, case_id):
        said.append(texts.WITHDRAW_PUBLISHED)
    return said


def _withdraw(at: Desk, case_id: str, people: list[Person]) -> None:
    one = _who(case_id, people, "oublier")
    st.write(texts.WITHDRAW_SAYS)
    if goes := _what_goes(at, case_id, one):
        st.info(" ".join(goes))
    frame.reading(texts.WITHDRAW_NOT)
    sure = st.checkbox(texts.WITHDRAW_SURE, key=f"avant/sur/{case_id}/{one.participant_id}")
    if st.button(texts.WITHDRAW_DO, disabled=not sure, key=f"avant/oubli/{case_id}"):
        with st.spinner(texts.WITHDRAW_WAIT):
            try:
                gone = forget_person(at, case_id, one.participant_id)
            except CirculationError:
                frame.say(_SAID, texts.WITHDRAW_FAILED, bad=True)
                return
        turns = texts.WITHDRAW_TURNS.format(n=gone.n_turns) if gone.n_turns is not None else ""
        versions = texts.WITHDRAW_VERSIONS.format(n=gone.n_versions) if gone.n_versions else ""
        frame.say(_SAID, texts.WITHDRAW_DONE.format(files=gone.n_originals, turns=turns + versions))
