"""The learned reader of names without capitals: what it adds, what it doubts, and that it is plain arrays."""

import numpy as np
import pytest

from pipeline.pseudonymise.text import Passage, Span
from pipeline.pseudonymise.windows import ROWS, WindowReader, grams, window_reader, with_windows


def test_the_reader_is_small_and_survives_its_file(tmp_path) -> None:
    reader = window_reader()
    assert reader is not None
    reader.save(tmp_path)
    again = WindowReader.load(tmp_path)
    words = ["on", "va", "à", "rostrenen"]
    assert np.allclose(reader.read(words), again.read(words), atol=0.01)
    assert (tmp_path / "windows.npz").stat().st_size < 1_000_000


def test_probabilities_of_each_word() -> None:
    reader = window_reader()
    assert reader is not None
    chances = reader.read(["on", "va", "à", "rostrenen"])
    assert chances.shape == (4, 4)
    assert np.allclose(chances.sum(1), 1, atol=1e-3)
    assert chances[3, 0] < 0.5 < chances[0, 0]
    assert reader.read([]).shape == (0, 4)
    assert grams(["on"]).max() < ROWS


def test_what_the_recogniser_alone_saw_may_be_doubted_and_a_cue_is_not() -> None:
    text = "et après on a mangé la tarte"
    start = text.index("mangé")
    unsure, cued = (Span(start, start + 5, "PERSON", 0.5, origin) for origin in ("ner", "cue"))
    assert with_windows(Passage(text), [unsure]) == []
    assert with_windows(Passage(text), [cued]) == [cued]


@pytest.mark.parametrize("text", ["Bambou ils font les crêpes", ""])
def test_a_text_with_capitals_is_left_to_the_others(text: str) -> None:
    assert with_windows(Passage(text), []) == []


def test_what_touches_a_number_is_not_doubted() -> None:
    text = "le code c'est frsoixante-seize zéro zéro"
    unsure, number = Span(14, 24, "PLACE", 0.5, "ner"), Span(25, len(text), "ID", 0.8, "structure")
    assert with_windows(Passage(text), [unsure, number]) == [unsure, number]
