import pandas as pd
import pytest

from pipeline import tables
from pipeline.markers.corrections import Corrections

SESSION = [
    ("p1", "On pourrait ouvrir la salle le samedi."),
    ("p2", "Je suis pas d'accord avec ça, vous êtes des incapables."),
    ("p1", "Le car passe à midi devant l'école."),
]
DEVALUED = "s:1/devalorisation/0"


def decide(*said):
    """Decisions about markers, in the order of their time."""
    return [
        {
            "decision_id": f"d{i}", "stage": "markers", "kind": kind, "target_id": target, "value": value,
            "author": "u1", "at": f"2026-11-25T10:{i:02}:00Z",
        }
        for i, (kind, target, value) in enumerate(said)
    ]  # fmt: skip


@pytest.fixture
def after(read):
    """Markers by id and readings by turn, after decisions."""

    def run(*said):
        result = read(*SESSION, decisions=decide(*said))
        tables.validate("markers", result["markers"])
        tables.validate("readings", result["readings"])
        return result["markers"].set_index("marker_id"), result["readings"].set_index("turn_id")

    return run


def test_what_is_rejected_stays_inactive_and_says_so(after):
    markers, readings = after(("reject", DEVALUED, ""))
    assert not markers.loc[DEVALUED, "active"]
    assert markers.loc[DEVALUED, "why"].endswith("écarté par une personne.")
    assert readings.loc["s:1", "polarity"] == "constructif"
    assert readings.loc["s:1", "p_violent"] == 0


def test_what_is_added_is_sure_and_changes_the_reading(after):
    markers, readings = after(("add", "s:2/0-14", "menace groupe"))
    added = markers.loc["s:2/menace/0-14"]
    assert (added["origin"], added["band"], added["target"], added["rule_id"]) == ("person", "sure", "groupe", "")
    assert added["active"]
    assert added["why"] == "Menace (maltraitance) : ajouté par une personne."
    assert readings.loc["s:2", "polarity"] == "violent"
    assert readings.loc["s:2", "p_violent"] == 1


def test_a_whole_turn_may_be_marked(after):
    markers, _ = after(("add", "s:2", "obstacle"))
    row = markers.query("turn_id == 's:2'").iloc[0]
    assert (row["start"], row["end"], row["target"]) == (0, len(SESSION[2][1]), "institution")


def test_another_category_takes_the_place_of_the_one_read(after):
    markers, readings = after(("set", DEVALUED, "exasperation"))
    row = markers.loc[DEVALUED]
    assert (row["category"], row["family"], row["rule_id"], row["target"]) == ("exasperation", "colere", "", "idee")
    assert "à la place de : dévalorisation" in row["why"]
    assert readings.loc["s:1", ["p_violent", "p_anger"]].tolist() == [0, 1]


def test_another_target_keeps_category_and_rule(after):
    before, _ = after()
    markers, _ = after(("set", DEVALUED, "institution"))
    assert markers.loc[DEVALUED, "target"] == "institution"
    assert markers.loc[DEVALUED, ["category", "rule_id"]].tolist() == before.loc[DEVALUED, ["category", "rule_id"]].tolist()


@pytest.mark.parametrize(
    "said",
    [
        [("reject", DEVALUED, ""), ("undo", DEVALUED, "")],
        [("set", DEVALUED, "menace"), ("set", DEVALUED, "groupe"), ("undo", DEVALUED, "")],
        [("add", "s:2", "peur"), ("undo", "s:2", "peur")],
        [("add", "s:2", "peur"), ("add", "s:2", "doute"), ("undo", "s:2", "")],
        [("add", "s:2/0-6", "peur"), ("undo", "s:2/0-6", "")],
    ],
)
def test_what_is_undone_leaves_nothing(after, said):
    for table, untouched in zip(after(*said), after(), strict=True):
        pd.testing.assert_frame_equal(table, untouched)


def test_the_later_decision_counts_whatever_the_order_of_the_rows(read):
    decisions = decide(("reject", DEVALUED, ""), ("set", DEVALUED, "menace"))
    one, two = (read(*SESSION, decisions=rows)["markers"] for rows in (decisions, decisions[::-1]))
    pd.testing.assert_frame_equal(one, two)
    row = one.set_index("marker_id").loc[DEVALUED]
    assert row["active"]
    assert row["category"] == "menace"


def test_category_and_target_set_apart_both_hold(after):
    markers, _ = after(("set", DEVALUED, "menace"), ("set", DEVALUED, "groupe"))
    assert markers.loc[DEVALUED, ["category", "target"]].tolist() == ["menace", "groupe"]


def test_a_disagreement_rejected_opposes_nobody(after):
    _, before = after()
    markers, readings = after(("reject", "s:1/desaccord_direct/0", ""))
    assert before.loc["s:1", "opposes_turn_id"] == "s:0"
    assert readings.loc["s:1", ["opposes_turn_id", "opposes_score"]].tolist() == ["", 0]
    assert "s:1/desaccord_direct/0" in markers.index


def test_a_disagreement_added_opposes_the_turn_before(after):
    _, readings = after(("add", "s:2", "desaccord_nuance"))
    assert readings.loc["s:2", ["opposes_turn_id", "opposes_score", "polarity"]].tolist() == ["s:1", 1, "constructif"]


@pytest.mark.parametrize(
    "said",
    [
        ("reject", "s:9/menace/0", ""), ("set", "s:9/menace/0", "peur"), ("add", "s:9", "peur"), ("add", "s:2/30-999", "peur"),
        ("add", "s:2/6-6", "peur"), ("add", "s:2", "gentillesse"), ("set", DEVALUED, ""), ("undo", DEVALUED, ""), ("praise", DEVALUED, ""),
    ],
)  # fmt: skip
def test_what_speaks_of_nothing_is_counted_and_has_no_effect(after, turns_of, said):
    markers, readings = after(said)
    untouched, read_before = after()
    pd.testing.assert_frame_equal(markers, untouched)
    pd.testing.assert_frame_equal(readings, read_before)
    corrections = Corrections(tables.build("decisions", decide(said, ("reject", DEVALUED, ""), ("add", "s:2", "peur"))))
    assert corrections.idle(turns_of(*SESSION), markers.reset_index()) == 1


def test_an_addition_may_be_rejected_in_its_turn(after):
    markers, readings = after(("add", "s:2/0-6", "peur"), ("reject", "s:2/peur/0-6", ""))
    assert not markers.loc["s:2/peur/0-6", "active"]
    assert readings.loc["s:2", "p_withholding"] == 0
