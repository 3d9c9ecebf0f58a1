"""Decisions laid over the tables: what a person decided is seen at once, and gone when it is taken back."""

import pandas as pd
import pytest

from dashboard.explorer.overlay import Stands, Undo, correct_markers, correct_stands, lay_over, undo_of
from dashboard.publics import Public
from pipeline import tables
from pipeline.markers.answering import SIDES, correct_answers


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


NAN = float("nan")
PRO = "s:0/0/viewpoint"


@pytest.fixture
def stands():
    """Who stands where after decisions: Inès says that she is for it, Marc and Paul say something else."""
    who = ["ines", "marc", "paul"]
    turn = {"case_id": "c", "session_id": "s", "said_by": "", "start_s": NAN, "end_s": NAN, "text": "moi je suis pour"}
    segment = {"start": 0, "end": 16, "facet": "none", "topic_id": "", "claim_id": "", "stance": "", "score": 0.0}
    none = {name: 0.0 for name in tables.columns("readings") if name.startswith("p_")} | {"polarity": "neutre"}
    nobody = {f"{side}_turn_id": "" for side in SIDES} | {f"{side}_score": 0.0 for side in SIDES}
    claim = {"scope": "c", "claim_id": "vue-1/1", "topic_id": "vue-1", "label": "les caméras", "quote_segment_id": PRO}
    counted = {"n_for": 1, "n_against": 0, "n_nuanced": 0, "agreement_low": 0.1, "agreement_high": 1.0, "consensus": 0.75, "divide": NAN}
    rows = {
        "turns": [turn | {"turn_id": f"s:{at}", "order": at, "speaker_id": one} for at, one in enumerate(who)],
        "segments": [segment | {"segment_id": f"s:{at}/0/none", "turn_id": f"s:{at}"} for at in (1, 2)],
        "speakers": [{"case_id": "c", "speaker_id": one, "label": one, "role": "", "subgroup": "", "resolved": True} for one in who],
        "readings": [none | nobody | {"turn_id": f"s:{at}"} for at in range(3)],
        "claims": [claim | counted],
        "stances": [{"scope": "c", "session_id": "s", "speaker_id": "ines", "claim_id": "vue-1/1", "value": 1, "evidence": [PRO]}],
    }
    said = {"segment_id": PRO, "turn_id": "s:0", "facet": "viewpoint", "topic_id": "vue-1", "claim_id": "vue-1/1", "stance": "pour"}
    rows["segments"].insert(0, segment | said)
    made = {name: tables.build(name, of_table) for name, of_table in rows.items()}

    def after(decisions):
        return correct_stands(
            Stands(made["claims"], made["stances"]),
            **{name: made[name] for name in ("segments", "turns", "speakers")},
            readings=correct_answers(made["readings"], made["turns"], decisions),
            decisions=decisions,
        )

    return after


def positions(found):
    tables.validate("claims", found.claims)
    tables.validate("stances", found.stances)
    return dict(zip(found.stances["speaker_id"], found.stances["value"], strict=True))


def counts(found):
    return found.claims[["n_for", "n_against", "n_nuanced"]].iloc[0].tolist()


def test_without_decisions_nobody_moves(stands):
    assert positions(stands(topics())) == {"ines": 1}


@pytest.mark.parametrize(("value", "wanted"), [("contre", [0, 1, 0]), ("nuance", [0, 0, 1]), ("pour", [1, 0, 0])])
def test_a_position_put_right_changes_what_is_counted(stands, value, wanted):
    assert counts(stands(topics(("stance", PRO, value)))) == wanted


def test_who_answers_takes_a_position_and_loses_it_with_the_answer(stands):
    rows = [("markers", "answer", "s:1/answer", "opposes s:0"), ("markers", "answer", "s:2/answer", "supports s:0")]
    assert positions(stands(decided(*rows))) == {"ines": 1, "marc": -1, "paul": 1}
    assert counts(stands(decided(*rows))) == [2, 1, 0]
    assert positions(stands(decided(*rows, ("topics", "stance", PRO, "contre")))) == {"ines": -1, "marc": 1, "paul": -1}
    assert positions(stands(decided(*rows, ("markers", "answer", "s:1/answer", "")))) == {"ines": 1, "paul": 1}
