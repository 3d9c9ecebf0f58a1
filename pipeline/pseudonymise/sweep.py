"""The last look before names are replaced: what the leak gate would find is hidden as well.

A recogniser sees a name in one turn and misses it in the next. Whatever it accepted anywhere in the case is looked for
everywhere, with the eyes of the gate, and what is found is hidden and marked for review.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.pseudonymise.heads import name_of
from pipeline.pseudonymise.leaks import NAMES, hits, seek
from pipeline.pseudonymise.text import Passage, Span, key

SCORE = 0.5
ORIGIN = "propagated"


def sweep(passages: Mapping[str, Passage], spans: Mapping[str, Sequence[Span]], names: Iterable[str] = ()) -> dict[str, list[Span]]:
    """Spans with those that were missed of names known elsewhere in the case.

    Parameters
    ----------
    passages, spans
        The clear texts and what was recognised in each, by key.
    names
        Labels and participants.

    Examples
    --------
    >>> passages = {"a": Passage("Nadia Belkacem a dit oui"), "b": Passage("et belkacem a dit non")}
    >>> found = sweep(passages, {"a": [Span(0, 14, "PERSON", 0.9, "ner")], "b": []})
    >>> [(span.start, span.end, span.kind, span.origin) for span in found["b"]]
    [(3, 11, 'PERSON', 'propagated')]
    """
    forms = {
        (span.kind, passages[name].text[span.start : span.end]) for name, found in spans.items() for span in found if span.kind in NAMES
    }
    kinds = {name_of(form): kind for kind, form in sorted(forms) if kind in ("PLACE", "ORG")}
    kinds |= {key(form): kind for kind, form in sorted(forms)}
    sought = seek([*sorted(forms), *(("PERSON", name) for name in names)])
    near: dict[str, bool] = {}
    return {
        name: sorted([*found, *_missed(passages[name], found, sought, kinds, near)], key=lambda one: one.start)
        for name, found in spans.items()
    }


def _missed(passage: Passage, found: Sequence[Span], sought, kinds: Mapping[tuple[str, ...], str], near: dict[str, bool]) -> list[Span]:
    words = passage.words
    folded = [word.folded for word in words]
    missed = []
    for first, last in hits(folded, sought, near=near):
        start, end = words[first].start, words[last - 1].end
        if not any(span.start < end and start < span.end for span in found):
            missed.append(Span(start, end, kinds.get(tuple(folded[first:last]), "PERSON"), SCORE, ORIGIN))
    return missed
