"""The supervisor's grids, what they ask, and the pages; Ma fiche de supervision."""

import math
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import grids, wondering
from dashboard.publics import AccessError, Public
from dashboard.style import DARK, LIGHT
from dashboard.texts import NBSP
from dashboard.texts import fiche as asked
from dashboard.texts import revient as said
from pipeline.tables import PHASES


def grid(*cells):
    return pd.DataFrame(
        [(*cell, False)[:5] if len(cell) == 4 else cell for cell in cells], columns=["label", "column", "value", "out_of", "at_least"]
    )


@pytest.mark.parametrize(
    ("cells", "end"),
    [
        ([("Peur", "confiance", 8, 12), ("Peur", "peurs", 3, 11)], "levé, ou tu ?"),
        ([("Temps", "contrat", 3, 12), ("Temps", "decisions", 5, 6)], "nouveau, ou enfin dicible ?"),
        ([("Temps", "decisions", 5, 6), ("Temps", "contrat", 3, 12)], "nouveau, ou enfin dicible ?"),
        ([("Règles", "conflits", 3, 3)], "Qu’est-ce qui permet de le dire là ?"),
        ([("Règles", "conflits", 3, 3), ("Règles", "decisions", math.nan, 3)], "Qu’est-ce qui permet de le dire là ?"),
    ],
)
def test_a_supervisor_is_asked(cells, end):
    assert wondering.ask_steps(grid(*cells)).endswith(end)


def test_what_is_told_as_more_is_asked_as_more():
    assert "4 interventions ou plus sur 5" in wondering.ask_steps(grid(("B", "contrat", 4, 5, True)))


@pytest.mark.parametrize("ask", [wondering.ask_steps, wondering.ask_statuses, wondering.ask_passages, wondering.ask_sectors])
def test_every_sentence_asks(ask):
    column = {wondering.ask_statuses: "resolved", wondering.ask_sectors: "santé"}.get(ask, "conflits")
    assert ask(grid(("A", column, 3, 4))).endswith("?")


@pytest.fixture
def view(invented_data, ask):
    return ask.release(invented_data)


@pytest.mark.parametrize("public", [Public.INTERVENANT, Public.GROUPE, Public.ADMINISTRATEUR])
def test_nobody_else_reads_a_release(invented_data, ask, public):
    with pytest.raises(AccessError):
        ask.release(invented_data, public)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_grid_is_fixed_and_hatches_what_is_withheld(view, colours):
    heads = {phase: (phase, grids.told(view.figures, "followed", phase)) for phase in PHASES}
    made = grids.fixed_grid(view.figures, "obstacle_phase", view.labels, list(heads))
    assert len(made) == 6 * len(PHASES)
    assert made.loc[made["column"] == "information", "value"].isna().all()
    spec = grids.draw(made, heads, colours).to_dict()
    hatched, words, shown, numbers = (spec["datasets"][layer["data"]["name"]] for layer in spec["layer"])
    assert len(hatched) + len(shown) == len(made)
    assert {row["said"] for row in words} == {said.FEWER}
    assert {row["value"] for row in hatched} == {None}
    assert min(float(row["said"].split()[0]) for row in numbers) >= 3
    tops = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert tops[0] == "confiance\nsur 12"
    assert tops[4] == f"information\n{said.FEWER}"


def test_a_cell_of_an_earlier_release_carries_its_own_denominator():
    heads = {"contrat": ("contrat", 12), "peurs": ("peurs", 0), "new": ("nouveau", -1)}
    cells = grid(
        ("A", "contrat", 5, 9), ("A", "contrat", 5, 12), ("A", "contrat", 10, 12, True), ("A", "new", 3, 9), ("A", "peurs", math.nan, 0)
    )
    assert grids.written(cells, heads) == ["5 sur 9", "5", "10 ou plus", "3", said.FEWER]


