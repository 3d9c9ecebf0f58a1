"""The cells of one case, for its group: figures of at least k persons, or nothing.

Measures (scope = case_id):

- ``wall_obstacle``: row an obstacle, column ``present``; value 1 to 4 for *quelques-uns, plusieurs,
  beaucoup, presque tous*, as a share of those present.
- ``wall_session``: row an obstacle, column a session; value 1 where at least k persons spoke of it there.

A withheld cell keeps its place and its reason and loses its numbers, so that a reader of the file learns
no more than a reader of the screen.

Sources: Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4 (threshold rule,
complementary suppression).
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline import tables
from pipeline.persons import count_persons
from pipeline.settings import DisclosureSettings
from pipeline.tables import FACILITATOR

WORDS = ("quelques-uns", "plusieurs", "beaucoup", "presque tous")


def share_word(n: int, present: int) -> int:
    """The word for a share of those present, as 1 to 4 into `WORDS`.

    All and all but one share one word, so that nobody can be the one who is missing. Where it is not known how many were present (0, as in
    notes that do not say), it is the second, *plusieurs*, and a bar as long.

    Examples
    --------
    >>> [WORDS[share_word(n, 9) - 1] for n in (2, 4, 6, 8, 9)]
    ['quelques-uns', 'plusieurs', 'beaucoup', 'presque tous', 'presque tous']
    >>> WORDS[share_word(3, 0) - 1]
    'plusieurs'
    """
    if not present:
        return 2
    if n >= present - 1:
        return 4
    return 1 + (n / present > 0.25) + (n / present > 0.5)


def in_the_room(present: Mapping[str, int], heard: Iterable[str]) -> int:
    """Whom a share is of: the most of those present in the sessions, or 0, not known, where one that it was heard in does not say.

    Examples
    --------
    >>> in_the_room({"s1": 9, "s2": 0}, ["s1"]), in_the_room({"s1": 9, "s2": 0}, ["s1", "s2"])
    (9, 0)
    """
    return max(present.values(), default=0) if all(present.get(session_id) for session_id in heard) else 0


def wall(
    *,
    sessions: pd.DataFrame,
    speakers: pd.DataFrame,
    turns: pd.DataFrame,
    segments: pd.DataFrame,
    topics: pd.DataFrame,
    sensitive: frozenset[str],
    settings: DisclosureSettings,
) -> pd.DataFrame:
    """Make the `cells` of one case.

    Parameters
    ----------
    sessions, speakers, turns, segments, topics
        Tables of the case.
    sensitive
        Obstacle codes that stay off the wall: fear, mistrust, reprisals.
    settings
        Thresholds.
    """
    if sessions.empty:
        return tables.build("cells")
    case_id = str(sessions["case_id"].iloc[0])
    people = speakers.loc[speakers["role"] != FACILITATOR].assign(subgroup=lambda frame: frame["subgroup"].replace("", pd.NA))
    said = (
        segments.loc[(segments["facet"] == "obstacle") & (segments["topic_id"] != ""), ["turn_id", "topic_id"]]
        .merge(turns[["turn_id", "session_id", "speaker_id", "said_by"]], on="turn_id")
        .merge(sessions[["session_id", "sharing"]], on="session_id")
        .merge(people[["speaker_id", "subgroup"]], on="speaker_id", how="left")
    )
    # several steps of the method have their own audience, but one room looks at one wall
    open_sessions = sessions.loc[sessions["sharing"] == "group"]
    present = dict(zip(open_sessions["session_id"], open_sessions["n_present"], strict=True))
    several_sides = people["subgroup"].nunique() > 1
    rows: list[dict[str, object]] = []

    def cell(measure: str, row: str, column: str, spoken: pd.DataFrame, value: float, refused: str = "") -> None:
        n = count_persons(spoken, speakers)
        reason = refused or ("k" if n < settings.k else "")
        rows.append(_cell(case_id, measure, row, column, value, (n, spoken["session_id"].nunique(), 1), reason))

    quoted = frozenset(topics.loc[topics["origin"] == "discovered", "topic_id"])

    def kept_from_the_wall(topic_id: str, spoken: pd.DataFrame) -> str:
        if topic_id in sensitive:
            return "sensitive"
        if topic_id in quoted:
            return "quote"
        if (spoken["sharing"] != "group").any():
            return "sharing"
        return "one_side" if several_sides and spoken["subgroup"].nunique() == 1 else ""

    for topic_id in topics.loc[topics["facet"] == "obstacle", "topic_id"]:
        spoken = said.loc[said["topic_id"] == topic_id]
        public = spoken.loc[spoken["sharing"] == "group"]
        # said only where it may not leave the room: withheld for that reason, not for its number
        heard = spoken if public.empty else public
        word = share_word(count_persons(heard, speakers), in_the_room(present, heard["session_id"]))
        cell("wall_obstacle", topic_id, "present", heard, word, kept_from_the_wall(topic_id, heard))
        for session_id in sessions["session_id"]:
            here = spoken.loc[spoken["session_id"] == session_id]
            cell("wall_session", topic_id, session_id, here, 1, kept_from_the_wall(topic_id, here))
    return tables.build("cells", rows)


def _cell(scope: str, measure: str, row: str, column: str, value: float, counts: tuple[int, int, int], reason: str) -> dict[str, object]:
    shown = reason == ""
    n_speakers, n_sessions, n_cases = counts if shown else (0, 0, 0)
    return {
        "scope": scope,
        "measure": measure,
        "row": row,
        "column": column,
        "value": float(value) if shown else float("nan"),
        "n_speakers": n_speakers,
        "n_sessions": n_sessions,
        "n_cases": n_cases,
        "shown": shown,
        "reason": reason,
    }
