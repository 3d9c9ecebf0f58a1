"""How `tests/peers/assemblee.py` counts: invented notes of minutes. The measure itself is run by hand."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

PATH = Path(__file__).resolve().parent / "peers" / "assemblee.py"


@pytest.fixture(scope="module")
def measure():
    spec = importlib.util.spec_from_file_location("peers_assemblee", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("note", "n"),
    [
        ("Applaudissements sur les bancs du groupe A.", 0),
        ("Sourires.", 0),
        ("Exclamations sur les bancs du groupe B.", 1),
        ("Vifs applaudissements sur les bancs du groupe A. – Exclamations sur les bancs du groupe B.", 1),
        ("Protestations sur les bancs du groupe A. – « Non ! » sur les bancs du groupe B.", 2),
        ("« Bravo ! » sur les bancs du groupe A.", 0),
    ],
)
def test_only_protests_count(measure, note, n):
    assert measure.protests({"reactions": [{"text": note}]}) == n


def test_a_window_is_twenty_turns_and_what_fills_none_is_left_out(measure):
    assert measure.windows(np.arange(50.0)).tolist() == [9.5, 29.5]


def test_what_goes_with_words_alone_has_nothing_left_without_them(measure):
    words = np.random.default_rng(0).normal(size=400)
    noise = np.random.default_rng(1).normal(size=(2, 400))
    x, y = words + 0.5 * noise[0], words + 0.5 * noise[1]
    assert measure.spearman(x, y) > 0.6
    assert abs(measure.spearman(x, y, words)) < 0.15
