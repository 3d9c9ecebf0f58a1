"""Who stands where: stances of segments, positions of persons, and what they come to."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.persons import count_persons
from pipeline.tables import FACILITATOR
from pipeline.topics.knowledge import either, knowledge, straight
from pipeline.topics.learned import STANCES, TopicReader, topic_reader

STANCE = {1: "pour", -1: "contre", 0: "nuance"}
VALUE = {name: value for value, name in STANCE.items()}
VALUES = tuple(VALUE[name] for name in STANCES)
EXPLICIT, LEAN, ANSWER = 1.0, 0.5, 2.0
"""What a wording of position, the lean of a sentence, and the position of the answered turn add to the log-probability of a stance."""


class Stance(NamedTuple):
    """+1 pour, -1 contre, 0 nuance; explicit where a cue says so and not the lean of the sentence."""

    value: int
    explicit: bool


@cache
def _cues() -> Mapping[str, re.Pattern[str]]:
    return {name: either(knowledge("stances")[name]) for name in ("nuance", "contre", "pour", "negations")}


def stance(text: str) -> Stance:
    """The stance of a viewpoint segment toward what it talks about, by its wording.

    A reserve is nuance; else words against and for are counted, where what was read as against is not read
    again as for; a tie is nuance. Without a cue a negation leans against and anything else leans for.

    Examples
    --------
    >>> stance("moi je suis pas d'accord pour les caméras"), stance("ça dépend du prix").value, stance("faut un banc").value
    (Stance(value=-1, explicit=True), 0, 1)
    """
    cues, said = _cues(), straight(text)
    if cues["nuance"].search(said):
        return Stance(0, True)
    rest, against = cues["contre"].subn(" ", said)
    balance = len(cues["pour"].findall(rest)) - against
    if balance or against:
        return Stance(int(np.sign(balance)), True)
    return Stance(-1 if cues["negations"].search(said) else 1, False)


def stance_scores(texts: Sequence[str], worded: Sequence[Stance], reader: TopicReader | None) -> np.ndarray:
    """How likely each stance of `VALUES` is for a text, as log-probabilities up to a constant; shape (texts, 3).

    The trained reader, to which the wording (`stance` of each text) adds; the wording alone where there is no reader.
    """
    heard = np.array([[(EXPLICIT if read.explicit else LEAN) * (read.value == value) for value in VALUES] for read in worded])
    return heard if reader is None or not texts else reader.log_stances(reader.features(texts)) + heard


def read_stances(*, segments: pd.DataFrame, readings: pd.DataFrame, decided: Mapping[str, str] = MappingProxyType({})) -> pd.Series:
    """The stance of each viewpoint segment: how its turn reads, and the turn that this one answers.

    Who opposes a turn that took position on the same topic rather stands against that position, who supports it
    with it; only what earlier turns said counts, and a wording of position counts more.

    Parameters
    ----------
    segments
        segment_id, turn_id, topic_id, turn_text, in the order of speech.
    readings
        The `readings` table.
    decided
        By segment_id the position that a person decided: pour, contre or nuance.

    Returns
    -------
    Series
        +1, -1 or 0, indexed like `segments`.
    """
    answered = _answers(readings)
    taken: dict[tuple[str, str], int] = {}
    values = []
    texts = segments["turn_text"].tolist()
    worded = [stance(text) for text in texts]
    scores = stance_scores(texts, worded, topic_reader())
    columns = (segments[name] for name in ("segment_id", "turn_id", "topic_id"))
    for row, read, segment_id, turn_id, topic_id in zip(scores, worded, *columns, strict=True):
        told = next((sign * taken[other, topic_id] for other, sign in answered[turn_id] if taken.get((other, topic_id))), 0)
        answer = np.array([ANSWER * (value == told != 0) for value in VALUES]) * (not read.explicit)
        value = VALUE[decided[segment_id]] if segment_id in decided else VALUES[int((row + answer).argmax())]
        taken[turn_id, topic_id] = value
        values.append(value)
    return pd.Series(values, index=segments.index, dtype=int)


def _answers(readings: pd.DataFrame) -> dict[str, list[tuple[str, int]]]:
    """For each turn the turns it answers, with -1 where it opposes and +1 where it supports."""
    answered: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for column, sign in (("opposes_turn_id", -1), ("supports_turn_id", 1)):
        replies = readings.loc[readings[column] != "", ["turn_id", column]]
        for turn_id, other in replies.itertuples(index=False):
            answered[turn_id].append((other, sign))
    return answered


def take_positions(
    *, segments: pd.DataFrame, all_segments: pd.DataFrame, turns: pd.DataFrame, speakers: pd.DataFrame, readings: pd.DataFrame
) -> pd.DataFrame:
    """Who took which position on which claim: by an own statement, or by answering one.

    A person who opposes (supports) a turn that took position on a claim, without a statement of their own
    on it in that turn, takes the opposite (the same) position. Within a session what a person said most
    often counts, as often for as against is nuance. A statement without a speaker, in notes, stands for
    itself. Facilitators take no position; silence is none.

    Parameters
    ----------
    segments
        Viewpoint segments: segment_id, turn_id, claim_id, value.
    all_segments
        The `segments` of every facet, for the words of an answer.
    turns, speakers, readings
        Tables of the case, turns in order.

    Returns
    -------
    DataFrame
        session_id, speaker_id, said_by, claim_id, value (-1, 0, 1), evidence (segment_ids), by session.
    """
    facilitators = set(speakers.loc[speakers["role"] == FACILITATOR, "speaker_id"])
    who = turns.set_index("turn_id")[["session_id", "speaker_id", "said_by"]].apply(tuple, axis=1).to_dict()
    units = all_segments.drop_duplicates(["turn_id", "start"]).groupby("turn_id", sort=False)["segment_id"].apply(list).to_dict()
    own: dict[str, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for turn_id, claim_id, value, segment_id in segments[["turn_id", "claim_id", "value", "segment_id"]].itertuples(index=False):
        own[turn_id][claim_id].append((value, segment_id))
    said: dict[tuple[str, str, str, str, str], list[tuple[int, list[str]]]] = defaultdict(list)

    def note(turn_id: str, claim_id: str, value: int, evidence: list[str]) -> None:
        session_id, speaker_id, said_by = who[turn_id]
        if speaker_id not in facilitators:
            said[session_id, speaker_id, said_by, claim_id, "" if speaker_id else turn_id].append((value, evidence))

    for turn_id, claims in own.items():
        for claim_id, statements in claims.items():
            for value, segment_id in statements:
                note(turn_id, claim_id, value, [segment_id])
    for turn_id, answered in _answers(readings).items():
        for other, sign in answered:
            for claim_id, statements in own[other].items() if other in own else ():
                position = int(np.sign(sum(value for value, _ in statements)))
                if position and turn_id in units and claim_id not in own.get(turn_id, {}) and who[turn_id][1] != who[other][1]:
                    note(turn_id, claim_id, sign * position, units[turn_id])
    # answers were read after statements: back to the order of the sessions
    rank = {session_id: at for at, session_id in enumerate(turns["session_id"].drop_duplicates())}
    rows = [
        {
            "session_id": session_id,
            "speaker_id": speaker_id,
            "said_by": said_by,
            "claim_id": claim_id,
            "value": int(np.sign(sum(value for value, _ in statements))),
            "evidence": list(dict.fromkeys(segment_id for _, evidence in statements for segment_id in evidence)),
        }
        for (session_id, speaker_id, said_by, claim_id, _), statements in sorted(said.items(), key=lambda item: rank[item[0][0]])
    ]
    return pd.DataFrame(rows, columns=["session_id", "speaker_id", "said_by", "claim_id", "value", "evidence"])


class Agreement(NamedTuple):
    """What the positions on one claim come to; the columns of `claims`."""

    n_for: int
    n_against: int
    n_nuanced: int
    agreement_low: float
    agreement_high: float
    consensus: float
    divide: float


def weigh(positions: pd.DataFrame, speakers: pd.DataFrame) -> Agreement:
    """Counts, interval of agreement, consensus and divide of the positions on one claim.

    Parameters
    ----------
    positions
        session_id, speaker_id, said_by, value, in the order of the sessions; the last position of a person counts.
    speakers
        The case's `speakers` table.

    Returns
    -------
    Agreement
        Agreement is the share of those for among those who took position. Its interval is Jeffreys' at 95 %
        (Brown, Cai and DasGupta, Interval estimation for a binomial proportion, 2001). Consensus is the
        product over subgroups of their agreement, divide the largest difference between two of them, both
        with half a person added on either side (Small et al., Polis, 2021).

    Examples
    --------
    >>> speakers = pd.DataFrame({"speaker_id": ["p1", "p2"], "role": "", "subgroup": ["a", "b"], "resolved": True})
    >>> positions = pd.DataFrame({"session_id": "s", "speaker_id": ["p1", "p2"], "said_by": "", "value": [1, -1]})
    >>> agreement = weigh(positions, speakers)
    >>> agreement.n_for, agreement.n_against, agreement.consensus, agreement.divide
    (1, 1, 0.1875, 0.5)
    """
    resolved = set(speakers.loc[speakers["resolved"], "speaker_id"])
    latest = positions[~(positions["speaker_id"].isin(resolved) & positions.duplicated("speaker_id", keep="last"))]

    def tally(rows: pd.DataFrame) -> tuple[int, int, int]:
        taken = rows.groupby("value")[["session_id", "speaker_id", "said_by"]]
        counts = {value: count_persons(who, speakers) for value, who in taken}
        return counts.get(1, 0), counts.get(-1, 0), counts.get(0, 0)

    n_for, n_against, n_nuanced = tally(latest)
    low, high = jeffreys(n_for, n_for + n_against + n_nuanced)
    subgroup = latest["speaker_id"].map(speakers.set_index("speaker_id")["subgroup"]).fillna("")
    tallies = (
        {name: tally(rows) for name, rows in latest.groupby(subgroup)} if subgroup.nunique() > 1 else {"": (n_for, n_against, n_nuanced)}
    )
    shares = {name: (counts[0] + 0.5) / (sum(counts) + 1) for name, counts in tallies.items()}
    named = [share for name, share in shares.items() if name]
    return Agreement(
        n_for,
        n_against,
        n_nuanced,
        low,
        high,
        consensus=float(np.prod(list(shares.values()))),
        divide=max(named) - min(named) if len(named) > 1 else float("nan"),
    )


def jeffreys(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % Jeffreys interval of a share, from 0 (to 1) where nothing (everything) was a success.

    Examples
    --------
    >>> [round(end, 3) for end in jeffreys(7, 10)]
    [0.394, 0.907]
    >>> jeffreys(0, 0)
    (0.0, 1.0)
    """
    from scipy.stats import beta

    low, high = (beta.ppf(share, successes + 0.5, trials - successes + 0.5) for share in (0.025, 0.975))
    return (float(low) if successes else 0.0), (float(high) if successes < trials else 1.0)
