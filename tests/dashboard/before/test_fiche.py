"""Ma fiche de supervision with the vault open: a name that it knows is not written in clear, and its words stay on the screen."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.registry.reflections import get_fiche
from dashboard.texts import fiche as said
from dashboard.texts import guillemets


@pytest.fixture
def fiche(at, case_id):
    app = AppTest.from_string("from dashboard.pages import fiche\nfiche.page()", default_timeout=60)
    app.session_state["desk/vault"] = at.vault
    app.session_state["kept/cas"] = case_id
    app.run()
    assert not app.exception
    return app


def test_a_name_is_not_written_and_stays_on_the_screen(fiche, at, case_id):
    def kept():
        return dict(get_fiche(at.archive.registry, at.asker, case_id).answers)

    box = f"fiche/{case_id}/vecu"
    fiche.text_area(key=box).set_value("Une gorge serrée.").run()
    fiche.text_area(key=box).set_value("Quand Belkacem est sortie, la gorge serrée.").run()
    assert kept() == {"vecu": "Une gorge serrée."}
    assert fiche.text_area(key=box).value == "Quand Belkacem est sortie, la gorge serrée."
    assert said.QUESTIONS["vecu"][0] in fiche.error[0].value
    assert "Belkacem" not in fiche.error[0].value
    assert next(button for button in fiche.button if button.label == said.HAND_OVER).disabled
    fiche.text_area(key=f"fiche/{case_id}/appris").set_value("À me taire.").run()
    assert kept() == {"vecu": "Une gorge serrée.", "appris": "À me taire."}
    fiche.text_area(key=box).set_value("Quand elle est sortie, la gorge serrée.").run()
    assert kept()["vecu"] == "Quand elle est sortie, la gorge serrée."
    assert not fiche.error


def test_a_name_that_was_written_while_the_vault_was_closed_is_told_once_it_is_open(fiche, at, case_id):
    del fiche.session_state["desk/vault"]
    fiche.run()
    fiche.text_area(key=f"fiche/{case_id}/vecu").set_value("Quand Belkacem est sortie.").run()
    fiche.session_state["desk/vault"] = at.vault
    fiche.run()
    assert fiche.error[0].value == said.NAMED_BEFORE.format(where=guillemets(said.QUESTIONS["vecu"][0]))
    assert get_fiche(at.archive.registry, at.asker, case_id).answers == {"vecu": "Quand Belkacem est sortie."}


def test_with_the_vault_closed_it_is_said_that_names_are_not_sought(fiche):
    assert not fiche.info
    del fiche.session_state["desk/vault"]
    fiche.run()
    assert fiche.info[0].value == said.NOT_SOUGHT


def test_whoever_may_be_recognised_is_looked_at_before_it_goes(fiche, case_id):
    def waits():
        return next(button for button in fiche.button if button.label == said.HAND_OVER).disabled

    fiche.text_area(key=f"fiche/{case_id}/vecu").set_value("La dame du 7 pleurait, et moi avec.").run()
    assert waits()
    box = fiche.checkbox(key=f"fiche/{case_id}/rare")
    assert "La dame du 7" in box.label
    box.check().run()
    assert not waits()
