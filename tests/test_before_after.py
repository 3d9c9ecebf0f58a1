"""Markers and curves are the same, within 2 %, before and after pseudonymisation: what names are hidden changes no reading."""

import pandas as pd
import pytest

from pipeline.gold import gold_cases
from pipeline.markers import read_markers
from pipeline.markers.readings import COLUMNS
from pipeline.pseudonymise import pseudonymise
from pipeline.resources import resource
from pipeline.settings import Settings
from pipeline.tables import build

WITHIN = 0.02
WINDOW = 7
"""Turns over which a curve is the mean."""

Read = dict[str, pd.DataFrame]


def marked(read: Read) -> set[tuple[str, str]]:
    """Turn and category of each active marker."""
    active = read["markers"].loc[read["markers"]["active"]]
    return set(zip(active["turn_id"], active["category"], strict=True))


def differences(before: Read, after: Read) -> dict[str, float]:
    """Shares of active markers and of polarities that are not the same, and how far curves lie apart in the mean, 0 to 1."""
    one, other = marked(before), marked(after)
    turns = [read["readings"].set_index("turn_id") for read in (before, after)]
    sessions = turns[0].index.str.rpartition(":").get_level_values(0)
    curves = [turn[list(COLUMNS)].groupby(sessions).rolling(WINDOW, min_periods=1).mean() for turn in turns]
    return {
        "markers": len(one ^ other) / max(len(one | other), 1),
        "polarity": float((turns[0]["polarity"] != turns[1].loc[turns[0].index, "polarity"]).mean()),
        "curves": float((curves[0] - curves[1]).abs().to_numpy().mean(axis=0).max()),
        "session means": float((turns[0][list(COLUMNS)] - turns[1][list(COLUMNS)]).groupby(sessions).mean().abs().to_numpy().max()),
    }


def both(case, settings: Settings) -> tuple[Read, Read]:
    """What is read of the words that were said, and of those that a reader sees."""
    clear, none = case.clear, build("decisions")
    hidden = pseudonymise(
        sessions=clear.sessions, speakers=clear.speakers, turns=clear.turns, participants=clear.participants,
        secret=bytes(32), context=clear.context, settings=settings.pseudonymise,
    ).tables  # fmt: skip
    assert not clear.turns["text"].equals(hidden["turns"]["text"]), "nothing was hidden"
    before = read_markers(turns=clear.turns, speakers=clear.speakers, decisions=none, settings=settings.markers)
    return before, read_markers(turns=hidden["turns"], speakers=hidden["speakers"], decisions=none, settings=settings.markers)


def test_the_sample_reads_the_same_before_and_after() -> None:
    settings = Settings()
    for case in gold_cases(resource("data", "sample"), split=None, settings=settings):
        for what, share in differences(*both(case, settings)).items():
            assert share <= WITHIN, f"{case.case_id}: {what}"


def test_a_marker_that_is_lost_and_a_curve_that_moves_are_seen() -> None:
    rows = [dict.fromkeys(COLUMNS, 0.5) | {"turn_id": f"s:{i}", "polarity": "violent"} for i in range(4)]
    before = {
        "markers": pd.DataFrame({"turn_id": ["s:0", "s:1"], "category": ["menace", "menace"], "active": [True, True]}),
        "readings": pd.DataFrame(rows),
    }
    after = {
        "markers": before["markers"].assign(active=[True, False]),
        "readings": before["readings"].assign(p_violent=0.4, polarity=["violent", "violent", "violent", "neutre"]),
    }
    assert differences(before, before) == {"markers": 0, "polarity": 0, "curves": 0, "session means": 0}
    assert differences(before, after) == pytest.approx({"markers": 0.5, "polarity": 0.25, "curves": 0.1, "session means": 0.1})
