"""Ma fiche de supervision: what an intervenant writes about himself, and hands over if he wants to; and the releases that he may make."""

from collections.abc import Sequence

import streamlit as st

from dashboard import frame
from dashboard.desk import Desk, desk, vault_file
from dashboard.people import named_in
from dashboard.plain import plain
from dashboard.registry.reflections import LONGEST, QUESTIONS, Fiche, Refuse, get_fiche, hand_over, take_back, write_fiche
from dashboard.registry.releases import freeze, last_frozen
from dashboard.restitution.typed import Door
from dashboard.texts import fiche as said
from dashboard.texts import guillemets
from pipeline.errors import LeakError
from pipeline.pseudonymise.risk import rare_details


@frame.screen
def page() -> None:
    at = desk()
    case_id = frame.choose_case(at)
    if case_id is None:
        return
    frame.title(said.TITLE, said.HINT)
    fiche = get_fiche(at.archive.registry, at.asker, case_id)
    if fiche.handed is None:
        _write(at, case_id, fiche)
    else:
        _handed(at, case_id, fiche)
    _releases(at)


def _write(at: Desk, case_id: str, fiche: Fiche) -> None:
    answers = dict(fiche.answers)
    for name in QUESTIONS:
        label, help_ = said.QUESTIONS[name]
        key = f"fiche/{case_id}/{name}"
        # what is kept is the registry's; the box only shows it
        if key not in st.session_state:
            st.session_state[key] = fiche.answers.get(name, "")
        box = st.text_input if name == "signature" else st.text_area
        answers[name] = box(label, key=key, placeholder=help_, max_chars=LONGEST)
    # what holds a name stays on this screen, and what was kept before stays as it was
    named = named_in(at, case_id, answers) if at.vault is not None else []
    written = {**answers, **{name: fiche.answers.get(name, "") for name in named}}
    if {name: text.strip() for name, text in written.items() if text.strip()} != dict(fiche.answers):
        fiche = write_fiche(at.archive.registry, at.asker, case_id, fiche.version, written)
    if named:
        where = ", ".join(guillemets(said.QUESTIONS[name][0]) for name in named)
        typed_now = any(answers[name].strip() != fiche.answers.get(name, "") for name in named)
        st.error((said.NAMED if typed_now else said.NAMED_BEFORE).format(where=where))
    elif at.vault is None and vault_file().exists():
        st.info(said.NOT_SOUGHT)
    frame.advise(f"{said.SAVED} {said.HAND_OVER_HINT}")
    rare = _rare(at, case_id, [text for name, text in fiche.answers.items() if name != "signature"])
    looked_at = not rare or st.checkbox(said.RARE.format(what=", ".join(map(guillemets, map(plain, rare)))), key=f"fiche/{case_id}/rare")
    if st.button(said.HAND_OVER, type="primary", disabled=bool(named) or not looked_at):
        _hand_over(at, case_id, fiche)


def _rare(at: Desk, case_id: str, texts: Sequence[str]) -> list[str]:
    """What in some texts may point at one person; the list of participants is asked too, where the vault is open."""
    if not texts:
        return []
    details_of = Door(at, case_id).details if at.vault is not None else rare_details
    return list(dict.fromkeys(what for text in texts for what in details_of(text)))


def _hand_over(at: Desk, case_id: str, fiche: Fiche) -> None:
    if not fiche.answers or fiche.version is None:
        st.warning(said.NOTHING)
    elif at.vault is None and vault_file().exists():
        st.warning(said.CLOSED)
    else:
        try:
            hand_over(at.archive.registry, at.asker, case_id, fiche.version, _refuse(at))
        except LeakError:
            st.error(said.LEAK)
        else:
            st.rerun()


def _refuse(at: Desk) -> Refuse | None:
    from pipeline.pseudonymise.gate import Gate

    return Gate.of(*at.vault.records()).refuse if at.vault is not None else None


def _handed(at: Desk, case_id: str, fiche: Fiche) -> None:
    for name, text in fiche.answers.items():
        st.markdown(f"**{said.QUESTIONS[name][0]}**")
        st.text(text)
    # what was handed over has passed the gate; a callable, because a file given eagerly is served to whoever knows its address
    st.download_button(said.TAKE_AWAY, lambda: _as_text(fiche), file_name=said.FILE, mime="text/plain", on_click="ignore")
    if fiche.read is not None:
        st.info(said.READ.format(day=f"{fiche.handed:%d/%m/%Y}", read=f"{fiche.read:%d/%m/%Y}"))
        return
    st.info(said.HANDED.format(day=f"{fiche.handed:%d/%m/%Y}"))
    if st.button(said.TAKE_BACK) and fiche.version is not None:
        take_back(at.archive.registry, at.asker, case_id, fiche.version)
        st.rerun()


def _as_text(fiche: Fiche) -> bytes:
    return "\n\n".join(f"{said.QUESTIONS[name][0]}\n{text}" for name, text in fiche.answers.items()).encode()


def _releases(at: Desk) -> None:
    st.divider()
    st.subheader(said.RELEASE, anchor=False)
    st.write(said.RELEASE_HINT)
    if st.button(said.FREEZE):
        number = freeze(at.archive.registry, at.archive.data, at.asker, at.settings)
        (st.success if number else st.info)(said.FROZEN.format(number=number) if number else said.UNCHANGED)
    last = last_frozen(at.archive.registry, at.asker)
    frame.advise(said.LAST.format(number=last[0], day=f"{last[1]:%d/%m/%Y}") if last else said.NONE_YET)
