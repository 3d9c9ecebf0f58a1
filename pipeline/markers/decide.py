"""From cues and probabilities to the markers of a turn: what stands, what is set aside, in which band, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.markers.explain import explain, explain_read
from pipeline.markers.reader import Reader, Reading
from pipeline.markers.rules import Rule
from pipeline.markers.scores import CATEGORIES
from pipeline.markers.targets import target_of
from pipeline.markers.utterance import Cue, Utterance
from pipeline.tables import FAMILIES, FAMILY_OF

UNPROVEN = frozenset({"violence"})
"""Families that no rule alone may call sure: on unread sessions 1 of 9 such markers of violence was right (models/patterns/CARD.md)."""
SECOND_CATEGORY = 0.5
"""Share of the strongest category's probability from which another one of the same family is marked too, where a rule found it."""


@dataclass(frozen=True)
class Marker:
    """A marker before its turn has an id; start and end are words of the skeleton."""

    start: int
    end: int
    category: str
    score: float
    band: str
    origin: str
    rule: Rule | None
    modifiers: Sequence[str]
    active: bool
    terms: Sequence[str] = ()
    rank: int = 0
    set_aside: bool = False
    instead: str = ""

    def row(self, turn_id: str, turn: Utterance) -> dict[str, Any]:
        """The marker as a row of the `markers` table."""
        start, end = turn.skeleton.span(self.start, self.end)
        clause = turn.skeleton.words[self.start : self.end]
        if self.origin == "rule" and self.rule and not self.set_aside:
            why = explain(self.rule, band=self.band, modifiers=self.modifiers, active=self.active)
        else:
            why = explain_read(
                self.category, rule=self.rule, band=self.band, modifiers=self.modifiers, terms=self.terms,
                score=self.score, active=self.active, instead=self.instead,
            )  # fmt: skip
        return {
            "marker_id": f"{turn_id}/{self.category}/{self.rank}",
            "turn_id": turn_id,
            "start": start,
            "end": end,
            "category": self.category,
            "family": FAMILY_OF[self.category],
            "score": self.score,
            "band": self.band,
            "origin": self.origin,
            "rule_id": self.rule.id if self.rule else "",
            "modifiers": list(self.modifiers),
            "target": self.rule.target if self.rule else target_of(self.category, clause),
            "active": self.active,
            "why": why,
        }


@dataclass(frozen=True)
class Marked:
    """The markers of a turn in the order of the text; with a reader, its (family, probability) pairs and the row of the turn
    that it opposes (-1 for none), with its probability."""

    markers: Sequence[Marker]
    shares: Sequence[tuple[str, float]] = field(default_factory=tuple)
    opposed: tuple[int, float] | None = None


def by_rules(session: Sequence[Utterance], sure: float) -> list[Marked]:
    """Rules alone: of each category the best active cue, and the best cancelled one that does not overlap it."""
    return [Marked(_in_order([_by_rule(cue, sure) for cue in _kept(turn.cues)])) for turn in session]


def by_reader(reader: Reader, session: Sequence[Utterance]) -> list[Marked]:
    """A reader over the rules: it marks without them, and a rule's cue stands only where the reader lets it."""
    read = reader.probabilities(session)
    return [_read_turn(reader, turn, read, i) for i, turn in enumerate(session)]


def _read_turn(reader: Reader, turn: Utterance, read: Reading, i: int) -> Marked:
    kept = _kept(turn.cues)
    markers: list[Marker] = []
    for j, (family, categories) in enumerate(FAMILIES.items()):
        p = float(read.families[i, j])
        cues = [cue for cue in kept if FAMILY_OF[cue[0].rule.category] == family]
        standing = [cue for cue in cues if cue[2]]
        stands = p >= (read.backed[j] if standing else read.bare[j])
        band = "sure" if p >= read.sure[j] else "review"
        top = max(categories, key=lambda c: read.categories[i, CATEGORIES.index(c)]) if stands else ""
        strongest = float(read.categories[i, CATEGORIES.index(top)]) if stands else 1.0
        marked: set[str] = set()
        for cue in cues:
            category = cue[0].rule.category
            enough = not stands or category == top or float(read.categories[i, CATEGORIES.index(category)]) >= SECOND_CATEGORY * strongest
            active = cue[2] and stands and enough
            marked |= {category} if active else set()
            # the family stands and another category speaks for it
            instead = top if not enough else ""
            markers.append(_by_rule_and_reader(reader, turn, cue, p, band, active, instead))
        if stands and top not in marked:
            reasons = reader.reasons(turn, top)
            if reasons.end > reasons.start:
                markers.append(Marker(reasons.start, reasons.end, top, p, band, "model", None, (), True, reasons.terms))
    shares = [(family, float(p)) for family, p in zip(FAMILIES, read.families[i], strict=True)]
    return Marked(_in_order(markers), shares, (int(read.opposed[i]), float(read.opposes[i])))


def _by_rule_and_reader(reader: Reader, turn: Utterance, cue: Cue, p: float, band: str, active: bool, instead: str) -> Marker:
    hit, modifiers, uncancelled = cue
    if not uncancelled:
        return _by_rule(cue, 2.0)
    terms = reader.reasons(turn, hit.rule.category).terms if active else ()
    start, end = hit.match.start, hit.match.end
    origin = "rule+model" if active else "rule"
    return Marker(
        start, end, hit.rule.category, p, band if active else "review", origin, hit.rule, modifiers, active, terms,
        set_aside=not active, instead=instead,
    )  # fmt: skip


def _by_rule(cue: Cue, sure: float) -> Marker:
    hit, modifiers, active = cue
    band = "sure" if hit.rule.score >= sure and FAMILY_OF[hit.rule.category] not in UNPROVEN else "review"
    return Marker(hit.match.start, hit.match.end, hit.rule.category, hit.rule.score, band, "rule", hit.rule, modifiers, active)


def _in_order(markers: Iterable[Marker]) -> list[Marker]:
    """Markers in the order of the text, each ranked among those of its category."""
    ordered = sorted(markers, key=lambda marker: (marker.start, marker.category))
    number: dict[str, int] = {}
    ranked: list[Marker] = []
    for marker in ordered:
        ranked.append(replace(marker, rank=number.get(marker.category, 0)))
        number[marker.category] = ranked[-1].rank + 1
    return ranked


def _kept(cues: Sequence[Cue]) -> list[Cue]:
    """Of each category the best active cue, and the best cancelled one that does not overlap it."""
    kept: list[Cue] = []
    for category in sorted({cue[0].rule.category for cue in cues}):
        own = [cue for cue in cues if cue[0].rule.category == category]
        cancelled = [cue for cue in own if not cue[2]]
        active = [cue for cue in own if cue[2] and not any(_inside(cue, other) for other in cancelled)]
        best = _best(active)
        kept += best + _best([cue for cue in cancelled if not any(_overlap(cue, other) for other in best)])
    return kept


def _best(cues: Iterable[Cue]) -> list[Cue]:
    """The best-scored cue, of equal ones the longest, then the first; none of none."""
    order = sorted(cues, key=lambda cue: (-cue[0].rule.score, cue[0].match.start - cue[0].match.end, cue[0].match.start, cue[0].rule.id))
    return order[:1]


def _overlap(one: Cue, other: Cue) -> bool:
    return one[0].match.start < other[0].match.end and other[0].match.start < one[0].match.end


def _inside(one: Cue, other: Cue) -> bool:
    """Whether a cue is a smaller part of another."""
    a, b = one[0].match, other[0].match
    return b.start <= a.start and a.end <= b.end and (a.start, a.end) != (b.start, b.end)
