"""Communes, and organisations told by their head noun: "le collège Jean-Macé", "la mairie de Glomel"."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, key

_LINKS = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "en", "et", "sur", "sous", "saint", "sainte"])
_ARTICLES = frozenset(("le", "la", "les", "l"))
LARGE = 6
"""The class of size from which a commune is meant rather than a person called like it."""
OWNED = 0.92
"""The score of a firm that is called by its owner, who is a person elsewhere: "la menuiserie Bonnin"."""
_STRONG = frozenset(["a", "sur", "vers", "habite", "habitais", "au", "ville", "commune", "maire", "mairie"])


def find_places(passage: Passage) -> Iterator[Span]:
    """Communes: long names by themselves, one-word names only after a preposition and never common words."""
    known = lexicons()
    words = passage.words
    taken = -1
    for rank, word in enumerate(words):
        if rank <= taken:
            continue
        last = _long_commune(passage, rank)
        if last is not None:
            yield Span(_with_article(passage, rank, last), words[last].end, "PLACE", 0.85, "structure")
            taken = last
        elif _short_commune(passage, rank):
            yield Span(_with_article(passage, rank, rank), word.end, "PLACE", 0.8 if word.capital else 0.7, "structure")
    for match in _heads().finditer(passage.folded):
        end = _name_end(passage, match.end())
        by_word = not end and passage.lower
        end = _word_name_end(passage, match) if by_word else end
        if end and match["noun"] in known.words("organisations"):
            owned = not match["links"] and match["noun"] in known.words("owned_firms")
            yield Span(match.start(), end, "ORG", 0.55 if by_word else OWNED if owned else 0.85, "cue")
        elif end:
            # "quartier de Kermoisan": the head noun is no part of the name; of "rue de Brest", "îlet Chancel" it is
            apart = match["links"].strip() in ("de", "du", "d'", "des") and match["noun"] in known.words("apart")
            yield Span(match.end() if apart else match.start(), end, "PLACE", 0.55 if by_word else 0.7, "cue")
    yield from _titled(passage)
    yield from _lived_at(passage)


def _lived_at(passage: Passage) -> Iterator[Span]:
    """ "j'habite aux Écrivains": whatever the word, it is a place."""
    known = lexicons()
    no_place = known.function | known.words("lived_in") | known.words("no_complements") | known.words("organisations")
    for match in _lives().finditer(passage.folded):
        rank = next((rank for rank, word in enumerate(passage.words) if word.start == match.end()), None)
        if rank is not None and passage.words[rank].folded not in no_place and len(passage.words[rank].folded) > 3:
            yield Span(match.end(), _hyphened_end(passage, rank), "PLACE", 0.55, "cue")


@cache
def _lives() -> re.Pattern[str]:
    return re.compile(lexicons().cues["lives_at"])


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
    if known.commune_articles.get((words[rank].folded,)) != words[rank - 1].folded or passage.gap(words[rank - 1], words[rank]) != " ":
        return False
    before = words[rank - 2].folded if rank > 1 else ""
    if known.is_plain(words[rank].folded):
        return False
    return words[rank].folded not in known.sex or before in ("a", "de", "vers", "sur", "depuis", "habite", "chez")


def head_of(surface: str) -> int:
    """How many characters at the start of a name of a place or body are its head noun and links: they stay.

    Examples
    --------
    >>> head_of("collège Jean-Macé"), head_of("CCAS de Carhaix"), head_of("rue des Ajoncs"), head_of("Entremont")
    (8, 8, 8, 0)
    """
    match = _heads().match(Passage(surface).folded)
    return match.end() if match and match.end() < len(surface) else 0


def name_of(surface: str) -> tuple[str, ...]:
    """The folded words by which a place or body is called, head noun and article left out.

    Examples
    --------
    >>> name_of("centre social la Passerelle"), name_of("Le Pressoir"), name_of("collège Jean-Macé")
    (('passerelle',), ('pressoir',), ('jean', 'mace'))
    """
    words = key(surface[head_of(surface) :])
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def is_called_directly(surface: str) -> bool:
    """Does a bare article open the name: "foyer le Sablier", not "foyer du Sablier"?"""
    match = _heads().match(Passage(surface).folded)
    return match is not None and match["links"].strip() in ("la", "le", "les", "l'")


@cache
def _heads() -> re.Pattern[str]:
    known = lexicons()
    nouns = sorted({*known.cues["organisations"], *known.cues["places"], *known.cues["streets"]}, key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?:(?P<noun>{'|'.join(map(re.escape, nouns))})s?"
        rf"(?: (?:{'|'.join(known.cues['kinds_of_bodies'])}))?)"
        r"(?P<links>(?: (?:de la|de l'|du|des|de|d'|les|le|la|l'|a la|a|au|aux|sur)(?: les| la| le)?(?<!')(?= )|"
        r" (?:de l'|d'|l'))?)(?:(?<=')| )(?=[\w\"«])"
    )


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


def _name_end(passage: Passage, start: int) -> int:
    known = lexicons()
    following = [word for word in passage.words if start <= word.start < start + 70]
    if not following or following[0].start != start:
        return 0
    first = following[0]
    if not first.capital:
        return _lower_name_end(passage, start)
    if (first.folded in known.function and first.folded not in _ARTICLES) or first.folded in known.words("never"):
        return 0
    end = first.end
    for rank, (left, right) in enumerate(itertools.pairwise(following)):
        if passage.gap(left, right) not in (" ", "-", "'"):
            break
        later = following[rank + 2 : rank + 3]
        link = right.folded in _LINKS and later and (later[0].capital or later[0].folded in _LINKS)
        if right.capital:
            end = right.end
        elif not link and passage.gap(left, right) != "-":
            break
    return 0 if key(passage.text[start:end]) in known.bodies else end


def _lower_name_end(passage: Passage, start: int) -> int:
    """In lower case only a name that is known: a commune, or first names and surnames that are no words."""
    known = lexicons()
    rank = next(rank for rank, word in enumerate(passage.words) if word.start == start)
    last = _long_commune(passage, rank)
    if last is not None:
        return passage.words[last].end
    word = passage.words[rank]
    if word.folded in ("saint", "sainte", "notre") and rank + 1 < len(passage.words) and passage.gap(word, passage.words[rank + 1]) == "-":
        return _hyphened_end(passage, rank)
    if known.is_plain(word.folded):
        return 0
    if (word.folded,) in known.communes or word.folded in known.commune_heads:
        return word.end
    if len(word.folded) < 4 or (word.folded,) in known.bodies:
        return 0
    end = word.end
    for left, right in zip(passage.words[rank:], passage.words[rank + 1 : rank + 4], strict=False):
        joined = passage.gap(left, right) == "-"
        surname = not known.is_plain(right.folded) and (right.folded,) in known.surnames
        if not joined and (passage.gap(left, right) != " " or not (surname or right.folded in known.words("name_tails"))):
            break
        end = right.end
    return end


def _word_name_end(passage: Passage, match: re.Match[str]) -> int:
    """In lower case, where a body may be called by a word of the language: "l'école des tuiles", "le foyer le sablier"."""
    known = lexicons()
    rank = next((rank for rank, word in enumerate(passage.words) if word.start == match.end()), None)
    links = match["links"].strip()
    if rank is None:
        return 0
    word = passage.words[rank]
    after = passage.words[rank + 1].folded if rank + 1 < len(passage.words) else ""
    generic = known.function | known.words("no_complements") | known.words("roles") | known.words("institutions") | known.words("never")
    hyphened = _hyphened_end(passage, rank)
    plain = word.folded in generic or (word.folded,) in known.bodies or word.folded in known.words("organisations")
    if len(word.folded) < 4 or (plain and hyphened == word.end):
        return 0
    called = match["noun"] in known.words("called_by_words")
    if match["noun"] in known.words("called_directly") and links in ("la", "le", "les", "l'"):
        # not the subject of a verb: "au foyer les éducateurs ont"
        return word.end if not after or (after in known.function and after not in known.words("after_subjects")) else 0
    if called and not links and after in known.words("name_tails"):
        return _hyphened_end(passage, rank + 1)
    if called and links in ("de", "d'"):
        return hyphened if hyphened > word.end or (len(word.folded) > 4 and (word.folded,) in known.communes) else 0
    return word.end if called and links in ("des", "du", "de la", "de l'") else 0


def _hyphened_end(passage: Passage, rank: int) -> int:
    while rank + 1 < len(passage.words) and passage.gap(passage.words[rank], passage.words[rank + 1]) == "-":
        rank += 1
    return passage.words[rank].end


def _long_commune(passage: Passage, rank: int) -> int | None:
    """The last word of a commune of several words that begins at `rank`, or None."""
    known = lexicons()
    words = passage.words
    for length in (6, 5, 4, 3, 2):
        piece = words[rank : rank + length]
        name = tuple(word.folded for word in piece)
        if len(piece) < length or name not in known.communes:
            continue
        gaps = [passage.gap(left, right) for left, right in itertools.pairwise(piece)]
        named = [word for word in piece if not known.is_plain(word.folded) and word.folded not in _LINKS]
        if all(gap in ("-", " ", "'") for gap in gaps) and (
            all(gap != " " for gap in gaps) or (named and piece[0].folded not in known.sex)
        ):
            return rank + length - 1
    return None


def _short_commune(passage: Passage, rank: int) -> bool:
    known = lexicons()
    word = passage.words[rank]
    if rank and passage.lower and _own_article(passage, rank):
        return True
    if not rank or len(word.folded) < 3 or ((word.folded,) not in known.communes and word.folded not in known.commune_heads):
        return False
    before = passage.words[rank - 1]
    if known.is_plain(word.folded) and not (word.capital and not word.opens):
        large = known.communes.get((word.folded,), 0) in (5, 6, 7) and len(word.folded) > 4
        return large and before.folded == "a" and passage.lower and word.folded not in known.function
    # a hyphen on either side: part of something else
    if passage.gap(before, word) == "-" or passage.folded[word.end : word.end + 1] == "-":
        return False
    if passage.gap(before, word) not in (" ", "'"):
        return False
    cue = before.folded
    if cue in _STRONG:
        return word.capital or (word.folded not in known.sex and len(word.folded) > 3)
    if cue in known.words("place_cues") or cue in ("du", "au", "le", "la"):
        rare = (word.folded,) not in known.surnames or known.communes.get((word.folded,), 0) >= LARGE
        return word.capital or (word.folded not in known.sex and rare and len(word.folded) > 3)
    return False
