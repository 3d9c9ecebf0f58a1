"""Where somebody lives: streets with a number before or after, buildings and flats, post codes, hamlets."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.sequences import UNIT, ends_there
from pipeline.pseudonymise.text import ARTICLES, Passage, Span, key

_CONNECTOR = r"(?:du |de la |de l'|des |de |d'|le |la |les |l')"
_POST_CODE = re.compile(r"(?<![\w.,])(?:0[1-9]|[1-8]\d|9[0-8])\d{3} (?=[a-z])")
_SPOKEN_CODE = re.compile(rf"(?<![\w-])(?P<code>{numerals.RUN}) (?=[a-z])")
_BEFORE_TOWN = re.compile(r",? (?:a )?(?P<code>\d{5})(?: |(?!\d))|, (?:a )?|(?<=\w) a ")
_BOX = re.compile(r"(?<!\w)(?:bp|cs|tsa|boite postale) ?(?:numero )?(?:\d[\d ]{0,6}\d|\d)(?!\w)")
_BOX_SPOKEN = re.compile(rf"(?<!\w)(?:bp|boite postale) (?:numero )?{numerals.RUN}(?!\w)")
_REPEATED = r"(?: ?(?:bis|ter|quater|[a-d]\b(?!')))?"
_AFTER = re.compile(
    rf"(?:,? (?:au )?numero |,? au |,? )"
    rf"(?P<number>\d{{1,4}}|(?!une?\b)(?>{numerals.RUN})){_REPEATED}(?![\w-])(?!{UNIT})(?! ?(?:h|e|eme|er)\b)"
)
_FLAT = (
    r"(?:batiment|bat\.?|bt\.?|escalier|esc\.?|appartement|appart|appt\.?|apt\.?|porte|entree|bloc|hall|cage|etage|logement|studio) "
    rf"(?:numero )?(?:[a-z]?\d{{1,4}}[a-z]?|[a-z](?! ?[a-z]*')|{numerals.RUN})(?![\w'-])"
    r"|(?:\d{1,2} ?(?:er|e|eme)|rez|premier|deuxieme|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme) etage"
    r"(?: (?:gauche|droite|face))?(?!\w)"
)
_FLATS = re.compile(rf"(?<!\w)(?:{_FLAT})(?:,? (?:{_FLAT}))*")
_HAMLET = re.compile(rf"(?<!\w)lieu[- ]?dit (?:«? ?|\")?{_CONNECTOR}{{0,2}}")
_MAIN_STREET = re.compile(rf"(?<![\w-])(?P<number>\d{{1,4}}|{numerals.RUN}){_REPEATED},? grande?[- ']?rue(?!\w)")


def find_addresses(passage: Passage) -> Iterator[Span]:
    """Addresses, and streets without a number as places.

    Examples
    --------
    >>> said = ("elle vit rue des tanneurs neuf avec lui", "bâtiment C, escalier 2, appartement 14", "rue des tanneurs deux portes cassées")
    >>> [text[span.start : span.end] for text in said for span in find_addresses(Passage(text)) if span.kind == "ADDRESS"]
    ['rue des tanneurs neuf', 'bâtiment C, escalier 2, appartement 14']
    """
    folded = passage.folded
    yield from _streets(passage)
    for match in _FLATS.finditer(folded):
        if re.search(r"\w (?=.* )", match.group()) and len(re.findall(_FLAT, match.group())) > 1:
            yield Span(match.start(), _town_end(passage, match.end()), "ADDRESS", 0.85, "structure")
    for match in _POST_CODE.finditer(folded):
        if end := _town(passage, match.end(), strict=False):
            yield Span(match.start(), end, "ADDRESS", 0.9, "structure")
    if " mille " in folded:
        for match in _SPOKEN_CODE.finditer(folded):
            end = _town(passage, match.end()) if 999 < numerals.read(match["code"]) < 99000 and "mille" in match["code"] else 0
            if end:
                yield Span(match.start(), end, "ADDRESS", 0.75, "structure")
    for match in itertools.chain(_BOX.finditer(folded), _BOX_SPOKEN.finditer(folded)):
        yield Span(match.start(), _town_end(passage, match.end()), "ADDRESS", 0.85, "structure")
    for match in _MAIN_STREET.finditer(folded):
        yield Span(match.start(), _town_end(passage, match.end()), "ADDRESS", 0.9, "structure")
    for match in _HAMLET.finditer(folded) if "dit" in folded else ():
        if end := _hamlet_end(passage, match.end()):
            yield Span(match.start(), end, "ADDRESS", 0.85, "structure")


def _streets(passage: Passage) -> Iterator[Span]:
    numbered, bare = _street_forms()
    folded = passage.folded
    for match in numbered.finditer(folded):
        if end := _name_end(passage, match.end()):
            yield Span(match.start(), _town_end(passage, _flat_end(folded, end)), "ADDRESS", 0.92, "structure")
    for match in bare.finditer(folded):
        end = _name_end(passage, match.end())
        if not end:
            continue
        number = _AFTER.match(folded, end) or _AFTER.match(folded, _plain_end(passage, end))
        named = _named(passage, match.end(), end)
        if number and ends_there(folded, number.end()) and len(numerals.split(number["number"])) == 1:
            yield Span(match.start(), _flat_end(folded, number.end()), "ADDRESS", 0.8, "structure")
        elif re.match("rue|avenue|boulevard|impasse|allee|square", match.group()) and (
            named or match["of"] or not match.group().startswith("rue")
        ):
            yield Span(match.start(), end, "PLACE", 0.75 if named else 0.55, "structure")


@cache
def _street_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    short = r"(?:r|imp|pl|ch|chem|all|rte|sq|fg|res)(?:\.|(?= d(?:e|es|u)\b))"
    street = rf"(?:(?:{lexicons().alternatives('streets')})(?=[ .])|{short})"
    number = rf"(?:(?:au |le )?(?:numero )?)?(?P<number>\d{{1,4}}|(?!une? ){numerals.RUN}){_REPEATED},? "
    number += r"(?:de (?:la |l')|du (?=boulevard|chemin|quai|cours|square|passage))?"
    numbered = re.compile(rf"(?<![\w-])(?<!\d ){number}{street}\.? (?P<of>{_CONNECTOR}{{0,2}})")
    # "place", "cours", "cour" alone are words; a number after them tells
    bare = re.compile(
        r"(?<![\w-])(?:rue|avenue|boulevard|impasse|allee|square|chemin|quai|place|venelle|ruelle|route) "
        r"(?P<of>(?:du|de la|de l'|des) ?|)(?:d'|de )?"
    )
    return numbered, bare


def _flat_end(folded: str, end: int) -> int:
    """Take a building, a staircase, a flat that follow a street into it."""
    following = re.compile(r",? ").match(folded, end)
    flats = _FLATS.match(folded, following.end()) if following else None
    return flats.end() if flats else end


def _plain_end(passage: Passage, end: int) -> int:
    """Up to two ordinary words that a number closes belong to the street: "rue du grand verger douze"."""
    more = re.compile(r"(?: [a-z'-]+){1,2}?(?= (?:numero )?(?:\d|" + numerals.WORD + r")\b)").match(passage.folded, end)
    return more.end() if more and not lexicons().function.intersection(re.findall("[a-z]+", more.group())) else end


def _hamlet_end(passage: Passage, start: int) -> int:
    """Where the name of a hamlet ends, words of the language included: "lieu-dit le grand champ"."""
    end = _name_end(passage, start)
    following = [word for word in passage.words if end < word.start < end + 20][:1]
    more = end and following and passage.folded[end : following[0].start] == " " and following[0].folded not in lexicons().function
    return following[0].end if more and not passage.text[start].isupper() else end


def _name_end(passage: Passage, start: int) -> int:
    """Where the name of a street ends that begins at `start`: capitalised words, or in lower case up to three that are no grammar."""
    known = lexicons()
    following = [word for word in passage.words if start <= word.start < start + 60]
    if not following or following[0].start > start:
        return 0
    joined = passage.folded[following[0].end : following[0].end + 1] == "-"
    if following[0].folded in known.function and not following[0].capital and not joined:
        return 0
    end, taken = following[0].end, 1
    cased = following[0].capital
    for left, right in itertools.pairwise(following):
        gap = passage.gap(left, right)
        if gap not in (" ", "-", "'") or taken > 4:
            break
        joined = gap in ("-", "'")
        if right.folded in known.function and not joined:
            # "Moulin à Paule": a preposition inside a name
            after = following[following.index(right) + 1 :][:1]
            inside = right.folded in {"a", "de", "du", "des", "la", "le", "les", "l", "d", "aux", "en", "sur"}
            rare = after and not cased and not known.is_plain(after[0].folded) and after[0].folded not in known.sex
            if not (inside and after and ((cased and after[0].capital) or rare)):
                break
        elif (cased and not joined and not right.capital and left.folded not in known.function) or (
            not cased
            and not joined
            and (known.is_plain(right.folded) or right.folded in known.words("streets"))
            and not (taken == 1 and known.sex.get(left.folded) and right.folded not in known.words("streets"))
        ):
            break
        end, taken = right.end, taken + 1
    return end


def _named(passage: Passage, start: int, end: int) -> bool:
    return any(character.isupper() for character in passage.text[start:end]) or key(passage.text[start:end]) in lexicons().surnames


def _town_end(passage: Passage, end: int) -> int:
    """Take a post code and a town that follow an address into it."""
    match = _BEFORE_TOWN.match(passage.folded, end)
    if not match:
        return end
    town = _town(passage, match.end(), strict=not match["code"])
    return town or (match.end("code") if match["code"] else end)


def _town(passage: Passage, start: int, *, strict: bool = True) -> int:
    """Where a commune ends that begins at `start`, or 0; `strict` leaves communes out that are also words."""
    known = lexicons()
    following = [word for word in passage.words if start <= word.start < start + 50][:6]
    if not following or following[0].start != start:
        return 0
    for count in range(len(following), 0, -1):
        words = following[:count]
        joined = all(passage.gap(left, right) in (" ", "-", "'") for left, right in itertools.pairwise(words))
        name = tuple(word.folded for word in words)
        name = name[1:] if name[0] in ARTICLES and count > 1 else name
        if joined and (name in known.communes or (count == 1 and name[0] in known.commune_heads)):
            if count == 1 and not words[0].capital and (name[0] in known.function or (strict and known.is_plain(name[0]))):
                continue
            return words[-1].end
    first = following[0]
    return first.end if first.capital and first.folded not in known.function else 0
