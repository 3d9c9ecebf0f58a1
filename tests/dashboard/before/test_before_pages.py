"""Ouvrir, Avant la séance and Déposer in Streamlit's own test bench: from nothing to sealed notes, and what is refused on the way."""

import datetime
import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import texts
from dashboard.access import Archive
from dashboard.desk import LOCAL
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account
from dashboard.registry.interventions import change_intervention, list_interventions, list_participants, list_sittings
from dashboard.texts import avant, deposer, ouvrir
from pipeline.pseudonymise.vault import Vault

PASSPHRASE = "quatre mots tirés au sort"


class Bench:
    """One browser that goes from page to page."""

    def __init__(self, places):
        self.places = places
        self.app = AppTest.from_string("", default_timeout=60)

    def go(self, page):
        kept = self.kept
        self.app = AppTest.from_string(f"from dashboard.pages import {page}\n{page}.page()", default_timeout=60)
        for key, value in kept.items():
            self.app.session_state[key] = value
        return self.run()

    def run(self):
        self.app.run()
        assert not self.app.exception
        return self

    @property
    def kept(self):
        names = ("desk/vault", "desk/seen", "kept/cas")
        return {name: self.app.session_state[name] for name in names if name in self.app.session_state}

    @property
    def said(self):
        pieces = [element.proto.body for element in self.app.get("html")]
        for kind in ("title", "error", "warning", "success", "info", "caption", "markdown"):
            pieces += [element.value for element in getattr(self.app, kind)]
        return re.sub(r"<style>.*?</style>", "", "\n".join(pieces), flags=re.DOTALL)

    def click(self, label):
        next(button for button in self.app.button if button.label == label).click()
        return self.run()

    def field(self, label):
        kinds = (self.app.text_input, self.app.text_area, self.app.selectbox, self.app.radio, self.app.multiselect, self.app.checkbox)
        return next(one for kind in kinds for one in kind if one.label == label)

    def fill(self, label, value):
        self.field(label).set_value(value)
        return self

    def registry(self):
        registry = open_registry(self.places.data)
        with registry.writing() as session:
            me = Asker(Public.INTERVENANT, account(session, LOCAL, Public.INTERVENANT).user_id)
        return Archive(self.places.data, registry).registry, me


@pytest.fixture
def bench(places):
    return Bench(places)


@pytest.fixture
def opened(places, sealed_once, bench):
    places.vault.parent.mkdir()
    places.vault.write_bytes(sealed_once)
    return bench.go("ouvrir").fill(ouvrir.PASSPHRASE, PASSPHRASE).click(ouvrir.OPEN)


@pytest.fixture
def begun(opened):
    return opened.go("avant").fill(avant.NAME, "Le hall et la place").fill(avant.GROUPS, "jeunes\nhabitants").click(avant.BEGIN)


@pytest.fixture
def listed(begun):
    begun.fill(avant.PASTE, "Nadia Belkacem, habitante, jeunes\nBruno Petit\nHélène Vasseur, animatrice")
    return begun.click(avant.UNDERSTAND).click(avant.ADD)


def state_of(app):
    return repr(object.__getattribute__(app.session_state, "_state"))


def test_the_passphrase_is_chosen_twice_typed_and_kept_nowhere(bench, places):
    bench.go("ouvrir")
    assert ouvrir.TITLE_NEW in bench.said
    assert ouvrir.LOST.split(".")[0] in bench.said.replace("&#x27;", "'")
    bench.fill(ouvrir.PASSPHRASE, PASSPHRASE).fill(ouvrir.AGAIN, "quatre autres mots").click(ouvrir.CREATE)
    assert ouvrir.DIFFERENT in bench.said
    assert PASSPHRASE not in state_of(bench.app)
    bench.fill(ouvrir.PASSPHRASE, "court").fill(ouvrir.AGAIN, "court").click(ouvrir.CREATE)
    assert ouvrir.ERRORS["short"] in bench.said
    assert not places.vault.exists()
    bench.fill(ouvrir.PASSPHRASE, PASSPHRASE).fill(ouvrir.AGAIN, PASSPHRASE).click(ouvrir.CREATE)
    assert ouvrir.TITLE_IS_OPEN in bench.said
    assert PASSPHRASE not in state_of(bench.app)
    assert Vault.unlock(places.vault, PASSPHRASE).case_ids() == []
    assert bench.app.get("download_button")
    bench.click(ouvrir.SHEET_DONE)
    assert not bench.app.get("download_button")


