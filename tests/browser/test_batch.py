"""A facilitator starts the analysis of what lies in the vault, follows it, closes the page, and finds it again."""

import tomllib
from pathlib import Path

import pytest

from dashboard import texts
from dashboard.access import Archive
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account
from dashboard.registry.interventions import add_intervention, put_participant, put_sitting
from dashboard.texts import analyser as said
from dashboard.texts import ouvrir as door
from pipeline.pseudonymise.records import CaseRecord, Listed
from pipeline.pseudonymise.vault import Vault

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample" / "quartier"
PASSPHRASE = "quatre mots tirés au sort"
LONGEST = 600_000
"""Milliseconds that an analysis may take on a busy machine."""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder with one intervention whose three sessions of the sample lie in a vault, read again."""
    place = tmp_path_factory.mktemp("batch")
    registry = open_registry(place / "data")
    with registry.writing() as session:
        me = Asker(Public.INTERVENANT, account(session, "local", Public.INTERVENANT).user_id)
    told = tomllib.loads((SAMPLE / "case.toml").read_text("utf-8"))
    add_intervention(registry, me, title="Le hall, la place et la salle", facilitator="F1", sector="quartier")
    for number, person in enumerate(told["participants"], 1):
        put_participant(registry, me, "cas-1", f"p{number}", role=person["role"], subgroup=person["subgroup"], consent="recording")
    for one in told["sessions"]:
        put_sitting(
            registry, me, "cas-1", one["file"], date=one["date"], phase=one["phase"], sharing="group", n_present=8, review="skipped"
        )
    registry.close()
    people = tuple(
        Listed(participant_id=f"p{number}", name=person["name"], labels=tuple(person["labels"]))
        for number, person in enumerate(told["participants"], 1)
    )
    files = {path.name: path.read_bytes() for path in sorted(SAMPLE.iterdir()) if path.suffix in {".txt", ".vtt"}}
    vault = Vault.create(place / "coffre" / "cercle.vault", PASSPHRASE)
    vault.put(CaseRecord(case_id="cas-1", secret=bytes(32), originals=files, participants=people))
    return place / "data"


@pytest.fixture(scope="module")
def site(data, serving):
    """The dashboard on that folder."""
    with serving(data, CIRCULATION_VAULT__PATH=str(data.parent / "coffre" / "cercle.vault")) as address:
        yield address


@pytest.fixture
def open_analyser(page, hands):
    """Through the vault's door, and by the menu, which keeps it open."""

    def through_the_door():
        page.goto("/ouvrir?cas=cas-1")
        hands.open_vault(PASSPHRASE)
        page.get_by_role("heading", name=door.TITLE_IS_OPEN).wait_for()
        hands.in_menu("analyser")

    return through_the_door


def test_an_analysis_is_started_followed_left_and_found_again(page, open_analyser, keep, data):
    open_analyser()
    page.get_by_role("button", name=said.START).click()
    page.locator(".step-running, .step-starting").first.wait_for()
    page.locator(".step-running").wait_for(timeout=LONGEST)
    keep("analyser-en-cours")

    page.goto("/analyser?cas=cas-1")  # another session of the browser, with a closed vault
    page.get_by_role("button", name=said.STOP).wait_for()
    assert "Vous pouvez fermer cette page" in page.locator(".reading").inner_text()
    page.locator(".step-running .track").wait_for(timeout=LONGEST)

    page.get_by_text("Analyse terminée").wait_for(timeout=LONGEST)
    page.locator(".step-done").nth(3).wait_for()
    page.get_by_role("link", name=said.TO_OPEN).wait_for()
    open_analyser()
    page.get_by_role("button", name=said.START_AGAIN).wait_for()
    assert "Avant de montrer quoi que ce soit, relisez" in page.locator(".risk").inner_text().replace(texts.NBSP, " ")
    assert page.locator(".stException, [data-testid='stException'], [data-testid='stAlert']").count() == 0
    keep("analyser")
    assert (data / "cas-1" / "cells.parquet").is_file()
    written = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"Ferrand" not in written, "nothing in clear lies on disk"


def test_what_is_stopped_can_be_started_again(page, open_analyser, data):
    registry = open_registry(data)
    with registry.writing() as session:
        me = Asker(Public.INTERVENANT, account(session, "local", Public.INTERVENANT).user_id)
    before = Archive(data, registry).read_case(me, "cas-1", "turns")
    vault = Vault.unlock(data.parent / "coffre" / "cercle.vault", PASSPHRASE)
    more = {"seance-1.txt": vault.get("cas-1").originals["seance-1.txt"] + b"\nRose : Bon, on verra.\n"}
    vault.change("cas-1", lambda now: now.model_copy(update={"originals": now.originals | more}))
    open_analyser()
    page.get_by_role("button", name=said.START_AGAIN).click()
    page.get_by_role("button", name=said.STOP).click()
    page.get_by_text(said.CANCELLED).wait_for(timeout=LONGEST)
    page.get_by_role("button", name=said.RESUME).wait_for()
    assert Archive(data, registry).read_case(me, "cas-1", "turns").equals(before)
    registry.close()
