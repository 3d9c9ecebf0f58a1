"""Bodies and places told by their head noun: "le collège Jean-Macé", "la crèche de la courte échelle"."""

import itertools
import re
from collections.abc import Iterator

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.heads import Head, heads
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.places import commune_at
from pipeline.pseudonymise.text import ARTICLES, Passage, Span, Word, key
from pipeline.pseudonymise.titles import PARTICLES

OWNED = 0.92
"""The score of a firm that is called by its owner, who is a person elsewhere: "la menuiserie Bonnin"."""
BY_WORD = 0.55
"""The score of a name that is made of ordinary words: for review."""
_LINKS = frozenset(("de", "du", "des", "d", "la", "le", "les", "l", "au", "aux", "sur", "sous", "saint", "sainte"))
_LONGEST = 70
_WITHIN = frozenset(("au", "aux", "a", "dans", "sur", "en", "chez", "vers", "ce", "cet", "cette", "ces"))
_PRONOUNS = frozenset(("il", "elle", "ils", "elles", "ca", "on", "y"))
_PEOPLE = re.compile(r"\w{3,}(?:eu(?:r|se)s?|trices?|istes?|iennes?|antes?)")


def find_headed(passage: Passage) -> Iterator[Span]:
    """Names after a head noun, the head included: by capitals, by lists, and without capitals by ordinary words.

    Examples
    --------
    >>> text = "elle bosse à la crèche de la courte échelle"
    >>> [(text[span.start : span.end], span.kind) for span in find_headed(Passage(text))]
    [('crèche de la courte échelle', 'ORG')]
    """
    known = lexicons()
    ranks = {word.start: rank for rank, word in enumerate(passage.words)}
    for head in heads(passage):
        rank = ranks.get(head.end)
        if rank is None:
            continue
        end = _capitals_end(passage, rank, head) if passage.words[rank].capital else _known_end(passage, rank, head)
        by_word = not end and (passage.lower or _is_title(passage, head))
        end = _words_end(passage, rank, head) if by_word else end
        if end and head.noun in known.words("organisations"):
            owned = not head.link and head.noun in known.words("owned_firms")
            yield Span(head.start, end, "ORG", BY_WORD if by_word else OWNED if owned else 0.85, "cue")
        elif end:
            apart = head.stays_apart and not by_word
            yield Span(head.end if apart else head.start, end, "PLACE", BY_WORD if by_word else 0.7, "cue")


def _is_title(passage: Passage, head: Head) -> bool:
    """ "derrière Le Comptoir du bon levain": the head itself has the capital of a name."""
    return next(word.capital and not word.opens for word in passage.words if word.start == head.start)


def _capitals_end(passage: Passage, rank: int, head: Head) -> int:
    """Where a name ends that a capital opens; 0 where it is none."""
    known = lexicons()
    following = [word for word in passage.words[rank : rank + 14] if word.start < head.end + _LONGEST]
    first = following[0]
    if (first.folded in known.function and first.folded not in ARTICLES and len(following) == 1) or first.folded in known.words("never"):
        return 0
    if head.link == "de" and first.folded in known.sex and not (len(following) > 1 and following[1].capital):
        # "l'école de Kylian" is a person's
        return 0
    end = first.end
    for place, (left, right) in enumerate(itertools.pairwise(following)):
        if passage.gap(left, right) not in (" ", "-", "'"):
            break
        later = following[place + 2 : place + 3]
        link = right.folded in _LINKS and later and (later[0].capital or later[0].folded in _LINKS)
        if right.capital:
            end = right.end
        elif right.folded == "et" and later and later[0].capital and later[0].folded not in known.sex:
            # "Causses et Vallées"
            continue
        elif not link and passage.gap(left, right) != "-":
            break
    name = key(passage.text[first.start : end])
    if name[0] in known.function and name[0] not in ARTICLES and len(name) == 1:
        return 0
    # "le service de santé de Guyane": a region, where the head says of which body
    special = " " in passage.text[head.start : head.end].strip() and head.of and name in known.wide_places
    return 0 if name in known.bodies and not special else end


