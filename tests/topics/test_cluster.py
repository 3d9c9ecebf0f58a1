import time

import numpy as np
import pytest

from pipeline.topics import cluster as module
from pipeline.topics.cluster import cluster


def blobs(sizes: list[int], *, dimension: int = 32, noise: float = 0.1, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around orthogonal directions, and the direction of each."""
    truth = np.repeat(np.arange(len(sizes)), sizes)
    vectors = np.eye(dimension)[truth] + np.random.default_rng(seed).normal(0, noise, (len(truth), dimension))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), truth


@pytest.mark.parametrize("sizes", [[4, 3], [6, 5], [12, 9, 7], [30, 20, 10]])
def test_groups_that_stand_apart_are_found_largest_first(sizes: list[int]) -> None:
    vectors, truth = blobs(sizes)
    labels = cluster(vectors, min_cluster=3, seed=0).labels
    for label in range(labels.max() + 1):
        assert len(set(truth[labels == label])) == 1
    counts = np.bincount(labels[labels >= 0])
    assert (np.diff(counts) <= 0).all()
    assert (labels >= 0).mean() > 0.6


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_are_no_group(n: int) -> None:
    found = cluster(np.eye(8, dtype=np.float32)[:n], min_cluster=3, seed=0)
    assert found.labels.tolist() == [-1] * n
    assert found.stability == {}


def test_three_alike_are_a_group_and_stable() -> None:
    found = cluster(np.ones((3, 4), np.float32) / 2, min_cluster=3, seed=0)
    assert found.labels.tolist() == [0, 0, 0]
    assert found.stability == {0: 1.0}


def test_what_is_like_nothing_else_is_not_classified() -> None:
    vectors, _ = blobs([5, 1, 1])
    assert cluster(vectors, min_cluster=3, seed=0).labels.tolist() == [0] * 5 + [-1, -1]


def test_same_seed_same_groups() -> None:
    vectors = np.random.default_rng(3).normal(size=(80, 16)).astype(np.float32)
    first, second = (cluster(vectors, min_cluster=3, seed=7) for _ in range(2))
    assert (first.labels == second.labels).all()
    assert first.stability == second.stability


def test_stability_is_lower_where_nothing_stands_apart() -> None:
    clear, _ = blobs([20, 20, 20])
    vague = np.random.default_rng(0).normal(size=(60, 32)).astype(np.float32)
    means = [np.mean(list(cluster(vectors, min_cluster=3, seed=0).stability.values())) for vectors in (clear, vague)]
    assert means[0] > means[1]


def test_neighbours_draw_together_what_chance_keeps_apart() -> None:
    vectors, truth = blobs([24, 24], noise=0.25)
    blurred = module._blurred(vectors)
    same = truth[:, None] == truth
    gaps = [(at @ at.T)[same].mean() - (at @ at.T)[~same].mean() for at in (vectors, blurred)]
    assert gaps[1] > 1.5 * gaps[0]
    assert np.allclose(np.linalg.norm(blurred, axis=1), 1)


def test_many_segments_vote_by_micro_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, truth = blobs([300, 200, 100], noise=0.05)
    monkeypatch.setattr(module, "MANY", 500)
    monkeypatch.setattr(module, "MICRO", 30)
    labels = cluster(vectors, min_cluster=3, seed=0).labels
    for label in range(labels.max() + 1):
        assert len(set(truth[labels == label])) == 1


def test_time_grows_no_faster_than_n_log_n_past_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY", 1_000)
    monkeypatch.setattr(module, "MICRO", 100)
    few, many = 2_000, 16_000
    vectors, _ = blobs([many // 20] * 20, dimension=64)
    vectors = np.random.default_rng(2).permutation(vectors)

    def seconds(n: int) -> float:
        started = time.process_time()
        cluster(vectors[:n], min_cluster=3, seed=0)
        return time.process_time() - started

    seconds(few)
    # eight times the segments: 11 for n log n, 64 for a cost that is quadratic
    assert seconds(many) < 11 * seconds(few)
