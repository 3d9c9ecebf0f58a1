"""The bench measures every stage on whatever cases it is given."""

import io

import numpy as np
import pytest
from rich.console import Console

from pipeline.bench import bench, print_bench

SAID = [
    "Moi c'est Nadia Belkacem, on m'a jamais prévenue que le local fermait.",
    "C'est pas vrai, y avait une affiche dans le hall depuis le 3 mars.",
    "Personne nous dit rien, les horaires changent sans prévenir.",
    "Moi je suis pour rouvrir le local le soir, avec un adulte.",
    "Et moi je suis contre, ça va encore finir avec du bruit.",
    "On pourrait faire un essai jusqu'à vingt-deux heures.",
]

HELD = 800
"""Megabytes."""


@pytest.fixture
def folder(tmp_path):
    case = tmp_path / "quartier"
    case.mkdir()
    (case / "seance-1.txt").write_text("".join(f"{('Nadia', 'Karim')[n % 2]} : {text}\n" for n, text in enumerate(SAID)), "utf-8")
    return tmp_path


def test_every_figure_is_there_and_makes_sense(folder):
    held = np.ones(HELD * 1_000_000, dtype=np.uint8)
    del held
    figures = bench(folder, many=[20, 40])
    assert figures["words"] == sum(len(text.split()) for text in SAID)
    for name in ("names", "names_lower", "markers"):
        speed = figures[name]
        assert speed["ratio"] == pytest.approx(speed["words_per_second"] / speed["spacy_words_per_second"])
    assert 0 <= figures["markers"]["reader_share"] < 1
    assert figures["markers"]["parser_ratio"] > 0
    assert figures["topics"]["segments"] >= len(SAID)
    assert [one["segments"] >= n for one, n in zip(figures["many"], (20, 40), strict=True)] == [True, True]
    assert figures["memory"] is None or figures["memory"] >= figures["memory_names"] > 100
    if figures["memory"] is not None:
        assert all(100 < one["memory"] < figures["memory"] - HELD / 2 for one in figures["many"]), "what this process held is not theirs"
    screen = io.StringIO()
    print_bench(figures, Console(file=screen, width=120))
    assert "MB" in screen.getvalue() or "not told" in screen.getvalue()
