"""Words with their marks: what comes from a table is escaped, whatever it holds."""

import pandas as pd
import pytest

from dashboard.publics import Public
from dashboard.words import marked, transcript


def marks(*rows):
    return pd.DataFrame(rows, columns=["start", "end", "category", "score", "active"])


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], "je me tais ici"),
        ([(0, 2, "reticence", 0.9, True)], '<mark class="mark-retrait">je</mark> me tais ici'),
        ([(0, 14, "peur", 0.9, True)], '<mark class="mark-peurs">je me tais ici</mark>'),
        ([(3, 10, "rejet", 0.9, False)], 'je <mark class="off">me tais</mark> ici'),
        (
            [(0, 5, "peur", 0.9, True), (3, 10, "obstacle", 0.7, True)],
            '<mark class="mark-peurs">je me</mark><mark class="mark-obstacle"> tais</mark> ici',
        ),
        ([(0, 5, "rejet", 0.9, False), (0, 5, "peur", 0.6, True)], '<mark class="mark-peurs">je me</mark> tais ici'),
    ],
)
def test_marks(found, expected):
    assert marked("je me tais ici", marks(*found)) == expected


HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def test_nothing_of_a_table_becomes_markup(invented_data, ask):
    read = {name: ask(invented_data, Public.INTERVENANT, "quartier", name) for name in ("turns", "speakers", "markers", "readings")}
    read["turns"]["text"] = HOSTILE
    read["speakers"]["label"] = HOSTILE
    read["markers"]["why"] = HOSTILE
    html = transcript(read["turns"].head(40), read["speakers"], read["markers"], read["readings"], "seance-1:3")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert html.count('class="turn here"') == 1


@pytest.mark.parametrize(("said_by", "shown"), [("", "sans nom"), ("few", "quelques-uns"), ("three_plus", "trois ou plus")])
def test_a_turn_without_a_speaker_says_how_many_said_it(invented_data, said_by, shown, ask):
    read = {name: ask(invented_data, Public.INTERVENANT, "quartier", name) for name in ("turns", "speakers", "markers", "readings")}
    turns = read["turns"].head(1).assign(speaker_id="", said_by=said_by)
    assert f">{shown}<" in transcript(turns, read["speakers"], read["markers"], read["readings"], "")
