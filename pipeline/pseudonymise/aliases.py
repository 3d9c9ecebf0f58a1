"""A name taken apart: first name, surname, initials, and what its title tells."""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import fold, key
from pipeline.pseudonymise.titles import PARTICLES, strip_titles

Sex = Literal["m", "f", "x"]
Words = tuple[str, ...]


_RARE = 3000
"""The rank from which a first name is more likely a surname."""


class Alias(NamedTuple):
    """A name taken apart; the parts are folded words, `initials` those of a name given by its initials."""

    given: Words = ()
    surname: Words = ()
    initials: str = ""
    title: Sex = "x"


def sex_of(given: Words) -> Sex:
    """m, f or x for a first name, by its first word where the whole is unknown.

    >>> sex_of(("jean", "luc")), sex_of(("nadia",)), sex_of(("camille",)), sex_of(("thib",))
    ('m', 'f', 'x', 'm')
    """
    known = lexicons().sex
    found = known.get("-".join(given)) or (known.get(given[0]) if given else "")
    if not found and given:
        short_for = {known.get(name, "x") for name in lexicons().hypocoristics.get("-".join(given), ())}
        found = short_for.pop() if len(short_for) == 1 else ""
    return found if found in ("m", "f") else "x"


def read_alias(surface: str, title: str = "", *, in_order: bool = False) -> Alias:
    """Take a name apart into first name and surname.

    Parameters
    ----------
    surface
        The name, titles allowed before it.
    title
        A folded title that stands before it in the text: what follows is a surname.
    in_order
        It is known to begin with the first name, whatever the words look like.

    Examples
    --------
    >>> read_alias("Nadia de la Villemarqué")
    Alias(given=('nadia',), surname=('de', 'la', 'villemarque'), initials='', title='x')
    >>> read_alias("M. Le Goff").surname, read_alias("J-Y. Le Goff").initials, read_alias("LE GOFF Marie").given
    (('le', 'goff'), 'jy', ('marie',))
    >>> read_alias("Muharrem Aydin").given, read_alias("Muharrem Aydin", in_order=True).given
    (('aydin',), ('muharrem',))
    """
    known = lexicons()
    if word := _spelled(surface):
        surface = word
    bare = strip_titles(surface)
    if bare != surface and not title:
        title = next((word for word in key(surface) if word in known.titles), "")
    sex = known.titles.get(title, "x")
    # "N'Diaye" is Ndiaye
    written = re.sub(r"(?<!\w)([nm])'(?=\w)", r"\1", fold(bare))
    pieces = [piece for piece in re.split(r"[ ']+|(?<=\.)(?=\w)", written) if key(piece)]
    groups = [key(piece) for piece in pieces]
    # "l'Ami" is Lamy, and "L. Ami" is not
    initials = [all(len(word) == 1 for word in group) and f"{piece}'" not in written for piece, group in zip(pieces, groups, strict=True)]
    if groups and all(initials):
        return Alias(initials="".join(_flat(groups)), title=sex)
    if groups and initials[0]:
        letters = "".join(_flat(group for group, initial in zip(groups, initials, strict=True) if initial))
        return Alias(
            surname=_flat(group for group, initial in zip(groups, initials, strict=True) if not initial), initials=letters, title=sex
        )
    firsts = [_is_given(piece) for piece in pieces]
    if len(groups) > 1 and initials[-1]:
        if groups[0][0] in PARTICLES or (not firsts[0] and groups[0] in known.surnames):
            # "KERBRAT S."
            return Alias(surname=_flat(groups[:-1]), initials="".join(groups[-1]), title=sex)
        return Alias(given=_flat(groups[:-1]), initials=groups[0][0][0] + groups[-1][0], title=sex)
    kin = title in known.words("kin_titles")
    if len(pieces) == 1:
        surname = (bool(title) and not kin) or (not firsts[0] and groups[0] in known.surnames and len(groups[0][0]) > 4)
        return Alias(surname=groups[0], title=sex) if surname else Alias(given=groups[0], title=sex)
    if groups and groups[0][0] in PARTICLES:
        # "Le Bihan Jean-Marie"
        turned = len(groups) > 2 and firsts[-1] and not title and groups[-2][0] not in PARTICLES
        return Alias(given=groups[-1], surname=_flat(groups[:-1])) if turned else Alias(surname=_flat(groups), title=sex)
    # "Aubry Jocelyne": a surname that is hardly given any more
    rare = groups and groups[0] in known.surnames and known.rank.get(pieces[0], 0) > _RARE > known.rank.get(pieces[-1], _RARE)
    if firsts and not in_order and firsts[-1] and (not firsts[0] or rare):
        return Alias(given=groups[-1], surname=_flat(groups[:-1]), title=sex)
    cut = 2 if len(pieces) > 2 and firsts[0] and firsts[1] else 1
    return Alias(given=_flat(groups[:cut]), surname=_flat(groups[cut:]), title=sex)


def lists_first_names_first(names: Iterable[str]) -> bool:
    """Do the full names of a list begin with the first name: two of them at least, and more than begin with the surname?

    Examples
    --------
    >>> lists_first_names_first(["Léa Klein", "Raymond Klein", "Muharrem Aydin"]), lists_first_names_first(["KLEIN Léa", "BERGER Paul"])
    (True, False)
    """
    pairs = (pieces for name in names if len(pieces := fold(strip_titles(name)).split()) == 2)
    told = [tuple(map(_is_given, pieces)) for pieces in pairs]
    return told.count((True, False)) > max(1, told.count((False, True)))


def _spelled(surface: str) -> str:
    """The word that is spelled letter by letter, "" where none is.

    Examples
    --------
    >>> _spelled("m u k e n d i"), _spelled("g u i deux l a u m i n"), _spelled("B-E-N"), _spelled("j m")
    ('mukendi', 'guillaumin', 'ben', '')
    """
    letters = re.sub(r"(?<!\w)deux (\w)(?!\w)", r"\1 \1", fold(surface))
    return re.sub(r"\W", "", letters) if re.fullmatch(r"\w(?:-\w){2,}|\w(?: \w){4,}", letters) else ""


def _is_given(piece: str) -> bool:
    known = lexicons()
    return piece not in PARTICLES and (piece in known.sex or all(part in known.sex for part in key(piece)))


def _flat(groups: Iterable[Words]) -> Words:
    return tuple(word for group in groups for word in group)
