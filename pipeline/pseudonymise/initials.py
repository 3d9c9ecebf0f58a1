"""Persons by their initials: "Y. Le Goff", "N.B."."""

import re
from collections.abc import Iterator

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.names import surname_at
from pipeline.pseudonymise.text import Passage, Span, key
from pipeline.pseudonymise.titles import PARTICLES

_INITIALS = re.compile(r"(?<![\w.])(?:[A-ZÀ-Ý]\.[ -]?){1,2} ?(?=(?:Le |La |De |de |d'|El |Ben )?[A-ZÀ-Ý][\w'-]{2,})")
_ALONE = re.compile(r"(?<![\w.'-])(?:(?:[a-z]\.[ -]?){1,3}(?<![ -])|[a-z](?:\.[ -]?[a-z]){1,2}|[b-xz](?: [a-z]){1,2}(?![.']))(?!\w)")


def find_initials(passage: Passage, initials: frozenset[str]) -> Iterator[Span]:
    """Initials with full stops ("N.B.", "Y. L. G.") of persons of the case."""
    for match in _ALONE.finditer(passage.folded):
        letters = "".join(key(match.group()))
        spelled = "." in match.group() or not set(letters) & set("aydlctsnm") or len(letters) > 2
        if letters in initials and spelled and (len(letters) > 1 or passage.text[match.start()].isupper()):
            yield Span(match.start(), match.start() + len(match.group().rstrip()), "PERSON", 0.7, "participant")


def find_initialled(passage: Passage) -> Iterator[Span]:
    """ "Y. Le Goff": the initials and the surname after them."""
    for match in _INITIALS.finditer(passage.text):
        initial = match.group().strip()
        if initial in ("M.", "A.") and passage.folded[match.end() :].startswith("le ") is False and initial == "M.":
            continue
        rank = next((rank for rank, word in enumerate(passage.words) if word.start >= match.end()), None)
        if rank is not None and passage.words[rank].folded not in (lexicons().function - PARTICLES):
            last = surname_at(lexicons(), passage, rank, True)
            if last is not None and initial != "M.":
                yield Span(match.start(), passage.words[last].end, "PERSON", 0.8, "cue")
