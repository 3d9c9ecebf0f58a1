"""What is chosen goes out, nothing else, and no two versions tell on fewer than k persons."""

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard.publication import MOST_THEMES
from dashboard.restitution.candidates import STANCES
from dashboard.restitution.compose import compose
from dashboard.restitution.draft import Choice, Draft, Line, is_settled, read_stored, undecided
from pipeline.disclosure import share_word

K = 3


def made(candidates, draft, intervention):
    return compose(candidates, draft, intervention, lambda text: text, K)


def test_the_same_words_stand_once_on_a_screen(build_case, intervention, found):
    line = Line(text="On ouvre deux soirs.", support="several")
    content = made(found(build_case()), Draft(lines={"decided": (line, line), "shared": (line, line)}), intervention).content
    assert content.decided == content.shared == ("On ouvre deux soirs.",)


def test_nothing_chosen_is_nothing_but_the_contract(build_case, intervention, found):
    content = made(found(build_case()), Draft(), intervention).content
    assert list(content.questions) == ["contract"]
    assert content.contract.reserves == ()


def test_reserves_go_out_line_by_line(build_case, intervention, found):
    draft = Draft().show_reserve("Rien au journal", True).show_reserve("une autre", True)
    assert made(found(build_case()), draft, intervention).content.contract.reserves == ("Rien au journal",)
    assert draft.show_reserve("Rien au journal", False).reserves == ("une autre",)


def test_themes_go_out_in_their_order_with_their_dots(build_case, intervention, found):
    content = made(found(build_case()), Draft(themes=("temps", "information")), intervention).content
    assert [(one.label, one.sessions) for one in content.obstacles] == [
        ("On n’a pas le temps de se parler", (False, True)),
        ("L’information n’arrive pas jusqu’à nous", (True, True)),
    ]
    assert content.causes == ()


def test_what_is_off_by_default_needs_a_word(build_case, intervention, found):
    candidates = found(build_case(groups="abaaaab"))
    draft = Draft(themes=("temps", "represailles"))
    assert made(candidates, draft, intervention).content.obstacles == ()
    shown = made(candidates, draft.agree("bar/temps", True).open("represailles", True), intervention).content.obstacles
    assert len(shown) == 2


def test_what_was_taken_back_is_off_again(build_case, intervention):
    draft = Draft().open("represailles", True)
    assert draft.themes == ("represailles",)
    assert draft.choose_theme("represailles", False).opened == ()


def test_a_sixth_theme_is_not_taken():
    draft = Draft()
    for n in range(MOST_THEMES + 1):
        draft = draft.choose_theme(f"t{n}", True)
    assert len(draft.themes) == MOST_THEMES


def test_a_draft_comes_back_as_it_was_stored():
    draft = Draft(themes=("a",), words={"q": Choice(kind="keep", support="asked")}, lines={"decided": (Line(text="x", support="several"),)})
    assert read_stored(draft.stored()) == draft


@pytest.mark.parametrize(
    ("choice", "goes"),
    [
        (None, ""),
        (Choice(kind="drop"), ""),
        (Choice(kind="keep"), ""),
        (Choice(kind="keep", support="several"), ""),
        (Choice(kind="keep", support="asked"), "parce que Inès garde le panneau dans son bureau"),
        (Choice(kind="reword", text="Le panneau est enfermé."), ""),
        (Choice(kind="reword", text="Le panneau est enfermé.", support="several"), ""),
        (Choice(kind="reword", text="Le panneau est enfermé.", support="asked"), "Le panneau est enfermé."),
        (Choice(kind="reword", support="asked"), ""),
    ],
)
def test_words_of_one_person_need_his_word(build_case, intervention, choice, goes, found):
    candidates = found(build_case())
    [quote] = candidates.theme["information"].causes
    draft = Draft(themes=("information",)).decide(quote.quote_id, choice)
    because = [line for cause in made(candidates, draft, intervention).content.causes for line in cause.because]
    assert because == ([goes] if goes else [])
    settled = bool(goes) or bool(choice and choice.kind == "drop")
    assert is_settled(quote, choice) is settled
    assert (quote in [one for _, one in undecided(candidates, draft)]) is not settled


def test_a_paraphrase_of_what_three_said_needs_nobody_s_word(build_case, intervention, found):
    candidates = found(build_case())
    reason = candidates.claim["vue-1/0"].sides["yes"].reasons[0]
    draft = Draft(claims=("vue-1/0",)).decide(reason.quote_id, Choice(kind="reword", text="La nuit, personne ne voit.", support="several"))
    [one] = made(candidates, draft, intervention).content.disagreements
    assert one.yes.reasons == ("La nuit, personne ne voit.",)
    assert (one.yes.word, one.no.word, one.depends) == (2, 2, None)


def test_a_line_goes_out_once_it_is_said_who_stands_behind_it(build_case, intervention, found):
    draft = Draft().add_line("unknown", Line(text="Qui a la clé ?"))
    assert made(found(build_case()), draft, intervention).content.unknown == ()
    assert made(found(build_case()), draft.support_line("unknown", 0, "asked"), intervention).content.unknown == ("Qui a la clé ?",)


def test_one_person_more_does_not_change_a_word(build_case, intervention, found, said_so_far):
    draft = Draft(themes=("information",))
    before = made(found(build_case()), draft, intervention)
    more = [(2, n, "information", "on ne nous dit jamais rien de rien") for n in (6, 7)]
    after = made(found(build_case(said=[*said_so_far, *more])), draft.having(versions=(before.figures,)), intervention)
    assert found(build_case(said=[*said_so_far, *more])).theme["information"].bar.word == 4
    assert after.content.obstacles == before.content.obstacles
    assert after.kept == ("L'information n'arrive pas jusqu'à nous",)


