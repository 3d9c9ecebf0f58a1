"""The sentence that stands with a figure and reads it for a facilitator; those that ask a supervisor stand in `wondering`."""

import pandas as pd

from dashboard import texts
from dashboard.figures import BANDS
from dashboard.rows import rows_of

HEARD = 0.25
"""A band lower than this share of the fullest moment is not mentioned."""


def read_thread(bands: pd.DataFrame, passages: pd.DataFrame, timed: bool) -> str:
    """Say what a thread shows.

    Parameters
    ----------
    bands
        From `figures.curves`.
    passages
        kind, first, last, topic: positions and label ("" unknown) of the passages from violence to conflict, and of those in which
        people leave a subject.
    timed
        Whether positions are seconds.

    Returns
    -------
    str
        A few French sentences about where things are said, never by whom, never a score.
    """
    if bands["height"].max() <= 0:
        return texts.NO_MARK
    peaks = bands.loc[bands.groupby("band")["height"].idxmax()].set_index("band").reindex(list(BANDS))
    heard = peaks.loc[peaks["height"] >= min(HEARD, peaks["height"].max())]
    turned, left = (passages.loc[passages["kind"] == kind] for kind in ("violence_to_conflict", "withdrawal"))
    said: list[tuple[float, str]] = []
    for found, read in ((turned, texts.read_passage), (left, texts.read_withdrawal)):
        if len(found):
            first = found.iloc[0]
            said.append((first["first"], read(first["first"], first["last"], timed, first["topic"])))
    rest = heard.loc[heard.index.isin(["peurs", "retrait", "cooperation"])] if len(turned) else heard.nlargest(3, "height")
    clauses = [texts.read_peak(row.Index, row.position, timed) for row in rows_of(rest.sort_values("position"))]
    return " ".join([*(sentence for _, sentence in sorted(said)), *([texts.sentence(clauses)] if clauses else [])])
