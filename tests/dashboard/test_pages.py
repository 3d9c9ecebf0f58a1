"""Pages in Streamlit's own test bench: what they show, what they say when there is nothing, and what the wall holds."""

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import texts
from dashboard.pages.bloque import wall
from dashboard.publics import Public


def run(page, data, monkeypatch, **query):
    monkeypatch.setenv("CIRCULATION_DATA", str(data))
    app = AppTest.from_string(f"from dashboard.pages import {page}\n{page}.page()", default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def shown(app):
    """All text of a page, its style sheets left out."""
    pieces = [element.proto.body for element in app.get("html")] + [element.value for element in [*app.title, *app.error, *app.warning]]
    return re.sub(r"<style>.*?</style>", "", "\n".join(pieces), flags=re.DOTALL)


@pytest.mark.parametrize("page", ["fil", "bloque"])
def test_without_a_case_each_page_says_what_to_run(page, tmp_path, monkeypatch):
    text = shown(run(page, tmp_path, monkeypatch))
    assert texts.NO_CASE in text
    assert texts.NO_CASE_HINT in text


def test_with_nothing_publishable_the_wall_says_what_it_waits_for(tmp_path, monkeypatch, case_writer):
    case_writer(tmp_path, cells=False)
    assert texts.WALL_EMPTY in shown(run("bloque", tmp_path, monkeypatch))


def test_the_thread_opens_where_violence_turned_into_conflict(invented_data, monkeypatch):
    app = run("fil", invented_data, monkeypatch, cas="quartier", seance="seance-2")
    assert app.title[0].value == texts.THREAD
    assert [box.value for box in app.selectbox] == ["quartier", "seance-2"]
    assert app.select_slider[0].value == 30
    text = shown(app)
    assert "un désaccord qui se dit, autour de" in text
    assert text.count('class="turn') == 8


@pytest.mark.parametrize(
    ("session", "extent"),
    [("seance-1", "68 tours de parole, 1 h"), ("seance-2", "68 tours de parole, 1 h"), ("seance-3", "68 tours de parole. Cliquez")],
)
def test_the_thread_of_a_session_with_starts_only_with_ends_and_without_times(invented_data, monkeypatch, session, extent):
    app = run("fil", invented_data, monkeypatch, cas="quartier", seance=session)
    assert extent in shown(app).replace(texts.NBSP, " ")
    assert not app.error


def test_an_address_with_an_unknown_session_opens_the_first(invented_data, monkeypatch):
    app = run("fil", invented_data, monkeypatch, cas="ailleurs", seance="nulle-part")
    assert [box.value for box in app.selectbox] == ["ecole", "seance-1"]


def test_the_wall_projects_nothing_before_a_case_is_chosen(invented_data, monkeypatch):
    app = run("bloque", invented_data, monkeypatch)
    assert 'class="wall"' not in shown(app)
    app.button(key="projeter/quartier").click().run()
    assert "L’information n’arrive pas" in shown(app)


def test_the_wall_of_an_unknown_case_is_refused_in_french(invented_data, monkeypatch):
    app = run("bloque", invented_data, monkeypatch, cas="../quartier")
    assert texts.UNKNOWN_CASE in shown(app)
    assert 'class="wall"' not in shown(app)


def test_a_damaged_table_is_said_in_french(tmp_path, monkeypatch, case_writer):
    case_writer(tmp_path)
    (tmp_path / "cas" / "turns.parquet").write_bytes(b"not a table")
    assert texts.DAMAGED in shown(run("fil", tmp_path, monkeypatch))


def test_a_fault_of_a_page_is_said_in_french_and_logged_without_text(invented_data, monkeypatch, capfd):
    def broken(*_):
        raise ValueError("Nadia a dit non")

    monkeypatch.setattr("dashboard.figures.curves", broken)
    text = shown(run("fil", invented_data, monkeypatch, cas="quartier"))
    said = "".join(capfd.readouterr())
    assert texts.BROKEN in text
    assert "Nadia" not in text + said
    assert "unexpected ValueError at test_pages.py" in said


@pytest.fixture
def group(invented_data, ask):
    return {name: ask(invented_data, Public.GROUPE, "quartier", name) for name in ("cells", "topics", "sessions")}


def test_the_wall_has_words_and_dots_and_no_number_of_persons(group):
    html = wall(**group)
    assert html.count('class="bar"') == 5
    assert re.findall(r'class="word">([^<]+)', html) == ["presque tous", "beaucoup", "plusieurs", "plusieurs", "quelques-uns"]
    assert html.count('class="dot full"') == 3 + 2 + 2 + 1 + 1
    assert html.count('class="dot') - html.count('class="dots') == 15
    assert re.findall(r"\d+", re.sub(r"<[^>]+>", "", html)) == ["1", "3"], "only the ranks of the sessions"
    assert html.endswith(f"{texts.WALL_QUESTION.replace('’', '’')}</p></div>")


def test_the_wall_shows_at_most_five(group):
    more = pd.DataFrame({"measure": "wall_obstacle", "row": [f"x{n}" for n in range(9)], "column": "present", "value": 1.0})
    labels = pd.DataFrame({"topic_id": more["row"], "label": "Autre chose"})
    html = wall(pd.concat([group["cells"], more]), pd.concat([group["topics"], labels]), group["sessions"])
    assert html.count('class="bar"') == 5


def test_a_label_cannot_bring_markup_to_the_wall(group):
    assert "<img" not in wall(group["cells"], group["topics"].assign(label="<img src=x>"), group["sessions"])
