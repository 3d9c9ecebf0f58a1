"""Which earlier turn a turn opposes or supports.

An answer is read from rules that declare what they answer (`answers` in models/patterns). It goes to the last
turn of the person whose name it calls, else to the last turn of another speaker who is no facilitator.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

REACH = 8
TITLES = frozenset({"madame", "monsieur", "mme", "locuteur", "locutrice", "docteur", "animateur", "animatrice"})
_WORD = re.compile(r"[^\W\d_]{3,}")


class Said(NamedTuple):
    """A turn as far as replies need it; opposes and supports are the scores of its strongest answering cue, 0 for none."""

    turn_id: str
    speaker_id: str
    label: str
    facilitator: bool
    text: str
    opposes: float
    supports: float


class Reply(NamedTuple):
    """The turn answered, and how sure."""

    turn_id: str = ""
    score: float = 0.0


def read_replies(said: Sequence[Said]) -> list[tuple[Reply, Reply]]:
    """For each turn of one session, in order, the turn it opposes and the turn it supports.

    Examples
    --------
    >>> first = Said("s:0", "p1", "Nadia", False, "on ferme la salle", 0, 0)
    >>> second = Said("s:1", "p2", "Bruno", False, "je suis pas d'accord", 0.9, 0)
    >>> read_replies([first, second])[1][0]
    Reply(turn_id='s:0', score=0.9)
    """
    return [
        (_answered(said, i, turn.opposes), _answered(said, i, turn.supports) if turn.supports > turn.opposes else Reply())
        for i, turn in enumerate(said)
    ]


def answered_turn(speakers: Sequence[tuple[str, bool]], i: int) -> int | None:
    """The turn that turn i would answer: the last one of another known speaker who is no facilitator.

    Parameters
    ----------
    speakers
        (speaker_id, is a facilitator) of each turn of a session, in order.

    Examples
    --------
    >>> answered_turn([("p1", False), ("p9", True), ("p2", False)], 2)
    0
    """
    own = speakers[i][0]
    return next((j for j in range(i - 1, max(-1, i - 1 - REACH), -1) if speakers[j][0] not in ("", own) and not speakers[j][1]), None)


def _answered(said: Sequence[Said], i: int, cue: float) -> Reply:
    turn = said[i]
    if not cue or not turn.speaker_id:
        return Reply()
    words = {word.lower() for word in _WORD.findall(turn.text)}
    others = [
        (distance, other)
        for distance, other in enumerate(reversed(said[max(0, i - REACH) : i]))
        if other.speaker_id not in ("", turn.speaker_id) and not other.facilitator
    ]
    for _, other in others:
        if words & ({word.lower() for word in _WORD.findall(other.label)} - TITLES):
            return Reply(other.turn_id, cue)
    for distance, other in others:
        return Reply(other.turn_id, cue * (1.0, 0.8, 0.6)[min(distance, 2)])
    return Reply()
