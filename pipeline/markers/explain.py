"""Why a turn was marked, in one French sentence; of what was said it repeats at most three terms of ordinary words."""

from collections.abc import Sequence
from functools import cache

from pipeline.markers.data import read
from pipeline.markers.rules import Rule


@cache
def _labels() -> dict[str, dict[str, str]]:
    return read("labels")


def explain(rule: Rule, *, band: str, modifiers: Sequence[str], active: bool) -> str:
    """Say which category, why, by which rule, how clear, and what sets it aside.

    Examples
    --------
    >>> rule = Rule("acc-01", "accusation", "l'autre est rendu seul responsable", 0.9, "personne", (), (), ())
    >>> explain(rule, band="sure", modifiers=[], active=True)
    "Accusation (culpabilisation) : l'autre est rendu seul responsable ; règle acc-01, repérage net."
    """
    labels = _labels()
    parts = [f"règle {rule.id}, {labels['bands'][band]}"]
    if modifiers:
        said = ", ".join(labels["modifiers"][modifier] for modifier in modifiers)
        parts.append(f"{'malgré' if active else 'écarté'} : {said}")
    return f"{labels['categories'][rule.category]} : {rule.gloss} ; {' ; '.join(parts)}."


def explain_read(
    category: str,
    *,
    rule: Rule | None,
    band: str,
    modifiers: Sequence[str],
    terms: Sequence[str],
    score: float,
    active: bool,
    instead: str = "",
) -> str:
    """The same for a marker that a trained reader made, let stand or set aside; `instead` is the category of its family that it reads.

    Examples
    --------
    >>> rule = Rule("dec-02", "decision", "un engagement", 0.6, "idee", (), (), ())
    >>> explain_read("decision", rule=rule, band="review", modifiers=[], terms=[], score=0.95, active=False, instead="question")
    'Décision : un engagement ; règle dec-02 ; écarté : le modèle y lit plutôt : question ouverte.'
    >>> explain_read("doute", rule=None, band="review", modifiers=[], terms=["de toute façon", "rien"], score=0.61, active=True)
    'Doute dit : lu par le modèle (probabilité 0,61), surtout pour « de toute façon », « rien », à relire.'
    """
    labels = _labels()
    p = f"{score:.2f}".replace(".", ",")
    parts = [f"{rule.gloss} ; règle {rule.id}"] if rule else []
    if instead:
        parts.append(f"écarté : le modèle y lit plutôt : {labels['categories'][instead].lower()}")
    elif not active:
        parts.append(f"écarté : le modèle n'y lit rien de tel (probabilité {p})")
    else:
        surely = f", surtout pour {', '.join(f'« {term} »' for term in terms)}" if terms else ""
        parts.append(f"{'confirmé' if rule else 'lu'} par le modèle (probabilité {p}){surely}, {labels['bands'][band]}")
        if modifiers:
            parts.append(f"malgré : {', '.join(labels['modifiers'][modifier] for modifier in modifiers)}")
    return f"{labels['categories'][category]} : {' ; '.join(parts)}."


def explain_person(category: str, *, read: str = "", instead: str = "", target: str = "") -> str:
    """The same for a marker that a person added, set aside (`read`: why it was read) or set (`instead` of a category, at a target).

    Examples
    --------
    >>> explain_person("menace", instead="accusation")
    'Menace (maltraitance) : mis par une personne à la place de : accusation (culpabilisation).'
    >>> explain_person("accusation", target="groupe")
    'Accusation (culpabilisation) : confirmé par une personne ; vise un groupe.'
    """
    labels = _labels()
    if read:
        return f"{read.removesuffix('.')} ; écarté par une personne."
    if instead:
        said = f"mis par une personne à la place de : {labels['categories'][instead].lower()}"
    else:
        said = "confirmé par une personne" if target else "ajouté par une personne"
    aimed = f" ; vise {labels['targets'][target]}" if target else ""
    return f"{labels['categories'][category]} : {said}{aimed}."
