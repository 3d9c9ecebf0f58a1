"""How much room words take, so that a screen of the wall is cut where it is full and nothing is ever cut off.

Lengths are pixels of a wall of 1280 × 720. Widths are those of a wide font (DejaVu Sans): on another machine's font the words take less.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LEADING = 1.25
"""Height of a line of text, in sizes."""
_WIDTHS = {
    **dict.fromkeys("iljI.,:;!|'’ \u00a0\u202f", 0.34),
    **dict.fromkeys('ftr()[]-/\\°"', 0.46),
    **dict.fromkeys("szcvxyk", 0.6),
    **dict.fromkeys("mwMW%@—…œæŒÆ", 1.08),
}
_BOLD = 1.18


@dataclass(frozen=True)
class Block:
    """A piece of a screen that is never divided; `under` is the heading that stands over it, and again where a new screen begins."""

    html: str
    height: float
    under: "Block | None" = None


def clean(text: str) -> str:
    """A text on one line, without the signs that direct or hide others.

    Examples
    --------
    >>> clean("on  ne sait\\npas\u202e")
    'on ne sait pas'
    """
    kept = "".join(" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in text if unicodedata.category(one) != "Cf")
    return " ".join(filter(None, kept.split(" ")))


def count_lines(text: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines a text takes at most, at a size in a width.

    Examples
    --------
    >>> count_lines("L’information n’arrive pas jusqu’à nous", 750, 32, bold=True), count_lines("", 750, 32)
    (2, 0)
    """
    return len(_lines(text, width / size / (_BOLD if bold else 1)))


def divide(text: str, width: float, size: float, most: int, bold: bool = False) -> list[str]:
    """Cut a text between words into pieces of at most so many lines; most texts are one piece."""
    lines = _lines(text, width / size / (_BOLD if bold else 1))
    return [" ".join(lines[at : at + most]) for at in range(0, len(lines), most)] if len(lines) > most else [text]


def fill(blocks: Sequence[Block], height: float, gap: float) -> list[list[Block]]:
    """Lay blocks on as few screens as they need, evenly.

    Parameters
    ----------
    blocks
        In order; none is higher than a screen.
    height
        What a screen holds.
    gap
        Between two blocks.
    """
    screens = _greedy(blocks, height, gap)
    while height > 40 and len(even := _greedy(blocks, height := height - 20, gap)) == len(screens):
        if any(_height(screen, gap) > height for screen in even):
            break
        screens = even
    return screens


def _greedy(blocks: Sequence[Block], height: float, gap: float) -> list[list[Block]]:
    screens: list[list[Block]] = []
    heading: Block | None = None
    for block in blocks:
        if screens:
            added = [block.under, block] if block.under is not None and block.under is not heading else [block]
            if _height(screens[-1] + added, gap) <= height:
                screens[-1] += added
                heading = block.under
                continue
        screens.append([block.under, block] if block.under is not None else [block])
        heading = block.under
    return screens


def _height(blocks: Sequence[Block], gap: float) -> float:
    return sum(block.height + gap for block in blocks) - gap


def _lines(text: str, ems: float) -> list[str]:
    """The lines of a text in a width in ems, filled as a browser fills them; a word that is too long is broken."""
    lines: list[str] = []
    room = 0.0
    for word in filter(None, re.split(r"[ \t\n]+", text)):
        wide = _wide(word)
        if lines and wide + _WIDTHS[" "] <= room:
            lines[-1] += f" {word}"
            room -= wide + _WIDTHS[" "]
            continue
        lines.append("")
        room = ems
        for sign in word:
            if _wide(sign) > room and lines[-1]:
                lines.append("")
                room = ems
            lines[-1] += sign
            room -= _wide(sign)
    return lines


def _wide(word: str) -> float:
    return sum(_WIDTHS.get(one) or (0.82 if one.isupper() else 0.66 if one.isascii() or one in "«»éèêëàâîïôûùüç" else 1.15) for one in word)
