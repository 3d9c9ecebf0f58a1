"""An obstacle of one group made known to all interventions of this machine: written into the codebook, in words that nobody said."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from dashboard.desk import Desk
from dashboard.publics import AccessError
from dashboard.restitution.typed import Door
from dashboard.texts import explorer
from pipeline.errors import ResourceError
from pipeline.resources import resource
from pipeline.store import locked
from pipeline.topics.codebook import load_codebook
from pipeline.topics.promotion import add_obstacle


def may_be_shared(at: Desk) -> bool:
    """Whether whoever asks may change the codebook: on a server it is everybody's, and without the vault no name can be looked for."""
    return at.vault is not None and not at.settings.sign_in.complete


def make_known(at: Desk, case_id: str, label: str, description: str, examples: Sequence[str]) -> str:
    """Add an obstacle to the codebook; "" or, in French, what keeps it from being done.

    Raises
    ------
    AccessError
        The vault is closed, or this is a server.
    UnknownCaseError
        There is no such intervention among the asker's own.
    BusyError
        A run is at work.
    """
    if not may_be_shared(at):
        raise AccessError("the codebook is changed on one's own machine, with the vault open")
    door = Door(at, case_id)
    if any(door.names(text) for text in (label, description, *examples)):
        return explorer.KNOWN_NAMED
    turns = at.archive.read_case(at.asker, case_id, "turns")["text"]
    book = _codebook()
    with locked(at.archive.data):
        try:
            made = add_obstacle(book.read_text("utf-8"), label=label, description=description, examples=examples, turns=turns)
        except ResourceError:
            return explorer.KNOWN_REFUSED
        draft = book.with_suffix(".new")
        try:
            draft.write_text(made, "utf-8", newline="\n")
            draft.replace(book)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            return explorer.KNOWN_CLOSED
    load_codebook.cache_clear()
    return ""


def _codebook() -> Path:
    return resource("models", "codebook", "obstacles.toml")
