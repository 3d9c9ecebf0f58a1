"""Speaker labels: whose name is in them, and what may stand in their place."""

import re
from functools import cache

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import fold, key
from pipeline.pseudonymise.titles import PARTICLES, strip_titles

_PARTS = re.compile(r"\s*([^()]*?)\s*(?:\(([^()]*)\)\s*)?")


def name_in(label: str) -> str:
    """The name of the person that a label means, "" for a role or a generic label.

    Examples
    --------
    >>> name_in("Animatrice (Hélène Garrec)"), name_in("Nadia (habitante)"), name_in("locuteur 3"), name_in("Cadre de nuit")
    ('Hélène Garrec', 'Nadia', '', '')
    >>> name_in("Chef Aliman"), name_in("Cadre ARS"), name_in("Animatrice Familles")
    ('Aliman', '', '')
    """
    outer, inner = _parts(label)
    if is_generic(outer) or is_role(outer):
        return inner if inner and not is_generic(inner) and not is_role(inner) else _after_role(outer)
    return outer


def is_generic(label: str) -> bool:
    """Nobody in particular: "locuteur 3", "?", "speaker_00"."""
    return not label.strip() or bool(_generic().fullmatch(fold(label).strip()))


def is_role(label: str) -> bool:
    """A role without a name: "Animatrice", "cadre de nuit", "les habitants"."""
    known = lexicons()
    words = key(label)
    roles = [word for word in words if word in known.words("roles") or word.rstrip("s") in known.words("roles")]
    if not words or not roles:
        return len(words) > 2 and all(known.is_plain(word) for word in words) and any(word in known.function for word in words[1:])
    return words[0] in roles or (words[0] in known.function and words[1:2] == tuple(roles[:1]))


def without_name(label: str, surrogate: str) -> str:
    """A label in which `surrogate` stands in the place of the name; titles and roles stay.

    Examples
    --------
    >>> without_name("M. Le Goff", "Rousseau"), without_name("Animatrice (Hélène)", "Claire"), without_name("locuteur 3", "")
    ('M. Rousseau', 'Animatrice', 'locuteur 3')
    >>> without_name("Nadia (habitante)", "Inès")
    'Inès (habitante)'
    """
    outer, inner = _parts(label)
    if is_generic(outer):
        return outer if not inner or is_role(inner) else outer or surrogate
    if is_role(outer):
        named = _after_role(outer)
        return outer[: len(outer) - len(named)].strip(" -–") if named else outer
    bare = strip_titles(outer)
    titled = outer[: len(outer) - len(bare)] + surrogate
    return f"{titled} ({inner})" if inner and is_role(inner) else titled


def _parts(label: str) -> tuple[str, str]:
    match = _PARTS.fullmatch(label)
    return (match[1], (match[2] or "").strip()) if match else (label.strip(), "")


def _after_role(outer: str) -> str:
    """The name in "Animatrice Hélène" and "Chef Aliman"; "" in "Animateur du centre social" and "Cadre ARS"."""
    words = outer.split()
    known = lexicons()
    for rank, word in enumerate(words[1:], 1):
        first = (key(word) or ("",))[0]
        if word[:1].isupper() and (first in known.sex or not (word.isupper() or known.is_plain(first) or (first,) in known.bodies)):
            return " ".join(words[rank:])
        if first in known.function and first not in PARTICLES:
            break
    return ""


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(lexicons().cues["generic_labels"])
