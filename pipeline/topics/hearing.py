"""Whether a turn takes a stand or holds an obstacle, and in which of its units.

The markers look for the act of naming an obstacle; that a turn is close to one code of the codebook and far from the others is
evidence of its own. Both kinds of log-odds are averaged (a logarithmic opinion pool).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from pipeline.topics.codebook import SHARPNESS, agreed, codebook_scores, read_codes
from pipeline.topics.learned import TopicReader
from pipeline.topics.segments import Unit, count_words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CLUES = 6
HEARD = -0.85
"""Log-odds from which an obstacle is heard: the best F1 on folds of the train cases (.70; by markers alone .63) is flat around it, and
what is missed there is worse than what a facilitator strikes out."""
HEARD_IN_NOTES = -2.35
"""The same for lines of notes, of which nearly half hold one: somebody chose what was worth a line. F1 .78 on those of
`data/corpus/notes`, to which it was fitted (.62 from `HEARD` on), .84 on `notes-test`, by readers that had learned from the former."""


class Heard(NamedTuple):
    """By turn_id the unit in which most of a stand, and most of an obstacle, was heard."""

    stands: dict[str, Unit]
    blocks: dict[str, Unit]


def hear(reader: TopicReader, turns: pd.DataFrame, vectors: np.ndarray, units: Mapping[str, Mapping[Unit, str]]) -> Heard:
    """Which of some turns, at least one, take a stand or hold an obstacle, and in which of their units.

    Parameters
    ----------
    reader
        The trained one.
    turns
        turn_id, turn_text (as `pipeline.topics.embed.plain` gives it), p_obstacle (as `marked` of `hears`), noted, whether they are notes.
    vectors
        The turns' unit vectors, of the default encoder, whatever encoder the settings name.
    units
        By turn_id the units of each turn, with their words as they are compared.
    """
    texts = turns["turn_text"].tolist()
    features = reader.features(texts)
    stands = turns.loc[reader.viewpoints(features, vectors) >= reader.threshold, "turn_id"].tolist()
    level = HEARD_IN_NOTES if turns["noted"].iloc[0] else HEARD
    blocks = turns.loc[hears(reader, texts, features, vectors, turns["p_obstacle"].to_numpy(), level), "turn_id"].tolist()
    parts = {(turn_id, unit): words for turn_id in (*stands, *blocks) if len(units[turn_id]) > 1 for unit, words in units[turn_id].items()}
    read = reader.features(list(parts.values())) if parts else None

    def fullest(name: str, turn_ids: Sequence[str]) -> dict[str, Unit]:
        leaning = {} if read is None else dict(zip(parts, reader.leanings(name, read), strict=True))
        return {turn_id: max(units[turn_id], key=lambda unit: leaning.get((turn_id, unit), 0.0)) for turn_id in turn_ids if units[turn_id]}

    return Heard(fullest("viewpoint", stands), fullest("obstacle", blocks))


def clues(reader: TopicReader, texts: Sequence[str], features: "csr_matrix", vectors: np.ndarray) -> np.ndarray:
    """What speaks for an obstacle in some turns.

    Parameters
    ----------
    reader
        The trained one.
    texts, features, vectors
        The turns as `pipeline.topics.embed.plain` gives them, the reader's features of them, and their unit vectors, of the default
        encoder.

    Returns
    -------
    ndarray
        Shape (texts, CLUES): the reader's log-odds, the probability of the best code, the entropy of the codes in nats, the evidence
        for any of them (log-sum), the logarithm of the number of words, and how close the nearest code of the codebook is.
    """
    scores = next(codebook_scores(texts, vectors))
    read = read_codes(reader, features, vectors)
    likely = agreed(scores, read)
    return np.column_stack(
        [
            reader.whole("obstacle", features, vectors),
            likely.max(1),
            -(likely * np.log(np.maximum(likely, 1e-9))).sum(1),
            np.logaddexp.reduce(SHARPNESS * scores + read, axis=1),
            np.log([max(1, count_words(text)) for text in texts]),
            scores.max(1),
        ]
    )


def hears(
    reader: TopicReader, texts: Sequence[str], features: "csr_matrix", vectors: np.ndarray, marked: np.ndarray, level: float = HEARD
) -> np.ndarray:
    """Whether each turn holds an obstacle, shape (texts,).

    Parameters
    ----------
    reader, texts, features, vectors
        As for `clues`.
    marked
        The markers' probability of an obstacle in each turn. 0 and 1, which a person's decision leaves, decide alone.
    level
        Log-odds from which one is heard.

    Examples
    --------
    >>> from pipeline.topics.embed import embed
    >>> from pipeline.topics.learned import topic_reader
    >>> texts = ["personne nous avait prévenus du changement, on l'a appris sur place", "bonjour à tous"]
    >>> reader = topic_reader()
    >>> hears(reader, texts, reader.features(texts), embed(texts), np.array([0.5, 0.02])).tolist()
    [True, False]
    """
    with np.errstate(divide="ignore"):
        odds = np.log(marked) - np.log1p(-marked)
    return (odds + reader.heard(clues(reader, texts, features, vectors))) / 2 >= level