def _known_end(passage: Passage, rank: int, head: Head) -> int:
    """Without a capital, where a name ends that is a commune, or that holds words which the language does not have."""
    known = lexicons()
    words = passage.words
    last = commune_at(passage, rank, sure=head.of)
    if last is not None:
        return words[last].end
    word = words[rank]
    if head.of and word.folded in known.words("departments"):
        return word.end
    following = words[rank + 1] if rank + 1 < len(words) else None
    if word.folded in ("saint", "sainte", "notre") and following and passage.gap(word, following) == "-":
        return words[passage.joined(rank)].end
    if (
        word.folded in PARTICLES
        and following
        and passage.gap(word, following) in (" ", "-")
        and not known.is_plain(following.folded)
        and not head.of
    ):
        return following.end
    if known.is_plain(word.folded):
        return 0
    if (word.folded,) in known.communes or word.folded in known.commune_heads:
        return words[passage.joined(rank)].end
    if len(word.folded) < 4 or (word.folded,) in known.bodies or word.folded in known.words("short_words"):
        return 0
    end, last = word.end, rank
    for left, right in zip(words[rank:], words[rank + 1 : rank + 4], strict=False):
        joined = passage.gap(left, right) == "-"
        given = word.folded in known.sex and (_is_rare(right) or known.is_noun(right.folded))
        named = given or (_is_rare(right) and (right.folded,) in known.surnames)
        tail = right.folded in known.words("name_tails") or right.folded in known.words("firm_tails")
        if not joined and (passage.gap(left, right) != " " or not (named or tail)):
            break
        end, last = right.end, last + 1
    # "le reposoir des cimes"
    return words[complement_end(passage, last)].end if head.article else end


def _is_rare(word: Word) -> bool:
    known = lexicons()
    return len(word.folded) > 2 and not known.is_plain(word.folded) and not known.looks_inflected(word.folded)


def _words_end(passage: Passage, rank: int, head: Head) -> int:
    """Without capitals, where a body may be called by words of the language: "l'école des tuiles", "le foyer le sablier"."""
    known = lexicons()
    if head.of:
        last = _bound_end(passage, rank, head) if head.noun in known.words("called_by_words") else -1
    elif head.link:
        last = _linked_end(passage, rank, head) if head.noun in known.words("called_directly") else -1
    else:
        last = _bare_end(passage, rank, head)
    return passage.words[last].end if last >= 0 else 0


def _bound_end(passage: Passage, rank: int, head: Head) -> int:
    """ "l'école des tuiles", "le café des sports", "l'ime de haute-rive": the last word, -1 for none."""
    known = lexicons()
    word = passage.words[rank]
    if head.link in ("de", "d'"):
        joined = -1 if word.folded in known.function or numerals.NUMBER.match(word.folded) else passage.joined(rank)
        return joined if joined > rank or (len(word.folded) > 4 and (word.folded,) in known.communes) else -1
    last = phrase_end(passage, rank, linked=False)
    anyhow = head.noun in known.words("inns") and word.folded not in known.words("function", "no_inns")
    return max(rank, last) if anyhow else last


def _linked_end(passage: Passage, rank: int, head: Head) -> int:
    """ "le foyer le sablier", "l'épicerie chez ginette": the last word, -1 for none."""
    known = lexicons()
    word = passage.words[rank]
    if head.link == "chez":
        return -1 if word.folded in known.words("not_at") else rank
    last = phrase_end(passage, rank, linked=True)
    if last < 0 and head.noun in known.words("named_freely") and known.is_noun(word.folded):
        last = complement_end(passage, rank)
    return last if last >= 0 and _stands_apart(passage, rank, last, head) else -1


