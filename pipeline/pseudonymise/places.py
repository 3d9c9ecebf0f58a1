"""Communes, and what is written like the name of a place."""

import itertools
import re
from collections.abc import Iterator

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import ARTICLES, Passage, Span, Word

_LINKS = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "en", "et", "sur", "sous", "saint", "sainte"])
_NO_CHANCE = 3
"""More words than these do not stand side by side by chance as in the name of a commune."""
_TOWN = 4
"""The class of size from which "à basse terre" is a place rather than two words."""
LARGE = 6
"""The class of size from which a commune is meant rather than a person called like it."""
_BEFORE_ARTICLE = frozenset(("a", "de", "vers", "sur", "depuis", "habite", "chez"))
_OF_COMMUNES = frozenset(
    ("maire", "mairie", "commune", "ville", "gare", "gendarmerie", "route", "viens", "vient", "venu", "venue", "natif", "native")
)
_COMPOUND = re.compile(r"(?<![\w-])[a-z]{3,}-(?:d[eu]s?|de-la|du|la|le|les?|sur|sous|en|aux)-[a-z]{3,}(?:-[a-z]+)*(?![\w-])")
_IN_NAMES = frozenset(("sur", "sous", "les", "en"))
_NO_COMPLEMENT_OF_A = re.compile(r"\w+(?:er|ir|re|ant)")
_STRONG = frozenset(["a", "sur", "vers", "habite", "habitais", "au", "ville", "commune", "maire", "mairie"])


def find_places(passage: Passage) -> Iterator[Span]:
    """Communes: long names by themselves, one-word names only after a preposition and never common words."""
    words = passage.words
    taken = -1
    for rank, word in enumerate(words):
        if rank <= taken:
            continue
        long = word.folded in lexicons().commune_lengths
        last = commune_at(passage, rank, sure=rank > 0 and _calls_for_place(passage, rank)) if long else None
        if last is not None:
            yield Span(_with_article(passage, rank, last), words[last].end, "PLACE", 0.85, "structure")
            taken = last
        elif _short_commune(passage, rank):
            yield Span(_with_article(passage, rank, rank), word.end, "PLACE", 0.8 if word.capital else 0.7, "structure")
    yield from _titled(passage)
    if passage.lower:
        yield from _heard(passage)
        yield from _hyphened(passage)


def _calls_for_place(passage: Passage, rank: int) -> bool:
    """ "à la tour du pin", "maire de la tour du pin": what stands before a name, its article left out."""
    words = [word.folded for word in passage.words[max(0, rank - 3) : rank]]
    if len(words) > 1 and words[-1] in ARTICLES:
        words.pop()
    return words[-1] in _STRONG or (len(words) > 1 and words[-1] in ("de", "d") and words[-2] in _OF_COMMUNES)


def _heard(passage: Passage) -> Iterator[Span]:
    """Communes as an automatic transcript writes them: "à thé mines", "à marcilly sous bois" that no list has."""
    known = lexicons()
    words = passage.words
    for rank, (before, word, following) in enumerate(zip(words, words[1:], words[2:], strict=False), 1):
        cue = before.folded in _STRONG or (before.folded in ("de", "d") and rank > 1 and words[rank - 2].folded in _OF_COMMUNES)
        if not cue or before.folded == "au" or word.folded in known.function or passage.gap(word, following) not in (" ", "-"):
            continue
        joined = (word.folded + following.folded,)
        if len(joined[0]) > 5 and joined in known.communes and following.folded not in known.function:
            yield Span(word.start, words[passage.joined(rank + 1)].end, "PLACE", 0.55, "structure")
        last = words[rank + 2] if rank + 2 < len(words) else None
        named = word.folded not in known.function and len(word.folded) > 3 and not known.looks_inflected(word.folded)
        if last and named and following.folded in _IN_NAMES and last.folded not in known.function and not known.is_plain(last.folded):
            yield Span(word.start, words[passage.joined(rank + 2)].end, "PLACE", 0.55, "structure")


def _hyphened(passage: Passage) -> Iterator[Span]:
    """ "haut-du-lièvre": hyphens about a preposition make a name, but in a few words of the language."""
    for match in _COMPOUND.finditer(passage.folded):
        if match.group() not in lexicons().words("compounds"):
            yield Span(match.start(), match.end(), "PLACE", 0.55, "structure")


def _with_article(passage: Passage, first: int, last: int) -> int:
    """Where a commune begins, its own article included: "La Bourboule"."""
    words = passage.words
    article = lexicons().commune_articles.get(tuple(word.folded for word in words[first : last + 1]))
    own = first and article == words[first - 1].folded and passage.gap(words[first - 1], words[first]) in (" ", "'")
    return words[first - 1].start if own else words[first].start


def _own_article(passage: Passage, rank: int) -> bool:
    """ "la châtre", "à la trinité" in a text without capitals."""
    known = lexicons()
    words = passage.words
    if words[rank - 1].folded == "au" and known.commune_articles.get((words[rank].folded,)) == "le":
        # "au lamentin", not "au port"
        large = known.communes[words[rank].folded,] >= LARGE - 1
        return large and not known.kinds_alone.intersection((words[rank].folded,)) and words[rank].folded not in known.sex
    if known.commune_articles.get((words[rank].folded,)) != words[rank - 1].folded or passage.gap(words[rank - 1], words[rank]) != " ":
        return False
    word, before = words[rank], words[rank - 2].folded if rank > 1 else ""
    # "elle la garde" is a verb, "route de la loupe" a place
    ambiguous = word.folded in known.sex or known.derives(word.folded)
    if known.is_plain(word.folded):
        return before == "de" and rank > 2 and words[rank - 3].folded in _OF_COMMUNES
    return not ambiguous or (before in _BEFORE_ARTICLE and passage.text[word.start : word.end].isascii())


