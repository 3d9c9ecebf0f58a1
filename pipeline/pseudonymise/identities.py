"""Who is meant: the forms of a name, over all the sessions of a case, become one identity each.

What fits best wins: an equal form, then a short form or initials, then a misspelling. An alias that fits two persons of
the case equally well is never guessed: it is an identity of its own, for review.
"""

import re
from collections.abc import Sequence

from pipeline.pseudonymise.aliases import Alias, Words, read_alias, sex_of
from pipeline.pseudonymise.fitting import APART, EQUAL, Identity, fit
from pipeline.pseudonymise.heads import head_of
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import fold, key
from pipeline.pseudonymise.titles import strip_titles

__all__ = ["Alias", "Identity", "Register", "read_alias", "sex_of"]


class Register:
    """The identities of a case; full names first, so that what is shorter finds them."""

    def __init__(self) -> None:
        self.identities: list[Identity] = []
        self._by_form: dict[tuple[str, Words, str], Identity] = {}
        self._gone: dict[int, Identity] = {}

    def add_person(self, names: Sequence[str], *, in_order: bool = False) -> Identity:
        """A participant: every name is a form of one identity; `in_order` where they begin with the first name."""
        identity = self._new("PERSON")
        identity.listed = True
        identity.called = {key(name) for name in names}
        for name in names:
            alias = read_alias(name, in_order=in_order)
            if not identity.given:
                identity.given = alias.given
            if not identity.surname:
                identity.surname = alias.surname
            if alias.surname and not alias.given:
                identity.initial = identity.initial or alias.initials
            if alias.given and alias.initials:
                identity.ends = identity.ends or alias.initials[-1]
            identity.sex = identity.sex if identity.sex != "x" else alias.title
            identity.learn(*filter(None, (key(name), key(strip_titles(name)), alias.given, alias.surname)))
        if identity.given == identity.surname:
            # "Constant", who is labelled "M. Constant"
            identity.given = ()
        if sex_of(identity.given) != "x":
            identity.sex = sex_of(identity.given)
        return identity

    def listed_as(self, names: Sequence[str]) -> Identity | None:
        """The one person of the list who is called by this one name, if there is."""
        found = [identity for identity in self.identities if len(names) == 1 and key(names[0]) in identity.called]
        return found[0] if len(found) == 1 else None

    def person(self, alias: Alias) -> Identity:
        """The identity that a name means: the one it fits best, a new one, or one for review where it fits several."""
        return self.settled(alias) or self.take(alias, self.candidates(alias))

    def take(self, alias: Alias, found: Sequence[Identity]) -> Identity:
        """The identity of a name that is not settled yet, of its candidates."""
        identity = found[0] if len(found) == 1 else self._new("PERSON")
        if len(found) == 1:
            _complete(identity, alias)
        else:
            identity.given, identity.surname, identity.ambiguous = alias.given, alias.surname, len(found) > 1
            identity.initial = alias.initials if alias.surname and not alias.given else ""
            identity.ends = alias.initials[-1:] if alias.given else ""
        return self.settle(alias, identity)

    def settled(self, alias: Alias) -> Identity | None:
        """The identity that a name was joined to already."""
        return self._by_form.get(_seen(alias))

    def settle(self, alias: Alias, identity: Identity) -> Identity:
        """Join a name, wherever it stands, to an identity."""
        if identity.sex == "x":
            identity.sex = sex_of(identity.given) if sex_of(identity.given) != "x" else alias.title
        if not alias.initials:
            identity.learn((*alias.given, *alias.surname))
        self._by_form[_seen(alias)] = identity
        return identity

    def own(self, identity: Identity, alias: Alias) -> None:
        """A person who speaks gives this name as his or her own, also where it is not that of the list."""
        _complete(identity, alias)
        if alias.surname:
            identity.learn(alias.surname)
        self.settle(alias, identity)

    def same(self, one: Alias, other: Alias) -> Identity:
        """A person said that two names are one: all forms of both lead to one identity."""
        return self.unite(self.person(one), self.person(other))

    def unite(self, one: Identity, other: Identity) -> Identity:
        """Two identities are one: the one that the case lists is kept, else that of somebody who speaks, else the first."""
        kept, gone = sorted((one, other), key=lambda identity: (not identity.listed, not identity.speaks, identity.rank))
        kept.ambiguous = False
        if kept is gone:
            return kept
        kept.given, kept.surname = kept.given or gone.given, kept.surname or gone.surname
        kept.sex = kept.sex if kept.sex != "x" else gone.sex
        kept.forms |= gone.forms
        kept.called |= gone.called
        gone.forms, gone.called, gone.ambiguous = {}, set(), True
        self._by_form = {seen: kept if identity is gone else identity for seen, identity in self._by_form.items()}
        self._gone[gone.rank] = kept
        return kept

    def halves(self, whole: Identity, alias: Alias) -> list[Identity]:
        """Those who are there under one half of a whole name: "M. Constant" and "Désiré" where "Désiré Constant" is said.

        Nobody where a second person of the case has that half.
        """
        persons = [identity for identity in self.identities if identity.kind == "PERSON" and not identity.ambiguous]
        firsts = [one for one in persons if one.given == alias.given and not one.surname]
        lasts = [one for one in persons if one.surname == alias.surname and not one.given and one.may_be_called(alias.given)]
        return [
            one
            for one in (*firsts, *lasts)
            if one is not whole
            and one.present
            and _same_sex(one, whole)
            and not any(_shares(one, other) for other in persons if other is not one and other is not whole)
        ]

    def now(self, identity: Identity) -> Identity:
        """The identity that an identity has become."""
        while identity.rank in self._gone:
            identity = self._gone[identity.rank]
        return identity

    def candidates(self, alias: Alias) -> list[Identity]:
        """The persons whom an alias fits best, all of them where it cannot tell."""
        persons = [identity for identity in self.identities if identity.kind == "PERSON" and not identity.ambiguous]
        fits = {identity.rank: fit(alias, identity) for identity in persons}
        best = max(fits.values(), default=APART)
        found = [identity for identity in persons if best and fits[identity.rank] == best]
        whole = (*alias.given, *alias.surname)
        if len(found) > 1 and len(whole) > 1 and {word for one in found for word in one.surname}.issuperset(whole):
            # "Diallo-Martin", of several Martin and one Diallo
            alone = [one for one in found if sum(other.surname == one.surname for other in persons) == 1]
            found = alone if len(alone) == 1 else found
        if len(found) > 1 and alias.title != "x":
            # a title that tells a woman leaves no man
            found = [identity for identity in found if identity.sex in (alias.title, "x")] or found
        if len(found) > 1:
            # the list says who is called so, with a title or without
            found = [identity for identity in found if _is_called(alias, identity)] or found
        if len(found) > 1 and (best < EQUAL or alias.initials):
            # a short form is that of somebody in the group rather than of somebody spoken of
            found = [identity for identity in found if identity.present] or found
        return found

    def family(self, surname: Words) -> Identity:
        """All who have a surname, taken together; no name of one person means them."""
        seen = ("FAMILY", surname, "")
        if seen not in self._by_form:
            identity = self._by_form[seen] = self._new("PERSON")
            identity.surname, identity.ambiguous = surname, True
            identity.learn(surname)
        return self._by_form[seen]

    def thing(self, kind: str, surface: str) -> Identity:
        """The identity of anything but a person: equal folded words, or equal digits, are the same."""
        core = surface[head_of(surface) :] if kind in ("PLACE", "ORG") else surface
        form = key(core) if kind in ("PLACE", "ORG") else tuple(re.findall(r"\w+", fold(surface)))
        seen = (kind, form, "" if kind != "ORG" else " ".join(key(surface)))
        if seen not in self._by_form:
            identity = self._new(kind)
            identity.learn(form)
            self._by_form[seen] = identity
        return self._by_form[seen]

    def _new(self, kind: str) -> Identity:
        identity = Identity(rank=len(self.identities), kind=kind)
        self.identities.append(identity)
        return identity


