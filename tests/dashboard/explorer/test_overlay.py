"""Decisions laid over the tables: what a person decided is seen at once, and gone when it is taken back."""

import pandas as pd
import pytest

from dashboard.explorer.overlay import Undo, correct_markers, lay_over, undo_of
from dashboard.publics import Public
from pipeline import tables


def decided(*rows):
    """Decisions (stage, kind, target, value), in this order."""
    made = [
        {
            "decision_id": f"d{at}",
            "stage": stage,
            "kind": kind,
            "target_id": target,
            "value": value,
            "author": "",
            "at": f"2026-01-01T00:00:{at:02d}",
        }
        for at, (stage, kind, target, value) in enumerate(rows)
    ]
    return tables.build("decisions", made)


def markers(*rows):
    return decided(*(("markers", *row) for row in rows))


def topics(*rows):
    return decided(*(("topics", *row) for row in rows))


@pytest.fixture
def case(invented_data, ask):
    return {name: ask(invented_data, Public.INTERVENANT, "quartier", name) for name in tables.MODELS}


@pytest.fixture
def mark(case):
    """An active accusation."""
    found = case["markers"]
    return found.loc[(found["category"] == "accusation") & found["active"].astype(bool)].iloc[0]


def after(case, decisions):
    return correct_markers(case["markers"], case["turns"], decisions).set_index("marker_id")


def test_without_decisions_nothing_changes(case):
    pd.testing.assert_frame_equal(correct_markers(case["markers"], case["turns"], markers()), case["markers"])


def test_a_rejected_mark_stays_and_is_not_active(case, mark):
    found = after(case, markers(("reject", mark["marker_id"], "")))
    assert len(found) == len(case["markers"])
    assert not found.at[mark["marker_id"], "active"]
    assert found.at[mark["marker_id"], "why"].endswith("écarté par une personne.")
    others = found.index != mark["marker_id"]
    assert found.loc[others, "active"].sum() == case["markers"]["active"].sum() - 1


def test_another_category_and_another_target(case, mark):
    found = after(case, markers(("set", mark["marker_id"], "rejet"), ("set", mark["marker_id"], "groupe"))).loc[mark["marker_id"]]
    assert (found["category"], found["target"], found["band"], found["origin"]) == ("rejet", "groupe", "sure", "person")


def test_a_mark_is_added_to_words_and_to_a_turn(case):
    turn = case["turns"].iloc[0]
    found = after(case, markers(("add", f"{turn['turn_id']}/0-4", "peur"), ("add", turn["turn_id"], "doute soi")))
    assert found.at[f"{turn['turn_id']}/peur/0-4", "end"] == 4
    whole = found.loc[f"{turn['turn_id']}/doute/0-{len(turn['text'])}"]
    assert (whole["target"], whole["end"]) == ("soi", len(turn["text"]))


@pytest.mark.parametrize("kind", [("reject", ""), ("set", "menace")])
def test_an_undo_brings_back_what_was_read(case, mark, kind):
    rows = [(kind[0], mark["marker_id"], kind[1])]
    undo = undo_of(mark["marker_id"], mark["category"], markers(*rows))
    assert undo == Undo(mark["marker_id"], "")
    found = after(case, markers(*rows, ("undo", *undo)))
    assert found.loc[mark["marker_id"], ["active", "category", "why"]].tolist() == mark[["active", "category", "why"]].tolist()
    assert undo_of(mark["marker_id"], mark["category"], markers(*rows, ("undo", *undo))) is None


@pytest.mark.parametrize("span", ["/0-4", ""])
def test_an_undo_takes_an_added_mark_away(case, span):
    turn = case["turns"].iloc[0]
    rows = [("add", f"{turn['turn_id']}{span}", "peur")]
    marker_id = f"{turn['turn_id']}/peur/{span[1:] or '0-' + str(len(turn['text']))}"
    undo = undo_of(marker_id, "peur", markers(*rows))
    assert undo == Undo(f"{turn['turn_id']}{span}", "peur")
    assert marker_id not in after(case, markers(*rows, ("undo", *undo))).index


