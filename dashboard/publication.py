"""What goes back to a group: a frozen document, made of nothing but what its facilitator approved, line by line.

It holds no id of a person, a turn, a segment or a session, so that nothing leads back from it; shares are words.
"""

import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Word = Literal[1, 2, 3, 4]
"""quelques-uns, plusieurs, beaucoup, presque tous (`pipeline.disclosure.WORDS`)."""

MOST_THEMES = 5


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Contract(_Part):
    """Notre contrat: what the group came together for, and what it agreed and held back."""

    objective: str = ""
    confidentiality: str = ""
    reserves: tuple[str, ...] = ()


class Obstacle(_Part):
    """One bar: `sessions` says of each session of the group, in order, whether enough of us spoke of it there."""

    label: str
    word: Word
    sessions: tuple[bool, ...] = ()


class Cause(_Part):
    """Why an obstacle is there, as people said it, in approved words."""

    obstacle: str
    because: tuple[str, ...]


class Side(_Part):
    """One side of a disagreement: how many, as a word, and their reasons in approved words."""

    word: Word
    reasons: tuple[str, ...] = ()


class Disagreement(_Part):
    """A claim on which we are not at one; `shared` is what all sides hold."""

    claim: str
    yes: Side | None = None
    no: Side | None = None
    depends: Side | None = None
    shared: str = ""


class Moved(_Part):
    """What has changed since an earlier session."""

    label: str
    change: Literal["new", "persistent", "resolved", "came_back"]


SCREENS = ("contract", "obstacles", "causes", "shared", "disagreements", "unknown", "moved", "decided")
"""In the order of the wall; a disagreement is a screen of its own, and an empty screen is left out."""


class Content(_Part):
    """The whole publication.

    Examples
    --------
    >>> one = Content(title="Les Tilleuls", decided=("Le local ouvre deux soirs",), questions={"decided": "Qui fait quoi ?"})
    >>> one.digest() == Content.model_validate_json(one.model_dump_json()).digest()
    True
    """

    title: str
    contract: Contract = Contract()
    obstacles: tuple[Obstacle, ...] = Field(default=(), max_length=MOST_THEMES)
    causes: tuple[Cause, ...] = ()
    shared: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    unknown: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    decided: tuple[str, ...] = ()
    questions: dict[str, str] = {}

    def digest(self) -> str:
        """A hash by which a frozen publication is known to be unchanged."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()
