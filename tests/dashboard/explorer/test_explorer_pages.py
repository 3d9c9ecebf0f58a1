"""The pages of *Explorer* in Streamlit's test bench: what they show, what they write at once, and to whom they refuse."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import texts
from dashboard.publics import AccessError, Asker, Public, UnknownCaseError
from dashboard.registry.decisions import decide, read_decisions
from dashboard.texts import explorer

SIDES = ["opposes_turn_id", "supports_turn_id"]
PAGES = ("fil", "mots", "obstacles", "vues", "echanges", "recherche")


@pytest.fixture
def data(tmp_path, case_writer):
    """One case that nobody else changes."""
    case_writer(tmp_path)
    return tmp_path


def opened(page, data, monkeypatch, **state):
    monkeypatch.setenv("CIRCULATION_DATA", str(data))
    app = AppTest.from_string(f"from dashboard.pages import {page}\n{page}.page()", default_timeout=60)
    app.query_params["seance"] = "seance-2"
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    assert [one.value for one in app.error] == []
    return app


def shown(app):
    """All text of a page, what components show among it."""
    pieces = [element.proto.body for element in app.get("html")] + [element.value for element in [*app.title, *app.caption, *app.markdown]]
    pieces += [json.loads(element.proto.json or "{}").get("html", "") for element in app.get("bidi_component")]
    pieces += [box.label for box in app.checkbox]
    return re.sub(r"<style>.*?</style>", "", "\n".join(pieces), flags=re.DOTALL)


def decisions(data, ask):
    archive, me = ask.archive(data)
    return read_decisions(archive.registry, me, "cas")[["stage", "kind", "target_id", "value"]].to_numpy().tolist()


def read_ids(data, ask):
    archive, me = ask.archive(data)
    return read_decisions(archive.registry, me, "cas")["decision_id"].tolist()


@pytest.mark.parametrize("page", PAGES)
def test_without_a_case_each_page_says_what_to_do(page, tmp_path, monkeypatch):
    assert texts.NO_CASE in shown(opened(page, tmp_path, monkeypatch))


@pytest.mark.parametrize("page", PAGES)
def test_a_case_that_was_not_analysed_says_what_comes_first(page, data, monkeypatch, ask):
    ask.archive(data)
    for path in (data / "cas").glob("*.parquet"):
        path.unlink()
    assert explorer.NOT_ANALYSED in shown(opened(page, data, monkeypatch))


@pytest.mark.parametrize("page", ["fil", "obstacles", "vues", "echanges"])
def test_each_figure_has_its_sentence_and_its_table(page, data, monkeypatch):
    app = opened(page, data, monkeypatch)
    assert len(app.get("vega_lite_chart")) == 1
    assert 'class="reading"' in shown(app)
    assert explorer.IN_TABLE in [box.label for box in app.expander]
    assert len(app.dataframe) + len(app.table) >= 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("public", [Public.GROUPE, Public.SUPERVISEUR])
def test_no_other_public_reads_a_page(page, public, data, monkeypatch):
    from dashboard import desk as desks

    real = desks.desk

    def other(*_):
        at = real()
        return desks.Desk(at.archive, Asker(public, at.asker.user_id), None, at.settings)

    monkeypatch.setattr("dashboard.explorer.case.desk", other)
    monkeypatch.setenv("CIRCULATION_DATA", str(data))
    app = AppTest.from_string(f"from dashboard.pages import {page}\n{page}.page()", default_timeout=60).run()
    assert [one.value for one in app.error] == [texts.REFUSED]
    assert "turn" not in shown(app)


def test_nobody_decides_about_the_case_of_another(data, ask):
    archive, me = ask.archive(data)
    with pytest.raises(UnknownCaseError):
        decide(archive.registry, Asker(Public.INTERVENANT, "somebody-else"), "cas", stage="markers", kind="reject", target_id="x")
    with pytest.raises(AccessError):
        decide(archive.registry, Asker(Public.SUPERVISEUR, me.user_id), "cas", stage="markers", kind="reject", target_id="x")


class TestWords:
    @pytest.fixture
    def mark(self, data, ask):
        markers = ask(data, Public.INTERVENANT, "cas", "markers")
        mine = markers.loc[markers["turn_id"].str.startswith("seance-2:") & markers["active"].astype(bool)]
        return mine.loc[(mine["family"] == "violence") & (mine["category"] != "rejet")].iloc[0]

    def test_a_mark_opens_its_why(self, data, monkeypatch, mark):
        app = opened("mots", data, monkeypatch, **{"mots/choisi": mark["marker_id"]})
        assert texts.typographic(mark["why"]).removesuffix(".")[:20] in shown(app).replace(texts.NBSP, " ")

    def test_reject_and_undo_are_written_and_shown_at_once(self, data, monkeypatch, mark, ask):
        app = opened("mots", data, monkeypatch, **{"mots/choisi": mark["marker_id"]})
        app.button(key=f"rejeter/{mark['marker_id']}").click().run()
        assert decisions(data, ask) == [["markers", "reject", mark["marker_id"], ""]]
        assert "écarté par une personne" in shown(app)
        assert explorer.pending(1) in shown(app)
        app.button(key=f"annuler/{mark['marker_id']}").click().run()
        assert decisions(data, ask)[-1] == ["markers", "undo", mark["marker_id"], ""]
        assert "écarté par une personne" not in shown(app)

    def test_a_mark_that_was_set_aside_is_brought_back(self, data, monkeypatch, ask):
        markers = ask(data, Public.INTERVENANT, "cas", "markers")
        mark = markers.loc[markers["turn_id"].str.startswith("seance-2:") & ~markers["active"].astype(bool)].iloc[0]
        app = opened("mots", data, monkeypatch, **{"mots/choisi": mark["marker_id"]})
        assert explorer.SET_ASIDE in shown(app)
        app.button(key=f"retablir/{mark['marker_id']}").click().run()
        assert decisions(data, ask) == [["markers", "set", mark["marker_id"], mark["category"]]]
        assert f"{explorer.CATEGORIES[mark['category']].capitalize()}, {explorer.BY_PERSON}" in shown(app)

    @pytest.fixture
    def answer(self, data, ask):
        """A turn that opposes another one, and that one's."""
        readings = ask(data, Public.INTERVENANT, "cas", "readings")
        row = readings.loc[readings["turn_id"].str.startswith("seance-2:") & (readings["opposes_turn_id"] != "")].iloc[0]
        return row["turn_id"], row["opposes_turn_id"]

    def test_an_answer_is_taken_back_turned_round_and_brought_back(self, data, monkeypatch, ask, answer):
        turn_id, other = answer
        app = opened("mots", data, monkeypatch, **{"mots/choisi": f"{turn_id}/answer"})
        rank = int(other.split(":")[1]) + 1
        assert f"<h2>S’oppose au tour {rank}</h2>" in shown(app)
        app.button(key=f"reponse/supports/{turn_id}").click().run()
        assert f"<h2>Appuie le tour {rank}, {explorer.BY_PERSON}</h2>" in shown(app)
        app.button(key=f"reponse/non/{turn_id}").click().run()
        assert f"<h2>{explorer.NO_ANSWER}, {explorer.BY_PERSON}</h2>" in shown(app)
        app.button(key=f"reponse/annuler/{turn_id}").click().run()
        assert f"<h2>S’oppose au tour {rank}</h2>" in shown(app)
        place = f"{turn_id}/answer"
        written = [["answer", place, f"supports {other}"], ["answer", place, ""], ["undo", place, ""]]
        assert [one[1:] for one in decisions(data, ask)] == written

    def test_an_answer_goes_to_another_turn_and_one_that_was_missed_is_added(self, data, monkeypatch, ask, answer):
        turn_id, other = answer
        app = opened("mots", data, monkeypatch, **{"mots/choisi": f"{turn_id}/answer"})
        box = next(box for box in app.selectbox if box.label == explorer.RATHER_TO)
        box.select_index(0).run()
        ((_, kind, place, value),) = decisions(data, ask)
        assert (kind, place) == ("answer", f"{turn_id}/answer")
        assert value.startswith("opposes seance-2:")
        assert not value.endswith(f" {other}")
        silent = ask(data, Public.INTERVENANT, "cas", "readings").set_index("turn_id")
        free = next(one for one in silent.index if one.startswith("seance-2:") and one > "seance-2:1" and not any(silent.loc[one, SIDES]))
        app = opened("mots", data, monkeypatch, **{"mots/choisi": free})
        next(box for box in app.selectbox if box.label == explorer.ANSWER_TO["supports"]).select_index(0).run()
        assert decisions(data, ask)[-1][1:3] == ["answer", f"{free}/answer"]
        assert decisions(data, ask)[-1][3].startswith("supports seance-2:")

    @pytest.mark.parametrize(("label", "value"), [(explorer.OTHER_CATEGORY, "rejet"), (explorer.OTHER_TARGET, "groupe")])
    def test_another_category_or_target(self, data, monkeypatch, mark, ask, label, value):
        app = opened("mots", data, monkeypatch, **{"mots/choisi": mark["marker_id"]})
        next(box for box in app.selectbox if box.label == label).set_value(value).run()
        assert decisions(data, ask) == [["markers", "set", mark["marker_id"], value]]
        assert explorer.BY_PERSON in shown(app)

    @pytest.mark.parametrize("target", ["seance-2:1/0-5", "seance-2:1"])
    def test_a_mark_is_added_to_words_or_to_a_turn(self, data, monkeypatch, ask, target):
        app = opened("mots", data, monkeypatch, **{"mots/choisi": target})
        app.selectbox(key=f"categorie/{target}").set_value("peur").run()
        app.selectbox(key=f"cible/{target}").set_value("soi").run()
        app.button(key=f"ajouter/{target}").click().run()
        assert decisions(data, ask) == [["markers", "add", target, "peur soi"]]
        assert "Peur dite, par vous" in shown(app)

    @pytest.mark.parametrize("picked", ["", "nulle-part", "seance-2:1/x-y", "seance-2:1/900-2", "<script>"])
    def test_a_strange_pick_shows_nothing_strange(self, data, monkeypatch, picked):
        assert "<script>" not in shown(opened("mots", data, monkeypatch, **{"mots/choisi": picked}))

    def test_a_filter_leaves_the_turns_that_bear_such_a_mark(self, data, monkeypatch):
        whole = shown(opened("mots", data, monkeypatch)).count("data-turn")
        app = opened("mots", data, monkeypatch, **{"mots/familles": ["violence"], "mots/bande": "sure"})
        assert 0 < shown(app).count("data-turn") < whole
        assert "mark-peurs" not in shown(app)

    def test_the_next_sheet(self, data, monkeypatch):
        app = opened("mots", data, monkeypatch)
        next(button for button in app.button if button.label == explorer.FURTHER).click().run()
        assert "Tours 25 à 48 sur 68" in shown(app).replace(texts.NBSP, " ")


