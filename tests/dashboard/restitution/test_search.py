"""What may go back to a group, and what may not."""

import pytest

from dashboard.restitution.candidates import propose_change
from dashboard.restitution.ledger import HIDDEN
from pipeline.persons import count_persons


def test_a_theme_needs_three_persons_in_sessions_that_the_group_may_hear_of(build_case, found):
    got = found(build_case())
    assert set(got.theme) == {"information", "charge", "temps", "represailles"}
    assert got.theme["information"].bar.persons == frozenset(f"p{n}" for n in (1, 2, 3, 4, 5))
    assert got.theme["information"].bar.word == 3
    assert got.hidden["bar/regles"].word == HIDDEN
    assert [dot.word for dot in got.theme["information"].dots.values()] == [1, 1]
    assert got.open_sessions == ["seance-1", "seance-2"]


def test_fear_and_what_one_side_says_are_under_condition(build_case, found):
    got = found(build_case(groups="abaaaab"))
    assert got.theme["represailles"].conditions == {"sensitive"}
    assert got.theme["temps"].conditions == {"one_side"}
    assert got.theme["charge"].conditions == frozenset()
    assert found(build_case(groups="aaaaaaa")).theme["temps"].conditions == frozenset()


@pytest.mark.parametrize("reach", ["stays", "ask"])
def test_a_session_that_was_closed_since_is_closed_at_once(build_case, reach, found):
    got = found(build_case(), told={"seance-2": reach})
    assert "temps" not in got.theme
    assert list(got.theme["information"].dots) == ["seance-1"]
    assert got.theme["information"].causes == (), "the one cause was said there"


def test_a_session_that_was_opened_since_waits_for_another_run(build_case, found):
    got = found(build_case(), told={"seance-3": "group"})
    assert [one.waits for one in got.reaches] == [False, False, True]
    assert "regles" not in got.theme


def test_a_claim_has_both_sides_in_words_and_a_name(build_case, found):
    claim = found(build_case()).claim["vue-1/0"]
    assert claim.divided
    assert not claim.agreed
    assert claim.label == "Des caméras, ça protège"
    assert {stance: side.figure.word for stance, side in claim.sides.items()} == {"yes": 2, "no": 2, "depends": HIDDEN}
    assert claim.sides["yes"].reasons[0].several


def test_a_subject_in_the_group_s_own_words_is_to_be_named_first(build_case, found):
    case = build_case(named=False)
    assert found(case).claim == {}
    assert found(case).unnamed == {"Des caméras, ça protège": "viewpoint"}
    assert found(case, names={"vue-1": "Installer des caméras"}).claim["vue-1/0"].label == "Installer des caméras"


def test_a_cause_is_words_of_one_person(build_case, found):
    [quote] = found(build_case()).theme["information"].causes
    assert quote.text.startswith("parce que")
    assert not quote.several


def test_persons_are_counted_as_everywhere(build_case, found):
    case = build_case()
    said = case["turns"].merge(case["segments"], on="turn_id")
    for topic_id, theme in found(case).theme.items():
        rows = said.loc[(said["topic_id"] == topic_id) & (said["session_id"] != "seance-3")]
        assert len(theme.bar.persons) == count_persons(rows, case["speakers"])


@pytest.mark.parametrize(
    ("dots", "change"),
    [
        ([True], None),
        ([False, False], None),
        ([False, True], "new"),
        ([True, True], "persistent"),
        ([True, False], "resolved"),
        ([True, False, True], "came_back"),
    ],
)
def test_what_has_moved_is_read_from_the_dots_alone(dots, change):
    assert propose_change(dict(zip("abc", dots, strict=False))) == change
