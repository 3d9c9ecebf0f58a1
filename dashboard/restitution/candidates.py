"""What may go back to a group, and under which condition: figures of at least k persons, and the words that could stand beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dashboard.restitution.ledger import HIDDEN, Figure

STANCES = {"yes": 1, "no": -1, "depends": 0}

Condition = Literal["one_side", "sensitive"]
Change = Literal["new", "persistent", "resolved", "came_back"]


@dataclass(frozen=True)
class Quote:
    """Words that could be shown, for the facilitator's eyes.

    `several` says whether enough persons said the same for a paraphrase that points at nobody; `led` that it is who leads the
    sessions who speaks; `rare` names what may point at one person, `traces` that a place, a date or an age stands in it.
    """

    quote_id: str
    text: str
    who: str
    session: int
    several: bool
    led: bool
    rare: tuple[str, ...]
    traces: bool


@dataclass(frozen=True)
class Theme:
    """An obstacle of which at least k persons spoke where the group may hear of it. `dots` are its sessions, in order."""

    topic_id: str
    label: str
    bar: Figure
    dots: dict[str, Figure]
    one_sided_dots: frozenset[str]
    conditions: frozenset[Condition]
    causes: tuple[Quote, ...]


@dataclass(frozen=True)
class Side:
    """One side of a claim: who takes it, under which condition it may be shown, and their reasons."""

    figure: Figure
    conditions: frozenset[Condition]
    reasons: tuple[Quote, ...]


@dataclass(frozen=True)
class Claim:
    """A claim on which positions were taken; `named` is False where its label is made of the group's own words."""

    claim_id: str
    topic_id: str
    label: str
    named: bool
    sides: dict[str, Side]
    consensus: float

    @property
    def divided(self) -> bool:
        """Both sides are those of enough persons."""
        return all(self.sides[stance].figure.word != HIDDEN for stance in ("yes", "no"))

    @property
    def agreed(self) -> bool:
        """Enough persons for it, and at most one against: nobody alone is what keeps it from being shared."""
        yes, no, depends = (self.sides[stance].figure for stance in STANCES)
        return yes.word != HIDDEN and len(no.persons) <= 1 and len(depends.persons) < len(yes.persons)


@dataclass(frozen=True)
class Reach:
    """A session and who may hear of it: as the last run knew (`run`), and as it is said now."""

    session_id: str
    order: int
    subgroup: str
    run: str
    now: str

    @property
    def open(self) -> bool:
        """May the group hear of it?"""
        return self.run == self.now == "group"

    @property
    def waits(self) -> bool:
        """Opened since the last run, which must be done again."""
        return self.now == "group" and self.run != "group"


@dataclass(frozen=True)
class Candidates:
    """All that may be chosen from.

    `unnamed` are the subjects of which enough persons spoke and whose label nobody has chosen yet, each with its facet; `hidden` are
    figures that a group could miss because too few stand behind them.
    """

    reaches: tuple[Reach, ...]
    themes: tuple[Theme, ...]
    claims: tuple[Claim, ...]
    unnamed: dict[str, str]
    decided: tuple[Quote, ...]
    hidden: dict[str, Figure]

    @cached_property
    def theme(self) -> dict[str, Theme]:
        """Themes by topic."""
        return {one.topic_id: one for one in self.themes}

    @cached_property
    def claim(self) -> dict[str, Claim]:
        """Claims that have a name."""
        return {one.claim_id: one for one in self.claims if one.named}

    @property
    def open_sessions(self) -> list[str]:
        """The sessions that the group may hear of, in order."""
        return [one.session_id for one in self.reaches if one.open]


def propose_change(shown: Mapping[str, bool]) -> Change | None:
    """What has moved, as the dots say it and nothing else: a status that fewer persons made would tell on them.

    Parameters
    ----------
    shown
        The dots of a theme as they are published, by session, in order.
    """
    dots = list(shown.values())
    if len(dots) < 2 or not any(dots):
        return None
    if not dots[-1]:
        return "resolved"
    before = dots[:-1]
    if not any(before):
        return "new"
    return "came_back" if not before[-1] else "persistent"
