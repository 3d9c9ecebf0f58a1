"""Names of bodies and places of which recognisers took pieces: "Sentes et Coteaux", "Passage 65", "la C.M.A. de Charente"."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.heads import OF_BETWEEN, head_of
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.overlaps import resolve
from pipeline.pseudonymise.sequences import UNIT, ends_there
from pipeline.pseudonymise.text import ARTICLES, Passage, Span, key

_AND = re.compile(r" (?:et|&) ")
_KIN = re.compile(r" (?:et|&) (?:fils|freres|associes)\b")
_NUMBER = re.compile(rf" (?!une?\b)(?:\d{{1,3}}|{numerals.RUN})(?!\w|[/:,.-]?\d)")
_COUNTS = re.compile(UNIT)
_GOLDEN = re.compile(r" d'(?:or|argent|azur|as|ariane)\b")
_LEADS = frozenset(("a", "au", "aux", "chez", "de", "du", "des", "d", "et", "la", "le", "les", "l", "par", "pour", "avec"))
_LETTERS = re.compile(r"(?<![\w.])[A-Z]{2,4} $")
_LOOK_BACK = 30


def join_parts(passage: Passage, spans: Iterable[Span]) -> list[Span]:
    """The spans, where those of bodies and places take along what belongs to the same name.

    Examples
    --------
    >>> text = "à Passage 65, et chez Sentes et Coteaux"
    >>> found = [Span(2, 9, "ORG", 0.6, "cue"), Span(22, 28, "PLACE", 0.8, "ner"), Span(32, 39, "PLACE", 0.8, "ner")]
    >>> [(text[span.start : span.end], span.kind) for span in join_parts(Passage(text), found)]
    [('Passage 65', 'ORG'), ('Sentes et Coteaux', 'ORG')]
    """
    spans = sorted(spans, key=lambda span: span.start)
    joined: list[Span] = []
    for rank, span in enumerate(spans):
        last = joined[-1] if joined else None
        if last and (kind := _bound(passage, last, span)):
            joined[-1] = replace(last, end=span.end, kind=kind, score=max(last.score, span.score))
            continue
        free = (spans[rank - 1].end if rank else 0, spans[rank + 1].start if rank + 1 < len(spans) else len(passage.text))
        joined.append(_widened(passage, span, *free))
    return joined if joined == spans else resolve(passage, joined)


def _bound(passage: Passage, left: Span, right: Span) -> str:
    """The kind of the one name that both make; "" where they are two."""
    if not {left.kind, right.kind} <= {"ORG", "PLACE"}:
        return ""
    known = lexicons()
    one, other = (key(passage.text[span.start : span.end]) for span in (left, right))
    if OF_BETWEEN.fullmatch(passage.folded, left.end, right.start):
        return left.kind if left.kind == "ORG" or one not in known.communes else ""
    if not _AND.fullmatch(passage.folded, left.end, right.start):
        return ""
    # "entre Loire et Braye", "Castres et Mazamet", "la crèche et l'école" are two
    words = passage.lower and all(map(known.is_plain, one + other))
    between = passage.folded[: left.start].split()[-1:] == ["entre"]
    apart = words or between or other[0] in ARTICLES or {one, other} <= known.communes.keys() or {one, other} & known.bodies
    return "" if apart else "ORG"


def _widened(passage: Passage, span: Span, after: int, before: int) -> Span:
    """With what stands beside it between the spans around it."""
    folded = passage.folded
    if kin := _KIN.match(folded, span.end):
        return replace(span, end=kin.end(), kind="ORG") if span.kind in ("ORG", "PERSON") else span
    if span.kind not in ("ORG", "PLACE"):
        return span
    start, end = span.start, span.end
    if key(passage.text[start:end]) in lexicons().bodies or not passage.within(start, end):
        return span
    named = passage.lower or passage.words[passage.within(start, end)[-1]].capital
    number = _NUMBER.match(folded, end, before) if named else None
    if number and _is_called(number.group()) and ends_there(folded, number.end()) and not _COUNTS.match(folded, number.end()):
        end = number.end()
    if golden := _GOLDEN.match(folded, end, before):
        end = golden.end()
    if not head_of(passage.text[start:end]):
        start = _first_quality(passage, start, after)
    if letters := _LETTERS.search(passage.text, max(after, start - _LOOK_BACK), start):
        start = letters.start()
    return replace(span, start=start, end=end)


def _is_called(number: str) -> bool:
    """Not what is counted after a name: "je vais à Rennes deux fois", "chez Elva trois"."""
    return number.strip().isdigit() or numerals.read(number) > 9


def _first_quality(passage: Passage, start: int, after: int) -> int:
    """Where the adjectives and numbers before a name begin, right behind what leads to it: "aux quatre vents", "chez bonne foi"."""
    known, words = lexicons(), passage.words
    rank = found = passage.rank_at(start) or 0
    while rank and words[rank - 1].start >= after and words[rank - 1].folded in known.words("before_nouns"):
        if passage.gap(words[rank - 1], words[rank]) not in (" ", "-"):
            break
        rank -= 1
    led = rank == 0 or words[rank - 1].folded in _LEADS
    return words[rank].start if rank < found and led else start