class TestObstacles:
    def test_rename_and_undo(self, data, monkeypatch, ask):
        app = opened("obstacles", data, monkeypatch, **{"obstacle/cas": "information"})
        app.text_input[0].set_value("On l’apprend trop tard").run()
        app.button(key="renommer/information").click().run()
        assert decisions(data, ask) == [["topics", "rename", "information", "On l’apprend trop tard"]]
        assert app.text_input[0].value == "On l’apprend trop tard"
        next(button for button in app.button if (button.key or "").startswith("defaire/")).click().run()
        assert decisions(data, ask)[-1][1] == "undo"
        assert app.text_input[0].value == "L’information n’arrive pas jusqu’à nous"

    def test_merge_opens_the_one_that_is_left(self, data, monkeypatch, ask):
        app = opened("obstacles", data, monkeypatch, **{"obstacle/cas": "temps"})
        app.selectbox(key="avec/temps").set_value("charge").run()
        app.button(key="fusionner/temps").click().run()
        assert decisions(data, ask) == [["topics", "merge", "temps", "charge"]]
        assert app.selectbox(key="obstacle/cas").value == "charge"

    def test_checked_segments_are_moved_or_split_off(self, data, monkeypatch, ask):
        app = opened("obstacles", data, monkeypatch, **{"obstacle/cas": "information"})
        boxes = [box for box in app.checkbox if (box.key or "").startswith("passage/")]
        assert len(boxes) > 2
        first = boxes[0].key.split("/", 2)[2]
        boxes[0].check().run()
        app.selectbox(key="vers/information").set_value("").run()
        next(button for button in app.button if button.label == explorer.MOVE).click().run()
        assert decisions(data, ask) == [["topics", "move", first, ""]]
        boxes = [box for box in app.checkbox if (box.key or "").startswith("passage/")]
        assert first not in {box.key.split("/", 2)[2] for box in boxes}
        boxes[0].check().run()
        next(button for button in app.button if button.label == explorer.SPLIT).click().run()
        assert decisions(data, ask)[-1][:3] == ["topics", "split", "information"]

    def test_a_neighbour_is_filed_and_a_topic_kept(self, data, monkeypatch, ask):
        app = opened("obstacles", data, monkeypatch, **{"obstacle/cas": "information"})
        near = [button for button in app.button if (button.key or "").startswith("classer/")]
        assert near
        near[0].click().run()
        assert decisions(data, ask)[-1][1:] == ["move", near[0].key.split("/", 2)[2], "information"]
        app.button(key="garder/information").click().run()
        assert decisions(data, ask)[-1][1:3] == ["promote", "information"]
        assert app.button(key="garder/information").disabled


