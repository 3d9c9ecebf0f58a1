"""French numbers in words, read, and written up to 9999."""

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
    "cent": 100, "cents": 100, "mille": 1000, "million": 1000000, "millions": 1000000,
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
        if value >= 1000:
            total, current = total + max(current, 1) * value, 0
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
    """The digits that somebody dictates, number after number; words that are no numbers are passed over.

    Examples
    --------
    >>> digits("zero six quatre-vingt-un vingt-deux trente trois quarante-quatre")
    '0681223344'
    >>> digits("deux cent dix-neuf zero quatre"), digits("sept cent dix huit, euh, 12"), digits("nonante et un septante")
    ('21904', '71812', '9170')
    """
    return "".join(found if found.isdigit() else str(read(found)) for found in split(words))


def split(words: str) -> list[str]:
    """The numbers that stand side by side in folded words, each as one.

    Examples
    --------
    >>> split("deux cent douze soixante et onze 06 et un")
    ['deux cent douze', 'soixante et onze', '06', 'un']
    """
    return _ONE.findall(" ".join(re.findall(r"[a-z]+|\d+", words)))


_UNIT = "une?|deux|trois|quatre(?! vingt)|cinq|six|sept|huit|neuf"
_TEEN = "dix (?:sept|huit|neuf)|dix|onze|douze|treize|quatorze|quinze|seize"
_BELOW_100 = (
    rf"(?:(?:quatre vingts?|soixante)(?: (?:et )?(?:{_TEEN}|{_UNIT})\b)?"
    rf"|(?:vingt|trente|quarante|cinquante|septante|huitante|octante|nonante)(?: (?:et )?(?:{_UNIT})\b)?|{_TEEN}|{_UNIT})"
)
_BELOW_1000 = rf"(?:(?:(?:{_UNIT}) )?cents?(?: {_BELOW_100}\b)?|{_BELOW_100})"
_BELOW_MILLION = rf"(?:(?:{_BELOW_1000} )?mille(?: {_BELOW_1000}\b)?|{_BELOW_1000})"
_ONE = re.compile(rf"\b(?:{_BELOW_1000} millions?(?: {_BELOW_MILLION}\b)?|{_BELOW_MILLION}|zero|\d+)\b")
