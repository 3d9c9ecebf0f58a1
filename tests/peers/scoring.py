"""From gold mentions and found spans to figures; pure, so that every tool is judged by the same lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

DIRECT = frozenset(("PERSON", "PHONE", "EMAIL", "ADDRESS", "ID", "URL", "HANDLE"))
"""Kinds that point at one person by themselves."""

Figures = dict[str, Any]


class Mention(NamedTuple):
    """What gold says points at somebody; `entity` is known in its case."""

    start: int
    end: int
    kind: str
    entity: str


class GoldTurn(NamedTuple):
    """One turn as gold has it; `turn_id` is that of the tools."""

    turn_id: str
    case: str
    text: str
    mentions: Sequence[Mention]


class Span(NamedTuple):
    """What a tool hides; spans of one `identity` are one somebody in their case to whoever reads the result."""

    start: int
    end: int
    kind: str
    identity: str


def score(turns: Iterable[GoldTurn], found: Mapping[str, Sequence[Span]]) -> Figures:
    """Judge what one tool found, as `pipeline.evaluate` does.

    Parameters
    ----------
    turns
        All turns of the gold.
    found
        The spans of each turn, by its id, in any order; they may overlap.

    Returns
    -------
    dict
        `hidden` (kind, "direct" or "all" → n and rate: mentions of which every letter and digit is hidden), `identities` (gold
        entities all of whose direct mentions are hidden), `persons_split` and `persons_merged` (of those found at all) and `altered`
        (words that belong to no mention): n and rate, 0 to 1, None where there is nothing to measure.
    """
    hidden: dict[str, list[bool]] = defaultdict(list)
    entities: dict[tuple[str, str], list[bool]] = defaultdict(list)
    altered: list[bool] = []
    links: set[tuple[tuple[str, str], tuple[str, str]]] = set()
    for turn in turns:
        spans = found.get(turn.turn_id, ())
        covered = {rank for span in spans for rank in range(span.start, span.end)}
        marked: set[int] = set()
        for mention in turn.mentions:
            place = {rank for rank in range(mention.start, mention.end) if turn.text[rank].isalnum()}
            marked |= place
            whole = place <= covered
            hidden[mention.kind].append(whole)
            hidden["all"].append(whole)
            if mention.kind in DIRECT:
                hidden["direct"].append(whole)
                entities[turn.case, mention.entity].append(whole)
            if mention.kind == "PERSON":
                over = (span for span in spans if span.start < mention.end and mention.start < span.end)
                links |= {((turn.case, mention.entity), (turn.case, span.identity)) for span in over}
        for start, end in _words(turn.text):
            place = set(range(start, end))
            if not marked & place:
                altered.append(bool(covered & place))
    return {
        "hidden": {kind: _share(whole) for kind, whole in hidden.items()},
        "identities": _share(all(whole) for whole in entities.values()),
        "persons_split": _share(_doubled(links)),
        "persons_merged": _share(_doubled({(identity, person) for person, identity in links})),
        "altered": _share(altered),
    }


def _doubled(links: set[tuple[Any, Any]]) -> Iterable[bool]:
    """For each left side: has it more than one right side?"""
    sides: dict[Any, int] = defaultdict(int)
    for left, _ in links:
        sides[left] += 1
    return (count > 1 for count in sides.values())


def _share(cases: Iterable[bool]) -> Figures:
    known = list(cases)
    return {"n": len(known), "rate": sum(known) / len(known) if known else None}


def _words(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for word in text.split():
        start = text.index(word, start)
        yield start, start + len(word)
        start += len(word)
