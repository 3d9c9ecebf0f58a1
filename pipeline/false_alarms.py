"""Whether violence is marked by mistake more often in the mouths of some: by what speakers are, and by how they speak."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.figures import Figures
from pipeline.tables import FACILITATOR

AUTHORITY = re.compile(
    r"^élue?$|\b(maire|adjointe?|conseill[eè]re? municip\w+|conseill[eè]re? principal\w*|direct(eur|rice)|principale?$"
    r"|proviseure?|chef|cheffe|cadre|patron\w*|gérante?|gestionnaire|responsable|supervis\w+|gouvernante|président\w*|vice-président\w*"
    r"|psychiatre|médecin|gériatre|profess\w+|enseignante?|polici\w+|gendarme|inspect\w+|contrôleu\w+|maître de port|chargée? de mission"
    r"|programmat\w+)",
    re.IGNORECASE,
)
"""Roles that decide over others or speak for an institution, wherever they stand in the role of the sheet."""
# fmt: off
_STREET = frozenset([
    "ouais", "nan", "ben", "bah", "hein", "truc", "trucs", "machin", "genre", "mec", "mecs", "meuf", "wesh", "grave", "boulot", "fric",
    "thune", "bagnole", "gamin", "gamins", "gosse", "gosses", "type", "bouffer", "bosser", "bosse", "balèze", "relou", "chelou", "nickel",
    "ras-le-bol", "galère", "galères", "jsais", "chais", "jsuis", "chuis", "ya", "yavait",
])
# fmt: on
_NEGATORS = frozenset({"pas", "jamais", "rien", "guère"})
_NE_REACH = 6
_WORD = re.compile(r"(?:t|n)['’](?=[^\W\d_])|[^\W\d_]+(?:-[^\W\d_]+)*", re.IGNORECASE)


class Spoken(NamedTuple):
    """A turn: its speaker (unique over the cases) and role, its text, whether it is violent, and whether it was marked so."""

    speaker: str
    role: str
    text: str
    violent: bool
    marked: bool


def false_alarms(turns: Sequence[Spoken]) -> Figures:
    """Marks of violence by group of speakers; facilitators are left out.

    Returns
    -------
    dict
        `status`: authority and others, by role, those without a role left out; `register`: thirds of the speakers by `streetness`,
        official, middle and street. Of each group: turns, violent, marked, false (marked and not violent), `rate` (share of the
        turns that are not violent but are marked so) and `precision`; rates are 0 to 1, None where there is nothing to measure.

    Examples
    --------
    >>> turns = [Spoken("a", "maire", "je ne sais pas", False, True), Spoken("b", "habitant", "je sais pas", False, False)]
    >>> [group["rate"] for group in false_alarms(turns)["status"].values()]
    [1.0, 0.0]
    """
    said = [turn for turn in turns if turn.role != FACILITATOR]
    texts: dict[str, list[str]] = defaultdict(list)
    for turn in said:
        texts[turn.speaker].append(turn.text)
    ranked = sorted(texts, key=lambda speaker: (streetness(texts[speaker]), speaker))
    third = {speaker: 3 * rank // len(ranked) for rank, speaker in enumerate(ranked)}
    return {
        "status": {
            "authority": _group(turn for turn in said if AUTHORITY.search(turn.role)),
            "others": _group(turn for turn in said if turn.role and not AUTHORITY.search(turn.role)),
        },
        "register": {
            name: _group(turn for turn in said if third[turn.speaker] == rank) for rank, name in enumerate(("official", "middle", "street"))
        },
    }


def streetness(texts: Iterable[str]) -> float:
    """Signs of casual speech less those of careful speech, a word: negations without "ne" and casual words, negations with it.

    Examples
    --------
    >>> streetness(["je ne sais pas"]), streetness(["ouais je sais pas"])
    (-0.25, 0.5)
    """
    words = [[word.lower().replace("’", "'") for word in _WORD.findall(text)] for text in texts]
    signs = 0
    for own in words:
        for i, word in enumerate(own):
            careful = {"ne", "n'"} & set(own[max(0, i - _NE_REACH) : i])
            signs += (-1 if careful else 1) if word in _NEGATORS else word in _STREET or word == "t'"
    return signs / max(sum(len(own) for own in words), 1)


def _group(turns: Iterable[Spoken]) -> Figures:
    counted = list(turns)
    calm = sum(not turn.violent for turn in counted)
    marked = sum(turn.marked for turn in counted)
    false = sum(turn.marked and not turn.violent for turn in counted)
    return {
        "turns": len(counted),
        "violent": len(counted) - calm,
        "marked": marked,
        "false": false,
        "rate": false / calm if calm else None,
        "precision": 1 - false / marked if marked else None,
    }
