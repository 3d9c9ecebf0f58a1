"""Calibration, thresholds and bands, chosen on scores out of fold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.markers.scores import CATEGORIES, LABELS, Calibration, joined, like_a_trap, sigmoid
from pipeline.network import NOTHING, Network
from pipeline.tables import FAMILIES
from pipeline.training.linear import best_threshold, logistic
from pipeline.training.networks import averaged, linear, mixed, train

N = len(FAMILIES)
SURE_PRECISION, SURE_MIN = 0.93, 25
"""Precision out of fold from which a band may be called sure (a margin over the .90 that is asked), and the fewest turns to judge it on."""
NEVER = 2.0
SECOND_C = 0.05
"""Inverse strength of regularisation of the logistic half of the second step."""
SECOND_WEIGHT = 2.0
"""Weight of the neighbourhood beside the expert's own scores, standard deviation by standard deviation."""
TRAP_COST = 0.8
"""Mean F1 that one may give up for a fall of 1 in the share of traps with a false marker, in sessions."""


@dataclass(frozen=True)
class Again:
    """Turns that the network of neighbourhoods is told of once more: rows of all turns, shape (n,), and features, shape (n, features)."""

    rows: np.ndarray
    features: np.ndarray


@dataclass(frozen=True)
class Chosen:
    """What was chosen and how well it reads, out of fold."""

    calibration: Calibration
    figures: dict[str, Any]


def choose(
    scores: np.ndarray, labels: np.ndarray, backed: np.ndarray, folds: np.ndarray,
    *, around: np.ndarray | None, again: Sequence[Again] = (), veto: float, trap_cost: float = TRAP_COST,
) -> Chosen:  # fmt: skip
    """Fit the neighbourhood, Platt's sigmoids and the thresholds.

    Parameters
    ----------
    scores, labels
        Out of fold, and gold, shape (turns, len(LABELS)).
    backed
        Whether a rule found an active cue, shape (turns, 6).
    folds
        Fold of each turn.
    around
        Features of the neighbourhood, or None.
    again
        Turns that are learned from once more, with the same neighbourhood or another one.
    veto
        Strength of traps.
    trap_cost
        Mean F1 that one may give up for a fall of 1 in the share of traps with a false marker.
    """
    gold = labels[:, len(CATEGORIES) : len(CATEGORIES) + N].astype(bool)
    trap_gold = labels[:, -1].astype(bool)
    own = joined(scores)[:, :N]
    arrays: dict[str, np.ndarray] = {"mean": own.mean(0), "scale": np.maximum(own.std(0), 1e-6)}
    empty = np.zeros(0, dtype=np.float32)
    second, second_mean, second_scale = NOTHING, empty, empty
    evidence = (own - arrays["mean"]) / arrays["scale"]
    if around is not None:
        second = _second(around, again, gold, np.full(len(gold), True))
        aside = np.zeros(gold.shape)
        for fold in np.unique(folds):
            aside[folds == fold] = _second(around, again, gold, folds != fold).scores(around[folds == fold])
        second_mean, second_scale = aside.mean(0), np.maximum(aside.std(0), 1e-6) / SECOND_WEIGHT
        evidence = evidence + (aside - second_mean) / second_scale
    trap = scores[:, LABELS.index("trap")]
    trap_mean, trap_scale = trap.mean(keepdims=True), np.maximum(trap.std(keepdims=True), 1e-6)
    evidence = evidence - veto * like_a_trap(scores, trap_mean, trap_scale)
    slope, offset = _platt(evidence, gold)
    p = sigmoid(slope * evidence + offset)
    categories = scores[:, : len(CATEGORIES)]
    category_slope, category_offset = _platt(categories, labels[:, : len(CATEGORIES)].astype(bool))
    bare, backed_from = _thresholds(p, gold, backed, trap_gold, trap_cost)
    sure = np.array([_sure(p[:, j], gold[:, j]) for j in range(N)])
    calibration = Calibration(
        **arrays, **second.arrays("second_"),
        second_mean=second_mean, second_scale=second_scale,
        trap_mean=trap_mean, trap_scale=trap_scale, veto=np.array(veto), slope=slope, offset=offset,
        category_slope=category_slope, category_offset=category_offset,
        bare=bare, backed=backed_from, sure=sure,
    )  # fmt: skip
    # figures with thresholds chosen on the other folds
    found = np.zeros((len(p), N), dtype=bool)
    certain = np.zeros_like(found)
    for fold in np.unique(folds):
        rest, aside_ = folds != fold, folds == fold
        low, low_backed = _thresholds(p[rest], gold[rest], backed[rest], trap_gold[rest], trap_cost)
        found[aside_] = p[aside_] >= np.where(backed[aside_], low_backed, low)
        certain[aside_] = p[aside_] >= np.array([_sure(p[rest, j], gold[rest, j]) for j in range(N)])
    return Chosen(calibration, _figures(p, gold, found, certain, trap_gold))


