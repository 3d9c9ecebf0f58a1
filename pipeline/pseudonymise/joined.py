"""Names of bodies and places of which recognisers took pieces: "Sentes et Coteaux", "Passage 65", "la C.M.A. de Charente"."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.heads import OF_BETWEEN, head_of
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.overlaps import resolve
from pipeline.pseudonymise.said import is_titled
from pipeline.pseudonymise.sequences import UNIT, ends_there
from pipeline.pseudonymise.text import ARTICLES, Passage, Span, fold, key

_AND = re.compile(r" (?:et|&) ")
_KIN = re.compile(r" (?:et|&) (?:fils|freres|associes)\b")
_NUMBER = re.compile(rf" (?!une?\b)(?:\d{{1,3}}|{numerals.RUN})(?!\w|[/:,.-]?\d)")
_COUNTS = re.compile(UNIT)
_GOLDEN = re.compile(r" d'(?:or|argent|azur|as|ariane)\b")
_LEADS = frozenset(("a", "au", "aux", "chez", "de", "du", "des", "d", "et", "la", "le", "les", "l", "par", "pour", "avec"))
_LETTERS = re.compile(r"(?<![\w.])[A-Z]{2,4} $")
_LOOK_BACK = 30


def join_parts(passages: Sequence[Passage], found: Sequence[Iterable[Span]]) -> list[list[Span]]:
    """The spans of the texts of a case, where those of bodies and places take along what belongs to the same name.

    What is said elsewhere without it is a name of its own: of "Engie et Orange" both where one of them stands alone, of
    "le nouveau Lidl" Lidl.

    Examples
    --------
    >>> text = "à Passage 65, et chez Sentes et Coteaux"
    >>> pieces = [Span(2, 9, "ORG", 0.6, "cue"), Span(22, 28, "PLACE", 0.8, "ner"), Span(32, 39, "PLACE", 0.8, "ner")]
    >>> [(text[span.start : span.end], span.kind) for span in join_parts([Passage(text)], [pieces])[0]]
    [('Passage 65', 'ORG'), ('Sentes et Coteaux', 'ORG')]
    """
    found = [sorted(spans, key=lambda span: span.start) for spans in found]
    whole = [_joined(passage, spans, frozenset()) for passage, spans in zip(passages, found, strict=True)]
    alone = {
        key(passage.text[span.start : span.end])
        for passage, spans, after in zip(passages, found, whole, strict=True)
        for span in set(spans).intersection(after)
        if span.kind in ("ORG", "PLACE")
    }
    return [
        _joined(passage, spans, alone) if spans != after else spans for passage, spans, after in zip(passages, found, whole, strict=True)
    ]


def _joined(passage: Passage, spans: list[Span], alone: Collection[tuple[str, ...]]) -> list[Span]:
    joined: list[Span] = []
    for rank, span in enumerate(spans):
        last = joined[-1] if joined else None
        if last and (kind := _bound(passage, last, span, alone)):
            joined[-1] = replace(last, end=span.end, kind=kind, score=max(last.score, span.score))
            continue
        free = (spans[rank - 1].end if rank else 0, spans[rank + 1].start if rank + 1 < len(spans) else len(passage.text))
        joined.append(_widened(passage, span, *free, alone))
    return joined if joined == spans else resolve(passage, joined)


def _bound(passage: Passage, left: Span, right: Span, alone: Collection[tuple[str, ...]]) -> str:
    """The kind of the one name that both make; "" where they are two."""
    if not {left.kind, right.kind} <= {"ORG", "PLACE"}:
        return ""
    known = lexicons()
    one, other = (key(passage.text[span.start : span.end]) for span in (left, right))
    if not (one and other):
        return ""
    if OF_BETWEEN.fullmatch(passage.folded, left.end, right.start):
        return left.kind if left.kind == "ORG" or one not in known.communes else ""
    if not _AND.fullmatch(passage.folded, left.end, right.start) or {one, other} & known.bodies or {one, other}.intersection(alone):
        return ""
    # "entre Loire et Braye", "Castres et Mazamet", "Engie et Orange", "la crèche et l'école" are two
    words = passage.lower and all(map(known.is_plain, one + other))
    between = passage.folded[: left.start].split()[-1:] == ["entre"]
    apart = words or between or other[0] in ARTICLES or all(map(_is_listed, (one, other)))
    return "" if apart else "ORG"


def _is_listed(name: tuple[str, ...]) -> bool:
    """Is it a commune, or a body that everybody knows?"""
    known = lexicons()
    return name in known.communes or any(body.words == name for body in known.organisations.get(name[0], ()))


def _widened(passage: Passage, span: Span, after: int, before: int, alone: Collection[tuple[str, ...]]) -> Span:
    """With what stands beside it between the spans around it."""
    folded = passage.folded
    if kin := _KIN.match(folded, span.end):
        return replace(span, end=kin.end(), kind="ORG") if span.kind == "ORG" or _is_firm(passage, span) else span
    if span.kind not in ("ORG", "PLACE"):
        return span
    start, end = span.start, span.end
    name = key(passage.text[start:end])
    if name in lexicons().bodies or name in alone or not passage.within(start, end):
        return span
    # "à Lille 20, à Roubaix 30", "jamais eu de Toulouse d'argent"
    commune = span.kind == "PLACE" and name in lexicons().communes
    named = not commune and (passage.lower or passage.words[passage.within(start, end)[-1]].capital)
    number = _NUMBER.match(folded, end, before) if named else None
    if number and _is_called(number.group()) and ends_there(folded, number.end()) and not _COUNTS.match(folded, number.end()):
        end = number.end()
    if not commune and (golden := _GOLDEN.match(folded, end, before)):
        end = golden.end()
    if not head_of(passage.text[start:end]):
        start = _first_quality(passage, start, after)
    letters = _LETTERS.search(passage.text, max(after, start - _LOOK_BACK), start)
    if letters and _is_part(fold(letters.group().strip())):
        start = letters.start()
    return replace(span, start=start, end=end)


def _is_part(letters: str) -> bool:
    """Of a club or a department, "l'ES Bruyères", not what is only written large: "RDV Carrefour à 14 h"."""
    return letters in ("as", "es") or letters not in lexicons().words("function", "never", "no_letters")


def _is_firm(passage: Passage, span: Span) -> bool:
    """Is "… et fils" a firm, "Vautrin et fils", or a person and hers: "Mme Diallo et fils", "Nadia et frères"?"""
    person = span.kind == "PERSON" and not span.told_by("participant", "label")
    return person and not is_titled(passage, span) and key(passage.text[span.start : span.end])[0] not in lexicons().sex


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
