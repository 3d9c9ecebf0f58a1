"""What is learned from data in the repository and kept under models/trained: one module an artefact.

Each module offers one function from a corpus and a folder to figures, which writes the artefact into the folder. Modules are
imported when they are asked for.
"""

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple


class Trainer(NamedTuple):
    """Where the function is, the folder under models/trained that it fills, and what may be added to the corpus: real, corrections."""

    module: str
    function: str
    folder: str
    takes: frozenset[str] = frozenset()


TRAINERS = {
    "markers": Trainer("pipeline.training.markers", "train_markers", "markers", frozenset({"real", "corrections"})),
    "names": Trainer("pipeline.training.names", "train_names", "names"),
    "ner": Trainer("pipeline.training.ner", "train_ner", "ner-oral"),
    "topics": Trainer("pipeline.training.topics", "train_topics", "topics"),
}


def train(name: str, corpus: Path, out: Path, **more: Any) -> dict[str, Any]:
    """Rebuild one artefact from the corpus, and what more it takes, into the folder `out`; its measured figures are returned."""
    trainer = TRAINERS[name]
    return getattr(import_module(trainer.module), trainer.function)(corpus, out, **more)
