"""Which earlier turn a turn opposes or supports, by rules.

An answer is read from rules that declare what they answer (`answers` in models/patterns). It goes to the last
turn of the person whose name it calls, else to the last turn of another speaker who is no facilitator.
A trained reader finds the opposed turn by itself (`pipeline.markers.pairs`).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

REACH = 8
TITLES = frozenset({"madame", "monsieur", "mme", "locuteur", "locutrice", "docteur", "animateur", "animatrice"})
_WORD = re.compile(r"[^\W\d_]{3,}")


class Said(NamedTuple):
    """A turn as far as replies need it.

    opposes and supports are the scores of its strongest answering cue, 0 for none; opposed is the turn that a reader
    found it to oppose ("" for none), None where no reader looked.
    """

    turn_id: str
    speaker_id: str
    label: str
    facilitator: bool
    text: str
    opposes: float
    supports: float
    opposed: str | None = None


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
        (_opposed(said, i), _answered(said, i, turn.supports) if turn.supports > turn.opposes else Reply()) for i, turn in enumerate(said)
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


def _opposed(said: Sequence[Said], i: int) -> Reply:
    turn = said[i]
    if turn.opposed is None:
        return _answered(said, i, turn.opposes)
    return Reply(turn.opposed, turn.opposes) if turn.opposed else Reply()


def words_of(text: str) -> set[str]:
    """The words of three letters or more, lower-cased."""
    return {word.lower() for word in _WORD.findall(text)}


def names_of(label: str) -> set[str]:
    """The words by which a speaker may be called.

    Examples
    --------
    >>> names_of("Mme Lebrun"), names_of("locuteur 3")
    ({'lebrun'}, set())
    """
    return words_of(label) - TITLES


def _answered(said: Sequence[Said], i: int, cue: float) -> Reply:
    turn = said[i]
    if not cue or not turn.speaker_id:
        return Reply()
    words = words_of(turn.text)
    others = [
        (distance, other)
        for distance, other in enumerate(reversed(said[max(0, i - REACH) : i]))
        if other.speaker_id not in ("", turn.speaker_id) and not other.facilitator
    ]
    for _, other in others:
        if words & names_of(other.label):
            return Reply(other.turn_id, cue)
    for distance, other in others:
        return Reply(other.turn_id, cue * (1.0, 0.8, 0.6)[min(distance, 2)])
    return Reply()
