"""The step on which words are decided, one at a time."""

from html import escape

import streamlit as st

from dashboard import texts as shared
from dashboard.restitution.candidates import Quote
from dashboard.restitution.draft import Choice, Draft, Kind, undecided, wanted
from dashboard.restitution.work import Work, bound, click, typed
from dashboard.texts import restitution as texts
from dashboard.texts import typographic

_LATER, _AGAIN = "restitution/plus-tard", "restitution/revoir"
_KINDS: dict[Kind, str] = {"keep": texts.KEEP, "reword": texts.REWORD, "drop": texts.DROP}


def show_words(work: Work) -> None:
    """One quote at a time, the undecided first."""
    st.subheader(texts.WORDS, anchor=False)
    everything = [(place, quote) for place, quotes in wanted(work.candidates, work.draft).items() for quote in quotes]
    if not everything:
        st.info(f"{texts.WORDS_EMPTY}. {texts.WORDS_EMPTY_HINT}")
        return
    st.caption(texts.WORDS_HINT)
    left = undecided(work.candidates, work.draft)
    later = st.session_state.setdefault(_LATER, [])
    left.sort(key=lambda one: later.index(one[1].quote_id) if one[1].quote_id in later else -1)
    again = st.session_state.get(_AGAIN)
    current = next((one for one in everything if one[1].quote_id == again), left[0] if left else None)
    if current is None:
        st.success(texts.WORDS_OVER)
    else:
        _card(work, *current, len(left), len(everything))
    done = [one for one in everything if one not in left and one != current]
    if done:
        with st.expander(texts.DECIDED.format(n=len(done)), key="restitution/decidees"):
            for place, quote in done:
                choice = work.draft.words[quote.quote_id]
                said, button = st.columns([9, 2], vertical_alignment="center")
                text = choice.text if choice.kind == "reword" else quote.text
                said.html(
                    f'<p class="done done-{choice.kind}"><strong>{texts.OUTCOMES[choice.kind]}</strong> {escape(typographic(text))}'
                    f"<span>{escape(_place(work, place))}</span></p>"
                )
                button.button(
                    texts.CHANGE, key=f"restitution/revoir/{quote.quote_id}", type="tertiary", on_click=_again, args=(quote.quote_id,)
                )


def _card(work: Work, place: str, quote: Quote, left: int, of: int) -> None:
    one, choice = quote.quote_id, work.draft.words.get(quote.quote_id)
    named = work.door.names(quote.text)
    with st.container(border=True, key="parole"):
        who = texts.LED if quote.led else quote.who or shared.NOBODY
        st.html(
            f'<p class="place"><span>{escape(_place(work, place))}</span><span>{texts.WORDS_COUNT.format(n=left, of=of)}</span></p>'
            f"<blockquote>«{shared.NBSP}{escape(typographic(quote.text))}{shared.NBSP}»</blockquote>"
            f'<p class="said">{escape(texts.WHO.format(who=who, n=quote.session))}</p>'
        )
        for said in [*(texts.RARE.format(what=what) for what in quote.rare), *([texts.TRACES] if quote.traces else [])]:
            st.warning(said)
        if named:
            st.warning(texts.NAMED)
        keep, reword, drop, later = st.columns([3, 3, 2, 2])
        kind = choice.kind if choice else ""
        for column, (name, label) in zip((keep, reword, drop), _KINDS.items(), strict=True):
            column.button(
                label,
                key=f"restitution/{name}/{one}",
                type="primary" if kind == name else "secondary",
                disabled=named and name == "keep",
                width="stretch",
                on_click=_decide,
                args=(one, Choice(kind=name)),
            )
        if st.session_state.get(_AGAIN) == one:
            later.button(texts.CLOSE, key=f"restitution/fermer/{one}", type="tertiary", width="stretch", on_click=_again, args=("",))
        elif left > 1:
            later.button(texts.LATER, key=f"restitution/later/{one}", type="tertiary", width="stretch", on_click=_later, args=(one,))
        if choice and kind == "keep" and not quote.led:
            _asked(one, choice)
        if choice and kind == "reword":
            _rewording(quote, choice)
    if left > 1:
        rest = [quote.quote_id for _, quote in undecided(work.candidates, work.draft)]
        st.button(
            texts.DROP_ALL.format(n=left),
            key="restitution/ecarter-tout",
            type="tertiary",
            on_click=click,
            args=(lambda made: _drop_all(made, rest),),
        )


def _asked(one: str, choice: Choice) -> None:
    bound(
        st.checkbox,
        texts.ASKED,
        f"restitution/demande/{one}",
        choice.support == "asked",
        lambda on: lambda made: made.decide(one, choice.model_copy(update={"support": "asked" if on else ""})),
        did="asked",
        help=texts.ASKED_HINT,
    )


def _rewording(quote: Quote, choice: Choice) -> None:
    one = quote.quote_id
    typed(
        st.text_area,
        texts.REWORDED,
        f"restitution/autrement/{one}",
        choice.text,
        lambda text: lambda made: made.decide(one, made.words.get(one, choice).model_copy(update={"text": text})),
        begin_with=quote.text,
        height=80,
    )
    if quote.led:
        return
    if quote.several:
        bound(
            st.radio,
            texts.SUPPORT,
            f"restitution/appui/{one}",
            choice.support or None,
            lambda support: lambda made: made.decide(one, made.words.get(one, choice).model_copy(update={"support": support or ""})),
            options=list(texts.SUPPORTS),
            format_func=texts.SUPPORTS.__getitem__,
            horizontal=True,
        )
    else:
        _asked(one, choice)


def _place(work: Work, place: str) -> str:
    kind, *rest = place.split("/")
    if kind == "causes":
        return f"{texts.SCREENS['causes']} · {typographic(work.candidates.theme[rest[0]].label)}"
    if kind == "side":
        claim = work.candidates.claim["/".join(rest[:-1])]
        label = typographic(work.draft.wording.get(claim.claim_id) or claim.label)
        return texts.REASON.format(claim=label, stance=texts.STANCES[rest[-1]])
    return texts.SCREENS["decided"]


def _decide(one: str, choice: Choice) -> None:
    click(lambda made: made.decide(one, choice), did="word")
    if choice.kind == "drop":
        st.session_state.pop(_AGAIN, None)


def _later(one: str) -> None:
    later = st.session_state.setdefault(_LATER, [])
    st.session_state[_LATER] = [*(other for other in later if other != one), one]
    st.session_state.pop(_AGAIN, None)


def _again(one: str) -> None:
    st.session_state[_AGAIN] = one


def _drop_all(draft: Draft, quote_ids: list[str]) -> Draft:
    for one in quote_ids:
        draft = draft.decide(one, Choice(kind="drop"))
    return draft
