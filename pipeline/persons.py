"""How many persons stand behind a set of turns: the k of every disclosure rule.

Distinct resolved participants count one each. Labels that nobody has joined to a person ("locuteur 2")
may be the same person from one session to the next, so they count as the largest number found within
one session. Facilitators and turns without a speaker count 0, unless a note declares how many said it:
three or more is 3, and never added to the persons named beside it.
"""

from collections import defaultdict

import pandas as pd

from pipeline.tables import FACILITATOR

DECLARED = {"": 0, "one": 1, "few": 2, "three_plus": 3, "almost_all": 3}


def count_persons(turns: pd.DataFrame, speakers: pd.DataFrame) -> int:
    """Count the persons behind some turns of one case.

    Parameters
    ----------
    turns
        Rows with the columns session_id, speaker_id and said_by.
    speakers
        The case's `speakers` table.

    Returns
    -------
    int
        A lower bound of the number of distinct persons.

    Examples
    --------
    >>> speakers = pd.DataFrame({"speaker_id": ["p1", "s1-l1"], "role": ["habitante", ""], "resolved": [True, False]})
    >>> turns = pd.DataFrame({"session_id": ["s1", "s1", "s1"], "speaker_id": ["p1", "p1", "s1-l1"], "said_by": ""})
    >>> count_persons(turns, speakers)
    2
    """
    people = speakers[speakers["role"] != FACILITATOR]
    resolved = dict(zip(people["speaker_id"], people["resolved"], strict=True))
    named: set[str] = set()
    loose: dict[str, set[str]] = defaultdict(set)
    declared = 0
    for session_id, speaker_id, said_by in turns[["session_id", "speaker_id", "said_by"]].itertuples(index=False):
        if not speaker_id:
            declared = max(declared, DECLARED[said_by])
        elif speaker_id in resolved:
            (named if resolved[speaker_id] else loose[session_id]).add(speaker_id)
    return max(len(named) + max(map(len, loose.values()), default=0), declared)
