"""Avant la séance: the contract, the list of participants and what each agreed to, the sessions, the sheet to hand out."""

import re
from typing import Any

import streamlit as st

from dashboard import door, frame
from dashboard.deposit import free_session, remove_session
from dashboard.desk import Desk, desk
from dashboard.information import information_sheet
from dashboard.people import named_in
from dashboard.plain import plain
from dashboard.register import named, show_register
from dashboard.registry.interventions import (
    add_intervention,
    change_intervention,
    get_intervention,
    list_interventions,
    list_sittings,
    put_sitting,
)
from dashboard.registry.models import Intervention
from dashboard.style import css
from dashboard.texts import PHASES, french_day
from dashboard.texts import avant as texts
from dashboard.vaulted import record_of
from pipeline.pseudonymise.typed import persons_in
from pipeline.tables import SHARING

_NEW, _SAID, _SEEN, _ASKED = "avant/nouvelle", "avant/dit", "avant/vu", "avant/demande"
_IN_CLEAR = ("title", "objective", "reserves", "groups")
_CODE = re.compile(r"([A-Z]{1,3}\d{1,4})?")


@frame.screen
def page() -> None:
    at = desk()
    st.html(css("avant"))
    if at.vault is None:
        door.closed()
        return
    cases = frame.case_titles(at)
    if not cases or st.session_state.get(_NEW):
        _begin(at, bool(cases))
        return
    case_id = frame.choose(frame.texts.CASE, frame.CASE, list(cases), cases.__getitem__)
    if st.sidebar.button(texts.NEW):
        st.session_state[_NEW] = True
        st.rerun()
    intervention = get_intervention(at.archive.registry, at.asker, case_id)
    frame.title(plain(intervention.title) or texts.TITLE, texts.HINT)
    frame.answer(_SAID)
    contract, people, sessions, sheet, end = st.tabs(texts.TABS)
    with contract:
        _contract(at, intervention)
    with people:
        show_register(at, case_id)
    with sessions:
        _sessions(at, intervention)
    with sheet:
        _sheet(at, intervention)
    with end:
        _delete(at, case_id)


def _begin(at: Desk, may_go_back: bool) -> None:
    frame.title(texts.NEW_TITLE, texts.NEW_HINT)
    frame.answer(_SAID)
    before = list_interventions(at.archive.registry, at.asker)
    # above the form: below it nobody would see on a laptop why nothing was kept
    problem = st.container(width=760)
    with st.container(width=760), st.form("avant/commencer"):
        fields = _fields(None, code=before[0].facilitator if before else "")
        if st.form_submit_button(texts.BEGIN, type="primary"):
            if said := _problem(fields) or _asks(fields):
                problem.error(said)
            else:
                made = add_intervention(at.archive.registry, at.asker, **fields)
                st.session_state.pop(_NEW, None)
                st.session_state.pop(frame.CASE, None)
                st.session_state[f"kept/{frame.CASE}"] = made.case_id
                st.query_params.pop(frame.CASE, None)
                st.rerun()
    if may_go_back and st.button(texts.BACK):
        del st.session_state[_NEW]
        st.rerun()


