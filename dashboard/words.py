"""Turns as HTML: the words with their marks, and why at the right. Everything that comes from a table is escaped."""

from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard import texts
from dashboard.figures import meaning
from pipeline.tables import FACILITATOR


def transcript(turns: pd.DataFrame, speakers: pd.DataFrame, markers: pd.DataFrame, readings: pd.DataFrame, here: str) -> str:
    """Some turns of one session.

    Parameters
    ----------
    turns
        The turns to show, in order.
    speakers, markers, readings
        Tables of the case; rows of other turns do not matter.
    here
        The turn_id to set off.
    """
    people = speakers.set_index("speaker_id")
    opposed = readings.loc[readings["opposes_turn_id"] != ""].set_index("turn_id")["opposes_turn_id"]
    by_turn = dict(tuple(markers.sort_values(["start", "end"]).groupby("turn_id")))
    none = markers.iloc[:0]
    rows = []
    for turn in turns.itertuples():
        marks = by_turn.get(turn.turn_id, none)
        led = turn.speaker_id in people.index and people.at[turn.speaker_id, "role"] == FACILITATOR
        rows.append(
            f'<div class="turn{" here" if turn.turn_id == here else ""}"><span class="when">{_when(turn)}</span>'
            f'<span class="who{" led" if led else ""}">{escape(_who(turn, people))}</span>'
            f"<span>{marked(turn.text, marks)}</span>"
            f'<div class="why">{_why(marks)}{_answers(opposed.get(turn.turn_id))}</div></div>'
        )
    return f'<div class="words">{"".join(rows)}</div>'


def marked(text: str, marks: pd.DataFrame) -> str:
    """A turn's text with its marks; where two overlap, the active and surer one gives the colour.

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
        look = "" if over.empty else _look(over.iloc[0])
        if pieces and pieces[-1][0] == look:
            pieces[-1] = (look, pieces[-1][1] + text[start:end])
        else:
            pieces.append((look, text[start:end]))
    return "".join(f'<mark class="{look}">{escape(part)}</mark>' if look else escape(part) for look, part in pieces)


def _look(mark: pd.Series) -> str:
    return f"mark-{meaning(mark['category'])}" if mark["active"] else "off"


def _when(turn: Any) -> str:
    return f"{texts.TURN} {turn.order + 1}" if pd.isna(turn.start_s) else texts.clock(turn.start_s)


def _who(turn: Any, people: pd.DataFrame) -> str:
    if turn.speaker_id in people.index:
        return str(people.at[turn.speaker_id, "label"])
    return texts.SAID_BY.get(turn.said_by, texts.NOBODY)


def _why(marks: pd.DataFrame) -> str:
    return "".join(
        f'<p class="{f"edge-{meaning(mark.category)}" if mark.active else "off"}">{escape(texts.typographic(mark.why))}</p>'
        for mark in marks.itertuples()
    )


def _answers(turn_id: str | None) -> str:
    if turn_id is None:
        return ""
    rank = int(turn_id.rsplit(":", 1)[1]) + 1
    return f'<p class="edge-desaccord">{escape(texts.OPPOSES.format(rank=rank))}</p>'
