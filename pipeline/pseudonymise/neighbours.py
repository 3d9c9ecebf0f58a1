"""Two persons called one after the other, as an automatic transcript writes them: "karim maëlys vous pouvez"."""

import itertools
from dataclasses import replace

from pipeline.pseudonymise.aliases import Alias, read_alias
from pipeline.pseudonymise.identities import APART, Identity, Register, fit
from pipeline.pseudonymise.text import Passage, Span


def divide(passage: Passage, span: Span, register: Register) -> list[Span]:
    """A span that holds names of two listed persons, and is the name of nobody, becomes two.

    Examples
    --------
    >>> register = Register()
    >>> people = [register.add_person([name]) for name in ("Karim Haddad", "Maëlys Bourdon")]
    >>> [(part.start, part.end) for part in divide(Passage("karim maélisse"), Span(0, 14, "PERSON", 0.9, "cue"), register)]
    [(0, 5), (6, 14)]
    """
    words = [word for word in passage.words if word.start >= span.start and word.end <= span.end]
    if span.kind != "PERSON" or len(words) < 2:
        return [span]
    if _who(read_alias(passage.text[span.start : span.end]), register):
        return [span]
    for left, right in itertools.pairwise(words):
        if passage.gap(left, right) not in (" ", ", "):
            continue
        first, second = (
            _who(Alias(given=tuple(word.folded for word in part)), register)
            for part in (words[: words.index(right)], words[words.index(right) :])
        )
        if first and second and not any(one is other for one in first for other in second):
            return [replace(span, end=left.end), replace(span, start=right.start)]
    return [span]


def _who(alias: Alias, register: Register) -> list[Identity]:
    return [identity for identity in register.identities if identity.listed and fit(alias, identity) > APART]