def test_a_wrong_passphrase_is_said_in_french_and_closing_forgets_the_key(opened):
    opened.click(ouvrir.CLOSE)
    assert ouvrir.TITLE_OPEN in opened.said
    opened.fill(ouvrir.PASSPHRASE, "une autre phrase de passe").click(ouvrir.OPEN)
    assert ouvrir.ERRORS["wrong"] in opened.said
    assert "une autre phrase" not in state_of(opened.app)
    assert "desk/vault" not in opened.app.session_state


def test_the_recovery_sheet_asks_for_the_passphrase_again(opened):
    opened.fill(ouvrir.PASSPHRASE, "une autre phrase de passe").click(ouvrir.SHEET_ASK)
    assert ouvrir.ERRORS["wrong"] in opened.said
    assert not opened.app.get("download_button")
    opened.fill(ouvrir.PASSPHRASE, PASSPHRASE).click(ouvrir.SHEET_ASK)
    assert opened.app.get("download_button")
    assert PASSPHRASE not in state_of(opened.app)


def test_a_damaged_vault_is_said_in_french(opened, places):
    places.vault.write_text("Nadia", "utf-8")
    opened.run()
    assert ouvrir.ERRORS["altered"] in opened.said


@pytest.mark.parametrize("page", ["avant", "deposer"])
def test_pages_that_need_names_ask_at_the_door(bench, page, places, sealed_once):
    assert ouvrir.TITLE_NEW in bench.go(page).said
    places.vault.parent.mkdir()
    places.vault.write_bytes(sealed_once)
    assert ouvrir.CLOSED in bench.go(page).said


def test_an_intervention_begins_and_is_changed(begun):
    registry, me = begun.registry()
    (one,) = list_interventions(registry, me)
    assert (one.title, one.groups) == ("Le hall et la place", ["jeunes", "habitants"])
    begun.fill(avant.OBJECTIVE, "Que le hall serve à tous").fill(avant.CODE, "f7").click(avant.SAVE)
    assert avant.SAVED in begun.said
    (one,) = list_interventions(registry, me)
    assert (one.objective, one.facilitator) == ("Que le hall serve à tous", "F7")
    registry.close()


def test_without_a_title_or_with_a_name_for_a_code_nothing_begins(opened):
    opened.go("avant").click(avant.BEGIN)
    assert avant.TITLE_NEEDED in opened.said
    opened.fill(avant.NAME, "Le hall").fill(avant.CODE, "Hélène").click(avant.BEGIN)
    assert avant.BAD_CODE in opened.said
    registry, me = opened.registry()
    assert list_interventions(registry, me) == []
    registry.close()


def test_the_list_is_shown_as_understood_before_it_is_kept(begun):
    begun.fill(avant.PASTE, "Nadia Belkacem, habitante\n---\nnadia belkacem").click(avant.UNDERSTAND)
    table = begun.app.table[0].value
    assert list(table["À revoir"]) == ["", avant.PROBLEMS["nameless"], avant.PROBLEMS["twice"]]
    registry, me = begun.registry()
    case_id = list_interventions(registry, me)[0].case_id
    assert list_participants(registry, me, case_id) == []
    begun.click(avant.ADD_SOME)
    assert len(list_participants(registry, me, case_id)) == 1
    registry.close()


def test_a_name_in_the_objective_is_refused_in_both_orders(listed):
    listed.fill(avant.OBJECTIVE, "Ce que demande Nadia").click(avant.SAVE)
    assert "L’objectif : il y a là le nom" in listed.said
    listed.fill(avant.OBJECTIVE, "Ce que demande Ginette").click(avant.SAVE).click(avant.SAVE)
    assert avant.SAVED in listed.said
    listed.fill(avant.PASTE, "Ginette Morel").click(avant.UNDERSTAND).click(avant.ADD)
    assert "L’objectif : un nom que vous ajoutez" in listed.said
    registry, me = listed.registry()
    case_id = list_interventions(registry, me)[0].case_id
    assert len(list_participants(registry, me, case_id)) == 3
    # what was pasted waits there until it can be kept
    listed.fill(avant.OBJECTIVE, "Ce que demande une voisine").click(avant.SAVE).click(avant.ADD)
    assert len(list_participants(registry, me, case_id)) == 4
    registry.close()


