"""What stands in the place of an identifier: drawn at random by the case's secret, the same over the case.

A first name for a first name, a surname for a surname, so that all forms of one person stay consistent; communes by
size; dates by one secret number of weeks; ages as bands. Never a word that the case itself holds.
Telephone numbers lie in the blocks that Arcep keeps for fiction (decision 2018-0881).
"""

import hashlib
import hmac
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import count
from typing import Literal

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.ages import band
from pipeline.pseudonymise.dates import birth_band, shift_written
from pipeline.pseudonymise.heads import head_of
from pipeline.pseudonymise.identities import Alias, Identity
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.organisations import place_in
from pipeline.pseudonymise.text import ARTICLES, fold, key

LONGEST_SHIFT = 104
"""Most weeks by which dates are moved."""

PLACEHOLDERS = {
    "PERSON": "PERSONNE", "PLACE": "LIEU", "ORG": "ORGANISATION", "ADDRESS": "ADRESSE", "PHONE": "TÉLÉPHONE", "EMAIL": "COURRIEL",
    "HANDLE": "COMPTE", "URL": "LIEN", "DATE": "DATE", "AGE": "ÂGE", "ID": "NUMÉRO", "ROLE": "FONCTION", "OTHER": "AUTRE",
}  # fmt: skip
_FICTION = {"1": "19900", "2": "26191", "3": "35301", "4": "46571", "5": "53649", "6": "63998", "7": "63998", "8": "63998", "9": "63998"}
_OF = re.compile(r" (?:de la |de l['’]|du |des |de |d['’])?")
_VOWEL = re.compile(r"^[aeiouyh]")


