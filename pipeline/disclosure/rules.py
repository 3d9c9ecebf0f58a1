"""When a set of interventions is large enough to be spoken of.

Sources: Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4: the threshold rule, and the
dominance or (n,k)-rule, here with n = 1 and the persons as what is contributed.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pipeline.settings import DisclosureSettings

Members = Mapping[str, int]
"""Interventions of a set, and the persons that each brings."""


@dataclass(frozen=True)
class Rule:
    """The thresholds, and who led which intervention.

    Examples
    --------
    >>> rule = Rule(DisclosureSettings(), {"a": "F1", "b": "F2", "c": "F3", "d": "F3"})
    >>> rule.enough({"a": 1, "b": 1, "c": 1}), rule.enough({"b": 9, "c": 9, "d": 9})
    (True, False)
    >>> rule.one_speaks_for_all({"a": 8, "b": 1, "c": 1})
    True
    """

    settings: DisclosureSettings
    led_by: Mapping[str, str]

    def enough(self, members: Members) -> bool:
        """Whether a set has enough persons, interventions and facilitators; those who are unknown count as one."""
        return sum(members.values()) >= self.settings.k and self.many(members)

    def many(self, cases: Collection[str]) -> bool:
        """Whether there are enough interventions and facilitators, and so enough persons where nobody counted them."""
        fewest = max(self.settings.min_cases, self.settings.k)
        return len(set(cases)) >= fewest and len({self.led_by[case] for case in cases}) >= self.settings.min_facilitators

    def one_speaks_for_all(self, weights: Members) -> bool:
        """Whether one intervention, or one facilitator, brings more than the set share."""
        led = Counter[str]()
        for case, weight in weights.items():
            led[self.led_by[case]] += weight
        return max(*weights.values(), *led.values(), 0) > self.settings.max_share * sum(weights.values())
