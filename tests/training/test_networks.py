"""A network learns what no line divides, and is stored as it was trained."""

import numpy as np
import pytest

from pipeline.network import Network
from pipeline.training.linear import logistic
from pipeline.training.networks import averaged, linear, mixed, train

CORNERS = np.tile([[0.0, 100.0], [0.0, 104.0], [1.0, 100.0], [1.0, 104.0]], (60, 1))
CROSSED = np.tile([False, True, True, False], 60)
COLUMNS = CROSSED * 2 + (CORNERS[:, 0] > 0)
HOW = {"units": 8, "penalty": 1e-4, "rounds": 200, "rate": 1e-2, "batch": 16}


@pytest.mark.parametrize("seed", [0, 1])
def test_it_learns_what_no_line_divides(seed: int) -> None:
    scores = train(CORNERS, COLUMNS, **HOW, seed=seed).scores(CORNERS)
    assert scores.shape == (240, 4)
    assert (scores.argmax(1) == COLUMNS).all()
    assert ((scores.argmax(1) > 1) == CROSSED).all()


def test_it_comes_back_from_its_arrays() -> None:
    network = train(CORNERS, COLUMNS, **HOW, seed=2)
    assert np.allclose(Network.of(network.arrays()).scores(CORNERS), network.scores(CORNERS), atol=1e-3)


def test_labels_that_do_not_exclude_each_other() -> None:
    labels = np.column_stack([CROSSED, ~CROSSED, CORNERS[:, 0] > 0]).astype(int)
    network = averaged([train(CORNERS, labels, **HOW, seed=seed) for seed in range(2)])
    assert ((network.scores(CORNERS) > 0) == labels).all()


def test_the_mean_of_networks_scores_the_mean() -> None:
    first, second = (train(CORNERS, COLUMNS, **HOW, seed=seed) for seed in range(2))
    assert np.allclose(averaged([first, second]).scores(CORNERS), (first.scores(CORNERS) + second.scores(CORNERS)) / 2)


def test_a_linear_reading_is_itself_as_a_network() -> None:
    random = np.random.default_rng(0)
    weights, bias, features = random.normal(size=(5, 3)), random.normal(size=3), random.normal(size=(20, 5))
    network = linear(weights, bias)
    assert np.allclose(network.scores(features), features @ weights + bias)
    both = mixed([network, network], [2.0, np.array([1.0, 0.0, -2.0])])
    assert np.allclose(both.scores(features), (features @ weights + bias) * [3.0, 2.0, 0.0])


def test_what_never_varied_tells_nothing_later() -> None:
    random = np.random.default_rng(0)
    features = np.hstack([random.normal(size=(200, 2)), np.full((200, 1), 0.5)])
    gold = features[:, 0] > 0
    moved = features + np.array([0, 0, 7])
    network = train(features, gold.astype(int), units=4, penalty=0.1, rounds=5, rate=1e-2, batch=32, seed=0)
    assert np.allclose(network.scores(features), network.scores(moved))
    weights, _ = logistic(features, gold, 1.0)
    assert weights[2] == 0
