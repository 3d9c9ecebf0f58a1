"""Numbers as people dictate them: telephones, plates, file numbers; told from amounts by how they are said."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span

_NUMBER = rf"(?:\d{{1,4}}|{numerals.WORD}|millions?)"
_PAUSE = r"(?:[ ,;.…-]+(?:(?:euh|heu|et|puis|alors|ensuite|virgule|apres)[ ,;.…]+)*)"
_JOIN = r"(?:tiret(?: du (?:six|bas|huit))?|barre|slash|trait d'union|espace)"
_RUN = re.compile(rf"(?<![\w.,-]){_NUMBER}(?:{_PAUSE}(?:{_JOIN}{_PAUSE})?{_NUMBER})*(?![\w-])")
_LETTERS_BEFORE = re.compile(r"(?<![\w'-])(?P<letters>[a-z]{1,3}|[a-z](?: [a-z]){1,2}) (?:tiret |barre )?$")
_LETTERS_AFTER = re.compile(r"(?: tiret| barre)? (?P<letters>[a-z]{1,2}|[a-z] [a-z])(?![\w'-])")
_LAW = re.compile(r"(?:articles?|loi|decret|norme|iso|alinea) (?:[lr]\W?\s?)?(?:numero )?$")
_SIGN = re.compile(r"(?<!\w)(?:numero|n°)(?: (?:c'est|est)(?: le)?)? $")
_PHONE = re.compile(r"zero|0|(?:plus )?trente[ -]trois|(?:plus )?33")


def find_dictated(passage: Passage) -> Iterator[Span]:
    """Telephones of 9 to 12 digits, and numbers of persons and files.

    Examples
    --------
    >>> text = "zéro six, euh, trente-neuf, quatre-vingt-dix-huit, douze, zéro sept"
    >>> [(span.kind, span.end - span.start == len(text)) for span in find_dictated(Passage(text))]
    [('PHONE', True)]
    >>> [(span.kind, span.start) for text in ("dossier douze barre cent", "on est douze") for span in find_dictated(Passage(text))]
    [('ID', 8)]
    """
    folded = passage.folded
    for match in _RUN.finditer(folded):
        said = match.group()
        words = re.findall(r"[a-z]+|\d+", said)
        if words in (["un"], ["une"]) or (len(words) < 2 and not _cued(folded, match.start())) or _LAW.search(folded[: match.start()]):
            continue
        start, end = _with_letters(folded, match.start(), match.end())
        large = any(word in ("cent", "cents", "mille", "million", "millions") for word in words)
        dictated = "" if large else numerals.digits(said)
        joined = re.search(rf"(?<![a-z]){_JOIN}(?![a-z])", said) is not None
        if _PHONE.match(said) and 9 <= len(dictated) <= 12 and not said.replace(" ", "").isdigit() and not joined:
            yield Span(match.start(), match.end(), "PHONE", 0.93, "structure")
        elif (
            (joined and len(words) > 2)
            or (start < match.start() and end > match.end())
            or (_cued(folded, start) and _ends_there(folded, end))
        ):
            yield Span(start, end, "ID", 0.8, "structure")
        elif _SIGN.search(folded[:start]) and (len(words) > 1 or numerals.read(said) > 99):
            yield Span(start, end, "ID", 0.7, "structure")
        elif len(dictated) > 5 and len(words) > 3 and not re.match(r"\d{4}", words[0]) and not _counts(said):
            yield Span(start, end, "ID", 0.65, "structure")
        elif len(words) > 5 and ("mille" in words or "million" in words) and _ends_there(folded, end):
            yield Span(start, end, "ID", 0.6, "structure")


def _with_letters(folded: str, start: int, end: int) -> tuple[int, int]:
    """Take letters said before and after the number: "bk sept cent dix-huit z"."""
    before = _LETTERS_BEFORE.search(folded, max(0, start - 8), start)
    after = _LETTERS_AFTER.match(folded, end)
    words = lexicons().function | lexicons().words("short_words")
    if before and not any(word in words for word in before["letters"].split()):
        start = before.start("letters")
    if after and not any(word in words for word in after["letters"].split()):
        end = after.end("letters")
    return start, end


def _cued(folded: str, start: int) -> bool:
    return _cue().search(folded, max(0, start - 45), start) is not None


@cache
def _cue() -> re.Pattern[str]:
    nouns = "|".join(lexicons().cues["number_nouns"])
    weak = "|".join(lexicons().cues["weak_number_nouns"])
    sign = r"(?:numero|n°|no)"
    ends = "finissant par|qui finit par|se termine par|commencant par|qui commence par"
    link = rf"(?:,? (?:{sign}|c'est(?: le)?|est(?: le)?|le|la|a moi|:|porte le|donne|suite|dit|{ends}))*"
    return re.compile(rf"(?<!\w)(?:(?:{nouns}){link}|(?:{weak}),? {sign}(?: (?:c'est|est))?(?: le)?)[ :,]*$")


def _counts(said: str) -> bool:
    """ "un deux trois quatre": nobody's number."""
    values = [numerals.read(word) for word in re.findall(r"[a-z]+|\d+", said)]
    return all(right - left == 1 for left, right in itertools.pairwise(values))


def _ends_there(folded: str, end: int) -> bool:
    """No unit follows: the end, a pause, or grammar."""
    following = re.match(r"\s*(?:([a-z]+)|[^a-z]|$)", folded[end:])
    return following is None or following[1] is None or (following[1] in lexicons().function and following[1] not in ("de", "d"))
