"""The vector space of the trained reader: a sentence vector, weighted n-grams, rules and shape, brought to one length."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from pipeline.markers.features import KINDS, grams, rule_features, shape_features, tokens
from pipeline.markers.utterance import Utterance

RULES, SHAPE, LENGTH = 0.316, 0.063, 2.0
"""Weights of rules and shape beside a sentence vector of length 1, and the length that a turn has at the end; chosen on the train cases."""


@dataclass(frozen=True)
class Space:
    """What it takes to lay a turn into the space.

    Attributes
    ----------
    vocabulary
        Closed list of folded words: what is not in it may be a name.
    grams
        Column of each n-gram.
    idf
        Weight of each n-gram, shape (len(grams),).
    rules
        Column of each rule.
    shape_mean, shape_scale
        Shape (n shape features,).
    directions
        Those in which sentence vectors vary most, shape (dimension, directions).
    """

    vocabulary: Collection[str]
    grams: Mapping[str, int]
    idf: np.ndarray
    rules: Mapping[str, int]
    shape_mean: np.ndarray
    shape_scale: np.ndarray
    directions: np.ndarray

    def place(self, session: Sequence[Utterance], vectors: np.ndarray) -> tuple[np.ndarray, sp.csr_matrix]:
        """Dense columns (vector, rules, shape) and n-gram columns of each turn; both together have the length `LENGTH`.

        `vectors` are the unit vectors of the masked texts, shape (len(session), dimension).
        """
        rules = np.stack([rule_features(turn, self.rules) for turn in session]) * RULES
        shape = (shape_features(session) - self.shape_mean) / self.shape_scale * SHAPE
        counts = [self._counts(turn) for turn in session]
        rows = np.repeat(np.arange(len(session)), [len(columns) for columns, _ in counts])
        columns = np.concatenate([columns for columns, _ in counts]) if counts else np.zeros(0, dtype=np.int64)
        values = np.concatenate([values for _, values in counts]) if counts else np.zeros(0, dtype=np.float32)
        sparse = sp.csr_matrix((values, (rows, columns)), shape=(len(session), len(self.grams)), dtype=np.float32)
        dense = np.hstack([vectors, rules, shape]).astype(np.float32)
        norm = np.sqrt((dense**2).sum(1) + np.asarray(sparse.multiply(sparse).sum(1)).ravel())
        scale = (LENGTH / np.maximum(norm, 1e-9)).astype(np.float32)
        return dense * scale[:, None], sp.csr_matrix(sp.diags(scale) @ sparse)

    def about(self, vectors: np.ndarray) -> np.ndarray:
        """What turns are about, for what weighs them beside each other; shape (turns, directions)."""
        return vectors @ self.directions

    def found(self, turn: Utterance) -> list[tuple[str, int, int, int]]:
        """The n-grams of a turn that have a column, each with its first word, the word after its last, and the column."""
        column = self.grams.get
        said = grams(*tokens(turn, self.vocabulary))
        return [(gram, start, end, at) for gram, start, end in said if (at := column(gram)) is not None]

    def _counts(self, turn: Utterance) -> tuple[np.ndarray, np.ndarray]:
        """Columns and tf-idf of a turn's n-grams, each kind of them brought to length 1."""
        of_kind: dict[str, list[int]] = {kind: [] for kind in KINDS}
        for gram, _, _, column in self.found(turn):
            of_kind[gram[0]].append(column)
        number = [Counter(columns) for columns in of_kind.values()]
        columns = np.array([column for own in number for column in own], dtype=np.int64)
        weights = (1 + np.log(np.array([times for own in number for times in own.values()], dtype=np.float32))) * self.idf[columns]
        for part in np.split(weights, np.cumsum([len(own) for own in number[:-1]])):
            part /= max(float(np.linalg.norm(part)), 1e-9)
        return columns, weights.astype(np.float32)