def run(page, data, monkeypatch, **state):
    monkeypatch.setenv("CIRCULATION_DATA", str(data))
    monkeypatch.setenv("CIRCULATION_VAULT__PATH", str(data / "no" / "vault"))
    app = AppTest.from_string(f"from dashboard.pages import {page}\n{page}.page()", default_timeout=60)
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    assert not app.error
    return app


def shown(app):
    pieces = [element.proto.body for element in app.get("html")]
    pieces += [
        element.value
        for kind in ("title", "info", "warning", "success", "caption", "markdown", "subheader", "text")
        for element in app.get(kind)
    ]
    return re.sub(r"<style>.*?</style>", "", "\n".join(pieces), flags=re.DOTALL).replace(NBSP, " ")


@pytest.mark.parametrize("page", ["revient", "parcours", "lectures"])
def test_without_a_release_each_page_says_what_to_do(page, tmp_path, monkeypatch):
    assert said.EMPTY_HINT in shown(run(page, tmp_path, monkeypatch))


def test_the_grid_asks_and_has_a_table_beside_it(invented_data, monkeypatch):
    app = run("revient", invented_data, monkeypatch)
    text = shown(app)
    assert 'class="reading"' in text
    assert "12 interventions, 34 séances" in text
    table = app.table[0].value
    assert table.loc["On a peur que ça nous retombe dessus", "décisions sur 6"] == said.FEWER


@pytest.mark.parametrize(("measure", "expected"), [("obstacle_sector", "du secteur « école »"), ("obstacle_status", "levé, ou tu ?")])
def test_the_other_grids(invented_data, monkeypatch, measure, expected):
    assert expected in shown(run("revient", invented_data, monkeypatch, grille=measure))


def test_passages_and_quality(invented_data, monkeypatch):
    assert "La violence devient conflit dans 5 interventions sur 9" in shown(run("parcours", invented_data, monkeypatch))
    app = run("lectures", invented_data, monkeypatch)
    assert list(app.table[0].value[said.QUALITY_SHARE]) == ["35 sur 100", "1 sur 10"]


def test_from_the_first_word_to_the_supervisor(tmp_path, monkeypatch, case_writer):
    case_writer(tmp_path)
    app = run("fiche", tmp_path, monkeypatch)
    app.text_area(key="fiche/cas/vecu").set_value("<b>La gorge serrée</b>").run()
    again = run("fiche", tmp_path, monkeypatch)
    assert again.text_area(key="fiche/cas/vecu").value == "<b>La gorge serrée</b>"
    assert said.RECEIVED_EMPTY in shown(run("envois", tmp_path, monkeypatch))
    next(button for button in again.button if button.label == asked.HAND_OVER).click().run()
    assert "Vous pouvez la reprendre" in shown(again)
    received = run("envois", tmp_path, monkeypatch)
    assert "gorge" not in shown(received)
    received.button(key="ouvrir/0").click().run()
    assert [one.value for one in received.text] == ["<b>La gorge serrée</b>"]
    assert "ne peut plus être reprise" in shown(run("fiche", tmp_path, monkeypatch))


def test_with_the_vault_closed_nothing_is_handed_over(tmp_path, monkeypatch, case_writer):
    case_writer(tmp_path)
    app = run("fiche", tmp_path, monkeypatch)
    app.text_area(key="fiche/cas/vecu").set_value("La gorge serrée").run()
    (tmp_path / "no").mkdir()
    (tmp_path / "no" / "vault").write_bytes(b"closed")
    next(button for button in app.button if button.label == asked.HAND_OVER).click().run()
    assert asked.CLOSED in shown(app)
    assert said.RECEIVED_EMPTY in shown(run("envois", tmp_path, monkeypatch))


def test_an_intervenant_freezes_a_release_and_is_told_its_number_alone(tmp_path, monkeypatch, case_writer):
    case_writer(tmp_path)
    app = run("fiche", tmp_path, monkeypatch)
    assert asked.NONE_YET in shown(app)
    next(button for button in app.button if button.label == asked.FREEZE).click().run()
    assert asked.UNCHANGED in shown(app)
