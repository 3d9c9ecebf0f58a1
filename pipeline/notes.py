"""Which sessions are notes: what somebody wrote down of an evening that nobody recorded."""

import pandas as pd

MOST = 0.5
"""Share of the lines without a speaker above which a session is notes; in the 465 sessions of train cases and samples it is .24 at most."""


def noted(turns: pd.DataFrame) -> pd.Series:
    """Whether each turn is a line of notes: nothing is timed in its session, and of most lines it is not known who said them.

    Parameters
    ----------
    turns
        Rows with the columns session_id, speaker_id and start_s, whole sessions.

    Examples
    --------
    >>> turns = pd.DataFrame({"session_id": ["s1", "s1", "s2"], "speaker_id": ["p1", "", ""], "start_s": float("nan")})
    >>> noted(turns).tolist()
    [False, False, True]
    """
    session = turns["session_id"]
    nobody = (turns["speaker_id"] == "").groupby(session).transform("mean") > MOST
    return nobody & turns["start_s"].isna().groupby(session).transform("all").astype(bool)
