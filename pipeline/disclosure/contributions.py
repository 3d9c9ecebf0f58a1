"""What one case adds to the figures over all cases: counts that may be small, so that they stay in the case's own folder.

| measure | row | column | the case counts where |
|---|---|---|---|
| intervention | "" | "" | always; `amount` is its sessions |
| several | "" | "" | it has more than one session |
| sector | "" | sector | always |
| followed | "" | step | it has a session at that step |
| obstacle_phase | obstacle | step | somebody spoke of it at that step |
| obstacle_sector | obstacle | sector | somebody spoke of it |
| obstacle_status | obstacle | status | somebody spoke of it, and it has more than one session |
| passage_phase | kind of passage | step | there is one at that step |
| reviewed | "" | "" | somebody decided about its markers |
| rejected | family | "" | the same; `amount` markers of `of` that were read were rejected |
"""

import pandas as pd

from pipeline import tables
from pipeline.persons import count_persons
from pipeline.tables import FACILITATOR


def contribute(
    *,
    sessions: pd.DataFrame,
    speakers: pd.DataFrame,
    turns: pd.DataFrame,
    segments: pd.DataFrame,
    topics: pd.DataFrame,
    markers: pd.DataFrame,
    passages: pd.DataFrame,
    decisions: pd.DataFrame,
    codes: frozenset[str],
) -> pd.DataFrame:
    """Make the `contributions` of one case.

    Parameters
    ----------
    sessions, speakers, turns, segments, topics, markers, passages, decisions
        Tables of the case.
    codes
        Obstacles of the codebook; others are named with words of the case and stay in it.
    """
    if sessions.empty:
        return tables.build("contributions")
    named = [one for one in sessions.sort_values("order")["facilitator"] if one]
    # as typed: "École" and "école " are one sector
    sector = next((one for one in sessions["sector"].str.strip().str.casefold() if one), "")
    about = {"case_id": str(sessions["case_id"].iloc[0]), "facilitator": named[0] if named else ""}
    rows: list[dict[str, object]] = []

    def add(measure: str, row: str, column: str, n_speakers: int, amount: int = 1, of: int = 1) -> None:
        if n_speakers:
            place = {"measure": measure, "row": row, "column": column}
            rows.append({**about, **place, "n_speakers": n_speakers, "amount": amount, "of": of})

    said = turns.merge(sessions[["session_id", "phase"]], on="session_id")
    present, steps = int(sessions["n_present"].max()), sessions.loc[sessions["phase"] != ""]
    several = len(sessions) > 1
    add("intervention", "", "", present, len(sessions))
    add("sector", "", sector, present)
    if several:
        add("several", "", "", present)
    for phase, at_step in steps.groupby("phase", sort=False):
        add("followed", "", str(phase), int(at_step["n_present"].max()))

    about_obstacles = segments.loc[(segments["facet"] == "obstacle") & segments["topic_id"].isin(codes)]
    status = topics.set_index("topic_id")["status"]
    for topic_id, spoken in about_obstacles.merge(said, on="turn_id").groupby("topic_id"):
        add("obstacle_sector", str(topic_id), sector, count_persons(spoken, speakers))
        if several and topic_id in status.index:
            add("obstacle_status", str(topic_id), str(status[topic_id]), count_persons(spoken, speakers))
        for phase, at_step in spoken.loc[spoken["phase"] != ""].groupby("phase", sort=False):
            add("obstacle_phase", str(topic_id), str(phase), count_persons(at_step, speakers))

    for (kind, phase), inside in _inside(passages, said).groupby(["kind", "phase"], sort=False):
        if phase:
            add("passage_phase", str(kind), str(phase), count_persons(inside, speakers))

    read, rejected = _judged(markers, decisions, speakers, turns)
    if rejected is not None:
        heard = turns.loc[turns["turn_id"].isin(read["turn_id"])]
        add("reviewed", "", "", count_persons(heard, speakers))
        for family, ours in read.groupby("family", sort=False):
            heard = turns.loc[turns["turn_id"].isin(ours["turn_id"])]
            add("rejected", str(family), "", count_persons(heard, speakers), int(ours["marker_id"].isin(rejected).sum()), len(ours))
    return tables.build("contributions", rows)


def _inside(passages: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """The turns of every passage, with its kind."""
    order = said.set_index("turn_id")["order"]
    pairs = said.merge(passages[["session_id", "kind", "first_turn_id", "last_turn_id"]], on="session_id")
    # of no passage at all the places would be words
    first, last = (pairs[end].map(order).astype(float) for end in ("first_turn_id", "last_turn_id"))
    within = pairs["order"].astype(float).between(first, last)
    return pairs.loc[within]


def _judged(
    markers: pd.DataFrame, decisions: pd.DataFrame, speakers: pd.DataFrame, turns: pd.DataFrame
) -> tuple[pd.DataFrame, set[str] | None]:
    """The markers of participants that the program read, and the ids of those that were rejected; None where nobody decided."""
    own = decisions.loc[decisions["stage"] == "markers"].sort_values(["at", "decision_id"])
    last = own.drop_duplicates("target_id", keep="last")
    last = last.loc[last["kind"] != "undo"]
    led = turns.loc[turns["speaker_id"].isin(speakers.loc[speakers["role"] == FACILITATOR, "speaker_id"]), "turn_id"]
    # a marker that was judged is a person's from then on; the program has read it nevertheless
    judged = markers["marker_id"].isin(last.loc[last["kind"].isin(["reject", "set"]), "target_id"])
    read = markers.loc[((markers["origin"] != "person") | judged) & ~markers["turn_id"].isin(led)]
    return read, set(last.loc[last["kind"] == "reject", "target_id"]) if len(last) else None
