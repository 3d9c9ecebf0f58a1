"""What `circulation train NAME` can rebuild under models/trained, by name; each is imported when it is asked for."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from pipeline.errors import TrainingError

TRAINERS = {
    "markers": "pipeline.training.markers",
}
"""Module with a function `train(real: Path | None) -> str` that writes the model and returns a line for the console."""


def train(name: str, real: Path | None = None) -> str:
    """Rebuild one trained model.

    Raises
    ------
    TrainingError
        The name is none of `TRAINERS`, or its data are missing.
    """
    if name not in TRAINERS:
        raise TrainingError(f"{name} cannot be trained; name one of {', '.join(TRAINERS)}")
    trainer: Callable[[Path | None], str] = import_module(TRAINERS[name]).train
    return trainer(real)
