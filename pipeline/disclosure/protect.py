"""What may be let out of a problem: no figure, alone or by difference, speaks of few.

A figure is let out in one of two ways, or not at all:

- as it is, where neither it nor what can then be computed speaks of few: the difference from its denominator and
  from whatever else holds it, what is missing to a sum, and the difference from what it was in earlier releases;
- as "that much or more", where all but a few of the interventions count in it: nobody learns how many do not.

Figures are let out one by one in the problem's order, and one that would give another away stays in: this is
complementary suppression, by what is computed and not by a pattern.

Sources: Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4 (secondary suppression, linked
tables).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.disclosure.problem import DENOMINATORS, Key, Problem
from pipeline.disclosure.rules import Rule

Mark = tuple[str, str, str]
"""What a figure was made of: an intervention, who led it, and what it brought, where the figure is no count."""
STEP = 0.05
"""Shares are told in steps of this."""


@dataclass(frozen=True)
class Figure:
    """A figure as it is shown: `at_least` where it is that much or more; `out_of` is its denominator, 0 where it has none."""

    value: float
    at_least: bool = False
    out_of: int = 0


@dataclass(frozen=True)
class Past:
    """What was let out before: the figure that stands, and what each of its versions was made of, the last one last."""

    figure: Figure | None
    versions: tuple[frozenset[Mark], ...]


@dataclass
class Release:
    """What is let out now: figures that stand, and what each was made of when it was made."""

    figures: dict[Key, Figure] = field(default_factory=dict)
    made_of: dict[Key, frozenset[Mark]] = field(default_factory=dict)


def protect(problem: Problem, rule: Rule, past: Mapping[Key, Past] | None = None) -> Release:
    """Choose what is let out.

    Parameters
    ----------
    problem
        From `pose`.
    rule
        Thresholds; `led_by` also of interventions that are in `past` alone.
    past
        What earlier releases let out.

    Returns
    -------
    Release
        A figure that may not change stands as it was.
    """
    return _Choice(problem, rule, past or {}).choose()


class _Choice:
    def __init__(self, problem: Problem, rule: Rule, past: Mapping[Key, Past]) -> None:
        self.problem, self.rule, self.past = problem, rule, past
        self.known: set[Key] = set()
        self.near: dict[Key, list[Key]] = {}
        for part, whole in problem.inside:
            self.near.setdefault(part, []).append(whole)
            self.near.setdefault(whole, []).append(part)

    def choose(self) -> Release:
        chosen = Release()
        # what has not changed since it was told is known, whatever is chosen now
        told = {key for key, was in self.past.items() if was.figure and key in self.problem.members and self._same(key, was)}
        self.known = self._follows(told)
        for key in self.problem.order:
            figure, exact = self._figure(key)
            was = self.past.get(key)
            if figure is not None and (was is None or figure == was.figure or self._may_change(key)):
                kept = was is not None and figure == was.figure
                chosen.figures[key] = figure
                chosen.made_of[key] = was.versions[-1] if was is not None and kept else self._marks(key)
                if exact:
                    self.known |= self._follows({key})
        for key, was in self.past.items():
            if key not in chosen.figures and was.figure and not self._may_go(key, was):
                chosen.figures[key], chosen.made_of[key] = was.figure, was.versions[-1]
        return chosen

    def _figure(self, key: Key) -> tuple[Figure | None, bool]:
        """The figure of a set if it may be told, and whether it says exactly how many."""
        members, whole = self.problem.members[key], self.problem.within.get(key)
        if not self.rule.enough(members) or (key[0] not in DENOMINATORS and self.rule.one_speaks_for_all(self._weights(key))):
            return None, False
        if whole is not None and whole not in self.known:
            return None, False
        out_of = len(self.problem.members[whole]) if whole is not None else 0
        if key in self.problem.amounts:
            amount, of = (sum(pair[at] for pair in self.problem.amounts[key].values()) for at in (0, 1))
            return Figure(round(amount / of / STEP) * STEP if key[0] == "rejected" else amount, out_of=out_of), False
        fewest = self.rule.settings.min_cases
        if out_of > fewest and len(members) > out_of - fewest:
            # also where all of them count: else to be told "or more" would say that some do not
            return Figure(max(fewest, out_of - fewest + 1), at_least=True, out_of=out_of), False
        if key in self.known or not self._gives_away(key):
            return Figure(len(members), out_of=out_of), True
        return None, False

    def _gives_away(self, key: Key) -> bool:
        """Whether something that speaks of few can be computed once a figure is known exactly."""
        new = self._follows({key}) - self.known
        known = self.known | new
        members = self.problem.members
        if any(members[one] and not self.rule.enough(members[one]) for one in new):
            return True
        for part, whole in self.problem.inside:
            if (part in new or whole in new) and part in known and whole in known and self._few_left(whole, [part]):
                return True
        for whole, parts in self.problem.sums:
            if whole in known and not new.isdisjoint((whole, *parts)) and self._few_left(whole, [part for part in parts if part in known]):
                return True
        return any(self._few_since(one) for one in new)

    def _few_left(self, whole: Key, parts: Iterable[Key]) -> bool:
        taken = {case for part in parts for case in self.problem.members[part]}
        left = {case: n for case, n in self.problem.members[whole].items() if case not in taken}
        return bool(left) and not self.rule.enough(left)

    def _few_since(self, key: Key) -> bool:
        """Whether what holds a set, or is held by it, was told earlier and differs by few."""
        here = set(self.problem.members[key])
        for other in self.near.get(key, ()):
            for version in self.past[other].versions if other in self.past else ():
                there = {case for case, _, _ in version}
                if (here < there or there < here) and not self.rule.many(here ^ there):
                    return True
        return False

    def _follows(self, known: set[Key]) -> set[Key]:
        """What is known once some sets are: a sum from its parts, a part from the sum and the others."""
        known = self.known | known
        while True:
            more = set()
            for whole, parts in self.problem.sums:
                unknown = [one for one in (whole, *parts) if one not in known]
                more |= set(unknown) if len(unknown) == 1 else set()
            if not more:
                return known
            known |= more

    def _marks(self, key: Key) -> frozenset[Mark]:
        amounts = self.problem.amounts.get(key, {})
        return frozenset((case, self.rule.led_by[case], str(amounts.get(case, ""))) for case in self.problem.members.get(key, ()))

    def _weights(self, key: Key) -> dict[str, int]:
        amounts = self.problem.amounts.get(key)
        return {case: of for case, (_, of) in amounts.items()} if amounts and key[0] == "rejected" else dict(self.problem.members[key])

    def _same(self, key: Key, was: Past) -> bool:
        return (
            key not in self.problem.amounts and was.figure is not None and not was.figure.at_least and was.versions[-1] == self._marks(key)
        )

    def _may_change(self, key: Key) -> bool:
        """Whether enough interventions changed since each earlier version, or none did."""
        now = self._marks(key)
        changes = [{case for case, _, _ in now ^ version} for version in self.past[key].versions]
        return all(not change or self.rule.many(change) for change in changes)

    def _may_go(self, key: Key, was: Past) -> bool:
        return self.rule.many({case for case, _, _ in self._marks(key) ^ was.versions[-1]})
