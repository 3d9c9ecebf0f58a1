"""Groups of segments that belong together, without being told how many.

Evidence accumulation: many partitions of subsamples vote on which two segments belong together, and only
what is together more often than apart stays so (Fred and Jain, Combining multiple clusterings using evidence
accumulation, IEEE TPAMI 2005; Monti et al., Consensus clustering, Machine Learning 2003). Discovery without
a reduction of dimensions: UMAP made topics change from one resample to the next.
"""

import warnings
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from pipeline.language import unit

RESAMPLES = 40
SHARE = 0.8
"""Share of the segments that a resample holds."""
TOGETHER = 0.5
"""Share of the resamples from which two groups are one."""
FEW = 12
"""Below this many segments the partitions are by similarity, because a number of groups means nothing."""
ALIKE = 0.35
"""Mean cosine of segments of one group, where there are few."""
MANY = 5_000
"""Above this many segments micro-clusters vote in their place, so that time and memory stay linear."""
MICRO = 1_000
NEAR = 10
"""Neighbours with which each segment is averaged before the partitions, at most a quarter of all: short speech names its subject by
chance words, its neighbours by others. Against the issues of 27 train cases ARI .40 in a case (.33 without), and 3 % left open (18 %)."""
AXES = 128
"""Principal axes on which more than `MICRO` segments are partitioned, in a third of the time; how topics differ was not measured."""


class Clustering(NamedTuple):
    """A group a segment, from 0, the largest first, -1 for none; and for each group its stability."""

    labels: np.ndarray
    stability: Mapping[int, float]


def cluster(vectors: np.ndarray, *, min_cluster: int, seed: int) -> Clustering:
    """Group unit vectors.

    Parameters
    ----------
    vectors
        Shape (segments, dimension).
    min_cluster
        Fewest segments of a group; smaller ones are no group.
    seed
        Same input and seed, same groups.

    Returns
    -------
    Clustering
        The stability of a group is the mean share of resamples in which two of its members (above 5,000
        segments: two of its micro-clusters) stay together.

    Examples
    --------
    >>> vectors = np.eye(3, dtype=np.float32)[[0, 0, 0, 1, 1, 1, 2]]
    >>> cluster(vectors, min_cluster=3, seed=0).labels
    array([ 0,  0,  0,  1,  1,  1, -1])
    """
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    n = len(vectors)
    if n < min_cluster:
        return Clustering(np.full(n, -1), {})
    # one thread: several mostly wait for each other
    with threadpool_limits(1), warnings.catch_warnings():
        # where fewer places differ than groups are asked for, there are fewer groups
        warnings.simplefilter("ignore", ConvergenceWarning)
        # in double precision: scikit-learn measures distances in it, and would convert at each step
        places = (_reduced(vectors, seed) if n > MICRO else vectors).astype(np.float64)
        centres, micro = _micro(places, seed) if n > MANY else (places, np.arange(n))
        votes = _votes(_blurred(centres) if len(centres) >= FEW else centres, seed)
    groups = _cut(votes)[micro]
    if n > MANY:
        alone = _likeness(vectors, micro) < ALIKE
        groups[alone] = groups.max() + 1 + np.arange(alone.sum())
    sizes = np.bincount(groups)
    first_seen = {group: rank for rank, group in reversed(list(enumerate(groups.tolist())))}
    kept = sorted((group for group in first_seen if sizes[group] >= min_cluster), key=lambda group: (-sizes[group], first_seen[group]))
    labels = np.full(n, -1)
    stability = {}
    for label, group in enumerate(kept):
        labels[groups == group] = label
        stability[label] = _mean_of_pairs(votes, np.unique(micro[groups == group]))
    return Clustering(labels, stability)


def medoid(vectors: np.ndarray) -> int:
    """The rank of the vector that is closest to the mean.

    Examples
    --------
    >>> medoid(np.array([[1.0, 0.0], [0.7, 0.7], [0.0, 1.0]]))
    1
    """
    return int((vectors @ vectors.mean(0)).argmax())