def test_what_looks_like_a_name_is_asked_about_before_it_is_kept(opened):
    asked = avant.LOOKS_NAMED.split("{who} : ")[1][:30]
    opened.go("avant").fill(avant.NAME, "Voisinage, cour de Khadija Benmokhtar").click(avant.BEGIN)
    assert "« Khadija Benmokhtar »" in opened.said
    assert asked in opened.said
    registry, me = opened.registry()
    assert list_interventions(registry, me) == []
    opened.fill(avant.NAME, "Voisinage, cour de Ginette Morel").click(avant.BEGIN)
    assert list_interventions(registry, me) == []
    opened.click(avant.BEGIN)
    assert [one.title for one in list_interventions(registry, me)] == ["Voisinage, cour de Ginette Morel"]
    registry.close()


def test_agreements_are_written_at_once_with_their_day(listed):
    radios = [radio for radio in listed.app.radio if radio.label.startswith("Accord de")]
    assert [radio.value for radio in radios] == ["none"] * 3
    radios[1].set_value("recording")
    listed.run()
    registry, me = listed.registry()
    people = list_participants(registry, me, list_interventions(registry, me)[0].case_id)
    assert [one.consent for one in people] == ["none", "recording", "none"]
    assert all(one.consent_at for one in people)
    assert "2 personnes sur 3" in listed.said
    registry.close()


def test_what_should_be_erased_by_now_is_said_at_the_door(listed):
    registry, me = listed.registry()
    assert ouvrir.OVERDUE not in listed.go("ouvrir").said
    [one] = list_interventions(registry, me)
    change_intervention(registry, me, one.case_id, one.version, retain_until=datetime.date(2020, 1, 31))
    said = listed.go("ouvrir").said
    assert ouvrir.OVERDUE in said
    assert f"{one.title} : gardée jusqu’au 31/01/2020" in said


def test_deleting_needs_the_word(listed, places):
    listed.fill(avant.DELETE_TYPE, "oui").click(avant.DELETE)
    assert avant.DELETE_NOT in listed.said
    listed.fill(avant.DELETE_TYPE, avant.DELETE_WORD).click(avant.DELETE)
    registry, me = listed.registry()
    assert list_interventions(registry, me) == []
    assert Vault.unlock(places.vault, PASSPHRASE).case_ids() == []
    assert avant.NEW_TITLE in listed.said
    registry.close()


def drop(bench, monkeypatch, *files):
    """What Streamlit's bench has no hand for: files in the uploader, once."""
    import streamlit as st

    class Dropped:
        def __init__(self, name, data):
            self.name, self._data = name, data

        def getvalue(self):
            return self._data

    waiting = [Dropped(*file) for file in files]
    monkeypatch.setattr(st, "file_uploader", lambda *_, **__: [waiting.pop() for _ in list(waiting)][::-1])
    return bench.go("deposer")


def agree(bench, *consents):
    for rank, consent in enumerate(consents):
        [radio for radio in bench.app.radio if radio.label.startswith("Accord de")][rank].set_value(consent)
        bench.run()


TRANSCRIPT = b"Animatrice : on commence\nNadia : on dort mal\nlocuteur 2 : moi aussi\n<img src=x> : oui\n"


