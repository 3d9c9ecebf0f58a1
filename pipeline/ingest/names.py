"""A name taken apart, and when one way of writing a name means another."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.ingest.text import fold
from pipeline.ingest.vocabulary import TITLES

_ALIKE = 0.85
"""Similarity from which two spellings behind one first name are one surname."""


class Name(NamedTuple):
    """A name: the gender its title tells ("m", "f" or ""), has it a title, its folded words with their full stops."""

    gender: str
    titled: bool
    words: tuple[str, ...]

    @property
    def bare(self) -> str:
        return " ".join(word.strip(".") for word in self.words)

    @property
    def is_initials(self) -> bool:
        return any(_is_cut(word) for word in self.words)


def read_name(name: str) -> Name:
    """Take a name apart, without what stands in brackets.

    Examples
    --------
    >>> read_name("Mme Diallo-Kervella (mairie)"), read_name("J.P.").words
    (Name(gender='f', titled=True, words=('diallo kervella',)), ('j.', 'p.'))
    """
    outside = re.sub(r"\([^()]*\)", " ", re.sub(r"(?<=\w\.)(?=\w\.)", " ", name))
    words = [folded for word in re.split(r"[\s_]+", outside) if (folded := fold(word))]
    gender, titled = "", False
    while len(words) > 1 and words[0].strip(".") in TITLES:
        gender, titled = gender or TITLES[words.pop(0).strip(".")], True
    return Name(gender, titled, tuple(words))


def without_title(name: str) -> str:
    """A name as it is printed, without the titles before it.

    Examples
    --------
    >>> without_title("Mme le Dr Belkacem"), without_title("M. Le Goff"), without_title("Maître")
    ('le Dr Belkacem', 'Le Goff', 'Maître')
    """
    words = name.split()
    while len(words) > 1 and fold(words[0]).strip(".") in TITLES:
        del words[0]
    return " ".join(words)


def is_same(name: Name, form: Name) -> bool:
    """Is it the same name? One word is only if both have a title or neither: "Ferrand" may be another than Mme Ferrand."""
    return name.bare == form.bare and (len(name.words) > 1 or name.titled == form.titled)


def is_part_of(name: Name, form: Name) -> bool:
    """Is a name the first name or the surname of a fuller one?"""
    if form.is_initials or not form.words:
        return False
    first, *rest = form.words
    parts = {" ".join(rest), form.words[-1]}
    if not name.titled or len(name.words) == 1:
        parts.add(first)
    return name.bare in parts


def abbreviates(name: Name, form: Name) -> bool:
    """Do initials stand for a name: "K." and "K. H." for Karim Haddad, "Mme F." for a surname?"""
    if not name.words or not form.words or form.is_initials:
        return False
    (short, *more), (first, *rest) = name.words, form.words
    if more:
        return bool(rest) and _begins(short, first) and _begins(more[0], rest[0])
    if not name.titled:
        return not form.titled and _begins(short, first)
    return _begins(short, rest[0] if rest else first if form.titled else "")


def is_variant(name: Name, forms: Sequence[Name]) -> bool:
    """Is it the first name or a nickname among some forms with their surname, which may be misspelt ("Kowalczik" for Kowalczyk)?"""
    full = [form.words for form in forms if form.words and not form.is_initials]
    if name.words[0] not in {words[0] for words in full}:
        return False
    surname = " ".join(name.words[1:])
    return any(SequenceMatcher(None, surname, " ".join(words[1:])).ratio() >= _ALIKE for words in full if len(words) > 1)


def completes(name: Name, forms: Sequence[Name]) -> bool:
    """Is it a full name where all forms are only its first name, or a title and its surname?"""
    forms = [form for form in forms if form.words]
    if any(len(form.words) > 1 and not form.is_initials for form in forms):
        return False
    return any(form.words == (name.words[1:] if form.titled else name.words[:1]) for form in forms)


def _is_cut(word: str) -> bool:
    """Is a word an initial or cut short: "k", "k.", "kow."?"""
    return len(word.strip(".")) == 1 or word.endswith(".")


def _begins(short: str, full: str) -> bool:
    return full.startswith(short.strip(".")) if _is_cut(short) and full else short == full
