"""Les mots: the transcript with its marks and why; whoever led the session corrects them, and it counts at once."""

from collections.abc import Callable
from html import escape

import pandas as pd
import streamlit as st

from dashboard import frame, texts, words
from dashboard.explorer.case import Explored, choose_session, keep_session, open_case
from dashboard.explorer.clicks import clickable
from dashboard.explorer.overlay import undo_of
from dashboard.figures import meaning
from dashboard.pages import answer_edit
from dashboard.style import css
from dashboard.texts import explorer
from pipeline.markers.answering import decided_answers, place_of

WINDOW = 24
"""Turns on one sheet."""
PICKED = "mots/choisi"
_GO = "mots/aller"


@frame.screen
def page() -> None:
    explored = open_case(explorer.WORDS)
    if explored is None:
        return
    st.html(css("explorer"))
    session_id = choose_session(explored)
    turns = explored.turns_of(session_id)
    frame.title(explorer.WORDS, explorer.WORDS_HINT)
    families, band = _filter()
    markers = explored.markers.loc[explored.markers["turn_id"].isin(turns["turn_id"])]
    shown, markers = matching(turns, markers, families, band)
    if shown.empty:
        st.info(explorer.NO_MATCH)
        return
    place = here(explored.case_id, session_id)
    rank = min(kept(place, 0), len(turns) - 1)
    first = max(0, int((shown.index <= rank).sum()) - 1)
    left, right = st.columns([2.35, 1], gap="medium")
    with left:
        window = shown.iloc[first : first + WINDOW]
        picked = str(st.session_state.get(PICKED, ""))
        html = words.transcript(window, explored.table("speakers"), markers, explored.readings, turns["turn_id"].iloc[rank], picked=picked)
        clickable(html, key=f"texte/{explored.case_id}/{session_id}", on_pick=_pick, select=True)
        _leaf(place, shown, first, len(turns))
    with right, st.container(key="explanation"):
        _explain(explored, turns, picked)


