"""Interventions: whose they are, what two people at once may do, what goes when one goes, and how long they are kept."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dashboard.publics import AccessError, Asker, Public, StaleError, UnknownCaseError
from dashboard.registry import decisions, interventions, models
from dashboard.registry.interventions import _months_after

READ = {
    "get": lambda r, a, c: interventions.get_intervention(r, a, c),
    "change": lambda r, a, c: interventions.change_intervention(r, a, c, 1, title="à moi"),
    "remove": lambda r, a, c: interventions.remove_intervention(r, a, c),
    "sittings": lambda r, a, c: interventions.list_sittings(r, a, c),
    "put_sitting": lambda r, a, c: interventions.put_sitting(r, a, c, "seance-1"),
    "remove_sitting": lambda r, a, c: interventions.remove_sitting(r, a, c, "seance-1"),
    "participants": lambda r, a, c: interventions.list_participants(r, a, c),
    "put_participant": lambda r, a, c: interventions.put_participant(r, a, c, "p1"),
    "remove_participant": lambda r, a, c: interventions.remove_participant(r, a, c, "p1"),
    "present": lambda r, a, c: interventions.list_present(r, a, c),
    "set_present": lambda r, a, c: interventions.set_present(r, a, c, "seance-1", []),
    "decide": lambda r, a, c: decisions.decide(r, a, c, stage="markers", kind="reject", target_id="m"),
    "decisions": lambda r, a, c: decisions.read_decisions(r, a, c),
}


@pytest.mark.parametrize("what", READ)
@pytest.mark.parametrize("asker", [Asker(Public.GROUPE), Asker(Public.GROUPE, publication_id="x"), Asker(Public.SUPERVISEUR, "someone")])
def test_no_other_public_reads_or_changes_an_intervention(registry, me, what, asker):
    case_id = interventions.add_intervention(registry, me).case_id
    with pytest.raises(AccessError):
        READ[what](registry, asker, case_id)


@pytest.mark.parametrize("what", READ)
def test_nor_does_another_intervenant_who_is_not_even_told_that_it_exists(registry, me, intervenant, what):
    case_id = interventions.add_intervention(registry, me, title="Les Tilleuls").case_id
    other = intervenant("somebody else")
    said = []
    for asked in (case_id, "cas-99"):
        with pytest.raises(UnknownCaseError) as raised:
            READ[what](registry, other, asked)
        said.append(str(raised.value))
    assert len(set(said)) == 1
    assert interventions.get_intervention(registry, me, case_id).title == "Les Tilleuls"
    assert interventions.list_interventions(registry, other) == []


def test_an_intervenant_without_an_account_is_nobody(registry):
    with pytest.raises(AccessError):
        interventions.list_interventions(registry, Asker(Public.INTERVENANT))


def test_two_people_on_one_intervention_do_not_overwrite_each_other(registry, me):
    seen = interventions.add_intervention(registry, me, title="avant")
    interventions.change_intervention(registry, me, seen.case_id, seen.version, title="le premier")
    with pytest.raises(StaleError):
        interventions.change_intervention(registry, me, seen.case_id, seen.version, title="le second")
    assert interventions.get_intervention(registry, me, seen.case_id).title == "le premier"


def test_of_many_at_once_one_is_written_and_the_others_are_told(registry, me):
    seen = interventions.add_intervention(registry, me)

    def change(title):
        try:
            interventions.change_intervention(registry, me, seen.case_id, seen.version, title=title)
        except StaleError:
            return None
        return title

    with ThreadPoolExecutor(8) as pool:
        written = [title for title in pool.map(change, map(str, range(16))) if title is not None]
    assert len(written) == 1
    assert interventions.get_intervention(registry, me, seen.case_id).title == written[0]


def test_a_session_is_not_added_over_another(registry, me):
    case_id = interventions.add_intervention(registry, me).case_id
    first = interventions.put_sitting(registry, me, case_id, "seance-1", phase="peurs")
    with pytest.raises(StaleError):
        interventions.put_sitting(registry, me, case_id, "seance-1", phase="conflits")
    interventions.put_sitting(registry, me, case_id, "seance-1", first.version, sharing="group")
    (kept,) = interventions.list_sittings(registry, me, case_id)
    assert (kept.phase, kept.sharing, kept.order) == ("peurs", "group", 0)


def test_with_an_intervention_goes_all_that_hangs_on_it(registry, me):
    case_id = interventions.add_intervention(registry, me).case_id
    interventions.put_sitting(registry, me, case_id, "seance-1")
    interventions.put_participant(registry, me, case_id, "p1", consent="recording")
    interventions.set_present(registry, me, case_id, "seance-1", ["p1"])
    decisions.decide(registry, me, case_id, stage="topics", kind="rename", target_id="t", value="v")
    interventions.remove_intervention(registry, me, case_id)
    with registry.reading() as session:
        for table in (models.Intervention, models.Sitting, models.Participant, models.Presence, models.Decision):
            assert session.scalars(select(table)).all() == []


def test_an_intervention_is_kept_six_months_after_its_last_session(registry, me):
    case_id = interventions.add_intervention(registry, me).case_id
    interventions.put_sitting(registry, me, case_id, "seance-1", date=datetime.date(2026, 8, 31))
    assert interventions.get_intervention(registry, me, case_id).retain_until == datetime.date(2027, 2, 28)
    interventions.put_sitting(registry, me, case_id, "seance-2", date=datetime.date(2026, 7, 1))
    assert interventions.get_intervention(registry, me, case_id).retain_until == datetime.date(2027, 2, 28)


@given(day=st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), months=st.integers(0, 40))
def test_some_months_later_is_the_same_day_or_the_last_of_that_month(day, months):
    later = _months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + datetime.timedelta(1)).day == 1


def test_what_somebody_agreed_to_has_its_day_and_changes_it_only_with_the_consent(registry, me):
    case_id = interventions.add_intervention(registry, me).case_id
    first = interventions.put_participant(registry, me, case_id, "p1", consent="recording").consent_at
    assert interventions.put_participant(registry, me, case_id, "p1", role="parent").consent_at == first
    assert interventions.put_participant(registry, me, case_id, "p1", consent="none").consent_at > first


def test_decisions_come_out_as_the_table_that_the_run_reads(registry, me):
    case_id = interventions.add_intervention(registry, me).case_id
    ids = [decisions.decide(registry, me, case_id, stage="markers", kind=kind, target_id="s:0/peur/0-4") for kind in ("reject", "undo")]
    frame = decisions.read_decisions(registry, me, case_id)
    assert frame["decision_id"].tolist() == ids
    assert frame["kind"].tolist() == ["reject", "undo"]
    assert frame["at"].is_monotonic_increasing


def test_the_audit_holds_verbs_and_ids_and_no_word(registry, me):
    case_id = interventions.add_intervention(registry, me, title="Les Tilleuls", objective="se parler").case_id
    decisions.decide(registry, me, case_id, stage="topics", kind="rename", target_id="t", value="La directrice")
    with registry.reading() as session:
        lines = [f"{row.action} {row.case_id} {row.detail}" for row in session.scalars(select(models.Audit))]
    assert len(lines) == 2
    assert not any(word in line for line in lines for word in ("Tilleuls", "parler", "directrice"))
