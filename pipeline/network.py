"""A network of one hidden layer as plain arrays: where something learned is not linear, this is as far as it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np


@dataclass(frozen=True, eq=False)
class Network:
    """Rectified units over features as they come; what standardised them lies in the first weights.

    Attributes
    ----------
    hidden, hidden_bias
        Shape (features, units) and (units,).
    out, out_bias
        Shape (units, columns) and (columns,).
    """

    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray

    def scores(self, features: np.ndarray) -> np.ndarray:
        """Scores before any sigmoid, shape (n, columns).

        Examples
        --------
        >>> network = Network(np.array([[1.0, -1.0]]), np.zeros(2), np.array([[2.0], [3.0]]), np.array([0.5]))
        >>> network.scores(np.array([[2.0], [-1.0]])).ravel().tolist()
        [4.5, 3.5]
        """
        return np.maximum(features @ self.hidden + self.hidden_bias, 0) @ self.out + self.out_bias

    def arrays(self, prefix: str = "") -> dict[str, np.ndarray]:
        """Its arrays by name, as `of` takes them."""
        return {prefix + field.name: getattr(self, field.name).astype(np.float32) for field in fields(self)}

    @classmethod
    def of(cls, arrays: Mapping[str, np.ndarray], prefix: str = "") -> "Network":
        return cls(**{field.name: arrays[prefix + field.name] for field in fields(cls)})


_EMPTY = np.zeros(0, dtype=np.float32)
NOTHING = Network(_EMPTY, _EMPTY, _EMPTY, _EMPTY)
"""Where nothing was learned."""


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities of columns that exclude each other.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0], [1000.0, 0.0]])).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    likely = np.exp(scores - scores.max(1, keepdims=True))
    return likely / likely.sum(1, keepdims=True)
