"""Why a cue was marked, in one French sentence that never repeats what was said."""

from collections.abc import Sequence
from functools import cache

from pipeline.markers.data import read
from pipeline.markers.rules import Rule


@cache
def _labels() -> dict[str, dict[str, str]]:
    return read("labels")


def explain(rule: Rule, *, band: str, modifiers: Sequence[str], active: bool, rejected: bool) -> str:
    """Say which category, why, by which rule, how clear, and what sets it aside.

    Examples
    --------
    >>> rule = Rule("acc-01", "accusation", "l'autre est rendu seul responsable", 0.9, "personne", (), (), ())
    >>> explain(rule, band="sure", modifiers=[], active=True, rejected=False)
    "Accusation (culpabilisation) : l'autre est rendu seul responsable ; règle acc-01, repérage net."
    """
    labels = _labels()
    parts = [f"règle {rule.id}, {labels['bands'][band]}"]
    if rejected:
        parts.append("écarté par une personne")
    elif modifiers:
        said = ", ".join(labels["modifiers"][modifier] for modifier in modifiers)
        parts.append(f"{'malgré' if active else 'écarté'} : {said}")
    return f"{labels['categories'][rule.category]} : {rule.gloss} ; {' ; '.join(parts)}."
