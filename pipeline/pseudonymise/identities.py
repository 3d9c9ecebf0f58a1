"""Who is meant: the forms of a name, over all the sessions of a case, become one identity each.

An alias that two persons of the case share is never guessed: it is an identity of its own, for review.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.names import PARTICLES, strip_titles
from pipeline.pseudonymise.places import head_of
from pipeline.pseudonymise.text import fold, key

Sex = Literal["m", "f", "x"]
Words = tuple[str, ...]


class Alias(NamedTuple):
    """A name taken apart; the parts are folded words, `initials` those of a name given by its initials."""

    given: Words = ()
    surname: Words = ()
    initials: str = ""
    title: Sex = "x"


@dataclass
class Identity:
    """One referent of the case. `rank` is the order in which it was met; `forms` all its folded names."""

    rank: int
    kind: str
    given: Words = ()
    surname: Words = ()
    sex: Sex = "x"
    forms: set[Words] = field(default_factory=set)
    ambiguous: bool = False

    def initials(self) -> str:
        surname = [word for word in self.surname if word not in PARTICLES] or list(self.surname)
        return "".join(part[0] for part in (self.given[:1] or ()) if part) + "".join(word[0] for word in surname[:1])


def sex_of(given: Words) -> Sex:
    """m, f or x for a first name, by its first word where the whole is unknown.

    >>> sex_of(("jean", "luc")), sex_of(("nadia",)), sex_of(("camille",))
    ('m', 'f', 'x')
    """
    known = lexicons().sex
    found = known.get("-".join(given)) or (known.get(given[0]) if given else "")
    return found if found in ("m", "f") else "x"


def read_alias(surface: str, title: str = "") -> Alias:
    """Take a name apart into first name and surname.

    Parameters
    ----------
    surface
        The name, titles allowed before it.
    title
        A folded title that stands before it in the text: what follows is a surname.

    Examples
    --------
    >>> read_alias("Nadia de la Villemarqué")
    Alias(given=('nadia',), surname=('de', 'la', 'villemarque'), initials='', title='x')
    >>> read_alias("M. Le Goff").surname, read_alias("Y. Le Goff").initials, read_alias("FERRAND Marie").given
    (('le', 'goff'), 'y', ('marie',))
    """
    known = lexicons()
    bare = strip_titles(surface)
    if bare != surface and not title:
        title = next((word for word in key(surface) if word in known.titles), "")
    sex = known.titles.get(title, "x")
    pieces = [piece for piece in re.split(r"[ ']+|(?<=\.)(?=\w)", fold(bare)) if key(piece)]
    if re.fullmatch(r"\w(?:-\w){2,}", fold(bare)) or re.fullmatch(r"\w(?: \w){4,}", fold(bare)):
        pieces = ["".join(key(bare))]
    groups = [key(piece) for piece in pieces]
    initials = [len(group) == 1 and len(group[0]) == 1 for group in groups]
    if groups and all(initials):
        return Alias(initials="".join(group[0] for group in groups), title=sex)
    if groups and initials[0]:
        letters = "".join(group[0] for group, initial in zip(groups, initials, strict=True) if initial)
        return Alias(
            surname=_flat(group for group, initial in zip(groups, initials, strict=True) if not initial), initials=letters, title=sex
        )
    if len(groups) > 1 and initials[-1]:
        return Alias(given=_flat(groups[:-1]), initials=groups[0][0][0] + groups[-1][0], title=sex)
    firsts = [_is_given(piece) for piece in pieces]
    kin = title in known.words("kin_titles")
    if len(pieces) == 1:
        surname = (bool(title) and not kin) or (not firsts[0] and groups[0] in known.surnames and len(groups[0][0]) > 4)
        return Alias(surname=groups[0], title=sex) if surname else Alias(given=groups[0], title=sex)
    if groups and groups[0][0] in PARTICLES:
        return Alias(surname=_flat(groups), title=sex)
    if firsts and firsts[-1] and not firsts[0]:
        return Alias(given=groups[-1], surname=_flat(groups[:-1]), title=sex)
    cut = 2 if len(pieces) > 2 and firsts[0] and firsts[1] else 1
    return Alias(given=_flat(groups[:cut]), surname=_flat(groups[cut:]), title=sex)


def _is_given(piece: str) -> bool:
    known = lexicons()
    return piece not in PARTICLES and (piece in known.sex or all(part in known.sex for part in key(piece)))


def _flat(groups: Iterable[Words]) -> Words:
    return tuple(word for group in groups for word in group)


class Register:
    """The identities of a case; full names first, so that what is shorter finds them."""

    def __init__(self) -> None:
        self.identities: list[Identity] = []
        self._by_form: dict[tuple[str, Words, str], Identity] = {}

    def add_person(self, names: Sequence[str]) -> Identity:
        """A participant: every name is a form of one identity."""
        identity = self._new("PERSON")
        for name in names:
            alias = read_alias(name)
            if not identity.given:
                identity.given = alias.given
            if not identity.surname:
                identity.surname = alias.surname
            identity.sex = identity.sex if identity.sex != "x" else alias.title
            identity.forms.update(form for form in (key(strip_titles(name)), alias.given) if form)
        if sex_of(identity.given) != "x":
            identity.sex = sex_of(identity.given)
        return identity

    def person(self, alias: Alias) -> Identity:
        """The identity that a name means: the one it fits, a new one, or one for review where it fits several."""
        seen = ("PERSON", (*alias.given, "|", *alias.surname), alias.initials + alias.title)
        if seen in self._by_form:
            return self._by_form[seen]
        found = [
            identity for identity in self.identities if identity.kind == "PERSON" and not identity.ambiguous and _fits(alias, identity)
        ]
        if len(found) > 1 and alias.title != "x":
            # a title that tells a woman leaves no man
            found = [identity for identity in found if identity.sex in (alias.title, "x")] or found
        if len(found) == 1:
            identity = found[0]
            identity.given = identity.given or alias.given
            identity.surname = identity.surname or alias.surname
            if alias.given and alias.surname and not any(other.given == alias.given for other in self.identities):
                identity.forms.add(alias.given)
        else:
            identity = self._new("PERSON")
            identity.given, identity.surname, identity.ambiguous = alias.given, alias.surname, len(found) > 1
        if identity.sex == "x":
            identity.sex = sex_of(identity.given) if sex_of(identity.given) != "x" else alias.title
        identity.forms.add((*alias.given, *alias.surname))
        self._by_form[seen] = identity
        return identity

    def thing(self, kind: str, surface: str) -> Identity:
        """The identity of anything but a person: equal folded words, or equal digits, are the same."""
        core = surface[head_of(surface) :] if kind in ("PLACE", "ORG") else surface
        form = key(core) if kind in ("PLACE", "ORG") else tuple(re.findall(r"\w+", fold(surface)))
        seen = (kind, form, "" if kind != "ORG" else " ".join(key(surface)))
        if seen not in self._by_form:
            identity = self._new(kind)
            identity.forms.add(form)
            self._by_form[seen] = identity
        return self._by_form[seen]

    def _new(self, kind: str) -> Identity:
        identity = Identity(rank=len(self.identities), kind=kind)
        self.identities.append(identity)
        return identity


def _fits(alias: Alias, identity: Identity) -> bool:
    if alias.initials and not alias.surname and not alias.given:
        return identity.initials() == alias.initials
    if alias.given and alias.initials:
        return _same_given(alias.given, identity) and (not identity.surname or identity.initials() == alias.initials)
    if alias.given and alias.surname:
        whole = (*alias.given, *alias.surname)
        if whole in identity.forms or (identity.given and identity.surname and whole == (*identity.surname, *identity.given)):
            return True
        given = not identity.given or _same_given(alias.given, identity)
        surname = not identity.surname or _same_surname(alias.surname, identity.surname)
        return given and surname and bool(identity.given or identity.surname)
    if alias.given:
        # a name that no list of first names has may be a surname
        return _same_given(alias.given, identity) or (bool(identity.surname) and _same_surname(alias.given, identity.surname))
    if alias.surname:
        initial = not alias.initials or not identity.given or identity.given[0].startswith(alias.initials[0])
        fits = bool(identity.surname) and _same_surname(alias.surname, identity.surname)
        return initial and (fits or (not identity.surname and alias.surname in identity.forms))
    return False


def _same_given(given: Words, identity: Identity) -> bool:
    return "".join(given) == "".join(identity.given) or given in identity.forms


def _same_surname(one: Words, other: Words) -> bool:
    """Equal but for blanks, or one half of a double name."""
    if "".join(one) == "".join(other):
        return True
    bare_one, bare_other = ([word for word in words if word not in PARTICLES] for words in (one, other))
    if not bare_one or not bare_other:
        return False
    shorter, longer = sorted((bare_one, bare_other), key=len)
    return bare_one == bare_other or (len(shorter) == 1 and len(shorter[0]) > 2 and shorter[0] in longer)