def test_a_theme_that_was_missing_does_not_come_for_one_person(build_case, intervention, found, said_so_far):
    draft = Draft(themes=("regles",))
    before = made(found(build_case()), draft, intervention)
    case = build_case(said=[*said_so_far, (1, 1, "regles", "les règles personne ne les connaît vraiment")])
    after = made(found(case), draft.having(versions=(before.figures,)), intervention)
    assert "regles" in found(case).theme
    assert after.content.obstacles == ()
    assert after.held


def test_a_dot_that_would_go_off_for_one_person_takes_its_bar_along(build_case, intervention, found, said_so_far):
    draft = Draft(themes=("information",))
    before = made(found(build_case()), draft, intervention)
    fewer = [one for one in said_so_far if one[:3] != (2, 5, "information")]
    case = build_case(said=fewer)
    case["segments"] = case["segments"].loc[lambda frame: ~frame["segment_id"].isin(case["links"]["segment_id"])]
    after = made(found(case), draft.having(versions=(before.figures,)), intervention)
    assert before.content.obstacles[0].sessions == (True, True)
    assert after.content.obstacles == ()
    assert after.held == ("L'information n'arrive pas jusqu'à nous",)


spoken = st.lists(st.tuples(st.integers(1, 2), st.integers(1, 7), st.sampled_from(["information", "charge", "temps"])), max_size=24)


@given(runs=st.lists(spoken, min_size=2, max_size=4))
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_versions_tell_on_nobody(build_case, intervention, runs, found):
    draft = Draft(themes=("information", "charge", "temps"), agreed=("bar/information", "bar/charge", "bar/temps"))
    shown = []
    for said in runs:
        candidates = found(build_case(said=[(*one, "quelque chose qui a été dit ce soir") for one in said]))
        result = made(candidates, draft, intervention)
        draft = draft.having(versions=(*draft.versions, result.figures))
        bars = {}
        for one in result.content.obstacles:
            [theme] = [theme for theme in candidates.themes if theme.label.replace("'", "’") == one.label]
            # alone: each bar and each full dot rests on k persons now
            assert len(theme.bar.persons) >= K
            assert all(len(dot.persons) >= K for dot, on in zip(theme.dots.values(), one.sessions, strict=True) if on)
            bars[theme.topic_id] = one
        shown.append((bars, result.figures))
    # by difference: whatever says something else than in another version rests on persons of whom k at least are others
    for (one, before), (other, after) in combinations(shown, 2):
        for topic_id in one.keys() & other.keys():
            for key in (key for key in before if key.split("/")[1] == topic_id and key in after):
                assert before[key].word == after[key].word or len(before[key].persons ^ after[key].persons) >= K
    # what could not be shown for its number comes back only with k others
    for (_, before), (after_bars, after) in pairwise(shown):
        for topic_id in after_bars:
            if (old := before.get(f"bar/{topic_id}")) and old.word == 0:
                assert len(old.persons ^ after[f"bar/{topic_id}"].persons) >= K


THREE_SIDES = dict(enumerate((1, 1, 1, -1, -1, -1, 0, 0, 0, 1), 1))
# most draws are divided, some at one, and from one to the next up to three persons change their mind
minds = st.dictionaries(st.integers(1, 10), st.sampled_from([1, -1, 0]), max_size=3)
first = st.permutations(tuple(THREE_SIDES.values())) | st.permutations((1, 1, 1, 1, 1, 1, 1, 0, 0, -1))
stands = st.builds(
    lambda held, changes: [dict(enumerate(held, 1)) | one for one in ({}, *changes)], first, st.lists(minds, min_size=1, max_size=3)
)


@given(runs=stands)
@example(runs=[THREE_SIDES, THREE_SIDES | {9: 1}])
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_the_sides_of_a_claim_tell_on_nobody(build_case, intervention, runs, found):
    keys = {f"side/vue-1/0/{stance}": stance for stance in ("yes", "no", "depends")}
    draft = Draft(claims=("vue-1/0",), agreed=tuple(keys))
    shown = []
    for held in runs:
        result = made(found(build_case(groups="ab" * 5, present=11, stands=held)), draft, intervention)
        draft = draft.having(versions=(*draft.versions, result.figures))
        told = {}
        for one in result.content.disagreements:
            told = {key: side.word for key, stance in keys.items() if (side := getattr(one, stance))}
        # alone: each side rests on k persons, of this version or of the one whose word it keeps
        assert told == {key: result.figures[key].word for key in told}
        assert all(len(result.figures[key].persons) >= K for key in told)
        if result.content.shared:
            assert len(result.figures["side/vue-1/0/yes"].persons) >= K
        shown.append((told, result.figures))
    # by difference: a side that says something else, or that was missed for its number, differs by k persons
    for (_, before), (_, after) in combinations(shown, 2):
        for key in before.keys() & after.keys():
            assert before[key].word == after[key].word or len(before[key].persons ^ after[key].persons) >= K
    # a side that was shown goes from a claim that is still there only with k persons
    for ((one, before), (other, _)), counted in zip(pairwise(shown), runs[1:], strict=True):
        for key in one.keys() - other.keys() if other else ():
            persons = {f"{key}\0p{n}" for n, value in counted.items() if value == STANCES[keys[key]]}
            assert len(before[key].persons ^ persons) >= K


@given(st.integers(3, 40))
def test_all_and_all_but_one_share_one_word(present):
    assert share_word(present, present) == share_word(present - 1, present)
