"""What was learned of obstacles, viewpoints and stances from the annotated corpus: linear readers over n-grams and the sentence vector.

Plain arrays under models/trained/topics, rebuilt by `circulation train topics`. Where they are missing, the codebook
and its rules speak alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pipeline.errors import ResourceError
from pipeline.language import unit
from pipeline.resources import resource

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

FOLDER = ("models", "trained", "topics")
STANCES = ("contre", "nuance", "pour")
SENSE = 0.3
"""How much the sentence vector weighs beside the n-grams, where both say which code it is."""
_ANALYZERS = {"chars": {"analyzer": "char_wb", "ngram_range": (2, 5)}, "words": {"ngram_range": (1, 2), "token_pattern": r"(?u)\w+'?"}}


class Head(NamedTuple):
    """One linear reader: weights of shape (features, classes), and its intercepts."""

    weights: np.ndarray
    intercept: np.ndarray


def vectorizers(**more: object) -> "dict[str, TfidfVectorizer]":
    """The two views of a text: characters within words, and words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return {name: TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options, **more) for name, options in _ANALYZERS.items()}  # type: ignore[arg-type]


def stacked(blocks: Sequence[Any], *, below: bool = False) -> "csr_matrix":
    """Sparse blocks side by side, or one below the other."""
    from scipy import sparse

    return sparse.csr_matrix((sparse.vstack if below else sparse.hstack)(blocks))


@dataclass(frozen=True)
class TopicReader:
    """Reads what a text says of obstacles and positions.

    Attributes
    ----------
    grams
        Fitted vectorizers.
    codes
        The obstacle codes it knows.
    heads
        `code` (n-grams), `sense` (code by the sentence vector, centred and of length one), `viewpoint` and `obstacle` (n-grams, then the
        centred sentence vector), `heard` (the clues of `pipeline.topics.hearing`), `stance` (n-grams), `together` (what
        `pipeline.topics.collective` tells of a code; its intercepts are those of the codes).
    centre
        Mean sentence vector of what it learned from.
    threshold
        Probability from which a turn holds a viewpoint.
    """

    grams: "dict[str, TfidfVectorizer]"
    codes: tuple[str, ...]
    heads: dict[str, Head]
    centre: np.ndarray
    threshold: float

    def features(self, texts: Sequence[str]) -> "csr_matrix":
        """Shape (texts, n-grams)."""
        return stacked([vectorizer.transform(texts) for vectorizer in self.grams.values()])

    # Below, `features` are those of some texts.

    def log_codes(self, features: "csr_matrix") -> np.ndarray:
        """Log-probability of each code by its words, given that there is an obstacle; shape (texts, codes)."""
        return _log_softmax(self._scores("code", features))

    def log_senses(self, vectors: np.ndarray) -> np.ndarray:
        """Log-probability of each code by the sentence vectors, tempered by `SENSE`; shape (texts, codes)."""
        head = self.heads["sense"]
        return SENSE * _log_softmax(unit(vectors - self.centre) @ head.weights + head.intercept)

    def viewpoints(self, features: "csr_matrix", vectors: np.ndarray) -> np.ndarray:
        """Probability that a turn takes a stand; shape (texts,)."""
        return 1 / (1 + np.exp(-self.whole("viewpoint", features, vectors)))

    def whole(self, name: str, features: "csr_matrix", vectors: np.ndarray) -> np.ndarray:
        """Log-odds of `viewpoint` or `obstacle`, by n-grams and sentence vector; shape (texts,)."""
        head = self.heads[name]
        return self.leanings(name, features) + ((vectors - self.centre) @ head.weights[features.shape[1] :] + head.intercept)[:, 0]

    def leanings(self, name: str, features: "csr_matrix") -> np.ndarray:
        """How much each part of a turn speaks for `viewpoint` or `obstacle`, by its n-grams alone; shape (texts,), without a unit."""
        return (features @ self.heads[name].weights[: features.shape[1]])[:, 0]

    def heard(self, clues: np.ndarray) -> np.ndarray:
        """Log-odds of an obstacle by its clues, shape (texts, clues), beside what the markers say; shape (texts,)."""
        head = self.heads["heard"]
        return (clues @ head.weights + head.intercept)[:, 0]

    def log_stances(self, features: "csr_matrix") -> np.ndarray:
        """Log-probability of contre, nuance and pour; shape (texts, 3)."""
        return _log_softmax(self._scores("stance", features))

    def _scores(self, name: str, features: "csr_matrix") -> np.ndarray:
        head = self.heads[name]
        return np.asarray(features @ head.weights + head.intercept)

    def save(self, folder: Path) -> None:
        """Write the arrays; half precision is enough for weights."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, np.ndarray] = {
            "codes": _packed(self.codes),
            "centre": self.centre.astype(np.float16),
            "threshold": np.array(self.threshold),
        }
        for name, vectorizer in self.grams.items():
            arrays[f"{name}_vocabulary"] = _packed(vectorizer.get_feature_names_out())
            arrays[f"{name}_idf"] = vectorizer.idf_.astype(np.float16)
        for name, head in self.heads.items():
            arrays[f"{name}_weights"], arrays[f"{name}_intercept"] = head.weights.astype(np.float16), head.intercept.astype(np.float32)
        np.savez_compressed(folder / "reader.npz", **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, folder: Path) -> "TopicReader":
        """Read what `save` wrote; nothing in it is run.

        Raises
        ------
        ResourceError
            It is damaged.
        """
        try:
            with np.load(folder / "reader.npz", allow_pickle=False) as arrays:
                grams = vectorizers()
                for name, vectorizer in grams.items():
                    vectorizer.set_params(vocabulary=_unpacked(arrays[f"{name}_vocabulary"]))
                    vectorizer.idf_ = arrays[f"{name}_idf"].astype(np.float32)
                heads = {
                    name: Head(arrays[f"{name}_weights"].astype(np.float32), arrays[f"{name}_intercept"])
                    for name in ("code", "sense", "viewpoint", "obstacle", "heard", "stance", "together")
                }
                centre = arrays["centre"].astype(np.float32)
                return cls(grams, tuple(_unpacked(arrays["codes"])), heads, centre, float(arrays["threshold"]))
        except (OSError, ValueError, KeyError):
            raise ResourceError(f"{'/'.join(FOLDER)} is damaged; run: circulation train topics") from None


@cache
def topic_reader() -> TopicReader | None:
    """The reader that ships with the program; None where it was never trained."""
    try:
        folder = resource(*FOLDER)
    except ResourceError:
        return None
    return TopicReader.load(folder)


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    shifted = scores - scores.max(axis=1, keepdims=True) if len(scores) else scores
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _packed(words: Sequence[str] | np.ndarray) -> np.ndarray:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpacked(data: np.ndarray) -> list[str]:
    return data.tobytes().decode().split("\n")
