"""The figures over all cases, as sets of interventions and what is known to hold between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.disclosure.rules import Members
from pipeline.tables import PHASES

Key = tuple[str, str, str]
"""measure, row, column."""

ALL: Key = ("intervention", "", "")
SEVERAL: Key = ("several", "", "")
REVIEWED: Key = ("reviewed", "", "")
SESSIONS: Key = ("sessions", "", "")
DENOMINATORS = ("intervention", "several", "reviewed", "followed", "sector")
"""Measures that say which interventions were followed, and nothing that was said in them."""


@dataclass(frozen=True)
class Problem:
    """What might be published, and how its figures hang together.

    Attributes
    ----------
    members
        The interventions behind each figure; also behind some that are never published ("obstacle").
    order
        The figures in the order in which they are let out: what comes first is kept at the cost of what comes later.
    within
        The denominator of a figure.
    inside
        Pairs of a set and one that holds it, by what they mean: their difference can be computed by anybody.
    sums
        A set and the disjoint ones that it consists of.
    amounts
        Of a figure that is no count: amount and out of, by intervention.
    """

    members: Mapping[Key, Members]
    order: tuple[Key, ...]
    within: Mapping[Key, Key]
    inside: tuple[tuple[Key, Key], ...]
    sums: tuple[tuple[Key, tuple[Key, ...]], ...]
    amounts: Mapping[Key, Mapping[str, tuple[int, int]]] = field(default_factory=dict)


def pose(contributions: pd.DataFrame) -> Problem:
    """Put the `contributions` of all cases together."""
    members: dict[Key, dict[str, int]] = defaultdict(dict)
    amounts: dict[Key, dict[str, tuple[int, int]]] = defaultdict(dict)
    for one in contributions.to_dict("records"):
        key, case = (one["measure"], one["row"], one["column"]), one["case_id"]
        members[key][case] = one["n_speakers"]
        if one["measure"] == "rejected":
            amounts[key][case] = (one["amount"], one["of"])
        elif key == ALL:
            members[SESSIONS][case] = one["n_speakers"]
            amounts[SESSIONS][case] = (one["amount"], 1)
    found = sorted(members, key=lambda key: (-len(members[key]), key))

    def of(measure: str) -> list[Key]:
        return [key for key in found if key[0] == measure]

    steps = [("followed", "", phase) for phase in PHASES if ("followed", "", phase) in members]
    inside: list[tuple[Key, Key]] = [(key, ALL) for key in (*steps, *of("sector"), *of("several"), *of("reviewed"))]
    within: dict[Key, Key] = {SESSIONS: ALL}
    sums: list[tuple[Key, tuple[Key, ...]]] = [(ALL, tuple(of("sector")))]
    for key in (*of("obstacle_phase"), *of("passage_phase")):
        within[key] = ("followed", "", key[2])
    for key in of("obstacle_sector"):
        within[key] = ("sector", "", key[2])
    for key in of("obstacle_status"):
        within[key] = SEVERAL
    for key in of("rejected"):
        within[key] = REVIEWED
    for topic_id in sorted({row for measure, row, _ in members if measure.startswith("obstacle_")}):
        raised, raised_in_several = ("obstacle", topic_id, ""), ("obstacle", topic_id, "several")
        if members.get(SEVERAL, {}).keys() == members.get(ALL, {}).keys():
            raised_in_several = raised
        for whole, measure in ((raised, "obstacle_sector"), (raised_in_several, "obstacle_status")):
            parts = tuple(key for key in of(measure) if key[1] == topic_id)
            members[whole] = {case: n for part in parts for case, n in members[part].items()}
            sums.append((whole, parts))
        inside += [(key, raised) for key in of("obstacle_phase") if key[1] == topic_id]
        inside += [(raised, ALL), (raised_in_several, SEVERAL)]
        inside += [(raised_in_several, raised)] if raised != raised_in_several else []
    inside += [(key, whole) for key, whole in within.items() if key not in amounts]
    order = (
        *steps, ALL, *of("obstacle_phase"), *of("passage_phase"), *of("sector"), *of("several"), *of("reviewed"), *of("obstacle_sector"),
        *of("obstacle_status"), *of("rejected"), SESSIONS,
    )  # fmt: skip
    return Problem(dict(members), _present(order, members), within, tuple(inside), tuple(sums), dict(amounts))


def _present(order: Iterable[Key], members: Mapping[Key, Members]) -> tuple[Key, ...]:
    return tuple(key for key in order if key in members)