def test_what_an_earlier_analysis_took_in_goes_with_its_undo(case):
    turn = case["turns"].iloc[0]
    rows = [("add", f"{turn['turn_id']}/0-4", "peur")]
    taken_in = case | {"markers": correct_markers(case["markers"], case["turns"], markers(*rows))}
    assert len(after(taken_in, markers(*rows))) == len(case["markers"]) + 1
    assert len(after(taken_in, markers(*rows, ("undo", f"{turn['turn_id']}/0-4", "peur")))) == len(case["markers"])


def laid(case, decisions):
    return lay_over(
        **{name: case[name] for name in ("topics", "segments", "links", "claims")},
        decisions=decisions,
        codes={"ecoute": "On n'est pas écoutés"},
    )


def at(found, topic_id):
    return set(found.segments.loc[found.segments["topic_id"] == topic_id, "segment_id"])


def label(found, topic_id):
    return found.topics.set_index("topic_id").at[topic_id, "label"]


def test_a_topic_is_renamed_and_the_last_name_holds(case):
    found = laid(case, topics(("rename", "information", "On l'apprend trop tard"), ("rename", "information", "Personne ne nous dit rien")))
    assert label(found, "information") == "Personne ne nous dit rien"
    assert found.topics.set_index("topic_id").at["information", "origin"] == "person"


def test_a_merged_topic_is_gone_with_its_links(case):
    whole = at(laid(case, topics()), "charge") | at(laid(case, topics()), "temps")
    found = laid(case, topics(("merge", "temps", "charge")))
    assert "temps" not in set(found.topics["topic_id"])
    assert at(found, "charge") == whole
    assert "temps" not in set(found.links["cause_topic_id"])


def test_of_two_merges_of_one_topic_the_latest_holds(case):
    before = laid(case, topics())
    found = laid(case, topics(("merge", "temps", "charge"), ("merge", "temps", "information")))
    assert at(found, "charge") == at(before, "charge")
    assert at(found, "information") == at(before, "information") | at(before, "temps")


def test_a_segment_moves_to_a_topic_to_a_new_code_and_to_none(case):
    first, second, third, *_ = sorted(at(laid(case, topics()), "information"))
    found = laid(case, topics(("move", first, "charge"), ("move", second, "ecoute"), ("move", third, "")))
    assert first in at(found, "charge")
    assert at(found, "ecoute") == {second}
    assert label(found, "ecoute") == "On n'est pas écoutés"
    assert third in at(found, "")


def test_a_segment_of_one_facet_goes_to_no_topic_of_the_other(case):
    first = min(at(laid(case, topics()), "information"))
    assert first in at(laid(case, topics(("move", first, "vue-1"))), "information")


def test_segments_split_off_are_a_topic_that_can_be_named(case):
    first, second, *_ = sorted(at(laid(case, topics()), "information"))
    found = laid(case, topics(("split", "information", f"{first} {second}"), ("rename", "information/d0", "Les affichages")))
    assert at(found, "information/d0") == {first, second}
    assert label(found, "information/d0") == "Les affichages"
    assert found.topics.set_index("topic_id").at["information/d0", "n_segments"] == 2


def test_an_undone_decision_about_a_topic_does_not_count(case):
    found = laid(case, topics(("rename", "information", "Autre"), ("undo", "d0", "")))
    assert label(found, "information") == "L'information n'arrive pas jusqu'à nous"


@pytest.mark.parametrize(
    "row", [("rename", "nulle-part", "x"), ("merge", "charge", "nulle-part"), ("move", "nulle-part", "charge"), ("x", "y", "z")]
)
def test_what_speaks_of_nothing_changes_nothing(case, row):
    before, found = laid(case, topics()), laid(case, topics(row))
    assert found.segments["topic_id"].tolist() == before.segments["topic_id"].tolist()


def test_a_ring_of_merges_ends(case):
    found = laid(case, topics(("merge", "temps", "charge"), ("merge", "charge", "temps")))
    assert len(at(found, "charge") | at(found, "temps")) == len(at(laid(case, topics()), "charge") | at(laid(case, topics()), "temps"))
