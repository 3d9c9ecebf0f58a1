"""What the words around a cue change: negation, reported speech, hypothesis, past that is over, question, self, irony.

Triggers, their side, their scope and what they cancel are data (models/patterns/context.yaml), in the manner of
NegEx (Chapman et al., J. Biomed. Inform. 34, 2001) and ConText (Harkema et al., J. Biomed. Inform. 42, 2009).
Speech has no "ne": a clause is negated by pas, plus, jamais, rien … alone, and a clause starts where a subject
pronoun does, so that a negator of the clause before does not reach into the next one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.markers.data import read
from pipeline.markers.patterns import Patterns, Places
from pipeline.markers.rules import Hit
from pipeline.markers.speech import Skeleton


@dataclass(frozen=True)
class Trigger:
    """Words that modify a cue: on which side of it, within which unit, and how many words away at most.

    `only` names the categories it bears on, all where empty; `over` tells a negation that stands above the clause
    (je dis pas que …) from the one of the clause itself.
    """

    id: str
    modifier: str
    side: Literal["before", "after", "either"]
    within: Literal["clause", "sentence", "turn"]
    reach: int
    patterns: Sequence[str]
    only: Sequence[str] = ()
    over: int = 0


class Context:
    """The compiled triggers."""

    def __init__(self, triggers: Sequence[Trigger], cancels: Mapping[str, Sequence[str]]) -> None:
        self._triggers = {trigger.id: trigger for trigger in triggers}
        self._patterns = Patterns({trigger.id: trigger.patterns for trigger in triggers})
        self._cancels = cancels

    def read(self, skeleton: Skeleton, places: Places, hits: Sequence[Hit]) -> list[list[str]]:
        """The modifiers of each cue of a turn, sorted; a negation over a negation leaves none."""
        if not hits:
            return []
        triggers = [
            (self._triggers[name], m.start, m.end) for name, matches in self._patterns.find(skeleton, places).items() for m in matches
        ]
        return [self._modifiers(skeleton, hit, triggers) for hit in hits]

    def _modifiers(self, skeleton: Skeleton, hit: Hit, triggers: Sequence[tuple[Trigger, int, int]]) -> list[str]:
        start, end = hit.match.start, hit.match.end
        near = [
            (trigger, s, e)
            for trigger, s, e in triggers
            if (not trigger.only or hit.rule.category in trigger.only) and _reaches(skeleton, trigger, s, e, start, end)
        ]
        modifiers = {trigger.modifier for trigger, _, _ in near if trigger.modifier != "negated"}
        negations = [(trigger.over, s, e) for trigger, s, e in near if trigger.modifier == "negated"]
        above = [(s, e) for over, s, e in negations if over]
        clausal = [s for over, s, _ in negations if not over and not any(low <= s < high for low, high in above)]
        inside = not hit.match.negative and (hit.match.negated or bool(clausal))
        if inside != bool(above):
            modifiers.add("negated")
        if all(skeleton.quoted[start:end]):
            modifiers.add("reported")
        return sorted(modifiers)

    def cancels(self, hit: Hit, modifiers: Sequence[str]) -> bool:
        """Whether any of the modifiers takes the cue's force away."""
        return any(hit.rule.category in self._cancels[m] and m not in hit.rule.keeps for m in modifiers)


def _reaches(skeleton: Skeleton, trigger: Trigger, s: int, e: int, start: int, end: int) -> bool:
    """Whether a trigger over words s to e bears on a cue over words start to end."""
    before = trigger.side != "after" and s < start and -1 <= start - e <= trigger.reach
    after = trigger.side != "before" and s >= end and s - end <= trigger.reach
    if not (before or after):
        return False
    if trigger.within == "turn":
        return True
    unit = skeleton.clause if trigger.within == "clause" else skeleton.sentence
    return unit[e - 1] == unit[start] if before else unit[end - 1] == unit[s]


@cache
def load_context() -> Context:
    """Read and compile models/patterns/context.yaml."""
    data = read("context")
    return Context([Trigger(**entry) for entry in data["triggers"]], data["cancels"])
