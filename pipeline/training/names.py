"""`circulation train names`: the reader of windows, which tells names made of ordinary words, and that of cases behind it.

The first is a multinomial logistic regression over hashed features of each word and of those about it, on every text as it would stand
without capitals, and once more with other names in it; the second is in `pipeline.training.elsewhere`.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from pipeline.gold import gold_folders
from pipeline.language import taught_recogniser
from pipeline.pseudonymise.elsewhere import FILE
from pipeline.pseudonymise.text import Passage
from pipeline.pseudonymise.windows import REACH, ROWS, WindowReader, alone, laid, spoken_words
from pipeline.resources import resource
from pipeline.training.elsewhere import Half, learn
from pipeline.training.marked import NOTHING_TAUGHT, Marked, columns_of, read_sessions, read_utterances, without_capitals
from pipeline.training.ner import train_ner
from pipeline.training.swaps import Swapper

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

THRESHOLD = 0.6
STRENGTH = 0.3
"""Inverse strength of regularisation."""


def train_names(corpus: Path, out: Path, *, seed: int = 0) -> dict[str, float]:
    """Train on the train cases, the samples and the utterances, and store both readers.

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
        `words` that the reader of windows learned from; its `recall` and `precision`, over words, on the cases of the split dev, which
        are not learned from.

    Raises
    ------
    GoldError
        There is no train case in `corpus`.
    """
    folders = gold_folders(corpus, "train")
    reader, n = _windows(corpus, folders, seed)
    reader.save(out)
    halves = [_half(corpus, part, [other for other in folders if other not in part], seed) for part in (folders[::2], folders[1::2])]
    np.savez_compressed(out / FILE, allow_pickle=False, **learn(halves, seed).arrays())
    return {"words": n, **_measure(reader, [without_capitals(turn) for turn in read_sessions(gold_folders(corpus, "dev"))])}


def _windows(corpus: Path, folders: Sequence[Path], seed: int) -> tuple[WindowReader, int]:
    """The reader of windows that learned from some cases, the samples and the utterances; from how many words."""
    from sklearn.linear_model import LogisticRegression

    turns = [*read_sessions([*folders, *gold_folders(resource("data", "sample"))]), *read_utterances(corpus / "utterances")]
    swapper = Swapper(random.Random(seed))
    swapped = [Marked(*swapper.swap(turn.text, turn.spans)) for turn in turns if turn.spans]
    features, columns = _examples([without_capitals(turn) for turn in (*turns, *swapped)])
    model = LogisticRegression(C=STRENGTH, max_iter=200).fit(features[columns != NOTHING_TAUGHT], columns[columns != NOTHING_TAUGHT])
    return WindowReader(np.vstack([model.coef_.T, model.intercept_]).astype(np.float32), THRESHOLD), len(columns)


def _half(corpus: Path, folders: list[Path], others: Sequence[Path], seed: int) -> Half:
    """Some train cases, and a recogniser and a reader of windows that learned from the others."""
    with TemporaryDirectory() as schooling:
        train_ner(corpus, Path(schooling), held_out=[folder.name for folder in folders], seed=seed)
        recogniser = taught_recogniser(Path(schooling) / "ner")
    return Half(folders, _windows(corpus, others, seed)[0], recogniser)


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
        [column for passage, turn in zip(passages, turns, strict=True) for column in columns_of(passage, turn)]
    )


def _counts(rows: list[np.ndarray]) -> "csr_matrix":
    from scipy import sparse

    ends = np.cumsum([0, *map(len, rows)])
    counts = sparse.csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(rows), ends), shape=(len(rows), ROWS))
    counts.sum_duplicates()
    return counts


def _measure(reader: WindowReader, turns: Sequence[Marked]) -> dict[str, float]:
    passages = [Passage(turn.text) for turn in turns]
    gold = np.array([column for passage, turn in zip(passages, turns, strict=True) for column in columns_of(passage, turn)])
    seen = 1 - reader.read([spoken_words(passage) for passage in passages])[:, 0] >= reader.threshold
    named, taken = gold > 0, seen & (gold != NOTHING_TAUGHT)
    both = float((named & taken).sum())
    return {"recall": round(both / max(1, named.sum()), 3), "precision": round(both / max(1, taken.sum()), 3)}
