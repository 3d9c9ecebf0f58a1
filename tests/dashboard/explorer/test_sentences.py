"""What the rows of *Explorer* say: obstacles, positions, answers, a word in its context."""

import math

import pandas as pd
import pytest

from dashboard.explorer import charts, lines, obstacles, replies, tables, viewpoints
from dashboard.explorer.concordance import Line, search
from dashboard.publics import Public
from dashboard.style import DARK, LIGHT
from dashboard.texts import NBSP, explorer
from pipeline.tables import MODELS


@pytest.fixture(scope="module")
def case(invented_data, ask):
    return {name: ask(invented_data, Public.INTERVENANT, "quartier", name) for name in MODELS}


@pytest.fixture(scope="module")
def called(case):
    return dict(zip(case["speakers"]["speaker_id"], case["speakers"]["label"], strict=True))


@pytest.fixture(scope="module")
def said(case, called):
    return obstacles.quotes(case["segments"], case["turns"], case["sessions"], called)


@pytest.fixture(scope="module")
def found(case, said):
    return obstacles.overview(case["topics"], said, case["speakers"], case["sessions"])


class TestObstacles:
    def test_quotes_are_the_words_of_the_segment(self, said, case):
        text = case["turns"].set_index("turn_id")["text"]
        assert all(text[one.turn_id][one.start : one.end] == one.said for one in said.itertuples())
        assert said["rank"].is_monotonic_increasing

    def test_most_shared_first_with_a_word_and_no_share(self, found):
        assert found["length"].is_monotonic_decreasing
        assert set(found["word"]) <= {explorer.ALONE, *explorer.SHARES.values()}
        assert set(found.loc[found["persons"] < 2, "word"]) <= {explorer.ALONE}

    @pytest.mark.parametrize(
        ("stability", "words"),
        [(1.0, explorer.FIRM), (0.8, explorer.FIRM), (0.7, explorer.FAIR), (0.2, explorer.FRAGILE), (math.nan, explorer.UNMEASURED)],
    )
    def test_stability_in_words(self, stability, words):
        assert obstacles.firmness(stability) == words

    def test_neighbours_lie_nowhere_and_share_words(self, said):
        near = obstacles.neighbours("information", "Les horaires changent et personne ne prévient", said)
        assert 0 < len(near) <= obstacles.NEIGHBOURS
        assert set(near["topic_id"]) == {""}
        assert set(near["facet"]) == {"obstacle"}

    def test_nothing_is_near_to_other_words(self, said):
        assert obstacles.neighbours("nulle-part", "Zébu", said).empty

    def test_causes_have_their_words(self, case, said):
        given = obstacles.causes("charge", case["links"], case["topics"], said)
        assert len(given) == (case["links"]["topic_id"] == "charge").sum() > 0
        assert set(given["cause"]) == {"On n’a pas le temps de se parler ni de bien faire"}
        assert given["said"].str.len().gt(5).all()

    @pytest.mark.parametrize("colours", [LIGHT, DARK])
    def test_the_bars_have_four_lengths_and_name_a_topic(self, found, colours):
        chart = charts.obstacles(found, "charge", colours).to_dict()
        assert [one["name"] for one in chart["params"]] == ["obstacle"]
        assert len(tables.obstacles(found)) == len(found)


