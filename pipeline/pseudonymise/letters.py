"""Bodies by their letters, with stops, or as an automatic transcript writes what is spelled: "l'O.M.C.", "à la c s f", "l'a d m r"."""

import re
from collections.abc import Iterator

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span

_BEFORE = frozenset(("l", "la", "le", "les", "du", "des", "au", "aux", "ma", "mon", "notre", "nos", "votre", "cette", "leur", "chez"))
_LEADING = frozenset(("de", "a", "avec", "par", "pour", "et"))
"""Before three letters and more."""
_LONGEST = 6
_WITH_STOPS = re.compile(r"(?<![\w.])(?P<article>(?:[lL]['’]|[Ll]a |[Aa]u |[Dd]u )?)(?P<letters>(?:[A-ZÀ-Ý]\.){2,6})(?!\w)")
_MAY_STAMMER = frozenset("acdjlmnqsty")
"""Letters that are a word, or the beginning of one that is said again: "y a a un", "c c c'est"."""


def find_letters(passage: Passage) -> Iterator[Span]:
    """Three to six letters, two after an article, with stops or in a text without capitals; but for those that name no single body.

    Examples
    --------
    >>> text = "je cotise à la c s f, j'ai rien touché du r s a et l'a d m r vient lundi"
    >>> [text[span.start : span.end] for span in find_letters(Passage(text))]
    ['c s f', 'a d m r']
    >>> text = "vu l'avis de l'O.M.C., du R.S.A. et de J.-Y. C."
    >>> [text[span.start : span.end] for span in find_letters(Passage(text))]
    ['O.M.C.']
    """
    known = lexicons()
    for match in _WITH_STOPS.finditer(passage.text):
        letters = match["letters"].replace(".", "").lower()
        common = _is_common(letters) if len(letters) > 2 else letters in known.words("two_letters")
        # two letters without an article are somebody's
        if (len(letters) > 2 or match["article"]) and not common:
            yield Span(match.start("letters"), match.end("letters"), "ORG", 0.8, "cue")
    if not passage.lower:
        return
    words = passage.words
    rank = 1
    while rank < len(words):
        last = _run_end(passage, rank)
        said = "".join(word.folded for word in words[rank : last + 1])
        called = words[rank - 1].folded in _BEFORE or (words[rank - 1].folded in _LEADING and len(said) > 2 and set(said) - _MAY_STAMMER)
        if 1 < len(said) <= _LONGEST and called and not _is_common(said):
            yield Span(words[rank].start, words[last].end, "ORG", 0.6, "cue")
        rank = max(rank, last) + 1


def _run_end(passage: Passage, rank: int) -> int:
    """The last of the single letters that begin at `rank`, the one of an elision left out; `rank` - 1 for none."""
    words = passage.words
    last = rank - 1
    while last + 1 < len(words) and len(words[last + 1].folded) == 1 and words[last + 1].end - words[last + 1].start == 1:
        elided = passage.folded[words[last + 1].end : words[last + 1].end + 1] in ("'", "’")
        accented = passage.text[words[last + 1].start] != words[last + 1].folded
        if elided or accented or (last >= rank and passage.gap(words[last], words[last + 1]) not in (" ", ". ", "-")):
            break
        last += 1
    # "l'a p f a fait"
    verb = last - rank > 2 and words[last].folded == "a" and last + 1 < len(words) and passage.gap(words[last], words[last + 1]) == " "
    return last - verb


def _is_common(letters: str) -> bool:
    known = lexicons()
    if len(letters) == 2 and (letters in known.words("two_letters") or set(letters) & set("ay")):
        return True
    return (letters,) in known.bodies or letters in known.words("never", "common_letters")
