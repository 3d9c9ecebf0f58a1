"""What stands beside a word and tells that it is a name: who is spoken to, who gives a name, what has an article."""

import re

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage


def after(passage: Passage, last: int) -> str:
    """The few characters that follow a word."""
    end = passage.words[last].end
    return passage.folded[end : end + 8]


def spoken_to(passage: Passage, first: int, last: int) -> bool:
    """Directly after "merci", "bonjour", and followed by a pause or nothing."""
    if not first:
        return False
    before = passage.words[first - 1]
    gap = passage.gap(before, passage.words[first])
    return (
        before.folded in lexicons().words("vocatives")
        and gap in (" ", ", ")
        and not re.match(r" (?:de|du|des|d'|a|est)\b", after(passage, last))
    )


def says_own_name(passage: Passage, start: int) -> bool:
    """Does the speaker give the name that begins at `start` as his or her own: "on m'appelle Kéké"?"""
    before = passage.folded[max(0, start - 40) : start]
    return bool(re.search(r"(?:m'appell(?:e|ent)|mon (?:pre)?nom c'est|moi c'est) (?:\w+ ou )?$", before))


def has_article(passage: Passage, rank: int) -> bool:
    """Is there an article before a word, adjectives between left out: "un petit mouton"?"""
    words = passage.words
    known = lexicons()
    while rank and passage.gap(words[rank - 1], words[rank]) == " " and words[rank - 1].folded in known.words("adjectives_before"):
        rank -= 1
    return bool(rank) and words[rank - 1].folded in known.words("articles")
