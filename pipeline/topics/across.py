"""Obstacles that come back from one case to another."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline import tables


def topics_across(*, topics: pd.DataFrame, labels: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Join the obstacles of all cases that carry the same code of the codebook.

    Discovered topics and names that a facilitator gave stay in their case: they are made of what that
    group said.

    Parameters
    ----------
    topics
        The `topics` tables of every case, one below the other.
    labels
        The codebook's label of each code.

    Returns
    -------
    dict
        `topics` with scope ``*``; n_segments, n_speakers and n_sessions are sums over the cases.
    """
    shared = topics.loc[topics["topic_id"].isin(list(labels)) & (topics["facet"] == "obstacle")]
    rows = []
    for topic_id, same in shared.groupby("topic_id"):
        weights = same["n_segments"].clip(lower=1)
        rows.append(
            {
                "scope": tables.ACROSS,
                "topic_id": topic_id,
                "parent_id": "",
                "facet": "obstacle",
                "label": labels[str(topic_id)],
                "terms": [],
                "origin": "codebook",
                "status": "persistent" if len(same) > 1 else "new",
                "stability": float("nan"),
                "centroid": _mean(same["centroid"].to_list(), weights.to_numpy()),
                "n_segments": int(same["n_segments"].sum()),
                "n_speakers": int(same["n_speakers"].sum()),
                "n_sessions": int(same["n_sessions"].sum()),
                "n_cases": len(same),
            }
        )
    return {"topics": tables.build("topics", rows)}


def _mean(centroids: Sequence[Sequence[float]], weights: np.ndarray) -> list[float]:
    """None where cases were embedded by encoders of different dimensions."""
    if len(set(map(len, centroids))) > 1:
        return []
    return np.average(np.stack(centroids), axis=0, weights=weights).tolist()
