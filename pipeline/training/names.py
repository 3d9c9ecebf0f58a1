"""`circulation train names`: the reader of windows, which tells names made of ordinary words in texts without capitals.

A multinomial logistic regression over hashed features of each word and of those about it, on every text as it would stand without capitals,
and once more with other names in it.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.gold import gold_folders
from pipeline.pseudonymise.text import Passage
from pipeline.pseudonymise.windows import REACH, ROWS, WindowReader, alone, laid, spoken_words
from pipeline.resources import resource
from pipeline.training.marked import Marked, read_sessions, read_utterances, without_capitals
from pipeline.training.swaps import Swapper

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

THRESHOLD = 0.6
STRENGTH = 0.3
"""Inverse strength of regularisation."""
_COLUMN = {"PER": 1, "LOC": 2, "ORG": 3}
_UNSURE = -1


def train_names(corpus: Path, out: Path, *, seed: int = 0) -> dict[str, float]:
    """Train on the train cases, the samples and the utterances, and store the reader.

    Parameters
    ----------
    corpus
        The folder of the corpus, with `splits.toml` and `utterances/`.
    out
        Folder of the artefact.
    seed
        Of the names that are swapped.

    Returns
    -------
    dict
        `words` learned from; `recall` and `precision`, over words, on the cases of the split dev, which are not learned from.

    Raises
    ------
    GoldError
        There is no train case in `corpus`.
    """
    from sklearn.linear_model import LogisticRegression

    folders = [*gold_folders(corpus, "train"), *gold_folders(resource("data", "sample"))]
    turns = [*read_sessions(folders), *read_utterances(corpus / "utterances")]
    swapper = Swapper(random.Random(seed))
    swapped = [Marked(*swapper.swap(turn.text, turn.spans)) for turn in turns if turn.spans]
    features, columns = _examples([without_capitals(turn) for turn in (*turns, *swapped)])
    model = LogisticRegression(C=STRENGTH, max_iter=200).fit(features[columns != _UNSURE], columns[columns != _UNSURE])
    reader = WindowReader(np.vstack([model.coef_.T, model.intercept_]).astype(np.float32), THRESHOLD)
    reader.save(out)
    return {"words": len(columns), **_measure(reader, [without_capitals(turn) for turn in read_sessions(gold_folders(corpus, "dev"))])}


def _examples(turns: Sequence[Marked]) -> "tuple[csr_matrix, np.ndarray]":
    """One row a word: counts of its features, and the column of what it is part of."""
    from scipy import sparse

    passages = [Passage(turn.text) for turn in turns]
    row = laid([spoken_words(passage) for passage in passages])
    told = [_counts([alone(word)[place] for word in row.words]) for place in range(2 * REACH + 1)]
    features = _counts(list(row.grams))
    for at in range(-REACH, REACH + 1):
        features = features + told[REACH + at][row.ids[row.inner + at]]
    return sparse.csr_matrix(features), np.array(
        [column for passage, turn in zip(passages, turns, strict=True) for column in _columns(passage, turn)]
    )


def _counts(rows: list[np.ndarray]) -> "csr_matrix":
    from scipy import sparse

    ends = np.cumsum([0, *map(len, rows)])
    counts = sparse.csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(rows), ends), shape=(len(rows), ROWS))
    counts.sum_duplicates()
    return counts


def _columns(passage: Passage, turn: Marked) -> list[int]:
    within = [next((label for start, end, label in turn.spans if start <= word.start and word.end <= end), None) for word in passage.words]
    return [0 if label is None else _COLUMN.get(label, _UNSURE) for label in within]


def _measure(reader: WindowReader, turns: Sequence[Marked]) -> dict[str, float]:
    passages = [Passage(turn.text) for turn in turns]
    gold = np.array([column for passage, turn in zip(passages, turns, strict=True) for column in _columns(passage, turn)])
    seen = 1 - reader.read([spoken_words(passage) for passage in passages])[:, 0] >= reader.threshold
    named, taken = gold > 0, seen & (gold != _UNSURE)
    both = float((named & taken).sum())
    return {"recall": round(both / max(1, named.sum()), 3), "precision": round(both / max(1, taken.sum()), 3)}