def test_a_transcript_is_sealed_when_all_agreed(listed, monkeypatch, runs, places):
    agree(listed, "recording", "notes", "recording")
    drop(listed, monkeypatch, ("Nadia chez elle.txt", TRANSCRIPT))
    assert "3 tours de parole" in listed.said
    assert "Nadia chez elle" not in listed.said + state_of(listed.app)
    voice = next(box for box in listed.app.selectbox if "locuteur 2" in box.label)
    voice.set_value("p2")
    listed.run()
    assert "Bruno Petit n’a pas" in listed.said
    assert next(button for button in listed.app.button if button.label == deposer.SEAL).disabled
    listed.go("avant")
    agree(listed, "recording", "recording", "recording")
    drop(listed, monkeypatch, ("Nadia chez elle.txt", TRANSCRIPT))
    next(box for box in listed.app.selectbox if "locuteur 2" in box.label).set_value("p2")
    listed.run().click(deposer.SEAL)
    assert "C’est scellé : Séance 1" in listed.said
    assert runs == [("cas-1", "pseudonymise")]
    record = Vault.unlock(places.vault, PASSPHRASE).get("cas-1")
    assert record.originals["seance-1.txt"] == TRANSCRIPT
    assert record.joined["seance-1"]["locuteur 2"] == "p2"
    assert not listed.app.session_state["deposer/attente"]
    # before somebody is forgotten it is said what goes, and that what was never analysed is lost
    listed.go("avant")
    assert avant.WITHDRAW_FILES.format(sessions="séance 1") in listed.said.replace("\u00a0", " ")
    assert avant.WITHDRAW_LOST.format(sessions="séance 1") in listed.said.replace("\u00a0", " ")
    assert avant.WITHDRAW_PUBLISHED not in listed.said


RECIPE = (
    "Quiche lorraine\n\n1 pâte brisée, 200 g de lardons, 3 œufs, 20 cl de crème fraîche, sel, poivre\n"
    "Préchauffez le four à 180 degrés. Étalez la pâte dans un moule. Battez les œufs et la crème.\nEnfournez 45 minutes.\n"
)


def test_what_tells_of_nobody_is_asked_about_before_it_is_sealed_as_notes(listed, monkeypatch, runs):
    agree(listed, "recording", "recording", "recording")
    drop(listed, monkeypatch, ("quiche.txt", RECIPE.encode()), ("notes.txt", b"- on dort mal\n- les horaires changent\n"))
    assert deposer.STRANGE in listed.said
    assert next(button for button in listed.app.button if button.label == deposer.SEAL).disabled
    listed.field(deposer.STRANGE_MEANT).check()
    listed.run().click(deposer.SEAL)
    assert runs == [("cas-1", "pseudonymise")]
    assert deposer.STRANGE not in listed.said


def test_typed_lines_that_tell_of_nobody_are_pointed_out(listed, runs):
    listed.go("deposer").fill(deposer.NOTES_TYPE, RECIPE).click(deposer.NOTES_ADD)
    assert deposer.STRANGE_TYPED in listed.said
    listed.fill(deposer.NOTES_TYPE, "on dort mal").click(deposer.NOTES_ADD)
    assert deposer.STRANGE_TYPED not in listed.said


def test_a_file_that_is_sealed_already_is_pointed_out(listed, monkeypatch, runs):
    agree(listed, "recording", "recording", "recording")
    drop(listed, monkeypatch, ("a.txt", TRANSCRIPT), ("copie.txt", TRANSCRIPT), ("b.txt", TRANSCRIPT + b"Nadia : encore\n"))
    assert "déjà scellé" not in listed.said
    listed.click(deposer.SEAL)
    assert deposer.SAME.format(sessions="Séance 1") in listed.said
    listed.fill(deposer.WHICH, "seance-1").run()
    assert "déjà scellé :" not in listed.said, "it takes the place of itself"
    assert deposer.REPLACES in listed.said
    listed.click(deposer.PUT_ASIDE)
    assert "déjà scellé" not in listed.said


def test_who_was_ticked_stays_when_a_voice_is_joined(listed, monkeypatch):
    drop(listed, monkeypatch, ("a.txt", TRANSCRIPT))
    pills = listed.app.get("button_group")[0]
    assert set(pills.value) == {"p1", "p3"}
    pills.set_value(["p1"])
    listed.run()
    next(box for box in listed.app.selectbox if "locuteur 2" in box.label).set_value("p2")
    listed.run()
    assert set(listed.app.get("button_group")[0].value) == {"p1", "p2"}


def test_what_waits_in_memory_goes_when_the_vault_is_closed(listed, monkeypatch):
    drop(listed, monkeypatch, ("a.txt", TRANSCRIPT))
    assert "Waiting(" in state_of(listed.app)
    del listed.app.session_state["desk/vault"]
    listed.run()
    assert "Waiting(" not in state_of(listed.app)


