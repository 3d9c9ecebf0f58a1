"""Which earlier turn a turn answers: every recent turn of another speaker is a candidate, and a small network weighs them.

What a turn opposes shows in both turns: how they stand to each other in the session, which words they share, what each of them
does by itself and what it is about.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipeline.language import unit
from pipeline.markers.features import NEGATORS, content
from pipeline.markers.replies import names_of, words_of
from pipeline.markers.scores import CATEGORIES, joined, shifted, sigmoid
from pipeline.markers.utterance import Utterance
from pipeline.network import Network

REACH = 10
"""How many turns back an answer may reach."""
_TALK = 8
"""How many turns back two who speak to each other are listened to."""
_AFTER = 5
"""How many turns on the other's reply is listened for."""


class Pairs(NamedTuple):
    """Turns with their candidates: rows of the session, both shape (n,), and features, shape (n, features)."""

    turn: np.ndarray
    candidate: np.ndarray
    features: np.ndarray


@dataclass(frozen=True)
class Answering:
    """A network of one column over pairs, and the probability from which a turn counts as answered."""

    network: Network
    threshold: float

    def opposed(self, pairs: Pairs, n: int) -> tuple[np.ndarray, np.ndarray]:
        """For each of n turns the row of the turn that it opposes (-1 for none), and how probably it opposes its best candidate."""
        if not len(pairs.turn):
            return np.full(n, -1), np.zeros(n)
        candidate, p = best(pairs, sigmoid(self.network.scores(pairs.features)[:, 0]), n)
        return np.where(p >= self.threshold, candidate, -1), p


def best(pairs: Pairs, p: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """For each of n turns its most probable candidate, of equal ones the nearest, and the probability.

    Examples
    --------
    >>> pairs = Pairs(np.array([1, 2, 2]), np.array([0, 1, 0]), np.zeros((3, 1)))
    >>> [found.tolist() for found in best(pairs, np.array([0.2, 0.4, 0.7]), 3)]
    [[-1, 0, 0], [0.0, 0.2, 0.7]]
    """
    candidate, top = np.full(n, -1), np.zeros(n)
    for i, j, share in zip(pairs.turn, pairs.candidate, p, strict=True):
        if share > top[i]:
            candidate[i], top[i] = j, share
    return candidate, top


def pairs_of(
    session: Sequence[Utterance], vectors: np.ndarray, about: np.ndarray, scores: np.ndarray, vocabulary: Collection[str]
) -> Pairs:
    """Every turn with every candidate, the nearest first.

    Parameters
    ----------
    vectors
        Sentence vectors of the turns, shape (turns, dimension).
    about
        As `Space.about` tells it.
    scores
        Raw scores of an expert, shape (turns, labels).
    vocabulary
        The closed one: no other word counts.
    """
    own = joined(scores)[:, :-1]
    acts = np.hstack([own, scores[:, : len(CATEGORIES)]])
    likeness = unit(vectors - vectors.mean(0))
    words = [content(turn, vocabulary) for turn in session]
    rarity = {word: np.log(len(session) / turns) for word, turns in Counter(word for own_words in words for word in own_words).items()}
    shapes = [_shape(turn) for turn in session]
    speakers = [turn.speaker_id for turn in session]
    said, called = [words_of(turn.text) for turn in session], [names_of(turn.label) for turn in session]
    before, after, beyond = (shifted(own, by) for by in (-1, 1, 2))
    rows: list[np.ndarray] = []
    at: list[tuple[int, int]] = []
    for i, turn in enumerate(session):
        met: list[str] = []
        for j in range(i - 1, max(-1, i - 1 - REACH), -1):
            other = session[j]
            if not turn.speaker_id or other.speaker_id in ("", turn.speaker_id):
                continue
            common = words[i] & words[j]
            near = i - j == 1
            stand = [
                near, i - j == 2, i - j == 3, np.log(i - j), len(met), not met, other.speaker_id in met,
                other.facilitator, turn.facilitator, bool(said[i] & called[j]), bool(said[j] & called[i]),
                turn.speaker_id in speakers[j + 1 : i],
                sum(rarity[word] for word in common), bool(common), *(len(common) / max(len(own_), 1) for own_ in (words[i], words[j])),
                bool(common) and shapes[i][0], float(likeness[i] @ likeness[j]),
            ]  # fmt: skip
            each = [shapes[i], shapes[j], acts[i], acts[j], about[i], about[j]]
            around = [own[i] * near, before[i], after[i], beyond[i], after[j]]
            rows.append(np.concatenate([stand, _talk(speakers, i, j), *each, *around]).astype(np.float32))
            at.append((i, j))
            if not other.facilitator and other.speaker_id not in met:
                met.append(other.speaker_id)
    if not rows:
        return Pairs(np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros((0, 0), dtype=np.float32))
    turn_, candidate = np.array(at).T
    return Pairs(turn_, candidate, np.stack(rows))


def _talk(speakers: Sequence[str], i: int, j: int) -> list[float]:
    """How the speakers of turns i and j stand in talk: who spoke right before j, how often they took turns, who replies to i."""
    own, other = speakers[i], speakers[j]
    turns = zip(speakers[max(0, i - _TALK) : i], speakers[max(0, i - _TALK) + 1 : i], strict=False)
    return [
        float(value)
        for value in (
            j > 0 and speakers[j - 1] == own, own in speakers[max(0, j - 3) : j], sum({own, other} == {*pair} for pair in turns),
            *(i + k < len(speakers) and speakers[i + k] == other for k in (1, 2)), speakers[i + 1 : i + 1 + _AFTER].count(other),
        )
    ]  # fmt: skip


def _shape(turn: Utterance) -> list[float]:
    words = turn.skeleton.words[1:-1]
    first = set(words[:3])
    return [
        float(value)
        for value in (
            bool(NEGATORS & set(words)), "?" in words, bool(first & {"non", "nan"}), "mais" in first, "oui" in first, np.log1p(len(words)),
        )
    ]  # fmt: skip