def _fields(one: Intervention | None, code: str = "") -> dict[str, Any]:
    name = one.case_id if one else "nouvelle"
    title = st.text_input(texts.NAME, one.title if one else "", max_chars=120, placeholder=texts.NAME_HELP, key=f"avant/titre/{name}")
    objective = st.text_area(
        texts.OBJECTIVE,
        one.objective if one else "",
        height=80,
        max_chars=1000,
        placeholder=texts.OBJECTIVE_HELP,
        key=f"avant/objectif/{name}",
    )
    reserves = st.text_area(
        texts.RESERVES,
        one.reserves if one else "",
        height=80,
        max_chars=2000,
        placeholder=texts.RESERVES_HELP,
        key=f"avant/reserves/{name}",
    )
    left, middle, right = st.columns(3)
    sector = one.sector if one else ""
    sectors = list(dict.fromkeys(["", *texts.SECTORS, sector]))
    chosen = left.selectbox(
        texts.SECTOR, sectors, sectors.index(sector), format_func=lambda code: code or texts.NO_SECTOR, key=f"avant/secteur/{name}"
    )
    groups = middle.text_area(
        texts.GROUPS,
        "\n".join(one.groups) if one else "",
        height=80,
        max_chars=600,
        placeholder=texts.GROUPS_HELP,
        key=f"avant/groupes/{name}",
    )
    code = right.text_input(
        texts.CODE, one.facilitator if one else code, max_chars=7, placeholder=texts.CODE_HELP, key=f"avant/code/{name}"
    )
    return {
        "title": " ".join(title.split()),
        "objective": objective.strip(),
        "reserves": reserves.strip(),
        "sector": chosen,
        "groups": list(dict.fromkeys(group for line in groups.splitlines() if (group := " ".join(line.split())))),
        "facilitator": code.strip().upper(),
    }


def _problem(fields: dict[str, Any]) -> str:
    if not fields["title"]:
        return texts.TITLE_NEEDED
    return "" if _CODE.fullmatch(str(fields["facilitator"])) else texts.BAD_CODE


def _typed(fields: dict[str, Any]) -> dict[str, str]:
    """The fields as text, groups one a line."""
    return {name: "\n".join(value) if isinstance(value, list) else str(value) for name, value in fields.items()}


def _asks(fields: dict[str, Any], before: Intervention | None = None) -> str:
    """What is asked where words that are kept in clear look like somebody's name; "" where it was asked of the same words already."""
    typed = _typed(fields)
    changed = [typed[name] for name in _IN_CLEAR if before is None or fields[name] != getattr(before, name)]
    seen = list(dict.fromkeys(persons_in("\n".join(changed))))
    # which words were asked about, and not the words
    asked = hash(tuple(seen))
    if not seen or st.session_state.get(_ASKED) == asked:
        st.session_state.pop(_ASKED, None)
        return ""
    st.session_state[_ASKED] = asked
    return texts.LOOKS_NAMED.format(who=", ".join(f"« {plain(one)} »" for one in seen))


def _contract(at: Desk, one: Intervention) -> None:
    problem = st.container(width=860)
    with st.container(width=860), st.form(f"avant/contrat/{one.case_id}"):
        fields = _fields(one)
        # the version that this form shows, and not the one that is there when it comes back
        given = st.form_submit_button(texts.SAVE, type="primary", on_click=frame.remember, args=(_SEEN, one.version))
    if given:
        said = _problem(fields) or named(named_in(at, one.case_id, _typed(fields))) or _asks(fields, one)
        if said:
            problem.error(said)
        else:
            change_intervention(at.archive.registry, at.asker, one.case_id, st.session_state.pop(_SEEN), **fields)
            frame.say(_SAID, texts.SAVED)
    st.divider()
    kept = st.date_input(
        texts.RETAIN,
        one.retain_until,
        format="DD/MM/YYYY",
        key=f"avant/garder/{one.case_id}/{one.version}",
        width=260,
    )
    if kept != one.retain_until:
        change_intervention(at.archive.registry, at.asker, one.case_id, one.version, retain_until=kept)
        st.rerun()
    st.caption(texts.RETAIN_HELP)
    if one.retain_until and one.retain_until < frame.today():
        st.warning(texts.RETAIN_LATE)