def test_a_new_person_agrees_before_the_file_is_sealed(listed, monkeypatch, runs, places):
    agree(listed, "recording", "recording", "recording")
    drop(listed, monkeypatch, ("a.txt", TRANSCRIPT))
    next(box for box in listed.app.selectbox if "locuteur 2" in box.label).set_value("+")
    listed.run().fill(deposer.NEW_NAME, "Rose Michaud").click(deposer.SEAL)
    assert "Rose Michaud n’a pas" in listed.said
    assert runs == []
    listed.field(deposer.NEW_AGREED).check()
    listed.run().click(deposer.SEAL)
    assert runs == [("cas-1", "pseudonymise")]
    record = Vault.unlock(places.vault, PASSPHRASE).get("cas-1")
    assert [one.name for one in record.participants][-1] == "Rose Michaud"
    assert record.joined["seance-1"]["locuteur 2"] == "p4"


def test_two_labels_of_one_new_person_are_joined_at_once(listed, monkeypatch, runs, places):
    agree(listed, "recording", "recording", "recording")
    drop(listed, monkeypatch, ("a.txt", b"Nadia : on dort mal\nlocuteur 2 : moi aussi\nNadia : bon\nlocuteur 4 : oui\n"))
    for label in ("locuteur 2", "locuteur 4"):
        next(box for box in listed.app.selectbox if label in box.label).set_value("+")
    listed.run()
    for field, name in zip(
        (one for one in listed.app.text_input if one.label == deposer.NEW_NAME), ("Rose Michaud", "rose michaud "), strict=True
    ):
        field.set_value(name)
    for field in listed.app.checkbox:
        field.check()
    listed.run().click(deposer.SEAL)
    record = Vault.unlock(places.vault, PASSPHRASE).get("cas-1")
    assert [one.name for one in record.participants][3:] == ["Rose Michaud"]
    assert record.joined["seance-1"] | {"Nadia": "p1"} == {"Nadia": "p1", "locuteur 2": "p4", "locuteur 4": "p4"}


def test_somebody_who_is_named_and_not_on_the_list_has_to_have_agreed(listed, monkeypatch, runs):
    agree(listed, "recording", "recording", "recording")
    drop(listed, monkeypatch, ("a.txt", b"Nadia : on dort mal\nGinette : moi aussi\nNadia : bon\nGinette : oui\n"))
    assert deposer.REFUSALS["others"] in listed.said
    assert next(button for button in listed.app.button if button.label == deposer.SEAL).disabled
    listed.field(deposer.OTHERS_AGREED).check()
    listed.run().click(deposer.SEAL)
    assert runs == [("cas-1", "pseudonymise")]


def test_bad_files_are_said_one_by_one_and_leave_nothing(listed, monkeypatch, runs, places):
    before = places.vault.read_bytes()
    drop(listed, monkeypatch, ("x.exe", b"MZ"), ("y.docx", b"PK\x03\x04"), ("z.txt", b""))
    for key in ("kind", "damaged", "empty"):
        assert deposer.ERRORS[key] in listed.said
        listed.click(deposer.PUT_ASIDE)
    assert not listed.app.session_state["deposer/attente"]
    assert places.vault.read_bytes() == before
    assert runs == []


def test_a_label_cannot_bring_an_image_or_a_link(listed, monkeypatch):
    drop(listed, monkeypatch, ("a.txt", b"![x](http://ailleurs.test/i.png) : oui\nNadia : non\n*B* : si\n*B* : bon\n"))
    assert not any("![" in box.label or "](http" in box.label for box in listed.app.selectbox)


def test_a_title_or_a_group_cannot_bring_an_image_either(opened, monkeypatch, runs):
    image = "![x](http://ailleurs.test/i.png)"
    opened.go("avant").fill(avant.NAME, f"Le hall {image}").fill(avant.GROUPS, image).click(avant.BEGIN)
    opened.fill(avant.SITTING_SUBGROUP, image).click(avant.SITTING_ADD)
    assert not any("![" in one.value for one in opened.app.title)
    drop(opened, monkeypatch, ("a.txt", b"- on dort mal\n- trop de bruit\n"))
    opened.click(deposer.SEAL)
    assert runs == [("cas-1", "pseudonymise")]
    assert not any("![" in one.value for one in [*opened.app.markdown, *opened.app.success])


