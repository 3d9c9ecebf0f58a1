"""Decisions laid over the tables of the last analysis, so that they are seen at once; the next analysis takes them in for good.

Markers get exactly what the analysis would make of them. Of topics, only what a person placed moves here: what is *like* it follows
at the next analysis, which alone has the vectors.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from pipeline import tables
from pipeline.markers.answering import decided_answers
from pipeline.markers.corrections import Corrections
from pipeline.topics.curation import KINDS, Decision, decided_stances, end_of, latest, standing
from pipeline.topics.debates import stand
from pipeline.topics.viewpoints import VALUE


class Undo(NamedTuple):
    """What to write so that what was decided about a marker is taken back."""

    target_id: str
    value: str


class Laid(NamedTuple):
    """Topics, segments, links and claims after the decisions."""

    topics: pd.DataFrame
    segments: pd.DataFrame
    links: pd.DataFrame
    claims: pd.DataFrame


class Stands(NamedTuple):
    """Claims, and who stands where on them."""

    claims: pd.DataFrame
    stances: pd.DataFrame


def correct_markers(markers: pd.DataFrame, turns: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The markers as a person left them.

    Parameters
    ----------
    markers, turns
        Tables of the case.
    decisions
        The decisions table of the registry.

    Returns
    -------
    DataFrame
        Like `markers`. What an earlier analysis took in and was taken back since is gone if a person had added it; if a person
        had set or rejected it, it stays as it is until the next analysis.
    """
    touched = {target.split("/")[0] for target in decisions.loc[decisions["stage"] == "markers", "target_id"]}
    corrections = Corrections(decisions)
    text_of = _texts(turns, touched)
    added = {row["marker_id"] for turn_id, text in text_of.items() for row in corrections.additions(turn_id, text)}
    kept = markers.loc[(markers["origin"] != "person") | ~markers["marker_id"].map(_was_added) | markers["marker_id"].isin(added)]
    if not touched:
        return kept
    here = kept["turn_id"].isin(touched)
    rows_of = _rows_of(kept.loc[here])
    rows = [row for turn_id, text in text_of.items() for row in corrections.apply(turn_id, text, rows_of.get(turn_id, [])).rows]
    changed = pd.DataFrame(rows, columns=markers.columns)
    return pd.concat([kept.loc[~here], changed], ignore_index=True) if len(changed) else kept.loc[~here]


def undo_of(marker_id: str, category: str, decisions: pd.DataFrame) -> Undo | None:
    """How to take back what was decided about a marker; None where nothing was, or it was taken back already."""
    corrections = Corrections(decisions)
    if corrections.stands(marker_id):
        return Undo(marker_id, "")
    turn_id, *rest = marker_id.split("/")
    span = f"{turn_id}/{rest[-1]}" if rest else turn_id
    return next((Undo(target, category) for target in (span, turn_id) if corrections.stands(target, category)), None)


def lay_over(
    *,
    topics: pd.DataFrame,
    segments: pd.DataFrame,
    links: pd.DataFrame,
    claims: pd.DataFrame,
    decisions: pd.DataFrame,
    codes: Mapping[str, str],
) -> Laid:
    """The topics as a person left them.

    Parameters
    ----------
    topics, segments, links, claims
        Tables of the case.
    decisions
        The decisions table of the registry.
    codes
        Label of each code of the codebook: a segment may be moved there though nobody had spoken of it.
    """
    held = latest(standing(decisions))
    if not held:
        return Laid(topics, segments, links, claims)
    work = _Work(topics, segments, codes)
    for kind in KINDS:
        for decision in held:
            if decision.kind == kind:
                work.do(decision)
    ends = {topic_id: end_of(topic_id, work.into) for topic_id in topics["topic_id"]}
    return Laid(
        work.topics(topics),
        segments.assign(topic_id=segments["segment_id"].map(work.at)),
        links.assign(topic_id=links["topic_id"].replace(ends), cause_topic_id=links["cause_topic_id"].replace(ends)),
        claims.assign(topic_id=claims["topic_id"].replace(ends)),
    )