def _sessions(at: Desk, one: Intervention) -> None:
    registry = at.archive.registry
    sittings = list_sittings(registry, at.asker, one.case_id)
    stems = {name.rsplit(".", 1)[0] for name in record_of(at, one.case_id).originals}
    st.caption(texts.SHARING_HELP)
    if not sittings:
        frame.reading(texts.SITTING_NONE)
    for sitting in sittings:
        state = texts.FILED[sitting.kind] if sitting.session_id in stems else texts.PLANNED
        day = french_day(sitting.date) if sitting.date else ""
        with st.container(border=True):
            what, act = st.columns((4, 1), vertical_alignment="center")
            what.markdown(f"**{frame.texts.SESSION} {sitting.order + 1}** · {' · '.join(filter(None, (day, state)))}")
            with act.popover(texts.SITTING_REMOVE, width="stretch"):
                st.caption(texts.SITTING_REMOVE_HINT)
                if st.button(texts.SITTING_REMOVE_SURE, key=f"avant/retirer/{one.case_id}/{sitting.session_id}"):
                    remove_session(at, one.case_id, sitting.session_id)
                    frame.say(_SAID, texts.SITTING_REMOVED)
            before = (sitting.date, sitting.phase, sitting.sharing, sitting.subgroup)
            chosen = _sitting_fields(one, f"{one.case_id}/{sitting.session_id}/{sitting.version}", before)
            if tuple(chosen.values()) != before:
                put_sitting(registry, at.asker, one.case_id, sitting.session_id, sitting.version, **chosen)
                st.rerun()
    with st.form(f"avant/seance/{one.case_id}/{len(sittings)}"):
        st.markdown(f"**{texts.SITTING_NEW}**")
        chosen = _sitting_fields(one, f"{one.case_id}/nouvelle/{len(sittings)}", (None, "", "stays", ""))
        if st.form_submit_button(texts.SITTING_ADD, type="primary"):
            put_sitting(registry, at.asker, one.case_id, free_session(at, one.case_id), **chosen)
            st.rerun()


def _sitting_fields(one: Intervention, key: str, before: tuple) -> dict[str, Any]:
    date, phase, sharing, subgroup = before
    columns = st.columns(4)
    groups = list(dict.fromkeys(["", *one.groups, subgroup]))
    phases = ["", *PHASES]
    return {
        "date": columns[0].date_input(texts.SITTING_DATE, date, format="DD/MM/YYYY", key=f"avant/jour/{key}"),
        "phase": columns[1].selectbox(
            texts.SITTING_PHASE,
            phases,
            phases.index(phase),
            format_func=lambda code: PHASES.get(code, texts.NO_PHASE),
            key=f"avant/etape/{key}",
        ),
        "sharing": columns[2].selectbox(
            texts.SITTING_SHARING,
            SHARING,
            SHARING.index(sharing),
            format_func=texts.SHARINGS.__getitem__,
            key=f"avant/portee/{key}",
        ),
        "subgroup": columns[3].selectbox(
            texts.SITTING_SUBGROUP,
            groups,
            groups.index(subgroup),
            format_func=lambda name: name or texts.ALL_GROUPS,
            key=f"avant/reuni/{key}",
        ),
    }


def _sheet(at: Desk, one: Intervention) -> None:
    st.caption(texts.INFO_HINT)
    sittings = list_sittings(at.archive.registry, at.asker, one.case_id)
    st.download_button(
        texts.INFO_GET, lambda: information_sheet(one, sittings), texts.INFO_FILE, "text/html", type="primary", on_click="ignore"
    )
    with st.container(border=True, key="apercu"):
        st.html(information_sheet(one, sittings, alone=False))


def _delete(at: Desk, case_id: str) -> None:
    st.warning(texts.DELETE_HINT)
    with st.form(f"avant/supprimer/{case_id}", width=520):
        typed = st.text_input(texts.DELETE_TYPE, key=f"avant/mot/{case_id}", autocomplete="off")
        given = st.form_submit_button(texts.DELETE)
    if not given:
        return
    if typed.strip().casefold() != texts.DELETE_WORD:
        st.error(texts.DELETE_NOT)
        return
    at.archive.remove_case(at.asker, case_id, at.vault)
    for key in (frame.CASE, f"kept/{frame.CASE}"):
        st.session_state.pop(key, None)
    st.query_params.pop(frame.CASE, None)
    frame.say(_SAID, texts.DELETED)
