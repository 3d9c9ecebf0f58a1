"""How networks of one hidden layer are trained."""

import warnings

import numpy as np

from pipeline.pseudonymise.network import Network


def train(
    features: np.ndarray, gold: np.ndarray, *, units: int, penalty: float, rounds: int, rate: float, batch: int, seeds: range
) -> Network:
    """The mean of networks that began from different seeds, as one.

    Parameters
    ----------
    features
        Shape (n, features).
    gold
        A column that each row is of, shape (n,), or of which of several labels it is, booleans of shape (n, labels).
    units, penalty, rounds, rate, batch
        Of each network: hidden units, squared weights' cost, times that the rows are gone through, first step of Adam, rows a step.
    seeds
        One network each.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    mean, scale = features.mean(0), np.maximum(features.std(0), 1e-3)
    standard = ((features - mean) / scale).astype(np.float32)
    hidden, hidden_bias, out, out_bias = [], [], [], []
    for seed in seeds:
        model = MLPClassifier(
            (units,),
            alpha=penalty,
            batch_size=min(batch, len(standard)),  # type: ignore[arg-type]
            learning_rate_init=rate,
            max_iter=rounds,
            n_iter_no_change=rounds,
            tol=0,
            random_state=seed,
        )
        with warnings.catch_warnings():
            # the rounds are counted, not waited for
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(standard, gold.astype(int))
        hidden.append(model.coefs_[0])
        hidden_bias.append(model.intercepts_[0])
        out.append(model.coefs_[1] / len(seeds))
        out_bias.append(model.intercepts_[1])
    weights = np.hstack(hidden) / scale[:, None]
    return Network(weights, np.concatenate(hidden_bias) - mean @ weights, np.vstack(out), np.mean(out_bias, axis=0))
