"""Obstacles and viewpoints: what blocks a group, on what it disagrees, and who stands where."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from pipeline import language, tables
from pipeline.settings import TopicsSettings
from pipeline.topics.claims import find_claims
from pipeline.topics.codebook import load_codebook
from pipeline.topics.curation import Decision, Lost, curate, standing
from pipeline.topics.describe import terms
from pipeline.topics.embed import embed
from pipeline.topics.filing import PREFIX, Topic, file_ideas
from pipeline.topics.ideas import find_segments
from pipeline.topics.identity import NOTHING, Marks, Past, marked
from pipeline.topics.links import find_links
from pipeline.topics.passages import find_passages
from pipeline.topics.recurrence import recur
from pipeline.topics.viewpoints import STANCE, read_stances, take_positions, weigh

Tables = dict[str, pd.DataFrame]
_log = logging.getLogger(__name__)


def find_topics(
    *,
    sessions: pd.DataFrame,
    speakers: pd.DataFrame,
    turns: pd.DataFrame,
    mentions: pd.DataFrame,
    markers: pd.DataFrame,
    readings: pd.DataFrame,
    decisions: pd.DataFrame,
    settings: TopicsSettings,
    track: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    past: Past = NOTHING,
    keep: Callable[[Past, Past], None] = lambda found, lost: None,
) -> Tables:
    """Cut one case into segments, file them under topics and read who stands where.

    Obstacles go to the nearest code of the codebook, which may abstain; what is left, and all viewpoints,
    are clustered. A topic of the codebook has its code as topic_id, a discovered one "obstacle-N" or "vue-N": the number that it had
    in the runs before (`pipeline.topics.identity`), else the next one, the largest first. A segment that fits nowhere has topic_id "" and
    is shown as not classified.

    Parameters
    ----------
    sessions, speakers, turns, mentions, markers, readings
        Tables of one case.
    decisions
        What persons decided; `pipeline.topics.curation` lists the kinds. Those that come to nothing are counted in the log.
    settings
        Thresholds, seed and encoder. The encoder serves the codebook's prototypes, discovery and claims; what was learned on the
        vectors of the default one (who takes a stand) goes on reading those, so that it never meets a foreign vector.
    track
        Wraps the sessions for a progress bar.
    past
        Topics and claims of the runs before; by default there was none.
    keep
        Is told what the next run is to know: what was found, and what was known and not found this time.

    Returns
    -------
    dict
        segments, topics, links, claims, stances, passages: tables of the contract.

    Examples
    --------
    >>> empty = {name: tables.build(name) for name in ("sessions", "speakers", "turns", "mentions", "markers", "readings", "decisions")}
    >>> {name: len(table) for name, table in find_topics(**empty, settings=TopicsSettings()).items()}
    {'segments': 0, 'topics': 0, 'links': 0, 'claims': 0, 'stances': 0, 'passages': 0}
    """
    scope = str(sessions["case_id"].iloc[0]) if len(sessions) else ""
    turns = _in_order(turns, sessions)
    segments = find_segments(
        turns=turns,
        speakers=speakers,
        mentions=mentions,
        markers=markers,
        readings=readings,
        min_words=settings.min_words,
        track=track,
    )
    ideas = segments[segments["facet"] != "none"].reset_index(drop=True)
    ideas["mark"] = ideas["text"].map(past.mark)
    encoder = language.encoder(settings.encoder)
    vectors = embed(ideas["text"].tolist(), encoder)
    held = standing(decisions)
    filed = file_ideas(ideas=ideas, vectors=vectors, settings=settings, past=replace(past, topics=_split_off(held, ideas, past.topics)))
    found_again = {topic.topic_id: marked(ideas["mark"].iloc[topic.members].tolist(), topic.giver) for topic in filed if topic.giver >= 0}
    lost = {topic_id: marks for topic_id, marks in past.topics.items() if topic_id not in found_again}
    found, ignored = curate(
        filed,
        ideas=ideas,
        vectors=vectors,
        decisions=held,
        codes=load_codebook().labels,
        alike=settings.alike,
        lost=list(_left_of(lost, ideas)),
    )
    if ignored:
        _log.warning("%d decision(s) about topics came to nothing: what they speak of is not there", ignored)
    ideas["topic_id"], ideas["score"] = "", 0.0
    for topic in found:
        ideas.loc[topic.members, "topic_id"] = topic.topic_id
        ideas.loc[topic.members, "score"] = topic.scores

    debated = ((ideas["facet"] == "viewpoint") & (ideas["topic_id"] != "")).to_numpy()
    viewpoints = ideas[debated].reset_index(drop=True)
    viewpoints["value"] = read_stances(segments=viewpoints, readings=readings)
    claims = find_claims(segments=viewpoints, vectors=vectors[debated], min_cluster=settings.min_cluster, seed=settings.seed, past=past)
    voiced = dict(zip(claims["claim_id"], claims["marks"], strict=True))
    silent = {claim_id: marks for claim_id, marks in past.claims.items() if claim_id not in voiced}
    keep(Past(found_again, voiced), Past(lost, silent))
    claim_of = {
        segment_id: claim_id for claim_id, members in claims[["claim_id", "segment_ids"]].itertuples(index=False) for segment_id in members
    }
    viewpoints["claim_id"] = viewpoints["segment_id"].map(claim_of)
    segments = _filed(segments, ideas, viewpoints)

    positions = take_positions(segments=viewpoints, all_segments=segments, turns=turns, speakers=speakers, readings=readings)
    weighed = [
        {**claim, "scope": scope, **weigh(positions[positions["claim_id"] == claim["claim_id"]], speakers)._asdict()}
        for claim in _records(claims.drop(columns=["segment_ids", "marks"]))
    ]
    spoken = positions[positions["speaker_id"] != ""].drop(columns="said_by")
    passages = find_passages(
        turns=turns, speakers=speakers, markers=markers, readings=readings, segments=segments, window=settings.passage_turns
    )
    return {
        "segments": tables.validate("segments", segments[tables.columns("segments")]),
        "topics": tables.build("topics", _rows(found, ideas, vectors, sessions, speakers)),
        "links": tables.build("links", [{**link, "scope": scope} for link in find_links(segments=segments, turns=turns)]),
        "claims": tables.build("claims", weighed),
        "stances": tables.build("stances", ({**position, "scope": scope} for position in _records(spoken))),
        "passages": tables.build("passages", passages),
    }


def _in_order(turns: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Turns by session and order, whatever the order of the rows."""
    rank = turns["session_id"].map(sessions.set_index("session_id")["order"])
    return turns.assign(rank=rank).sort_values(["rank", "order"], kind="stable", ignore_index=True).drop(columns="rank")


