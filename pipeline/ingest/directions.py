"""Stage directions and timestamps within a text: "(rires)", "[inaudible]", "[00:12:31]"."""

import re

from pipeline.ingest.text import CLOCK, SHORT, squeeze, words
from pipeline.ingest.vocabulary import STAGE, STAGING

_BRACKETED = re.compile(r"\[([^\[\]]{1,80})\]|\(([^()]{1,80})\)|\*([^*\n]{1,80})\*")
_STAMP = re.compile(rf"\[\s*(?:{CLOCK}|{SHORT})\s*\]|\(\s*{CLOCK}\s*\)")
_CUT = frozenset(("...", "…", "?", "♪", "♫"))


def clean(text: str) -> str:
    """A turn's text without stage directions and timestamps, its blanks repaired; otherwise untouched.

    Examples
    --------
    >>> clean("ah bon (rires), je  savais [00:12:31] pas (enfin presque)")
    'ah bon, je savais pas (enfin presque)'
    >>> clean("[inaudible]")
    ''
    """
    text = squeeze(text)
    pieces, last = [], 0
    for match in _marks(text):
        # a blank behind a mark goes with it, so that what follows joins what came before
        after = match.end() + (text[match.end() : match.end() + 1] == " ")
        pieces += [text[last : match.start()].rstrip(" "), "" if text[after : after + 1] in tuple(",.)…") else " "]
        last = after
    return squeeze("".join([*pieces, text[last:]]))


def is_staged(text: str) -> bool:
    """Is there a stage direction in a text?

    Examples
    --------
    >>> is_staged("*rires*"), is_staged("(long silence)"), is_staged("(je crois)"), is_staged("[PERSONNE 3]")
    (True, True, False, False)
    """
    return any(not _STAMP.fullmatch(match[0]) for match in _marks(text))


def _marks(text: str) -> list[re.Match[str]]:
    return [match for match in _BRACKETED.finditer(text) if _STAMP.fullmatch(match[0]) or _is_staging(match[1] or match[2] or match[3])]


def _is_staging(inside: str) -> bool:
    told = words(inside)
    if not told:
        return inside.strip() in _CUT
    return any(word in STAGE for word in told) and all(word in STAGE or word in STAGING or word.isdigit() for word in told)
