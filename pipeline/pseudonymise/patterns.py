"""What is recognised by its shape: numbers to call, places to write to, numbers of persons and files.

Written and spoken forms; patterns read the folded text, in which capitals and accents do not count.
"""

import itertools
import re
from collections.abc import Iterator

from pipeline.pseudonymise.checksums import certainty
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span

_URL = re.compile(
    r"https?://[^\s,;)»\"]*[^\s,;.!?)»\"…]|(?<![\w@])www\.[^\s,;)»\"]*[^\s,;.!?)»\"…]"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:fr|com|org|net|eu|info|bzh|coop|asso|io|re|gp|mq|nc|be|ch|tv|exemple|example)(?:/[^\s,;)»\"]*[^\s,;.!?)»\"…])?(?![\w@])"
)
_EMAIL = re.compile(r"[\w.+-]+(?:@| @ )[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?!\w)")
_HANDLE = re.compile(r"(?<![\w.@])@[\w](?:[\w.-]*\w)?|(?<!\w)[\w.]+#\d{4}(?!\d)")
_PHONE_DIGITS = re.compile(r"(?<![\w])(?:\+ ?33|00 ?33|\+?\(33\)|0)(?:[ .\-/]|\(0\))*[1-9](?:[ .\-/]?\d){7,8}(?!\d)")
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[0-9a-z]{4}){3,7}(?: ?[0-9a-z]{1,3})?(?!\w)")
_NIR = re.compile(r"(?<!\w)[1-478] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3}(?: ?(?:cle )?\d\d)?(?!\w)")
_PLATE = re.compile(r"(?<![\w-])[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}(?![\w-])")
_PLATE_BLANKS = re.compile(
    r"(?<![\w-])(?:[A-HJ-NP-TV-Z]{2} ?\d{3} ?[A-HJ-NP-TV-Z]{2}|\d{2,4} [A-Z]{2,3} (?:0[1-9]|[1-8]\d|9[0-5]|2[AB]))(?![\w-])"
)
_LOWER_PLATE = re.compile(r"(?<![\w'-])(?:[a-hj-np-tv-z]{2} \d{3} [a-hj-np-tv-z]{2}|[a-z]{2,3} \d{5,6})(?![\w'-])")
_CODE = re.compile(
    r"(?<![\w.,/-])(?:[a-z]{1,4}[ -]?\d{4,}(?:[-/]\w+)*|[a-z]{1,4}-\d{2,}(?:-\w+)+"
    r"|(?!(?:19|20)\d\d[-/](?:(?:19|20)\d\d|\d\d)(?!\d))\d{2,}-\d{3,}(?:-\w+)*|\d{7,})(?![\w/-]|[.,]\d)"
)
_SPELLED = re.compile(r"(?<![\w-])[A-Za-zÀ-ÿ](?:-[A-Za-zÀ-ÿ]){2,}(?![\w-])|(?<![\w'-])[A-Za-zÀ-ÿ](?: [A-Za-zÀ-ÿ]){4,}(?![\w'-])")


def find_structure(passage: Passage) -> Iterator[Span]:
    """Every span known by its shape, overlaps included."""
    folded = passage.folded
    if "@" in folded:
        yield from _all(_EMAIL, folded, "EMAIL", 0.99)
    if "@" in folded or "#" in folded:
        yield from _all(_HANDLE, folded, "HANDLE", 0.95)
    if "." in folded or "http" in folded:
        yield from _all(_URL, folded, "URL", 0.99)
    if any(map(str.isdigit, folded)):
        yield from _written_numbers(passage)
    for match in _SPELLED.finditer(passage.text):
        yield Span(match.start(), match.end(), "PERSON", 0.8, "structure")


def _all(pattern: re.Pattern[str], folded: str, kind: str, score: float) -> Iterator[Span]:
    for match in pattern.finditer(folded):
        yield Span(match.start(), match.end(), kind, score, "structure")


def _written_numbers(passage: Passage) -> Iterator[Span]:
    folded = passage.folded
    yield from _all(_PHONE_DIGITS, folded, "PHONE", 0.95)
    yield from _all(_PLATE, folded, "ID", 0.95)
    for match in itertools.chain(_NIR.finditer(folded), _IBAN.finditer(folded)):
        if sum(map(str.isdigit, match.group())) > 9:
            yield Span(match.start(), match.end(), "ID", certainty(re.sub("cle", "", match.group())) or 0.9, "structure")
    for match in _CODE.finditer(folded):
        letters, blank, rest = match.group().partition(" ")
        if not blank or passage.text[match.start() : match.start() + len(letters)].isupper():
            yield Span(match.start(), match.end(), "ID", certainty(match.group()) or (0.55 if blank else 0.75), "structure")
        elif len(rest) > 6 or re.search(r"[-/]", rest):
            # "le 2024-0317"
            yield Span(match.end() - len(rest), match.end(), "ID", certainty(rest) or 0.75, "structure")
    yield from _all(_PLATE_BLANKS, passage.text, "ID", 0.8)
    if passage.lower:
        no_letters = lexicons().words("function", "short_words")
        for match in _LOWER_PLATE.finditer(folded):
            if not no_letters.intersection(re.findall(r"[a-z]+", match.group())):
                yield Span(match.start(), match.end(), "ID", 0.7, "structure")
    if sum(map(str.isdigit, folded)) >= 8:
        yield from _foreign_phones(passage)


def _foreign_phones(passage: Passage) -> Iterator[Span]:
    from phonenumbers import PhoneNumberMatcher

    for match in PhoneNumberMatcher(passage.folded, "FR"):
        yield Span(match.start, match.end, "PHONE", 0.95, "structure")
