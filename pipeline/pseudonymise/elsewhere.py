"""What was learned of names from all that is said in a case: a word that is a name in one turn is likely one in the next.

The reader of windows sees a few words to either side. This one sees what that reader and the recogniser make of a word, of its neighbours,
and of the same word, and the same two words, everywhere else in the case. One hidden layer over dense features, stored as plain arrays
under models/trained/names, rebuilt by `circulation train names`; it holds no word.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from pipeline.network import Network
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.remembered import remembered
from pipeline.pseudonymise.text import Passage, Span
from pipeline.pseudonymise.windows import FOLDER, KINDS
from pipeline.resources import resource

FILE = "elsewhere.npz"
_FAINTEST = 1e-4


def described(passages: Sequence[Passage], named: Sequence[Sequence[Span]], likely: np.ndarray) -> np.ndarray:
    """Features of all words of a case, text after text; shape (words, features).

    Parameters
    ----------
    passages
        Its texts.
    named
        What the recogniser sees in each.
    likely
        What the reader of windows makes of all their words, shape (words, kinds).
    """
    words = [word for passage in passages for word in passage.words]
    sizes = np.array([len(passage.words) for passage in passages])
    ends = np.cumsum(sizes)
    opens, closes = np.zeros((2, len(words)), bool)
    opens[(ends - sizes)[sizes > 0]] = closes[(ends - 1)[sizes > 0]] = True
    number: dict[str, int] = {}
    ids = np.array([number.setdefault(word.folded, len(number)) for word in words])

    seen = np.zeros((len(words), len(KINDS) - 1), np.float32)
    for first, passage, spans in zip((ends - sizes).tolist(), passages, named, strict=True):
        for span in spans:
            inside = passage.within(span.start, span.end)
            seen[first + inside.start : first + inside.stop, KINDS.index(span.kind) - 1] = 1
    capital = np.array([(word.capital and not word.opens, word.capital and word.opens) for word in words], np.float32)
    lower = np.repeat(np.array([passage.lower for passage in passages], np.float32), sizes)[:, None]
    classes = np.array([_classes(word) for word in number], np.float32)[ids]
    local = np.hstack([np.log(np.maximum(likely, _FAINTEST)), seen, capital])
    beside = [_moved(local, opens, 1), _moved(local, closes, -1), _moved(classes, opens, 1)]
    told = np.hstack([1 - likely[:, :1], likely[:, 1:], seen, capital[:, :1]])
    return np.hstack([local, lower, classes, *beside, *_elsewhere(ids, told), _of_two(ids, closes, 1 - likely[:, 0])])


def _of_two(ids: np.ndarray, closes: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Of each place how often its word and the next are said together, and how likely both and one of them are named where they are said
    again; and the same of the word before and its own."""
    told = np.zeros((len(ids), 6), np.float32)
    first = np.flatnonzero(~closes[:-1])
    if len(first):
        pairs = np.unique(ids[first] * (ids.max() + 1) + ids[first + 1], return_inverse=True)[1]
        both, one = np.minimum(named[first], named[first + 1]), np.maximum(named[first], named[first + 1])
        often, mean, _ = _elsewhere(pairs, np.column_stack([both, one]))
        told[first, :3] = told[first + 1, 3:] = np.hstack([often, mean])
    return told


def _elsewhere(ids: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each place the logarithm of how often its word is said, and the mean and the greatest of the values at its other places."""
    n = np.bincount(ids)
    sums = np.column_stack([np.bincount(ids, column) for column in values.T])
    mean = (sums[ids] - values) / np.maximum(n[ids] - 1, 1)[:, None]
    most = np.empty_like(mean)
    last = np.cumsum(n) - 1
    for rank, column in enumerate(values.T):
        order = np.lexsort((column, ids))
        greatest, second = order[last], order[np.maximum(last - 1, 0)]
        most[:, rank] = column[greatest][ids]
        most[greatest, rank] = np.where(n > 1, column[second], 0)
    return np.log(n)[ids, None], mean * (n[ids] > 1)[:, None], most * (n[ids] > 1)[:, None]


def _moved(rows: np.ndarray, edges: np.ndarray, by: int) -> np.ndarray:
    """Each row as it stands beside its place, zeros beyond the text."""
    moved = np.roll(rows, by, axis=0)
    moved[edges] = 0
    return moved


@remembered
def _classes(word: str) -> tuple[bool, ...]:
    known = lexicons()
    return (
        known.is_plain(word),
        word in known.function,
        known.is_noun(word),
        word in known.common,
        len(word) > 3,
        word in known.kinds_alone,
        known.is_name(word),
        (word,) in known.communes,
    )


@cache
def case_reader() -> Network | None:
    """The reader that ships with the program, or None: of features as `described` gives them the score of each kind."""
    file = resource(*FOLDER) / FILE
    if not file.exists():
        return None
    with np.load(file) as stored:
        return Network.of(stored)
