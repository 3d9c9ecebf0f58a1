"""Bodies and places by what one says they are called, "ça s'appelle bout du monde", "le collectif sauvons la butte", or presided over."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.headed import complement_end, phrase_end
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import ARTICLES, Passage, Span

_LINKS = frozenset(("de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "en", "et", "pour", "sur", "sous", "dans", "contre"))
_LONGEST = 6
SCORE = 0.5


def find_entitled(passage: Passage) -> Iterator[Span]:
    """Names made of ordinary words, in a text without capitals: after "s'appelle", and slogans after the noun of a body.

    Examples
    --------
    >>> texts = "on s'appelle les robinets verts et le collectif sauvons la butte on le connaît", "je préside la source l'association"
    >>> [text[span.start : span.end] for text in texts for span in find_entitled(Passage(text))]
    ['les robinets verts', 'sauvons la butte', 'la source']
    """
    if not passage.lower:
        return
    named, slogan, opening = _cues()
    for match in _presided().finditer(passage.folded):
        rank = passage.rank_from(match.end())
        if rank is not None and (last := _presided_end(passage, rank)) >= 0:
            yield Span(passage.words[rank].start, passage.words[last].end, "ORG", SCORE, "cue")
    for match in named.finditer(passage.folded):
        rank = passage.rank_from(match.end())
        if rank is None or passage.words[rank].start != match.end():
            continue
        last = _slogan_end(passage, rank) if opening.match(passage.folded, match.end()) else -1
        last = last if last > rank else _name_end(passage, rank)
        if last >= 0:
            yield Span(match.end(), passage.words[last].end, "ORG", SCORE, "cue")
    for match in slogan.finditer(passage.folded):
        rank = passage.rank_from(match.end())
        if rank is not None and (last := _slogan_end(passage, rank)) > rank:
            yield Span(match.end(), passage.words[last].end, "ORG", SCORE, "cue")


def _name_end(passage: Passage, rank: int) -> int:
    """The last word of an article, a noun, its adjectives and its complement; -1 where a person's name or no name stands."""
    known = lexicons()
    words = passage.words
    first = rank + 1 if words[rank].folded in ARTICLES and rank + 1 < len(words) else rank
    word = words[first].folded
    counted = word in known.words("before_nouns")
    if (word in known.function and not counted) or not known.is_plain(word) or word in known.titles or len(word) < 3:
        return -1
    if first > rank and word in known.generic:
        return -1
    last = phrase_end(passage, first, linked=True)
    if last < 0 and first == rank:
        # "bout du monde"
        last = complement_end(passage, first)
    return last if last > first else first if known.is_noun(word) and word not in known.generic else -1


def _presided_end(passage: Passage, rank: int) -> int:
    """The last word of what is presided over; -1 where that is a council, a club or an association without more: "les amis du clocher"."""
    known = lexicons()
    words = passage.words
    first = rank + 1 if words[rank].folded in ARTICLES and rank + 1 < len(words) else rank
    word, ordinary = words[first].folded, known.words("roles", "no_complements") | known.generic
    if word in known.words("qualities") and first + 1 < len(words):
        return first + 1
    if word in known.function or len(word) < 3 or numerals.NUMBER.fullmatch(word):
        return -1
    if word in ordinary:
        last = complement_end(passage, first)
        return last if last > first and words[last].folded not in ordinary else -1
    return max(passage.joined(first), phrase_end(passage, first, linked=True))


def _slogan_end(passage: Passage, rank: int) -> int:
    """The last word before the sentence goes on: words that name something, and the prepositions and articles between them."""
    known = lexicons()
    words = passage.words
    last = rank
    for place in range(rank + 1, min(len(words), rank + _LONGEST)):
        word = words[place].folded
        if passage.gap(words[place - 1], words[place]) not in (" ", "-", "'"):
            break
        if word in known.function and word not in known.words("slogans"):
            if word not in _LINKS:
                break
        elif len(word) == 1:
            break
        else:
            last = place
    return last


@cache
def _presided() -> re.Pattern[str]:
    return re.compile(lexicons().cues["presided"])


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What leads up to a name, what leads up to a slogan after the noun of a body, and the first word of a slogan."""
    known = lexicons()
    opening = rf"(?:{known.alternatives('slogans')}|\w{{2,}}(?:er|ir|re)|\w{{2,}}ons)(?!\w)"
    slogan = rf"(?<![\w-])(?:{known.alternatives('slogan_heads')}) (?={opening})"
    return re.compile(known.cues["called_so"]), re.compile(slogan), re.compile(opening)
