"""Turns in which an obstacle is heard, one a line: `code | text`."""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import GoldError


class Heard(NamedTuple):
    """What somebody says, and the code of the obstacle in it."""

    text: str
    code: str


def read_obstacles(folder: Path, codes: Collection[str]) -> list[Heard]:
    """The turns of a folder's text files.

    Raises
    ------
    GoldError
        A line without a text, or under a code that is none of `codes`.
    """
    return [
        heard(line, codes, f"{path.name}, line {number}")
        for path in sorted(folder.glob("*.txt"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if line.strip()
    ]


def heard(line: str, codes: Collection[str], where: str = "turn") -> Heard:
    """One line.

    Examples
    --------
    >>> heard("temps | on a vingt minutes pour douze dossiers", {"temps"})
    Heard(text='on a vingt minutes pour douze dossiers', code='temps')
    """
    code, _, text = (part.strip() for part in line.partition("|"))
    if code not in codes or not text:
        raise GoldError(f"{where}: not a known code, a bar and a text")
    return Heard(text, code)
