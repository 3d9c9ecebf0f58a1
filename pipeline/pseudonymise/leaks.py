"""How known names are looked for in what is about to leave: `gate` decides what happens where one is found.

Names are looked for as people and machines write them: in any case and without accents, with a plural s, split over two words or run
together ("Ben Ali", "benali"), and, where they are long, with one letter wrong. Numbers are looked for by their digits.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from rapidfuzz.distance import Levenshtein

from pipeline.pseudonymise.heads import name_of
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import key
from pipeline.tables import vocabulary

NAMES = frozenset({"PERSON", "PLACE", "ORG", "HANDLE", "ADDRESS"})
NUMBERS = frozenset({"PHONE", "ID"})
LONG = 8
"""Letters from which a name is looked for with one letter wrong: shorter ones have too many neighbours."""
_FEWEST_DIGITS = 6
_FEWEST_LETTERS = 3
_MOST_PARTS = 3


class Leak(NamedTuple):
    """Where a known name stands; never which one."""

    table: str
    column: str
    rows: int


class Sought(NamedTuple):
    """What to look for, prepared once: `beginnings` are those of the joined names; `ordinary` are names that are also words, which are not
    looked for in tables."""

    sequences: Mapping[str, frozenset[tuple[str, ...]]]
    joined: frozenset[str]
    beginnings: frozenset[str]
    fuzzy: tuple[str, ...]
    digits: frozenset[str]
    exact: frozenset[str]
    ordinary: frozenset[tuple[str, ...]]


def seek(forms: Iterable[tuple[str, str]], *, held_ordinary: Iterable[str] = ()) -> Sought:
    """Prepare the names of a case.

    Parameters
    ----------
    forms
        (kind, form in clear) of every identity.
    held_ordinary
        Forms that a person decided to leave as they are.
    """
    known = lexicons()
    left = {key(form) for form in held_ordinary}
    sequences: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    joined, digits, exact = set(), set(), set()
    ordinary: set[tuple[str, ...]] = set()
    for kind, form in forms:
        if kind in NUMBERS and len(number := re.sub(r"\D", "", form)) >= _FEWEST_DIGITS:
            digits.add(number)
        elif kind in {"EMAIL", "URL"}:
            exact.add(form.strip().lower())
        elif kind in NAMES and (whole := key(form)):
            # a surname alone leads to its person as well, "Jean-Macé" to the school
            parts = ((word,) for word in whole) if kind == "PERSON" else (name_of(form),) if kind in ("PLACE", "ORG") else ()
            for words in {whole, *parts}:
                if words in left:
                    continue
                if all(known.is_plain(word) or len(word) < _FEWEST_LETTERS for word in words):
                    if words == whole or (kind == "PERSON" and len(words[0]) >= _FEWEST_LETTERS and words[0] not in known.function):
                        ordinary.add(words)
                    continue
                sequences[words[0]].add(words)
                if len("".join(words)) > _FEWEST_LETTERS + 1:
                    joined.add("".join(words))
    return Sought(
        sequences={first: frozenset(found) for first, found in sequences.items()},
        joined=frozenset(joined),
        beginnings=frozenset(name[:cut] for name in joined for cut in range(1, len(name))),
        fuzzy=tuple(sorted(word for word in joined if len(word) >= LONG)),
        digits=frozenset(digits),
        exact=frozenset(exact),
        ordinary=frozenset(ordinary),
    )


def find_leaks(frames: Mapping[str, pd.DataFrame], sought: Sought, *, written: Iterable[str] = ()) -> list[Leak]:
    """Scan every text of some tables.

    Parameters
    ----------
    frames
        Tables by name; all columns of text and of lists of text are read, ids as well. A word of the contract in a column that holds
        nothing else is no name: there are people called Person or Place.
    sought
        What `seek` prepared.
    written
        Surrogates: what stands in them is no leak.

    Examples
    --------
    >>> table = pd.DataFrame({"text": ["merci à tous", "demande à ben ali"]})
    >>> find_leaks({"turns": table}, seek([("PERSON", "Benali")]))
    [Leak(table='turns', column='text', rows=1)]
    """
    ours = {word for surrogate in written for word in key(surrogate)}
    near: dict[str, bool] = {}
    leaks = []
    for table, frame in frames.items():
        for column in frame.columns:
            counts, ordinary = _texts(frame[column]), vocabulary(table, str(column))
            rows = sum(n for text, n in counts.items() if text not in ordinary and leaks_in(text, sought, ours, near))
            if rows:
                leaks.append(Leak(table, str(column), rows))
    return leaks


def leaks_in(text: str, sought: Sought, ours: Collection[str] = frozenset(), near: dict[str, bool] | None = None) -> bool:
    """Whether a known name stands in a text; `near` remembers the words that were compared letter by letter."""
    return bool(next(hits(key(text), sought, ours, near), None) or next(exact_places(text, sought), None))


def exact_places(text: str, sought: Sought) -> Iterator[tuple[int, int]]:
    """Where mails, sites and numbers stand, the digits of these with any blanks, dots, hyphens or slashes between them.

    Examples
    --------
    >>> list(exact_places("au 06.39 98", seek([("PHONE", "063998")])))
    [(3, 11)]
    """
    lower = text.lower()
    for form in sought.exact:
        yield from (found.span() for found in re.finditer(re.escape(form), lower))
    if sought.digits and any(map(str.isdigit, text)):
        for number in sought.digits:
            yield from (found.span() for found in re.finditer(r"[\s.\-/]*".join(number), text))


def hits(
    words: Sequence[str], sought: Sought, ours: Collection[str] = frozenset(), near: dict[str, bool] | None = None
) -> Iterator[tuple[int, int]]:
    """Where known names stand among folded words: the ranks of the first word and of the one after the last, not overlapping."""
    near = {} if near is None else near
    rank = 0
    while rank < len(words):
        n = _length(words, rank, sought, ours, near)
        if n:
            yield rank, rank + n
        rank += n or 1


def _length(words: Sequence[str], rank: int, sought: Sought, ours: Collection[str], near: dict[str, bool]) -> int:
    """How many words of a known name begin here; 0 for none."""
    word = words[rank]
    if word in ours:
        # surrogates are no words of the case, but for the head noun that an organisation or a place keeps
        return 0
    found = [len(name) for name in sought.sequences.get(word, ()) if tuple(words[rank : rank + len(name)]) == name]
    if found:
        return max(found)
    if word in sought.joined:
        return 1
    if word in sought.beginnings:
        for parts in range(2, _MOST_PARTS + 1):
            if _split(words[rank : rank + parts], sought):
                return parts
    if word not in near:
        near[word] = _resembles(word, sought)
    return int(near[word])


def _split(words: Sequence[str], sought: Sought) -> bool:
    # "est-elle" is no Estelle: one part at least must be no word
    return "".join(words) in sought.joined and not all(map(lexicons().is_plain, words))


def _resembles(word: str, sought: Sought) -> bool:
    if lexicons().is_plain(word):
        return False
    if len(word) > _FEWEST_LETTERS + 1 and word[-1] in "sx" and word[:-1] in sought.joined:
        return True
    return len(word) >= LONG - 1 and any(
        abs(len(word) - len(name)) < 2 and Levenshtein.distance(word, name, score_cutoff=1) < 2 for name in sought.fuzzy
    )


def _texts(values: pd.Series) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return counts
    for value in values:
        for part in (value,) if isinstance(value, str) else value if value is not None and not isinstance(value, float) else ():
            if isinstance(part, str):
                counts[part] += 1
    return counts
