"""Titles before a name, and the particles in one."""

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Word, key

# fmt: off
FOREIGN = frozenset([
    "van", "von", "der", "den", "ter", "el", "al", "bin", "ibn", "abd", "abou", "bou", "ait", "ould", "da", "della", "del",
    "mac", "mc", "ti",
])
# fmt: on
"""Particles that are no French words."""
PARTICLES = FOREIGN | {"de", "du", "des", "d", "la", "le", "l", "ben", "di", "do", "dos", "saint", "o"}
LAWYERS = frozenset(("me", "maitre"))
CIVILITIES = frozenset(("m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"))


def strip_titles(name: str) -> str:
    """A name without the titles and civilities before it.

    Examples
    --------
    >>> strip_titles("M. Le Goff"), strip_titles("le père Le Goff")
    ('Le Goff', 'Le Goff')
    """
    titles = lexicons().titles
    words = name.split()
    while len(words) > 1:
        head = key(words[0])
        if (
            not head
            or head[0] in titles
            or (head[0] in ("le", "la", "l") and (key(words[1]) or ("",))[0] in titles)
            or (len(head) == 2 and head[0] == "l" and head[1] in titles)
        ):
            words = words[1:]
        else:
            break
    return " ".join(words)


def title_before(passage: Passage, rank: int) -> str:
    """The title that stands directly before a word, or ""."""
    if rank == 0:
        return ""
    before = passage.words[rank - 1]
    if before.folded not in lexicons().titles or (gap := passage.gap(before, passage.words[rank])) not in (" ", ". ", "."):
        return ""
    short = len(before.folded) <= 2
    if before.folded in ("me", "m") and not (before.capital and passage.words[rank].capital):
        # without punctuation "M. Loyer" is "m loyer"
        return (
            before.folded
            if before.folded == "m" and (gap.startswith(".") or (passage.lower and gap == " " and not _measures(passage, before)))
            else ""
        )
    return before.folded if short or gap == " " else ""


def _measures(passage: Passage, word: Word) -> bool:
    """The metres of "7,40 m"."""
    return passage.folded[: word.start].rstrip()[-1:].isdigit()
