"""Causes that people give for an obstacle."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from pipeline.topics.knowledge import either, knowledge, straight

SAME_TURN, NEXT_TURN, NO_TOPIC = 0.8, 0.5, 0.4
"""How sure a link is: within one turn, from one turn to the next, with a cause that belongs to no topic."""


class _Connective(NamedTuple):
    cue: str
    head: re.Pattern[str]
    inside: re.Pattern[str] | None
    cause_follows: bool


@cache
def _connectives() -> tuple[_Connective, ...]:
    return tuple(
        _Connective(
            cue=entry["cue"],
            head=either([entry["pattern"]], before=r"\s*", after=r"(?:(?<=[\s'])|(?!\w))"),
            inside=either([entry["pattern"]], before=r"(?<!\w)") if entry.get("anywhere") else None,
            cause_follows=entry["after"] == "cause",
        )
        for entry in knowledge("causes")["connectives"]
    )


class _Unit(NamedTuple):
    turn_id: str
    segment_id: str
    text: str
    obstacle: str
    viewpoint: str


def _unit(rows: Sequence[tuple], said: Mapping[str, str]) -> _Unit:
    """One idea unit out of the rows of its facets."""
    turn_id, start, end, segment_id, *_ = rows[0]
    topics = {facet: topic_id for *_, facet, topic_id in rows}
    return _Unit(turn_id, segment_id, straight(said[turn_id][start:end]), topics.get("obstacle", ""), topics.get("viewpoint", ""))


def find_links(*, segments: pd.DataFrame, turns: pd.DataFrame) -> list[dict]:
    """Obstacle → cause, where a connective says so between neighbouring segments.

    "parce que …" makes its segment the cause of the one before, "du coup …" makes it the consequence; the one
    before lies in the same turn, or ends the turn before. A connective inside an obstacle's own segment gives
    a cause without a topic.

    Parameters
    ----------
    segments
        turn_id, segment_id, facet, topic_id, start, end, in the order of speech.
    turns
        turn_id, session_id, order, text.

    Returns
    -------
    list of dict
        link_id, topic_id, cause_topic_id, segment_id, cue, score: the columns of `links` without its scope.
    """
    said = dict(zip(turns["turn_id"], turns["text"], strict=True))
    columns = segments[["turn_id", "start", "end", "segment_id", "facet", "topic_id"]].itertuples(index=False)
    units = [_unit(list(rows), said) for _, rows in groupby(columns, key=itemgetter(0, 1))]
    followed_by = turns.groupby("session_id", sort=False)["turn_id"].shift(-1).set_axis(turns["turn_id"]).fillna("").to_dict()
    links: dict[str, dict] = {}

    def link(effect: str, cause: str, unit: _Unit, cue: str, score: float) -> None:
        cause = "" if cause == effect else cause
        row = {
            "link_id": f"{unit.segment_id}/{cause}",
            "topic_id": effect,
            "cause_topic_id": cause,
            "segment_id": unit.segment_id,
            "cue": cue,
            "score": score if cause else NO_TOPIC,
        }
        links.setdefault(row["link_id"], row)

    for before, unit in zip([None, *units], units, strict=False):
        heading = next((connective for connective in _connectives() if connective.head.match(unit.text)), None)
        inside = next((connective for connective in _connectives() if connective.inside and connective.inside.search(unit.text)), None)
        same = before is not None and before.turn_id == unit.turn_id
        if heading and before is not None and (same or followed_by[before.turn_id] == unit.turn_id):
            effect, cause = (before, unit) if heading.cause_follows else (unit, before)
            if effect.obstacle:
                link(effect.obstacle, cause.obstacle or cause.viewpoint, unit, heading.cue, SAME_TURN if same else NEXT_TURN)
        elif inside and unit.obstacle:
            link(unit.obstacle, "", unit, inside.cue, NO_TOPIC)
    return list(links.values())
