"""The page in Streamlit's own test bench, on a sample session."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import desk
from dashboard.closing import sittings_by_id
from dashboard.deciding import answer, decide
from dashboard.questions import ask
from dashboard.registry.interventions import add_intervention
from dashboard.review import open_review
from dashboard.texts import ouvrir
from dashboard.texts import relire as texts


@pytest.fixture
def show(at, monkeypatch):
    """Opens the page on a session of the quarter."""
    started = []
    monkeypatch.setattr("dashboard.pages.relire.prepare", lambda at, case_id: started.append(case_id) or True)

    def page(session_id="seance-3", vault=at.vault, case_id="quartier"):
        app = AppTest.from_string("from dashboard.pages import relire\nrelire.page()", default_timeout=120)
        if vault is not None:
            app.session_state[desk._VAULT] = vault
        app.query_params["cas"], app.query_params["seance"] = case_id, session_id
        app.run()
        assert not app.exception
        assert not app.error
        return app

    page.started = started
    return page


def shown(app):
    pieces = [element.proto.body for element in app.get("html")]
    return re.sub(r"<style>.*?</style>", "", "\n".join(pieces), flags=re.DOTALL)


def left(app):
    found = re.search(r'class="left-count">[^<]*<strong>(\d+)</strong>[^\d]*(\d+)', shown(app))
    assert found is not None
    return int(found[1]), int(found[2])


def kept(app):
    """All that the browser's session holds beside the open vault."""
    return repr({name: value for name, value in app.session_state._state.filtered_state.items() if name != desk._VAULT})


def click(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    assert not app.error


def test_without_the_passphrase_there_is_a_door_and_no_text(show):
    app = show(vault=None)
    assert app.title[0].value == ouvrir.CLOSED
    assert "relire-text" not in shown(app)


def test_answers_by_button_count_down_and_undo_counts_up(show):
    app = show()
    assert app.title[0].value == texts.TITLE
    first, total = left(app)
    assert first == total > 10
    title = re.search(r"<h2>(.*?)</h2>", shown(app))
    click(app, "relire-yes")
    click(app, "relire-no")
    assert left(app) == (first - 2, total)
    click(app, "relire-undo")
    click(app, "relire-undo")
    assert left(app) == (first, total)
    assert re.search(r"<h2>(.*?)</h2>", shown(app))[1] == title[1]


def test_real_names_show_while_they_are_asked_for(show):
    app = show("seance-1")
    assert "Bakary" not in shown(app)
    app.toggle[0].set_value(True).run()
    assert "Bakary" in shown(app)
    assert "Bakary" not in kept(app)
    assert dict(app.query_params) == {"cas": "quartier", "seance": "seance-1"}


def test_an_end_to_the_reading_asks_for_all_answers_or_a_sentence(show, at):
    app = show("seance-2")
    assert app.button(key="relire-done").disabled
    assert texts.SKIP_WHAT in [one.value for one in app.markdown]
    click(app, "relire-skip")
    assert sittings_by_id(at, "quartier")["seance-2"].review == "skipped"
    closed = app.selectbox(key="seance").proto
    assert closed.set_value, "the browser would go on showing what the session was called"
    assert texts.STATES["skipped"] in closed.raw_value
    while left(app)[0]:
        click(app, "relire-no")
    assert texts.ANSWERED in shown(app)
    click(app, "relire-done")
    assert sittings_by_id(at, "quartier")["seance-2"].review == "done"
    click(app, "relire-apply")
    assert show.started == ["quartier"]
    # a question that comes up again opens the reading again
    click(app, "relire-undo")
    assert sittings_by_id(at, "quartier")["seance-2"].review == "open"


def test_a_word_is_typed_and_hidden_everywhere_and_the_field_is_cleared(show, at):
    app = show()
    app.text_input[0].set_value("vert d'eau")
    app.selectbox(key="relire/genre-ecrit").set_value("OTHER")
    click(app, "relire-add-typed")
    assert at.vault.get("quartier").decisions[-1].form == "vert d'eau"
    review = open_review(at, "quartier", "seance-3")
    assert sum(one.state == "added" for found in review.mentions.values() for one in found) == 2
    assert app.text_input[0].value == ""
    assert "vert" not in kept(app)


def test_the_same_person_is_chosen_by_an_id_that_holds_no_name(show, at):
    app = show("seance-1")
    while "relire-other" not in {one.key for one in app.button}:
        click(app, "relire-next")
    click(app, "relire-other")
    people = app.selectbox(key="relire-person")
    assert any("Bakary" in option for option in people.options)
    people.select_index(0).run()
    decisions = at.vault.get("quartier").decisions
    assert {one.kind for one in decisions} == {"same_as", "accept"}


def test_what_others_decided_meanwhile_is_told_and_not_overwritten(show, at):
    app = show()
    review = open_review(at, "quartier", "seance-3")
    first = ask(review).questions[0]
    decide(at, "quartier", answer(review, first, "no"), ())
    app.button(key="relire-yes").click().run()
    decisions = at.vault.get("quartier").decisions
    assert [one.kind for one in decisions] == ["reject"]


def test_without_the_files_the_page_says_so_and_reads_the_pseudonyms(show, at):
    at.vault.change("quartier", lambda record: record.model_copy(update={"originals": {}, "places": {}}))
    app = show()
    assert texts.CLEAR_GONE in [one.value for one in app.info]
    assert "relire-text" in shown(app)
    assert left(app) == (0, 0)


def test_the_first_preparation_is_waited_for(show, at, monkeypatch):
    case_id = add_intervention(at.archive.registry, at.asker, title="Une intervention neuve").case_id
    monkeypatch.setattr("dashboard.pages.relire.at_work", lambda *_: True)
    app = show("", case_id=case_id)
    assert [one.value for one in app.info] == [texts.AT_WORK]
    assert not app.button
    monkeypatch.setattr("dashboard.pages.relire.at_work", lambda *_: False)
    app.run()
    assert texts.NOT_READY in shown(app)
    assert app.button(key="relire-apply").label == texts.PREPARE
    click(app, "relire-apply")
    assert app.success[0].value == texts.PREPARING


def test_a_word_that_nobody_said_is_pointed_out_once(show):
    app = show("seance-1")
    app.text_input[0].set_value("zorglub")
    click(app, "relire-add-typed")
    assert [one.value for one in app.warning] == [texts.ADD_NOWHERE]
    click(app, "relire-undo")
    assert not app.warning
    said = next(one for one in ("mairie", "salle", "porte", "enfants", "on") if re.search(rf"\b{one}\b", shown(app)))
    app.text_input[0].set_value(said)
    click(app, "relire-add-typed")
    assert not app.warning


def test_what_was_decided_in_another_session_is_not_taken_back_unseen(show):
    app = show("seance-1")
    click(app, "relire-yes")
    assert "relire-undo" in [one.key for one in app.button]
    app.selectbox(key="seance").set_value("seance-2").run()
    assert "relire-undo" not in [one.key for one in app.button]
    app.selectbox(key="seance").set_value("seance-1").run()
    assert "relire-undo" in [one.key for one in app.button]
