"""A network learns what no line divides, and is stored as it was trained."""

import numpy as np
import pytest

from pipeline.pseudonymise.network import Network
from pipeline.training.networks import train

CORNERS = np.tile([[0.0, 100.0], [0.0, 104.0], [1.0, 100.0], [1.0, 104.0]], (60, 1))
CROSSED = np.tile([False, True, True, False], 60)
HOW = {"units": 8, "penalty": 1e-4, "rounds": 200, "rate": 1e-2, "batch": 16}


@pytest.mark.parametrize("seeds", [range(1), range(3)])
def test_it_learns_what_no_line_divides(seeds: range) -> None:
    labels = np.column_stack([CROSSED, ~CROSSED])
    found = train(CORNERS, labels, **HOW, seeds=seeds).scores(CORNERS) > 0
    assert (found == labels).all()


def test_columns_that_exclude_each_other() -> None:
    scores = train(CORNERS, CROSSED.astype(int) * 2 + (CORNERS[:, 0] > 0), **HOW, seeds=range(1)).scores(CORNERS)
    assert scores.shape == (240, 4)
    assert (scores.argmax(1) == CROSSED * 2 + (CORNERS[:, 0] > 0)).all()


def test_it_comes_back_from_its_arrays() -> None:
    network = train(CORNERS, np.column_stack([CROSSED, ~CROSSED]), **HOW, seeds=range(2))
    stored = {f"x_{name}": array for name, array in network.arrays().items()}
    assert np.allclose(Network.of(stored, "x_").scores(CORNERS), network.scores(CORNERS), atol=1e-3)
