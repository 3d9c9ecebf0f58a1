"""At whom or what a marker is aimed that no rule found: models/patterns/targets.yaml, a facilitator can edit it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.errors import ResourceError
from pipeline.markers.data import read
from pipeline.tables import FAMILY_OF, TARGETS


@dataclass(frozen=True)
class Aims:
    """Categories whose target is always the same, then (target, words) in order, then what is left."""

    always: Mapping[str, str]
    words: Sequence[tuple[str, frozenset[str]]]
    otherwise: str


@cache
def load_aims() -> Aims:
    """The file, read once.

    Raises
    ------
    ResourceError
        It names a category or target that does not exist.
    """
    data = read("targets")
    aims = Aims(data["toujours"], [(case["cible"], frozenset(case["dont"])) for case in data["mots"]], data["sinon"])
    named = {*aims.always.values(), *(target for target, _ in aims.words), aims.otherwise}
    if not named <= set(TARGETS) - {""} or not aims.always.keys() <= FAMILY_OF.keys():
        raise ResourceError("targets.yaml: a category or target does not exist; see models/patterns/CARD.md")
    return aims


def target_of(category: str, words: Collection[str]) -> str:
    """The target of a marker, from the words of the clause that bears it.

    Examples
    --------
    >>> target_of("devalorisation", ["ils", "savent", "pas", "lire"]), target_of("desaccord_direct", ["tu", "mens"])
    ('groupe', 'idee')
    """
    aims = load_aims()
    if category in aims.always:
        return aims.always[category]
    said = set(words)
    return next((target for target, known in aims.words if known & said), aims.otherwise)
