"""Ages of persons, told from durations by what stands around "N ans"; hidden as bands of five years."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.sequences import ends_there
from pipeline.pseudonymise.text import Passage, Span, fold

_YEARS = ("ans", "balais", "piges")
_AGE = re.compile(rf"(?<![\w-])(?P<n>\d{{1,3}}|{numerals.RUN}) ?(?:{'|'.join(_YEARS)})(?: et demie?)?(?!\w)")
_MONTHS = re.compile(rf"(?<![\w-])(?P<n>\d{{1,2}}|{numerals.RUN}) (?:mois|semaines)(?!\w)")
_OPENS = re.compile(r"[«»\" ]*(?:a |avait |aura )?")
"""What may stand before the age by which a turn begins: "58 ans directeur", "a 51 ans une maison"."""
_AT_MY_AGE = re.compile(r"(?<!\w)a (?:mon|son|ton|votre|leur|notre) age,? $")
_SOMEBODY_OF = re.compile(
    r"\b(?:une?|la|le|l'|cette|cet?) ?(?:fille|femme|dame|garcon|homme|gamine?|gosse|mome|jeune|type|mec|monsieur|petite?|ado) de $"
)
"""Before an age: "une fille de"."""
_LASTS = re.compile(
    r",? (?:qu'|c'|(?:que?|apres|plus|sans|pour|ca|deja|de suite|durant|au|aux|a la|dans|chez|en|comme|sous|et (?:rien|toujours))(?!\w))"
)
_NOT_REACHED = re.compile(r",? (?:de|d'|du|que|qu'|pres|plus)(?!\w)")
"""After "à vingt ans", what makes it a distance: "à vingt ans près"."""
_BOTH_SIDES = 60
_NEAR = 35
_GROWN = 12
"""From so many years on, a number of years without a word beside it is an age rather than a duration."""


def find_ages(passage: Passage) -> Iterator[Span]:
    """Ages such as "j'ai 47 ans", "âgée de douze ans", "Kévin, dix-sept ans,"; "depuis six ans" is none."""
    yield from _months(passage)
    for match in _birthday().finditer(passage.folded):
        if 0 < numerals.read(match["n"]) < 120 and ends_there(passage.folded, match.end()):
            yield Span(match.start("n"), match.end(), "AGE", 0.8, "structure")
    if not _tells_years(passage):
        return
    before, not_before, not_after, weak_before, weak_after = _contexts()
    for match in _AGE.finditer(passage.folded):
        left = passage.folded[max(0, match.start() - _BOTH_SIDES) : match.start()]
        right = passage.folded[match.end() : match.end() + _BOTH_SIDES]
        age = numerals.read(match["n"])
        told = _SOMEBODY_OF.search(left) or (age > _GROWN and re.search(r"\b(?:il|elle|qui) a $", left))
        reached = passage.text[: match.start()].endswith(("à ", "À "))
        distant = reached and (_NOT_REACHED.match(right) or _lent().search(left[-_NEAR:]))
        lasted = not_after.search(right) and not ((reached and age > _GROWN) or (told and right.startswith(" pour ")))
        if not 0 < age < 120 or not_before.search(left) or lasted or distant:
            continue
        if _of_something(right) and not left.endswith(("age de ", "agee de ", "ages de ", "agees de ")):
            continue
        if before.search(left):
            yield Span(match.start(), match.end(), "AGE", 0.9, "structure")
        elif (reached and age > _GROWN) or (weak_before.search(left) and (weak_after.search(right) or left.endswith(" de "))):
            yield Span(match.start(), match.end(), "AGE", 0.7, "structure")
        elif _apposed().search(left) or _beside_an_age(passage, match) or _of_a_role(left):
            yield Span(match.start(), match.end(), "AGE", 0.65, "structure")
        elif _AT_MY_AGE.search(left) or (age > _GROWN and _OPENS.fullmatch(passage.folded[: match.start()]) and not _LASTS.match(right)):
            yield Span(match.start(), match.end(), "AGE", 0.55, "structure")
        elif passage.lower and age >= _GROWN and (weak_after.search(right) or _before_a_role(right)) and not _counted().search(left):
            # the full stop between "une dame" and "soixante-treize ans" is not heard
            yield Span(match.start(), match.end(), "AGE", 0.5, "structure")


def find_ages_of(passage: Passage, persons: Iterable[Span]) -> Iterator[Span]:
    """Ages told right after a name or a street: "Enzo Pham, 16 ans, apprenti".

    Examples
    --------
    >>> text = "Lina Boudjema seize ans première"
    >>> [text[span.start : span.end] for span in find_ages_of(Passage(text), [Span(0, 13, "PERSON", 0.9, "cue")])]
    ['seize ans']
    """
    if not _tells_years(passage):
        return
    ends = {span.end for span in persons if span.kind in ("PERSON", "ADDRESS")}
    _, not_before, not_after, _, _ = _contexts()
    for match in _AGE.finditer(passage.folded):
        gap = re.search(r"[\s,.:;(–-]*$", passage.folded[: match.start()])
        close = gap is not None and match.start() - gap.start() < 4 and gap.start() in ends
        near = any(0 <= match.start() - end < _NEAR for end in ends) and numerals.read(match["n"]) > 12
        if not (close or near) or _of_something(passage.folded[match.end() :]) or not 0 < numerals.read(match["n"]) < 120:
            continue
        left, right = passage.folded[max(0, match.start() - _BOTH_SIDES) : match.start()], passage.folded[match.end() :][:_BOTH_SIDES]
        if not not_after.search(right) and not (not_before.search(left) and not close):
            yield Span(match.start(), match.end(), "AGE", 0.7 if close else 0.55, "structure")


def _months(passage: Passage) -> Iterator[Span]:
    """Babies: "il a huit mois,", "un bébé de trois semaines"."""
    if "mois" not in passage.folded and "semaines" not in passage.folded:
        return
    before, after = (re.compile(lexicons().cues[name]) for name in ("months_before", "months_after"))
    for match in _MONTHS.finditer(passage.folded):
        left = passage.folded[max(0, match.start() - _BOTH_SIDES) : match.start()]
        if before.search(left) and after.search(passage.folded[match.end() :]):
            yield Span(match.start(), match.end(), "AGE", 0.7, "structure")


def _of_something(right: str) -> bool:
    """Years of something are a duration: "quarante ans de mer", "vingt ans d'usine"."""
    following = re.match(r"\s+(?:de |d')([a-z]+)", right)
    known = lexicons()
    return following is not None and known.is_plain(following[1]) and following[1] not in known.function


def _tells_years(passage: Passage) -> bool:
    return any(years in passage.folded for years in _YEARS)


def _before_a_role(right: str) -> bool:
    following = re.match(r" ([a-z]+)", right)
    return following is not None and following[1] in lexicons().words("roles")


def _of_a_role(left: str) -> bool:
    before = re.search(r"([a-z]+) de $", left)
    return before is not None and before[1] in lexicons().words("roles")


def _beside_an_age(passage: Passage, match: re.Match[str]) -> bool:
    """ "deux enfants, six ans et neuf ans": children are counted, then aged."""
    left = passage.folded[max(0, match.start() - _BOTH_SIDES) : match.start()]
    return _children().search(left) is not None


def band(surface: str) -> str:
    """The band of five years that an age lies in; it fits wherever "47 ans" did.

    Examples
    --------
    >>> band("quarante-sept ans"), band("12 ans"), band("94 ans"), band("seize"), band("six et neuf ans")
    ('45-49 ans', '10-14 ans', '90 ans et plus', '15-19 ans', '5-9 et 5-9 ans')
    """
    ages = [numerals.read(number) for number in numerals.split(re.sub(r" et demie?\b", "", fold(surface)))] or [0]
    if ages[-1] >= 90:
        return "90 ans et plus"
    return f"{' et '.join(f'{age // 5 * 5}-{age // 5 * 5 + 4}' for age in ages)} ans"


@cache
def _birthday() -> re.Pattern[str]:
    """Ages without "ans": "elle va sur ses seize", "il a fêté ses quarante"."""
    return re.compile(rf"{lexicons().cues['birthdays']}(?P<n>\d{{1,2}}|{numerals.RUN})(?![\w-])(?! ans)")


@cache
def _apposed() -> re.Pattern[str]:
    return re.compile(lexicons().cues["age_beside"])


@cache
def _lent() -> re.Pattern[str]:
    return re.compile(lexicons().cues["lent_for_years"])


@cache
def _children() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:enfants?|filles?|garcons?|fils|gamins?|gosses?|petits)(?: de|,)? (?:(?:\d{{1,2}}|{numerals.RUN}) ans(?:,| et| puis)? ?)*$"
    )


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(lexicons().cues["counted_years"])


@cache
def _contexts() -> tuple[re.Pattern[str], ...]:
    cues = lexicons().cues
    names = ("age_before", "not_age_before", "not_age_after", "age_before_weak", "age_after_weak")
    return tuple(re.compile(cues[name]) for name in names)
