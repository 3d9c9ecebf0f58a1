"""One dropped file on the page *Déposer*: what was read of it, who speaks, who was there, and the button that seals it."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard.consent import NOTES, TRANSCRIPT, refusal
from dashboard.deposit import Parsed, Voice, Waiting, free_session, parse, seal_file
from dashboard.desk import Desk
from dashboard.people import LONGEST, Line, Person, add_people, list_people, read_lines
from dashboard.plain import plain
from dashboard.register import refusal_of
from dashboard.registry.interventions import list_present, list_sittings, put_participant
from dashboard.sheet import file_of
from dashboard.texts import count, guillemets
from dashboard.texts import deposer as texts
from dashboard.typing_notes import named
from dashboard.vaulted import record_of
from pipeline.errors import SourceError
from pipeline.ingest.text import fold

_NOBODY, _NEW = "", "+"


def show_file(at: Desk, case_id: str, waiting: Waiting) -> str:
    """Show a waiting file; the id of the session that it was sealed as, or ""."""
    if waiting.problem:
        st.error(texts.ERRORS[waiting.problem])
        return ""
    try:
        parsed = parse(at, case_id, waiting)
    except SourceError as error:
        st.error(texts.ERRORS[texts.problem(error.problem)])
        return ""
    _report(parsed)
    people = list_people(at, case_id)
    key = f"{case_id}/{waiting.number}"
    session_id, kind = _which(at, case_id, waiting.data, parsed, key)
    joined, new = _voices(parsed, people, key, recorded=kind == TRANSCRIPT or parsed.timed)
    # who is named and not on the list was there, and has agreed to nothing yet
    strangers = [voice for voice in parsed.voices if voice.label not in {*joined, *new} and not voice.nobody and not voice.leads]
    present, others, agreed = _present(at, case_id, session_id, people, joined, len(strangers), key)
    why, names = refusal(
        kind,
        people,
        present,
        named=set(joined.values()),
        others=max(others, len(strangers)),
        others_agreed=agreed,
        timed=parsed.timed,
    )
    if why:
        st.warning(texts.REFUSALS[why].format(names=", ".join(map(plain, names))))
    strange = kind == NOTES and not parsed.tells
    if strange:
        st.warning(texts.STRANGE)
    meant = not strange or st.checkbox(texts.STRANGE_MEANT, key=f"deposer/voulu/{key}")
    if not st.button(texts.SEAL, type="primary", disabled=bool(why) or not meant, key=f"deposer/sceller/{key}"):
        return ""
    made, said = _add_new(at, case_id, people, new, consent="recording" if kind == TRANSCRIPT or parsed.timed else "notes")
    if said:
        st.error(said)
        return ""
    joined |= made
    version = next((one.version for one in list_sittings(at.archive.registry, at.asker, case_id) if one.session_id == session_id), None)
    session_id = session_id or free_session(at, case_id)
    seal_file(at, case_id, waiting, session_id=session_id, kind=kind, joined=joined, present=present, others=others, version=version)
    return session_id


def _report(parsed: Parsed) -> None:
    facts = [texts.READ_AS.format(format=texts.FORMATS[parsed.reader])]
    facts.append(texts.COUNTS.format(turns=texts.thin(parsed.n_turns), words=texts.thin(parsed.n_words), voices=len(parsed.voices)))
    if parsed.n_unnamed:
        facts.append(texts.UNNAMED.format(n=texts.thin(parsed.n_unnamed)))
    st.write(". ".join(facts) + ".")
    aside = {reason: numbers for reason, numbers in parsed.set_aside.items() if numbers}
    if not aside:
        st.caption(texts.ASIDE_NONE)
        return
    n = sum(map(len, aside.values()))
    with st.expander(texts.ASIDE.format(n=n) if n > 1 else texts.ASIDE_ONE):
        rows = [(texts.REASONS[reason], len(numbers), texts.lines(numbers)) for reason, numbers in aside.items()]
        st.table(pd.DataFrame(rows, columns=list(texts.ASIDE_LINES)).set_index(texts.ASIDE_LINES[0]))


def _which(at: Desk, case_id: str, data: bytes, parsed: Parsed, key: str) -> tuple[str, str]:
    sittings = {one.session_id: one for one in list_sittings(at.archive.registry, at.asker, case_id)}
    record = record_of(at, case_id)
    left, right = st.columns(2)
    options = [*sittings, ""]
    first = next((rank for rank, one in enumerate(options) if not one or not file_of(record, one)), 0)
    session_id = left.selectbox(
        texts.WHICH,
        options,
        first,
        format_func=lambda one: named(sittings[one]) if one else texts.NEW_SESSION,
        key=f"deposer/seance/{key}",
    )
    kinds = (TRANSCRIPT, NOTES)
    kind = right.radio(
        texts.KIND, kinds, kinds.index(parsed.kind), format_func=texts.KINDS.__getitem__, horizontal=True, key=f"deposer/genre/{key}"
    )
    if session_id and file_of(record, session_id):
        st.caption(texts.REPLACES)
    others = [one for one in sittings.values() if one.session_id != session_id]
    if same := [plain(named(one)) for one in others if record.originals.get(file_of(record, one.session_id)) == data]:
        st.warning(texts.SAME.format(sessions=", ".join(same)))
    return session_id, kind


class _New(NamedTuple):
    """A person who is not on the list yet; `agreed` to what is kept of this session."""

    name: str
    agreed: bool


def _voices(parsed: Parsed, people: list[Person], key: str, *, recorded: bool) -> tuple[dict[str, str], dict[str, _New]]:
    """Participants by label, as joined; and new persons by label."""
    found = [voice for voice in parsed.voices if voice.participant_id]
    loose = [voice for voice in parsed.voices if not voice.participant_id]
    joined: dict[str, str] = {}
    new: dict[str, _New] = {}
    if loose:
        st.markdown(f"**{texts.VOICES}**")
        st.caption(texts.VOICES_HINT)
        _ask(loose, people, key, joined, new, recorded)
    if found:
        with st.expander(texts.VOICES_FOUND.format(n=len(found))):
            _ask(found, people, key, joined, new, recorded)
    return joined, new


def _ask(voices: list[Voice], people: list[Person], key: str, joined: dict[str, str], new: dict[str, _New], recorded: bool) -> None:
    names = {one.participant_id: one.name for one in people}
    columns = st.columns(2)
    for rank, voice in enumerate(voices):
        where = columns[rank % 2]
        nobody = texts.NOBODY if voice.nobody else texts.KEEP_LABEL
        options = [*([] if voice.participant_id else [_NOBODY]), *names, _NEW]
        slot = f"{key}/{'c' if voice.participant_id else 'l'}{rank}"
        answer = where.selectbox(
            texts.VOICE.format(label=plain(voice.label), n=count(voice.n_turns, "tour")),
            options,
            options.index(voice.participant_id) if voice.participant_id else 0,
            format_func=lambda one, nobody=nobody: {**names, _NOBODY: nobody, _NEW: texts.SOMEBODY_NEW}[one],
            key=f"deposer/voix/{slot}",
        )
        if voice.said and not voice.participant_id:
            where.caption("  \n".join(guillemets(plain(said)) for said in voice.said))
        if answer == _NEW:
            typed = where.text_input(
                texts.NEW_NAME, "" if voice.nobody else voice.label[:LONGEST], max_chars=LONGEST, key=f"deposer/nouveau/{slot}"
            )
            agreed = where.checkbox(texts.NEW_AGREED if recorded else texts.NEW_NOTED, key=f"deposer/nouveau-accord/{slot}")
            new[voice.label] = _New(typed, agreed)
        elif answer:
            joined[voice.label] = answer


def _present(
    at: Desk, case_id: str, session_id: str, people: list[Person], joined: dict[str, str], strangers: int, key: str
) -> tuple[list[str], int, bool]:
    names = {one.participant_id: one.name for one in people}
    before = list_present(at.archive.registry, at.asker, case_id).get(session_id, set())
    spoke = [one for one in names if one in {*joined.values()} | before]
    slot, seen = f"deposer/la/{key}", f"deposer/vus/{key}"
    # whoever is joined to a voice was there; what was ticked by hand stays
    if fresh := {*spoke} - {*st.session_state.get(seen, ())}:
        st.session_state[slot] = [one for one in names if one in {*st.session_state.get(slot, ()), *fresh}]
        st.session_state[seen] = spoke
    present = st.pills(texts.PRESENT, list(names), selection_mode="multi", format_func=lambda one: plain(names[one]), key=slot)
    others = int(st.number_input(texts.OTHERS, 0, 500, strangers, width=400, key=f"deposer/autres/{key}/{strangers}"))
    agreed = bool(others or strangers) and st.checkbox(texts.OTHERS_AGREED, key=f"deposer/accord/{key}")
    return present, others, agreed


def _add_new(at: Desk, case_id: str, people: list[Person], new: dict[str, _New], consent: str) -> tuple[dict[str, str], str]:
    """Put new persons on the list with what they agreed to; their ids by label, or why not. Two labels with one name are one person."""
    if strangers := [one.name for one in new.values() if not one.agreed]:
        why = "recording" if consent == "recording" else "silence"
        return {}, texts.REFUSALS[why].format(names=", ".join(map(plain, strangers)))
    lines: dict[str, Line] = {}
    called = {label: one.name.replace(";", " ").replace(",", " ") for label, one in new.items()}
    for name in called.values():
        if fold(name) in lines:
            continue
        read = read_lines(name, [*(one.name for one in people), *(line.name for line in lines.values())])
        if not read or read[0].problem == "nameless":
            return {}, texts.NEW_NAME_MISSING
        if read[0].problem:
            return {}, texts.NEW_NAME_TWICE
        lines[fold(name)] = read[0]
    if not lines:
        return {}, ""
    if said := refusal_of(at, case_id, list(lines.values())):
        return {}, said
    made = dict(zip(lines, add_people(at, case_id, list(lines.values())), strict=True))
    for participant_id in made.values():
        put_participant(at.archive.registry, at.asker, case_id, participant_id, consent=consent)
    return {label: made[fold(name)] for label, name in called.items()}, ""
