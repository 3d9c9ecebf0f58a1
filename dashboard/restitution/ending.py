"""The last steps of the page: the facilitator's own words, the questions, and the preview from which a version is published."""

import streamlit as st

from dashboard import frame, style
from dashboard import texts as shared
from dashboard.desk import Desk
from dashboard.documents import publication_document, publication_figures
from dashboard.plain import plain
from dashboard.publication import SCREENS, Content
from dashboard.registry.models import Publication
from dashboard.registry.publications import content_of, read_publication, withdraw
from dashboard.restitution.candidates import Theme, propose_change
from dashboard.restitution.compose import reserves_said
from dashboard.restitution.draft import Line, undecided
from dashboard.restitution.work import Work, bound, click, typed
from dashboard.texts import restitution as texts
from dashboard.texts import typographic
from dashboard.wall import screens
from pipeline.topics.codebook import load_codebook

SAID = "restitution/dit"
_OF_ALL = "several"
"""What the group decided, it decided together."""


def show_own(work: Work) -> None:
    """Lines that the facilitator writes, screen by screen; nothing here has to be filled in."""
    st.subheader(texts.OWN, anchor=False)
    st.caption(texts.OWN_HINT)
    draft, candidates = work.draft, work.candidates
    themes = [candidates.theme[one] for one in draft.themes if one in candidates.theme]
    with st.expander(texts.SCREENS["contract"], key="restitution/ecran/contract"):
        typed(
            st.text_area,
            texts.CONFIDENTIALITY_LABEL,
            "restitution/confidentialite",
            texts.CONFIDENTIALITY if draft.confidentiality is None else draft.confidentiality,
            lambda text: lambda made: made.having(confidentiality=text),
            height=80,
        )
        for rank, said in enumerate(reserves_said(work.intervention)):
            bound(
                st.checkbox,
                texts.RESERVE.format(said=plain(said)),
                f"restitution/reserve/{rank}",
                said in draft.reserves,
                lambda on, said=said: lambda made: made.show_reserve(said, on),
            )
    if themes:
        n = sum(len(draft.lines.get(f"causes/{one.topic_id}", ())) for one in themes)
        with st.expander(_counted("causes", n), key="restitution/ecran/causes"):
            hints = {one.code: one.causes for one in load_codebook().obstacles}
            for theme in themes:
                label = typographic(theme.label)
                _lines(work, f"causes/{theme.topic_id}", texts.ADD_CAUSE.format(label=label), hints.get(theme.topic_id, ()))
    _screen(work, "shared")
    if claims := [candidates.claim[one] for one in draft.claims if one in candidates.claim]:
        with st.expander(texts.SCREENS["disagreements"], key="restitution/ecran/disagreements"):
            for claim in claims:
                one = claim.claim_id
                label = typographic(claim.label)
                typed(
                    st.text_input,
                    texts.WORDING.format(label=label),
                    f"restitution/titre/{one}",
                    draft.wording.get(one, ""),
                    lambda text, one=one: lambda made: made.say("wording", one, text),
                    placeholder=label,
                )
                if claim.divided:
                    typed(
                        st.text_input,
                        texts.BOTH,
                        f"restitution/commun/{one}",
                        draft.both.get(one, ""),
                        lambda text, one=one: lambda made: made.say("both", one, text),
                    )
    _screen(work, "unknown")
    with st.expander(_counted("moved", sum(one.topic_id in draft.changes for one in themes)), key="restitution/ecran/moved"):
        if not themes:
            st.caption(texts.MOVED_NONE)
        for theme in themes:
            _moved(work, theme)
    _screen(work, "decided")


def _counted(screen: str, n: int) -> str:
    return f"{texts.SCREENS[screen]} ({n})" if n else texts.SCREENS[screen]


def _screen(work: Work, screen: str) -> None:
    with st.expander(_counted(screen, len(work.draft.lines.get(screen, ()))), key=f"restitution/ecran/{screen}"):
        _lines(work, screen, texts.ADD.format(screen=texts.SCREENS[screen]))


def _lines(work: Work, place: str, label: str, hints: tuple[str, ...] = ()) -> None:
    for rank, line in enumerate(work.draft.lines.get(place, ())):
        said, support, button = st.columns([8, 7, 1], vertical_alignment="center")
        said.markdown(plain(typographic(line.text)))
        if place != "decided":
            with support:
                bound(
                    st.radio,
                    f"{texts.SUPPORT} ({rank + 1})",
                    f"restitution/appui/{place}/{rank}",
                    line.support or None,
                    lambda given, rank=rank: lambda made: made.support_line(place, rank, given or ""),
                    did="asked",
                    options=list(texts.SUPPORTS),
                    format_func=texts.SUPPORTS.__getitem__,
                    horizontal=True,
                    label_visibility="collapsed",
                )
        button.button(
            "✕",
            key=f"restitution/retirer/{place}/{rank}",
            help=texts.REMOVE.format(n=rank + 1),
            type="tertiary",
            on_click=click,
            args=(lambda made, rank=rank: made.drop_line(place, rank),),
        )
    support = _OF_ALL if place == "decided" else ""
    typed(
        st.text_input,
        label,
        # a field of its own for each line: what was added is gone from it
        f"restitution/ligne/{place}/{len(work.draft.lines.get(place, ()))}",
        "",
        lambda text: lambda made: made.add_line(place, Line(text=text, support=support)) if text else made,
    )
    if hints:
        st.caption(texts.HINTS.format(hints=" ; ".join(typographic(one) for one in hints)))


