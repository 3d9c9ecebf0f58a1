"""What linear readings share: logistic regressions as plain weights, and the threshold at which one reads best."""

import numpy as np


def logistic(features: np.ndarray, gold: np.ndarray, c: float) -> tuple[np.ndarray, float]:
    """A logistic regression on standardised features, the standardisation folded into its weights and bias.

    Parameters
    ----------
    features
        Shape (n, features).
    gold
        Booleans, shape (n,); where they are all alike nothing can be learned, and weights and bias are zero.
    c
        Inverse strength of regularisation.

    Examples
    --------
    >>> weights, bias = logistic(np.array([[0.0, 5.0], [1.0, 5.0], [2.0, 5.0], [3.0, 5.0]]), np.array([0, 0, 1, 1], dtype=bool), 1.0)
    >>> bool(weights[0] > 0), bool(weights[1] == 0), bool(abs(1.5 * weights[0] + bias) < 0.01)
    (True, True, True)
    """
    from sklearn.linear_model import LogisticRegression

    if gold.all() or not gold.any():
        return np.zeros(features.shape[1]), 0.0
    mean, spread = features.mean(0), features.std(0)
    # what never varies tells nothing
    scale = np.where(spread > 1e-3, spread, np.inf)
    model = LogisticRegression(C=c, max_iter=300).fit((features - mean) / scale, gold)
    weights = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - (weights * mean).sum())


def conditional(told: np.ndarray, gold: np.ndarray, penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """A conditional logit (McFadden, 1974): weights that all columns share, shape (features,), and a bias of each column.

    Parameters
    ----------
    told
        What is known of each row and column, shape (n, columns, features).
    gold
        The column of each row, shape (n,).
    penalty
        On the squared biases.

    Examples
    --------
    >>> told = np.array([[[1.0], [0.0]], [[0.0], [1.0]], [[0.2], [0.4]]])
    >>> weights, bias = conditional(told, np.array([0, 1, 1]), 1.0)
    >>> bool(weights[0] > 0), bool(abs(bias.sum()) < 0.01)
    (True, True)
    """
    from scipy.optimize import minimize

    _, columns, features = told.shape
    right = np.eye(columns)[gold]

    def loss(both: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = both[:features], both[features:]
        scores = told @ weights + bias
        log = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        wrong = np.exp(log) - right
        slope = np.concatenate([np.einsum("ncf,nc->f", told, wrong), wrong.sum(0) + penalty * bias])
        return -float(log[right > 0].sum()) + penalty * float(bias @ bias) / 2, slope

    found = minimize(loss, np.zeros(features + columns), jac=True, method="L-BFGS-B").x
    return found[:features], found[features:]


def best_threshold(p: np.ndarray, right: np.ndarray, n: int) -> float:
    """From which probability on what is found reads with the best F1, where `right` says what would be right and `n` are to be found.

    Midway between the last that is taken and the next one.

    Examples
    --------
    >>> best_threshold(np.array([0.9, 0.75, 0.25, 0.1]), np.array([True, True, False, False]), 2)
    0.5
    """
    order = np.argsort(-p, kind="stable")
    f1 = 2 * np.cumsum(right[order]) / (np.arange(1, len(p) + 1) + n)
    last = int(f1.argmax())
    return float(p[order][last : last + 2].mean())