def correct_stands(
    found: Stands,
    *,
    segments: pd.DataFrame,
    turns: pd.DataFrame,
    speakers: pd.DataFrame,
    readings: pd.DataFrame,
    decisions: pd.DataFrame,
) -> Stands:
    """Who stands where, once persons decided about positions or about who answers whom.

    Parameters
    ----------
    found
        As the last analysis left it.
    segments, turns, speakers, readings
        Tables of the case, turns in order; readings with the answers that persons decided.
    decisions
        The decisions table of the registry.

    Returns
    -------
    Stands
        The same where nothing was decided. What a position decided says of the turns that answer it follows at the next analysis.
    """
    decided = decided_stances(standing(decisions))
    if not decided and not decided_answers(decisions):
        return found
    taken = segments["segment_id"].map(decided).fillna(segments["stance"])
    own = segments.assign(value=taken.map(VALUE)).loc[(segments["claim_id"] != "") & (taken != "")].astype({"value": int})
    stood = stand(claims=found.claims, viewpoints=own, segments=segments, turns=turns, speakers=speakers, readings=readings)
    scope = str(found.claims["scope"].iloc[0]) if len(found.claims) else ""
    stances = [{**row, "scope": scope} for row in stood.stances]
    return Stands(tables.build("claims", stood.claims), tables.build("stances", stances))


class _Work:
    """Where each segment lies, and how each topic is called, while decisions are laid over."""

    def __init__(self, topics: pd.DataFrame, segments: pd.DataFrame, codes: Mapping[str, str]) -> None:
        self.at: dict[str, str] = dict(zip(segments["segment_id"], segments["topic_id"], strict=True))
        self.facet_of = dict(zip(segments["segment_id"], segments["facet"], strict=True))
        self.facet = dict.fromkeys(codes, "obstacle") | dict(zip(topics["topic_id"], topics["facet"], strict=True))
        self.label = dict(codes) | dict(zip(topics["topic_id"], topics["label"], strict=True))
        self.origin = dict.fromkeys(codes, "codebook") | dict(zip(topics["topic_id"], topics["origin"], strict=True))
        self.into: dict[str, str] = {}

    def do(self, decision: Decision) -> None:
        decision_id, kind, target, value = decision
        if kind == "move":
            self._place([target], end_of(value, self.into))
        elif target not in self.facet:
            return
        elif kind == "split":
            self._split(target, value.split(), f"{target}/{decision_id}")
        elif kind == "merge":
            self._merge(target, end_of(value, self.into))
        elif value:
            self.label[target], self.origin[target] = value, "person"

    def topics(self, before: pd.DataFrame) -> pd.DataFrame:
        """The topics that hold a segment, those of before first."""
        filed = pd.Series(list(self.at.values())).value_counts()
        known = before.loc[before["topic_id"].isin(filed.index)]
        known = known.assign(label=known["topic_id"].map(self.label), origin=known["topic_id"].map(self.origin))
        scope = str(before["scope"].iloc[0]) if len(before) else ""
        new = [topic_id for topic_id in filed.index if topic_id and topic_id not in set(before["topic_id"])]
        made = tables.build("topics", [self._row(scope, topic_id) for topic_id in sorted(new)])
        both = pd.concat([known, made], ignore_index=True) if new else known.reset_index(drop=True)
        return both.assign(n_segments=both["topic_id"].map(filed).astype(int))

    def _row(self, scope: str, topic_id: str) -> dict[str, Any]:
        counts = dict.fromkeys(("n_segments", "n_speakers", "n_sessions", "n_cases"), 0)
        said = {"label": self.label[topic_id], "facet": self.facet[topic_id], "origin": self.origin[topic_id]}
        empty = {"parent_id": "", "terms": [], "status": "new", "stability": float("nan"), "centroid": []}
        return {"scope": scope, "topic_id": topic_id, **said, **empty, **counts}

    def _place(self, segment_ids: Iterable[str], topic_id: str) -> None:
        for segment_id in segment_ids:
            if segment_id in self.at and (not topic_id or self.facet.get(topic_id) == self.facet_of[segment_id]):
                self.at[segment_id] = topic_id

    def _split(self, topic_id: str, segment_ids: Iterable[str], new: str) -> None:
        self.facet[new] = self.facet[topic_id]
        self.label.setdefault(new, self.label[topic_id])
        self.origin.setdefault(new, "discovered")
        self._place([one for one in segment_ids if self.at.get(one) == topic_id], new)

    def _merge(self, topic_id: str, into: str) -> None:
        if into != topic_id and self.facet.get(into) == self.facet[topic_id]:
            self.into[topic_id] = into
            self._place([one for one, at in self.at.items() if at == topic_id], into)


def _was_added(marker_id: str) -> bool:
    return "-" in marker_id.rsplit("/", 1)[-1]


def _texts(turns: pd.DataFrame, wanted: set[str]) -> dict[str, str]:
    here = turns.loc[turns["turn_id"].isin(wanted)]
    return dict(zip(here["turn_id"], here["text"], strict=True))


def _rows_of(markers: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in markers.to_dict("records"):
        rows.setdefault(row["turn_id"], []).append({str(name): value for name, value in row.items()})
    return rows
