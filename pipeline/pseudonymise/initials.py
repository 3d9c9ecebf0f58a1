"""Persons by their initials: "Y. Le Goff", "N.B.", "Mme P."."""

import re
from collections.abc import Iterator

from pipeline.pseudonymise.extent import surname_at
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, key
from pipeline.pseudonymise.titles import CIVILITIES, PARTICLES, title_before

_INITIALS = re.compile(r"(?<![\w.])(?:[A-ZÀ-Ý]\.[ -]?){1,2} ?(?=(?:Le |La |De |de |d'|El |Ben )?[A-ZÀ-Ý][\w'-]{2,})")
_ALONE = re.compile(r"(?<![\w.'-])(?:(?:[a-z]\.[ -]?){1,3}(?<![ -])|[a-z](?:\.[ -]?[a-z]){1,2}|[b-xz](?: [a-z]){1,2}(?![.']))(?!\w)")
_PAIR = re.compile(r"(?<![\w.@/-])(?P<first>[a-z])\.[ -]?(?P<second>[a-z])(?:\.|(?![\w.@']))(?![\w@])")
_LONE = re.compile(r"(?<!\w)(?:[àÀ]|avec|chez|pour|que|selon|diront|dit) (?P<letter>[B-LN-XZ])\.(?= [a-zà-ÿ]|$|[,;])")
_BEFORE = re.compile(r"(\w+)[ '’]$")


def find_initials(passage: Passage, initials: frozenset[str]) -> Iterator[Span]:
    """Initials with full stops ("N.B.", "Y. L. G.") of persons of the case."""
    for match in _ALONE.finditer(passage.folded):
        letters = "".join(key(match.group()))
        spelled = "." in match.group() or not set(letters) & set("aydlctsnm") or len(letters) > 2
        if letters in initials and spelled and (len(letters) > 1 or passage.text[match.start()].isupper()):
            yield Span(match.start(), match.start() + len(match.group().rstrip()), "PERSON", 0.7, "participant")


def find_initialled(passage: Passage) -> Iterator[Span]:
    """Initials of persons whom no list of the case holds: before a surname, after a title, or two with full stops.

    Examples
    --------
    >>> text = "Mme P. et Y. Le Goff sont là, K.D. absente"
    >>> [text[span.start : span.end] for span in find_initialled(Passage(text))]
    ['Y. Le Goff', 'P.', 'K.D.']
    """
    yield from _before_surname(passage)
    yield from _after_title(passage)
    yield from _pairs(passage)
    for match in _LONE.finditer(passage.text):
        yield Span(match.start("letter"), match.end(), "PERSON", 0.55, "cue")


def _before_surname(passage: Passage) -> Iterator[Span]:
    for match in _INITIALS.finditer(passage.text):
        if match.group().strip() == "M.":
            continue
        rank = passage.rank_from(match.end())
        if rank is not None and ((first := passage.words[rank].folded) in PARTICLES or first not in lexicons().function):
            last = surname_at(lexicons(), passage, rank, True)
            if last is not None:
                yield Span(match.start(), passage.words[last].end, "PERSON", 0.8, "cue")


def _after_title(passage: Passage) -> Iterator[Span]:
    """ "Mme P." and, of an automatic transcript, "madame p": no letter that is a word, nor one of several that are spelled."""
    words = passage.words
    for rank, word in enumerate(words):
        if len(word.folded) > 1 or not (title := title_before(passage, rank)):
            continue
        after = passage.folded[word.end : word.end + 1]
        spelled = title == "m" and rank + 1 < len(words) and len(words[rank + 1].folded) == 1 and words[rank + 1].folded not in "ay"
        is_word = word.folded in "ay" and not (word.capital and after == ".")
        if not (after in ("'", "-") or spelled or is_word) and (word.capital or title in CIVILITIES):
            yield Span(word.start, word.end + (after == "."), "PERSON", 0.75, "cue")


def _pairs(passage: Passage) -> Iterator[Span]:
    """ "K.D. absente": a person takes no article, what else is called by two letters does ("la R.H.")."""
    known = lexicons()
    for match in _PAIR.finditer(passage.folded):
        pair = match["first"] + match["second"]
        if not passage.text[match.start() : match.end()].isascii():
            continue
        capitals = passage.text[match.start()].isupper() and passage.text[match.start("second")].isupper()
        before = _BEFORE.search(passage.text.lower(), 0, match.start())
        if before and before[1] in known.words("before_letters"):
            continue
        if (capitals or passage.lower) and pair not in known.words("two_letters"):
            yield Span(match.start(), match.end(), "PERSON", 0.6, "cue")
