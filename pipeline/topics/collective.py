"""The code of an obstacle as the other obstacles of its case tell it: those about it in the session, and those in like words.

Collective classification (Sen et al., Collective Classification in Network Data, AI Magazine 29, 2008): each text is read alone first,
then once more beside what the others are alone. A group stays with a subject for some turns, and comes back to it in like words.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pipeline.language import unit
from pipeline.network import softmax
from pipeline.topics.learned import Head

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TOLD = 4
"""What is known of a text and a code: alone, in the session, near it, in like words."""
REACH = 8
"""Turns over which others are near; each turn further away weighs e times less."""
LIKE = 8.0
"""Weight of another text in the same words; of others it falls with the fourth power of the cosine."""
MOST = 4000
"""Texts, evenly spread, among which like words are looked for: what more of them would tell is not worth their square."""
_BLOCK = 1024
_FLOOR = 1e-4
"""Added to a probability before its logarithm."""
_OF_SESSION, _NEAR, _ALIKE = 2.0, 0.5, 0.5
"""How many texts of no code in particular stand beside the others of each kind."""


class Company:
    """Which texts of a case tell something of which others.

    Parameters
    ----------
    sessions
        The session of each text, shape (texts,).
    turns
        The rank of its turn in the case, shape (texts,).
    vectors
        Unit vectors, shape (texts, dimension).
    centre
        Of all vectors; what texts share is not what makes them alike.
    """

    def __init__(self, sessions: Sequence[str], turns: Sequence[int], vectors: np.ndarray, centre: np.ndarray) -> None:
        self._session = np.unique(np.asarray(sessions, dtype=object).astype(str), return_inverse=True)[1]
        self._turn = np.asarray(turns, dtype=float)
        self._vectors = unit(vectors - centre)

    def tell(self, probable: np.ndarray, codes: int) -> np.ndarray:
        """What is known of each text and code, as log-probabilities, shape (texts, columns, TOLD).

        Parameters
        ----------
        probable
            Probabilities of the codes by each text alone, shape (texts, columns): so many codes, or several times so many side by side.
        codes
            How many exclude each other.
        """
        kinds = ((self._in_session, _OF_SESSION), (self._close, _NEAR), (self._alike, _ALIKE))
        told = [np.log(probable + _FLOOR)]
        for others, nobody in kinds:
            total, weight = others(probable)
            told.append(np.log((total + nobody / codes) / (weight + nobody)[:, None]))
        return np.stack(told, axis=2)

    def _in_session(self, probable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        total = np.zeros((self._session.max() + 1, probable.shape[1]))
        np.add.at(total, self._session, probable)
        return total[self._session] - probable, np.bincount(self._session)[self._session] - 1.0

    def _close(self, probable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self._around @ probable, np.asarray(self._around.sum(axis=1)).ravel()

    @cached_property
    def _around(self) -> "csr_matrix":
        """The weight of the texts near each, shape (texts, texts)."""
        from scipy.sparse import csr_matrix

        order = np.lexsort((self._turn, self._session))
        first, second, weight = [], [], []
        for step in range(1, len(order)):
            here, there = order[:-step], order[step:]
            apart = self._turn[there] - self._turn[here]
            near = (self._session[here] == self._session[there]) & (apart <= REACH)
            if not near.any():
                break
            first.append(here[near])
            second.append(there[near])
            weight.append(np.exp(-apart[near]))
        if not first:
            return csr_matrix((len(order), len(order)))
        pairs, weights = (np.concatenate(first), np.concatenate(second)), np.concatenate(weight)
        one_way = csr_matrix((weights, pairs), shape=(len(order), len(order)))
        return csr_matrix(one_way + one_way.T)

    def _alike(self, probable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        n = len(probable)
        among = np.unique(np.linspace(0, n - 1, min(n, MOST)).astype(int))
        total, weight, others = np.zeros(probable.shape), np.zeros(n), self._vectors[among].T
        for start in range(0, n, _BLOCK):
            rows = np.arange(start, min(start + _BLOCK, n))
            like = LIKE * np.maximum(self._vectors[rows] @ others, 0) ** 4
            like[rows[:, None] == among] = 0
            total[rows], weight[rows] = like @ probable[among], like.sum(axis=1)
        return total, weight


def read_together(told: np.ndarray, head: Head) -> np.ndarray:
    """Probability of each code, shape (texts, codes).

    Parameters
    ----------
    told
        What `Company.tell` gives.
    head
        Weights of shape (TOLD, 1), intercepts of shape (codes,).

    Examples
    --------
    >>> company = Company(["s", "s"], [3, 4], np.eye(2), np.zeros(2))
    >>> told = company.tell(np.array([[0.5, 0.5], [0.9, 0.1]]), codes=2)
    >>> read_together(told, Head(np.array([[1.0], [0.0], [1.0], [0.0]]), np.zeros(2))).round(2).tolist()
    [[0.67, 0.33], [0.9, 0.1]]
    """
    return softmax((told @ head.weights)[..., 0] + head.intercept)
