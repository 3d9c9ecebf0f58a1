"""Ma fiche de supervision: private until handed over, closed from then on, taken back until it is opened."""

import pytest

from dashboard.publics import AccessError, Asker, Public, StaleError, UnknownCaseError
from dashboard.registry.interventions import add_intervention
from dashboard.registry.reflections import get_fiche, hand_over, list_received, open_received, take_back, write_fiche
from pipeline.errors import LeakError
from pipeline.pseudonymise.gate import Gate
from pipeline.pseudonymise.records import Known

ANSWERS = {"vecu": "La gorge serrée quand le ton est monté.", "demande": "Comment tenir le silence ?"}


@pytest.fixture
def mine(registry, me):
    add_intervention(registry, me, "cas-1", title="Les Granges")
    return write_fiche(registry, me, "cas-1", None, ANSWERS)


@pytest.fixture
def supervisor(intervenant):
    return Asker(Public.SUPERVISEUR, intervenant("supervisor").user_id)


def test_what_is_written_is_there_and_empty_answers_are_none(registry, me, mine):
    again = write_fiche(registry, me, "cas-1", mine.version, {**ANSWERS, "evite": "  "})
    assert get_fiche(registry, me, "cas-1").answers == ANSWERS == again.answers


def test_two_windows_do_not_overwrite_each_other(registry, me, mine):
    write_fiche(registry, me, "cas-1", mine.version, {"vecu": "Autre chose."})
    for change in (
        lambda: write_fiche(registry, me, "cas-1", mine.version, ANSWERS),
        lambda: hand_over(registry, me, "cas-1", mine.version, None),
    ):
        with pytest.raises(StaleError):
            change()


def test_nobody_reads_it_before_it_is_handed_over(registry, intervenant, supervisor, mine):
    assert list_received(registry, supervisor) == []
    with pytest.raises(UnknownCaseError):
        get_fiche(registry, intervenant("other"), "cas-1")
    for public in (Public.SUPERVISEUR, Public.GROUPE, Public.ADMINISTRATEUR):
        with pytest.raises(AccessError):
            get_fiche(registry, Asker(public, "x"), "cas-1")


@pytest.mark.parametrize("public", [Public.INTERVENANT, Public.GROUPE, Public.ADMINISTRATEUR])
def test_only_a_supervisor_receives(registry, me, public, mine):
    with pytest.raises(AccessError):
        list_received(registry, Asker(public, me.user_id))
    with pytest.raises(AccessError):
        open_received(registry, Asker(public, me.user_id), "x")


def test_a_supervisor_gets_answers_and_neither_author_nor_intervention(registry, me, supervisor, mine):
    hand_over(registry, me, "cas-1", mine.version, None)
    (waiting,) = list_received(registry, supervisor)
    assert waiting.answers == {}, "to list is not to read"
    opened = open_received(registry, supervisor, waiting.reflection_id)
    assert opened.answers == ANSWERS
    assert "cas-1" not in str(opened)
    assert me.user_id not in str(opened)


def test_handed_over_it_is_closed_and_taken_back_until_it_is_opened(registry, me, supervisor, mine):
    handed = hand_over(registry, me, "cas-1", mine.version, None)
    with pytest.raises(AccessError):
        write_fiche(registry, me, "cas-1", handed.version, {})
    back = take_back(registry, me, "cas-1", handed.version)
    assert back.handed is None
    assert list_received(registry, supervisor) == []
    again = hand_over(registry, me, "cas-1", back.version, None)
    (waiting,) = list_received(registry, supervisor)
    open_received(registry, supervisor, waiting.reflection_id)
    with pytest.raises(StaleError):
        take_back(registry, me, "cas-1", again.version)
    seen = get_fiche(registry, me, "cas-1")
    assert take_back(registry, me, "cas-1", seen.version).handed is not None


def test_what_is_taken_back_meanwhile_is_not_opened(registry, me, supervisor, mine):
    handed = hand_over(registry, me, "cas-1", mine.version, None)
    (waiting,) = list_received(registry, supervisor)
    take_back(registry, me, "cas-1", handed.version)
    assert open_received(registry, supervisor, waiting.reflection_id) is None
    assert open_received(registry, supervisor, "inconnu") is None


@pytest.mark.parametrize("text", ["J’ai coupé Belkacem.", "Aux granges j’ai eu peur. C’était les Granges, oui."])
def test_no_known_name_and_no_title_is_handed_over(registry, me, supervisor, mine, text):
    gate = Gate([Known(identity_id="i1", kind="PERSON", forms=("Rose Belkacem",), surrogates=("Inès Morel",))])
    written = write_fiche(registry, me, "cas-1", mine.version, {"vecu": text})
    with pytest.raises(LeakError) as caught:
        hand_over(registry, me, "cas-1", written.version, gate.refuse)
    assert "vecu" in str(caught.value)
    assert "Belkacem" not in str(caught.value)
    assert list_received(registry, supervisor) == []


def test_an_empty_fiche_is_not_handed_over(registry, me, mine):
    empty = write_fiche(registry, me, "cas-1", mine.version, {})
    assert hand_over(registry, me, "cas-1", empty.version, None).handed is None


def test_a_question_that_is_not_asked_is_no_place_to_write(registry, me, mine):
    with pytest.raises(TypeError):
        write_fiche(registry, me, "cas-1", mine.version, {"nom": "x"})