def test_a_subject_has_its_matrix_its_counts_and_its_words(data, monkeypatch):
    text = shown(opened("vues", data, monkeypatch))
    assert explorer.TOO_FEW in text
    assert "data-pick" in text
    assert "%" not in re.sub(r"width:[^;]*;", "", text)


def test_a_position_that_was_read_wrongly_is_put_right_and_taken_back(data, monkeypatch, ask):
    app = opened("vues", data, monkeypatch)
    box = next(box for box in app.selectbox if box.label == explorer.POSITION)
    box.select_index(0).run()
    segment_id = next(box for box in app.selectbox if box.label == explorer.POSITION).value
    meant = next(one for one in app.button_group if one.label == explorer.POSITION_IS)
    other = "contre" if meant.value != "contre" else "pour"
    meant.set_value(other).run()
    assert decisions(data, ask) == [["topics", "stance", segment_id, other]]
    assert "Position corrigée → " in shown(app)
    app.button(key=f"defaire/{read_ids(data, ask)[0]}").click().run()
    assert "Position corrigée" not in shown(app)


def test_answers_open_their_words(data, monkeypatch):
    app = opened("echanges", data, monkeypatch, seances="seance-2")
    pair = next(box for box in app.selectbox if box.label == explorer.PAIR)
    assert len(pair.options) > 1
    assert "s’oppose" in shown(app)


def test_search_finds_in_several_sessions_and_a_line_leads_to_its_turn(data, monkeypatch):
    app = opened("recherche", data, monkeypatch)
    app.text_input[0].set_value("GENERAL").run()
    text = shown(app)
    assert "général" in text
    assert len(set(re.findall(r"séance \d", text))) > 1
    app.text_input[0].set_value("zébu").run()
    assert explorer.NOT_FOUND in shown(app)
