"""The questions of *Relire* on the screen: one open card with its keys, those that follow, and adding what was missed.

What a click or a key asks for is done at the top of the next showing, against the vault as it is then; the session's state holds ids
and offsets, and no word of anybody.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import frame
from dashboard.deciding import added, answer, decide, typed, undo
from dashboard.desk import Desk
from dashboard.questions import Asked, Question, full_name, named, resembling
from dashboard.review import Review
from dashboard.texts import guillemets
from dashboard.texts import relire as texts
from pipeline.pseudonymise.records import Decision
from pipeline.pseudonymise.text import holds, key

_HERE, _ACT, _SEEN, _PILE = "relire/ici", "relire/fait", "relire/vu", "relire/pile"
_SCOPE, _PICK, _CHOSEN, _TYPED = "relire/seulement", "relire/autre", "relire/choisi", "relire/essai"
_NOWHERE = "relire/introuvable"
_COMING = 2


def done_what_was_asked(at: Desk, case_id: str, review: Review, asked: Asked) -> bool:
    """Do what the last click or key asked for; True where the vault has changed."""
    made: Sequence[Decision] = []
    answered = None
    match st.session_state.pop(_ACT, ()):
        case "undo", decision_id:
            return _undone(at, case_id, review, decision_id)
        case "answer", said, person:
            answered = st.session_state.get(_HERE)
            question = next((one for one in asked.questions if one.question_id == answered), None)
            if question is not None and question.is_open:
                made = answer(review, question, said, everywhere=not st.session_state.get(_SCOPE), person=person)
        case "select", where, kind:
            turn_id, start, end = st.session_state.pop(_CHOSEN, ("", 0, 0))
            if turn_id in review.turns:
                made = added(review, turn_id, start, end, kind, everywhere=where == "everywhere")
        case "type", kind:
            form = st.session_state.get(f"relire/mots/{_try()}", "")
            made = typed(form, kind)
            st.session_state[_TYPED] = _try() + 1
            st.session_state[_NOWHERE] = bool(made) and not any(holds(passage.text, [key(form)]) for passage in review.turns.values())
    if made:
        decide(at, case_id, made, st.session_state.get(_SEEN, frozenset()))
        _pile(review).append((answered, [one.decision_id for one in made]))
        st.session_state.pop(_PICK, None)
    return bool(made)


def _undone(at: Desk, case_id: str, review: Review, decision_id: str) -> bool:
    """Take one decision back, else the last of this browser about this session; True where there was one."""
    pile = _pile(review)
    question_id, gone = (None, [decision_id]) if decision_id else pile.pop() if pile else (None, [])
    undo(at, case_id, gone)
    if question_id:
        st.session_state[_HERE] = question_id
    return bool(gone)


def _pile(review: Review) -> list[tuple[str | None, list[str]]]:
    """What this browser decided while the session was shown: the question and the decisions, the last one last."""
    return st.session_state.setdefault(f"{_PILE}/{review.session_id}", [])


def question_in_hand(asked: Asked) -> Question | None:
    """The question that is shown: the one that was gone to, else the next open one after it, else the first."""
    ids = [one.question_id for one in asked.questions]
    here = st.session_state.get(_HERE)
    start = ids.index(here) if here in ids else 0
    turned = [*asked.questions[start:], *asked.questions[:start]]
    found = next((one for one in turned if one.is_open), None)
    if found is None or found.question_id != here:
        st.session_state.pop(_PICK, None)
        st.session_state.pop(_SCOPE, None)
    st.session_state[_HERE] = found.question_id if found else None
    return found


def remember_seen(decisions: Sequence[Decision]) -> None:
    """What was decided when the page was shown: what comes later is somebody else's."""
    st.session_state[_SEEN] = frozenset(one.decision_id for one in decisions)


def show_questions(review: Review, asked: Asked, here: Question | None) -> None:
    """The card of the open question, and the next ones."""
    if here is None:
        st.html(f'<div class="waiting">{escape(texts.ANSWERED if asked.questions else texts.NO_QUESTION)}</div>')
    else:
        with st.container(key="question"):
            _card(review, here)
    left = asked.left
    with st.container(horizontal=True, key="relire-moves", gap="small"):
        if len(left) > 1:
            st.button(texts.PREVIOUS, key="relire-previous", shortcut="Left", on_click=_go, args=(asked, -1))
            st.button(texts.NEXT, key="relire-next", shortcut="Right", on_click=_go, args=(asked, 1))
        if _pile(review):
            st.button(texts.UNDO, key="relire-undo", shortcut="U", on_click=_act, args=("undo", ""))
    if here is None:
        return
    at = next(rank for rank, one in enumerate(left) if one.question_id == here.question_id)
    coming = [*left[at + 1 :], *left[:at]][:_COMING]
    if coming:
        st.html("".join(_waiting(_title(one), texts.SHORT[one.kind]) for one in coming))


def picking() -> bool:
    """Whether a person is being chosen."""
    return bool(st.session_state.get(_PICK))