def _bare_end(passage: Passage, rank: int, head: Head) -> int:
    """ "l'association ribambelle", "l'hôtel terminus nord", "le cabinet roux": the last word, -1 for none."""
    known = lexicons()
    word, after = passage.words[rank], passage.words[rank + 1].folded if rank + 1 < len(passage.words) else ""
    generic = _is_generic(word)
    tailed = after in known.words("name_tails") and head.noun in known.words("called_by_words") and not generic
    if word.folded not in known.function and (tailed or after in known.words("firm_tails")):
        return passage.joined(rank + 1)
    if head.noun in known.words("called_directly") and known.is_noun(word.folded):
        if head.noun not in known.words("named_freely"):
            return phrase_end(passage, rank, linked=False)
        return complement_end(passage, rank) if generic else phrase_end(passage, rank, linked=True)
    owner = word.folded in known.word_surnames and head.noun in known.words("owned_firms")
    return rank if owner else -1


def _stands_apart(passage: Passage, first: int, last: int, head: Head) -> bool:
    """Not the subject of a sentence, as in "au foyer les éducateurs ont"."""
    known = lexicons()
    words = passage.words
    if _PEOPLE.fullmatch(words[first].folded) and last == first:
        return False
    at = passage.rank_from(head.start) or 0
    before = {word.folded for word in words[max(0, at - 2) : at]}
    after = words[last + 1].folded if last + 1 < len(words) else ""
    if not before & _WITHIN and before & {"l", "le", "la", "association"}:
        return after not in ("qui", "que", "ont", "sont") or head.link != "les"
    verb = after in known.words("after_subjects") and after not in _PRONOUNS
    return not after or (after in known.function and not verb)


def phrase_end(passage: Passage, rank: int, *, linked: bool) -> int:
    """The last word of a noun and its adjectives, and with `linked` of its complement, by which something is called; -1 for none.

    Examples
    --------
    >>> text = "des quatre vents et la suite"
    >>> phrase_end(Passage(text), 1, linked=False)
    2
    """
    known = lexicons()
    words = passage.words
    last = rank
    before, after = known.words("before_nouns"), known.words("after_nouns")
    while last + 1 < len(words) and words[last].folded in before and passage.gap(words[last], words[last + 1]) in (" ", "-"):
        if words[last + 1].folded in known.function and words[last + 1].folded not in before:
            break
        last += 1
    noun = words[last]
    hyphened = passage.joined(last)
    if len(noun.folded) < 3 or noun.folded in known.function or (last == rank and hyphened == last and _is_generic(noun)):
        return -1
    if last > rank and words[rank].folded in known.function and _is_generic(noun) and words[rank].folded not in ("trois", "quatre", "cinq"):
        return -1
    last = hyphened
    while last + 1 < len(words) and passage.gap(words[last], words[last + 1]) in (" ", "-") and words[last + 1].folded in after:
        last += 1
    golden = words[last + 1 : last + 3]
    if len(golden) == 2 and golden[0].folded == "d" and golden[1].folded in ("or", "argent", "azur", "olives", "ariane"):
        return last + 2
    return complement_end(passage, last) if linked else last


def complement_end(passage: Passage, last: int) -> int:
    """ "le fil de l'eau", "les semeurs du causse": one complement."""
    known = lexicons()
    words = passage.words
    place = last + 1
    if place < len(words) and words[place].folded in ("de", "du", "des", "d", "aux", "au"):
        place += 1
        if place < len(words) and words[place].folded in ("la", "l") and words[place - 1].folded in ("de", "a"):
            place += 1
        if place < len(words) and words[place].folded not in known.function and len(words[place].folded) > 2:
            return passage.joined(place)
    return last


def _is_generic(word: Word) -> bool:
    known = lexicons()
    return (
        word.folded in known.generic
        or word.folded[:-1] in known.generic
        or (word.folded,) in known.bodies
        or (len(word.folded) < 4 and not known.is_noun(word.folded))
    )
