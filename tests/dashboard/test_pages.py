"""Pages in Streamlit's own test bench: what they show, and what they say when there is nothing."""

import re
import time
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import hosting, texts
from dashboard.desk import IDLE_SECONDS
from dashboard.publics import Asker, Public
from dashboard.registry import hosts
from dashboard.registry.guard import account
from dashboard.registry.interventions import add_intervention
from dashboard.texts import mur, reponses, sauvegarder
from pipeline.pseudonymise.vault import Vault


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


@pytest.mark.parametrize("page", ["fil", "mur", "reponses"])
def test_without_a_case_each_page_says_what_to_run(page, tmp_path, monkeypatch):
    text = shown(run(page, tmp_path, monkeypatch))
    assert texts.NO_CASE in text
    assert texts.NO_CASE_HINT in text


@pytest.mark.parametrize(("page", "heading"), [("mur", mur.NONE), ("reponses", reponses.NONE)])
def test_with_nothing_publishable_a_page_says_what_it_waits_for(page, heading, tmp_path, monkeypatch, case_writer):
    case_writer(tmp_path, cells=False)
    assert heading in shown(run(page, tmp_path, monkeypatch))


def test_the_thread_opens_where_violence_turned_into_conflict(invented_data, monkeypatch):
    app = run("fil", invented_data, monkeypatch, cas="quartier", seance="seance-2")
    assert app.title[0].value == texts.THREAD
    assert [box.value for box in app.selectbox] == ["quartier", "seance-2"]
    assert app.select_slider[0].value == 30
    text = shown(app)
    assert "des paroles qui se répondent, autour de" in text
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


@pytest.fixture
def published(tmp_path, case_writer, ask, publish):
    """A data folder with one publication, and its id."""
    case_writer(tmp_path)
    archive, me = ask.archive(tmp_path)
    return tmp_path, publish(archive.registry, me, "cas")


def test_the_wall_projects_nothing_before_a_version_is_chosen(published, monkeypatch):
    data, publication = published
    app = run("mur", data, monkeypatch)
    assert [one.key for one in app.get("bidi_component")] == ["french-words"]
    app.button(key=f"projeter/{publication}").click().run()
    assert len(app.get("bidi_component")) == 2
    assert app.query_params["version"] in (publication, [publication])


@pytest.mark.parametrize("version", ["inconnue", "../quartier", ""])
def test_a_version_that_is_nobody_s_is_refused_in_french(published, monkeypatch, version):
    app = run("mur", published[0], monkeypatch, version=version)
    assert [one.key for one in app.get("bidi_component")] == ["french-words"]
    assert not version or texts.UNKNOWN_CASE in shown(app)


def test_somebody_else_s_version_is_not_projected(published, monkeypatch, ask, publish):
    data, _ = published
    archive, _ = ask.archive(data)
    with archive.registry.writing() as session:
        stranger = Asker(Public.INTERVENANT, account(session, "somebody", Public.INTERVENANT).user_id)
    add_intervention(archive.registry, stranger, "ailleurs")
    app = run("mur", data, monkeypatch, version=publish(archive.registry, stranger, "ailleurs"))
    assert [one.key for one in app.get("bidi_component")] == ["french-words"]
    assert texts.UNKNOWN_CASE in shown(app)


def test_a_room_is_not_opened_without_the_vault(published, monkeypatch):
    app = run("reponses", published[0], monkeypatch)
    assert [one.value for one in app.info] == [reponses.NO_VAULT]
    assert [one.key for one in app.button] == []


def test_paper_is_counted_while_the_room_is_open_and_said_in_words_after(published, monkeypatch, ask, tmp_path):
    data, publication = published
    archive, me = ask.archive(data)
    vault = Vault.create(tmp_path / "coffre" / "cercle.vault", "une phrase assez longue")
    room = hosting.open_door(SimpleNamespace(archive=archive, asker=me, vault=vault), publication, 60)
    app = run("reponses", data, monkeypatch)
    assert [one.value for one in app.info] == [reponses.CODE_LOCKED]
    app.number_input(key=f"papier/{room.room_id}/obstacles/0/me").set_value(7).run()
    assert hosts.read_paper(archive.registry, me, room.room_id) == {("obstacles/0", "me"): 7}
    app.button(key="reponses/clore").click().run()
    table = app.table[0].value
    assert table.iloc[0].tolist() == ["presque tous", reponses.TOO_FEW, reponses.TOO_FEW]
    assert len(table) == 1
    assert mur.TOO_FEW_OF_THE_REST in [one.value for one in app.markdown]


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


def test_a_page_that_was_left_alone_is_shown_again_with_the_vault_closed(invented_data, monkeypatch):
    monkeypatch.setenv("CIRCULATION_DATA", str(invented_data))
    app = AppTest.from_string("from dashboard.pages import sauvegarder\nsauvegarder.page()", default_timeout=60)
    app.session_state["desk/vault"], app.session_state["desk/seen"] = object(), time.monotonic() - IDLE_SECONDS - 1
    app.run()
    assert not app.exception
    assert app.title[0].value == sauvegarder.TITLE
    assert "desk/vault" not in app.session_state
