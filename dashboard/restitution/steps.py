"""The first steps of the page: who may hear of what, and the themes."""

from html import escape

import streamlit as st

from dashboard import frame
from dashboard import texts as shared
from dashboard.plain import plain
from dashboard.publication import MOST_THEMES
from dashboard.registry.interventions import list_sittings, put_sitting
from dashboard.restitution.candidates import Claim, Theme
from dashboard.restitution.work import Work, bound, click
from dashboard.texts import restitution as texts
from dashboard.texts import typographic
from pipeline.tables import SHARING


def show_reach(work: Work) -> None:
    """Who may hear of each session; a change is written into the sessions of the intervention."""
    st.subheader(texts.REACH, anchor=False)
    st.caption(texts.REACH_HINT)
    registry, asker = work.at.archive.registry, work.at.asker
    sittings = {one.session_id: one for one in list_sittings(registry, asker, work.case_id)}
    for reach in work.candidates.reaches:
        sitting = sittings.get(reach.session_id)
        name = f"{shared.SESSION} {reach.order + 1}"
        with st.container(border=True):
            left, right = st.columns([2, 3], vertical_alignment="center")
            who = texts.SUBGROUP.format(subgroup=reach.subgroup) if reach.subgroup else texts.EVERYBODY
            left.markdown(f"**{name}** · {plain(who)}")
            chosen = right.segmented_control(
                f"{texts.SHARING}, {name}",
                SHARING,
                default=reach.now,
                format_func=texts.SHARINGS.__getitem__,
                key=f"restitution/portee/{work.case_id}/{reach.session_id}/{sitting.version if sitting else 0}",
                label_visibility="collapsed",
            )
            if chosen and chosen != reach.now:
                fields = {"sharing": chosen} if sitting else {"sharing": chosen, "order": reach.order, "subgroup": reach.subgroup}
                put_sitting(registry, asker, work.case_id, reach.session_id, sitting.version if sitting else None, **fields)
                st.rerun()
            if reach.waits:
                st.warning(texts.WAITS)
            elif reach.run == "group" != reach.now:
                st.info(texts.CLOSED_SINCE)


def show_themes(work: Work) -> None:
    """At most five obstacles, and the claims on which people stand on both sides, or on one."""
    candidates, draft = work.candidates, work.draft
    calm = [one for one in candidates.themes if "sensitive" not in one.conditions]
    sensitive = [one for one in candidates.themes if "sensitive" in one.conditions]
    st.subheader(texts.THEMES, anchor=False)
    st.caption(texts.THEMES_HINT if calm else texts.THEMES_FEW)
    full = len(draft.themes) >= MOST_THEMES
    if full:
        st.info(texts.THEMES_FULL)
    chosen = [candidates.theme[one] for one in draft.themes if one in candidates.theme]
    for theme in [one for one in chosen if one in calm] + [one for one in calm if one not in chosen]:
        _theme(work, theme, full)
    if sensitive:
        with st.expander(texts.SENSITIVE, expanded=any(one.topic_id in draft.opened for one in sensitive)):
            st.caption(texts.SENSITIVE_HINT)
            for theme in sensitive:
                opened = theme.topic_id in draft.opened
                bound(
                    st.checkbox,
                    texts.SENSITIVE_CHOOSE.format(label=plain(typographic(theme.label))),
                    f"restitution/sensible/{theme.topic_id}",
                    opened,
                    lambda on, one=theme.topic_id: lambda made: made.open(one, on),
                    disabled=full and not opened,
                )
                if opened:
                    _one_side(work, "one_side" in theme.conditions, f"bar/{theme.topic_id}", texts.ONE_SIDE)
    named = list(candidates.claim.values())
    st.subheader(texts.CLAIMS, anchor=False)
    divided = [one for one in named if one.divided]
    st.caption(texts.CLAIMS_HINT if divided else texts.CLAIMS_NONE)
    for claim in divided:
        _claim(work, claim, ("yes", "no", "depends"))
    if agreed := [one for one in named if one.agreed and not one.divided]:
        st.subheader(texts.SCREENS["shared"], anchor=False)
        st.caption(texts.SHARED_HINT)
        for claim in agreed:
            _claim(work, claim, ("yes",))
    waiting = {**{one.label: "viewpoint" for one in candidates.claims if not one.named}, **candidates.unnamed}
    if waiting:
        items = "".join(f"<li>«{shared.NBSP}{escape(typographic(one))}{shared.NBSP}»</li>" for one in waiting)
        st.html(f'<div class="waiting"><p><strong>{texts.NAME_FIRST}</strong> {texts.NAME_FIRST_HINT}</p><ul>{items}</ul></div>')
        for facet, screen in (("obstacle", "obstacles"), ("viewpoint", "vues")):
            if facet in waiting.values():
                frame.link(screen, texts.NAME_LINK.format(screen=shared.MENU[screen]))