def _titled(passage: Passage) -> Iterator[Span]:
    """A capital article inside a sentence opens a proper name: "Le Télégramme", "Les Petits Pas"."""
    words = passage.words
    for rank, word in enumerate(words[:-1]):
        following = words[rank + 1]
        if (
            word.capital
            and not word.opens
            and word.folded in ("le", "la", "les")
            and following.capital
            and passage.gap(word, following) == " "
        ):
            last = rank + 1
            while last + 1 < len(words) and words[last + 1].capital and passage.gap(words[last], words[last + 1]) in (" ", "-"):
                last += 1
            if tuple(word.folded for word in words[rank + 1 : last + 1]) not in lexicons().bodies:
                yield Span(word.start, words[last].end, "ORG", 0.65, "cue")


def _spelt_like_commune(passage: Passage, word: Word) -> bool:
    """ "gardé" is not La Garde, though it is folded alike; accents may lack."""
    said = passage.text[word.start : word.end].lower()
    return said.isascii() or said in lexicons().commune_spellings


def _is_commune_alone(word: str) -> bool:
    """A name that is nothing else: no word, no first name, no surname."""
    known = lexicons()
    other = known.is_plain(word) or known.is_name(word) or known.looks_inflected(word)
    return len(word) > 4 and not other and (word,) in known.communes


def commune_at(passage: Passage, rank: int, *, sure: bool = False) -> int | None:
    """The last word of a commune of several words that begins at `rank`, or None; `sure` where something before it calls for a place."""
    known = lexicons()
    words = passage.words
    for length in known.commune_lengths.get(words[rank].folded, ()):
        piece = words[rank : rank + length]
        name = tuple(word.folded for word in piece)
        if len(piece) < length or name not in known.communes:
            continue
        gaps = [passage.gap(left, right) for left, right in itertools.pairwise(piece)]
        named = [word for word in piece if not known.is_plain(word.folded) and word.folded not in _LINKS]
        if all(gap in ("-", " ", "'") for gap in gaps) and (
            all(gap != " " for gap in gaps)
            or (named and piece[0].folded not in known.sex)
            or length > _NO_CHANCE
            or (sure and (length > 2 or known.communes[name] >= _TOWN))
        ):
            return rank + length - 1
    return None


def _short_commune(passage: Passage, rank: int) -> bool:
    known = lexicons()
    word = passage.words[rank]
    if (word.folded,) in known.bodies or word.folded in known.words("never") or not _spelt_like_commune(passage, word):
        return False
    if rank and passage.lower and _own_article(passage, rank):
        return True
    if passage.lower and _is_commune_alone(word.folded):
        return True
    if not rank or len(word.folded) < 3 or ((word.folded,) not in known.communes and word.folded not in known.commune_heads):
        return False
    before = passage.words[rank - 1]
    if known.is_plain(word.folded) and not (word.capital and not word.opens):
        large = known.communes.get((word.folded,), 0) in (5, 6, 7) and len(word.folded) > 4
        called = before.folded == "a" and passage.text[before.start : before.end] != "a"
        named = not numerals.NUMBER.fullmatch(word.folded) and word.folded not in known.words("at_idioms")
        noun = known.is_noun(word.folded) and len(word.folded) > 4
        # "à mens": after "à" no form of a verb stands but the infinitive
        plural = word.folded.endswith("s") and known.is_plain(word.folded[:-1])
        form = not known.is_noun(word.folded) and not plural and len(word.folded) > 3 and not _NO_COMPLEMENT_OF_A.fullmatch(word.folded)
        # "ligne à ligne"
        twice = rank > 1 and passage.words[rank - 2].folded == word.folded
        seat = before.folded in ("de", "d") and rank > 1 and passage.words[rank - 2].folded in _OF_COMMUNES
        if not passage.lower or twice or word.folded in known.function:
            return False
        return (called and (large or (named and (noun or form)))) or (seat and len(word.folded) > 2 and word.folded not in known.generic)
    # a hyphen on either side: part of something else
    if passage.gap(before, word) == "-" or passage.folded[word.end : word.end + 1] == "-":
        return False
    if passage.gap(before, word) not in (" ", "'"):
        return False
    cue = before.folded
    if cue == "a" and passage.text[before.start : before.end] == "a" and not passage.text.isascii():
        # the verb, where accents are written
        return False
    if cue in ("le", "la") and known.is_plain(word.folded) and known.commune_articles.get((word.folded,)) != cue:
        return False
    if cue in _STRONG:
        return word.capital or (word.folded not in known.sex and len(word.folded) > 3)
    if cue in known.words("place_cues") or cue in ("du", "au", "le", "la"):
        rare = (word.folded,) not in known.surnames or known.communes.get((word.folded,), 0) >= LARGE
        return word.capital or (word.folded not in known.sex and rare and len(word.folded) > 3)
    return False
