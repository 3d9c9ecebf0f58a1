"""Releases: who makes and who reads them, what changes from one to the next, and what is kept."""

import datetime

import pandas as pd
import pytest
from sqlalchemy import select

from dashboard.publics import AccessError, Asker, Public
from dashboard.registry import releases
from dashboard.registry.interventions import add_intervention, remove_intervention
from dashboard.registry.models import Audit, Release, now
from dashboard.registry.releases import freeze, last_frozen, read_release
from pipeline import tables
from pipeline.settings import Settings
from pipeline.store import serialise

SETTINGS = Settings()
ROLES = ("obstacle_phase", "roles", "contrat")


@pytest.fixture
def begin(registry, tmp_path, me):
    """Adds an intervention with its tables; in `spoken` ones a person spoke of the roles."""

    def make(name, led, spoken=True, asker=None):
        add_intervention(registry, asker or me, name)
        measures = [("intervention", "", "", 8), ("sector", "", "", 8), ("followed", "", "contrat", 8)]
        measures += [(*ROLES, 1), ("obstacle_sector", "roles", "", 1)] if spoken else []
        about = {"case_id": name, "facilitator": led, "amount": 1, "of": 1}
        frame = tables.build("contributions", [{**about, "measure": m, "row": r, "column": c, "n_speakers": n} for m, r, c, n in measures])
        folder = tmp_path / name
        folder.mkdir()
        (folder / "contributions.parquet").write_bytes(serialise(frame))
        (folder / "sessions.parquet").write_bytes(serialise(tables.build("sessions")))

    return make


@pytest.fixture
def supervisor(me):
    return Asker(Public.SUPERVISEUR, me.user_id)


@pytest.fixture
def frozen(registry, tmp_path, me):
    return lambda settings=SETTINGS: freeze(registry, tmp_path, me, settings)


def shown(view):
    return {tuple(row[:3]): tuple(row[3:]) for row in view.figures.itertuples(index=False)}


def test_before_the_first_release_a_supervisor_sees_nothing(registry, supervisor, begin, frozen):
    begin("a", "F1")
    begin("b", "F2")
    assert frozen() is None
    assert read_release(registry, supervisor) is None
    assert last_frozen(registry, supervisor) is None


def test_a_release_has_a_number_a_day_and_labels(registry, supervisor, me, begin, frozen):
    for name, led in (("a", "F1"), ("b", "F2"), ("c", "F3")):
        begin(name, led)
    assert frozen() == 1
    view = read_release(registry, supervisor)
    assert (view.number, view.day) == last_frozen(registry, me) == (1, now().date())
    assert shown(view)[ROLES] == (3, False, 3)
    assert view.labels == {"roles": "On ne sait pas qui fait quoi"}
    assert frozen() is None, "nothing changed"


def test_a_figure_changes_only_when_three_interventions_of_three_facilitators_did(registry, supervisor, begin, frozen):
    for name, led in (("a", "F1"), ("b", "F2"), ("c", "F3")):
        begin(name, led)
    frozen()
    begin("d", "F1")
    begin("e", "F2")
    assert frozen() is None
    assert shown(read_release(registry, supervisor))[ROLES] == (3, False, 3)
    begin("f", "F3")
    assert frozen() == 2
    assert shown(read_release(registry, supervisor))[ROLES] == (4, True, 6)


def test_what_is_deleted_leaves_no_difference(registry, supervisor, me, begin, frozen):
    for n in range(6):
        begin(f"c{n}", f"F{n % 3}")
    frozen()
    before = shown(read_release(registry, supervisor))
    remove_intervention(registry, me, "c0")
    assert frozen() is None
    assert shown(read_release(registry, supervisor)) == before


def test_on_a_server_whoever_owns_an_intervention_leads_it(registry, supervisor, intervenant, begin, frozen):
    for name, led in (("a", "F1"), ("b", "F2"), ("c", "F3")):
        begin(name, led)
    complete = dict.fromkeys(("metadata_url", "client_id", "administrator"), "x") | {"address": "https://x.fr"}
    served = Settings(sign_in={**complete, "client_secret": "x", "cookie_secret": "x" * 32})  # type: ignore[arg-type]
    assert served.sign_in.complete
    assert frozen(served) is None, "one account, whatever codes it writes"
    for n in range(2):
        begin(f"d{n}", "F1", asker=intervenant(f"other-{n}"))
    assert frozen(served) == 1


def test_the_ledger_is_kept_once_and_leads_nowhere(registry, begin, frozen):
    for n in range(3):
        begin(f"secret-{n}", f"F{n}")
    frozen()
    for n in range(3, 6):
        begin(f"secret-{n}", f"F{n}")
    frozen()
    with registry.reading() as session:
        first, second = session.scalars(select(Release).order_by(Release.number))
    assert first.content["ledger"] == []
    assert first.content["figures"]
    assert "secret" not in str(second.content)
    assert str(second.content["ledger"])


def test_old_releases_are_deleted_and_old_figures_go(registry, supervisor, begin, frozen, monkeypatch):
    for n in range(3):
        begin(f"c{n}", f"F{n}")
    frozen()
    later = now() + datetime.timedelta(days=releases.KEPT_DAYS + 1)
    monkeypatch.setattr(releases, "now", lambda: later)
    assert read_release(registry, supervisor) is None
    assert frozen() == 2
    with registry.reading() as session:
        assert [one.number for one in session.scalars(select(Release))] == [2]


def test_cases_without_an_owner_and_cases_not_analysed_do_not_count(registry, supervisor, me, begin, frozen, tmp_path):
    for n in range(3):
        begin(f"c{n}", f"F{n}")
    (tmp_path / "c2").rename(tmp_path / "stranger")
    assert frozen() is None


@pytest.mark.parametrize("public", [Public.GROUPE, Public.SUPERVISEUR, Public.ADMINISTRATEUR])
def test_only_an_intervenant_makes_a_release(registry, tmp_path, me, public):
    with pytest.raises(AccessError):
        freeze(registry, tmp_path, Asker(public, me.user_id), SETTINGS)


@pytest.mark.parametrize("public", [Public.GROUPE, Public.INTERVENANT, Public.ADMINISTRATEUR])
def test_only_a_supervisor_reads_one(registry, me, public):
    with pytest.raises(AccessError):
        read_release(registry, Asker(public, me.user_id))


def test_nobody_without_an_account_does_either(registry, tmp_path):
    with pytest.raises(AccessError):
        read_release(registry, Asker(Public.SUPERVISEUR))
    with pytest.raises(AccessError):
        freeze(registry, tmp_path, Asker(Public.INTERVENANT), SETTINGS)


def test_a_release_is_noted(registry, begin, frozen):
    for n in range(3):
        begin(f"c{n}", f"F{n}")
    frozen()
    with registry.reading() as session:
        assert "release.freeze" in session.scalars(select(Audit.action)).all()


def test_a_view_holds_figures_and_nothing_that_they_were_made_of(registry, supervisor, begin, frozen):
    for n in range(3):
        begin(f"c{n}", f"F{n}")
    frozen()
    view = read_release(registry, supervisor)
    assert list(view.figures.columns) == list(releases.COLUMNS)
    assert isinstance(view.figures, pd.DataFrame)
