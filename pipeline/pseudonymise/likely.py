"""What the readers of windows and of cases make of texts: names they do not believe, names that go on, and those that nobody found.

They take away what the recogniser alone took for a name. At the end they let places and bodies reach over the words beside them, and add
those that stand in words nobody took. They make no person and take none apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from pipeline.network import softmax
from pipeline.pseudonymise.edges import with_edges
from pipeline.pseudonymise.elsewhere import case_reader, described
from pipeline.pseudonymise.heads import name_of, with_heads
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.overlaps import resolve
from pipeline.pseudonymise.text import Passage, Span, Word
from pipeline.pseudonymise.windows import KINDS, spoken_words, window_reader

SCORE = 0.5
DOUBTED = 0.02
"""The probability of being in a name below which every word of a place or body must lie that is taken for none, and from which on words
are a name by which a place or body is called elsewhere in the case."""
REACHED = 0.2
"""The probability from which on a word beside a place or body is part of its name."""
STRANGE = 0.45
"""The same for a word that the language does not have and that nobody took."""
_JOINS = (" ", "-", "'")


def chances(passages: Sequence[Passage], named: Sequence[Sequence[Span]]) -> list[np.ndarray]:
    """Of each text of a case the probability of each kind for each word, shape (words, kinds); `named` is what the recogniser sees.

    Examples
    --------
    >>> [found.shape for found in chances([Passage("on va à rostrenen"), Passage("Oui !")], [[], []])]
    [(4, 4), (1, 4)]
    """
    reader, of_cases = window_reader(), case_reader()
    asked = [rank for rank, passage in enumerate(passages) if reader and passage.words]
    found = [np.zeros((0, len(KINDS)), np.float32) for _ in passages]
    if reader and asked:
        together = reader.read([spoken_words(passages[rank]) for rank in asked])
        if of_cases:
            features = described([passages[rank] for rank in asked], [named[rank] for rank in asked], together)
            together = softmax(of_cases.scores(features))
        ends = np.cumsum([len(passages[rank].words) for rank in asked])
        for rank, own in zip(asked, np.split(together, ends[:-1]), strict=True):
            found[rank] = own
    return found


def believed(passage: Passage, spans: Sequence[Span], likely: np.ndarray) -> list[Span]:
    """The spans but places and bodies of the recogniser alone where no word of them looks like a name; of persons none is doubted."""
    return [span for span in spans if span.origin != "ner" or span.kind == "PERSON" or not _doubted(passage, span, likely)]


def completed(passage: Passage, spans: Sequence[Span], likely: np.ndarray) -> list[Span]:
    """The spans with what else of them, and beside them, looks like a name."""
    reader = window_reader()
    if not reader or not len(likely) or (1 - likely[:, 0]).max() < REACHED:
        return list(spans)
    whole = _made_whole(passage, spans, likely)
    whole = _made_whole(passage, [*whole, *_unfound(passage, whole, likely, reader.threshold)], likely)
    whole = [span for span in whole if span.score > SCORE or not _is_kind_of_kind(passage, span)]
    if whole == list(spans):
        return whole
    return resolve(passage, with_heads(passage, (with_edges(passage, span) for span in whole)))


def heard_again(passages: Sequence[Passage], spans: Sequence[list[Span]], likely: Sequence[np.ndarray]) -> list[list[Span]]:
    """The spans of each text with words by which a body or a place is called elsewhere in the case."""
    called: dict[tuple[str, ...], str] = {}
    for passage, found in zip(passages, spans, strict=True):
        for span in found:
            name = name_of(passage.text[span.start : span.end]) if span.kind in ("PLACE", "ORG") else ()
            if not set(name) <= _outer() | _empty() and name not in lexicons().bodies:
                called.setdefault(name, span.kind)
    longest = max(map(len, called), default=0)
    return [
        resolve(passage, [*found, *_called_again(passage, found, chance, called, longest)]) if len(chance) else found
        for passage, found, chance in zip(passages, spans, likely, strict=True)
    ]


def _called_again(
    passage: Passage, spans: Sequence[Span], likely: np.ndarray, called: Mapping[tuple[str, ...], str], longest: int
) -> Iterator[Span]:
    words = passage.words
    folded = tuple(word.folded for word in words)
    rank = 0
    while rank < len(words):
        end = next((end for end in range(min(rank + longest, len(words)), rank, -1) if folded[rank:end] in called), rank)
        if end > rank and 1 - likely[rank:end, 0].min() >= DOUBTED and all(_free(word, spans) for word in words[rank:end]):
            yield with_edges(passage, Span(words[rank].start, words[end - 1].end, called[folded[rank:end]], SCORE, "propagated"))
        rank = max(end, rank + 1)


def _doubted(passage: Passage, span: Span, likely: np.ndarray) -> bool:
    inside = passage.within(span.start, span.end)
    named = 1 - likely[inside.start : inside.stop, 0]
    return named.size > 0 and named.max() < DOUBTED


def _unfound(passage: Passage, spans: Sequence[Span], likely: np.ndarray, threshold: float) -> Iterator[Span]:
    """Words in a row, in no span, that are more likely in a name than the threshold, where that is no person's."""
    words, known = passage.words, lexicons()
    inside = [
        (chance >= threshold or (chance >= STRANGE and not known.is_plain(word.folded))) and _free(word, spans)
        for word, chance in zip(words, 1 - likely[:, 0], strict=True)
    ]
    rank = 0
    while rank < len(words):
        if not inside[rank]:
            rank += 1
            continue
        last = rank
        while last + 1 < len(words) and inside[last + 1] and passage.gap(words[last], words[last + 1]) in _JOINS:
            last += 1
        first, end = _trimmed(passage, rank, last + 1)
        kind = KINDS[1 + int(likely[rank : last + 1, 1:].sum(0).argmax())]
        if kind != "PERSON" and first < end and _calls(words[first:end]):
            yield Span(words[first].start, words[end - 1].end, kind, SCORE, "ner")
        rank = last + 1


