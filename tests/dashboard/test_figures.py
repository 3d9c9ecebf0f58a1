"""Data in, specification out."""

import math

import pandas as pd
import pytest

from dashboard import figures
from dashboard.publics import Public
from dashboard.style import DARK, LIGHT
from pipeline.tables import FAMILY_OF

NO_PASSAGE = pd.DataFrame({"kind": [], "first": [], "last": [], "topic": []})


def session(starts, marks):
    """Turns at some seconds, and sure markers (rank of the turn, category, active)."""
    ids = [f"s:{n}" for n in range(len(starts))]
    turns = pd.DataFrame({"turn_id": ids, "order": range(len(starts)), "start_s": [float(start) for start in starts]})
    rows = [{"turn_id": f"s:{at}", "category": category, "score": 1.0, "active": active} for at, category, active in marks]
    return turns, pd.DataFrame(rows, columns=["turn_id", "category", "score", "active"])


@pytest.mark.parametrize("category", FAMILY_OF)
def test_every_category_but_obstacles_has_its_band(category):
    assert (category in figures.BAND_OF) == (category != "obstacle")


@pytest.mark.parametrize(
    ("category", "band"), [("peur", "peurs"), ("mefiance", "peurs"), ("doute", "peurs"), ("reticence", "retrait"), ("prejuge", "violence")]
)
def test_saying_a_fear_is_no_withdrawal(category, band):
    turns, markers = session(range(0, 1000, 10), [(50, category, True)])
    place, _ = figures.positions(turns)
    heights = figures.curves(markers, place).groupby("band")["height"].max()
    assert heights.idxmax() == band
    assert heights.drop(band).max() == 0


def test_a_mark_stands_where_it_was_said():
    turns, markers = session(range(0, 1000, 10), [(30, "menace", True)])
    place, timed = figures.positions(turns)
    bands = figures.curves(markers, place)
    peak = bands.loc[bands["height"].idxmax()]
    assert timed
    assert peak["position"] == pytest.approx(300, abs=5)
    assert peak["height"] == pytest.approx(1 / 3, abs=0.01)


def test_a_cancelled_cue_raises_no_band():
    turns, markers = session(range(10), [(3, "menace", False)])
    assert figures.curves(markers, figures.positions(turns)[0])["height"].max() == 0


def test_bands_share_one_height():
    turns, markers = session(range(0, 1000, 10), [(20, "menace", True)] * 6 + [(70, "decision", True)] * 3)
    heights = figures.curves(markers, figures.positions(turns)[0]).groupby("band")["height"].max()
    assert heights["violence"] == pytest.approx(1, abs=0.01)
    assert heights["cooperation"] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("starts", "timed", "expected"),
    [
        ([0, 10, 20], True, [0, 10, 20]),
        ([math.nan] * 3, False, [0, 1, 2]),
        ([0, math.nan, 20], False, [0, 1, 2]),
        ([*range(0, 90, 10), math.nan, 100], True, [*range(0, 90, 10), 90, 100]),
    ],
)
def test_turns_without_times_lie_by_rank(starts, timed, expected):
    turns, _ = session(starts, [])
    place, found = figures.positions(turns)
    assert found == timed
    assert place.tolist() == expected


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("n", [1, 2, 68, 1500])
def test_the_thread_is_a_valid_specification(colours, n):
    turns, markers = session(range(0, n * 10, 10), [(n // 2, "menace", True)])
    place, timed = figures.positions(turns)
    chart = figures.thread(figures.curves(markers, place), NO_PASSAGE, place, timed, 0.0, colours)
    spec = chart.to_dict()
    assert [parameter["name"] for parameter in spec["params"]] == ["mots"]
    rect = next(layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "rect")
    assert rect["aria"] is False, "a group of no passage would be a picture without a name"
    hues = next(layer["encoding"]["color"]["scale"] for layer in spec["layer"] if layer["mark"]["type"] == "area")
    assert dict(zip(hues["domain"], hues["range"], strict=True)) == {band: getattr(colours, band) for band in figures.BANDS}


def test_the_thread_shades_its_passages(invented_data, ask):
    turns = ask(invented_data, Public.INTERVENANT, "quartier", "turns").query("session_id == 'seance-2'")
    markers = ask(invented_data, Public.INTERVENANT, "quartier", "markers")
    place, timed = figures.positions(turns)
    passages = pd.DataFrame({"kind": ["violence_to_conflict"], "first": [600.0], "last": [900.0], "topic": [""]})
    spec = figures.thread(
        figures.curves(markers.loc[markers["turn_id"].isin(place.index)], place), passages, place, timed, 0.0, LIGHT
    ).to_dict()
    rect = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "rect")
    (row,) = spec["datasets"][rect["data"]["name"]]
    assert (row["first"], row["last"], row["said"]) == (600.0, 900.0, "violence → conflit")
