"""Patterns of slots, found in the skeleton of a turn.

Several thousand patterns cost a fraction of the parse: an index leads from the words of a turn to the patterns that could stand
in it, and a bit-parallel automaton (Baeza-Yates and Gonnet, A new approach to text searching, CACM 35, 1992) tells which of them
do; spaCy's matcher says where, for those alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import ResourceError
from pipeline.markers.slots import SlotError, Token, compile_pattern, is_gap
from pipeline.markers.speech import BREAKS, Skeleton, lexicon

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

LEAST_STEM = 2
"""Letters before the star of a slot that asks for the beginning of a word, at least."""


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


@dataclass(frozen=True)
class Slot:
    """What one slot asks for, as keys of `Places`.

    Attributes
    ----------
    keys
        One of these, or, where `but`, none of them.
    but
        Whether the keys are what is not wanted.
    least, most
        How often it may be filled.
    """

    keys: frozenset[str]
    but: bool
    least: int
    most: int


class Places:
    """Where in a skeleton the words stand that slots ask for: bit i of a mask is word i.

    The keys are a word, =lemma, :PART, and the beginnings of words with a star.
    """

    def __init__(self, skeleton: Skeleton) -> None:
        self.masks: dict[str, int] = {"*": 0}
        self._of: dict[frozenset[str], int] = {}
        masks = self.masks
        self.every = (1 << len(skeleton.words)) - 1
        for i, (word, lemma, part) in enumerate(zip(skeleton.words, skeleton.lemmas, skeleton.parts, strict=True)):
            stems = [word[:size] + "*" for size in range(LEAST_STEM, len(word) + 1)]
            for key in (word, "=" + lemma, ":" + part, *stems):
                masks[key] = masks.get(key, 0) | 1 << i

    def of(self, keys: frozenset[str]) -> int:
        """The words that any of the keys stands for."""
        if (mask := self._of.get(keys)) is None:
            mask = 0
            for key in keys & self.masks.keys():
                mask |= self.masks[key]
            self._of[keys] = mask
        return mask

    def hold(self, slots: Sequence[Slot]) -> bool:
        """Whether the slots stand anywhere in the skeleton, one after the other."""
        reached = self.every
        known = self._of
        for slot in slots:
            keys = slot.keys
            mask = known[keys] if keys in known else self.of(keys)
            if slot.but:
                mask = self.every & ~mask
            if slot.least:
                reached = (reached & mask) << 1
                if not reached:
                    return False
            else:
                further = reached
                for _ in range(slot.most):
                    further = (further & mask) << 1
                    reached |= further
        return True


class Variant:
    """One compiled token pattern; its matcher is built when it is first needed."""

    def __init__(self, name: str, tokens: Sequence[Token]) -> None:
        self.name = name
        self.gaps = [is_gap(token) for token in tokens]
        self.slots = [_slot(token) for token in tokens]
        self._tokens = tokens
        self._matcher: Matcher | None = None

    def rarest(self, frequent: frozenset[str]) -> frozenset[str]:
        """The words of its most telling slot."""
        needs = [slot.keys for slot in self.slots if slot.least and not slot.but]
        return min(needs, key=lambda keys: (len(keys & frequent), len(keys)), default=frozenset("*"))

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

    The words of a pattern's rarest slot lead to it.
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

    def find(self, skeleton: Skeleton, places: Places) -> dict[str, list[Match]]:
        """Matches by name, in the order of the text; marks of sentence and turn are trimmed off the ends of words."""
        candidates = {id(variant): variant for key in places.masks.keys() & self._index.keys() for variant in self._index[key]}
        found: dict[str, set[Match]] = defaultdict(set)
        for variant in candidates.values():
            if places.hold(variant.slots):
                found[variant.name].update(self._matches(variant, skeleton))
        return {name: sorted(found[name], key=lambda match: (match.start, match.end)) for name in sorted(found) if found[name]}

    def _matches(self, variant: Variant, skeleton: Skeleton) -> Iterator[Match]:
        words = skeleton.words
        for start, end, slots in variant.match(skeleton.doc):
            negators = [variant.gaps[slot] for i, slot in enumerate(slots[: end - start]) if words[start + i] in self._negators]
            negative = not all(negators)
            if said := [i for i in range(start, end) if words[i] not in BREAKS]:
                start, end = said[0], said[-1] + 1
            yield Match(start, end, negative, bool(negators) and not negative)


def _slot(token: Token) -> Slot:
    """What a token pattern of `pipeline.markers.slots` asks for."""
    often = token.get("OP", "")
    least, most = (0, 1) if often == "?" else (0, int(often[3:-1])) if often else (1, 1)
    keys, but = _asked(token)
    return Slot(_same(frozenset(keys)), but, least, most)


def _asked(token: Token) -> tuple[list[str], bool]:
    """The keys of a slot, and whether they are what is not wanted."""
    if "LEMMA" in token:
        return ["=" + lemma for lemma in token["LEMMA"]["IN"]], False
    if "POS" in token:
        return [":" + part for part in token["POS"]["IN"]], False
    lower: Any = token["LOWER"]
    if isinstance(lower, str):
        return [lower], False
    if "NOT_IN" in lower:
        return [word for word in lower["NOT_IN"] if "*" not in word], True
    if "IN" in lower:
        return lower["IN"], False
    return [word.replace(".*", "*").replace("\\", "") for word in lower["REGEX"][4:-2].split("|")], False


@cache
def _same(keys: frozenset[str]) -> frozenset[str]:
    """One object for equal keys, so that looking them up compares no words."""
    return keys