def test_paper_notes_are_sealed_line_by_line(listed, runs, places):
    listed.go("deposer")
    listed.fill(deposer.NOTES_TYPE, "on dort mal\ntrop de bruit").fill(deposer.NOTES_SAID_BY, "three_plus").click(deposer.NOTES_ADD)
    assert deposer.NOTES_LIST.format(n="2 idées") in listed.said
    assert b"trois ou plus" in Vault.unlock(places.vault, PASSPHRASE).get("cas-1").originals["seance-1.csv"]
    listed.fill(deposer.NOTES_TYPE, "on a peur").fill(deposer.NOTES_GROUP, "jeunes").click(deposer.NOTES_ADD)
    assert deposer.NOTES_APART in listed.said
    assert "Ne notez rien de ce qu’ont dit : Nadia Belkacem, Bruno Petit, Hélène Vasseur" in listed.said
    listed.click(deposer.NOTES_READY)
    assert runs == [("cas-1", "pseudonymise")]
    registry, me = listed.registry()
    assert [(one.session_id, one.kind, one.subgroup) for one in list_sittings(registry, me, "cas-1")] == [
        ("seance-1", "notes", ""),
        ("seance-1-2", "notes", "jeunes"),
    ]
    registry.close()


def test_the_next_ideas_go_to_the_session_of_the_last_ones(listed, runs):
    listed.click(avant.SITTING_ADD).click(avant.SITTING_ADD).go("deposer")
    assert listed.field(deposer.NOTES_SESSION).value == "seance-2"
    listed.fill(deposer.NOTES_SESSION, "seance-1").run()
    listed.fill(deposer.NOTES_TYPE, "on dort mal").click(deposer.NOTES_ADD)
    assert listed.field(deposer.NOTES_SESSION).value == "seance-1"
    listed.fill(deposer.NOTES_TYPE, "trop de bruit").click(deposer.NOTES_ADD)
    assert deposer.NOTES_LIST.format(n="2 idées") in listed.said
    listed.fill(deposer.NOTES_SESSION, "").run()
    listed.fill(deposer.NOTES_TYPE, "on a peur").click(deposer.NOTES_ADD)
    assert listed.field(deposer.NOTES_SESSION).value == "seance-3"


def test_a_correction_of_the_table_is_shown_as_sealed_at_once(listed, runs, monkeypatch):
    import streamlit as st

    listed.go("deposer").fill(deposer.NOTES_TYPE, "on dort mal\ntrop de bruit").click(deposer.NOTES_ADD)
    given = []

    def correct(shown, **_):
        given.append(shown["text"].tolist())
        return shown.replace("on dort mal", "on dort très mal")

    monkeypatch.setattr(st, "data_editor", correct)
    listed.run()
    # the table that stands there takes the next correction: one over the lines as they were before would lose it
    assert given[-1] == ["on dort très mal", "trop de bruit"]


def test_a_session_that_was_planned_or_wrongly_deposited_is_taken_out(listed, runs, places):
    listed.go("deposer").fill(deposer.NOTES_TYPE, "on dort mal").click(deposer.NOTES_ADD)
    listed.go("avant").click(avant.SITTING_ADD)
    registry, me = listed.registry()
    assert [one.order for one in list_sittings(registry, me, "cas-1")] == [0, 1]
    listed.click(avant.SITTING_REMOVE_SURE)
    assert avant.SITTING_REMOVED in listed.said
    assert [(one.session_id, one.order) for one in list_sittings(registry, me, "cas-1")] == [("seance-2", 0)]
    assert set(Vault.unlock(places.vault, PASSPHRASE).get("cas-1").originals) == {"case.toml"}
    listed.click(avant.SITTING_REMOVE_SURE)
    assert list_sittings(registry, me, "cas-1") == []


def test_a_sealed_file_is_taken_out(listed, runs, places):
    listed.go("deposer").fill(deposer.NOTES_TYPE, "on dort mal").click(deposer.NOTES_ADD)
    listed.click(deposer.REMOVE_SURE)
    assert deposer.REMOVED in listed.said
    assert set(Vault.unlock(places.vault, PASSPHRASE).get("cas-1").originals) == {"case.toml"}


def test_without_an_intervention_deposer_says_what_to_do(opened):
    assert texts.NO_CASE in opened.go("deposer").said