def _moved(work: Work, theme: Theme) -> None:
    obstacle = next((one for one in work.composed.content.obstacles if one.label == typographic(theme.label)), None)
    dots = dict(zip(theme.dots, obstacle.sessions, strict=True)) if obstacle else {}
    proposed = propose_change(dots)
    bound(
        st.segmented_control,
        texts.CHANGE_OF.format(label=typographic(theme.label)),
        f"restitution/change/{theme.topic_id}",
        work.draft.changes.get(theme.topic_id, ""),
        lambda change: lambda made: made.say("changes", theme.topic_id, change or ""),
        options=list(texts.CHANGES),
        format_func=texts.CHANGES.__getitem__,
    )
    st.caption(texts.CHANGE_PROPOSED.format(change=texts.CHANGES[proposed]) if proposed else texts.CHANGE_NONE)


def show_questions(work: Work) -> None:
    """The question that each screen ends with."""
    st.subheader(texts.QUESTIONS_TITLE, anchor=False)
    st.caption(texts.QUESTIONS_HINT)
    for screen in SCREENS:
        if screen in work.composed.content.questions:
            typed(
                st.text_input,
                texts.SCREENS[screen],
                f"restitution/question/{screen}",
                work.draft.questions.get(screen, ""),
                lambda text, screen=screen: lambda made: made.say("questions", screen, text),
                placeholder=texts.QUESTIONS[screen],
            )


def show_preview(work: Work) -> None:
    """What will be projected, and the button that freezes it."""
    composed = work.composed
    st.subheader(texts.PREVIEW, anchor=False)
    if not composed.content.questions:
        st.info(f"{texts.EMPTY}. {texts.EMPTY_HINT}")
        return
    st.caption(texts.PREVIEW_HINT)
    if composed.kept:
        st.info(texts.KEPT.format(labels=_listed(composed.kept)))
    if composed.held:
        st.info(texts.HELD.format(labels=_listed(composed.held)))
    if n := len(undecided(work.candidates, work.draft)):
        st.info(texts.UNDECIDED.format(**texts.plural(n)))
    if work.refused:
        st.error(texts.REFUSED.format(fields=", ".join(work.refused)))
    for rank, (text, (field, details)) in enumerate(work.rare.items()):
        agreed = f"rare/{text}"
        bound(
            st.checkbox,
            texts.RARE_ASKED.format(what=", ".join(map(plain, details)), field=field),
            f"restitution/rare/{rank}",
            agreed in work.draft.agreed,
            lambda on, agreed=agreed: lambda made: made.agree(agreed, on),
            did="asked",
        )
    if not (work.is_ready or work.refused):
        st.caption(texts.RARE_WAITS)
    shown = "".join(f"<div>{one}</div>" for one in screens(composed.content))
    st.html(f'{style.css("wall")}<div class="preview">{shown}</div>')
    number = 1 + max((one.number for one in work.versions), default=0)
    if st.button(texts.PUBLISH.format(number=number), key="restitution/publier", type="primary", disabled=not work.is_ready):
        work.publish()
        frame.say(SAID, texts.PUBLISHED.format(number=number))


def show_versions(work: Work) -> None:
    """What was published, to hand out or to take back."""
    if not work.versions:
        return
    st.subheader(texts.VERSIONS, anchor=False)
    for one in work.versions:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            said = texts.VERSION.format(number=one.number, day=shared.french_day(one.published_at.astimezone().date()))
            st.markdown(f"**{said}**" + (f" · {texts.WITHDRAWN}" if one.withdrawn_at else ""))
            if one.withdrawn_at is None:
                _downloads(work.at, one)


def _downloads(at: Desk, one: Publication) -> None:
    def content() -> Content:
        return content_of(read_publication(at.archive.registry, at.asker, one.publication_id))

    st.download_button(
        texts.DOCUMENT,
        lambda: publication_document(content(), one.number, one.published_at.astimezone().date()),
        texts.DOCUMENT_FILE.format(number=one.number),
        "text/html",
        key=f"restitution/document/{one.number}",
        on_click="ignore",
    )
    st.download_button(
        texts.FIGURES_GET,
        lambda: publication_figures(content()),
        texts.FIGURES_FILE.format(number=one.number),
        "application/zip",
        key=f"restitution/figures/{one.number}",
        on_click="ignore",
    )
    if st.button(texts.WITHDRAW, key=f"restitution/reprendre/{one.number}", help=texts.WITHDRAW_HELP):
        withdraw(at.archive.registry, at.asker, one.publication_id)
        frame.say(SAID, texts.WITHDRAWN_SAID.format(number=one.number))


def _listed(labels: tuple[str, ...]) -> str:
    return ", ".join(f"«{shared.NBSP}{plain(typographic(one))}{shared.NBSP}»" for one in labels)
