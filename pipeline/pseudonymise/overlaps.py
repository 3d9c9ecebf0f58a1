"""Of spans that overlap: which one holds, which become one, and what is left beside it of a name."""

import itertools
from collections.abc import Iterable

from pipeline.pseudonymise.extent import is_clipped
from pipeline.pseudonymise.headed import OWNED
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, key

_SHAPED = frozenset(("PHONE", "EMAIL", "HANDLE", "URL", "ID", "ADDRESS", "DATE", "AGE"))
_WHOLE = _SHAPED - {"DATE", "AGE"}


def resolve(passage: Passage, spans: Iterable[Span]) -> list[Span]:
    """Spans without overlaps: shapes before names, then the longest, then the surest; same kinds that touch become one.

    Examples
    --------
    >>> found = [Span(0, 5, "PERSON", 0.8, "ner"), Span(0, 13, "PERSON", 0.9, "cue"), Span(6, 13, "PLACE", 0.7, "ner")]
    >>> [(span.start, span.end, span.kind, span.origin) for span in resolve(Passage("Marie Ferrand"), found)]
    [(0, 13, 'PERSON', 'cue+ner')]
    """
    kept: list[Span] = []
    ordered = sorted(spans, key=lambda span: (-_weight(span), span.start))
    for span in ordered:
        over = [other for other in kept if span.start < other.end and other.start < span.end]
        if not over:
            kept.append(span)
            continue
        holder = over[0]
        if len(over) == 1 and (holder.kind == span.kind or {holder.kind, span.kind} <= _WHOLE):
            # of a telephone that runs into an address no half may stay
            kept.remove(holder)
            kept.append(_union(holder, span))
        elif len(over) == 1 and not (span.start >= holder.start and span.end <= holder.end):
            kept += _rest(passage, span, holder)
    merged = sorted(kept, key=lambda span: span.start)
    for left, right in itertools.pairwise(merged):
        if left.end > right.start or _one_name(passage, left, right):
            return resolve(passage, [*(span for span in merged if span not in (left, right)), _union(left, right)])
    return merged


def _one_name(passage: Passage, left: Span, right: Span) -> bool:
    """A first name and the surname right after it, each found by itself: "Nadia", "Belkacem"; "kouassi", "n'guessan"."""
    if left.kind != "PERSON" or right.kind != "PERSON" or passage.text[left.end : right.start] != " ":
        return False
    first, second = key(passage.text[left.start : left.end]), key(passage.text[right.start : right.end])
    sex = lexicons().sex
    rank = passage.rank_at(right.start)
    clipped = len(first) == 1 and rank is not None and is_clipped(passage, rank)
    return clipped or ("-".join(first) in sex and "-".join(second) not in sex)


def _weight(span: Span) -> float:
    shape = 1000 if span.kind in _SHAPED else 0
    named = 200 if span.origin in ("participant", "label") else 0
    owned = 300 if span.kind == "ORG" and span.score == OWNED and span.origin == "cue" else 0
    return shape + named + owned + span.length + span.score


def _union(one: Span, other: Span) -> Span:
    origin = "+".join(sorted({*one.origin.split("+"), *other.origin.split("+")}))
    return Span(min(one.start, other.start), max(one.end, other.end), one.kind, max(one.score, other.score), origin)


def _rest(passage: Passage, span: Span, holder: Span) -> list[Span]:
    """What a span holds beside the one that won, where a name stands in it."""
    known = lexicons()
    if span.kind in ("DATE", "AGE"):
        return []
    rest = []
    for start, end in ((span.start, min(span.end, holder.start)), (max(span.start, holder.end), span.end)):
        words = [word for word in passage.words if word.start >= start and word.end <= end and not known.is_plain(word.folded)]
        if words and start < end:
            rest.append(Span(words[0].start, words[-1].end, span.kind, span.score, span.origin))
    return rest
