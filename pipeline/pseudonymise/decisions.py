"""What a person decided about identifiers, put over what was recognised.

A decision speaks of one place, by a keyed hash of the turn's clear words and the offsets in it, or of every place where
a form stands. It holds when turns come in another order and when other decisions are taken. What comes out does not depend on
the order of the decisions: of two on one thing the later counts, and one on a place counts before one on a form.
One on a form is about that form and no longer name: "Rose" kept as a word, or added, uncovers nothing of "Rose Michaud".
"""

import hashlib
import hmac
from collections import Counter, defaultdict
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
        last[thing(decision)] = decision
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
    on_forms: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    on_places: dict[str, list[int]] = defaultdict(list)
    for rank, decision in enumerate(settled):
        if not decision.everywhere:
            on_places[decision.anchor].append(rank)
        elif form := key(decision.form):
            on_forms[form[0]].append((rank, form))
    result = {}
    for name, passage in passages.items():
        anchor = anchor_of.get(name, "")
        here = [(rank, settled[rank].start, settled[rank].end) for rank in (on_places.get(anchor, ()) if anchor else ())]
        here += _places(passage, on_forms) if on_forms else []
        found = list(spans[name])
        for rank, start, end in sorted(here):
            found = _decide(found, start, end, settled[rank])
        result[name] = sorted(found, key=lambda span: span.start)
    return result


def same_persons(decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    """Pairs of forms that a person said to be one."""
    return [(decision.form, decision.other) for decision in settle(decisions) if decision.kind == "same_as"]


def thing(decision: Decision) -> object:
    """What a decision is about: two decisions on one thing contradict each other, and the later counts."""
    if decision.kind == "same_as":
        return frozenset((key(decision.form), key(decision.other)))
    return key(decision.form) if decision.everywhere else (decision.anchor, decision.start, decision.end)


def _decide(found: list[Span], start: int, end: int, decision: Decision) -> list[Span]:
    here = [span for span in found if span.start < end and start < span.end]
    if start >= end or (decision.everywhere and decision.kind != "accept" and any(_is_longer(span, start, end) for span in here)):
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


def _is_longer(span: Span, start: int, end: int) -> bool:
    return span.decided != "rejected" and (span.start < start or span.end > end)


def _places(passage: Passage, on_forms: Mapping[str, Sequence[tuple[int, tuple[str, ...]]]]) -> list[tuple[int, int, int]]:
    """Where the forms of decisions stand: (rank of the decision, start, end)."""
    words = passage.words
    return [
        (decision, words[rank].start, words[rank + len(form) - 1].end)
        for rank, word in enumerate(words)
        for decision, form in on_forms.get(word.folded, ())
        if tuple(other.folded for other in words[rank : rank + len(form)]) == form
    ]
