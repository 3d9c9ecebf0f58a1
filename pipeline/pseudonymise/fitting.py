"""One referent of a case, and how well a name fits a person."""

from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from pipeline.pseudonymise.aliases import Alias, Sex, Words
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.likeness import COMMON, misspelt, misspelt_first_name, pet_form, short_for, skeleton, sound
from pipeline.pseudonymise.remembered import remembered
from pipeline.pseudonymise.titles import PARTICLES

_LONG = 5
_FREQUENT = 1000
"""So many first names are hardly written for another one that sounds near, where the surname is near too."""
EQUAL, NEAR, ALIKE, FAINT, APART = 4, 3, 2, 1, 0
"""How well a name fits a person: an equal form; a short form or initials; a misspelling; hardly more than its consonants; not at all."""


@dataclass
class Identity:
    """One referent of the case.

    `rank` is the order in which it was met; `forms` all its folded names, each with its words as one; `listed` by the case itself,
    which has it `called` so; `speaks` under a label of its own, which may be `letters`; `initial` is all that is known of the first name of
    "J-M. Le Bihan", and `ends` of the surname of "Nadia B."."""

    rank: int
    kind: str
    given: Words = ()
    surname: Words = ()
    sex: Sex = "x"
    forms: dict[Words, str] = field(default_factory=dict)
    called: set[Words] = field(default_factory=set)
    listed: bool = False
    speaks: bool = False
    letters: str = ""
    initial: str = ""
    ends: str = ""
    ambiguous: bool = False

    def learn(self, *forms: Words) -> None:
        """Further names of it."""
        self.forms.update((form, "".join(form)) for form in forms)

    @property
    def present(self) -> bool:
        """One of those who are listed or speak, rather than somebody spoken of."""
        return self.listed or self.speaks

    def may_be_called(self, given: Words) -> bool:
        """Does a first name begin as the initial that is known of it?"""
        return not self.initial or bool(self.given) or "".join(given)[:1] in ("", self.initial[0])

    def may_be_of(self, surname: Words) -> bool:
        """Does a surname begin as the initial that is known of it?"""
        return not self.ends or bool(self.surname) or self.ends in {word[0] for word in surname}

    def initials(self) -> str:
        surname = [word for word in self.surname if word not in PARTICLES] or list(self.surname)
        return "".join(part[0] for part in (self.given[:1] or ()) if part) + "".join(word[0] for word in surname[:1])

    def all_initials(self) -> str:
        return "".join(word[0] for word in (*self.given, *self.surname) if word)


def fit(alias: Alias, identity: Identity) -> int:
    """How well a name fits a person, from APART to EQUAL."""
    whole = (*alias.given, *alias.surname)
    other = (*alias.surname, *alias.given)
    if whole and not alias.initials and (whole in identity.forms or other in identity.forms or "".join(whole) in identity.forms.values()):
        return EQUAL if _title_fits(alias, identity) else APART
    if alias.initials and not whole:
        return _initials(alias.initials, identity)
    if alias.given and alias.initials:
        if alias.given == identity.surname and identity.given and identity.given[0][0] == alias.initials[-1]:
            # "MORVAN Y.", of a surname that is a first name too
            return EQUAL
        known = identity.initials()[-1:] if identity.surname else identity.ends
        return _given(alias.given, identity) if known in ("", alias.initials[-1]) else APART
    if alias.given and alias.surname:
        if not (identity.given or identity.surname) or not identity.may_be_called(alias.given) or not identity.may_be_of(alias.surname):
            return APART
        compound = "-".join(alias.given) in lexicons().sex
        cuts = (
            [len(alias.given), *range(1, len(whole))] if len(whole) > 2 and not (compound and len(alias.given) > 1) else [len(alias.given)]
        )
        ordered = max(_both(whole[:cut], whole[cut:], identity) for cut in cuts)
        # "Diarra Aïssata"
        turned = _both(alias.surname, alias.given, identity) if identity.given and identity.surname else APART
        pieces = max(_said_in_pieces(whole, identity), _said_in_pieces(other, identity))
        return max(ordered, turned, pieces, _shortened_compound(whole, identity), _wholly_near(alias, identity))
    if not whole or not _title_fits(alias, identity):
        return APART
    known = identity.given[0] if identity.given else identity.initial
    if alias.initials and known and known[0] != alias.initials[0]:
        return APART
    surname = _surname(whole, identity.surname) if identity.surname else APART
    if alias.given and surname < NEAR and lexicons().rank.get("-".join(whole), COMMON) < COMMON:
        surname = APART
    titled = bool(alias.surname) and alias.title != "x"
    # "madame Martine" is Martine, and "madame Martin" is not
    alike = not titled or "-".join(identity.given) not in lexicons().sex
    return max(surname, _given(whole, identity, alike=alike), _said_in_pieces(whole, identity), _hardly(whole, identity))


