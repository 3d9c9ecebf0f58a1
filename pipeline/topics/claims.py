"""Claims: the reasons and positions within a subject under debate."""

import numpy as np
import pandas as pd

from pipeline.topics.cluster import cluster, medoid
from pipeline.topics.describe import label
from pipeline.topics.identity import Past, giver, marked, name


def find_claims(*, segments: pd.DataFrame, vectors: np.ndarray, min_cluster: int, seed: int, past: Past) -> pd.DataFrame:
    """Split each topic into claims; a topic of fewer than twice `min_cluster` segments is one claim.

    Parameters
    ----------
    segments
        segment_id, topic_id, text, mark.
    vectors
        Unit vectors of their turns, row by row.
    past
        Claims of the runs before: within its topic a claim keeps its id, and the words of its label as long as their segment lies in it.

    Returns
    -------
    DataFrame
        claim_id (topic_id/number), topic_id, label, quote_segment_id (the segment in the middle), segment_ids and marks (lists).
    """
    rows = []
    present = set(segments["mark"])
    for topic_id in segments["topic_id"].drop_duplicates():
        here = np.flatnonzero(segments["topic_id"] == topic_id)
        labels = np.zeros(len(here), int)
        if len(here) >= 2 * min_cluster:
            labels = _nearest(vectors[here], cluster(vectors[here], min_cluster=min_cluster, seed=seed).labels)
        groups = [here[labels == rank] for rank in range(labels.max() + 1)]
        before = {one: marks for one, marks in past.claims.items() if one.rpartition("/")[0] == topic_id}
        spoken = [set(segments["mark"].iloc[members]) for members in groups]
        ids = name(spoken, known=before, present=present, prefix=f"{topic_id}/", first=0)
        for claim_id, members in zip(ids, groups, strict=True):
            said = segments.iloc[members]
            marks = said["mark"].tolist()
            named = label(said["text"].tolist(), vectors[members], proposition=True, giver=giver(marks, before.get(claim_id, ())))
            rows.append(
                {
                    "claim_id": claim_id,
                    "topic_id": topic_id,
                    "label": named.text,
                    "quote_segment_id": said["segment_id"].iloc[medoid(vectors[members])],
                    "segment_ids": said["segment_id"].tolist(),
                    "marks": marked(marks, named.giver),
                }
            )
    return pd.DataFrame(rows, columns=["claim_id", "topic_id", "label", "quote_segment_id", "segment_ids", "marks"])


def _nearest(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Give those without a group the one whose mean is closest; without any group all are one."""
    if labels.max() < 0:
        return np.zeros_like(labels)
    centres = np.stack([vectors[labels == group].mean(0) for group in range(labels.max() + 1)])
    return np.where(labels < 0, (vectors @ centres.T).argmax(1), labels)
