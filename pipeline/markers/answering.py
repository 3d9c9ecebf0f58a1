"""What a person decided about who answers whom, laid over what was read.

Decisions of stage "markers" whose target_id is "TURN/answer", in the order of their time (`at`, then `decision_id`); the last one holds:

| kind | value | what comes of it |
|---|---|---|
| answer | "opposes TURN" or "supports TURN" | the turn answers that earlier turn of its session so, and no other |
| answer | "" | the turn answers none |
| undo | "" | what was decided about it before is taken back |

One that speaks of a turn that is not there, or does not come before it in its session, has no effect.
"""

import pandas as pd

SIDES = ("opposes", "supports")
_SUFFIX = "/answer"


def place_of(turn_id: str) -> str:
    """The target_id of decisions about what a turn answers.

    Examples
    --------
    >>> place_of("s:3")
    's:3/answer'
    """
    return turn_id + _SUFFIX


def about_answers(decisions: pd.DataFrame) -> pd.Series:
    """Which decisions are about answers, as a mask."""
    return (decisions["stage"] == "markers") & decisions["target_id"].str.endswith(_SUFFIX)


def decided_answers(decisions: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """By turn_id the side that a person decided and the turn answered; ("", "") where it answers none.

    Examples
    --------
    >>> rows = [("a", "answer", "s:3/answer", "supports s:1"), ("b", "answer", "s:4/answer", ""), ("c", "undo", "s:4/answer", "")]
    >>> columns = ["decision_id", "kind", "target_id", "value"]
    >>> decided_answers(pd.DataFrame(rows, columns=columns).assign(stage="markers", at=""))
    {'s:3': ('supports', 's:1')}
    """
    held: dict[str, tuple[str, str]] = {}
    own = decisions.loc[about_answers(decisions)].sort_values(["at", "decision_id"])
    for kind, target_id, value in own[["kind", "target_id", "value"]].itertuples(index=False):
        turn_id = target_id.removesuffix(_SUFFIX)
        side, _, other = value.partition(" ")
        if kind == "undo":
            held.pop(turn_id, None)
        elif kind == "answer" and (not value or (side in SIDES and other)):
            held[turn_id] = (side, other)
    return held


def read_answers(readings: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """By turn_id the side of a turn and the turn answered; of one that does both, what it opposes.

    Examples
    --------
    >>> columns = ["turn_id", "opposes_turn_id", "supports_turn_id"]
    >>> read_answers(pd.DataFrame([("s:1", "s:0", ""), ("s:2", "", "s:1"), ("s:3", "", "")], columns=columns))
    {'s:2': ('supports', 's:1'), 's:1': ('opposes', 's:0')}
    """
    return {
        turn_id: (side, other)
        for side in reversed(SIDES)
        for turn_id, other in zip(readings["turn_id"], readings[f"{side}_turn_id"], strict=True)
        if other
    }


def correct_answers(readings: pd.DataFrame, turns: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The readings, with the answers that a person decided in the place of those that were read, at a score of 1.

    Parameters
    ----------
    readings, turns, decisions
        Tables of the case; `readings` is not changed.
    """
    held = _possible(decided_answers(decisions), turns)
    here = readings["turn_id"].isin(list(held))
    if not here.any():
        return readings
    answered = readings.copy()
    told = [held[turn_id] for turn_id in readings.loc[here, "turn_id"]]
    for side in SIDES:
        answered.loc[here, f"{side}_turn_id"] = [other if decided == side else "" for decided, other in told]
        answered.loc[here, f"{side}_score"] = [float(decided == side) for decided, _ in told]
    return answered


def idle_answers(turns: pd.DataFrame, decisions: pd.DataFrame) -> int:
    """How many turns a person decided about in vain."""
    held = decided_answers(decisions)
    return len(held) - len(_possible(held, turns))


def _possible(held: dict[str, tuple[str, str]], turns: pd.DataFrame) -> dict[str, tuple[str, str]]:
    if not held:
        return held
    place = dict(zip(turns["turn_id"], zip(turns["session_id"], turns["order"], strict=True), strict=True))

    def comes_before(other: str, turn_id: str) -> bool:
        return other in place and place[other][0] == place[turn_id][0] and place[other][1] < place[turn_id][1]

    return {turn_id: answer for turn_id, answer in held.items() if turn_id in place and (not answer[1] or comes_before(answer[1], turn_id))}
