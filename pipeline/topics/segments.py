"""Turns cut into idea units, and what each unit is: an obstacle, a viewpoint, both or none."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from pipeline.tables import FACILITATOR
from pipeline.topics.knowledge import either, knowledge, straight

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"\w+(?:['-]\w+)*'?")
_CLAUSE_END = re.compile(r"(?:[,;:—–]|\.{2,}|…)[»\"”)]*$")
_SENTENCE_END = re.compile(r"[.?!]+[»\"”)]*$")
_ELLIPSIS = re.compile(r"\.{2,}[»\"”)]*$")


class Unit(NamedTuple):
    """A stretch of a turn, end exclusive."""

    start: int
    end: int


class _Cues(NamedTuple):
    short: int
    long: int
    starts: re.Pattern[str]
    abbreviation: re.Pattern[str]
    backchannels: frozenset[str]
    claims: re.Pattern[str]
    markers: frozenset[str]


@cache
def _cues() -> _Cues:
    cues = knowledge("segments")
    return _Cues(
        short=cues["length"]["short"],
        long=cues["length"]["long"],
        starts=either(cues["boundaries"]["starts"], before=r"(?<!\S)", after=r"(?!\w)"),
        abbreviation=either(cues["boundaries"]["abbreviations"], after="$"),
        backchannels=frozenset(cues["backchannels"]["words"]),
        claims=either(cues["viewpoint"]["claims"]),
        markers=frozenset(cues["viewpoint"]["markers"]),
    )


def count_words(text: str) -> int:
    """Stretches between blanks that hold a letter or a digit.

    Examples
    --------
    >>> count_words("l'info , elle passe pas !")
    4
    """
    return sum(any(map(str.isalnum, token)) for token in text.split())


def is_backchannel(text: str) -> bool:
    """Whether a piece only says that one listens.

    Examples
    --------
    >>> is_backchannel("Ah oui, d'accord."), is_backchannel("oui mais non")
    (True, False)
    """
    return all(word in _cues().backchannels for word in _WORD.findall(straight(text).lower()))


def cut(text: str) -> list[Unit]:
    """Cut a turn into idea units of about 8 to 60 words, in order; backchannels are left out.

    Sentences first, where there is punctuation; then at discourse markers ("et puis", "parce que", "moi je"
    …) wherever both sides keep enough words; what is still too long at a comma, else in the middle. What
    is too short joins the following piece. Lengths, markers and backchannels: models/codebook/segments.toml.

    Examples
    --------
    >>> text = "oui. on n'a pas été prévenus du changement de salle parce que le mot était affiché au deuxième étage"
    >>> [text[unit.start : unit.end] for unit in cut(text)]  # doctest: +NORMALIZE_WHITESPACE
    ["on n'a pas été prévenus du changement de salle", 'parce que le mot était affiché au deuxième étage']
    """
    tokens = [Unit(*match.span()) for match in _TOKEN.finditer(text)]
    if not tokens:
        return []
    plain = straight(text)
    weight = [int(any(map(str.isalnum, text[token.start : token.end]))) for token in tokens]
    pieces = [
        part
        for sentence in _sentences(plain, tokens)
        for clause in _clauses(plain, tokens, weight, sentence)
        for part in _shortened(plain, tokens, weight, clause)
    ]
    units = (Unit(tokens[first].start, tokens[last - 1].end) for first, last in _joined(plain, tokens, weight, pieces))
    return [unit for unit in units if not is_backchannel(text[unit.start : unit.end])]


# Below, a piece is a pair of token ranks, the second one exclusive.


def _sentences(text: str, tokens: Sequence[Unit]) -> list[tuple[int, int]]:
    abbreviation = _cues().abbreviation
    ends = []
    for rank, token in enumerate(tokens[:-1], 1):
        word = text[token.start : token.end]
        if not _SENTENCE_END.search(word) or abbreviation.fullmatch(word):
            continue
        # three dots are a hesitation unless a capital follows
        if not _ELLIPSIS.search(word) or text[tokens[rank].start].isupper():
            ends.append(rank)
    return list(zip([0, *ends], [*ends, len(tokens)], strict=True))


def _clauses(text: str, tokens: Sequence[Unit], weight: Sequence[int], piece: tuple[int, int]) -> Iterable[tuple[int, int]]:
    first, last = piece
    rank_at = {tokens[rank].start: rank for rank in range(first, last)}
    for match in _cues().starts.finditer(text, tokens[first].start, tokens[last - 1].end):
        rank = rank_at.get(match.start())
        if rank is not None and min(sum(weight[first:rank]), sum(weight[rank:last])) >= _cues().short:
            yield first, rank
            first = rank
    yield first, last


def _shortened(text: str, tokens: Sequence[Unit], weight: Sequence[int], piece: tuple[int, int]) -> Iterable[tuple[int, int]]:
    first, last = piece
    if sum(weight[first:last]) <= _cues().long:
        yield piece
        return
    middle = (first + last) // 2
    commas = [
        rank
        for rank in range(first + 1, last)
        if _CLAUSE_END.search(text[tokens[rank - 1].start : tokens[rank - 1].end])
        and min(sum(weight[first:rank]), sum(weight[rank:last])) >= _cues().short
    ]
    at = min(commas, key=lambda rank: abs(rank - middle)) if commas else middle
    yield from _shortened(text, tokens, weight, (first, at))
    yield from _shortened(text, tokens, weight, (at, last))


def _joined(text: str, tokens: Sequence[Unit], weight: Sequence[int], pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in pieces:
        if is_backchannel(text[tokens[first].start : tokens[last - 1].end]):
            continue
        if joined and joined[-1][1] == first:
            before = sum(weight[slice(*joined[-1])])
            here = sum(weight[first:last])
            if min(before, here if last == len(tokens) else _cues().short) < _cues().short and before + here <= _cues().long:
                joined[-1] = (joined[-1][0], last)
                continue
        joined.append((first, last))
    return joined


def segment(
    *,
    turns: pd.DataFrame,
    units: Mapping[str, Mapping[Unit, str]],
    speakers: pd.DataFrame,
    markers: pd.DataFrame,
    min_words: int,
    stands: Mapping[str, Unit] | None = None,
    blocks: Mapping[str, Unit] | None = None,
) -> pd.DataFrame:
    """Give each unit of the turns its facets.

    Obstacle: the trained reader heard one in the turn, and an active obstacle marker lies in the unit (in the one that holds most of it),
    or most of what was heard where no unit has a marker; where there is no reader, the marker alone says so. Viewpoint: the trained
    reader found that the turn takes a stand, and most of it lies in the unit; where there is no reader, a marker of disagreement or
    proposition lies in the unit, or it claims, evaluates or demands something and is no question. Both: two rows. Neither, fewer words
    than `min_words`, or a facilitator: facet none.

    Parameters
    ----------
    turns, speakers, markers
        Tables of one case, the turns in order.
    units
        By turn_id the units of each turn (`cut`), with their words as they are compared.
    min_words
        Words under which a unit is no idea.
    stands, blocks
        By turn_id the unit in which most of a stand, of an obstacle was read; None where nothing reads them.

    Returns
    -------
    DataFrame
        segment_id, turn_id, start, end, facet; rank, the rank of the unit in its turn; text, its words as they are compared.
    """
    facilitators = set(speakers.loc[speakers["role"] == FACILITATOR, "speaker_id"])
    spans: Mapping[str, list[tuple[int, int, str]]] = defaultdict(list)
    for marker in markers.loc[markers["active"]].itertuples():
        spans[str(marker.turn_id)].append((int(marker.start), int(marker.end), str(marker.category)))  # type: ignore[arg-type]
    rows = []
    for turn_id, speaker_id, text in turns[["turn_id", "speaker_id", "text"]].itertuples(index=False):
        marked = [set() for _ in units[turn_id]]
        for start, end, category in spans[turn_id]:
            shared = [min(end, unit.end) - max(start, unit.start) for unit in units[turn_id]]
            if shared and max(shared) > 0:
                marked[shared.index(max(shared))].add(category)
        named = any("obstacle" in categories for categories in marked)
        for rank, ((unit, words), categories) in enumerate(zip(units[turn_id].items(), marked, strict=True)):
            said = text[unit.start : unit.end]
            silent = speaker_id in facilitators or count_words(said) < min_words
            stand = _claims(said, categories) if stands is None else stands.get(turn_id) == unit
            block = "obstacle" in categories if named or blocks is None else blocks.get(turn_id) == unit
            block = block and (blocks is None or turn_id in blocks)
            facets = [facet for facet, found in (("obstacle", block), ("viewpoint", stand)) if found and not silent]
            for facet in facets or ["none"]:
                rows.append((f"{turn_id}/{rank}/{facet}", turn_id, unit.start, unit.end, facet, rank, words))
    return pd.DataFrame(rows, columns=["segment_id", "turn_id", "start", "end", "facet", "rank", "text"])


def _claims(said: str, categories: set[str]) -> bool:
    claims = not said.rstrip('»"” ').endswith("?") and _cues().claims.search(straight(said)) is not None
    return claims or not _cues().markers.isdisjoint(categories)
