"""What linear readings share: a logistic regression as plain weights, and the threshold at which it reads best."""

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
    >>> weights[0] > 0, weights[1] == 0, bool(abs(1.5 * weights[0] + bias) < 0.01)
    (True, True, True)
    """
    from sklearn.linear_model import LogisticRegression

    if gold.all() or not gold.any():
        return np.zeros(features.shape[1]), 0.0
    mean, scale = features.mean(0), np.maximum(features.std(0), 1e-6)
    model = LogisticRegression(C=c, max_iter=300).fit((features - mean) / scale, gold)
    weights = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - (weights * mean).sum())


def best_threshold(p: np.ndarray, right: np.ndarray, n: int) -> float:
    """From which probability on what is found reads with the best F1, where `right` says what would be right and `n` are to be found.

    Examples
    --------
    >>> best_threshold(np.array([0.9, 0.8, 0.4, 0.1]), np.array([True, True, False, False]), 2)
    0.8
    """
    order = np.argsort(-p, kind="stable")
    f1 = 2 * np.cumsum(right[order]) / (np.arange(1, len(p) + 1) + n)
    return float(p[order][int(f1.argmax())])
