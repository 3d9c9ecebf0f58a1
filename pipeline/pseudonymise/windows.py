"""What was learned of where names stand without capitals: a linear reader of the words about each word and of what they are.

One plain array under models/trained/names, rebuilt by `circulation train names`; without it rules and recogniser speak alone.
Features are hashed into its rows (Weinberger et al. 2009), so that it holds no word that anybody said.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span
from pipeline.resources import resource

FOLDER = ("models", "trained", "names")
KINDS = ("", "PERSON", "PLACE", "ORG")
"""The columns of the weights: no name, and three kinds of names."""
ROWS = 1 << 16
REACH = 3
"""How many words to either side are read."""
SCORE = 0.5
UNSURE, DOUBT = 0.55, 0.12
"""Up to this score, what the recogniser alone saw is no name where all its words are less likely to be in one than this probability."""
_GRAMS = ((-1, 0), (0, 1), (-2, -1), (-1, 1), (1, 2), (-2, -1, 0), (-1, 0, 1), (0, 1, 2), (-3, -2, -1))
_LISTS = (
    *("organisations", "places", "streets", "firm_tails", "name_tails", "not_at", "before_nouns", "after_nouns", "roles", "bonds", "never"),
    *(
        "no_complements",
        "complements",
        "vocatives",
        "departments",
        "wide_places",
        "at_idioms",
        "before_noun_or_verb",
        "inns",
        "named_freely",
    ),
)


@dataclass(frozen=True, eq=False)
class WindowReader:
    """Tells of each word of a text without capitals whether it is part of a name.

    Attributes
    ----------
    weights
        Shape (ROWS + 1, kinds); the last row is the bias.
    threshold
        Probability of being in a name from which a word is taken.
    """

    weights: np.ndarray
    threshold: float
    _words: dict[str, np.ndarray] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path) -> "WindowReader":
        with np.load(folder / "windows.npz") as stored:
            return cls(stored["weights"].astype(np.float32), float(stored["threshold"]))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(folder / "windows.npz", weights=self.weights.astype(np.float16), threshold=self.threshold)

    def read(self, words: Sequence[str]) -> np.ndarray:
        """The probability of each kind for each word; shape (words, kinds). Words are in lower case, with their accents."""
        if not words:
            return np.zeros((0, len(KINDS)), np.float32)
        # what a word says of those about it is summed once a word, not once a place
        told = np.stack([self._told(word) for word in ("",) * REACH + tuple(words) + ("",) * REACH])
        scores = sum(told[REACH + at : REACH + at + len(words), REACH + at] for at in range(-REACH, REACH + 1))
        scores = scores + self.weights[grams(words)].sum(1) + self.weights[-1]
        scores = np.exp(scores - scores.max(1, keepdims=True))
        return scores / scores.sum(1, keepdims=True)

    def _told(self, word: str) -> np.ndarray:
        if word not in self._words:
            self._words[word] = np.stack([self.weights[list(rows)].sum(0) for rows in alone(word)])
        return self._words[word]


@cache
def alone(word: str) -> tuple[tuple[int, ...], ...]:
    """The rows of what a word, "" beyond the text, says of the word that it stands at -REACH … +REACH from."""
    return tuple(tuple(_row(f"{at} {said}") for said in _described(word)) for at in range(-REACH, REACH + 1))


def grams(words: Sequence[str]) -> np.ndarray:
    """The rows of the classes of words that stand together; shape (words, grams)."""
    classes = ["<"] * REACH + [_class(word) for word in words] + [">"] * REACH
    return np.array(
        [
            [_gram(rank, tuple(classes[here + at] for at in gram)) for rank, gram in enumerate(_GRAMS)]
            for here in range(REACH, REACH + len(words))
        ]
    )


@cache
def _gram(rank: int, classes: tuple[str, ...]) -> int:
    return _row(f"g{rank} {' '.join(classes)}")


def _row(feature: str) -> int:
    return zlib.crc32(feature.encode()) % ROWS


@cache
def _described(word: str) -> tuple[str, ...]:
    """The word itself, its lists, its ending."""
    if not word:
        return ("edge",)
    known = lexicons()
    folded = key_of(word)
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


@cache
def _class(word: str) -> str:
    """A word of grammar stands for itself, another for what it is."""
    known = lexicons()
    folded = key_of(word)
    if folded in known.function:
        return word
    said = set(_described(word))
    for name in ("number", "len1", "title", "roles", "bonds", "organisations", "places", "firm_tails"):
        if name in said:
            return name.upper()
    strange = "strange" in said
    for name in ("no_complements", "first", "commune", "surname", "noun", "inflected"):
        if name in said or any(one.startswith(("plain " + name, "strange " + name)) for one in said):
            return f"{'STRANGE' if strange else 'PLAIN'} {name}"
    return "STRANGE" if strange else "PLAIN"


@cache
def key_of(word: str) -> str:
    return Passage(word).folded


def spoken_words(passage: Passage) -> list[str]:
    """The words of a passage in lower case, with their accents."""
    text = passage.text.lower()
    return [text[word.start : word.end] for word in passage.words]


def with_windows(passage: Passage, spans: Sequence[Span]) -> list[Span]:
    """Spans of a text without capitals, with what the learned reader holds names, and without what it doubts.

    Examples
    --------
    >>> text = "bambou ils font les crêpes le mercredi"
    >>> [text[span.start : span.end] for span in with_windows(Passage(text), [])]
    ['bambou']
    """
    reader = window_reader()
    if reader is None or not passage.lower or not passage.words:
        return list(spans)
    chances = reader.read(spoken_words(passage))
    return [*(span for span in spans if not _is_doubted(passage, span, spans, chances)), *_stretches(passage, chances, reader.threshold)]


def _is_doubted(passage: Passage, span: Span, spans: Sequence[Span], chances: np.ndarray) -> bool:
    if span.origin != "ner" or span.score > UNSURE:
        return False
    # "frsoixante-seize zéro …": a part of what is beside it
    if any(other is not span and other.start <= span.end + 1 and span.start <= other.end + 1 for other in spans):
        return False
    within = [rank for rank, word in enumerate(passage.words) if span.start <= word.start and word.end <= span.end]
    return bool(within) and float((1 - chances[within, 0]).max()) < DOUBT


def _stretches(passage: Passage, chances: np.ndarray, threshold: float) -> Iterator[Span]:
    """Words in a row that are more likely in a name than the threshold."""
    words = passage.words
    inside = 1 - chances[:, 0] >= threshold
    rank = 0
    while rank < len(words):
        if not inside[rank]:
            rank += 1
            continue
        last = rank
        while last + 1 < len(words) and inside[last + 1] and passage.gap(words[last], words[last + 1]) in (" ", "-", "'"):
            last += 1
        first, end = _trimmed(passage, rank, last)
        if first < end and not _empty().issuperset(word.folded for word in words[first:end]):
            kind = KINDS[1 + int(chances[rank : last + 1, 1:].sum(0).argmax())]
            yield Span(words[first].start, words[end - 1].end, kind, SCORE, "ner")
        rank = last + 1


def _trimmed(passage: Passage, first: int, last: int) -> tuple[int, int]:
    """Words of grammar, titles, bonds and single letters at the edges are left out; the second rank is behind the last word."""
    known = lexicons()
    words, function = passage.words, known.function | known.titles.keys() | known.words("of_families", "bonds", "roles")
    end = last + 1
    while first < end and (words[first].folded in function or len(words[first].folded) == 1):
        first += 1
    while first < end and (words[end - 1].folded in function or len(words[end - 1].folded) == 1):
        end -= 1
    return first, end


@cache
def _empty() -> frozenset[str]:
    """Words by which nothing is called."""
    known = lexicons()
    return known.kinds_alone | known.words("wide_places", "streets")


@cache
def window_reader() -> WindowReader | None:
    """The reader that ships with the program, or None."""
    folder = resource(*FOLDER)
    return WindowReader.load(folder) if (folder / "windows.npz").exists() else None