def _same_sex(one: Identity, other: Identity) -> bool:
    return "x" in (one.sex, other.sex) or one.sex == other.sex


def _shares(half: Identity, other: Identity) -> bool:
    """Has another person the one half that is known of a name?"""
    if half.given:
        return half.given == other.given
    return half.surname == other.surname and _same_sex(half, other) and half.may_be_called(other.given)


def _seen(alias: Alias) -> tuple[str, Words, str]:
    return ("PERSON", (*alias.given, "|", *alias.surname), alias.initials + alias.title)


def _complete(identity: Identity, alias: Alias) -> None:
    """What a name adds to what is known of a person; a lone name turns out to be the surname, or a nickname."""
    lone = identity.given if not identity.surname else ()
    if alias.given and alias.surname and lone and lone != alias.given:
        known = lexicons().sex
        if "".join(lone) == "".join(alias.surname) or ("-".join(lone) not in known and "-".join(alias.given) in known):
            identity.learn(lone)
            identity.given = alias.given
    if alias.surname and not alias.given:
        identity.initial = identity.initial or alias.initials
    identity.given = identity.given or alias.given
    identity.surname = identity.surname or alias.surname
    if alias.given and alias.surname:
        # "guylaine" is Ghislaine, once "guylaine prunier" was
        identity.learn(alias.given)


def _is_called(alias: Alias, identity: Identity) -> bool:
    whole = (*alias.given, *alias.surname) or tuple(alias.initials)
    titles = lexicons().titles
    titled = {form[1:] for form in identity.called if form and titles.get(form[0], "") == alias.title}
    return whole in (titled if alias.title != "x" else identity.called)
