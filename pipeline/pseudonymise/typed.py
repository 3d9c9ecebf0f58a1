"""Persons in what somebody types where nothing is sealed: a title, an aim, a reserve. No list and no recogniser is at hand there."""

from collections.abc import Iterator

from pipeline.pseudonymise.heads import heads
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Word
from pipeline.pseudonymise.titles import CIVILITIES, PARTICLES

_SAINTS = frozenset(("saint", "sainte", "st", "ste"))


def persons_in(text: str) -> list[str]:
    """Words that look like the name of somebody, in the order of the text: a first name with a capital, or what follows a civility.

    What a street, a school or another place or body is called after is nobody's here.

    Examples
    --------
    >>> persons_in("Voisinage, cour de Khadija Benmokhtar"), persons_in("Habitants de la rue Victor Hugo, et la mairie")
    (['Khadija Benmokhtar'], [])
    """
    return [name for line in text.splitlines() for name in _names(Passage(line))]


def _names(passage: Passage) -> Iterator[str]:
    named_after = {head.end for head in heads(passage) if not head.of}
    rank = 0
    while rank < len(passage.words):
        if passage.words[rank].folded in _SAINTS:
            rank += 2
            continue
        last = _end(passage, rank)
        first = passage.words[rank]
        if last > rank or _is_first_name(first) or _is_addressed(passage, rank):
            if first.start not in named_after:
                yield passage.text[first.start : passage.words[last].end]
            rank = last
        rank += 1


def _end(passage: Passage, rank: int) -> int:
    """The last word of a name that begins with a first name, a surname in it; `rank` itself where there is none."""
    words = passage.words
    if not words[rank].capital or words[rank].folded not in lexicons().sex:
        return rank
    last = at = rank
    while at + 1 < len(words) and passage.gap(words[at], words[at + 1]) in (" ", "-", "'", "’"):
        at += 1
        if words[at].capital:
            last = at
        elif words[at].folded not in PARTICLES:
            break
    return last


def _is_first_name(word: Word) -> bool:
    known = lexicons()
    return word.capital and word.folded in known.sex and not known.is_plain(word.folded)


def _is_addressed(passage: Passage, rank: int) -> bool:
    """Whether a word with a capital stands behind a civility."""
    words = passage.words
    return (
        rank > 0
        and words[rank].capital
        and words[rank - 1].folded in CIVILITIES
        and passage.gap(words[rank - 1], words[rank]) in (" ", ". ")
    )