def _theme(work: Work, theme: Theme, full: bool) -> None:
    topic_id, draft = theme.topic_id, work.draft
    on = topic_id in draft.themes
    label = plain(typographic(theme.label))
    box, figure, up, down = st.columns([11, 6, 1, 1], vertical_alignment="center")
    with box:
        bound(
            st.checkbox,
            label,
            f"restitution/theme/{topic_id}",
            on,
            lambda chosen: lambda made: made.choose_theme(topic_id, chosen),
            disabled=full and not on,
        )
    dots = "".join(f'<i class="{"full" if dot.word else ""}"></i>' for dot in theme.dots.values())
    figure.html(f'<p class="figure"><span>{shared.SHARES[theme.bar.word]}</span> <span aria-hidden="true">{dots}</span></p>')
    if on:
        at = draft.themes.index(topic_id)
        for place, sign, by, says in ((up, "↑", -1, texts.UP), (down, "↓", 1, texts.DOWN)):
            place.button(
                sign,
                key=f"restitution/ordre/{by}/{topic_id}",
                help=says.format(label=label),
                type="tertiary",
                disabled=not 0 <= at + by < len(draft.themes),
                on_click=click,
                args=(lambda made, by=by: made.move(topic_id, by),),
            )
        _one_side(work, "one_side" in theme.conditions, f"bar/{topic_id}", texts.ONE_SIDE)


def _claim(work: Work, claim: Claim, stances: tuple[str, ...]) -> None:
    on = claim.claim_id in work.draft.claims
    words = {stance: shared.SHARES.get(side.figure.word, "") for stance, side in claim.sides.items()}
    box, figure = st.columns([11, 8], vertical_alignment="center")
    with box:
        bound(
            st.checkbox,
            plain(typographic(work.draft.wording.get(claim.claim_id) or claim.label)),
            f"restitution/desaccord/{claim.claim_id}",
            on,
            lambda chosen: lambda made: made.choose_claim(claim.claim_id, chosen),
        )
    said = words["yes"]
    if claim.divided:
        said = texts.SIDES.format(**words) + (texts.SIDES_DEPENDS.format(**words) if words["depends"] else "")
    figure.html(f'<p class="figure"><span>{said}</span></p>')
    if on:
        for stance in stances:
            side = claim.sides[stance]
            one_side = bool(side.figure.word) and "one_side" in side.conditions
            _one_side(
                work,
                one_side,
                f"side/{claim.claim_id}/{stance}",
                texts.ONE_SIDE_STANCE.format(stance=texts.STANCES[stance]),
                stance != "depends",
            )


def _one_side(work: Work, asked: bool, figure: str, says: str, needed: bool = True) -> None:
    if not asked:
        return
    with st.container(key=f"accord-{figure.replace('/', '-')}"):
        agreed = figure in work.draft.agreed
        bound(st.checkbox, says, f"restitution/accord/{figure}", agreed, lambda on: lambda made: made.agree(figure, on))
        if not agreed and needed:
            st.caption(texts.WAITING)
