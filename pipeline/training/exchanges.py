"""Short exchanges with their annotation in line, one turn a line: `speaker | text | annotations`, a blank line between exchanges.

Annotations are category codes, `o=CODE` for an obstacle, `vs=N` for the turn of the exchange that is opposed (from 0), `trap`, `unsure`.
"""

from pathlib import Path
from typing import NamedTuple

from pipeline.errors import GoldError
from pipeline.tables import FAMILY_OF

FACILITATORS = frozenset({"animatrice", "animateur"})
_OBSTACLE, _OPPOSES, _FLAGS = "o=", "vs=", frozenset({"trap", "unsure"})


class Turn(NamedTuple):
    """A turn of an exchange; `opposed` is the row of the turn that it opposes, -1 for none, `obstacle` the code of the one it speaks of."""

    speaker: str
    text: str
    markers: frozenset[str]
    trap: bool
    opposed: int
    obstacle: str


def read_exchanges(folder: Path) -> list[list[Turn]]:
    """The exchanges of a folder's text files.

    Raises
    ------
    GoldError
        A line that is no turn of an exchange.
    """
    return [
        exchange(block.splitlines(), path.name)
        for path in sorted(folder.glob("*.txt"))
        for block in path.read_text("utf-8").split("\n\n")
        if block.strip()
    ]


def exchange(lines: list[str], where: str = "exchange") -> list[Turn]:
    """One exchange.

    Examples
    --------
    >>> exchange(["Nadia | on ferme à dix-huit heures | decision", "Marc | dix-neuf, sur l'affiche | vs=0"])[1].opposed
    0
    """
    turns: list[Turn] = []
    for line in (line for line in lines if line.strip()):
        try:
            speaker, text, said = (part.strip() for part in line.split("|"))
            turns.append(_turn(speaker, text, said.split(), turns))
        except ValueError:
            raise GoldError(f"{where}: a line that is no turn of an exchange") from None
    return turns


def _turn(speaker: str, text: str, annotations: list[str], before: list[Turn]) -> Turn:
    markers = {word for word in annotations if "=" not in word} - _FLAGS
    obstacle = next((word.removeprefix(_OBSTACLE) for word in annotations if word.startswith(_OBSTACLE)), "")
    markers |= {"obstacle"} if obstacle else frozenset()
    opposed = next((int(word.removeprefix(_OPPOSES)) for word in annotations if word.startswith(_OPPOSES)), -1)
    if not text or not markers <= FAMILY_OF.keys() or opposed >= len(before) or (opposed >= 0 and before[opposed].speaker == speaker):
        raise ValueError
    return Turn(speaker, text, frozenset(markers), "trap" in annotations, opposed, obstacle)
