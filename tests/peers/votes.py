"""How members voted on a bill, from what our stages read in the sittings: markers, topics, stances. Only totals are printed."""

import argparse
import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sittings import CHAIR, read_case

from pipeline import tables
from pipeline.markers import read_markers
from pipeline.settings import Settings
from pipeline.topics import find_topics
from pipeline.topics.viewpoints import stance

TURNS = 5
"""Turns from which a member is asked for."""
BILL = re.compile(r"\b(?:texte|projet|loi|réforme|mariage|égalité)\b", re.IGNORECASE)
"""Words of a segment that may speak of the bill, to tell which of two camps is for."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with turns.jsonl (see sittings.py) and votes.csv (who, vote: pour or contre)")
    folder = parser.parse_args().folder
    settings = Settings()
    none: dict[str, Any] = {name: tables.build(name) for name in ("mentions", "decisions")}
    case: dict[str, Any] = read_case(folder / "turns.jsonl")
    read = read_markers(turns=case["turns"], speakers=case["speakers"], decisions=none["decisions"], settings=settings.markers)
    found = find_topics(**case, **read, **none, settings=settings.topics)
    with (folder / "votes.csv").open(encoding="utf-8", newline="") as file:
        votes = {row["who"]: {"pour": 1, "contre": -1}.get(row["vote"], 0) for row in csv.DictReader(file)}
    spoken = case["turns"]["speaker_id"].value_counts()
    members = sorted(str(who) for who, n in spoken.items() if n >= TURNS and votes.get(str(who)))
    vote = pd.Series({who: votes[who] for who in members})
    print(f"{len(vote)} members with {TURNS} turns or more; all for the commoner vote: {max((vote > 0).mean(), (vote < 0).mean()):.0%}\n")
    stances = found["stances"].loc[lambda table: table["speaker_id"].isin(members)]
    claimed = np.sign(stances.groupby("speaker_id")["value"].sum())
    print(f"claims, the sum of a member's positions: {_right(claimed, vote)}")
    camps = two_camps(answers(case["turns"], read["readings"]))
    print(f"two camps of those who oppose and support each other, named by gold: {max(_share(camps, vote), _share(-camps, vote)):.0%}")
    print(f"two camps, the one that speaks better of the bill being for: {_right(camps * _better(camps, case['turns'], found), vote)}")


def answers(turns: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Who answered whom how often: a square frame, +1 for each support and -1 for each opposition, in both directions."""
    who = turns.set_index("turn_id")["speaker_id"]
    people = sorted(set(who) - {CHAIR})
    signed = pd.DataFrame(0.0, people, people)
    for column, sign in (("opposes_turn_id", -1), ("supports_turn_id", 1)):
        for turn_id, other in readings.loc[readings[column] != "", ["turn_id", column]].itertuples(index=False):
            one, two = who[turn_id], who[other]
            if one != two and CHAIR not in (one, two):
                signed.loc[one, two] += sign
                signed.loc[two, one] += sign
    return signed


def two_camps(signed: pd.DataFrame) -> pd.Series:
    """+1 or -1 for each person: the leading eigenvector of the normalised matrix.

    The mean degree is added to each degree, else the vector speaks of a few who hardly speak (Qin and Rohe, Regularized spectral
    clustering under the degree-corrected stochastic blockmodel, 2013).

    Examples
    --------
    >>> two_camps(pd.DataFrame([[0, -2, -1], [-2, 0, 1], [-1, 1, 0]], [*"abc"], [*"abc"])).tolist() in ([1, -1, -1], [-1, 1, 1])
    True
    """
    degree = np.abs(signed.to_numpy()).sum(1)
    scale = np.sqrt(degree + degree.mean())
    _, vectors = np.linalg.eigh(signed.to_numpy() / np.outer(scale, scale))
    return pd.Series(np.where(vectors[:, -1] < 0, -1, 1), signed.index)


def _better(camps: pd.Series, turns: pd.DataFrame, found: Mapping[str, pd.DataFrame]) -> int:
    """+1 where the camp +1 words more of what it says of the bill as for, else -1."""
    text = turns.set_index("turn_id")["text"]
    said = found["segments"].drop_duplicates(["turn_id", "start"])
    camp = said["turn_id"].map(turns.set_index("turn_id")["speaker_id"]).map(camps)
    worded: dict[int, list[int]] = {1: [], -1: []}
    for side, turn_id, start, end in zip(camp, said["turn_id"], said["start"], said["end"], strict=True):
        part = text[turn_id][start:end]
        if side in worded and BILL.search(part):
            worded[side].append(stance(part).value)
    return 1 if _mean(worded[1]) >= _mean(worded[-1]) else -1


def _mean(values: Sequence[int]) -> float:
    return sum(values) / max(len(values), 1)


def _share(taken: pd.Series, vote: pd.Series) -> float:
    """Share of the members whose position is their vote; who has none is wrong."""
    return float((taken.reindex(vote.index).fillna(0) == vote).mean())


def _right(taken: pd.Series, vote: pd.Series) -> str:
    known = vote[vote.index.isin(taken[taken != 0].index)]
    return f"{_share(taken, vote):.0%} of all, {_share(taken, known):.0%} of the {len(known)} who have one"


if __name__ == "__main__":
    main()