def matching(turns: pd.DataFrame, markers: pd.DataFrame, families: list[str], band: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turns and marks that a filter leaves: without one all turns, else those that bear such a mark. Set-aside marks count too."""
    if families:
        markers = markers.loc[markers["family"].isin(families)]
    if band:
        markers = markers.loc[(markers["band"] == band) & markers["active"].astype(bool)]
    return (turns.loc[turns["turn_id"].isin(markers["turn_id"])] if families or band else turns), markers


def here(case_id: str, session_id: str) -> str:
    """The key under which the place in a session is kept; *Le fil de la séance* moves it too."""
    return f"mots/{case_id}/{session_id}"


def kept(key: str, otherwise: int) -> int:
    """The place that outlives a change of page."""
    return int(st.session_state.get(f"kept/{key}", otherwise))


def aim(explored: Explored) -> Callable[[str], None]:
    """A callback that makes a turn the one to go to; the page then calls `follow`."""

    def go(turn_id: str) -> None:
        turn = explored.turns.loc[explored.turns["turn_id"] == turn_id].iloc[0]
        place = here(explored.case_id, str(turn["session_id"]))
        rank = int((explored.turns_of(str(turn["session_id"]))["turn_id"] == turn_id).to_numpy().argmax())
        st.session_state.pop(place, None)
        st.session_state[f"kept/{place}"] = rank
        keep_session(str(turn["session_id"]))
        st.session_state[_GO] = True

    return go


def follow() -> None:
    """Open *Les mots* where a turn was gone to."""
    if st.session_state.pop(_GO, False):
        open_page()


def open_page() -> None:
    """Go to *Les mots*."""
    st.switch_page(st.Page(page, title=explorer.WORDS, url_path="mots"))


def _filter() -> tuple[list[str], str]:
    left, right = st.columns([2.35, 1], gap="medium")
    families = left.pills(
        explorer.FAMILY, list(explorer.FAMILIES), selection_mode="multi", format_func=explorer.FAMILIES.__getitem__, key="mots/familles"
    )
    band = right.segmented_control(
        explorer.BAND, list(explorer.BANDS), default="", format_func=explorer.BANDS.__getitem__, key="mots/bande"
    )
    return list(families), band or ""


def _pick(value: str) -> None:
    st.session_state[PICKED] = value


def _leaf(place: str, shown: pd.DataFrame, first: int, total: int) -> None:
    """Sheets back and forth."""
    back, said, forth = st.columns([1, 2, 1], vertical_alignment="center")
    last = min(first + WINDOW, len(shown))
    said.caption(texts.WORDS_SHOWN.format(first=shown.index[first] + 1, last=shown.index[last - 1] + 1, total=total))
    for column, label, to in ((back, explorer.EARLIER, max(0, first - WINDOW)), (forth, explorer.FURTHER, last)):
        beyond = to == first or to >= len(shown)
        if column.button(label, disabled=beyond, width="stretch"):
            st.session_state[f"kept/{place}"] = int(shown.index[to])
            st.session_state.pop(place, None)
            st.rerun()


def _explain(explored: Explored, turns: pd.DataFrame, picked: str) -> None:
    """What was picked: a mark with its why and its corrections, words or a turn to which a mark is added, or nothing."""
    mark = explored.markers.loc[explored.markers["marker_id"] == picked]
    turn = turns.loc[turns["turn_id"] == picked.split("/")[0]]
    if len(turn) and picked == place_of(turn["turn_id"].iloc[0]):
        _answer(explored, turns, turn["turn_id"].iloc[0])
    elif len(mark):
        text = explored.turns.loc[explored.turns["turn_id"] == mark["turn_id"].iloc[0], "text"].iloc[0]
        _correct(explored, mark.iloc[0], text)
    elif len(turn):
        _add(explored, picked, turn["text"].iloc[0])
        if picked == turn["turn_id"].iloc[0] and not answer_edit.answer_of(explored, picked)[0]:
            answer_edit.correct(explored, turns, picked)
    else:
        _card(explorer.NOTHING_PICKED, explorer.NOTHING_PICKED_HINT)
    if explored.pending:
        st.caption(explorer.pending(explored.pending))


def _correct(explored: Explored, mark: pd.Series, text: str) -> None:
    active = bool(mark["active"])
    aimed = f"{explorer.AIMS} : {explorer.TARGETS[mark['target']]}. " if mark["target"] else ""
    sure = explorer.BY_PERSON if mark["origin"] == "person" else explorer.BANDS[mark["band"]]
    head = f"{explorer.CATEGORIES[mark['category']]}, {sure if active else explorer.SET_ASIDE}"
    _card(head, aimed + explorer.fine(mark["why"]), text[mark["start"] : mark["end"]], meaning(mark["category"]) if active else "")
    marker_id, undo = mark["marker_id"], undo_of(mark["marker_id"], mark["category"], explored.decisions)
    if not active and st.button(explorer.THAT_IS_IT, type="primary", width="stretch", key=f"retablir/{marker_id}"):
        explored.decide("markers", "set", marker_id, mark["category"])
        st.rerun()
    if active and st.button(explorer.NOT_THAT, type="primary", width="stretch", key=f"rejeter/{marker_id}"):
        explored.decide("markers", "reject", marker_id)
        st.rerun()
    if undo and st.button(explorer.UNDO, width="stretch", key=f"annuler/{marker_id}"):
        explored.decide("markers", "undo", undo.target_id, undo.value)
        st.rerun()
    for label, names, now in (
        (explorer.OTHER_CATEGORY, explorer.CATEGORIES, mark["category"]),
        (explorer.OTHER_TARGET, explorer.TARGETS, mark["target"]),
    ):
        others = [code for code in names if code != now]
        chosen = st.selectbox(
            label, others, index=None, format_func=names.__getitem__, placeholder=explorer.CHOOSE, key=f"{label}/{marker_id}/{now}/{active}"
        )
        if chosen:
            explored.decide("markers", "set", marker_id, chosen)
            st.rerun()


def _answer(explored: Explored, turns: pd.DataFrame, turn_id: str) -> None:
    """What a turn does to another one, that one's words, and what corrects it."""
    side, answered = answer_edit.answer_of(explored, turn_id)
    said = turns.loc[turns["turn_id"] == answered, "text"]
    heading = words.answer_said(side, answered) if side else explorer.NO_ANSWER
    by_person = turn_id in decided_answers(explored.decisions)
    _card(f"{heading}, {explorer.BY_PERSON}" if by_person else heading, "", said.iloc[0] if len(said) else "")
    answer_edit.correct(explored, turns, turn_id)


def _add(explored: Explored, target: str, text: str) -> None:
    """A mark added to the words that were selected ("turn/start-end"), or to a whole turn."""
    said = explorer.WHOLE_TURN
    if "/" in target:
        start, _, end = target.split("/")[1].partition("-")
        said = text[int(start) : int(end)] if start.isdigit() and end.isdigit() else ""
    _card(explorer.ADD_HEAD, "", said)
    category = st.selectbox(
        explorer.ADD_CATEGORY,
        list(explorer.CATEGORIES),
        index=None,
        format_func=explorer.CATEGORIES.__getitem__,
        placeholder=explorer.CHOOSE,
        key=f"categorie/{target}",
    )
    aimed = st.selectbox(
        explorer.ADD_TARGET,
        list(explorer.TARGETS),
        index=None,
        format_func=explorer.TARGETS.__getitem__,
        placeholder=explorer.CHOOSE,
        key=f"cible/{target}",
    )
    if st.button(explorer.ADD, type="primary", width="stretch", disabled=category is None, key=f"ajouter/{target}") and category:
        explored.decide("markers", "add", target, f"{category} {aimed}" if aimed else category)
        turn_id, *span = target.split("/")
        st.session_state[PICKED] = f"{turn_id}/{category}/{span[0] if span else f'0-{len(text)}'}"
        st.rerun()


def _card(heading: str, body: str, quote: str = "", colour: str = "") -> None:
    said = f'<blockquote class="{f"edge-{colour}" if colour else ""}">{escape(quote)}</blockquote>' if quote else ""
    st.html(f'<div class="why-card"><h2>{escape(heading[:1].upper() + heading[1:])}</h2>{said}<p>{escape(body)}</p></div>')
