"""The learned reader of windows: what it says of each word, and that it is plain arrays."""

import numpy as np
import pytest

from pipeline.pseudonymise.text import Passage
from pipeline.pseudonymise.windows import REACH, ROWS, WindowReader, alone, laid, spoken_words, window_reader

SAID = ["on", "va", "à", "rostrenen"]


@pytest.fixture(scope="module")
def reader() -> WindowReader:
    shipped = window_reader()
    assert shipped is not None
    return shipped


def test_the_reader_is_small_and_survives_its_file(reader: WindowReader, tmp_path) -> None:
    reader.save(tmp_path)
    again = WindowReader.load(tmp_path)
    assert again.threshold == pytest.approx(reader.threshold)
    assert np.allclose(reader.read([SAID]), again.read([SAID]), atol=0.01)
    assert (tmp_path / "windows.npz").stat().st_size < 1_000_000


def test_probabilities_of_each_word(reader: WindowReader) -> None:
    chances = reader.read([SAID])
    assert chances.shape == (4, 4)
    assert np.allclose(chances.sum(1), 1, atol=1e-3)
    assert chances[3, 0] < 0.5 < chances[0, 0]


def test_texts_that_are_read_together_do_not_see_each_other(reader: WindowReader) -> None:
    other = ["chez", "gamm", "vert"]
    together = reader.read([other, [], SAID, other])
    assert np.allclose(together[3:7], reader.read([SAID])[0:4], atol=1e-5)
    assert np.allclose(together[:3], together[7:], atol=1e-5)


def test_places_and_rows() -> None:
    row = laid([["on", "va"], ["on"]])
    assert row.words == ["", "on", "va"]
    assert row.ids.tolist() == [0] * REACH + [1, 2] + [0] * REACH + [1] + [0] * REACH
    assert row.grams.shape == (3, 9)
    assert alone("on").shape[0] == 2 * REACH + 1
    assert max(row.grams.max(), alone("on").max()) < ROWS


def test_words_keep_their_accents() -> None:
    assert spoken_words(Passage("À l'Épeule")) == ["à", "l", "épeule"]
