"""What a group debates: the claims within each topic, and who stands where on them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.settings import TopicsSettings
from pipeline.topics.claims import find_claims
from pipeline.topics.identity import Marks, Past
from pipeline.topics.viewpoints import read_stances, take_positions, weigh


class Debates(NamedTuple):
    """What was found of claims.

    viewpoints: the segments that take a stand on a topic, with claim_id and value (+1, -1, 0); claims, stances: rows of the contract
    without their scope; found, lost: what the next run is to know of claims found, and of claims known before and not found.
    """

    viewpoints: pd.DataFrame
    claims: list[dict[str, Any]]
    stances: list[dict[str, Any]]
    found: Marks
    lost: Marks


def find_debates(
    *,
    ideas: pd.DataFrame,
    vectors: np.ndarray,
    segments: pd.DataFrame,
    turns: pd.DataFrame,
    speakers: pd.DataFrame,
    readings: pd.DataFrame,
    decided: Mapping[str, str],
    settings: TopicsSettings,
    past: Past,
) -> Debates:
    """Claims of the viewpoints among the ideas, and the positions of persons on them.

    Parameters
    ----------
    ideas
        segment_id, turn_id, facet, topic_id, text, turn_text, mark, in the order of speech.
    vectors
        Unit vectors of their turns, shape (ideas, dimension).
    segments
        Those of every facet, for the words of an answer.
    turns, speakers, readings
        Tables of the case, turns in order.
    decided
        Positions that a person decided (`pipeline.topics.curation.decided_stances`).
    settings, past
        As for `pipeline.topics.find_topics`.
    """
    debated = ((ideas["facet"] == "viewpoint") & (ideas["topic_id"] != "")).to_numpy()
    viewpoints = ideas[debated].reset_index(drop=True)
    claims = find_claims(segments=viewpoints, vectors=vectors[debated], min_cluster=settings.min_cluster, seed=settings.seed, past=past)
    claim_of = {
        segment_id: claim_id for claim_id, members in claims[["claim_id", "segment_ids"]].itertuples(index=False) for segment_id in members
    }
    viewpoints["claim_id"] = viewpoints["segment_id"].map(claim_of)
    viewpoints["value"] = read_stances(segments=viewpoints, readings=readings, decided=decided)
    stood = stand(
        claims=claims.drop(columns=["segment_ids", "marks"]),
        viewpoints=viewpoints,
        segments=segments,
        turns=turns,
        speakers=speakers,
        readings=readings,
    )
    found = dict(zip(claims["claim_id"], claims["marks"], strict=True))
    return Debates(
        viewpoints,
        claims=stood.claims,
        stances=stood.stances,
        found=found,
        lost={claim_id: marks for claim_id, marks in past.claims.items() if claim_id not in found},
    )


class Stood(NamedTuple):
    """Claims with what the positions on them come to, and the positions of persons: rows of the contract; stances without scope."""

    claims: list[dict[str, Any]]
    stances: list[dict[str, Any]]


def stand(
    *,
    claims: pd.DataFrame,
    viewpoints: pd.DataFrame,
    segments: pd.DataFrame,
    turns: pd.DataFrame,
    speakers: pd.DataFrame,
    readings: pd.DataFrame,
) -> Stood:
    """Who stands where on claims.

    Parameters
    ----------
    claims
        claim_id, and whatever else their rows are to hold.
    viewpoints
        segment_id, turn_id, claim_id, value (+1, -1, 0) of the statements.
    segments
        Those of every facet, for the words of an answer.
    turns, speakers, readings
        Tables of the case, turns in order.
    """
    positions = take_positions(segments=viewpoints, all_segments=segments, turns=turns, speakers=speakers, readings=readings)
    return Stood(
        claims=[
            {**claim, **weigh(positions[positions["claim_id"] == claim["claim_id"]], speakers)._asdict()} for claim in _records(claims)
        ],
        stances=_records(positions[positions["speaker_id"] != ""].drop(columns="said_by")),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(column): value for column, value in row.items()} for row in frame.to_dict("records")]
