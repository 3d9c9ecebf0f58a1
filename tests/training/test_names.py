"""The schooling of the reader of windows counts what the reader reads."""

import numpy as np

from pipeline.pseudonymise.text import Passage
from pipeline.pseudonymise.windows import ROWS, WindowReader, spoken_words
from pipeline.training.marked import utterance
from pipeline.training.names import _examples


def test_the_reader_scores_what_was_counted() -> None:
    turns = [
        utterance("on joue au [[café des halles:ORG]]"),
        utterance("[[nadia:PERSON]] vit à [[glomel:PLACE]]"),
        utterance("@[[nadia_g:HANDLE]] oui"),
    ]
    features, columns = _examples(turns)
    assert columns.tolist() == [0, 0, 0, 3, 3, 3, 1, 0, 0, 2, -1, -1, 0]
    weights = np.random.default_rng(0).normal(size=(ROWS + 1, 4)).astype(np.float32)
    scores = features @ weights[:-1] + weights[-1]
    expected = np.exp(scores - scores.max(1, keepdims=True))
    read = WindowReader(weights, 0.5).read([spoken_words(Passage(turn.text)) for turn in turns])
    assert np.allclose(read, expected / expected.sum(1, keepdims=True), atol=1e-4)
