"""Rules: read from models/patterns, compiled once, matched on the skeleton of a turn.

A rule is run on a turn only where one of its rarest words stands in it: an index from words to rules keeps
the cost of several hundred rules a fraction of the parse.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from spacy.matcher import Matcher

from pipeline.errors import ResourceError
from pipeline.markers.data import read
from pipeline.markers.slots import SlotError, Token, compile_pattern, is_gap
from pipeline.markers.speech import BREAKS, Skeleton, lexicon
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
class Match:
    """Where a pattern matched.

    Attributes
    ----------
    start, end
        Words of the skeleton, end excluded.
    negative
        Whether the pattern itself holds a negator: then the clause cannot be negated once more (jamais rien, pas personne).
    negated
        Whether a negator fills a gap of a pattern that holds none.
    """

    start: int
    end: int
    negative: bool
    negated: bool


class Patterns:
    """Compiled patterns under one name, for every name; finds which of them stand in a skeleton."""

    def __init__(self, named: Mapping[str, Iterable[str]]) -> None:
        from pipeline.language import parser

        self._vocab = parser().vocab
        self._negators = frozenset(lexicon().lists["negators"])
        self._matchers: dict[str, Matcher] = {}
        self._variants: dict[str, list[list[Token]]] = {}
        self._index: dict[str, set[str]] = defaultdict(set)
        for name, patterns in named.items():
            try:
                self._add(name, [variant for pattern in patterns for variant in compile_pattern(pattern, lexicon().lists)])
            except SlotError as slot:
                raise ResourceError(f"models/patterns, {name}: the slot {slot} cannot be read; see pipeline/markers/slots.py") from None

    def _add(self, name: str, variants: list[list[Token]]) -> None:
        self._variants[name] = variants
        self._matchers[name] = Matcher(self._vocab)
        for i, variant in enumerate(variants):
            self._matchers[name].add(str(i), [variant])
            for key in _rarest(variant):
                self._index[key].add(name)

    def find(self, skeleton: Skeleton) -> dict[str, list[Match]]:
        """Matches by name, in the order of the text; marks of sentence and turn are trimmed off the ends of words."""
        present = {"*"}
        for token in skeleton.doc:
            word = token.text
            present.add(word)
            present.add("=" + token.lemma_)
            present.update(word[:size] + "*" for size in range(2, len(word) + 1))
        names = sorted({name for key in present & self._index.keys() for name in self._index[key]})
        found = {name: sorted(self._matches(name, skeleton), key=lambda match: (match.start, match.end)) for name in names}
        return {name: matches for name, matches in found.items() if matches}

    def _matches(self, name: str, skeleton: Skeleton) -> set[Match]:
        doc, matches = skeleton.doc, set()
        for key, start, end, slots in self._matchers[name](doc, with_alignments=True):
            variant = self._variants[name][int(self._vocab.strings[key])]
            negators = [is_gap(variant[slot]) for i, slot in enumerate(slots[: end - start]) if doc[start + i].text in self._negators]
            negative = not all(negators)
            if words := [i for i in range(start, end) if doc[i].text not in BREAKS]:
                start, end = words[0], words[-1] + 1
            matches.add(Match(start, end, negative, bool(negators) and not negative))
        return matches


def _rarest(variant: Sequence[Token]) -> list[str]:
    """Words of which one must stand in a turn for the pattern to match; the slot with the fewest frequent ones is taken."""
    frequent = lexicon().lists["frequent"]
    best: tuple[float, list[str]] = (float("inf"), ["*"])
    for token in variant:
        if "OP" in token or not (keys := _keys(token)):
            continue
        cost = sum(100 for key in keys if key in frequent or key in BREAKS) + len(keys)
        best = min(best, (cost, keys))
    return best[1]


def _keys(token: Token) -> list[str]:
    if "LEMMA" in token:
        return ["=" + lemma for lemma in token["LEMMA"]["IN"]]
    lower: Any = token.get("LOWER")
    if isinstance(lower, str):
        return [lower]
    if isinstance(lower, dict) and "IN" in lower:
        return list(lower["IN"])
    if isinstance(lower, dict) and "REGEX" in lower:
        return [word.replace(".*", "*").replace("\\", "") for word in lower["REGEX"][4:-2].split("|")]
    return []


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

    def hits(self, skeleton: Skeleton) -> Iterator[Hit]:
        """Every cue of every rule in a turn, those excluded by `unless` left out."""
        found = self._cues.find(skeleton)
        barred = self._unless.find(skeleton) if any(self.rules[name].unless for name in found) else {}
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
