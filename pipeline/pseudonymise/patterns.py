"""What is recognised by its shape: numbers to call, places to write to, numbers of persons and files, addresses.

Written and spoken forms; patterns read the folded text, in which capitals and accents do not count.
"""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, key

_URL = re.compile(
    r"https?://[^\s,;)»\"]*[^\s,;.!?)»\"…]|(?<![\w@])www\.[^\s,;)»\"]*[^\s,;.!?)»\"…]"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:fr|com|org|net|eu|info|bzh|coop|asso|io|re|gp|mq|nc|be|ch|tv|exemple|example)(?:/[^\s,;)»\"]*[^\s,;.!?)»\"…])?(?![\w@])"
)
_EMAIL = re.compile(r"[\w.+-]+ ?@ ?[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w.@])@[\w](?:[\w.]*\w)?")
_PHONE_DIGITS = re.compile(r"(?<![\w])(?:\+ ?33|00 ?33|\+?\(33\)|0)(?:[ .\-/]|\(0\))*[1-9](?:[ .\-/]?\d){7,8}(?!\d)")
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[0-9a-z]{4}){3,7}(?: ?[0-9a-z]{1,3})?(?!\w)")
_NIR = re.compile(r"(?<!\w)[1-478] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3}(?: ?(?:cle )?\d\d)?(?!\w)")
_PLATE = re.compile(r"(?<![\w-])[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}(?![\w-])")
_PLATE_BLANKS = re.compile(
    r"(?<![\w-])(?:[A-HJ-NP-TV-Z]{2} ?\d{3} ?[A-HJ-NP-TV-Z]{2}|\d{2,4} [A-Z]{2,3} (?:0[1-9]|[1-8]\d|9[0-5]|2[AB]))(?![\w-])"
)
_LOWER_PLATE = re.compile(r"(?<![\w'-])(?:[a-hj-np-tv-z]{2} \d{3} [a-hj-np-tv-z]{2}|[a-z]{2,3} \d{5,6})(?![\w'-])")
_NUMBER_SIGN = re.compile(
    r"(?<!\w)(?:n°|numero) ?(?P<id>(?=[a-z0-9/-]*\d)[a-z0-9]*\d{4,}[a-z0-9/-]*|[a-z]{1,3}[ -]?\d{3,}|\d{2,}[/-][a-z0-9/-]*\d)(?!\w)"
)
_CODE = re.compile(
    r"(?<![\w.,/-])(?:[a-z]{1,4}[ -]?\d{4,}(?:[-/]\w+)*|[a-z]{1,4}-\d{2,}(?:-\w+)+"
    r"|(?!(?:19|20)\d\d[-/](?:(?:19|20)\d\d|\d\d)(?!\d))\d{2,}-\d{3,}(?:-\w+)*|\d{7,})(?![\w/-]|[.,]\d)"
)
_CONNECTOR = r"(?:du |de la |de l'|des |de |d'|le |la |les |l')"
_SPELLED = re.compile(r"(?<![\w-])[A-Za-zÀ-ÿ](?:-[A-Za-zÀ-ÿ]){2,}(?![\w-])|(?<![\w'-])[A-Za-zÀ-ÿ](?: [A-Za-zÀ-ÿ]){4,}(?![\w'-])")
_POST_CODE = re.compile(r"(?<![\w.,])(?:0[1-9]|[1-8]\d|9[0-8])\d{3} (?=[a-z])")


def find_structure(passage: Passage) -> Iterator[Span]:
    """Every span known by its shape, overlaps included."""
    folded = passage.folded
    if "@" in folded:
        yield from _all(_EMAIL, folded, "EMAIL", 0.99)
        yield from _all(_HANDLE, folded, "HANDLE", 0.95)
    if "." in folded or "http" in folded:
        yield from _all(_URL, folded, "URL", 0.99)
    if any(map(str.isdigit, folded)):
        yield from _written_numbers(passage)
    for pattern in (_file_number(), _NUMBER_SIGN):
        for match in pattern.finditer(folded):
            if len(re.findall(r"[a-z]+|\d", match["id"])) > 1:
                yield Span(match.start("id"), match.end("id"), "ID", 0.85, "structure")
    for match in _SPELLED.finditer(passage.text):
        yield Span(match.start(), match.end(), "PERSON", 0.8, "structure")
    yield from _addresses(passage)


@cache
def _file_number() -> re.Pattern[str]:
    nouns = "|".join(lexicons().cues["number_nouns"])
    return re.compile(
        rf"(?<!\w)(?:{nouns})(?:,? (?:numero|n°|no|c'est(?: le)?|est(?: le)?|le|a moi|:))*[ :]*(?:n° ?|numero )?"
        r"(?P<id>(?=[a-z0-9/._-]*\d)[a-z0-9]+(?:[ /._-](?=[a-z0-9]*\d)[a-z0-9]+)*)(?!\w)"
    )


