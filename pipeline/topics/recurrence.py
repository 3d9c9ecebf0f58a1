"""How often a topic comes back: by distinct persons and sessions, never by words."""

from collections.abc import Collection, Sequence

import pandas as pd

from pipeline.persons import count_persons


def status(present: Collection[int], sessions: Sequence[int]) -> str:
    """Where a topic stands at the last session.

    resolved: not raised in the last session (nobody spoke of it any more; whether it is solved, the group
    knows). new: raised in the last session alone. back: raised, silent for at least a session, raised again
    up to the last. persistent: every session since it was first raised.

    Parameters
    ----------
    present
        Ranks of the sessions in which it was raised, at least one.
    sessions
        Ranks of all sessions of the case, in order.

    Examples
    --------
    >>> [status(present, [0, 1, 2]) for present in ({2}, {0, 1, 2}, {0}, {0, 2})]
    ['new', 'persistent', 'resolved', 'back']
    """
    if max(sessions) not in present:
        return "resolved"
    since = [rank for rank in sessions if rank >= min(present)]
    if len(since) == 1:
        return "new"
    return "persistent" if len(since) == len(set(present)) else "back"


def recur(*, spoken: pd.DataFrame, sessions: pd.DataFrame, speakers: pd.DataFrame) -> dict:
    """Status and counts of one topic.

    Parameters
    ----------
    spoken
        Its segments, with session_id, speaker_id and said_by of their turns.
    sessions, speakers
        Tables of the case.

    Returns
    -------
    dict
        status, n_segments, n_speakers, n_sessions, n_cases.
    """
    rank = dict(zip(sessions["session_id"], map(int, sessions["order"]), strict=True))
    present = {rank[session_id] for session_id in spoken["session_id"].unique()}
    return {
        "status": status(present, sorted(rank.values())),
        "n_segments": len(spoken),
        "n_speakers": count_persons(spoken, speakers),
        "n_sessions": len(present),
        "n_cases": 1,
    }
