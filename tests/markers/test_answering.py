"""Who answers whom, once a person said so."""

import pytest

from pipeline import tables
from pipeline.markers.answering import correct_answers, decided_answers, idle_answers

SAID = [("s:0", "s"), ("s:1", "s"), ("s:2", "s"), ("r:0", "r")]
SIDES = ["opposes_turn_id", "opposes_score", "supports_turn_id", "supports_score"]


def decided(*rows):
    """Decisions (kind, target, value), in the order of their time."""
    return tables.build(
        "decisions",
        [
            {"decision_id": f"d{at}", "stage": "markers", "kind": kind, "target_id": target, "value": value, "author": ""}
            | {"at": f"2026-01-01T00:00:{at:02d}"}
            for at, (kind, target, value) in enumerate(rows)
        ],
    )


@pytest.fixture
def turns():
    told = {"case_id": "c", "speaker_id": "p", "said_by": "", "start_s": float("nan"), "end_s": float("nan"), "text": "oui"}
    rows = [{**told, "session_id": session, "turn_id": turn_id, "order": int(turn_id.split(":")[1])} for turn_id, session in SAID]
    return tables.build("turns", rows)


@pytest.fixture
def readings(turns):
    """Turn 2 opposes turn 1, as it was read."""
    none = {name: 0.0 for name in tables.columns("readings") if name.startswith("p_")}
    rows = [
        {"turn_id": one, "polarity": "neutre", **none}
        | ({"opposes_turn_id": "s:1", "opposes_score": 0.7} if one == "s:2" else {"opposes_turn_id": "", "opposes_score": 0.0})
        | {"supports_turn_id": "", "supports_score": 0.0}
        for one in turns["turn_id"]
    ]
    return tables.build("readings", rows)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([], ["s:1", 0.7, "", 0.0]),
        ([("answer", "s:2/answer", "")], ["", 0.0, "", 0.0]),
        ([("answer", "s:2/answer", "supports s:1")], ["", 0.0, "s:1", 1.0]),
        ([("answer", "s:2/answer", "opposes s:0")], ["s:0", 1.0, "", 0.0]),
        ([("answer", "s:2/answer", ""), ("answer", "s:2/answer", "supports s:0")], ["", 0.0, "s:0", 1.0]),
        ([("answer", "s:2/answer", ""), ("undo", "s:2/answer", "")], ["s:1", 0.7, "", 0.0]),
    ],
)
def test_the_last_word_is_a_person_s(rows, wanted, turns, readings):
    before = readings.copy()
    after = correct_answers(readings, turns, decided(*rows)).set_index("turn_id")
    assert after.loc["s:2", SIDES].tolist() == wanted
    assert after.loc["s:0", SIDES].tolist() == ["", 0.0, "", 0.0]
    assert readings.equals(before)
    tables.validate("readings", after.reset_index())


@pytest.mark.parametrize("value", ["opposes r:0", "opposes s:9", "opposes s:2", "supports s:2"])
def test_only_a_turn_that_comes_before_in_its_session_is_answered(value, turns, readings):
    decisions = decided(("answer", "s:2/answer", value), ("answer", "s:7/answer", ""))
    assert correct_answers(readings, turns, decisions).equals(readings)
    assert idle_answers(turns, decisions) == 2


@pytest.mark.parametrize("row", [("answer", "s:2/answer", "denies s:1"), ("answer", "s:2/answer", "opposes"), ("reject", "s:2/answer", "")])
def test_what_says_nothing_decides_nothing(row):
    assert decided_answers(decided(row)) == {}


def test_the_stage_takes_them_in_and_markers_stay(read):
    said = [("p1", "On pourrait ouvrir la salle le samedi."), ("p2", "Je suis pas d'accord avec ça."), ("p3", "Je suis pas d'accord.")]
    before = read(*said)
    assert before["readings"].set_index("turn_id").loc["s:2", "opposes_turn_id"]
    rows = decided(("answer", "s:2/answer", "supports s:1")).to_dict("records")
    after = read(*said, decisions=rows)
    assert after["readings"].set_index("turn_id").loc["s:2", SIDES].tolist() == ["", 0.0, "s:1", 1.0]
    assert after["markers"].equals(before["markers"])
