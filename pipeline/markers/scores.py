"""From scores to probabilities: linear experts, a network over neighbours, a veto for traps, calibration. Plain arrays alone."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from pipeline.markers.utterance import Utterance
from pipeline.network import Network
from pipeline.tables import FAMILIES, FAMILY_OF

N_FAMILIES = len(FAMILIES)
CATEGORIES = tuple(FAMILY_OF)
LABELS = (*CATEGORIES, *FAMILIES, "opposes", "trap")
"""What an expert scores, in the order of its columns."""
USUAL, USUAL_TURNS, CALM = 0.32, 20, 0.24
"""Friction a turn (the other families' probabilities but cooperation's) of the median train session, the turns that it counts for,
and what is calm: out of fold one train session of 90 lies below, and 33 of the 35 longer texts of Rhapsodie, both looked at when it
was set; of 103 parts of public debates, of which few were kept from learning, one."""
MOST_TRAP = 1.0
"""Standard deviations above which nothing looks more like a trap: what is only told is often told in the words of what is said outright."""
_C = len(CATEGORIES)
_OF_FAMILY = [[CATEGORIES.index(category) for category in categories] for categories in FAMILIES.values()]


@dataclass(frozen=True)
class Expert:
    """A linear reading: `dense` (d, L), `grams` (n-grams, L), `bias` (L,), L the labels."""

    dense: np.ndarray
    grams: np.ndarray
    bias: np.ndarray

    def scores(self, dense: np.ndarray, sparse: sp.csr_matrix) -> np.ndarray:
        """Raw scores around 0 to 1, shape (turns, L)."""
        return dense @ self.dense + np.asarray(sparse @ self.grams) + self.bias


@dataclass(frozen=True)
class Calibration:
    """What turns an expert's scores into probabilities; each array has a column a family.

    Attributes
    ----------
    mean, scale
        Of the expert's joined scores.
    second_hidden, second_hidden_bias, second_out, second_out_bias
        The network that reads the neighbourhood; empty where there is none.
    second_mean, second_scale
        Of its scores.
    trap_mean, trap_scale, veto
        A turn that looks like a trap loses `veto` a standard deviation, up to `MOST_TRAP` of them.
    slope, offset
        Platt's sigmoid.
    category_slope, category_offset
        The same for categories.
    bare, backed, sure
        Thresholds of a family's probability: without a rule's cue, with one, and for the band sure.
    """

    mean: np.ndarray
    scale: np.ndarray
    second_hidden: np.ndarray
    second_hidden_bias: np.ndarray
    second_out: np.ndarray
    second_out_bias: np.ndarray
    second_mean: np.ndarray
    second_scale: np.ndarray
    trap_mean: np.ndarray
    trap_scale: np.ndarray
    veto: np.ndarray
    slope: np.ndarray
    offset: np.ndarray
    category_slope: np.ndarray
    category_offset: np.ndarray
    bare: np.ndarray
    backed: np.ndarray
    sure: np.ndarray

    def arrays(self) -> dict[str, np.ndarray]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def second(self) -> Network | None:
        """What reads the neighbourhood, None where nothing does."""
        return Network.of(self.arrays(), "second_") if self.second_out.size else None

    def probabilities(self, scores: np.ndarray, around: np.ndarray | None) -> np.ndarray:
        """Probabilities of the six families, shape (turns, 6)."""
        return sigmoid(self.slope * self.evidence(scores, around) + self.offset)

    def evidence(self, scores: np.ndarray, around: np.ndarray | None) -> np.ndarray:
        """The same before Platt's sigmoid."""
        total = (joined(scores)[:, :N_FAMILIES] - self.mean) / self.scale
        if around is not None and self.second:
            total = total + (self.second.scores(around) - self.second_mean) / self.second_scale
        return total - self.veto * like_a_trap(scores, self.trap_mean, self.trap_scale)

    def categories(self, scores: np.ndarray) -> np.ndarray:
        """Probabilities of the categories, shape (turns, 18)."""
        return sigmoid(self.category_slope * scores[:, :_C] + self.category_offset)


def calm(p: np.ndarray) -> bool:
    """Whether next to nothing is disputed, resented, withheld or hindered in a session; a few turns alone are not called calm.

    A prior of the session as in Saerens et al., Adjusting the Outputs of a Classifier to New a Priori Probabilities, Neural
    Computation 14, 2002, but read from the other families: each session that the reader learned from holds violence.

    Parameters
    ----------
    p
        Probabilities of the six families, shape (turns, 6).

    Examples
    --------
    >>> calm(np.full((60, 6), 0.02)), calm(np.full((60, 6), 0.1)), calm(np.full((3, 6), 0.02))
    (True, False, False)
    """
    friction = p[:, [i for i, family in enumerate(FAMILIES) if family not in ("violence", "cooperation")]].sum()
    return bool((friction + USUAL * USUAL_TURNS) / (len(p) + USUAL_TURNS) < CALM)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


