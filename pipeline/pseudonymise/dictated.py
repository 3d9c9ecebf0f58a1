"""Telephones, plates, numbers of persons and files, told from amounts by what leads up to them and by their make."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.checksums import certainty
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.sequences import UNIT, Sequence, ends_there, sequences
from pipeline.pseudonymise.text import Passage, Span

_LAW = re.compile(r"(?:articles?|loi|decret|norme|iso|alinea) (?:[lrd]\W?\s?)?(?:numero )?$")
_SIGN = re.compile(r"(?<!\w)(?:numero|n°)(?: (?:c'est|est)(?: le)?)? ?$")
_EXTENSION = re.compile(r"(?<!\w)(?:(?:au|le|du|mon|ton|son) poste|poste numero|ligne interne)(?: (?:c'est|est))?(?: le)? $")
_CALLS = re.compile(r"(?<!\w)(?:(?:r?appel|joi|compos)\w+|faites|fais) (?:moi )?(?:le|au) $")
_RINGS = re.compile(r" (?:sonne|repond|decroche)")
_PLUS = re.compile(r"(?<!\w)plus $|\+ ?$")
_PLATE = re.compile(r"(?P<before>[a-z]{1,3})-?\d{2,4}-?(?P<after>[a-z]{1,3})|\d{2,4}-?[a-z]{2,3}-?(?:0[1-9]|[1-8]\d|9[0-5]|2[ab])")
_PLATE_CUE = re.compile(
    r"(?:plaque|immatricul\w*)(?: (?:d'immatriculation|c'est|est|numero|le|la))*(?: (?P<letters>[a-z]{1,3}|[a-z](?: [a-z]){1,2}))?[ :,-]*$"
)
_LETTERS_AFTER = re.compile(r"[ -]?(?:[a-z]{1,2}|[a-z] [a-z])(?![\w'-])")
_IBAN = re.compile(r"[a-z]{2}\d{2}-?[0-9a-z-]{10,34}")
_LETTERS_FIRST = re.compile(r"(?:[a-z]{2,4}-?(?!(?:19|20)\d\d$)\d{4,}|[a-z]{1,4}-\d{2,}-[0-9a-z-]+)(?:-?[a-z]{1,2})?")
_UNIT_NEXT = re.compile(UNIT)
_LOOK_BACK = 120
"""How many characters before a number are looked at."""


def find_dictated(passage: Passage) -> Iterator[Span]:
    """Telephones of 9 to 12 digits, and numbers of persons and files.

    Examples
    --------
    >>> text = "zéro six, euh, trente-neuf, quatre-vingt-dix-huit, douze, zéro sept"
    >>> [(span.kind, span.end - span.start == len(text)) for span in find_dictated(Passage(text))]
    [('PHONE', True)]
    >>> said = ("dossier douze barre cent", "on est douze", "une clio ez cent vingt-trois kb", "inscrit sous le trois un zéro")
    >>> [(span.kind, span.start) for text in said for span in find_dictated(Passage(text))]
    [('ID', 8), ('ID', 9), ('ID', 16)]
    """
    for found in sequences(passage):
        left = passage.folded[max(0, found.start - _LOOK_BACK) : found.start]
        if _LAW.search(left):
            continue
        phones = list(_phones(passage, found, left))
        yield from phones
        if phones and phones[-1].end == found.end:
            continue
        if plate := _plate(passage, found):
            yield plate
        elif score := _number_of_somebody(passage, found, left):
            yield Span(_start(found, left), found.end, "ID", certainty(found.code) or score, "structure")


def _start(found: Sequence, left: str) -> int:
    """Letters and a sign right before a number are part of it: "parcelle ah 127", "n° 12"."""
    letters = _letters_cue().search(left[-60:])
    if letters and _are_letters(letters):
        return found.start - len(letters["letters"] + letters["rest"])
    sign = re.search(r"(?:n°|(?<!\w)numero)\s?$", left)
    return found.start - len(sign.group()) if sign else found.start


def _are_letters(cued: re.Match[str]) -> bool:
    """Land registers name sections by any two letters; elsewhere grammar is grammar."""
    words = lexicons().words("short_words") if re.match("parcelle|section|cadastre", cued.group()) else lexicons().function
    return cued["letters"] not in words and not re.fullmatch(_nouns("number_nouns"), cued["letters"])


def _phones(passage: Passage, found: Sequence, left: str) -> Iterator[Span]:
    """Every ten digits from 0 or eleven from 33, wherever they begin; else 9 to 12 digits of which nothing is known, or a short one."""
    first, size, after_phone, known = 0, len(found.tokens), False, False
    while first < size:
        # a zero inside a longer number begins no telephone; after letters or after another one it does
        begins = first == 0 or after_phone or found.tokens[first - 1].kind != "number"
        count = _whole_phone(found.part(first, size)) if begins else 0
        after_phone = count > 0
        if count:
            start = found.tokens[first].start
            plus = _PLUS.search(passage.folded, max(0, start - 6), start)
            yield Span(plus.start() if plus else start, found.tokens[first + count - 1].end, "PHONE", 0.93, "structure")
            known = True
        first += count or 1
    code = found.code
    if known or not code.isdigit():
        return
    inside = _EXTENSION.search(left) or (len(code) > 3 and (_CALLS.search(left) or _RINGS.match(passage.folded, found.end)))
    short = inside and 2 < len(code) < 6 and code not in lexicons().words("public_numbers")
    if short or (size > 2 and 9 <= len(code) <= 12 and re.match("0|33", code)):
        yield Span(found.start, found.end, "PHONE", 0.7 if short else 0.85, "structure")


def _whole_phone(found: Sequence) -> int:
    """How many tokens, from the first, make a telephone; 0 where none does. A number is not cut: "vingt" before "deux"."""
    if not re.match(r"zero|0|33|trente", found.tokens[0].folded):
        return 0
    for count in range(2, len(found.tokens) + 1):
        code = found.part(0, count).code
        further = found.part(0, count + 1).code if count < len(found.tokens) else ""
        whole = re.fullmatch(r"0[1-9]\d{8}|33[1-9]\d{8}", code) and len(further) != len(code)
        # "0412345678-21" is a number of something else
        if whole and not further.endswith("-"):
            return count
        if len(code) > 11:
            return 0
    return 0


def _plate(passage: Passage, found: Sequence) -> Span | None:
    """After "la plaque c'est", letters are letters, words or not: "bb 002 dr"."""
    cue = _PLATE_CUE.search(passage.folded, max(0, found.start - _LOOK_BACK), found.start)
    if cue is None or not found.digits:
        return None
    after = _LETTERS_AFTER.match(passage.folded, found.end) if found.code[-1].isdigit() else None
    return Span(cue.start("letters") if cue["letters"] else found.start, after.end() if after else found.end, "ID", 0.85, "structure")


def _number_of_somebody(passage: Passage, found: Sequence, left: str) -> float:
    """How sure it is that a sequence belongs to one person, file or thing; 0 where it is an amount, a score or a hour."""
    folded, code, size = passage.folded, found.code, len(found.digits)
    made = re.search(r"[a-z]", code) is not None
    if _UNIT_NEXT.match(folded, found.end) and not made and "-" not in code:
        return 0
    letters = _letters_cue().search(left[-60:])
    if letters and _are_letters(letters) and size > 1:
        return 0.75
    ends = ends_there(folded, found.end)
    certain = made or "-" in code or code.startswith("0") or size > (3 if found.spoken else 2)
    cue = _cue().search(left[-60:])
    signed = cue is not None and re.search("(?:numero|n°) ?$", cue.group()) is not None
    if cue and (size > 1 or made or signed) and (certain or signed or ends):
        return 0.85
    if _weak_cue().search(left[-60:]) and size > (2 if made else 3) and not re.fullmatch(r"(?:19|20)\d\d", code) and (ends or made):
        return 0.65
    if _far_cue().search(left[-90:]) and size > 2 and (certain or ends):
        return 0.75
    if _weak_far_cue().search(left[-90:]) and (made or size > 3) and ends:
        return 0.65
    if (
        _SIGN.search(left)
        and code not in lexicons().words("public_numbers")
        and size > (1 if found.spoken and len(found.tokens) > 1 else 2)
        and (certain or ends)
    ):
        return 0.7
    return _by_make(found, ends)


def _by_make(found: Sequence, ends: bool) -> float:
    code, size = found.code, len(found.digits)
    if code.isdigit() and size > 9 and not code.endswith("000"):
        return 0.65
    numbers = [token for token in found.tokens if token.kind == "number"]
    if _IBAN.fullmatch(code) and size > 9:
        return 0.9
    plate = _PLATE.fullmatch(code)
    if plate and len(found.tokens) > 2 and (not plate["before"] or len(plate["before"] + plate["after"]) > 2):
        return 0.75
    if found.spoken and "-" in code and len(found.tokens) > 3:
        return 0.75
    if (found.spoken or size > 4) and _LETTERS_FIRST.fullmatch(code) and ends:
        return 0.65
    if not code.isdigit() or not (found.spoken or code.startswith("0")):
        return 0
    parts = numerals.split(" ".join(token.folded for token in numbers))
    values = [numerals.read(part) for part in parts]
    counts = all(right - left == 1 for left, right in itertools.pairwise(values))
    if "zero" in parts[:-1] and len(parts) > 2 and size > 3:
        # "seize zéro trois cent douze": nobody counts so
        return 0.65
    if size > 5 and len(parts) > 3 and not re.match(r"\d{4}", parts[0]) and not counts:
        return 0.65
    return 0.6 if len(parts) < 3 and size > 5 and values[-1] % 100 and len(numbers) > 5 and ends else 0


@cache
def _cue() -> re.Pattern[str]:
    """What leads straight up to the number of somebody."""
    sign = r"(?:numero|n°|no)"
    ends = "finissant par|qui finit par|se termine par|commencant par|qui commence par"
    filler = r"(?:,? (?:euh|heu|hein|alors|donc|et),?)*"
    be = "(?:c'est|est)(?: le| la)?"
    link = rf"(?:,?{filler} (?:{sign}|{be}|le|la|a moi|:|porte le|donne|suite|dit|{ends}))*"
    weak = _nouns("weak_number_nouns")
    return re.compile(rf"(?<!\w)(?:(?:{_nouns('number_nouns')}){link}|(?:{weak}),? {sign}(?: (?:c'est|est))?(?: le)?){filler}[ :,]*$")


@cache
def _letters_cue() -> re.Pattern[str]:
    """One to four letters, maybe a word, between a noun and its number: "parcelle ah", "section zc numéro"."""
    return re.compile(rf"(?<!\w)(?:{_nouns('number_nouns')}|numero),? (?P<letters>[a-z]{{1,4}})(?P<rest>,? (?:numero |n° ?)?)$")


@cache
def _far_cue() -> re.Pattern[str]:
    """The same with words between: "le dossier de Samir porte le numéro", and "inscrit sous le"."""
    tail = r"(?:c'est|est|porte|sous|numero|n°|marque)(?: (?:le|la|les|euh|numero|n°|sous))*[ :,]*$"
    return re.compile(
        rf"(?<!\w)(?:(?:{_nouns('number_nouns')})(?:,? [a-z'-]+){{0,6}}?,? {tail}|sous (?:le|la)(?: (?:numero|reference|n°))? $)"
    )


@cache
def _weak_cue() -> re.Pattern[str]:
    """A noun that may have a number, right before a long one: "facture vingt-deux zéro quatre"."""
    return re.compile(rf"(?<!\w)(?:{_nouns('weak_number_nouns')})[ :,]+(?:le )?$")


@cache
def _weak_far_cue() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_nouns('weak_number_nouns')})(?: [a-z'-]+){{0,5}}? (?:c'est|est)(?: le| la)? $")


def _nouns(name: str) -> str:
    return "|".join(lexicons().cues[name])
