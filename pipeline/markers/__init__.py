"""Cues of disagreement, tension, withdrawal, obstacle and cooperation, read by rules in their context.

A first, rule-based reading; figures and limits are in models/patterns/CARD.md.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from pipeline import language, tables
from pipeline.markers.context import load_context
from pipeline.markers.explain import explain
from pipeline.markers.readings import polarity, shares
from pipeline.markers.replies import Said, read_replies
from pipeline.markers.rules import Hit, load_rules
from pipeline.markers.speech import Skeleton, plain, skeleton
from pipeline.settings import MarkersSettings

Cue = tuple[Hit, list[str], bool]
"""A hit, its modifiers, and whether it is active."""


def read_markers(
    *, turns: pd.DataFrame, speakers: pd.DataFrame, decisions: pd.DataFrame, settings: MarkersSettings, track=iter
) -> dict[str, pd.DataFrame]:
    """Mark the turns of a case and read each as a whole.

    Parameters
    ----------
    turns, speakers, decisions
        Tables of the contract. Of the decisions, those of stage "markers" and kind "reject" make their marker inactive.
    settings
        `sure`: the score from which a marker is in the band sure.
    track
        Wraps the sessions for a progress bar.

    Returns
    -------
    dict
        `markers`: for each turn and category at most one active cue, the best-scored, and at most one cancelled cue, kept
        with the modifiers that cancel it. `readings`: one row a turn.

    Examples
    --------
    >>> turns = tables.build("turns", [{"case_id": "c", "session_id": "s", "turn_id": "s:0", "order": 0, "speaker_id": "p1",
    ...     "said_by": "", "start_s": float("nan"), "end_s": float("nan"), "text": "euh moi je suis pas d'accord"}])
    >>> read = read_markers(turns=turns, speakers=tables.build("speakers"), decisions=tables.build("decisions"),
    ...     settings=MarkersSettings())
    >>> read["markers"]["category"].tolist(), read["readings"]["polarity"].tolist()
    (['desaccord_direct'], ['constructif'])
    """
    rejected = frozenset(decisions.loc[(decisions["stage"] == "markers") & (decisions["kind"] == "reject"), "target_id"])
    people = speakers.set_index("speaker_id")
    labels = people["label"].to_dict()
    facilitators = frozenset(people.index[people["role"] == tables.FACILITATOR])
    markers: list[dict[str, Any]] = []
    readings: list[dict[str, Any]] = []
    for _, session in track(turns.groupby("session_id", sort=False)):
        session = session.sort_values("order")
        said: list[Said] = []
        active_markers: list[list[dict[str, Any]]] = []
        for turn, cues in zip(session.itertuples(), read_texts(session["text"].tolist()), strict=True):
            rows = [_marker(turn.turn_id, skeleton, cue, rank, rejected, settings.sure) for skeleton, rank, cue in cues]
            markers += rows
            kept = [(row, cue[0].rule) for row, (_, _, cue) in zip(rows, cues, strict=True) if row["active"]]
            active_markers.append([row for row, _ in kept])
            answers = {kind: max((row["score"] for row, rule in kept if rule.answers == kind), default=0.0) for kind in ANSWERS}
            speaker = turn.speaker_id
            said.append(Said(turn.turn_id, speaker, labels.get(speaker, ""), speaker in facilitators, turn.text, **answers))
        for turn, rows, (opposed, supported) in zip(said, active_markers, read_replies(said), strict=True):
            readings.append(
                {
                    "turn_id": turn.turn_id,
                    "polarity": polarity({row["family"] for row in rows}),
                    **shares((row["family"], row["score"]) for row in rows),
                    "opposes_turn_id": opposed.turn_id,
                    "opposes_score": opposed.score,
                    "supports_turn_id": supported.turn_id,
                    "supports_score": supported.score,
                }
            )
    return {"markers": tables.build("markers", markers), "readings": tables.build("readings", readings)}


ANSWERS = ("opposes", "supports")
UNPROVEN = frozenset({"violence"})
"""Families that no rule may call sure: on unread group sessions 1 of 9 such markers of violence was right (models/patterns/CARD.md)."""


def read_texts(texts: Sequence[str]) -> list[list[tuple[Skeleton, int, Cue]]]:
    """The cues kept of each text, in the order of the text, each with its rank among those of its category."""
    parsed = language.parser().pipe(plain(text) for text in texts)
    return [_kept(skeleton(doc)) for doc in parsed]


def cues(words: Skeleton) -> list[Cue]:
    """Every cue of a turn with its modifiers, before the best of each category is chosen."""
    hits = list(load_rules().hits(words))
    context = load_context()
    return [(hit, modifiers, not context.cancels(hit, modifiers)) for hit, modifiers in zip(hits, context.read(words, hits), strict=True)]


def _kept(words: Skeleton) -> list[tuple[Skeleton, int, Cue]]:
    """Of each category the best active cue, and the best cancelled one that does not overlap it."""
    kept: list[tuple[Skeleton, int, Cue]] = []
    by_category: dict[str, list[Cue]] = {}
    for cue in cues(words):
        by_category.setdefault(cue[0].rule.category, []).append(cue)
    for category in sorted(by_category):
        cancelled = [cue for cue in by_category[category] if not cue[2]]
        active = [cue for cue in by_category[category] if cue[2] and not any(_inside(cue, other) for other in cancelled)]
        best = _best(active)
        aside = _best([cue for cue in cancelled if not any(_overlap(cue, other) for other in best)])
        chosen = sorted(best + aside, key=lambda cue: cue[0].match.start)
        kept += [(words, rank, cue) for rank, cue in enumerate(chosen)]
    return sorted(kept, key=lambda item: (item[2][0].match.start, item[2][0].rule.category))


def _best(cues: Iterable[Cue]) -> list[Cue]:
    """The best-scored cue, of equal ones the longest, then the first; none of none."""
    order = sorted(cues, key=lambda cue: (-cue[0].rule.score, cue[0].match.start - cue[0].match.end, cue[0].match.start, cue[0].rule.id))
    return order[:1]


def _overlap(one: Cue, other: Cue) -> bool:
    return one[0].match.start < other[0].match.end and other[0].match.start < one[0].match.end


def _inside(one: Cue, other: Cue) -> bool:
    """Whether a cue is a smaller part of another."""
    a, b = one[0].match, other[0].match
    return b.start <= a.start and a.end <= b.end and (a.start, a.end) != (b.start, b.end)


def _marker(turn_id: str, words: Skeleton, cue: Cue, rank: int, rejected: frozenset[str], sure: float) -> dict[str, Any]:
    hit, modifiers, active = cue
    rule = hit.rule
    marker_id = f"{turn_id}/{rule.category}/{rank}"
    refused = marker_id in rejected
    start, end = words.span(hit.match.start, hit.match.end)
    family = tables.FAMILY_OF[rule.category]
    band = "sure" if rule.score >= sure and family not in UNPROVEN else "review"
    return {
        "marker_id": marker_id,
        "turn_id": turn_id,
        "start": start,
        "end": end,
        "category": rule.category,
        "family": family,
        "score": rule.score,
        "band": band,
        "origin": "person" if refused else "rule",
        "rule_id": rule.id,
        "modifiers": modifiers,
        "target": rule.target,
        "active": active and not refused,
        "why": explain(rule, band=band, modifiers=modifiers, active=active, rejected=refused),
    }