def _split_off(decisions: Sequence[Decision], ideas: pd.DataFrame, known: Marks) -> Marks:
    """What is known, with what persons split off, so that it is itself where discovery comes to the same."""
    mark = dict(zip(ideas["segment_id"], ideas["mark"], strict=True))
    apart = {
        f"{one.target_id}/{one.decision_id}": [mark[segment_id] for segment_id in one.value.split() if segment_id in mark]
        for one in decisions
        if one.kind == "split" and known.get(one.target_id)
    }
    return {**apart, **known}


def _left_of(lost: Marks, ideas: pd.DataFrame) -> Iterable[Lost]:
    """What is left of topics that were not found again, as ranks of ideas."""
    for facet, prefix in PREFIX.items():
        here = ideas.loc[ideas["facet"] == facet, "mark"]
        for topic_id, marks in lost.items():
            if topic_id.startswith(prefix):
                yield Lost(topic_id, facet, here.index[here.isin(marks)].to_numpy())


def _filed(segments: pd.DataFrame, ideas: pd.DataFrame, viewpoints: pd.DataFrame) -> pd.DataFrame:
    """All segments, with what was found out about the ideas and viewpoints among them."""
    of_ideas = ideas.set_index("segment_id")
    of_viewpoints = viewpoints.set_index("segment_id")
    ids = segments["segment_id"]
    return segments.assign(
        topic_id=ids.map(of_ideas["topic_id"]).fillna(""),
        score=ids.map(of_ideas["score"]).fillna(0.0),
        claim_id=ids.map(of_viewpoints["claim_id"]).fillna(""),
        stance=ids.map(of_viewpoints["value"].map(STANCE)).fillna(""),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(column): value for column, value in row.items()} for row in frame.to_dict("records")]


def _rows(
    found: Sequence[Topic],
    ideas: pd.DataFrame,
    vectors: np.ndarray,
    sessions: pd.DataFrame,
    speakers: pd.DataFrame,
) -> list[dict[str, Any]]:
    """Rows of the topics table."""
    filed = (ideas["topic_id"] != "").to_numpy()
    words = terms(ideas.loc[filed, "text"].tolist(), ideas.loc[filed, "topic_id"].tolist(), vectors[filed])
    return [
        {
            "scope": str(sessions["case_id"].iloc[0]),
            "topic_id": topic.topic_id,
            "parent_id": "",
            "facet": topic.facet,
            "label": topic.label,
            "terms": words[topic.topic_id],
            "origin": topic.origin,
            "stability": topic.stability,
            "centroid": topic.centroid.astype(np.float32).tolist(),
            **recur(spoken=ideas.iloc[topic.members], sessions=sessions, speakers=speakers),
        }
        for topic in found
    ]
