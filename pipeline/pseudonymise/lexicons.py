"""What the recognisers know, read once from models/lexicons."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from pipeline.errors import ResourceError
from pipeline.pseudonymise.remembered import remembered
from pipeline.pseudonymise.text import ARTICLES, apart, fold, key
from pipeline.resources import resource


class Organisation(NamedTuple):
    """A body that everybody knows: its folded words, the article of its name left out; `needs_cue` where they are also words."""

    words: tuple[str, ...]
    article: str
    kind: str
    needs_cue: bool


@dataclass(frozen=True, eq=False)
class Lexicons:
    """Names, ordinary words and cues; every look-up is by folded words."""

    folder: Path

    @cached_property
    def cues(self) -> Mapping[str, Any]:
        """The lists and expressions of all files under cues/, by name.

        Raises
        ------
        ResourceError
            Two files hold one name.
        """
        cues: dict[str, Any] = {}
        for file in sorted((self.folder / "cues").glob("*.yaml")):
            content = yaml.safe_load(file.read_text("utf-8"))
            if twice := sorted(cues.keys() & content.keys()):
                raise ResourceError(f"models/lexicons/cues/{file.name}: {', '.join(twice)} is in another file as well; keep one")
            cues |= content
        return cues

    @cached_property
    def sex(self) -> dict[str, str]:
        """Folded first name, hyphens kept, to m, f or x."""
        return {fold(row["name"]): row["sex"] for row in self.rows("first_names.csv")}

    @cached_property
    def traditions(self) -> dict[str, str]:
        """Folded first name, hyphens kept, to the broad tradition that it belongs to; most belong to none."""
        return {fold(row["name"]): row["tradition"] for row in self.rows("first_name_traditions.csv")}

    @cached_property
    def rank(self) -> dict[str, int]:
        """Folded first name to its place in the order of frequency."""
        return {name: rank for rank, name in enumerate(self.sex)}

    @cached_property
    def hypocoristics(self) -> dict[str, frozenset[str]]:
        """Folded short form to the folded first names that it may stand for."""
        return {fold(row["short"]): frozenset(row["names"].split()) for row in self.rows("hypocoristics.csv")}

    @cached_property
    def surnames(self) -> frozenset[tuple[str, ...]]:
        return frozenset(key(name) for name in self._lines("surnames.txt"))

    @cached_property
    def word_surnames(self) -> frozenset[str]:
        """Surnames that are also words; a civility before them tells."""
        return frozenset(self._lines("word_surnames.txt"))

    @cached_property
    def _communes(self) -> list[tuple[str, str, int]]:
        """The article of each commune, folded, its name without it, and its class of size."""
        return [(*_without_article(row["name"]), int(row["size"])) for row in self.rows("communes.csv")]

    @cached_property
    def communes(self) -> dict[tuple[str, ...], int]:
        """Folded words, article left out, to the class of size."""
        return {key(name): size for _, name, size in self._communes}

    def commune_size(self, words: tuple[str, ...]) -> int | None:
        """The class of size of a commune, by its folded words with or without the article; None where the list lacks it."""
        return self.communes.get(words[1:] if words and words[0] in ARTICLES else words)

    @cached_property
    def commune_articles(self) -> dict[tuple[str, ...], str]:
        """Communes whose name has an article, by the words after it."""
        return {key(name): article for article, name, _ in self._communes if article}

    @cached_property
    def commune_spellings(self) -> frozenset[str]:
        """Communes in lower case with their accents, without their articles."""
        return frozenset(name.lower() for _, name, _ in self._communes)

    @cached_property
    def commune_lengths(self) -> dict[str, tuple[int, ...]]:
        """How many words the communes of several words have, by their first, the longest first."""
        lengths: dict[str, set[int]] = {}
        for words in self.communes:
            if len(words) > 1:
                lengths.setdefault(words[0], set()).add(len(words))
        return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    @cached_property
    def commune_heads(self) -> frozenset[str]:
        """First words by which long names of communes are called: "Carhaix" for Carhaix-Plouguer."""
        return frozenset(
            words[0]
            for words in self.communes
            if len(words) > 1 and len(words[0]) > 5 and not self.is_plain(words[0]) and words[0] not in self.sex
        )

    @cached_property
    def ordinary(self) -> frozenset[str]:
        return frozenset(self._lines("ordinary_words.txt"))

    @cached_property
    def common(self) -> frozenset[str]:
        return frozenset(self._lines("common_words.txt"))

    @cached_property
    def function(self) -> frozenset[str]:
        return frozenset(" ".join(self._lines("function_words.txt")).split())

    @cached_property
    def neutral(self) -> frozenset[str]:
        return frozenset(self._lines("neutral_file_words.txt"))

    @cached_property
    def titles(self) -> dict[str, Literal["m", "f", "x"]]:
        return {word: sex for sex, words in self.cues["titles"].items() for word in words}

    @cached_property
    def bodies(self) -> frozenset[tuple[str, ...]]:
        return frozenset(map(key, [*self.cues["public_bodies"], *self.cues["wide_places"]]))

    @cached_property
    def wide_places(self) -> frozenset[tuple[str, ...]]:
        return frozenset(map(key, self.cues["wide_places"]))

    @cached_property
    def generic(self) -> frozenset[str]:
        """Words that say of what kind somebody or something is, and by which nothing is called."""
        return self.words("function", "no_complements", "roles", "institutions", "never", "organisations", "bonds").union(self.titles)

    @cached_property
    def kinds_alone(self) -> frozenset[str]:
        """Words by which no body or place is told from others of its kind: "l'école du quartier"."""
        return self.generic | self.words("complements", "places")

    @cached_property
    def organisations(self) -> dict[str, list[Organisation]]:
        """Bodies that everybody knows, by their first word, the longest first."""
        found: dict[str, list[Organisation]] = {}
        for row in self.rows("organisations.csv"):
            article, name = _without_article(row["name"])
            words = key(name)
            found.setdefault(words[0], []).append(Organisation(words, article, row["kind"], bool(row["needs_cue"])))
        return {first: sorted(bodies, key=lambda body: -len(body.words)) for first, bodies in found.items()}

    @cached_property
    def nouns(self) -> frozenset[str]:
        return frozenset(self._lines("nouns.txt"))

    @cached_property
    def single_roles(self) -> Mapping[str, Any]:
        """Functions that often one person holds: by field, what stands before them, and nouns of the places where they are held."""
        return yaml.safe_load((self.folder / "single_roles.yaml").read_text("utf-8"))

    def is_name(self, word: str) -> bool:
        """A first name or a surname, whatever else it is."""
        return word in self.sex or (word,) in self.surnames

    def is_noun(self, word: str) -> bool:
        """A noun that is no adjective, adverb or form of a verb, in the singular or a regular plural."""
        return word in self.nouns or (word[-1:] in "sx" and word[:-1] in self.nouns)

    def looks_inflected(self, word: str) -> bool:
        """A word that the lists lack and that ends like a verb, an adverb or an adjective."""
        return _INFLECTED.fullmatch(word) is not None

    def derives(self, word: str) -> bool:
        """A regular plural, feminine or form of a verb in -er of a word of the language, or such a word."""
        return _derives(self, word)

    def words(self, *names: str) -> frozenset[str]:
        """Lists of cues as one set of folded words; "function" is that of the words of grammar."""
        return _set(self, names)

    def alternatives(self, name: str) -> str:
        """A list of cues as a regular expression, longest first."""
        return "|".join(re.escape(cue) for cue in sorted(self.cues[name], key=len, reverse=True))

    def is_plain(self, word: str) -> bool:
        """A word of the language, whoever is called so."""
        return _plain(self, apart(word))

    def surrogates(self, name: str, column: str, value: str) -> list[str]:
        """The names of a table of surrogates whose column has a value."""
        return _named(self, name, column).get(value, [])

    def surrogate_surnames(self) -> list[str]:
        return self._lines("surrogate_surnames.txt")

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _lines(self, name: str) -> list[str]:
        lines = (self.folder / name).read_text("utf-8").splitlines()
        return [line for line in lines if line and not line.startswith("#")]


_ARTICLE = re.compile(r"^(?:L'|(?:Le|La|Les) )")


def _without_article(name: str) -> tuple[str, str]:
    """The article that opens a name, folded, or "", and the rest."""
    article = _ARTICLE.match(name)
    return (fold(article.group()).strip(" '"), name[article.end() :]) if article else ("", name)


_INFLECTED = re.compile(
    r"\w{3,}(?:er|ir|re|ra|ras|rai|rons|ront|ssent|sses?|ions|ees?|ez|ais|ait|aient|erai|erait|eront|ement|tions?|ises?|isee?s?|antes?|iques?"
    r"|eurs?|euses?|ables?|erons|ismes?|istes?|logues?|logies?|ographes?|ographies?|onnants?|onnantes?)"
)
_VERB = re.compile(r"(?:e|es|ent|ons|ez|ais|ait|ions|iez|aient|ai|as|a|erai|eras|era|erons|erez|eront|erais|erait|ant|ees?)")
_FORMS = (("s", ""), ("e", ""), ("es", ""), ("x", ""), ("aux", "al"))


@remembered
def _plain(lexicons: Lexicons, word: str) -> bool:
    """In a list of words, or, unless it is known as a name, a regular plural, feminine or form of a verb in -er of one that is."""
    if word in lexicons.function or word in lexicons.ordinary or word in lexicons.common:
        return True
    if lexicons.is_name(word) or (word,) in lexicons.communes:
        return False
    return _derives(lexicons, word)


@remembered
def _derives(lexicons: Lexicons, word: str) -> bool:
    stems = [word[: -len(ending)] + base for ending, base in _FORMS if word.endswith(ending)]
    stems += [f"{word[:cut]}er" for cut in range(3, len(word)) if _VERB.fullmatch(word, cut)]
    stems += [word[2:]] if word.startswith("re") and len(word) > 5 else []
    return any(len(stem) > 2 and (stem in lexicons.common or stem in lexicons.ordinary) for stem in stems)


@cache
def _set(lexicons: Lexicons, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in names for word in (lexicons.function if name == "function" else lexicons.cues[name]))


@cache
def _named(lexicons: Lexicons, name: str, column: str) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for row in lexicons.rows(name):
        named.setdefault(row[column], []).append(row["name"])
    return named


@cache
def lexicons() -> Lexicons:
    """The lexicons that ship with the program.

    Examples
    --------
    >>> lexicons().sex["jean-luc"], lexicons().is_plain("petit")
    ('m', True)
    """
    return Lexicons(resource("models", "lexicons"))
