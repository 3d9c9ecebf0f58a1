"""Which topic each idea belongs to: the codebook first, then discovery."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.language import encoder
from pipeline.settings import TopicsSettings
from pipeline.topics.cluster import cluster
from pipeline.topics.codebook import file_under, load_codebook
from pipeline.topics.describe import label
from pipeline.topics.embed import join


class Topic(NamedTuple):
    """A topic and the ideas in it: ranks of `members` among all ideas, and how close each is, 0 to 1."""

    topic_id: str
    facet: str
    origin: str
    label: str
    stability: float
    centroid: np.ndarray
    members: np.ndarray
    scores: np.ndarray


def file_ideas(*, ideas: pd.DataFrame, vectors: np.ndarray, settings: TopicsSettings) -> list[Topic]:
    """Topics of the ideas; an idea in none of them is not classified.

    Parameters
    ----------
    ideas
        facet (obstacle or viewpoint), text (as it was embedded) and turn_text (that of its whole turn).
    vectors
        Their unit vectors, shape (ideas, dimension).
    settings
        codebook_confidence, min_cluster, seed, and the encoder that the vectors are of.
    """
    obstacles, views = (np.flatnonzero(ideas["facet"] == facet) for facet in ("obstacle", "viewpoint"))
    texts = ideas["text"].tolist()
    contexts = ideas["turn_text"].tolist()
    filing = file_under(
        [texts[rank] for rank in obstacles],
        vectors[obstacles],
        confidence=settings.codebook_confidence,
        contexts=[contexts[rank] for rank in obstacles],
        encoder=encoder(settings.encoder),
    )
    joined = join(texts, vectors)
    codes = np.array(filing.codes, dtype=object)
    labels = load_codebook().labels
    topics = []
    for code in (code for code in labels if code in filing.stability):
        here = codes == code
        members = obstacles[here]
        topics.append(
            Topic(
                code, "obstacle", "codebook", labels[code], filing.stability[code], vectors[members].mean(0), members, filing.scores[here]
            )
        )
    return [
        *topics,
        *_discover("obstacle", "obstacle", obstacles[codes == ""], texts, vectors, joined, settings),
        *_discover("vue", "viewpoint", views, texts, vectors, joined, settings),
    ]


def _discover(
    prefix: str, facet: str, ranks: np.ndarray, texts: list[str], vectors: np.ndarray, joined: np.ndarray, settings: TopicsSettings
) -> list[Topic]:
    labels, stability = cluster(joined[ranks], min_cluster=settings.min_cluster, seed=settings.seed)
    topics = []
    for group in stability:
        members = ranks[labels == group]
        centroid = vectors[members].mean(0)
        name = label([texts[rank] for rank in members.tolist()], vectors[members], proposition=facet == "viewpoint")
        closeness = np.clip(vectors[members] @ centroid / max(float(np.linalg.norm(centroid)), 1e-9), 0, 1)
        topics.append(Topic(f"{prefix}-{group + 1}", facet, "discovered", name, stability[group], centroid, members, closeness))
    return topics
