"""A first name and the surname beside it, of which only one was found: the other stands elsewhere in the case by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.propagation import SURE
from pipeline.pseudonymise.text import Passage, Span, Word


def complete(passages: Mapping[str, Passage], spans: Mapping[str, Sequence[Span]]) -> dict[str, list[Span]]:
    """The spans of each text, with each half of a name that stands beside its other half.

    Examples
    --------
    >>> texts = {"a": "c'est roche qui paye", "b": "gilles roche viendra", "c": "il manque roche gilles"}
    >>> places = {"a": (6, 11), "b": (0, 6), "c": (16, 22)}
    >>> found = {name: [Span(*place, "PERSON", 0.8, "ner")] for name, place in places.items()}
    >>> whole = complete({name: Passage(text) for name, text in texts.items()}, found)
    >>> [texts[name][span.start : span.end] for name, spans in whole.items() for span in spans]
    ['roche', 'gilles roche', 'roche gilles']
    """
    lone = {word.folded for name, found in spans.items() for span in found for word in _lone(passages[name], span)}
    return {name: list(_complete(passages[name], found, lone)) for name, found in spans.items()}


def _complete(passage: Passage, spans: Sequence[Span], lone: set[str]) -> Iterator[Span]:
    free = {word.start for word in passage.words} - {
        word.start for span in spans for word in passage.words if span.start <= word.start < span.end
    }
    for span in spans:
        inner = passage.within(span.start, span.end)
        if span.kind == "PERSON" and inner:
            for rank, end in ((inner[-1] + 1, inner[-1]), (inner[0] - 1, inner[0])):
                word = passage.words[rank] if 0 <= rank < len(passage.words) else None
                left, right = sorted((rank, end))
                if not word or word.start not in free or passage.gap(passage.words[left], passage.words[right]) != " ":
                    continue
                if _makes_whole([passage.words[one] for one in inner], word, lone):
                    free.discard(word.start)
                    span = replace(span, start=min(span.start, word.start), end=max(span.end, word.end))
                    break
        yield span


def _makes_whole(named: Sequence[Word], word: Word, lone: set[str]) -> bool:
    """Is one of them a first name, and the other none that the case uses by itself?"""
    known = lexicons()
    if word.folded not in lone or word.folded in known.function or (named[0].capital and not word.capital):
        return False
    first = "-".join(one.folded for one in named) in known.sex
    return first != (word.folded in known.sex) and (first or len(named) == 1)


def _lone(passage: Passage, span: Span) -> list[Word]:
    """The one word of a span that is, or may be, the name of a person."""
    words = [passage.words[rank] for rank in passage.within(span.start, span.end)]
    surname = span.kind in ("PLACE", "ORG") and span.score < SURE and words and words[0].folded in lexicons().word_surnames
    return words if len(words) == 1 and len(words[0].folded) > 2 and (span.kind == "PERSON" or surname) else []
