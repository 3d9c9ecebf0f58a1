"""French numbers in words, from 0 to 9999, read and written."""

import re

_SMALL = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_VALUES = {
    **{word.replace("é", "e"): number for number, word in enumerate(_SMALL[:17])},
    **{word: 10 * ten for ten, word in _TENS.items()},
    "une": 1, "premier": 1, "vingts": 20, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
    "cent": 100, "cents": 100, "mille": 1000,
}  # fmt: skip
WORD = "|".join(sorted((word for word in _VALUES if word != "premier"), key=len, reverse=True))
NUMBER = re.compile(rf"(?:{WORD})")
RUN = rf"(?:{WORD})(?:(?:[ -]| et |-et-)(?:{WORD}))*"
"""Folded words that make one number or several."""


def read(words: str) -> int:
    """The number that folded words or digits tell.

    Examples
    --------
    >>> [read(words) for words in ("quatre-vingt-dix-sept", "dix-neuf cent quatre-vingt-deux", "deux mille vingt-trois", "47")]
    [97, 1982, 2023, 47]
    """
    if words.isdigit():
        return int(words)
    total = current = 0
    for word in re.findall(r"[a-z]+", words):
        value = _VALUES.get(word, 0)
        if value == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif value == 100:
            current = max(current, 1) * 100
        elif value == 20 and current % 100 == 4:
            current += 76
        else:
            current += value
    return total + current


def write(number: int) -> str:
    """A number in words.

    Examples
    --------
    >>> [write(n) for n in (0, 21, 71, 80, 98, 1905, 2023)]
    ['zéro', 'vingt et un', 'soixante et onze', 'quatre-vingts', 'quatre-vingt-dix-huit', 'mille neuf cent cinq', 'deux mille vingt-trois']
    """
    if number >= 1000:
        head = "mille" if number < 2000 else f"{write(number // 1000)} mille"
        return head if number % 1000 == 0 else f"{head} {write(number % 1000)}"
    if number >= 100:
        head = "cent" if number < 200 else f"{_SMALL[number // 100]} cent"
        return head if number % 100 == 0 else f"{head} {write(number % 100)}"
    if number < 20:
        return _SMALL[number]
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{_SMALL[number - 80]}"
    ten, unit = (6, number - 60) if number >= 60 else divmod(number, 10)
    if not unit:
        return _TENS[ten]
    return f"{_TENS[ten]} et {_SMALL[unit]}" if unit in (1, 11) else f"{_TENS[ten]}-{_SMALL[unit]}"


def digits(words: str) -> str:
    """The digits that somebody dictates, number after number, each below one hundred.

    Examples
    --------
    >>> digits("zero six quatre-vingt-un vingt-deux trente trois quarante-quatre")
    '0681223344'
    """
    spoken = ""
    number = -1
    for word in re.findall(r"[a-z]+|\d+", words):
        value = int(word) if word.isdigit() else _VALUES.get(word, -1)
        if value < 0:
            continue
        if number == 4 and value == 20:
            number = 80
        elif _continues(number, value) and not word.isdigit():
            number += value
        else:
            spoken += str(number) if number >= 0 else ""
            spoken, number = (spoken + word, -1) if word.isdigit() else (spoken, value)
    return spoken + (str(number) if number >= 0 else "")


def _continues(number: int, value: int) -> bool:
    if number == 10:
        return value in (7, 8, 9)
    if number in (60, 80):
        return 0 < value < 20
    return number in (20, 30, 40, 50, 70, 90) and 0 < value < 10
