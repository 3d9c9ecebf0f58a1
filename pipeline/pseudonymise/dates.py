"""Precise days: found, and moved by whole weeks in the form in which they were written or said."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.sequences import UNIT, ends_there
from pipeline.pseudonymise.text import Passage, Span, fold

_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
_NUMBER = {fold(month): rank for rank, month in enumerate(_MONTHS, 1)}
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_DAY_WORDS = "|".join(sorted((re.sub("[ -]", "[ -]", fold(numerals.write(n))) for n in range(2, 32)), key=len, reverse=True))
_DIGITS = r"[12]\d|3[01]|0?[1-9]"
_DAY = rf"(?P<day>{_DIGITS}|1 ?er|premier|(?:{_DAY_WORDS}))"
_LAST_CENTURY = r"(?:mille neuf cent|dix[ -]neuf cent)"
_SPOKEN_YEAR = rf"(?:deux mille|{_LAST_CENTURY})(?:[ -](?:et )?{numerals.RUN})?"
_WHOLE_YEAR = rf"(?:19|20)\d\d|{_SPOKEN_YEAR}"
_YEAR = rf"(?P<year>{_WHOLE_YEAR})"
_FOLLOWING = (
    "et on il elle je c a au pour mais ou pas que qui avec tout j ils elles y la le les l du dans sans sur ca ce cette tous nous "
    "vous tu quand si comme moi suite vers apres avant puis donc alors en chez par entre parce deja euh enfin bon ben voila hein "
    "quoi matin soir midi s c rien personne encore aussi toute toutes mon ma mes notre nos votre vos leur leurs n m t d qu des sont "
    "sera etait tombait madame monsieur ont avait va depuis non quelqu"
)
_END = rf"(?=\s*(?:[.,;?!:)…(«»\"-]|$)|\s+(?:{'|'.join(_FOLLOWING.split())})\b)"
_PART = r"(?: dernier| prochain| passe)?(?: matin| soir| apres-midi)?"
_ARTICLE = r"(?:(?:le|les|un|du|au|ce|des) )?"
_MONTH_WORDS = "|".join(_NUMBER)
_MONTH = rf"(?P<month>{_MONTH_WORDS})"
_NUMERIC = re.compile(
    r"(?<![\w/.])(?:(?:le|du|au) )?(?P<day>[0-3]?\d)(?P<sep>[/.-])(?P<month>[01]?\d)(?P=sep)(?P<year>(?:19|20)\d\d|\d\d)(?![\w/])"
)
_ISO = re.compile(r"(?<![\w/-])(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?![\w-])")
_SLASH = re.compile(r"(?<![\w/.])(?:le|du|au) (?P<day>[0-3]?\d)/(?P<month>[01]?\d)(?![\w/])")
_NO_PLURAL = (
    r"(?!\s+(?!(?:deux|trois|six|dix|nous|vous|tous|mais|dans|sans|depuis|apres)\b)[a-z]+[sx]\b)(?!\s+(?:fois|mille|cents?|pour cent))"
)
_NO_DAY = r"(?! ?(?:h|heures?|:|%|euros?|personnes?|minutes?|ans|bis)\b)"
_WEEKDAY_NUMBER = re.compile(rf"(?<!\w){_ARTICLE}{_WEEKDAY} (?:le )?{_DAY}{_PART}(?![\w/-]){_NO_DAY}(?:(?<=\d)|{_END})")
_BARE = re.compile(rf"(?<!\w)(?:le|du|au) (?!premier){_DAY}{_PART}(?![\w/-]){_NO_DAY}{_END}")
_DATED_BY_DAY = "nuit soiree journee matinee reunion seance conseil lettre courrier mail revoit retrouve"
_OF_THE_DAY = re.compile(
    rf"(?:{'|'.join(f'(?<={word} )' for word in _DATED_BY_DAY.split())})(?:du|le) (?!premier){_DAY}{_PART}(?![\w/-]){_NO_DAY}"
)
"""A day alone after what has a date: "la nuit du quatre est passée", "on se revoit le vingt neuf même heure"."""
_TO_DAY = re.compile(rf" (?P<to>au (?!premier){_DAY})(?![\w/-])(?! ?(?:h|heures?)\b)")
"""After "la nuit du sept"."""
_BY_DAY = re.compile(
    r"(?:(?<=depuis )|(?<=jusqu')|(?<=avant )|(?<=apres )|(?<=d'ici ))"
    rf"(?:le|au) (?P<day>{_DIGITS})(?![\w/-]|[.,]\d){_NO_DAY}{_NO_PLURAL}"
)
_DOOR = re.compile(
    r"(?<!\w)(?:voisin(?:e|s|es)?|dames?|gens|ceux|celles?|celui|monsieur|locataires?|familles?|habitants?|bouton|etage|palier|escalier|porte"
    r"|hall|fuite|appartement|copine|copain|concierge|gardien(?:ne)?|chambre|lit|residente?s?) du $|(?<!\w)c'est au $"
)
"""Before a number, that of a door or a floor: "la voisine du quatre"."""
_SINCE = r"(?<![\w-])(?:en|depuis|avant|apres|des|vers|fin|debut|courant|annee|ete|hiver|automne|printemps|rentree|l'an|de)"
_UNITS = "euros? habitants? personnes? metres? heures? hectares? tonnes? kilos? places? balles signatures voix foyers logements ans"
_UNIT = rf"(?! ?(?:(?:pour cent|{'|'.join(_UNITS.split())})\b|[%€]))"
_YEAR_ALONE = re.compile(rf"{_SINCE} (?P<year>(?:19[3-9]|20[0-4])\d|{_SPOKEN_YEAR})(?![\w/-]){_UNIT}")
_OTHER_DAY = re.sub(r"\?P<day>", "?:", _DAY)
_AND = r"(?:,| et| ou| au)"
_NEXT_DAY = rf"(?: le| au)? {_OTHER_DAY}"
_LEADING = re.compile(rf"(?<!\w)(?:(?:le|les|des|du|au) )?{_DAY}{_AND}(?=(?:{_NEXT_DAY}{_AND})*{_NEXT_DAY} (?:{_MONTH_WORDS}))")
_NEAR_A_DATE = re.compile(rf"(?<!\w)(?:le|du|au) (?!premier){_DAY}{_PART}(?![\w/-]){_NO_DAY}{_NO_PLURAL}")
_WEEKDAY_LOOSE = re.compile(rf"(?<!\w){_ARTICLE}{_WEEKDAY} (?:le )?{_DAY}{_PART}(?![\w/-]){_NO_DAY}{_NO_PLURAL}")
_CALLED = re.compile(r"(?:fai\w+|fais|appel\w*|compos\w+|par) (?:le|au|du) (?P<number>[\w-]+)$")
_OLD_YEAR = rf"(?:'?[4-9]\d|(?:quarante|cinquante|soixante|septante|octante|nonante|quatre[ -]vingt)s?(?:[ -](?:et )?{numerals.RUN})?)"
_YEAR_OR_SHORT = rf"(?P<year>{_WHOLE_YEAR}|{_OLD_YEAR}{_END})"
_WRITTEN = re.compile(rf"(?<![\w/]){_ARTICLE}(?:{_WEEKDAY},? (?:le )?)?{_DAY} {_MONTH}(?:,? {_YEAR_OR_SHORT})?{_PART}(?!\w)")
_SHORT_YEAR = re.compile(rf"(?<![\w-])(?:en|depuis|des|annee|ete|hiver|rentree) (?P<year>(?>{_OLD_YEAR}))(?![\w/-])(?!{UNIT})")
_NEXT_YEAR = re.compile(rf"(?:,| et| ou| puis)(?: en)? {_YEAR}(?![\w/-]){_UNIT}")
_LONE_YEAR = re.compile(
    rf"(?<![\w.,/-])(?<!\d )(?P<year>(?:19[3-9]|20[0-4])\d|{_LAST_CENTURY}[ -](?>{numerals.RUN}))"
    rf"(?![\w/-]|[.,]\d| \d)(?!{UNIT})"
)
_COUNTED_ON = re.compile(rf"(?<!\w)(?:{numerals.WORD})[ -]$")
"""Before "mille neuf cent trente", which is then part of a greater number."""
_BIRTH = re.compile(r"(?<!\w)(?:nee?s?|date de naissance|naissance|nai(?:s|t|tre|ssait))(?: [a-z'-]+){0,3}?[ :,]*$")
_BIRTH_YEAR = re.compile(
    rf"(?<!\w)(?:nee?s?|naissance)(?: [a-z'-]+){{0,4}}? (?P<found>en (?P<year>(?:19|20)?\d\d|{_SPOKEN_YEAR}|{_OLD_YEAR}))(?![\w/-])"
)
UNREADABLE = "un autre jour"
_ONE_OF_SEVERAL = re.compile(rf"{_ARTICLE}{_DAY}(?:,| et| ou| au)?")
"""What is found by the words about it, which it does not hold: "les 12 et" before "13 avril"."""
_FORMS = (_ISO, _NUMERIC, _SLASH, _WRITTEN, _WEEKDAY_NUMBER, _WEEKDAY_LOOSE, _LEADING, _OF_THE_DAY, _BY_DAY, _BARE, _NEAR_A_DATE)
_DATED = (_ISO, _NUMERIC, _SLASH, _WRITTEN)


def find_dates(passage: Passage) -> Iterator[Span]:
    """Days, with or without the year, and years that date something; weekdays, months and hours alone are none."""
    folded = passage.folded
    dated = any(form.search(folded) for form in _DATED)
    for form in _FORMS:
        for match in form.finditer(folded) if form is not _NEAR_A_DATE or dated else ():
            if _valid(match) and not _calls_for_help(folded, match.end()) and not (form is _BARE and _is_door(folded, match)):
                yield Span(match.start(), match.end(), "DATE", 0.55 if form in (_BARE, _NEAR_A_DATE) else 0.9, "structure")
                if form is _OF_THE_DAY and (night := _TO_DAY.match(folded, match.end())):
                    yield Span(night.start("to"), night.end(), "DATE", 0.9, "structure")
    for match in _YEAR_ALONE.finditer(folded):
        yield Span(match.start("year"), match.end("year"), "DATE", 0.6, "structure")
        if another := _NEXT_YEAR.match(folded, match.end()):
            yield Span(another.start("year"), another.end("year"), "DATE", 0.6, "structure")
    for form in (_SHORT_YEAR, _LONE_YEAR):
        for match in form.finditer(folded):
            if ends_there(folded, match.end()) and not _COUNTED_ON.search(folded, max(0, match.start("year") - 20), match.start("year")):
                yield Span(match.start("year"), match.end("year"), "DATE", 0.5, "structure")
    for match in _BIRTH_YEAR.finditer(folded):
        yield Span(match.start("found"), match.end("found"), "DATE", 0.9, "structure")


def is_birth(before: str) -> bool:
    """Does what stands before a date say that somebody was born then?

    Examples
    --------
    >>> is_birth("moi je suis née le ".removesuffix("le ")), is_birth("né à Brest "), is_birth("on s'est vus ")
    (True, True, False)
    """
    return _BIRTH.search(fold(before)) is not None


def birth_band(surface: str) -> str:
    """Five years in which a date of birth lies, as it fits after "né"; "" where no year is told.

    Examples
    --------
    >>> birth_band("le 3 août 1961"), birth_band("le 3 août 61"), birth_band("en soixante-deux"), birth_band("le 3 août")
    ('entre 1960 et 1964', 'entre 1960 et 1964', 'entre 1960 et 1964', '')
    """
    folded = fold(surface)
    found = re.search(rf"{_YEAR}|(?:(?<=[/.-])|(?:{_MONTH_WORDS}) )(?P<short>\d\d|{_OLD_YEAR})$|^en (?P<said>.+)$", folded)
    if not found:
        return ""
    year = _year((found["year"] or found["short"] or found["said"]).strip("'"))
    return f"entre {year // 5 * 5} et {year // 5 * 5 + 4}"


def _is_door(folded: str, match: re.Match[str]) -> bool:
    return _DOOR.search(folded[max(0, match.start() - 20) : match.start("day")]) is not None


def _calls_for_help(folded: str, end: int) -> bool:
    """ "on a fait le 17" is no day."""
    called = _CALLED.search(folded, max(0, end - 80), end)
    return called is not None and numerals.digits(called["number"]) in lexicons().words("public_numbers")


def shift_iso(day: str, days: int) -> str:
    """Move an ISO date; "" stays "".

    Examples
    --------
    >>> shift_iso("2023-03-14", -28)
    '2023-02-14'
    """
    return (date.fromisoformat(day) + timedelta(days)).isoformat() if day else ""


def shift_written(surface: str, days: int, near: str) -> str:
    """Move a date, as it was found, by `days`, a multiple of 7 so that its weekday stays true.

    `near` is an ISO date that tells year and month where the surface does not; "" for unknown.

    Examples
    --------
    >>> shift_written("mardi 14 mars 2023", -14, "")
    'mardi 28 février 2023'
    >>> shift_written("le premier mai", 7, "2023-03-14"), shift_written("le 3/8/99", 7, ""), shift_written("quatorze mars", 7, "")
    ('le huit mai', 'le 10/8/99', 'vingt et un mars')
    >>> shift_written("du 14", 7, "2023-03-14"), shift_written("au 3/8", 7, ""), shift_written("du douze au", 7, "")
    ('du 21', 'au 10/8', 'du dix-neuf au')
    >>> shift_written("14 et 15", 7, "")
    'un autre jour'
    """
    folded = fold(surface)
    if re.fullmatch(rf"{_YEAR}|{_OLD_YEAR}", folded):
        moved = (date(_year(folded.strip("'")), 7, 1) + timedelta(days)).year
        return _write_year(surface.strip("'"), moved % 100 if re.fullmatch(_OLD_YEAR, folded) else moved)
    forms = (*_FORMS, _ONE_OF_SEVERAL)
    match = next((found for form in forms if (found := form.fullmatch(folded) or _without_context(form, folded))), None)
    if match is None:
        # two dates that ran into each other
        return UNREADABLE
    groups = match.groupdict()
    reference = date.fromisoformat(near) if near else date(2025, 6, 15)
    month = _month(groups["month"]) if groups.get("month") else reference.month
    year = _year(groups["year"]) if groups.get("year") else reference.year
    moved = _day_of(year, month, _day(groups["day"])) + timedelta(days)
    new = {"day": _write_day(groups["day"], moved.day)}
    if groups.get("month"):
        new["month"] = _like(groups["month"], moved.month) if groups["month"].isdigit() else _MONTHS[moved.month - 1]
    if groups.get("year"):
        new["year"] = _write_year(groups["year"], moved.year % 100 if re.fullmatch(_OLD_YEAR, groups["year"]) else moved.year)
    for name in sorted(new, key=match.start, reverse=True):
        surface = surface[: match.start(name)] + new[name] + surface[match.end(name) :]
    return surface


def _without_context(form: re.Pattern[str], folded: str) -> re.Match[str] | None:
    """The forms that look at what follows end at the end of the surface."""
    match = form.match(folded)
    return match if match and match.end() == len(folded) else None


def _valid(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    month = _month(groups["month"]) if groups.get("month") else 1
    return 1 <= _day(groups["day"]) <= 31 and 1 <= month <= 12


def _day(written: str) -> int:
    return int(written.rstrip("er ")) if written[0].isdigit() else numerals.read(written)


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _NUMBER[written]


def _year(written: str) -> int:
    year = numerals.read(written)
    return year if year > 99 else year + (1900 if year > 40 else 2000)


def _day_of(year: int, month: int, day: int) -> date:
    year = min(max(year, 1900), 2100)
    return date(year, month, min(day, monthrange(year, month)[1]))


def _write_day(written: str, day: int) -> str:
    if written[0].isdigit():
        return "1er" if day == 1 and not written.startswith("0") and "er" in written else _like(written.rstrip("er "), day)
    return "premier" if day == 1 else numerals.write(day)


def _write_year(written: str, year: int) -> str:
    if written.isdigit():
        return str(year)[-len(written) :]
    return numerals.write(year)


def _like(written: str, number: int) -> str:
    return f"{number:02d}" if written.startswith("0") else str(number)
