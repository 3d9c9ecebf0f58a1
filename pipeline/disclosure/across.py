"""The cells that speak of all cases together, for supervisors (scope ``*``).

Measures, rows and columns are those of `contributions`; beside them ``sessions``, the sessions of all. The value is
the number of interventions that count, of which `reason` ``at_least`` says that it is that many or more; for
``rejected`` it is a share. A cell that is not shown is not there, be it withheld or empty: to keep its place would
tell these two apart.
"""

import pandas as pd

from pipeline import tables
from pipeline.disclosure.problem import pose
from pipeline.disclosure.protect import protect
from pipeline.disclosure.rules import Rule
from pipeline.settings import DisclosureSettings


def disclose_across(*, contributions: pd.DataFrame, settings: DisclosureSettings) -> dict[str, pd.DataFrame]:
    """Make the cells over all cases.

    Parameters
    ----------
    contributions
        Those tables of every case, one below the other.
    settings
        Thresholds. Cases whose facilitator is unknown count together as of one.

    Returns
    -------
    dict
        `cells`.
    """
    problem = pose(contributions)
    led_by = dict(zip(contributions["case_id"], contributions["facilitator"], strict=True))
    shown = protect(problem, Rule(settings, led_by)).figures
    rows = []
    for (measure, row, column), figure in shown.items():
        counted = 0 if (measure, row, column) in problem.amounts else int(figure.value)
        place = {"scope": tables.ACROSS, "measure": measure, "row": row, "column": column, "value": figure.value}
        counts = {"n_speakers": 0, "n_sessions": 0, "n_cases": counted}
        rows.append({**place, **counts, "shown": True, "reason": "at_least" if figure.at_least else ""})
    return {"cells": tables.build("cells", rows)}
