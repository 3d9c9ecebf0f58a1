"""Hostile parameters: ids out of an address, a form or a click that are nobody's, or somebody else's. Refused, nothing written."""

import re

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from dashboard import hosting, texts
from dashboard.publics import Asker, Public, UnknownCaseError
from dashboard.registry.decisions import decide, read_decisions
from dashboard.registry.guard import account
from dashboard.registry.interventions import (
    add_intervention,
    change_intervention,
    put_participant,
    put_sitting,
    remove_intervention,
    remove_sitting,
    set_present,
)
from dashboard.registry.models import Base
from dashboard.registry.publications import list_publications, read_publication

FOREIGN = "cas-des-autres"
IDS = [
    FOREIGN,
    "../cas",
    "_all",
    "",
    "cas/../cas",
    "CAS",
    "cas\0",
    "cas%00",
    "\u202esac",
    "<script>",
    "=1+1",
    "x" * 5_000,
    "' or '1'='1",
    "-1",
]


@pytest.fixture
def desk(tmp_path, case_writer, ask, publish):
    """A data folder with one case of mine, `cas`, one of somebody else's, and a publication of that."""
    case_writer(tmp_path)
    archive, me = ask.archive(tmp_path)
    with archive.registry.writing() as session:
        stranger = Asker(Public.INTERVENANT, account(session, "somebody", Public.INTERVENANT).user_id)
    add_intervention(archive.registry, stranger, FOREIGN, title="Zébulonne")
    put_sitting(archive.registry, stranger, FOREIGN, "seance-1")
    decide(archive.registry, stranger, FOREIGN, stage="topics", kind="label", target_id="x", value="Zébulonne")
    publish(archive.registry, stranger, FOREIGN)
    yield archive, me, stranger
    archive.registry.close()


def rows(registry):
    """All that the database holds."""
    with registry.reading() as session:
        return {name: session.execute(select(table)).all() for name, table in Base.metadata.tables.items()}


ACTS = {
    "read": lambda archive, me, case: archive.read_case(me, case, "turns"),
    "remove everywhere": lambda archive, me, case: archive.remove_case(me, case, None),
    "change": lambda archive, me, case: change_intervention(archive.registry, me, case, 1, title="x"),
    "remove": lambda archive, me, case: remove_intervention(archive.registry, me, case),
    "session": lambda archive, me, case: put_sitting(archive.registry, me, case, "seance-1", 1, kind="notes"),
    "remove session": lambda archive, me, case: remove_sitting(archive.registry, me, case, "seance-1"),
    "participant": lambda archive, me, case: put_participant(archive.registry, me, case, "p1", role="x"),
    "present": lambda archive, me, case: set_present(archive.registry, me, case, "seance-1", ["p1"]),
    "decide": lambda archive, me, case: decide(archive.registry, me, case, stage="markers", kind="reject", target_id="x"),
    "decisions": lambda archive, me, case: read_decisions(archive.registry, me, case),
    "publications": lambda archive, me, case: list_publications(archive.registry, me, case),
    "publication": lambda archive, me, case: read_publication(archive.registry, me, case),
    "room": lambda archive, me, case: hosting.hosts.open_room(
        archive.registry, me, case, room_id="r", public_key="", code_digest="", minutes=5
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_id_that_is_not_mine_is_refused_and_changes_nothing(desk, act):
    archive, me, _ = desk
    before = rows(archive.registry)
    files = sorted(path for path in archive.data.rglob("*") if ".db" not in path.name)
    for case in IDS:
        with pytest.raises(UnknownCaseError) as caught:
            ACTS[act](archive, me, case)
        assert "Zébulonne" not in str(caught.value)
        assert not case or case not in str(caught.value)
    assert rows(archive.registry) == before
    assert sorted(path for path in archive.data.rglob("*") if ".db" not in path.name) == files


PAGES = ("fil", "mots", "obstacles", "vues", "echanges", "recherche", "mur", "reponses")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("wanted", [FOREIGN, "../cas", "<img src=x onerror=alert(1)>"])
def test_an_address_opens_nothing_that_is_not_mine(desk, monkeypatch, capfd, page, wanted):
    archive, _, stranger = desk
    foreign = list_publications(archive.registry, stranger, FOREIGN)[0].publication_id
    before = rows(archive.registry)
    monkeypatch.setenv("CIRCULATION_DATA", str(archive.data))
    app = AppTest.from_string(f"from dashboard.pages import {page}\n{page}.page()", default_timeout=60)
    told = {"cas": wanted, "seance": wanted, "version": foreign if wanted == FOREIGN else wanted, "salle": wanted, "mot": "Zébulonne"}
    for key, value in told.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    kinds = ("title", "error", "warning", "info", "markdown", "caption")
    shown = "\n".join([*(one.proto.body for one in app.get("html")), *(one.value for kind in kinds for one in getattr(app, kind))])
    assert texts.BROKEN not in shown
    assert len(app.error) + len(app.warning) <= 1
    assert "onerror" not in re.sub(r"&lt;.*?&gt;", "", shown)
    options = [option for box in app.selectbox for option in box.options]
    assert not any("Zébulonne" in option or FOREIGN in option for option in options)
    kept = repr(object.__getattribute__(app.session_state, "_state"))
    assert foreign not in kept
    assert wanted not in kept
    assert "Zébulonne" not in "".join(capfd.readouterr())
    assert rows(archive.registry) == before
