"""Which topic each idea belongs to: the codebook first, then discovery."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.language import encoder
from pipeline.settings import TopicsSettings
from pipeline.topics.cluster import cluster
from pipeline.topics.codebook import Places, file_under, load_codebook
from pipeline.topics.describe import label
from pipeline.topics.embed import join
from pipeline.topics.identity import Past, giver, name

PREFIX = {"obstacle": "obstacle-", "viewpoint": "vue-"}
"""How the ids of discovered topics begin, by facet."""


class Topic(NamedTuple):
    """A topic and the ideas in it: ranks of `members` among all ideas, how close each is, 0 to 1, and which of `members` gave the
    label, -1 for none."""

    topic_id: str
    facet: str
    origin: str
    label: str
    stability: float
    centroid: np.ndarray
    members: np.ndarray
    scores: np.ndarray
    giver: int = -1


def file_ideas(*, ideas: pd.DataFrame, vectors: np.ndarray, settings: TopicsSettings, past: Past) -> list[Topic]:
    """Topics of the ideas; an idea in none of them is not classified.

    Parameters
    ----------
    ideas
        facet (obstacle or viewpoint), text (its words, for a label), turn_text (those of its whole turn, which are compared), mark,
        session_id and turn_rank, the turn's place in the case.
    vectors
        Unit vectors of their turns, shape (ideas, dimension): what a clause is about is often said beside it. On folds of the train
        cases obstacles lie under the right code 9 points more often by the turn than by the clause, and viewpoints meet the issues
        with ARI .32, where clauses do with .24.
    settings
        codebook_confidence, min_cluster, seed, and the encoder that the vectors are of.
    past
        Topics of the runs before: what is found again keeps its id, and the words of its label as long as their segment lies in it.
    """
    obstacles, views = (np.flatnonzero(ideas["facet"] == facet) for facet in ("obstacle", "viewpoint"))
    said = ideas["turn_text"].tolist()
    filing = file_under(
        [said[rank] for rank in obstacles],
        vectors[obstacles],
        confidence=settings.codebook_confidence,
        encoder=encoder(settings.encoder),
        places=Places(ideas["session_id"].iloc[obstacles].tolist(), ideas["turn_rank"].iloc[obstacles].tolist()),
    )
    joined = join(said, vectors)
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
        *_discover("obstacle", obstacles[codes == ""], ideas, vectors, joined, settings, past),
        *_discover("viewpoint", views, ideas, vectors, joined, settings, past),
    ]


def _discover(
    facet: str, ranks: np.ndarray, ideas: pd.DataFrame, vectors: np.ndarray, joined: np.ndarray, settings: TopicsSettings, past: Past
) -> list[Topic]:
    labels, stability = cluster(joined[ranks], min_cluster=settings.min_cluster, seed=settings.seed)
    groups = [ranks[labels == group] for group in stability]
    texts, marks, prefix = ideas["text"].to_numpy(), ideas["mark"].to_numpy(), PREFIX[facet]
    before = {topic_id: of_it for topic_id, of_it in past.topics.items() if topic_id.startswith(prefix)}
    present = set(marks[(ideas["facet"] == facet).to_numpy()])
    ids = name([set(marks[members]) for members in groups], known=before, present=present, prefix=prefix)
    topics = []
    for topic_id, members, stable in zip(ids, groups, stability.values(), strict=True):
        named = label(
            texts[members].tolist(),
            vectors[members],
            proposition=facet == "viewpoint",
            giver=giver(marks[members].tolist(), before.get(topic_id, ())),
        )
        centroid, scores = vectors[members].mean(0), closeness(vectors[members])
        topics.append(Topic(topic_id, facet, "discovered", named.text, stable, centroid, members, scores, named.giver))
    return topics


def closeness(vectors: np.ndarray) -> np.ndarray:
    """How close each of some unit vectors is to their mean, 0 to 1."""
    centroid = vectors.mean(0) if len(vectors) else np.zeros(vectors.shape[1])
    return np.clip(vectors @ centroid / max(float(np.linalg.norm(centroid)), 1e-9), 0, 1)
