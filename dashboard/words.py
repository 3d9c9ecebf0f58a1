"""Turns as HTML: the words with their marks, and why at the right. Everything that comes from a table is escaped."""

from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard import texts
from dashboard.figures import meaning
from dashboard.rows import rows_of
from dashboard.texts import explorer
from pipeline.markers.answering import place_of, read_answers
from pipeline.tables import FACILITATOR

_EDGES = {"opposes": "edge-desaccord", "supports": "edge-cooperation"}


def transcript(
    turns: pd.DataFrame, speakers: pd.DataFrame, markers: pd.DataFrame, readings: pd.DataFrame, here: str, *, picked: str | None = None
) -> str:
    """Some turns of one session.

    Parameters
    ----------
    turns
        The turns to show, in order.
    speakers, markers, readings
        Tables of the case; rows of other turns do not matter.
    here
        The turn_id to set off.
    picked
        With a string, marks can be picked (`dashboard.explorer.clicks`) and that one stands out; short names take the place of the reasons,
        which are shown elsewhere.
    """
    people = speakers.set_index("speaker_id")
    answered = read_answers(readings)
    by_turn = dict(tuple(markers.sort_values(["start", "end"]).groupby("turn_id")))
    none = markers.iloc[:0]
    rows = []
    for turn in rows_of(turns):
        marks = by_turn.get(turn.turn_id, none)
        led = turn.speaker_id in people.index and people.at[turn.speaker_id, "role"] == FACILITATOR
        answers = _answer(turn.turn_id, *answered.get(turn.turn_id, ("", "")), picked)
        if picked is None:
            said = f'<span>{marked(turn.text, marks)}</span><div class="why">{_why(marks)}{answers}</div>'
        else:
            chips = "".join(_chip(mark, mark.marker_id == picked) for mark in rows_of(marks)) + _more(turn.turn_id)
            text = f'<span data-turn="{escape(turn.turn_id)}">{marked(turn.text, marks, picked)}</span>'
            said = f'<div>{text}<div class="why">{chips}{answers}</div></div>'
        rows.append(
            f'<div class="turn{" here" if turn.turn_id == here else ""}"><span class="when">{_when(turn)}</span>'
            f'<span class="who{" led" if led else ""}">{escape(_who(turn, people))}</span>{said}</div>'
        )
    return f'<div class="words{"" if picked is None else " pickable"}">{"".join(rows)}</div>'


def marked(text: str, marks: pd.DataFrame, picked: str | None = None) -> str:
    """A turn's text with its marks; where two overlap, the active and surer one gives the colour.

    With `picked` a mark carries its id, and the one of that id stands out.

    Examples
    --------
    >>> marks = pd.DataFrame({"start": [3], "end": [6], "category": ["peur"], "score": [0.9], "active": [True]})
    >>> marked("<i> oui", marks)
    '&lt;i&gt;<mark class="mark-peurs"> ou</mark>i'
    """
    edges = sorted({0, len(text), *marks["start"].clip(0, len(text)), *marks["end"].clip(0, len(text))})
    ranked = marks.sort_values(["active", "score"], ascending=False, kind="stable")
    pieces: list[tuple[str, str]] = []
    for start, end in pairwise(edges):
        over = ranked.loc[(ranked["start"] <= start) & (ranked["end"] >= end)]
        look = "" if over.empty else _look(over.iloc[0], picked)
        if pieces and pieces[-1][0] == look:
            pieces[-1] = (look, pieces[-1][1] + text[start:end])
        else:
            pieces.append((look, text[start:end]))
    return "".join(f"<mark {look}>{escape(part)}</mark>" if look else escape(part) for look, part in pieces)


def _look(mark: pd.Series, picked: str | None) -> str:
    colour = f"mark-{meaning(mark['category'])}" if mark["active"] else "off"
    if picked is None:
        return f'class="{colour}"'
    chosen = " picked" if mark["marker_id"] == picked else ""
    return f'class="{colour}{chosen}" data-pick="{escape(mark["marker_id"])}"'


def _chip(mark: Any, chosen: bool) -> str:
    """A mark's name as a button."""
    return (
        f'<button type="button" class="chip {_edge(mark)}{" picked" if chosen else ""}" data-pick="{escape(mark.marker_id)}">'
        f"{escape(_name(mark))}</button>"
    )


def _name(mark: Any) -> str:
    """What a mark is, at whom, how sure."""
    aimed = f" → {explorer.TARGETS[mark.target]}" if mark.target else ""
    sure = explorer.BY_PERSON if mark.origin == "person" else explorer.BANDS[mark.band]
    return f"{explorer.CATEGORIES[mark.category]}{aimed}, {sure if mark.active else explorer.SET_ASIDE}"


def _edge(mark: Any) -> str:
    return f"edge-{meaning(mark.category)}" if mark.active else "off"


def _more(turn_id: str) -> str:
    return f'<button type="button" class="chip more" data-pick="{escape(turn_id)}" aria-label="{escape(explorer.ADD_TO_TURN)}">+</button>'


def _when(turn: Any) -> str:
    return f"{texts.TURN} {turn.order + 1}" if pd.isna(turn.start_s) else texts.clock(turn.start_s)


def _who(turn: Any, people: pd.DataFrame) -> str:
    if turn.speaker_id in people.index:
        return str(people.at[turn.speaker_id, "label"])
    return texts.SAID_BY.get(turn.said_by, texts.NOBODY)


def _why(marks: pd.DataFrame) -> str:
    """What each mark is, and the gloss of its rule; which rule, and what the model makes of it, is for who opens it in *Les mots*."""
    said = []
    for mark in rows_of(marks):
        gloss = mark.why.partition(" : ")[2].partition(" ; ")[0] if mark.rule_id else ""
        told = f"{_name(mark)} : {gloss}" if gloss else _name(mark)
        said.append(f'<p class="{_edge(mark)}">{escape(explorer.fine(told[:1].upper() + told[1:]))}</p>')
    return "".join(said)


def _answer(turn_id: str, side: str, other: str, picked: str | None) -> str:
    """Which turn this one answers; a button where marks can be picked."""
    if not side:
        return ""
    said, look = escape(answer_said(side, other)), _EDGES[side]
    if picked is None:
        return f'<p class="{look}">{said}</p>'
    place = place_of(turn_id)
    chosen = " picked" if place == picked else ""
    return f'<button type="button" class="chip {look}{chosen}" data-pick="{escape(place)}">{said}</button>'


def answer_said(side: str, turn_id: str) -> str:
    """What a turn does to the one that it answers.

    Examples
    --------
    >>> answer_said("opposes", "s:8")
    'S’oppose au tour 9'
    """
    return texts.ANSWERS[side].format(rank=int(turn_id.rsplit(":", 1)[1]) + 1)
