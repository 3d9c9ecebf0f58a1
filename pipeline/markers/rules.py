"""Rules: read from models/patterns, compiled once, matched on the skeleton of a turn.

A pattern is run on a turn only where its words stand in it: an index from words to patterns keeps the cost of
several thousand patterns a fraction of the parse.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from pipeline.errors import ResourceError
from pipeline.markers.data import read
from pipeline.markers.slots import SlotError, Token, compile_pattern, is_gap
from pipeline.markers.speech import BREAKS, Skeleton, lexicon
from pipeline.tables import FAMILIES, FAMILY_OF, TARGETS

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc


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


class Variant:
    """One compiled token pattern; its matcher is built when it is first needed."""

    def __init__(self, name: str, tokens: Sequence[Token]) -> None:
        self.name = name
        self.gaps = [is_gap(token) for token in tokens]
        self.needs = [frozenset(keys) for token in tokens if "OP" not in token and (keys := _keys(token))]
        self._tokens = tokens
        self._matcher: Matcher | None = None

    def rarest(self, frequent: frozenset[str]) -> frozenset[str]:
        """The words of its most telling slot."""
        return min(self.needs, key=lambda keys: (len(keys & frequent), len(keys)), default=frozenset("*"))

    def match(self, doc: "Doc") -> Iterator[tuple[int, int, list[int]]]:
        """Start, end, and the slot that each word between them fills."""
        if self._matcher is None:
            from spacy.matcher import Matcher

            self._matcher = Matcher(doc.vocab)
            self._matcher.add("", [list(self._tokens)])
        found: Any = self._matcher(doc, with_alignments=True)
        yield from ((start, end, slots) for _, start, end, slots in found)


class Patterns:
    """Compiled patterns under one name, for every name; finds which of them stand in a skeleton.

    A pattern is only matched where each slot that it cannot do without finds a word in the turn; the words of its
    rarest slot lead to it.
    """

    def __init__(self, named: Mapping[str, Iterable[str]]) -> None:
        known = lexicon().lists
        frequent = frozenset(known["frequent"]) | frozenset(BREAKS)
        self._negators = frozenset(known["negators"])
        self._index: dict[str, list[Variant]] = defaultdict(list)
        for name, patterns in named.items():
            try:
                variants = [Variant(name, tokens) for pattern in patterns for tokens in compile_pattern(pattern, known)]
            except SlotError as slot:
                raise ResourceError(f"models/patterns, {name}: the slot {slot} cannot be read; see pipeline/markers/slots.py") from None
            for variant in variants:
                for key in variant.rarest(frequent):
                    self._index[key].append(variant)

    def find(self, skeleton: Skeleton) -> dict[str, list[Match]]:
        """Matches by name, in the order of the text; marks of sentence and turn are trimmed off the ends of words."""
        present = _present(skeleton)
        candidates = {id(variant): variant for key in present & self._index.keys() for variant in self._index[key]}
        found: dict[str, set[Match]] = defaultdict(set)
        for variant in candidates.values():
            if not any(keys.isdisjoint(present) for keys in variant.needs):
                found[variant.name].update(self._matches(variant, skeleton))
        return {name: sorted(found[name], key=lambda match: (match.start, match.end)) for name in sorted(found) if found[name]}

    def _matches(self, variant: Variant, skeleton: Skeleton) -> Iterator[Match]:
        doc = skeleton.doc
        for start, end, slots in variant.match(doc):
            negators = [variant.gaps[slot] for i, slot in enumerate(slots[: end - start]) if doc[start + i].text in self._negators]
            negative = not all(negators)
            if words := [i for i in range(start, end) if doc[i].text not in BREAKS]:
                start, end = words[0], words[-1] + 1
            yield Match(start, end, negative, bool(negators) and not negative)


def _present(skeleton: Skeleton) -> set[str]:
    """What the slots of a pattern may ask for: the words, =lemma, :PART, and the beginnings of words with a star."""
    present = {"*"}
    for token in skeleton.doc:
        word = token.text
        present.update((word, "=" + token.lemma_, ":" + token.pos_))
        present.update(word[:size] + "*" for size in range(2, len(word) + 1))
    return present


def _keys(token: Token) -> list[str]:
    if "LEMMA" in token:
        return ["=" + lemma for lemma in token["LEMMA"]["IN"]]
    if "POS" in token:
        return [":" + part for part in token["POS"]["IN"]]
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
