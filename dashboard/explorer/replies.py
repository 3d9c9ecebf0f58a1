"""Who answers whom, for the facilitator alone: a relation is read, a person is never ranked."""

import pandas as pd

from dashboard.texts import explorer as texts
from pipeline.tables import FACILITATOR


def exchanges(readings: pd.DataFrame, turns: pd.DataFrame, called: dict[str, str]) -> pd.DataFrame:
    """Every answer of one person to another, in the order of speech.

    Parameters
    ----------
    readings
        opposes_turn_id and supports_turn_id are read.
    turns
        The turns to look at, in order; answers to others are left out.
    called
        Name of each speaker_id.

    Returns
    -------
    DataFrame
        kind (opposes, supports), turn_id, to_turn_id, who, to_whom: names; score.
    """
    speaker = turns.set_index("turn_id")["speaker_id"]
    rank = {turn_id: at for at, turn_id in enumerate(turns["turn_id"])}
    pieces = []
    for kind in ("opposes", "supports"):
        here = readings.loc[readings["turn_id"].isin(speaker.index) & readings[f"{kind}_turn_id"].isin(speaker.index)]
        pieces.append(
            pd.DataFrame(
                {
                    "kind": kind,
                    "turn_id": here["turn_id"],
                    "to_turn_id": here[f"{kind}_turn_id"],
                    "from_id": here["turn_id"].map(speaker),
                    "to_id": here[f"{kind}_turn_id"].map(speaker),
                    "score": here[f"{kind}_score"],
                }
            )
        )
    found = pd.concat(pieces, ignore_index=True)
    found = found.loc[(found["from_id"] != "") & (found["to_id"] != "") & (found["from_id"] != found["to_id"])]
    found = found.assign(who=found["from_id"].map(called), to_whom=found["to_id"].map(called), at=found["turn_id"].map(rank))
    return found.sort_values("at", kind="stable", ignore_index=True).drop(columns=["at", "from_id", "to_id"])


def pairs(found: pd.DataFrame) -> pd.DataFrame:
    """Answers by pair: who, to_whom, opposes, supports (how often), by name."""
    counts = found.groupby(["who", "to_whom", "kind"]).size().unstack(fill_value=0).reindex(columns=["opposes", "supports"], fill_value=0)
    return counts.reset_index().rename_axis(columns=None).sort_values(["who", "to_whom"], ignore_index=True)


def participants(turns: pd.DataFrame, speakers: pd.DataFrame, called: dict[str, str]) -> list[str]:
    """Names of those who spoke, facilitators left out, in alphabetical order."""
    led = set(speakers.loc[speakers["role"] == FACILITATOR, "speaker_id"])
    return sorted({called[one] for one in turns["speaker_id"] if one and one not in led}, key=str.casefold)


def read_replies(found: pd.DataFrame, people: list[str]) -> str:
    """What the answers show: where they go both ways, and who was not answered yet; names in alphabetical order, no figure.

    Parameters
    ----------
    found
        From `exchanges`.
    people
        From `participants`.
    """
    directed = {(who, whom) for who, whom in zip(found["who"], found["to_whom"], strict=True) if who in people and whom in people}
    if not directed:
        return texts.NO_REPLY
    both = sorted({tuple(sorted(pair, key=str.casefold)) for pair in directed if pair[::-1] in directed})
    unanswered = [one for one in people if not any(whom == one for _, whom in directed)]
    parts = [texts.both_ways([(str(one), str(other)) for one, other in both]) if both else texts.ONE_WAY]
    if unanswered:
        parts.append(texts.unanswered(unanswered))
    return " ".join(parts)
