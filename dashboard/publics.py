"""Who asks: the three publics and who keeps their accounts, and what is said to one who asks for what is not his."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import CirculationError


class Public(StrEnum):
    """Who looks at a screen."""

    INTERVENANT = "intervenant"
    GROUPE = "groupe"
    SUPERVISEUR = "superviseur"
    ADMINISTRATEUR = "administrateur"
    """Keeps the accounts of a server, and sees nothing else."""


@dataclass(frozen=True)
class Asker:
    """Who asks for rows: an account in one public, or a room of a group, which has no account.

    `publication_id` is the one frozen publication that a room may read.
    """

    public: Public
    user_id: str = ""
    publication_id: str = ""


class AccessError(CirculationError):
    """Somebody asked for rows that are not his own."""


class UnknownCaseError(CirculationError):
    """A case that is not, or no longer, there, or is somebody else's: which of these is not told."""


class StaleError(CirculationError):
    """What was to be changed has been changed by somebody else meanwhile; nothing was written."""
