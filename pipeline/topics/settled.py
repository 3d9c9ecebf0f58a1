"""Topics as a case knows them: found, recognised from the runs before, and as persons left them."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.settings import TopicsSettings
from pipeline.topics.codebook import load_codebook
from pipeline.topics.curation import Decision, Lost, curate, standing
from pipeline.topics.filing import PREFIX, Topic, file_ideas
from pipeline.topics.identity import Marks, Past, marked

_log = logging.getLogger(__name__)


class Settled(NamedTuple):
    """Topics after the decisions; what the next run is to know of those discovered, before decisions were laid over, and of those
    that the runs before knew and this one did not find."""

    topics: list[Topic]
    found: Marks
    lost: Marks


def settle_topics(*, ideas: pd.DataFrame, vectors: np.ndarray, decisions: pd.DataFrame, settings: TopicsSettings, past: Past) -> Settled:
    """Topics of the ideas; decisions that come to nothing are counted in the log.

    Parameters
    ----------
    ideas
        segment_id, facet, text, turn_text, mark, session_id, turn_rank.
    vectors
        Unit vectors of their turns, shape (ideas, dimension).
    decisions
        The `decisions` table.
    settings, past
        As for `pipeline.topics.find_topics`.
    """
    held = standing(decisions)
    filed = file_ideas(ideas=ideas, vectors=vectors, settings=settings, past=replace(past, topics=_split_off(held, ideas, past.topics)))
    found = {topic.topic_id: marked(ideas["mark"].iloc[topic.members].tolist(), topic.giver) for topic in filed if topic.giver >= 0}
    lost = {topic_id: marks for topic_id, marks in past.topics.items() if topic_id not in found}
    topics, ignored = curate(
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
    return Settled(topics, found, lost)


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
