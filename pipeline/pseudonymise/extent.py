"""Where the name of a person begins and ends: hyphens, particles, surnames, initials."""

import itertools
import re
from dataclasses import replace

from pipeline.pseudonymise.lexicons import Lexicons, lexicons
from pipeline.pseudonymise.text import Passage, Span
from pipeline.pseudonymise.titles import CIVILITIES, FOREIGN, LAWYERS, PARTICLES, title_before

JOINED = re.compile(r" |-|'|\. ?|-'")


def extend(passage: Passage, rank: int) -> int:
    """The last word of a name whose first word is at `rank`: hyphens, particles, surnames."""
    known = lexicons()
    words = passage.words
    last = rank
    cased = words[rank].capital
    while last + 1 < len(words) and last - rank < 6:
        following = words[last + 1]
        gap = passage.gap(words[last], following)
        if gap == "-" and following.folded not in ("la", "ci", "meme", "t", "il", "elle", "on", "je", "tu", "vous", "nous"):
            last += 1
        elif gap in (" ", "'") and (end := surname_at(known, passage, last + 1, cased)) is not None:
            last = end
        elif last == rank and gap == " " and _is_word_surname(known, passage, rank):
            last += 1
        else:
            break
    # the initial of a surname: "Ibrahim B."
    if cased and last + 1 < len(words):
        following = words[last + 1]
        alone = following.capital and len(following.folded) == 1 and passage.text[following.end : following.end + 1] == "."
        if alone and passage.gap(words[last], following) == " ":
            last += 1
    return last


def surname_at(known: Lexicons, passage: Passage, rank: int, cased: bool) -> int | None:
    """The last word of a surname that begins at `rank`, or None."""
    words = passage.words
    if is_clipped(passage, rank):
        return rank + 1
    for length in (4, 3, 2, 1):
        piece = words[rank : rank + length]
        if len(piece) < length or not _joined(passage, rank, length):
            continue
        folded = tuple(word.folded for word in piece)
        lead, tail = folded[:-1], piece[-1]
        if lead and not all(word in PARTICLES for word in lead):
            continue
        named = tail.capital and (tail.folded,) not in known.bodies and tail.folded not in known.function and not tail.opens
        if (cased and named) or (
            not known.is_plain(tail.folded) and (folded in known.surnames or (lead and folded[-1:] in known.surnames))
        ):
            if lead and not named and folded not in known.surnames:
                continue
            return rank + length - 1
        if lead and passage.lower and _is_strange(known, tail.folded):
            return rank + length - 1
    return None


def _is_strange(known: Lexicons, word: str) -> bool:
    """ "nadia de la villemarqué" without capitals: nothing that the language has, nor the name of a commune or a person."""
    known_as = known.is_plain(word) or known.looks_inflected(word) or word in known.sex or (word,) in known.communes
    return len(word) > 4 and not known_as


def is_clipped(passage: Passage, rank: int) -> bool:
    """ "N'Diaye", "M'Baye": before a consonant French clips neither "ne" nor "me", but for what is swallowed in "ça m'gêne".

    Examples
    --------
    >>> [is_clipped(Passage(said), 0) for said in ("n'diaye", "N'Guessan", "n'arrive pas", "m'gêne", "m'sieur")]
    [True, True, False, False, False]
    """
    words = passage.words
    if rank + 1 == len(words) or words[rank].folded not in ("n", "m") or passage.gap(words[rank], words[rank + 1]) != "'":
        return False
    tail = words[rank + 1].folded
    return tail[0] not in "aeiouyh" and tail != "sieur" and not lexicons().is_plain(tail)


def _is_word_surname(known: Lexicons, passage: Passage, rank: int) -> bool:
    """ "hélène chevalier": a noun has its article, and a surname has none; what has an object, "kévin garde sa chaise", is a verb."""
    after = passage.words[rank + 2 : rank + 3]
    if after and after[0].folded in known.words("determiners"):
        return False
    first, following = passage.words[rank].folded, passage.words[rank + 1].folded
    if not passage.lower or first not in known.sex or known.is_plain(first) or following in known.sex:
        return False
    return following in known.word_surnames and following not in known.words("function", "never", "roles")


def _joined(passage: Passage, rank: int, length: int) -> bool:
    words = passage.words[rank : rank + length]
    return all(passage.gap(left, right) in (" ", "-", "'", "-'") for left, right in itertools.pairwise(words))


def with_particles(passage: Passage, span: Span) -> Span:
    """Take the particles before a surname along: foreign ones always, "ben" where no first name follows, "de", "le", "ben" after a title.

    Examples
    --------
    >>> text = "monsieur ben arfa"
    >>> span = with_particles(Passage(text), Span(13, 17, "PERSON", 0.8, "ner"))
    >>> text[span.start : span.end]
    'ben arfa'
    """
    words = passage.words
    rank = first = next((rank for rank, word in enumerate(words) if word.start == span.start), 0)
    while rank and words[rank - 1].folded in PARTICLES and passage.gap(words[rank - 1], words[rank]) in (" ", "'", "-"):
        rank -= 1
    title = title_before(passage, rank) if rank < first else ""
    of = words[rank].folded in ("de", "d", "du", "des")
    if not (title in CIVILITIES | LAWYERS or (title and not of)):
        foreign = itertools.takewhile(lambda other: _is_foreign(passage, other), range(first - 1, rank - 1, -1))
        rank = min(foreign, default=first)
    return replace(span, start=words[rank].start) if rank < first else span


def _is_foreign(passage: Passage, rank: int) -> bool:
    word, following = passage.words[rank], passage.words[rank + 1]
    # "ben karima elle est partie" is a word of speech
    foreign = word.folded in FOREIGN or (word.folded == "ben" and following.folded not in lexicons().sex)
    return foreign and passage.gap(word, following) != "'"


def person_span(passage: Passage, first: int, last: int, score: float) -> Span:
    """The span of a person from the word `first` to the word `last`, told by a cue."""
    words = passage.words
    end = words[last].end
    # the full stop of an initial belongs to it
    if len(words[last].folded) == 1 and passage.text[end : end + 1] == "." and last > first:
        end += 1
    return Span(words[first].start, end, "PERSON", score, "cue")
