"""Obstacles and viewpoints: what blocks a group, on what it disagrees, and who stands where."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline import language, tables
from pipeline.settings import TopicsSettings
from pipeline.topics.curation import decided_stances, standing
from pipeline.topics.debates import find_debates
from pipeline.topics.describe import terms
from pipeline.topics.embed import embed
from pipeline.topics.filing import Topic
from pipeline.topics.ideas import find_segments
from pipeline.topics.identity import NOTHING, Past
from pipeline.topics.links import find_links
from pipeline.topics.passages import find_passages
from pipeline.topics.recurrence import recur
from pipeline.topics.settled import settle_topics
from pipeline.topics.viewpoints import STANCE

Tables = dict[str, pd.DataFrame]


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
    case = find_segments(
        turns=turns,
        speakers=speakers,
        mentions=mentions,
        markers=markers,
        readings=readings,
        min_words=settings.min_words,
        track=track,
    )
    segments = case.segments
    ideas = segments[segments["facet"] != "none"].reset_index(drop=True)
    ideas["mark"] = ideas["text"].map(past.mark)
    if settings.encoder == language.DEFAULT:
        vectors = case.vectors_of(ideas["turn_id"])
    else:
        vectors = embed(ideas["turn_text"].tolist(), language.encoder(settings.encoder))

    topics = settle_topics(ideas=ideas, vectors=vectors, decisions=decisions, settings=settings, past=past)
    ideas = _under_topics(ideas, topics.topics)
    debates = find_debates(
        ideas=ideas,
        vectors=vectors,
        segments=segments,
        turns=turns,
        speakers=speakers,
        readings=readings,
        decided=decided_stances(standing(decisions)),
        settings=settings,
        past=past,
    )
    keep(Past(topics.found, debates.found), Past(topics.lost, debates.lost))

    segments = _filed(segments, ideas, debates.viewpoints)
    passages = find_passages(
        turns=turns, speakers=speakers, markers=markers, readings=readings, segments=segments, window=settings.passage_turns
    )
    rows = {
        "topics": _rows(topics.topics, ideas, vectors, sessions, speakers),
        "links": find_links(segments=segments, turns=turns),
        "claims": debates.claims,
        "stances": debates.stances,
    }
    return {
        "segments": tables.validate("segments", segments[tables.columns("segments")]),
        **{name: tables.build(name, ({**row, "scope": scope} for row in of_scope)) for name, of_scope in rows.items()},
        "passages": tables.build("passages", passages),
    }


def _in_order(turns: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Turns by session and order, whatever the order of the rows."""
    rank = turns["session_id"].map(sessions.set_index("session_id")["order"])
    return turns.assign(rank=rank).sort_values(["rank", "order"], kind="stable", ignore_index=True).drop(columns="rank")


def _under_topics(ideas: pd.DataFrame, topics: Sequence[Topic]) -> pd.DataFrame:
    """The ideas with their topic, "" for none, and how close they are to it."""
    topic_id, score = np.full(len(ideas), "", dtype=object), np.zeros(len(ideas))
    for topic in topics:
        topic_id[topic.members], score[topic.members] = topic.topic_id, topic.scores
    return ideas.assign(topic_id=topic_id, score=score)


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


def _rows(
    found: Sequence[Topic],
    ideas: pd.DataFrame,
    vectors: np.ndarray,
    sessions: pd.DataFrame,
    speakers: pd.DataFrame,
) -> list[dict[str, Any]]:
    """Rows of the topics table, without their scope."""
    filed = (ideas["topic_id"] != "").to_numpy()
    words = terms(ideas.loc[filed, "text"].tolist(), ideas.loc[filed, "topic_id"].tolist(), vectors[filed])
    return [
        {
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
