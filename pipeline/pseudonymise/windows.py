"""What was learned of where places and bodies stand without capitals: a linear reader of the words about each word and of what they are.

One plain array under models/trained/names, rebuilt by `circulation train names`; without it rules and recogniser speak alone.
Features are hashed into its rows (Weinberger et al. 2009), so that it holds no word that anybody said. What is made of what it
says is in `pipeline.pseudonymise.likely`.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.network import softmax
from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.remembered import remembered
from pipeline.pseudonymise.text import Passage, fold
from pipeline.resources import resource

FOLDER = ("models", "trained", "names")
KINDS = ("", "PERSON", "PLACE", "ORG")
"""The columns of the weights: no name, and three kinds of names."""
ROWS = 1 << 16
REACH = 3
"""How many words to either side are read."""
_GRAMS = ((-1, 0), (0, 1), (-2, -1), (-1, 1), (1, 2), (-2, -1, 0), (-1, 0, 1), (0, 1, 2), (-3, -2, -1))
_LISTS = (
    *("organisations", "places", "streets", "firm_tails", "name_tails", "not_at", "before_nouns", "after_nouns", "roles", "bonds", "never"),
    *("no_complements", "complements", "vocatives", "departments", "wide_places", "at_idioms", "before_noun_or_verb"),
    *("inns", "named_freely"),
)


@dataclass(frozen=True, eq=False)
class WindowReader:
    """Tells of each word of texts without capitals whether it is part of a name.

    Attributes
    ----------
    weights
        Shape (ROWS + 1, kinds); the last row is the bias.
    threshold
        Probability of being in a name from which a word is taken.
    """

    weights: np.ndarray
    threshold: float
    _told: dict[str, np.ndarray] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path) -> "WindowReader":
        with np.load(folder / "windows.npz") as stored:
            return cls(stored["weights"].astype(np.float32), float(stored["threshold"]))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(folder / "windows.npz", weights=self.weights.astype(np.float16), threshold=self.threshold)

    def read(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """The probability of each kind for each word of all texts; shape (words, kinds). Words are in lower case, with their accents."""
        row = laid(texts)
        for word in row.words:
            if word not in self._told:
                self._told[word] = self.weights[alone(word)].sum(1)
        # what a word says of those about it is summed once a word, not once a place
        told = np.stack([self._told[word] for word in row.words])
        scores = self.weights[row.grams].sum(1) + self.weights[-1]
        for at in range(-REACH, REACH + 1):
            scores += told[row.ids[row.inner + at], REACH + at]
        return softmax(scores)


class Row(NamedTuple):
    """Texts one behind the other, each between edges."""

    words: list[str]
    """The different words; the edge is ""."""
    ids: np.ndarray
    """Of each place its word."""
    inner: np.ndarray
    """The places that are no edges."""
    grams: np.ndarray
    """The rows of the classes of words that stand together about each inner place; shape (inner, grams)."""


def laid(texts: Sequence[Sequence[str]]) -> Row:
    """Texts as one row of places."""
    edge = ("",) * REACH
    number: dict[str, int] = {"": 0}
    ids = np.array([number.setdefault(word, len(number)) for word in chain(edge, *((*text, *edge) for text in texts))])
    inner = np.flatnonzero(ids)
    classes = np.array([_class(word) for word in number], np.uint32)[ids]
    grams = np.empty((len(inner), len(_GRAMS)), np.int64)
    for rank, gram in enumerate(_GRAMS):
        code = np.full(len(inner), rank + 1, np.uint32)
        for at in gram:
            code = (code * np.uint32(0x01000193)) ^ classes[inner + at]
        grams[:, rank] = _rows(code)
    return Row(list(number), ids, inner, grams)


def alone(word: str) -> np.ndarray:
    """The rows of what a word, "" beyond the text, says of the words that it stands at -REACH … +REACH from; shape (places, features)."""
    said = np.array([zlib.crc32(feature.encode()) for feature in _described(word)], np.uint32)
    places = np.arange(1, 2 * REACH + 2, dtype=np.uint32)[:, None]
    return _rows(said * (2 * places + 1) ^ places * np.uint32(0x9E3779B1))


def _rows(codes: np.ndarray) -> np.ndarray:
    """Codes of 32 bits, mixed, to the first 16."""
    mixed = (codes ^ (codes >> np.uint32(15))) * np.uint32(0x85EBCA6B)
    return (((mixed ^ (mixed >> np.uint32(13))) * np.uint32(0xC2B2AE35)) >> np.uint32(16)).astype(np.int64)


@remembered
def _described(word: str) -> tuple[str, ...]:
    """The word itself, its lists, its ending."""
    if not word:
        return ("edge",)
    known = lexicons()
    folded = fold(word)
    plain = "plain" if known.is_plain(folded) else "strange"
    rank, size = known.rank.get(folded), known.communes.get((folded,))
    said = [f"w={word}", plain, f"len{min(len(folded), 5)}", f"end={folded[-3:]}", f"end={folded[-2:]}"]
    said += [name for name in _LISTS if folded in known.words(name)]
    said += [f"{plain} first{(rank > 300) + (rank > 1500)}"] if rank is not None else []
    said += [f"{plain} commune{size}"] if size is not None else []
    holds = {
        "function": folded in known.function,
        "noun": known.is_noun(folded),
        "common": folded in known.common,
        "surname": (folded,) in known.surnames,
        "word surname": folded in known.word_surnames,
        "head": folded in known.commune_heads,
        "body": folded in known.organisations,
        "inflected": known.looks_inflected(folded),
        "number": numerals.NUMBER.fullmatch(folded) is not None,
        "title": folded in known.titles,
    }
    return (*said, *(name for name, held in holds.items() if held))


@remembered
def _class(word: str) -> int:
    """A word of grammar stands for itself, another for what it is."""
    return zlib.crc32(_class_name(word).encode())


def _class_name(word: str) -> str:
    if fold(word) in lexicons().function:
        return word
    said = _described(word)
    for name in ("edge", "number", "len1", "title", "roles", "bonds", "organisations", "places", "firm_tails"):
        if name in said:
            return name.upper()
    kind = "strange" if "strange" in said else "plain"
    for name in ("no_complements", "first", "commune", "surname", "noun", "inflected"):
        if name in said or any(one.startswith(f"{kind} {name}") for one in said):
            return f"{kind} {name}".upper()
    return kind.upper()


def spoken_words(passage: Passage) -> list[str]:
    """The words of a passage in lower case, with their accents.

    Examples
    --------
    >>> spoken_words(Passage("On va à l'Épeule"))
    ['on', 'va', 'à', 'l', 'épeule']
    """
    text = passage.text.lower() if len(passage.text.lower()) == len(passage.text) else passage.folded
    return [text[word.start : word.end] for word in passage.words]


@cache
def window_reader() -> WindowReader | None:
    """The reader that ships with the program, or None."""
    folder = resource(*FOLDER)
    return WindowReader.load(folder) if (folder / "windows.npz").exists() else None
