"""Names that an introduction brings: "je m'appelle", "moi c'est", "on l'appelle la Toulousaine"."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise.extent import extend, person_span
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span
from pipeline.pseudonymise.titles import PARTICLES


def find_introduced(passage: Passage) -> Iterator[Span]:
    """What follows "je m'appelle", "on m'appelle".

    Examples
    --------
    >>> text = "on m'appelle kéké ou le grand, moi c'est nadia"
    >>> [text[span.start : span.end] for span in find_introduced(Passage(text))]
    ['nadia', 'kéké', 'le grand']
    """
    introduced, called = _cues()
    for pattern, lenient in ((introduced, False), (called, True)):
        for match in pattern.finditer(passage.folded):
            rank = passage.rank_from(match.end())
            if rank is None or not re.fullmatch(r"[ ,:«\"]*", passage.folded[match.end() : passage.words[rank].start]):
                continue
            word = passage.words[rank]
            known = lexicons()
            first_name = word.folded in known.sex and word.folded not in known.function
            unknown = len(word.folded) > 2 and word.folded not in known.function and (lenient or _and_surname(passage, rank))
            if word.capital and word.folded in PARTICLES and rank + 1 < len(passage.words) and passage.words[rank + 1].capital:
                yield person_span(passage, rank, rank + 1, 0.8)
            elif lenient and word.folded in ("la", "le") and (nickname := _nickname(passage, rank + 1)) is not None:
                yield person_span(passage, rank, nickname, 0.7)
            elif (word.capital and not word.opens and word.folded not in known.function) or first_name or unknown:
                last = max(extend(passage, rank), rank + 1 if not lenient and _and_surname(passage, rank) else rank)
                yield person_span(passage, rank, last, 0.85)
                yield from _or_called(passage, last) if lenient else ()


def _nickname(passage: Passage, rank: int) -> int | None:
    """ "on l'appelle la toulousaine": the word after the article."""
    known = lexicons()
    word = passage.words[rank].folded if rank < len(passage.words) else ""
    return rank if len(word) > 2 and word not in known.words("function", "no_complements", "roles") else None


def _and_surname(passage: Passage, rank: int) -> bool:
    """ "moi c'est patience mabiyala": a word of the language, and right after it a word that is none."""
    known = lexicons()
    following = passage.words[rank + 1 : rank + 2]
    return (
        passage.lower
        and bool(following)
        and passage.gap(passage.words[rank], following[0]) == " "
        and len(following[0].folded) > 3
        and following[0].folded not in known.sex
        and not known.is_plain(following[0].folded)
        and not known.looks_inflected(following[0].folded)
    )


def _or_called(passage: Passage, last: int) -> Iterator[Span]:
    """The second nickname of "Kéké ou Le Grand"."""
    words = passage.words[last + 1 : last + 4]
    if len(words) > 1 and words[0].folded == "ou" and passage.gap(passage.words[last], words[0]) == " ":
        end = 2 if words[1].folded in ("le", "la", "l") and len(words) > 2 else 1
        named = words[end].capital or not lexicons().is_plain(words[end].folded) or end == 2
        if named and words[end].folded not in lexicons().function:
            yield Span(words[1].start, words[end].end, "PERSON", 0.7, "cue")


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = lexicons().cues
    introduced, called = ("|".join(cues[name]) for name in ("self_cues", "called_cues"))
    return re.compile(rf"(?<!\w)(?:{introduced})(?!\w)"), re.compile(rf"(?<!\w)(?:{called})(?!\w)")