class TestPositions:
    def test_the_last_position_of_a_person_counts(self, case, called):
        stances = pd.DataFrame(
            {
                "session_id": ["seance-2", "seance-1"],
                "speaker_id": "p1",
                "claim_id": "vue-1/0",
                "value": [1, -1],
                "evidence": [["b"], ["a"]],
            }
        )
        claims = case["claims"].head(1)
        taken = viewpoints.positions(stances, claims, case["sessions"], called)
        assert taken[["who", "said"]].to_numpy().tolist() == [["Inès", "oui"]]
        assert viewpoints.moved(stances, claims, called) == ["Inès"]

    def test_silence_is_an_empty_cell(self, case, called):
        taken = viewpoints.positions(case["stances"], case["claims"], case["sessions"], called)
        grid = viewpoints.grid(taken.drop(index=0), case["claims"])
        assert "" in grid.to_numpy().tolist()[0]
        assert list(grid.columns) == ["Le soir il faut que ça ferme", "Deux soirs suffisent"]

    @pytest.mark.parametrize(
        ("counts", "ends", "words"),
        [
            ((3, 2, 2), (0.1, 0.8), "3 pour, 2 contre, 2 « ça dépend ». Trop peu de voix"),
            ((4, 4, 0), (0.2, 0.8), "rien n’est tranché"),
            ((9, 0, 0), (0.76, 1.0), "l’accord va des trois quarts à presque tous : il est net"),
            ((0, 9, 0), (0.0, 0.24), "l’accord va de presque personne à un quart : la plupart n’y sont pas"),
        ],
    )
    def test_agreement_in_words_from_eight_voices(self, counts, ends, words):
        said = viewpoints.read_claim(*counts, *ends)
        assert words in said
        assert "%" not in said

    def test_a_divide_is_said_from_eight_voices_and_names_the_sides(self):
        speakers = pd.DataFrame({"speaker_id": [f"p{n}" for n in range(8)], "subgroup": ["parents"] * 4 + ["école"] * 4})
        taken = pd.DataFrame({"claim_id": "v/0", "speaker_id": speakers["speaker_id"], "value": [1] * 4 + [-1] * 4})
        said = viewpoints.read_divide(taken, "v/0", 0.8, speakers).replace(NBSP, " ")
        assert said == "Écart net entre sous-groupes : on y est plus favorable côté « parents » que côté « école »."
        assert viewpoints.read_divide(taken.head(7), "v/0", 0.8, speakers) == ""
        assert viewpoints.read_divide(taken, "v/0", math.nan, speakers) == ""

    def test_the_subject_is_read_without_a_winner(self, case, called):
        taken = viewpoints.positions(case["stances"], case["claims"], case["sessions"], called)
        assert "oui et des non" in viewpoints.read_subject(taken, case["claims"], [])
        assert viewpoints.read_subject(taken.head(0), case["claims"], []) == explorer.NO_POSITION
        assert viewpoints.read_subject(taken.loc[taken["value"] == 1].head(1), case["claims"], []) == explorer.SAME_SIDE
        assert viewpoints.read_subject(taken, case["claims"], ["Marc"]).endswith("Marc a changé de position d’une séance à l’autre.")

    @pytest.mark.parametrize("colours", [LIGHT, DARK])
    def test_the_matrix_has_a_cell_a_position(self, case, called, colours):
        taken = viewpoints.positions(case["stances"], case["claims"], case["sessions"], called)
        chart = charts.positions(taken, colours).to_dict()
        assert {len(rows) for rows in chart["datasets"].values()} == {len(taken)}

    def test_a_label_is_no_code_in_the_figure(self, case, called):
        claims = case["claims"].assign(label="a'] + alert(1) + ['\"<b>")
        taken = viewpoints.positions(case["stances"], claims, case["sessions"], called)
        expression = charts.positions(taken, LIGHT).to_dict()["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
        assert '\\"<b>"' in expression


class TestReplies:
    @pytest.fixture(scope="class")
    def answers(self, case, called):
        return replies.exchanges(case["readings"], case["turns"], called)

    def test_nobody_answers_himself(self, answers):
        assert len(answers) > 0
        assert (answers["who"] != answers["to_whom"]).all()
        assert set(answers["kind"]) == {"opposes", "supports"}

    def test_pairs_count_the_answers(self, answers):
        counted = replies.pairs(answers)
        assert counted[["opposes", "supports"]].to_numpy().sum() == len(answers)
        assert set(tables.replies(counted)[explorer.BACK]) <= {"oui", "non"}

    def test_the_facilitator_is_no_participant(self, case, called):
        assert replies.participants(case["turns"], case["speakers"], called) == ["Farid", "Inès", "Lucie", "Marc", "Odile"]

    def test_reciprocity_and_silence_are_read_in_alphabetical_order(self):
        answers = pd.DataFrame({"who": ["Marc", "Inès", "Lucie"], "to_whom": ["Inès", "Marc", "Marc"]})
        said = replies.read_replies(answers, ["Farid", "Inès", "Lucie", "Marc"])
        assert said == (
            "Se répondent dans les deux sens : Inès et Marc. "
            "Pas encore de réponse repérée à Farid et Lucie : comment leur parole est-elle reçue ?"
        )

    def test_one_way_and_none(self):
        one = pd.DataFrame({"who": ["Marc"], "to_whom": ["Inès"]})
        assert replies.read_replies(one, ["Inès", "Marc"]).startswith(explorer.ONE_WAY)
        assert replies.read_replies(one.head(0), ["Inès", "Marc"]) == explorer.NO_REPLY

    @pytest.mark.parametrize("colours", [LIGHT, DARK])
    def test_the_matrix_names_a_pair(self, answers, colours):
        people = ["Farid", "Inès", "Lucie", "Marc", "Odile"]
        chart = charts.replies(replies.pairs(answers), people, colours).to_dict()
        assert [one["name"] for one in chart["params"]] == ["paire"]


class TestConcordance:
    TURNS = pd.DataFrame(
        {
            "turn_id": ["s:0", "s:1"],
            "text": ["Personne n’a PRÉVENU les œuvres. On nous a prévenus hier, à l’école.", "Prévenir, c’est tout."],
        }
    )

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ("prevenu", ["PRÉVENU", "prévenus"]),
            ("Prév", ["PRÉVENU", "prévenus", "Prévenir"]),
            ("oeuvre", ["œuvres"]),
            ("n'a prévenu", ["n’a PRÉVENU"]),
            ("a ecole", []),
            ("l’école", ["l’école"]),
            ("cole", []),
            ("  ", []),
            (".*", []),
        ],
    )
    def test_accents_capitals_and_endings_do_not_count(self, wanted, found):
        lines_, places = search(self.TURNS, wanted)
        assert [line.found for line in lines_] == found
        assert places == len(found)

    def test_the_words_around_are_cut_between_words(self):
        turns = pd.DataFrame({"turn_id": ["s:0"], "text": ["mot " * 40 + "ICI" + " mot" * 40]})
        (line,), _ = search(turns, "ici")
        assert line.before.startswith("…mot ")
        assert line.after.endswith(" mot…")
        assert len(line.before) <= 61

    def test_many_places_are_counted_and_the_first_are_shown(self):
        turns = pd.DataFrame({"turn_id": ["s:0"], "text": ["oui " * 10]})
        shown, places = search(turns, "oui", most=3)
        assert (len(shown), places) == (3, 10)
        assert explorer.places(10, 3).replace(NBSP, " ") == "10 passages ; les 3 premiers sont montrés."


def test_lines_cannot_bring_markup():
    bad = '<img src=x onerror="1">'
    assert "<img" not in lines.quotes([lines.Quote(bad, bad, bad, bad, bad)])
    assert "<img" not in lines.kwic([(Line(bad, bad, bad, bad), bad, bad)])
