"""What is learned from data in the repository and kept under models/trained: one module an artefact.

Each module offers one function from a corpus and a folder to figures, which writes the artefact into the folder. Modules are
imported when they are asked for.
"""

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple


class Trainer(NamedTuple):
    """Where the function is, the folder under models/trained that it fills, and whether labelled real speech can be added."""

    module: str
    function: str
    folder: str
    takes_real: bool = False


TRAINERS = {
    "markers": Trainer("pipeline.training.markers", "train_markers", "markers", takes_real=True),
    "ner": Trainer("pipeline.training.ner", "train_ner", "ner-oral"),
    "topics": Trainer("pipeline.training.topics", "train_topics", "topics"),
}


def train(name: str, corpus: Path, out: Path, real: Path | None = None) -> dict[str, Any]:
    """Rebuild one artefact from the corpus into the folder `out`; the figures that it was measured at are returned."""
    trainer = TRAINERS[name]
    more = {"real": real} if trainer.takes_real else {}
    return getattr(import_module(trainer.module), trainer.function)(corpus, out, **more)
