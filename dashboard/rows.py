"""A table read line by line."""

from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """The rows of a table, each with its columns as attributes; what they hold is what its contract in `pipeline.tables` says.

    Examples
    --------
    >>> [(row.label, row.order + 1) for row in rows_of(pd.DataFrame({"label": ["Inès"], "order": [0]}))]
    [('Inès', 1)]
    """
    return list(frame.itertuples())
