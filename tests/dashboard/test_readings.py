"""Sentences that read a figure."""

import pandas as pd

from dashboard import figures, texts
from dashboard.readings import read_thread

NO_PASSAGE = pd.DataFrame({"kind": [], "first": [], "last": [], "topic": []})


def bands(*marks):
    turns = pd.DataFrame({"turn_id": [f"s:{n}" for n in range(100)], "order": range(100), "start_s": [60.0 * n for n in range(100)]})
    rows = [{"turn_id": f"s:{at}", "category": category, "score": 1.0, "active": True} for at, category in marks]
    return figures.curves(pd.DataFrame(rows, columns=["turn_id", "category", "score", "active"]), figures.positions(turns)[0])


def test_a_session_without_marks_says_so():
    assert read_thread(bands(), NO_PASSAGE, timed=True) == texts.NO_MARK


def test_peaks_are_read_in_their_order():
    said = read_thread(bands((70, "decision"), (20, "peur")), NO_PASSAGE, timed=True)
    assert said == "Vers 0:20, des peurs et des doutes se disent ; vers 1:10, la coopération est la plus présente."


def test_a_passage_comes_first():
    passages = pd.DataFrame({"kind": ["violence_to_conflict"], "first": [600.0], "last": [1200.0], "topic": ["L'information"]})
    said = read_thread(bands((10, "menace"), (20, "desaccord_direct")), passages, timed=True).replace(texts.NBSP, " ")
    assert said == "De 0:10 à 0:20, on passe de paroles qui ferment à des paroles qui se répondent, autour de « L’information »."


def test_a_subject_that_was_left_is_asked_about():
    passages = pd.DataFrame({"kind": ["withdrawal"], "first": [600.0], "last": [1200.0], "topic": [""]})
    said = read_thread(bands((70, "decision")), passages, timed=True)
    assert said.startswith("De 0:10 à 0:20, la parole se retire. Vers 1:10,")


def test_without_times_turns_are_named():
    said = read_thread(bands((70, "decision")), NO_PASSAGE, timed=False)
    assert said.startswith("Autour du tour")
