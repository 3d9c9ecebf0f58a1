"""The sentence that stands with a figure and reads it for a facilitator; those that ask a supervisor stand in `asking`."""

import pandas as pd

from dashboard import texts
from dashboard.figures import BANDS

HEARD = 0.25
"""A band lower than this share of the fullest moment is not mentioned."""


def read_thread(bands: pd.DataFrame, passages: pd.DataFrame, timed: bool) -> str:
    """Say what a thread shows.

    Parameters
    ----------
    bands
        From `figures.curves`.
    passages
        first, last, topic: positions and label ("" unknown) of the passages from violence to conflict.
    timed
        Whether positions are seconds.

    Returns
    -------
    str
        One or two French sentences about where things are said, never by whom, never a score.
    """
    if bands["height"].max() <= 0:
        return texts.NO_MARK
    peaks = bands.loc[bands.groupby("band")["height"].idxmax()].set_index("band").reindex(list(BANDS))
    heard = peaks.loc[peaks["height"] >= min(HEARD, peaks["height"].max())]
    if len(passages):
        first = passages.iloc[0]
        turning = texts.read_passage(first["first"], first["last"], timed, first["topic"])
        rest = heard.loc[heard.index.isin(["peurs", "retrait", "cooperation"])]
    else:
        turning, rest = "", heard.nlargest(3, "height")
    clauses = [texts.read_peak(str(row.Index), row.position, timed) for row in rest.sort_values("position").itertuples()]
    return " ".join(part for part in (turning, texts.sentence(clauses) if clauses else "") if part)