class Surrogates:
    """Draws and remembers the surrogates of one case.

    Parameters
    ----------
    secret
        The case's secret; every draw depends on it and on nothing in the names.
    style
        "natural" or "placeholder".
    taken
        Folded words that no surrogate may hold: every word of the case.
    keep_origin
        A first name of a broad tradition is drawn from the same one: of its letters nothing more is told than that.
    """

    def __init__(self, secret: bytes, style: Literal["natural", "placeholder"], taken: Iterable[str], *, keep_origin: bool = False) -> None:
        self._secret, self._style, self._taken = secret, style, frozenset(taken)
        self._used: set[str] = set()
        self._drawn: dict[tuple[object, ...], str] = {}
        self._numbers: dict[str, int] = {}
        self._decks: dict[str, list[str]] = {}
        self._kept: dict[tuple[str, str], str] = {}
        self._places: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        known = lexicons()
        self._traditions = known.traditions if keep_origin else {}
        self._given = {"": _by_sex(row for row in known.rows("surrogate_first_names.csv") if fold(row["name"]) not in self._traditions)}
        for row in known.rows("first_name_traditions.csv") if keep_origin else ():
            self._given.setdefault(row["tradition"], _by_sex(()))[row["sex"]].append(row["name"])
        weeks = self.random("weeks").randint(5, LONGEST_SHIFT)
        self.days = -7 * weeks

    def _again(self, purpose: str) -> random.Random:
        """A generator that does not repeat what the run before drew for somebody else."""
        return self.random(f"{purpose}-{len(self._kept)}" if self._kept else purpose)

    def random(self, purpose: str) -> random.Random:
        """A generator that only the secret and the purpose determine."""
        return random.Random(hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest())

    def keep(self, identity: Identity, pairs: Iterable[tuple[str, str]]) -> None:
        """Take over what stood in the place of an identity in the run before, as far as it may stand there still.

        Parameters
        ----------
        identity
            Of this run.
        pairs
            Forms in clear and what stood in their place.
        """
        pairs = [(form, told) for form, told in sorted(pairs) if told and told.startswith("[") == (self._style == "placeholder")]
        if self._style == "placeholder":
            self._keep_number(identity, [told for _, told in pairs])
        elif identity.kind == "PERSON":
            self._keep_name(identity, [told for _, told in pairs])
        elif identity.kind in ("PLACE", "ORG"):
            for form, told in pairs:
                self._keep_place(form, told)
        elif identity.kind not in ("DATE", "AGE"):
            self._kept |= {(identity.kind, form): told for form, told in pairs}

    def _keep_name(self, identity: Identity, told: Sequence[str]) -> None:
        """First name and surname, each as the lists have it."""
        given, sex = self._listed[self._tradition(identity)], identity.sex
        parts = [part for one in told for part in (one, *one.partition(" ")[::2])]
        first = next((found for part in parts if (found := given.get(fold(part))) and (sex == "x" or found[1] in (sex, "x"))), None)
        last = next((found for part in parts if (found := _surnames().get(fold(part)))), "")
        self._keep_part(("given", identity.rank), first[0] if first else "")
        self._keep_part(("surname", identity.surname or identity.rank), last)

    def _keep_part(self, slot: tuple[object, ...], name: str) -> None:
        if name and slot not in self._drawn and self._is_free(name):
            self._drawn[slot] = name
            self._used.update(key(name))

    def _keep_place(self, form: str, told: str) -> None:
        """The name of a place or body without its head, which stands before its surrogate too."""
        cut = head_of(form) or _behind_article(form)
        name = told[cut:]
        if fold(told[:cut]) == fold(form[:cut]) and self._taken.isdisjoint(key(name)) and not place_in(form):
            article = _article(key(form[:cut])[-1]) if cut else ""
            self._places.setdefault(key(form[cut:]), []).append((article, name.title() if name in (name.lower(), name.upper()) else name))
            self._used.update(key(name))

    def _kept_place(self, words: tuple[str, ...], form: str, elided: bool | None) -> str:
        """What stood for a name of these words behind such an article, or bare; "" where nothing did."""
        fits = _fits(elided or None)
        for article, name in self._places.get(words, ()):
            goes_with = next((one for one in ("le", "la", "les") if name in _behind(one)), "")
            if (article or goes_with) == form and (form or fits(name)):
                return name
        return ""

    def _keep_number(self, identity: Identity, told: Sequence[str]) -> None:
        number = next((int(found[1]) for one in told if (found := re.fullmatch(r"\[.+ (\d+)\]", one))), 0)
        if number:
            self._drawn["placeholder", identity.rank] = f"[{PLACEHOLDERS[identity.kind]} {number}]"
            self._numbers[identity.kind] = max(number, self._numbers.get(identity.kind, 0))

    def _is_free(self, name: str) -> bool:
        return bool(key(name)) and self._taken.isdisjoint(key(name)) and self._used.isdisjoint(key(name))

    def person(self, identity: Identity, alias: Alias, surface: str, *, elided: bool | None = None) -> str:
        """The surrogate of a person in the form in which the person is named: full name, first name, surname, initials."""
        if self._style == "placeholder":
            return self._placeholder(identity)
        given = self._given_name(identity, elided) if alias.given or alias.initials else ""
        surname = self._surname(identity, None if given else elided) if alias.surname or len(alias.initials) > 1 else ""
        if alias.initials and not alias.given:
            given = f"{given[0]}."
            surname = surname if alias.surname else surname[:1] + "." * bool(surname)
        elif alias.initials:
            surname = surname[:1] + "."
        return _cased_like(surface, " ".join(filter(None, (given, surname))))

    def thing(
        self, identity: Identity, surface: str, *, near: str = "", elided: bool | None = None, article: str = "", born: bool = False
    ) -> str:
        """The surrogate of anything but a person.

        `near` is the session's ISO date, `article` a folded article before a place; `born` says that a date is one of birth, which
        becomes a band of five years, as an age does: a day moved by weeks would still tell it.
        """
        if self._style == "placeholder":
            return self._placeholder(identity)
        if (kept := self._kept.get((identity.kind, surface))) is not None:
            return kept
        match identity.kind:
            case "DATE":
                return (birth_band(surface) if born else "") or shift_written(surface, self.days, near)
            case "AGE":
                return band(surface)
            case "PLACE" | "ORG":
                return self._place(identity, surface, elided, article)
            case "ADDRESS":
                return self._address(identity, surface)
            case kind:
                make = {"PHONE": self._phone, "EMAIL": self._email, "HANDLE": self._handle, "URL": self._url}.get(kind, self._number)
                return make(identity, surface)

    def _placeholder(self, identity: Identity) -> str:
        name = PLACEHOLDERS[identity.kind]
        if identity.kind in ("DATE", "AGE"):
            return f"[{name}]"
        slot = ("placeholder", identity.rank)
        if slot not in self._drawn:
            self._numbers[identity.kind] = self._numbers.get(identity.kind, 0) + 1
            self._drawn[slot] = f"[{name} {self._numbers[identity.kind]}]"
        return self._drawn[slot]

    def _given_name(self, identity: Identity, elided: bool | None) -> str:
        return self._once(("given", identity.rank), lambda: self._first_name(identity, elided))

    @cached_property
    def _listed(self) -> dict[str, dict[str, tuple[str, str]]]:
        """First names of each tradition as the list writes them, and whose they are (m, f, x), by their folded form."""
        return {
            tradition: {fold(name): (name, sex) for sex, names in given.items() for name in names}
            for tradition, given in self._given.items()
        }

    def _tradition(self, identity: Identity) -> str:
        return next((found for name in ("-".join(identity.given), *identity.given) if (found := self._traditions.get(name))), "")

    def _first_name(self, identity: Identity, elided: bool | None) -> str:
        tradition = self._tradition(identity)
        sex, given = identity.sex, self._given[tradition]
        epicene = sex == "x" and not self._taken.union(self._used).issuperset(fold(name) for name in given["x"])
        pool = given[sex] if sex != "x" or epicene else [*given["f"], *given["m"]]
        return self._draw(f"given-{tradition}{sex if sex != 'x' or epicene else 'all'}", pool, _fits(elided))

    def _surname(self, identity: Identity, elided: bool | None) -> str:
        # a family keeps one name
        owner = ("surname", identity.surname or identity.rank)
        return self._once(owner, lambda: self._draw("surname", lexicons().surrogate_surnames(), _fits(elided)))

    def _place(self, identity: Identity, surface: str, elided: bool | None, article: str) -> str:
        cut = head_of(surface)
        body = 0 if cut else place_in(surface)
        if body:
            # "Super U de Gramat": another shop in another commune
            link = _OF.match(surface, body)
            where = link.end() if link else body
            between = (key(surface[body:where]) or ("",))[-1]
            named = self._named(identity, surface[where:], between, None)
            return self._place(identity, surface[:body], elided, article) + surface[body:where] + named
        cut = cut or _behind_article(surface)
        return surface[:cut] + self._named(identity, surface[cut:], key(surface[:cut])[-1] if cut else article, elided)

    def _named(self, identity: Identity, core: str, link: str, elided: bool | None) -> str:
        """The surrogate of a name without its head; `link` is the folded article or preposition before it."""
        words = key(core)
        elided = True if link == "d" else elided
        form = _article(link)
        if kept := self._kept_place(words, form, elided):
            return _cased_like(core, kept)
        size = lexicons().commune_size(words)
        # a commune keeps its surrogate in "la mairie de Glomel" and "à Glomel"
        slot = ("place", words, form, elided is True) if size and not form else ("place", words, link)
        return _cased_like(core, self._once(slot, lambda: self._place_name(identity, size, link, form, elided)))

    def _place_name(self, identity: Identity, size: int | None, link: str, form: str, elided: bool | None) -> str:
        known = lexicons()
        if form:
            return self._draw(f"places-{form}", known.surrogates("place_names.csv", "form", form))
        if identity.kind == "PLACE" or size or link in ("de", "d"):
            return self._commune(size or 2, elided)
        form = "eponym" if link else "name"
        return self._draw(f"places-{form}", known.surrogates("place_names.csv", "form", form), _fits(elided))

    def _commune(self, size: int, elided: bool | None = None) -> str:
        return self._draw(f"communes-{size}", _communes(size), _fits(elided))

    def _address(self, identity: Identity, surface: str) -> str:
        return self._once(("address", identity.rank), lambda: self._new_address(identity, surface))

    def _new_address(self, identity: Identity, surface: str) -> str:
        folded = fold(surface)
        rng = self._again(f"address-{identity.rank}")
        number = rng.randint(2, 89)
        street = re.search(rf"(?<!\w)(?:{lexicons().alternatives('streets')})(?!\w)", folded)
        code = re.search(r"\d{5}(?!\d)", folded)
        town = self._commune(2)
        new_code = f"{rng.randint(1, 95):02d}{rng.randint(10, 89)}0"
        if not street:
            return f"{new_code} {town}"
        names = lexicons().surrogates("place_names.csv", "form", "les")
        lead = re.match(r"(?:au |le )?(?:numero )?", folded)
        written = str(number) if any(map(str.isdigit, folded[: street.start()])) else numerals.write(number)
        before = surface[: lead.end() if lead else 0]
        address = f"{before}{written} {surface[street.start() : street.end()]} des {self._draw('places-les', names)}"
        if code:
            address += f", {new_code} {town}"
        elif "," in surface[street.end() :]:
            address += f", {town}"
        return address.lower() if surface == surface.lower() else address

    def _phone(self, identity: Identity, surface: str) -> str:
        folded = fold(surface)
        spoken = bool(re.search(r"[a-z]{3}", folded))
        digits = numerals.digits(folded) if spoken else re.sub(r"\D", "", folded.replace("(0)", ""))
        national = "0" + digits[-9:]
        new = self._once(("phone", national), lambda: "0" + _FICTION.get(national[1], "63998") + self._digits(f"phone-{identity.rank}", 4))
        if spoken:
            pairs = re.findall("..", new)
            return " ".join(f"zéro {numerals.write(int(pair[1]))}" if pair[0] == "0" else numerals.write(int(pair)) for pair in pairs)
        return _pour(surface, new[1:], keep=len(re.sub(r"\D", "", surface)) - 9)

    def _email(self, identity: Identity, surface: str) -> str:
        number = self._counter("email", identity)
        if "@" in surface:
            return f"contact{number}@exemple.fr"
        return f"contact {numerals.write(number)} arobase exemple point fr"

    def _handle(self, identity: Identity, surface: str) -> str:
        number = self._counter("handle", identity)
        return f"@compte_{number}" if surface.startswith("@") else f"arobase compte {numerals.write(number)}"

    def _url(self, identity: Identity, surface: str) -> str:
        number = self._counter("url", identity)
        if " point " in fold(surface):
            return f"www point exemple{number} point fr"
        return f"{'https://' if surface.lower().startswith('http') else ''}exemple.fr/{number}"

    def _number(self, identity: Identity, surface: str) -> str:
        rng = self._again(f"number-{identity.rank}")
        folded = fold(surface)
        digits = re.sub(r"\D", "", folded)
        if len(digits) in (13, 15) and folded[0].isdigit():
            return _pour(
                surface, f"{rng.randint(1, 2)}{rng.randint(0, 99):02d}{rng.randint(1, 12):02d}{rng.randint(10**9, 10**10 - 1)}", keep=0
            )
        if not any(map(str.isdigit, folded)):
            return re.sub(r"[a-z]+", lambda found: numerals.write(rng.randint(2, 16)), folded)
        new = surface
        while fold(new) == folded:
            new = re.sub(r"\d", lambda _: str(rng.randint(0, 9)), surface)
            # the country of an IBAN stays
            kept = 2 if len(digits) > 11 else 0
            new = new[:kept] + re.sub(r"(?<![^\W\d_])[^\W\d_]{1,3}(?![^\W\d_])", lambda found: _letters(rng, found.group()), new[kept:])
        return new

    def _counter(self, purpose: str, identity: Identity) -> int:
        def draw() -> str:
            spent = {number for told in self._kept.values() for number in re.findall(r"\d+", told)}
            fresh = (str(number) for number in self.random(purpose).sample(range(11, 9999), 9000))
            self._decks.setdefault(purpose, [number for number in fresh if number not in spent])
            return self._decks[purpose].pop()

        return int(self._once((purpose, identity.rank), draw))

    def _digits(self, purpose: str, count: int) -> str:
        rng = self._again(purpose)
        return "".join(str(rng.randint(0, 9)) for _ in range(count))

    def _once(self, slot: tuple[object, ...], draw: Callable[[], str]) -> str:
        if slot not in self._drawn:
            self._drawn[slot] = draw()
        return self._drawn[slot]

    def _draw(self, purpose: str, pool: Sequence[str], fits: Callable[[str], bool] = lambda name: True) -> str:
        """The next name of a shuffled list that no word of the case resembles; when a list is used up, names are doubled."""
        deck = self._decks.get(purpose)
        if deck is None:
            deck = self._decks[purpose] = sorted(pool)
            self.random(purpose).shuffle(deck)
        for condition in (fits, lambda name: True):
            for rank, name in enumerate(deck):
                if condition(name) and self._is_free(name):
                    del deck[rank]
                    self._used.update(key(name))
                    return name
        free = [name for name in sorted(pool) if not self._taken.intersection(key(name))] or sorted(pool)
        rng = self.random(f"{purpose}-{len(self._used)}")
        joined = ("-".join(rng.sample(free, min(len(free), 2 + attempt // 50))) for attempt in count())
        double = next(name for name in joined if name not in self._used)
        self._used.add(double)
        return double


def _by_sex(rows: Iterable[Mapping[str, str]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {"m": [], "f": [], "x": []}
    for row in rows:
        names[row["sex"]].append(row["name"])
    return names


def _behind_article(surface: str) -> int:
    """Where the name itself begins in that of a place or body that begins with an article; 0 where none does."""
    opening = re.match(r"(?:le|la|les) (?=\w)|l'(?=\w)", fold(surface))
    return opening.end() if opening else 0


def _article(link: str) -> str:
    """The article in what stands before a name: "le" in "du"; "" where there is none."""
    return {"du": "le", "au": "le", "des": "les", "aux": "les"}.get(link, link if link in ARTICLES else "")


@cache
def _behind(article: str) -> frozenset[str]:
    """Names of places that go with an article."""
    return frozenset(lexicons().surrogates("place_names.csv", "form", article))


@cache
def _surnames() -> dict[str, str]:
    return {fold(name): name for name in lexicons().surrogate_surnames()}


@cache
def _communes(size: int) -> list[str]:
    """Communes of a class of size whose names are short, no words and no first names."""
    known = lexicons()
    pool = known.surrogates("communes.csv", "size", str(size))
    return [
        name for name in pool if re.fullmatch(r"[^\W\d_]{4,11}", name) and not known.is_plain(fold(name)) and fold(name) not in known.sex
    ]


def _fits(elided: bool | None) -> Callable[[str], bool]:
    """Does a name fit behind "d'" (elided) or behind "de" (not)?"""
    if elided is None:
        return lambda name: True
    return lambda name: bool(_VOWEL.match(fold(name))) == elided and not fold(name).startswith("h")


def _cased_like(surface: str, surrogate: str) -> str:
    if surface == surface.lower():
        return surrogate.lower()
    letters = [character for character in surface if character.isalpha()]
    return surrogate.upper() if len(letters) > 3 and all(map(str.isupper, letters)) else surrogate


def _pour(surface: str, digits: str, keep: int) -> str:
    """Write digits over those of a surface, the first `keep` of which stay."""
    stream = iter(digits)
    rank = -1
    poured = ""
    for character in surface:
        rank += character.isdigit()
        poured += next(stream, character) if character.isdigit() and rank >= keep else character
    return poured


def _letters(rng: random.Random, word: str) -> str:
    new = "".join(rng.choice("ABCDEFGHJKLMNPQRSTVWXYZ") for _ in word)
    return new.lower() if word.islower() else new
