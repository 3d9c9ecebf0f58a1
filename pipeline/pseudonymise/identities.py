"""Who is meant: the forms of a name, over all the sessions of a case, become one identity each.

What fits best wins: an equal form, then a short form or initials, then a misspelling. An alias that fits two persons of
the case equally well is never guessed: it is an identity of its own, for review.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from pipeline.pseudonymise.aliases import Alias, Sex, Words, read_alias, sex_of
from pipeline.pseudonymise.heads import head_of
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.likeness import COMMON, misspelt, misspelt_first_name, short_for, sound
from pipeline.pseudonymise.names import PARTICLES, strip_titles
from pipeline.pseudonymise.text import fold, key

__all__ = ["Alias", "Identity", "Register", "read_alias", "sex_of"]

EQUAL, NEAR, ALIKE, APART = 3, 2, 1, 0
"""How well a name fits a person: an equal form; a short form or initials; a misspelling; not at all."""


@dataclass
class Identity:
    """One referent of the case.

    `rank` is the order in which it was met; `forms` all its folded names; `listed` by the case itself, which has
    it `called` so."""

    rank: int
    kind: str
    given: Words = ()
    surname: Words = ()
    sex: Sex = "x"
    forms: set[Words] = field(default_factory=set)
    called: set[Words] = field(default_factory=set)
    listed: bool = False
    ambiguous: bool = False

    def initials(self) -> str:
        surname = [word for word in self.surname if word not in PARTICLES] or list(self.surname)
        return "".join(part[0] for part in (self.given[:1] or ()) if part) + "".join(word[0] for word in surname[:1])

    def all_initials(self) -> str:
        return "".join(word[0] for word in (*self.given, *self.surname) if word)


class Register:
    """The identities of a case; full names first, so that what is shorter finds them."""

    def __init__(self) -> None:
        self.identities: list[Identity] = []
        self._by_form: dict[tuple[str, Words, str], Identity] = {}

    def add_person(self, names: Sequence[str]) -> Identity:
        """A participant: every name is a form of one identity."""
        identity = self._new("PERSON")
        identity.listed = True
        identity.called = {key(name) for name in names}
        for name in names:
            alias = read_alias(name)
            if not identity.given:
                identity.given = alias.given
            if not identity.surname:
                identity.surname = alias.surname
            identity.sex = identity.sex if identity.sex != "x" else alias.title
            identity.forms.update(form for form in (key(name), key(strip_titles(name)), alias.given, alias.surname) if form)
        if sex_of(identity.given) != "x":
            identity.sex = sex_of(identity.given)
        return identity

    def listed_as(self, names: Sequence[str]) -> Identity | None:
        """The one person of the list who is called by this one name, if there is."""
        found = [identity for identity in self.identities if len(names) == 1 and key(names[0]) in identity.called]
        return found[0] if len(found) == 1 else None

    def person(self, alias: Alias) -> Identity:
        """The identity that a name means: the one it fits best, a new one, or one for review where it fits several."""
        seen = ("PERSON", (*alias.given, "|", *alias.surname), alias.initials + alias.title)
        if seen in self._by_form:
            return self._by_form[seen]
        found = self._best(alias)
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
        if not alias.initials:
            identity.forms.add((*alias.given, *alias.surname))
        self._by_form[seen] = identity
        return identity

    def same(self, one: Alias, other: Alias) -> tuple[Identity, Identity]:
        """A person said that two names are one: all forms of both lead to the one that the case lists, else to the first.

        Returns the identity that is kept, and the one that is no more.
        """
        kept, gone = sorted((self.person(one), self.person(other)), key=lambda identity: (not identity.listed, identity.rank))
        if kept is gone:
            kept.ambiguous = False
            return kept, gone
        kept.given, kept.surname = kept.given or gone.given, kept.surname or gone.surname
        kept.forms |= gone.forms
        kept.called |= gone.called
        kept.ambiguous = False
        gone.forms, gone.called, gone.ambiguous = set(), set(), True
        self._by_form = {seen: kept if identity is gone else identity for seen, identity in self._by_form.items()}
        return kept, gone

    def _best(self, alias: Alias) -> list[Identity]:
        """The persons whom an alias fits best, all of them where it cannot tell."""
        persons = [identity for identity in self.identities if identity.kind == "PERSON" and not identity.ambiguous]
        fits = {identity.rank: fit(alias, identity) for identity in persons}
        best = max(fits.values(), default=APART)
        found = [identity for identity in persons if best and fits[identity.rank] == best]
        if len(found) > 1 and alias.title != "x":
            # a title that tells a woman leaves no man
            found = [identity for identity in found if identity.sex in (alias.title, "x")] or found
        if len(found) > 1:
            # the list says who is called so, with a title or without
            found = [identity for identity in found if _is_called(alias, identity)] or found
        if len(found) > 1 and (best < EQUAL or alias.initials):
            # a short form is that of somebody in the group rather than of somebody spoken of
            found = [identity for identity in found if identity.listed] or found
        return found

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


def fit(alias: Alias, identity: Identity) -> int:
    """How well a name fits a person, from APART to EQUAL."""
    whole = (*alias.given, *alias.surname)
    other = (*alias.surname, *alias.given)
    if whole and not alias.initials and (whole in identity.forms or other in identity.forms or "".join(whole) in _joined(identity)):
        return EQUAL if _title_fits(alias, identity) else APART
    if alias.initials and not whole:
        return _initials(alias.initials, identity)
    if alias.given and alias.initials:
        given = _given(alias.given, identity)
        return given if not identity.surname or identity.initials()[-1] == alias.initials[-1] else APART
    if alias.given and alias.surname:
        if identity.given and identity.surname and whole == (*identity.surname, *identity.given):
            return EQUAL
        if not identity.given and not identity.surname:
            return APART
        cuts = [len(alias.given), *range(1, len(whole))] if len(whole) > 2 else [1]
        return max(*(_both(whole[:cut], whole[cut:], identity) for cut in cuts), _said_in_pieces(whole, identity))
    if alias.given:
        # a name that no list of first names has may be a surname
        surname = _surname(alias.given, identity.surname) if identity.surname else APART
        common = lexicons().rank.get("-".join(alias.given), COMMON) < COMMON
        surname = APART if surname == ALIKE and common else surname
        return max(_given(alias.given, identity), surname) if _title_fits(alias, identity) else APART
    if alias.surname:
        initial = not alias.initials or not identity.given or identity.given[0].startswith(alias.initials[0])
        if not initial or not _title_fits(alias, identity):
            return APART
        surname = _surname(alias.surname, identity.surname) if identity.surname else APART
        return max(surname, _given(alias.surname, identity, alike=alias.title == "x"))
    return APART


def _is_called(alias: Alias, identity: Identity) -> bool:
    whole = (*alias.given, *alias.surname) or tuple(alias.initials)
    titles = lexicons().titles
    titled = {form[1:] for form in identity.called if form and titles.get(form[0], "") == alias.title}
    return whole in (titled if alias.title != "x" else identity.called)


def _both(given: Words, surname: Words, identity: Identity) -> int:
    first = _given(given, identity) if identity.given else ALIKE
    return min(first, _surname(surname, identity.surname, sure=first == EQUAL) if identity.surname else EQUAL)


def _said_in_pieces(whole: Words, identity: Identity) -> int:
    """ "rama sami" for Ramassamy."""
    heard = sound("".join(whole))
    names = ("".join(identity.surname), "".join(identity.given))
    return ALIKE if any(len(name) > 5 and sound(name) == heard for name in names) else APART


def _joined(identity: Identity) -> set[str]:
    return {"".join(form) for form in identity.forms}


def _title_fits(alias: Alias, identity: Identity) -> bool:
    """ "Madame Ferrand" is not Paul Ferrand."""
    return alias.title == "x" or identity.sex == "x" or alias.title == identity.sex


def _initials(letters: str, identity: Identity) -> int:
    if (letters,) in identity.forms or tuple(letters) in identity.forms:
        return EQUAL
    if len(letters) == 1:
        return ALIKE if identity.given and identity.given[0].startswith(letters) else APART
    if letters == identity.initials() or letters == identity.all_initials():
        return NEAR
    return NEAR if len(identity.given) > 1 and letters == "".join(word[0] for word in identity.given) else APART


def _given(given: Words, identity: Identity, *, alike: bool = True) -> int:
    """How well a first name, or a nickname, is that of a person."""
    one, other = "".join(given), "".join(identity.given)
    if one == other or given in identity.forms:
        return EQUAL
    if identity.given and (short_for("-".join(given), "-".join(identity.given)) or short_for("-".join(identity.given), "-".join(given))):
        return NEAR
    known = [other, *("".join(form) for form in identity.forms if form != identity.surname)]
    return ALIKE if alike and any(misspelt_first_name(one, form) for form in known if form) else APART


def _surname(one: Words, other: Words, *, sure: bool = False) -> int:
    """Equal but for blanks, one half of a double name, or a misspelling; `sure` where the first name is the same."""
    if "".join(one) == "".join(other):
        return EQUAL
    bare_one, bare_other = ([word for word in words if word not in PARTICLES] for words in (one, other))
    if not bare_one or not bare_other:
        return APART
    shorter, longer = sorted((bare_one, bare_other), key=len)
    if bare_one == bare_other or (len(shorter) == 1 and len(shorter[0]) > 2 and shorter[0] in longer):
        return EQUAL
    if misspelt("".join(bare_one), "".join(bare_other)) or misspelt("".join(one), "".join(other)):
        return ALIKE
    if len(longer) > len(shorter) == 1 and any(misspelt(shorter[0], word) for word in longer if len(word) > 4):
        return ALIKE
    return ALIKE if sure and _close("".join(bare_one), "".join(bare_other)) else APART


def _close(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    return longest > 3 and OSA.distance(one, other) <= max(1, longest // 3)
