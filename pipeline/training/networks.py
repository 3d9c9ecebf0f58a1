"""How networks of one hidden layer are trained."""

import warnings
from collections.abc import Sequence

import numpy as np

from pipeline.network import Network


def train(
    features: np.ndarray, gold: np.ndarray, *, units: int, penalty: float, rounds: int, rate: float, batch: int, seed: int
) -> Network:
    """A network that tells of each row which of several columns it is of, which of several labels it has, or whether it has one.

    Parameters
    ----------
    features
        Shape (n, features).
    gold
        The column of each row, three or more from 0 on, shape (n,); or 0 or 1 for each label, shape (n, labels), for one label (n,).
    units, penalty, rounds, rate, batch
        Hidden units, squared weights' cost, times that the rows are gone through, first step of Adam, rows a step.
    seed
        Of the first weights and the order of the rows.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    mean, spread = features.mean(0), features.std(0)
    # what never varies tells nothing
    scale = np.where(spread > 1e-3, spread, np.inf)
    model = MLPClassifier(
        (units,),
        alpha=penalty,
        batch_size=min(batch, len(features)),  # type: ignore[arg-type]
        learning_rate_init=rate,
        max_iter=rounds,
        n_iter_no_change=rounds,
        tol=0,
        random_state=seed,
    )
    with warnings.catch_warnings():
        # the rounds are counted, not waited for
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(((features - mean) / scale).astype(np.float32), gold)
    (hidden, out), (hidden_bias, out_bias) = model.coefs_, model.intercepts_
    hidden = hidden / scale[:, None]
    return Network(hidden, hidden_bias - mean @ hidden, out, out_bias)


def linear(weights: np.ndarray, bias: np.ndarray) -> Network:
    """A linear reading, weights of shape (features, columns) and biases of shape (columns,), as a network: each sum once for what is
    over zero, once for what is under it."""
    columns = np.eye(weights.shape[1])
    return Network(np.hstack([weights, -weights]), np.zeros(2 * len(columns)), np.vstack([columns, -columns]), bias)


def mixed(networks: Sequence[Network], shares: Sequence[float | np.ndarray]) -> Network:
    """Networks over the same features as one, whose scores are the sum of theirs, each times its share: a number, or one a
    column."""
    return Network(
        np.hstack([one.hidden for one in networks]),
        np.concatenate([one.hidden_bias for one in networks]),
        np.vstack([share * one.out for one, share in zip(networks, shares, strict=True)]),
        np.sum([share * one.out_bias for one, share in zip(networks, shares, strict=True)], axis=0),
    )


def averaged(networks: Sequence[Network]) -> Network:
    """Networks over the same features as one, whose scores are the mean of theirs."""
    return mixed(networks, [1 / len(networks)] * len(networks))
