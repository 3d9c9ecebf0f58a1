"""What a person decided about identifiers, put over what was recognised.

A decision speaks of one place, by a keyed hash of the turn's clear words and the offsets in it, or of every place where
a form stands. It holds when turns come in another order and when other decisions are taken. What comes out does not depend on
the order of the decisions: of two on one thing the later counts, and one on a place counts before one on a form.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.pseudonymise.records import Decision
from pipeline.pseudonymise.text import Passage, Span, key

CERTAIN = 1.0
ORIGIN = "person"


def anchors(turns: Iterable[tuple[str, str, str]], secret: bytes) -> dict[str, str]:
    """An anchor for each turn from (turn_id, session_id, clear text).

    Two turns of a session with the same words are told apart by which comes first.

    Examples
    --------
    >>> one = anchors([("s:0", "s", "merci"), ("s:1", "s", "bonjour Nadia")], b"secret")
    >>> other = anchors([("s:0", "s", "bonjour Nadia"), ("s:1", "s", "merci")], b"secret")
    >>> one["s:1"] == other["s:0"]
    True
    """
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for turn_id, session_id, text in turns:
        rank = seen[session_id, text]
        seen[session_id, text] += 1
        found[turn_id] = hmac.new(secret, f"{session_id}\0{rank}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]
    return found


def settle(decisions: Iterable[Decision]) -> list[Decision]:
    """Of the decisions on one thing the last; those on forms before those on places, which therefore have the last word."""
    last: dict[object, Decision] = {}
    for decision in sorted(decisions, key=lambda one: (one.at, one.decision_id)):
        last[_thing(decision)] = decision
    return sorted(last.values(), key=lambda one: (not one.everywhere, one.at, one.decision_id))


def apply(
    passages: Mapping[str, Passage], spans: Mapping[str, Sequence[Span]], decisions: Sequence[Decision], anchor_of: Mapping[str, str]
) -> dict[str, list[Span]]:
    """Spans after the decisions.

    Parameters
    ----------
    passages, spans
        The clear texts and what was recognised in each, by key.
    decisions
        In any order.
    anchor_of
        The anchor of each text that is a turn.

    Returns
    -------
    dict
        The spans of each text, sorted, without overlaps; `decided` says accepted or rejected where a person did.
    """
    settled = [decision for decision in settle(decisions) if decision.kind != "same_as"]
    result = {}
    for name, passage in passages.items():
        found = list(spans[name])
        for decision in settled:
            if decision.everywhere:
                places = _places(passage, key(decision.form))
            else:
                places = [(decision.start, decision.end)] if decision.anchor == anchor_of.get(name, "") != "" else []
            for start, end in places:
                found = _decide(found, start, end, decision)
        result[name] = sorted(found, key=lambda span: span.start)
    return result


def same_persons(decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    """Pairs of forms that a person said to be one."""
    return [(decision.form, decision.other) for decision in settle(decisions) if decision.kind == "same_as"]


def _decide(found: list[Span], start: int, end: int, decision: Decision) -> list[Span]:
    here = [span for span in found if span.start < end and start < span.end]
    if start >= end:
        return found
    match decision.kind:
        case "accept":
            return [replace(span, score=CERTAIN, decided="accepted") if span in here else span for span in found]
        case "reject":
            exact = [span for span in here if (span.start, span.end) == (start, end)]
            refused = [replace(span, decided="rejected") for span in exact or here]
            return [span for span in found if span not in (exact or here)] + refused
        case _:
            added = Span(start, end, decision.identifier, CERTAIN, ORIGIN, "accepted")
            return [span for span in found if span not in here] + [added]


def _places(passage: Passage, form: tuple[str, ...]) -> list[tuple[int, int]]:
    words = passage.words
    ranks = [rank for rank in range(len(words) - len(form) + 1) if tuple(word.folded for word in words[rank : rank + len(form)]) == form]
    return [(words[rank].start, words[rank + len(form) - 1].end) for rank in ranks if form]


def _thing(decision: Decision) -> object:
    if decision.kind == "same_as":
        return frozenset((key(decision.form), key(decision.other)))
    return key(decision.form) if decision.everywhere else (decision.anchor, decision.start, decision.end)
