"""Learns which earlier turn a turn opposes, from gold and from what an expert reads in both turns out of fold."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.markers.pairs import Answering, Pairs, best, pairs_of
from pipeline.markers.scores import sigmoid
from pipeline.markers.space import Space
from pipeline.markers.utterance import Utterance
from pipeline.network import Network
from pipeline.training.linear import best_threshold
from pipeline.training.networks import averaged, train

NETWORKS = 3


def learn_answers(
    turns: Sequence[Sequence[Utterance]],
    opposed: np.ndarray,
    vectors: Sequence[np.ndarray],
    scores: np.ndarray,
    space: Space,
    folds: np.ndarray,
) -> tuple[Answering, dict[str, Any]]:
    """Fit the model of pairs and its threshold.

    Parameters
    ----------
    turns
        The sessions.
    opposed
        Of each turn over all sessions, the row in its session of the turn that it opposes (-1 for none).
    vectors
        Sentence vectors, one array a session.
    scores
        An expert's scores out of fold, a row a turn over all sessions.
    space
        In which turns lie.
    folds
        The fold of each turn, over all sessions.

    Returns
    -------
    Answering, dict
        The model; n, precision, recall and f1 of (turn, turn opposed), out of fold and with the threshold of the other folds.
    """
    pairs = _join(turns, vectors, scores, space)
    starts = np.concatenate([np.full(len(session), at) for at, session in zip(_starts(turns), turns, strict=True)])
    gold = np.where(opposed >= 0, opposed + starts, -1)
    right = gold[pairs.turn] == pairs.candidate
    fold_of = folds[pairs.turn]
    p = np.zeros(len(right))
    for fold in np.unique(fold_of):
        network = _fit(pairs.features[fold_of != fold], right[fold_of != fold])
        p[fold_of == fold] = sigmoid(network.scores(pairs.features[fold_of == fold])[:, 0])
    candidate, top = best(pairs, p, len(gold))
    found = np.zeros(len(gold), dtype=bool)
    for fold in np.unique(folds):
        found[folds == fold] = top[folds == fold] >= _threshold(candidate[folds != fold], top[folds != fold], gold[folds != fold])
    return Answering(_fit(pairs.features, right), _threshold(candidate, top, gold)), _figures(found, candidate, gold)


def _join(turns: Sequence[Sequence[Utterance]], vectors: Sequence[np.ndarray], scores: np.ndarray, space: Space) -> Pairs:
    """The pairs of all sessions, with rows counted over all of them."""
    found: list[Pairs] = []
    for at, session, vector in zip(_starts(turns), turns, vectors, strict=True):
        pairs = pairs_of(session, vector, space.about(vector), scores[at : at + len(session)], space.vocabulary)
        if len(pairs.turn):
            found.append(Pairs(pairs.turn + at, pairs.candidate + at, pairs.features))
    return Pairs(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _starts(turns: Sequence[Sequence[Utterance]]) -> np.ndarray:
    return np.cumsum([0, *(len(session) for session in turns[:-1])])


def _fit(features: np.ndarray, right: np.ndarray) -> Network:
    how = {"units": 32, "penalty": 0.1, "rounds": 9, "rate": 1e-3, "batch": 512}
    return averaged([train(features, right.astype(int), **how, seed=seed) for seed in range(NETWORKS)])


def _threshold(candidate: np.ndarray, p: np.ndarray, gold: np.ndarray) -> float:
    """From which probability on the best candidates read the opposed turn with the best F1."""
    opposes = gold >= 0
    return best_threshold(p, (candidate == gold) & opposes, int(opposes.sum()))


def _figures(found: np.ndarray, candidate: np.ndarray, gold: np.ndarray) -> dict[str, Any]:
    right, n = int((found & (candidate == gold)).sum()), int((gold >= 0).sum())
    return {
        "n": n,
        "precision": round(right / max(int(found.sum()), 1), 3),
        "recall": round(right / max(n, 1), 3),
        "f1": round(2 * right / max(int(found.sum()) + n, 1), 3),
    }
