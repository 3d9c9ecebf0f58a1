"""Numbers and accounts found once are found wherever the case says them again: "ma chambre c'est la 214 … j'ai ouvert la 214"."""

import re
from collections.abc import Sequence

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.sequences import UNIT
from pipeline.pseudonymise.text import Passage, Span

_SHORT = 5
"""Below so many letters and digits, a number is said again only after an article, and before no unit."""
_SIGN = re.compile(r"^(?:n° ?|numero )")


def find_repeated(passages: Sequence[Passage], found: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Further mentions of the ID and HANDLE spans of a case, one list a passage.

    Examples
    --------
    >>> said = [Passage("ma chambre c'est la 214"), Passage("j'ai payé 214 euros pour la 214, et 214 fois")]
    >>> [(span.start, span.end) for span in find_repeated(said, [[Span(20, 23, "ID", 0.8, "structure")], []])[1]]
    [(28, 31)]
    """
    kinds: dict[str, str] = {}
    for passage, spans in zip(passages, found, strict=True):
        for span in spans:
            surface = _SIGN.sub("", passage.folded[span.start : span.end])
            if (span.kind == "ID" and len(numerals.digits(surface)) > 2) or (span.kind == "HANDLE" and re.search(r"[\d_.@ ]", surface)):
                kinds[surface] = span.kind
    if not kinds:
        return [[] for _ in passages]
    forms = "|".join(re.escape(surface) for surface in sorted(kinds, key=len, reverse=True))
    again = re.compile(rf"(?<![\w,.-])(?:{forms})(?![\w-]|[,.]\d)")
    return [
        [
            Span(match.start(), match.end(), kinds[match.group()], 0.65, "propagated")
            for match in again.finditer(passage.folded)
            if _is_meant(passage, match) and not any(span.start <= match.start() and match.end() <= span.end for span in spans)
        ]
        for passage, spans in zip(passages, found, strict=True)
    ]


def _is_meant(passage: Passage, match: re.Match[str]) -> bool:
    if len(match.group()) >= _SHORT:
        return True
    pointed = re.search(r"\b(?:la|le|du|au|les|chambre|numero) $", passage.folded[: match.start()])
    return pointed is not None and not re.match(UNIT, passage.folded[match.end() :])