def _all(pattern: re.Pattern[str], folded: str, kind: str, score: float) -> Iterator[Span]:
    for match in pattern.finditer(folded):
        yield Span(match.start(), match.end(), kind, score, "structure")


def _written_numbers(passage: Passage) -> Iterator[Span]:
    folded = passage.folded
    yield from _all(_PHONE_DIGITS, folded, "PHONE", 0.95)
    for pattern in (_NIR, _PLATE):
        yield from _all(pattern, folded, "ID", 0.95)
    for match in _IBAN.finditer(folded):
        if sum(map(str.isdigit, match.group())) > 9:
            yield Span(match.start(), match.end(), "ID", 0.97, "structure")
    for match in _CODE.finditer(folded):
        letters, blank, rest = match.group().partition(" ")
        if not blank or passage.text[match.start() : match.start() + len(letters)].isupper():
            yield Span(match.start(), match.end(), "ID", 0.75 if not blank else 0.55, "structure")
        elif len(rest) > 6 or re.search(r"[-/]", rest):
            # "le 2024-0317"
            yield Span(match.end() - len(rest), match.end(), "ID", 0.75, "structure")
    yield from _all(_PLATE_BLANKS, passage.text, "ID", 0.8)
    if passage.lower:
        no_letters = lexicons().function | lexicons().words("short_words")
        for match in _LOWER_PLATE.finditer(folded):
            if not no_letters.intersection(re.findall(r"[a-z]+", match.group())):
                yield Span(match.start(), match.end(), "ID", 0.7, "structure")
    if sum(map(str.isdigit, folded)) >= 8:
        yield from _foreign_phones(passage)


def _foreign_phones(passage: Passage) -> Iterator[Span]:
    from phonenumbers import PhoneNumberMatcher

    for match in PhoneNumberMatcher(passage.folded, "FR"):
        yield Span(match.start, match.end, "PHONE", 0.95, "structure")


def _addresses(passage: Passage) -> Iterator[Span]:
    numbered, bare = _streets()
    folded = passage.folded
    for match in numbered.finditer(folded):
        end = _name_end(passage, match.end())
        if end:
            end = _town_end(passage, end)
            yield Span(match.start(), end, "ADDRESS", 0.92, "structure")
    for match in bare.finditer(folded):
        end = _name_end(passage, match.end())
        if end and (_named(passage, match.end(), end) or match["of"] or not match.group().startswith("rue")):
            yield Span(match.start(), end, "PLACE", 0.75 if _named(passage, match.end(), end) else 0.55, "structure")
    for match in _POST_CODE.finditer(folded):
        end = _town(passage, match.end())
        if end:
            yield Span(match.start(), end, "ADDRESS", 0.9, "structure")


@cache
def _streets() -> tuple[re.Pattern[str], re.Pattern[str]]:
    street = rf"(?:{lexicons().alternatives('streets')})"
    number = rf"(?:(?:au |le )?(?:numero )?)?(?P<number>\d{{1,4}}|(?!une? ){numerals.RUN})(?: ?(?:bis|ter|quater|[a-d]\b))?,? "
    number += r"(?:de (?:la |l')|du (?=boulevard|chemin|quai|cours|square|passage))?"
    numbered = re.compile(rf"(?<![\w-])(?<!\d ){number}{street}\.? (?P<of>{_CONNECTOR}{{0,2}})")
    bare = re.compile(r"(?<![\w-])(?:rue|avenue|boulevard|impasse|allee|square) (?P<of>(?:du|de la|de l'|des) ?|)(?:d'|de )?")
    return numbered, bare


def _name_end(passage: Passage, start: int) -> int:
    """Where the name of a street ends that begins at `start`: capitalised words, or in lower case up to three that are no grammar."""
    known = lexicons()
    following = [word for word in passage.words if start <= word.start < start + 60]
    if not following or following[0].start > start or (following[0].folded in known.function and not following[0].capital):
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
    match = re.compile(r",? (?:a )?(?:\d{5} )|, (?:a )?|(?<=\w) a ").match(passage.folded, end)
    if not match:
        return end
    town = _town(passage, match.end())
    if town:
        return town
    code = re.compile(r",? \d{5}(?!\d)").match(passage.folded, end)
    return code.end() if code else end


def _town(passage: Passage, start: int) -> int:
    """Where a commune ends that begins at `start`, or 0."""
    known = lexicons()
    following = [word for word in passage.words if start <= word.start < start + 50][:6]
    if not following or following[0].start != start:
        return 0
    for count in range(len(following), 0, -1):
        words = following[:count]
        joined = all(passage.gap(left, right) in (" ", "-", "'") for left, right in itertools.pairwise(words))
        name = tuple(word.folded for word in words)
        name = name[1:] if name[0] in ("le", "la", "les", "l") and count > 1 else name
        if joined and (name in known.communes or (count == 1 and name[0] in known.commune_heads)):
            if count == 1 and known.is_plain(name[0]) and not words[0].capital:
                continue
            return words[-1].end
    first = following[0]
    return first.end if first.capital and first.folded not in known.function else 0
