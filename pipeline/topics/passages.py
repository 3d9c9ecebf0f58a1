"""Stretches of a session in which something turns: violence that becomes conflict, people who leave a subject."""

from collections import Counter
from typing import NamedTuple

import pandas as pd

from pipeline.tables import FACILITATOR
from pipeline.topics.segments import count_words

FALL = 0.25
"""A subject is left when fewer than this share of the words spoken on it before are spoken on it after."""


class _Turn(NamedTuple):
    turn_id: str
    speaker_id: str
    polarity: str
    answers: frozenset[str]
    withdraws: int
    words: Counter[str]


class _Found(NamedTuple):
    """A passage by the ranks of its turns, what bears it out, and the subject that is spoken of, or left ("" for none)."""

    first: int
    last: int
    evidence: int
    subject: str


def find_passages(
    *, turns: pd.DataFrame, speakers: pd.DataFrame, markers: pd.DataFrame, readings: pd.DataFrame, segments: pd.DataFrame, window: int
) -> list[dict]:
    """Passages of every session.

    violence_to_conflict: from a violent turn to the last turn, within `window` turns, in which the same two
    persons disagree or cooperate, as long as neither is violent again. The two are the speaker and whom the
    turn opposes, else who spoke before (else after) it; a constructive turn of each is asked for, or one that
    answers the other. withdrawal: within `window` turns two cues of reticence, or one after which a subject
    raised before is all but dropped while the session goes on. Only reticence is withdrawal: to say a fear,
    a doubt or a mistrust is no retreat, and a subject that ends without it is just over.

    Parameters
    ----------
    turns, speakers, markers, readings
        Tables of the case, turns in order.
    segments
        turn_id, start, end, topic_id.
    window
        Turns.

    Returns
    -------
    list of dict
        Rows of `passages`; the score grows with the turns (cues) that bear the passage out: 1 - 0.5 ** n.
    """
    facilitators = set(speakers.loc[speakers["role"] == FACILITATOR, "speaker_id"])
    rows = []
    for session_id, session in _read(turns, markers, readings, segments).items():
        for kind, found in (
            ("violence_to_conflict", _turned(session, facilitators, window)),
            ("withdrawal", _withdrawn(session, facilitators, window)),
        ):
            for rank, (first, last, evidence, subject) in enumerate(found):
                rows.append(
                    {
                        "passage_id": f"{session_id}/{kind}/{rank}",
                        "session_id": session_id,
                        "kind": kind,
                        "first_turn_id": session[first].turn_id,
                        "last_turn_id": session[last].turn_id,
                        "topic_id": subject,
                        "score": 1 - 0.5**evidence,
                    }
                )
    return rows


def _read(turns: pd.DataFrame, markers: pd.DataFrame, readings: pd.DataFrame, segments: pd.DataFrame) -> dict[str, list[_Turn]]:
    polarity = readings.set_index("turn_id")["polarity"].to_dict()
    answers = {
        turn_id: frozenset(filter(None, others))
        for turn_id, *others in readings[["turn_id", "opposes_turn_id", "supports_turn_id"]].itertuples(index=False)
    }
    withdraws = Counter(markers.loc[markers["active"] & (markers["category"] == "reticence"), "turn_id"])
    text = {str(turn_id): str(said) for turn_id, said in turns[["turn_id", "text"]].itertuples(index=False)}
    words: dict[str, Counter[str]] = {turn_id: Counter() for turn_id in text}
    for turn_id, start, end, topic_id in segments.loc[segments["topic_id"] != "", ["turn_id", "start", "end", "topic_id"]].itertuples(
        index=False
    ):
        words[turn_id][topic_id] += count_words(text[turn_id][start:end])
    sessions: dict[str, list[_Turn]] = {}
    for session_id, turn_id, speaker_id in turns[["session_id", "turn_id", "speaker_id"]].itertuples(index=False):
        sessions.setdefault(session_id, []).append(
            _Turn(
                turn_id, speaker_id, polarity.get(turn_id, "neutre"), answers.get(turn_id, frozenset()), withdraws[turn_id], words[turn_id]
            )
        )
    return sessions


def _most(spoken: Counter[str]) -> str:
    """The subject of most words, "" for none."""
    return max(spoken, key=lambda topic_id: (spoken[topic_id], topic_id), default="")


def _turned(session: list[_Turn], facilitators: set[str], window: int) -> list[_Found]:
    """Each passage from violence to conflict, by its constructive turns."""
    speaker_of = {turn.turn_id: turn.speaker_id for turn in session}
    found = []
    for first, violent in enumerate(session):
        if violent.polarity != "violent" or not violent.speaker_id or violent.speaker_id in facilitators:
            continue
        near = [speaker_of.get(other, "") for other in sorted(violent.answers)]
        near += [turn.speaker_id for turn in [*session[:first][::-1], *session[first + 1 :]]]
        other = next((person for person in near if person and person != violent.speaker_id and person not in facilitators), "")
        pair = {violent.speaker_id, other} - {""}
        constructive = []
        for rank, turn in enumerate(session[first + 1 : first + 1 + window], first + 1):
            if turn.speaker_id in pair and turn.polarity == "violent":
                break
            if turn.speaker_id in pair and turn.polarity == "constructif":
                constructive.append(rank)
        both = {session[rank].speaker_id for rank in constructive} == pair and len(pair) == 2
        direct = any(speaker_of.get(to) in pair - {session[rank].speaker_id} for rank in constructive for to in session[rank].answers)
        if both or direct:
            spoken = sum((turn.words for turn in session[first : constructive[-1] + 1]), Counter[str]())
            found.append(_Found(first, constructive[-1], len(constructive), _most(spoken)))
    return found


def _withdrawn(session: list[_Turn], facilitators: set[str], window: int) -> list[_Found]:
    """Each passage in which people leave a subject, by its cues; the subject is that which is dropped, and not what is spoken of."""
    found: list[_Found] = []
    cues = [rank for rank, turn in enumerate(session) if turn.withdraws and turn.speaker_id not in facilitators]
    for first in cues:
        if found and first <= found[-1].last:
            continue
        near = [rank for rank in cues if first <= rank < first + window]
        evidence = sum(session[rank].withdraws for rank in near)
        raised, subject = _left(session, first, window)
        if evidence > 1:
            found.append(_Found(first, near[-1], evidence, subject))
        elif subject:
            found.append(_Found(raised, first, evidence, subject))
    return found


def _left(session: list[_Turn], cue: int, window: int) -> tuple[int, str]:
    """Where the subject was raised that is all but dropped after a cue, and which; "" where none is."""
    before, after = session[max(0, cue - window) : cue + 1], session[cue + 1 : cue + 1 + window]
    spoken = sum((turn.words for turn in before), Counter[str]())
    if not spoken or len(after) < window // 2:
        return cue, ""
    subject = _most(spoken)
    raised = [rank for rank, turn in enumerate(before, max(0, cue - window)) if turn.words[subject]]
    left = sum(turn.words[subject] for turn in after) < FALL * spoken[subject]
    return (raised[0], subject) if left and len(raised) > 1 else (cue, "")