def _figures(p: np.ndarray, gold: np.ndarray, found: np.ndarray, certain: np.ndarray, trap: np.ndarray) -> dict[str, Any]:
    figures: dict[str, Any] = {"turns": len(gold)}
    for j, family in enumerate(FAMILIES):
        both = int((found[:, j] & gold[:, j]).sum())
        sure = int(certain[:, j].sum())
        figures[family] = {
            "n": int(gold[:, j].sum()),
            "precision": _round(both / max(int(found[:, j].sum()), 1)),
            "recall": _round(both / max(int(gold[:, j].sum()), 1)),
            "f1": _round(2 * both / max(int(found[:, j].sum() + gold[:, j].sum()), 1)),
            "auc": _auc(gold[:, j], p[:, j]),
            "sure": sure,
            "sure_precision": _round(int((certain[:, j] & gold[:, j]).sum()) / sure) if sure else None,
        }
    figures["mean_f1"] = _round(float(np.mean([figures[family]["f1"] for family in FAMILIES])))
    figures["traps"] = _round(_fooled(found, gold, trap))
    return figures


def _auc(gold: np.ndarray, p: np.ndarray) -> float | None:
    from sklearn.metrics import roc_auc_score

    return _round(float(roc_auc_score(gold, p))) if gold.any() and not gold.all() else None


def _round(value: float) -> float:
    return round(value, 3)


def _second(around: np.ndarray, again: Sequence[Again], gold: np.ndarray, here: np.ndarray) -> Network:
    """What a family's turns have about them, learned from some turns: a logistic reading and the mean of three small networks.

    The logistic one reads what is said outright, and seldom, as far as its scores go; the networks read what turns are beside each other.
    """
    told = [(around[here], gold[here]), *((more.features[here[more.rows]], gold[more.rows[here[more.rows]]]) for more in again)]
    features, labels = (np.vstack(side) for side in zip(*told, strict=True))
    how = {"units": 48, "penalty": 0.3, "rounds": 12, "rate": 1e-3, "batch": 256}
    bent = averaged([train(features, labels.astype(int), **how, seed=seed) for seed in range(3)])
    weights, biases = zip(*(logistic(around[here], column, SECOND_C) for column in gold[here].T), strict=True)
    straight = linear(np.stack(weights, 1), np.array(biases))
    scales = [np.maximum(part.scores(around[here]).std(0), 1e-6) for part in (straight, bent)]
    return mixed([straight, bent], [1 / scale for scale in scales])


def _platt(scores: np.ndarray, gold: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and offset of a sigmoid a column (Platt, 1999); where a label was never seen, one that says no."""
    from sklearn.linear_model import LogisticRegression

    slopes, offsets = np.zeros(scores.shape[1]), np.full(scores.shape[1], -30.0)
    for j in range(scores.shape[1]):
        if 2 < gold[:, j].sum() < len(gold) - 2:
            model = LogisticRegression(C=1e4).fit(scores[:, [j]], gold[:, j])
            slopes[j], offsets[j] = model.coef_[0, 0], model.intercept_[0]
    return slopes, offsets


def _best(p: np.ndarray, gold: np.ndarray) -> float:
    """The threshold with the best F1; `NEVER` where there is nothing to find."""
    return best_threshold(p, gold, int(gold.sum())) if gold.any() else NEVER


def _sure(p: np.ndarray, gold: np.ndarray) -> float:
    """The lowest threshold from which on precision holds; `NEVER` where too few turns prove it."""
    order = np.argsort(-p, kind="stable")
    n = np.arange(1, len(p) + 1)
    good = (np.cumsum(gold[order]) / n >= SURE_PRECISION) & (n >= SURE_MIN)
    return float(p[order][np.flatnonzero(good)[-1]]) if good.any() else NEVER


def _fooled(found: np.ndarray, gold: np.ndarray, trap: np.ndarray) -> float:
    return float(np.mean(np.any(found & ~gold, axis=1)[trap])) if trap.any() else 0.0


def _thresholds(p: np.ndarray, gold: np.ndarray, backed: np.ndarray, trap: np.ndarray, trap_cost: float) -> tuple[np.ndarray, np.ndarray]:
    """For each family, from which probability on it is marked without and with a cue of a rule.

    Coordinate ascent on mean F1 less the cost of traps; a cue may only lower the threshold.
    """
    bare = np.array([_best(p[:, j], gold[:, j]) for j in range(N)])
    low = bare.copy()
    found = p >= np.where(backed, low, bare)

    def value(j: int, column: np.ndarray) -> float:
        f1 = 2 * (column & gold[:, j]).sum() / max(column.sum() + gold[:, j].sum(), 1)
        others = np.delete(found & ~gold, j, axis=1).any(1)
        return f1 / N - trap_cost * (float((others | (column & ~gold[:, j]))[trap].mean()) if trap.any() else 0.0)

    for _ in range(2):
        for j in range(N):
            if not gold[:, j].any():
                bare[j] = low[j] = NEVER
                continue
            options = np.unique(np.append(np.quantile(p[:, j], np.linspace(0.6, 0.998, 60)), bare[j]))
            bare[j] = max(options, key=lambda t: value(j, p[:, j] >= np.where(backed[:, j], min(low[j], t), t)))
            options = np.append(options[options < bare[j]], bare[j])
            low[j] = max(reversed(options), key=lambda t: value(j, p[:, j] >= np.where(backed[:, j], t, bare[j])))
            found[:, j] = p[:, j] >= np.where(backed[:, j], low[j], bare[j])
    return bare, low
