"""How a network of one hidden layer is trained."""

import warnings

import numpy as np

from pipeline.pseudonymise.network import Network


def train(
    features: np.ndarray, columns: np.ndarray, *, units: int, penalty: float, rounds: int, rate: float, batch: int, seed: int
) -> Network:
    """A network that tells of each row which of three columns or more it is of.

    Parameters
    ----------
    features
        Shape (n, features).
    columns
        That each row is of, from 0 on, shape (n,).
    units, penalty, rounds, rate, batch
        Hidden units, squared weights' cost, times that the rows are gone through, first step of Adam, rows a step.
    seed
        Of the first weights and the order of the rows.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    mean, scale = features.mean(0), np.maximum(features.std(0), 1e-3)
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
        model.fit(((features - mean) / scale).astype(np.float32), columns)
    (hidden, out), (hidden_bias, out_bias) = model.coefs_, model.intercepts_
    hidden = hidden / scale[:, None]
    return Network(hidden, hidden_bias - mean @ hidden, out, out_bias)
