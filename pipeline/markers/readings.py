"""A turn read as a whole: its polarity, and how strongly each family speaks in it."""

from collections.abc import Collection, Iterable, Mapping
from math import prod

from pipeline.tables import FAMILIES

COLUMNS = {
    "p_violent": "violence",
    "p_disagreement": "desaccord",
    "p_anger": "colere",
    "p_withholding": "retenue",
    "p_obstacle": "obstacle",
    "p_cooperation": "cooperation",
}


def polarity(families: Collection[str]) -> str:
    """The one rule of markers.yaml, on the families of a turn's active markers.

    Examples
    --------
    >>> polarity({"violence", "desaccord"}), polarity({"desaccord"}), polarity({"colere"})
    ('violent', 'constructif', 'neutre')
    """
    if "violence" in families:
        return "violent"
    return "constructif" if {"desaccord", "cooperation"} & set(families) else "neutre"


def shares(scores: Iterable[tuple[str, float]], refused: Collection[str] = (), certain: Collection[str] = ()) -> Mapping[str, float]:
    """The p_ columns from (family, score) pairs, several of a family joined by noisy-or; 0 and 1 for families that a person
    refused or made certain.

    Examples
    --------
    >>> round(shares([("violence", 0.5), ("violence", 0.6)])["p_violent"], 2)
    0.8
    """
    by_family: dict[str, list[float]] = {family: [] for family in FAMILIES}
    for family, score in scores:
        by_family[family].append(0.0 if family in refused else score)
    for family in certain:
        by_family[family].append(1.0)
    return {column: 1 - prod(1 - score for score in by_family[family]) for column, family in COLUMNS.items()}