def joined(scores: np.ndarray) -> np.ndarray:
    """Families read directly and through their categories (noisy-or), opposes, trap: shape (turns, 8)."""
    clipped = 1 - np.clip(scores[:, :_C], 0, 1)
    through = np.stack([1 - clipped[:, columns].prod(1) for columns in _OF_FAMILY], 1)
    return np.hstack([(scores[:, _C : _C + N_FAMILIES] + through) / 2, scores[:, _C + N_FAMILIES :]])


def like_a_trap(scores: np.ndarray, mean: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """By how many standard deviations each turn looks more like a trap than the mean one, at most `MOST_TRAP`; shape (turns, 1)."""
    return np.minimum((scores[:, [LABELS.index("trap")]] - mean) / scale, MOST_TRAP)


def neighbourhood(
    session: Sequence[Utterance], scores: np.ndarray, relation: np.ndarray, shape: np.ndarray, about: np.ndarray
) -> np.ndarray:
    """What stands about each turn of a session, shape (turns, features).

    Its scores, those of the two turns before and after it, of the speaker's last turn and other turns, of the rest of the session (little
    where it is short), how it takes up what was said, whether the facilitator speaks, before and after too, and what it and the turn
    before are about.

    Parameters
    ----------
    session
        Its turns.
    scores
        What an expert says of them, shape (turns, labels).
    relation, shape
        As `pipeline.markers.features` tells them.
    about
        As `Space.about` tells it.
    """
    own, n = joined(scores), len(session)
    guides = np.array([[turn.facilitator] for turn in session], dtype=np.float32)
    place = np.arange(n, dtype=np.float32)[:, None] / n
    return np.hstack(
        [
            *(own, scores[:, :_C], scores[:, _C:], relation, shape, place),
            *(shifted(own, by) for by in (-2, -1, 1, 2)),
            *(shifted(scores[:, :_C], by) for by in (-1, 1)),
            *(guides, shifted(guides, -1), shifted(guides, 1)),
            *(about, shifted(about, -1)),
            *_of_speakers([turn.speaker_id for turn in session], own),
            (own.sum(0) - own) / (n - 1 + USUAL_TURNS),
        ]
    )


def facing(scores: np.ndarray, of_groups: np.ndarray, relation: np.ndarray, shape: np.ndarray, about: np.ndarray) -> np.ndarray:
    """What each turn of a public debate is beside the one before it, all that was labelled of debates; shape (turns, features).

    Parameters
    ----------
    scores, of_groups
        What the experts for debates and for groups say of the turns, shape (turns, labels).
    relation, shape, about
        As for `neighbourhood`.
    """
    own, theirs = joined(scores), joined(of_groups)
    before = (shifted(rows, -1) for rows in (own, scores[:, :_C], theirs, about))
    return np.hstack([own, scores, theirs, of_groups, relation, shape, about, *before])


def _of_speakers(speakers: Sequence[str], rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each turn what the speaker's other turns have in the mean, what the last one before has, and how many of all they are; whoever
    is not known has said nothing else."""
    turns: dict[str, list[int]] = {}
    for rank, speaker in enumerate(speakers):
        if speaker:
            turns.setdefault(speaker, []).append(rank)
    others, last = np.zeros_like(rows), np.zeros_like(rows)
    share = np.zeros((len(rows), 1), dtype=rows.dtype)
    for own in turns.values():
        others[own] = (rows[own].sum(0) - rows[own]) / max(len(own) - 1, 1)
        last[own[1:]] = rows[own[:-1]]
        share[own] = (len(own) - 1) / len(rows)
    return others, last, share


def shifted(rows: np.ndarray, by: int) -> np.ndarray:
    """What stands `by` rows further on, zeros past the ends; shape and type of `rows`.

    Examples
    --------
    >>> shifted(np.array([[1], [2], [3]]), 1).ravel().tolist(), shifted(np.array([[1], [2], [3]]), -2).ravel().tolist()
    ([2, 3, 0], [0, 0, 1])
    """
    moved = np.zeros_like(rows)
    if abs(by) < len(rows):
        moved[max(0, -by) : len(rows) - max(0, by)] = rows[max(0, by) : len(rows) - max(0, -by)]
    return moved