def _reduced(vectors: np.ndarray, seed: int) -> np.ndarray:
    """The vectors on their principal axes (Halko, Martinsson and Tropp, Finding structure with randomness, SIAM Review 2011)."""
    from sklearn.utils.extmath import randomized_svd

    axes = randomized_svd(vectors, min(AXES, vectors.shape[1]), n_iter=2, random_state=seed)[2]  # type: ignore[arg-type]
    return vectors @ axes.T


def _micro(places: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Centres of micro-clusters, and for each segment the rank of its own."""
    from sklearn.cluster import MiniBatchKMeans

    model = MiniBatchKMeans(MICRO, n_init="auto", batch_size=4_096, max_iter=20, random_state=seed).fit(places)
    used, micro = np.unique(model.labels_, return_inverse=True)
    return np.asarray(model.cluster_centers_)[used], micro


def _likeness(vectors: np.ndarray, micro: np.ndarray) -> np.ndarray:
    """Cosine of each segment with the mean of its micro-cluster."""
    from scipy.sparse import csr_matrix

    n = len(vectors)
    sums = csr_matrix((np.ones(n, vectors.dtype), (micro, np.arange(n)))) @ vectors
    means = unit(sums)
    likeness = np.empty(n)
    for start in range(0, n, MANY):
        part = slice(start, start + MANY)
        likeness[part] = np.einsum("ij,ij->i", vectors[part], means[micro[part]])
    return likeness


def _blurred(places: np.ndarray) -> np.ndarray:
    """Each at the mean of its nearest and itself (one step of blurring: Cheng, Mean shift, IEEE TPAMI 1995); unit vectors."""
    near = min(NEAR, len(places) // 4)
    places = unit(places)
    blurred = np.empty_like(places)
    for start in range(0, len(places), MICRO):
        part = slice(start, start + MICRO)
        closest = np.argpartition(-(places[part] @ places.T), near, axis=1)[:, : near + 1]
        blurred[part] = places[closest].mean(1)
    return unit(blurred)


def _votes(vectors: np.ndarray, seed: int) -> np.ndarray:
    """For each pair the share of the resamples holding both in which they are together, shape (n, n)."""
    n = len(vectors)
    random = np.random.default_rng(seed)
    drawn = np.zeros((n, n), np.float32)
    together = np.zeros((n, n), np.float32)
    for _ in range(RESAMPLES):
        sample = np.sort(random.choice(n, max(2, round(SHARE * n)), replace=False)) if n > 2 else np.arange(n)
        groups = _partition(vectors[sample], n, random)
        pairs = np.ix_(sample, sample)
        drawn[pairs] += 1
        together[pairs] += groups[:, None] == groups
    return together / np.maximum(drawn, 1)


def _partition(vectors: np.ndarray, n: int, random: np.random.Generator) -> np.ndarray:
    if n < FEW:
        from scipy.cluster.hierarchy import fcluster, linkage

        return fcluster(linkage(vectors, "average", metric="cosine"), 1 - ALIKE, "distance")
    from sklearn.cluster import KMeans

    most = int(np.sqrt(n))
    k = int(random.integers(max(2, most // 2), most + 1))
    return KMeans(k, n_init="auto", random_state=int(random.integers(2**31))).fit_predict(vectors)


def _cut(votes: np.ndarray) -> np.ndarray:
    """Average linkage on the votes; groups numbered from 0."""
    if len(votes) < 2:
        return np.zeros(len(votes), int)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    return fcluster(linkage(squareform(1 - votes, checks=False), "average"), 1 - TOGETHER, "distance") - 1


def _mean_of_pairs(votes: np.ndarray, members: np.ndarray) -> float:
    if len(members) < 2:
        return float("nan")
    inside = votes[np.ix_(members, members)]
    return float((inside.sum() - np.trace(inside)) / (len(members) * (len(members) - 1)))