def _calls(words: Sequence[Word]) -> bool:
    """Whether something may be called so: "le relais", not "l'école du quartier", "la Bretagne"."""
    said = {word.folded for word in words}
    return not said <= _empty() or said.isdisjoint(lexicons().words("function", "wide_places"))


def _is_kind_of_kind(passage: Passage, span: Span) -> bool:
    """ "école du quartier": nothing but kinds, bound together."""
    if span.kind not in ("PLACE", "ORG"):
        return False
    said = {passage.words[rank].folded for rank in passage.within(span.start, span.end)}
    return not said.isdisjoint(lexicons().function) and said - lexicons().function <= _empty()


def _made_whole(passage: Passage, spans: Sequence[Span], likely: np.ndarray) -> list[Span]:
    return [_whole(passage, spans, span, likely) for span in spans]


def _whole(passage: Passage, spans: Sequence[Span], span: Span, likely: np.ndarray) -> Span:
    """A place or body with the words beside it that are likely of its name: "la pomme de pin" where "pomme" alone was found."""
    found = passage.within(span.start, span.end)
    if span.kind not in ("PLACE", "ORG") or not found:
        return span
    words, named = passage.words, 1 - likely[:, 0]

    def goes_on(left: int, right: int, added: int) -> bool:
        return named[added] >= REACHED and passage.gap(words[left], words[right]) in _JOINS and _free(words[added], spans)

    first, last = found[0], found[-1]
    while first and goes_on(first - 1, first, first - 1):
        first -= 1
    while last + 1 < len(words) and goes_on(last, last + 1, last + 1):
        last += 1
    start, end = _trimmed(passage, first, last + 1)
    first, last = min(start, found[0]), max(end - 1, found[-1])
    added = [*range(first, found[0]), *range(found[-1] + 1, last + 1)]
    if not added:
        return span
    place, body = likely[added][:, [KINDS.index("PLACE"), KINDS.index("ORG")]].sum(0)
    where = {"start": min(span.start, words[first].start), "end": max(span.end, words[last].end)}
    return replace(span, **where, kind="ORG" if body > place else span.kind)


def _free(word: Word, spans: Sequence[Span]) -> bool:
    return not any(span.start < word.end and word.start < span.end for span in spans)


def _trimmed(passage: Passage, first: int, end: int) -> tuple[int, int]:
    """Words of grammar, titles, bonds and single letters at the edges are left out; the second rank is behind the last word."""
    words, outer = passage.words, _outer()
    while first < end and (words[first].folded in outer or len(words[first].folded) == 1):
        first += 1
    while first < end and (words[end - 1].folded in outer or len(words[end - 1].folded) == 1):
        end -= 1
    return first, end


@cache
def _empty() -> frozenset[str]:
    """Words by which nothing is called."""
    return lexicons().kinds_alone | lexicons().words("wide_places", "streets")


@cache
def _outer() -> frozenset[str]:
    known = lexicons()
    return known.words("function", "of_families", "bonds", "roles").union(known.titles)
