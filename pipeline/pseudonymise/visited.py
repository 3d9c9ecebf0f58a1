"""Places and bodies told by where one lives and goes: "chez parasol", "descendre à gare de vaise", "l'arrêt croix du mort".

Where French has an article before a noun, a noun that has none is a name.
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.headed import complement_end, phrase_end
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, Word

_INFINITIVE = re.compile(r"\w+(?:er|ir|re)")
_PARTNERS = frozenset(("fils", "filles", "frere", "freres", "soeur", "soeurs", "cie", "associes", "compagnie"))
SCORE = 0.55
"""For review: the words are those of the language."""


def find_visited(passage: Passage) -> Iterator[Span]:
    """Names without an article after "chez", after a stop of a bus, and after "à" behind a verb of place; any word after "j'habite aux".

    Examples
    --------
    >>> text = "je descends à deux lions, j'ai travaillé chez parasol et on va à pied"
    >>> [(text[span.start : span.end], span.kind) for span in find_visited(Passage(text))]
    [('parasol', 'ORG'), ('deux lions', 'PLACE')]
    """
    yield from _lived_at(passage)
    if not passage.lower:
        return
    for rank, word in enumerate(passage.words[1:], 1):
        before = passage.words[rank - 1].folded
        if passage.gap(passage.words[rank - 1], word) != " ":
            continue
        if before == "chez" and _may_name_firm(word):
            yield Span(word.start, passage.words[_firm_end(passage, rank)].end, "ORG", SCORE, "cue")
        elif before in lexicons().words("stops") and (last := _stop_end(passage, rank)) >= 0:
            yield Span(word.start, passage.words[last].end, "PLACE", SCORE, "cue")
    for match in _goes_to().finditer(passage.folded):
        rank = passage.rank_from(match.end())
        # the preposition, not the verb
        if rank is not None and passage.text[match.end() - 2] == "à" and (last := _place_end(passage, rank)) >= 0:
            yield Span(passage.words[rank].start, passage.words[last].end, "PLACE", SCORE, "cue")


def _lived_at(passage: Passage) -> Iterator[Span]:
    """ "j'habite aux Écrivains", "relogée aux trois moulins": whatever the word, it is a place."""
    no_place = lexicons().words("function", "lived_in", "no_complements", "organisations")
    for match in _lives().finditer(passage.folded):
        rank = passage.rank_from(match.end())
        if rank is None:
            continue
        word = passage.words[rank].folded
        last = phrase_end(passage, rank, linked=True) if word in lexicons().words("before_nouns") else passage.joined(rank)
        counted = last > rank and passage.words[rank + 1].folded not in no_place
        if counted or (word not in no_place and len(word) > 3):
            yield Span(match.end(), passage.words[last].end, "PLACE", SCORE, "cue")


def _may_name_firm(word: Word) -> bool:
    known = lexicons()
    if word.folded in known.words("function", "not_at", "roles", "bonds") or word.folded in known.titles:
        return False
    return len(word.folded) > 2 and not numerals.NUMBER.fullmatch(word.folded)


def _firm_end(passage: Passage, rank: int) -> int:
    """ "charpentes duvillard", "krebs et fils", "logis du bessin": nouns side by side, partners, a complement that is a name."""
    known = lexicons()
    words = passage.words
    last = passage.joined(rank)
    while last + 1 < len(words) and last - rank < 3 and passage.gap(words[last], words[last + 1]) == " ":
        following = words[last + 1].folded
        tail = following in known.words("firm_tails", "name_tails", "after_nouns")
        named = len(following) > 2 and not known.looks_inflected(following) and (known.is_noun(following) or not known.is_plain(following))
        if not tail and (not named or following in known.generic):
            break
        last = passage.joined(last + 1)
    after = [word.folded for word in words[last + 1 : last + 3]]
    if len(after) == 2 and after[0] == "et" and after[1] in _PARTNERS:
        return last + 2
    if len(after) == 2 and after[0] in ("de", "du", "des", "d") and not known.is_plain(after[1]) and not known.looks_inflected(after[1]):
        return passage.joined(last + 2)
    return last


def _stop_end(passage: Passage, rank: int) -> int:
    """The last word of the name of a stop, -1 for none: "l'arrêt croix du mort", not "l'arrêt maladie"."""
    known = lexicons()
    words = passage.words
    first = rank + 1 if words[rank].folded in ("la", "le", "les") and rank + 1 < len(words) else rank
    word = words[first]
    if word.folded in known.words("function", "no_stops") or len(word.folded) < 3 or numerals.NUMBER.fullmatch(word.folded):
        return -1
    named = known.is_noun(word.folded) or not known.is_plain(word.folded) or word.folded in known.words("places", "before_nouns")
    return max(first, phrase_end(passage, first, linked=True)) if named else -1


def _place_end(passage: Passage, rank: int) -> int:
    """The last word of a noun without an article, and of its complement, that is no idiom after "à"; -1 for none."""
    known = lexicons()
    word = passage.words[rank].folded
    opens = word in known.words("before_nouns") and rank + 1 < len(passage.words)
    noun = known.is_noun(word) or word in known.words("places", "organisations") or not known.is_plain(word)
    if not opens and (not noun or word in known.words("at_idioms", "not_at", "no_complements", "function")):
        return -1
    ahead = {other.folded for other in passage.words[rank + 1 : rank + 4]}
    infinitive = _INFINITIVE.fullmatch(word) and word not in known.words("before_nouns", "places", "organisations")
    if infinitive or (numerals.NUMBER.match(word) and ahead & known.words("counted")):
        return -1
    last = phrase_end(passage, rank, linked=True)
    if last < 0 and word in known.words("places", "organisations"):
        last = complement_end(passage, rank)
    return last if last > rank or (noun and len(word) > 2 and not numerals.NUMBER.fullmatch(word)) else -1


@cache
def _goes_to() -> re.Pattern[str]:
    return re.compile(lexicons().cues["goes_to"])


@cache
def _lives() -> re.Pattern[str]:
    return re.compile(lexicons().cues["lives_at"])