def _both(given: Words, surname: Words, identity: Identity) -> int:
    if not identity.surname and "-".join(identity.given) not in lexicons().sex:
        # what is known may be the surname
        return max(_given(given, identity), _surname(surname, identity.given))
    if given == identity.surname != identity.given:
        # "Marie Martin" is no Martin Marine
        return APART
    first = _given(given, identity) if identity.given else ALIKE
    return min(first, _surname(surname, identity.surname, sure=first == EQUAL) if identity.surname else EQUAL)


def _said_in_pieces(whole: Words, identity: Identity) -> int:
    """ "rama sami" for Ramassamy, "caire marrec" for Kermarrec; not "patrick weisse" for Patrick Berger."""
    if len(whole) < 2 or not {*identity.given, *identity.surname}.isdisjoint(whole):
        return APART
    heard = sound("".join(whole))
    allowed = 1 if len(heard) > _LONG else 0
    names = ("".join(identity.surname), "".join(identity.given)) if len(heard) > 3 else ()
    return ALIKE if any(len(name) > _LONG and OSA.distance(sound(name), heard) <= allowed for name in names) else APART


def _shortened_compound(whole: Words, identity: Identity) -> int:
    """ "jean clo" for Jean-Claude."""
    return NEAR if len(identity.given) > 1 and short_for("-".join(whole), "-".join(identity.given)) else APART


def _wholly_near(alias: Alias, identity: Identity) -> int:
    """ "vicha nowak" for Wisia Nowak, who is there: a first name that is seldom given, and both names together sound near."""
    rank = lexicons().rank.get("-".join(alias.given), COMMON)
    if not (identity.present and identity.given and identity.surname) or (rank < _FREQUENT and alias.given != identity.given):
        return APART
    heard, other = (sound("".join(one.given)) + sound("".join(one.surname)) for one in (alias, identity))
    return FAINT if OSA.distance(heard, other) <= max(len(heard), len(other)) // 5 else APART


def _hardly(whole: Words, identity: Identity) -> int:
    """ "keleur" for Keller, "yonoutte" for Ionut: no name of its own, and near that of somebody who is there."""
    word = "".join(whole)
    known = lexicons()
    if (
        not identity.present
        or len(whole) > 1
        or len(word) < 3
        or known.rank.get(word, COMMON) < COMMON
        or whole in known.surnames
        or known.is_plain(word)
    ):
        return APART
    names = ("".join(identity.surname), "".join(identity.given))
    return FAINT if any(_same_bones(name, word) or _sounds_near(name, word) for name in names) else APART


def _same_bones(one: str, other: str) -> bool:
    return skeleton(one) == skeleton(other) != "" and abs(len(one) - len(other)) <= 2


def _sounds_near(one: str, other: str) -> bool:
    heard, other_heard = sound(one), sound(other)
    longest = max(len(heard), len(other_heard))
    allowed = 0 if longest < _LONG else longest // 3 if heard[:1] == other_heard[:1] else 1
    return OSA.distance(heard, other_heard) <= allowed


def _title_fits(alias: Alias, identity: Identity) -> bool:
    """ "Madame Ferrand" is not Paul Ferrand."""
    return alias.title == "x" or identity.sex == "x" or alias.title == identity.sex


def _initials(letters: str, identity: Identity) -> int:
    if letters == identity.letters:
        return EQUAL
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
    if identity.given:
        short, name = "-".join(given), "-".join(identity.given)
        if short_for(short, name) or short_for(name, short):
            return NEAR
        if alike and (pet_form(short, name) or misspelt_first_name(one, other)):
            return ALIKE
    known = identity.forms.items() if alike else ()
    return ALIKE if any(form != identity.surname and misspelt_first_name(one, said) for form, said in known if said) else APART


def _surname(one: Words, other: Words, *, sure: bool = False) -> int:
    """Equal but for blanks, one half of a double name, or a misspelling; `sure` where the first name is the same."""
    if "".join(one) == "".join(other):
        return EQUAL
    bare_one, bare_other = _bare(one), _bare(other)
    if not bare_one or not bare_other:
        return APART
    shorter, longer = sorted((bare_one, bare_other), key=len)
    if bare_one == bare_other or (len(shorter) == 1 and len(shorter[0]) > 2 and shorter[0] in longer):
        return EQUAL
    if _shortened("".join(one), "".join(other)) or _shortened("".join(other), "".join(one)):
        return NEAR
    if misspelt("".join(bare_one), "".join(bare_other)) or misspelt("".join(one), "".join(other)):
        return ALIKE
    if len(longer) > len(shorter) == 1 and any(misspelt(shorter[0], word) for word in longer if len(word) > 4):
        return ALIKE
    return ALIKE if sure and _close("".join(bare_one), "".join(bare_other)) else APART


@remembered
def _bare(words: Words) -> Words:
    return tuple(word for word in words if word not in PARTICLES)


def _shortened(one: str, other: str) -> bool:
    """ "Mme Rab." in a label: the beginning of a surname, and no surname."""
    known = lexicons()
    return (
        3 <= len(one) <= 4 and len(other) - len(one) > 2 and other.startswith(one) and (one,) not in known.surnames and one not in known.sex
    )


def _close(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    return longest > 3 and OSA.distance(one, other) <= max(1, longest // 3)
