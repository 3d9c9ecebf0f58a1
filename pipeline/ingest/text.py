"""Folding, blanks and times."""

import re
import unicodedata
from datetime import time, timedelta
from math import inf, nan

CLOCK = r"\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,3})?"
SHORT = r"\d{1,3}:\d{2}(?:[.,]\d{1,3})?"

_BLANKS = re.compile(r"[^\S\u00a0\u2007\u202f]+")


def fold(text: str) -> str:
    """Lower case, without accents; hyphens, apostrophes and underscores as blanks; for comparing labels and headers.

    Examples
    --------
    >>> fold("Mme  Diallo-Kervella"), fold("SPEAKER_00"), fold("M. d’Estaing"), fold("Lebœuf")
    ('mme diallo kervella', 'speaker 00', 'm. d estaing', 'leboeuf')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[-‐‑–—'’`_]", " ", bare.replace("œ", "oe").replace("æ", "ae")).split())


def words(text: str) -> list[str]:
    """The folded words of a text, without punctuation."""
    return re.findall(r"\w+", fold(text))


def squeeze(text: str) -> str:
    """NFC, without outer or double blanks; a line break or tab is a blank, a no-break space stays what it is."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def seconds(value: object) -> float:
    """Seconds from a number, a clock time ("01:02:03,5", "02:03") or a spreadsheet's time; NaN where it is none of them.

    Examples
    --------
    >>> seconds("00:01:12,500"), seconds(" [02:03] "), seconds(7), seconds("plus tard")
    (72.5, 123.0, 7.0, nan)
    """
    if isinstance(value, timedelta):
        found = value.total_seconds()
    elif isinstance(value, time):
        found = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        # a number of hundreds of digits is no float
        found = float(value) if abs(value) < 1e12 else nan
    elif isinstance(value, str):
        found = _read_seconds(value.strip().strip("[]()").strip().replace(",", "."))
    else:
        found = nan
    return found if 0 <= found < inf else nan


def _read_seconds(text: str) -> float:
    if re.fullmatch(rf"{CLOCK}|{SHORT}", text):
        total = 0.0
        for part in text.split(":"):
            total = total * 60 + float(part)
        return total
    number = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?) ?s?", text)
    return float(number[1]) if number else nan
