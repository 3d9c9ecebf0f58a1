"""An obstacle that one group discovered becomes known to all: in invented words, without a name, on one's own machine."""

import dataclasses
import shutil
import tomllib

import pandas as pd
import pytest

from dashboard.explorer import known
from dashboard.explorer.known import make_known
from dashboard.publics import AccessError, Asker, Public, UnknownCaseError
from dashboard.texts import explorer
from pipeline.errors import BusyError
from pipeline.pseudonymise.records import CaseRecord, Known
from pipeline.pseudonymise.vault import Vault
from pipeline.resources import resource
from pipeline.settings import Settings
from pipeline.store import locked
from pipeline.topics.codebook import load_codebook

LABEL, DESCRIPTION = "Ça tombe toujours en panne", "Ce dont on dépend lâche souvent."
OWN = ["le distributeur est encore cassé, on fait la queue", "le chauffage a lâché deux fois cet hiver", "la navette part quand elle veut"]


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A codebook of this test's own."""
    path = tmp_path / "obstacles.toml"
    shutil.copy(resource("models", "codebook", "obstacles.toml"), path)
    monkeypatch.setattr(known, "_codebook", lambda: path)
    yield path
    load_codebook.cache_clear()


@pytest.fixture
def at(tmp_path, case_writer, sit_down):
    case_writer(tmp_path / "donnees")
    vault = Vault.create(tmp_path / "cercle.vault", "quatre mots tirés au sort")
    person = Known(identity_id="i1", kind="PERSON", forms=("Nadia Belkacem", "Nadia"), surrogates=("Inès",))
    vault.put(CaseRecord(case_id="cas", secret=bytes(32), known=(person,)))
    return sit_down(tmp_path / "donnees", vault)


def test_what_was_invented_is_added_and_nothing_else_changes(at, book):
    before = tomllib.loads(book.read_text("utf-8"))
    assert make_known(at, "cas", LABEL, DESCRIPTION, OWN) == ""
    after = tomllib.loads(book.read_text("utf-8"))
    assert after["obstacles"][:-1] == before["obstacles"]
    assert (after["obstacles"][-1]["label"], after["obstacles"][-1]["examples"]) == (LABEL, OWN)
    assert make_known(at, "cas", LABEL, DESCRIPTION, OWN) == explorer.KNOWN_REFUSED, "it stands there already"


def test_a_name_and_what_was_said_are_refused(at, book):
    before = book.read_bytes()
    said = max(pd.read_parquet(at.archive.data / "cas" / "turns.parquet")["text"], key=len)
    for label, description, examples, why in (
        (LABEL, "Nadia attend toujours.", OWN, explorer.KNOWN_NAMED),
        (LABEL, DESCRIPTION, [*OWN, "madame Belkacem attend encore le bus"], explorer.KNOWN_NAMED),
        (LABEL, DESCRIPTION, [*OWN, said], explorer.KNOWN_REFUSED),
        (LABEL, DESCRIPTION, OWN[:2], explorer.KNOWN_REFUSED),
        (" ", DESCRIPTION, OWN, explorer.KNOWN_REFUSED),
    ):
        assert make_known(at, "cas", label, description, examples) == why
    assert book.read_bytes() == before


def test_it_needs_the_vault_one_s_own_machine_and_one_s_own_case(at, book):
    before = book.read_bytes()
    with pytest.raises(AccessError):
        make_known(dataclasses.replace(at, vault=None), "cas", LABEL, DESCRIPTION, OWN)
    given = dict.fromkeys(("metadata_url", "client_id", "client_secret", "address", "administrator"), "https://exemple.fr")
    served = Settings(sign_in={**given, "cookie_secret": "x" * 32, "administrator": "a@exemple.fr"})
    with pytest.raises(AccessError):
        make_known(dataclasses.replace(at, settings=served), "cas", LABEL, DESCRIPTION, OWN)
    with pytest.raises(AccessError):
        make_known(dataclasses.replace(at, asker=Asker(Public.SUPERVISEUR, at.asker.user_id)), "cas", LABEL, DESCRIPTION, OWN)
    with pytest.raises(UnknownCaseError):
        make_known(at, "ailleurs", LABEL, DESCRIPTION, OWN)
    with locked(at.archive.data), pytest.raises(BusyError):
        make_known(at, "cas", LABEL, DESCRIPTION, OWN)
    assert book.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_said(at, book, monkeypatch):
    def full(*_, **__):
        raise OSError("no space")

    before = book.read_bytes()
    for step in ("replace", "write_text"):
        monkeypatch.setattr(f"pathlib.Path.{step}", full)
        assert make_known(at, "cas", LABEL, DESCRIPTION, OWN) == explorer.KNOWN_CLOSED
    assert not list(book.parent.glob("*.new"))
    assert book.read_bytes() == before
