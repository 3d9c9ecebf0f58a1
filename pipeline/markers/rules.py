"""Rules: read from models/patterns, compiled once, matched on the skeleton of a turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pipeline.errors import ResourceError
from pipeline.markers.data import read
from pipeline.markers.patterns import Match, Patterns, Places
from pipeline.markers.speech import Skeleton
from pipeline.tables import FAMILIES, FAMILY_OF, TARGETS


@dataclass(frozen=True)
class Rule:
    """One rule of models/patterns.

    Attributes
    ----------
    id, category, gloss
        Its name, the category it marks, and why, in French.
    score
        How far its cue alone is to be trusted, 0 to 1.
    target
        At whom or what, as in the `markers` table.
    patterns, unless
        Slots (`pipeline.markers.slots`); a cue is no cue where one of `unless` stands in its sentence.
    examples, counter_examples
        Invented sentences in which it must, and must not, leave an active cue.
    keeps
        Modifiers that do not cancel it.
    answers
        "opposes" or "supports" where it answers an earlier turn, else "".
    """

    id: str
    category: str
    gloss: str
    score: float
    target: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    unless: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    answers: str = ""


@dataclass(frozen=True)
class Hit:
    """A cue of a rule in one turn, before its context is read."""

    rule: Rule
    match: Match


class RuleSet:
    """All rules, compiled."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = {rule.id: rule for rule in rules}
        self._cues = Patterns({rule.id: rule.patterns for rule in rules})
        self._unless = Patterns({rule.id: rule.unless for rule in rules if rule.unless})

    def hits(self, skeleton: Skeleton, places: Places) -> Iterator[Hit]:
        """Every cue of every rule in a turn, those excluded by `unless` left out."""
        found = self._cues.find(skeleton, places)
        barred = self._unless.find(skeleton, places) if any(self.rules[name].unless for name in found) else {}
        for name, matches in found.items():
            sentences = {skeleton.sentence[match.start] for match in barred.get(name, ())}
            yield from (Hit(self.rules[name], match) for match in matches if skeleton.sentence[match.start] not in sentences)


@cache
def load_rules() -> RuleSet:
    """Read and compile the rules, one file a family.

    Raises
    ------
    ResourceError
        A file is missing, or a rule in it cannot be used: the message names the file and the rule.
    """
    rules: list[Rule] = []
    for family in FAMILIES:
        rules += [_rule(family, entry) for entry in read(family)]
    if len({rule.id for rule in rules}) < len(rules):
        raise ResourceError("two rules under models/patterns have the same id; give each its own")
    return RuleSet(rules)


def _rule(family: str, entry: Mapping[str, Any]) -> Rule:
    name = entry.get("id", "without id")
    try:
        rule = Rule(**cast(dict[str, Any], {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}))
    except TypeError:
        raise ResourceError(f"{family}.yaml, rule {name}: a key is missing or not known; compare it with its neighbours") from None
    if FAMILY_OF.get(rule.category) != family or rule.target not in TARGETS or not 0 < rule.score <= 1:
        raise ResourceError(f"{family}.yaml, rule {name}: category, target or score does not fit; see models/patterns/CARD.md")
    return rule