def _card(review: Review, question: Question) -> None:
    st.html(
        f'<div class="asked"><h2>{escape(_title(question))}</h2><p>{escape(_facts(question))}</p>'
        f'<p class="ask">{escape(_asks(review, question))}</p>'
        + (f"<p>{escape(texts.ELSEWHERE)}</p>" if question.elsewhere else "")
        + "</div>"
    )
    kind = question.kind
    with st.container(horizontal=True, gap="small", key="relire-answers"):
        st.button(texts.YES.get(kind, texts.YES_ELSE), key="relire-yes", shortcut="O", on_click=_act, args=("answer", "yes", ""))
        if kind != "absent":
            st.button(texts.NO.get(kind, texts.NO_ELSE), key="relire-no", shortcut="N", on_click=_act, args=("answer", "no", ""))
        if kind in texts.OTHER and question.identifier == "PERSON":
            st.button(texts.OTHER[kind], key="relire-other", shortcut="A", on_click=frame.remember, args=(_PICK, True))
        if kind == "same":
            st.button(texts.KEEP, key="relire-keep", shortcut="G", on_click=_act, args=("answer", "keep", ""))
        if len(question.open_places) > 1 and kind != "absent":
            only = bool(st.session_state.get(_SCOPE))
            label = texts.HERE_ONLY if only else texts.EVERYWHERE
            st.button(label, key="relire-scope", shortcut="T", help=texts.SCOPE_HELP, on_click=frame.remember, args=(_SCOPE, not only))
    if picking():
        people = {one.identity_id: full_name(one.forms) for one in named(review.record)}
        order = resembling(review.record, question.form)
        st.selectbox(
            texts.WHO,
            order,
            index=None,
            format_func=people.__getitem__,
            placeholder=texts.WHO_PLACEHOLDER,
            key="relire-person",
            on_change=_pick,
        )


def show_chosen(review: Review, *, real: bool) -> None:
    """The words that are selected in the text, as they stand there: hide them, there or everywhere; `real` shows what was said."""
    turn_id, start, end = st.session_state.get(_CHOSEN, ("", 0, 0))
    if turn_id not in review.turns or not 0 <= start < end <= len(review.turns[turn_id].text):
        return
    hidden = [] if real else [one for one in review.mentions.get(turn_id, ()) if one.start < end and start < one.end and one.surrogate]
    said = " … ".join(one.surrogate for one in hidden) or review.turns[turn_id].text[start:end]
    with st.container(key="relire-chosen", border=True):
        st.html(f'<div class="asked"><h2>{escape(guillemets(said))}</h2></div>')
        kind = st.selectbox(texts.ADD_KIND, list(texts.KINDS), format_func=texts.KINDS.__getitem__, key="relire/genre-choisi")
        with st.container(horizontal=True, gap="small"):
            st.button(texts.ADD_EVERYWHERE, key="relire-add-all", type="primary", on_click=_act, args=("select", "everywhere", kind))
            if review.clear is not None:
                st.button(texts.ADD_HERE, key="relire-add-here", on_click=_act, args=("select", "here", kind))
            st.button(texts.ADD_LEAVE, key="relire-add-leave", on_click=_leave)


def show_typing() -> None:
    """Hide words that are typed."""
    with st.expander(texts.ADD):
        st.caption(texts.ADD_HINT)
        st.text_input(texts.ADD_WORDS, key=f"relire/mots/{_try()}", autocomplete="off")
        kind = st.selectbox(texts.ADD_KIND, list(texts.KINDS), format_func=texts.KINDS.__getitem__, key="relire/genre-ecrit")
        st.button(texts.ADD_EVERYWHERE, key="relire-add-typed", on_click=_act, args=("type", kind))
        if st.session_state.pop(_NOWHERE, False):
            st.warning(texts.ADD_NOWHERE)


def choose(chosen: tuple[str, int, int] | None) -> bool:
    """Keep what was selected in the page; True where it is new."""
    if chosen is None or chosen == st.session_state.get(_CHOSEN):
        return False
    st.session_state[_CHOSEN] = chosen
    return True


def show_decided(review: Review) -> None:
    """What was decided in this intervention, each with its way back."""
    decisions = sorted(review.record.decisions, key=lambda one: (one.at, one.decision_id), reverse=True)
    if not decisions:
        return
    with st.expander(texts.DECIDED.format(n=len(decisions))):
        for one in decisions[:20]:
            # a column would be narrower than the word
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.html(_waiting(guillemets(one.form), _did(one)))
                st.button(texts.UNDO, key=f"relire-undo/{one.decision_id}", on_click=_act, args=("undo", one.decision_id), width="content")


def _waiting(title: str, said: str) -> str:
    return f'<div class="waiting"><b>{escape(title)}</b><span>{escape(said)}</span></div>'


def _title(question: Question) -> str:
    return texts.listed(question.forms)


def _facts(question: Question) -> str:
    return f"{texts.WHY[question.kind]} {texts.heard(len(question.places)).capitalize()}."


def _asks(review: Review, question: Question) -> str:
    asks = texts.ASKS.get((question.kind, question.identifier)) or texts.ASKS[question.kind]
    if question.kind != "same":
        return asks
    person = next((one for one in review.record.known if one.identity_id == question.person), None)
    return asks.format(person=full_name(person.forms)) if person else texts.SAME_NOBODY


def _did(decision: Decision) -> str:
    where = "" if decision.kind == "same_as" else f", {texts.EVERYWHERE if decision.everywhere else texts.HERE_ONLY}"
    return texts.DID[decision.kind].format(other=decision.other) + where


def _act(*what: str) -> None:
    """For `on_click`: do on the next showing one of ("undo", ID or ""), ("answer", ANSWER, PERSON or ""), ("select", WHERE, KIND),
    ("type", KIND)."""
    st.session_state[_ACT] = what


def _pick() -> None:
    person = st.session_state.get("relire-person")
    if person:
        _act("answer", "other", person)


def _leave() -> None:
    st.session_state.pop(_CHOSEN, None)


def _go(asked: Asked, step: int) -> None:
    ids = [one.question_id for one in asked.left]
    here = st.session_state.get(_HERE)
    st.session_state[_HERE] = ids[(ids.index(here) + step) % len(ids)] if here in ids else ids[0]


def _try() -> int:
    return st.session_state.setdefault(_TYPED, 0)
