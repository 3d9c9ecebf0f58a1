"""A backup brings everything back on an empty machine, opens with its own passphrase only, and never overwrites."""

import datetime
import io
import json
import zipfile

import pytest

from dashboard.access import Archive
from dashboard.backup import _BOUND, BackupError, back_up, restore
from dashboard.desk import LOCAL
from dashboard.publics import AccessError, Asker, Public
from dashboard.registry import FILE, decisions, interventions, open_registry
from dashboard.registry.guard import account
from pipeline.errors import BusyError, VaultError
from pipeline.pseudonymise.keys import seal, wrap
from pipeline.pseudonymise.records import CaseRecord, Listed
from pipeline.pseudonymise.vault import Vault
from pipeline.store import locked

PASSPHRASE, OTHER = "quatre mots tirés au sort", "cinq autres mots tirés au sort"


def machine(place):
    """An archive on a machine, who works there, and where the vault would lie."""
    registry = open_registry(place / "data")
    with registry.writing() as session:
        me = Asker(Public.INTERVENANT, account(session, LOCAL, Public.INTERVENANT).user_id)
    return Archive(place / "data", registry), me, place / "coffre" / "cercle.vault"


@pytest.fixture
def full(tmp_path, case_writer):
    archive, me, vault_file = machine(tmp_path / "ancien")
    case_writer(archive.data)
    archive.adopt(me)
    interventions.put_sitting(archive.registry, me, "cas", "seance-1", date=datetime.date(2026, 3, 4), phase="peurs")
    interventions.put_participant(archive.registry, me, "cas", "p1", consent="recording")
    decisions.decide(archive.registry, me, "cas", stage="topics", kind="rename", target_id="t", value="Les horaires")
    vault_file.parent.mkdir()
    vault = Vault.create(vault_file, PASSPHRASE)
    vault.put(CaseRecord(case_id="cas", secret=b"s", participants=(Listed(participant_id="p1", name="Nadia Benali"),)))
    return archive, me, vault_file


@pytest.fixture
def data(full):
    return back_up(*full, OTHER)


def test_on_another_laptop_everything_is_there_again(full, data, tmp_path):
    archive, me, vault_file = machine(tmp_path / "neuf")
    assert restore(archive, me, vault_file, data, OTHER) == 1
    _, same, _ = machine(tmp_path / "neuf")
    (sitting,) = interventions.list_sittings(archive.registry, same, "cas")
    assert (sitting.date, sitting.phase) == (datetime.date(2026, 3, 4), "peurs")
    assert interventions.list_participants(archive.registry, same, "cas")[0].consent_at.tzinfo is not None
    assert decisions.read_decisions(archive.registry, same, "cas")["value"].tolist() == ["Les horaires"]
    before, _, _ = full
    for name in ("turns", "markers", "cells"):
        assert archive.read_case(same, "cas", name).equals(before.read_case(full[1], "cas", name))
    assert Vault.unlock(vault_file, PASSPHRASE).get("cas").participants[0].name == "Nadia Benali"


def test_nothing_of_it_can_be_read_without_its_passphrase(data, tmp_path):
    assert not any(word.encode() in data for word in ("Nadia", "horaires", "registry.json", "turns"))
    archive, me, vault_file = machine(tmp_path / "neuf")
    with pytest.raises(VaultError):
        restore(archive, me, vault_file, data, PASSPHRASE)
    assert archive.list_cases(me) == []
    assert not vault_file.exists()


@pytest.mark.parametrize("harm", ["cut", "altered", "other", "empty", "magic", "newer"])
def test_a_damaged_file_is_refused_and_nothing_is_written(data, tmp_path, harm):
    head, _, sealed = data.partition(b"\n")
    harmed = {
        "cut": data[:-100],
        "altered": data[:-1] + bytes([data[-1] ^ 1]),
        "other": b"Nadia a dit non",
        "empty": b"",
        "magic": head.replace(b"circulation-backup", b"circulation-cellar") + b"\n" + sealed,
        "newer": head.replace(b'"schema": 1', b'"schema": 2') + b"\n" + sealed,
    }[harm]
    archive, me, vault_file = machine(tmp_path / "neuf")
    with pytest.raises(BackupError) as raised:
        restore(archive, me, vault_file, harmed, OTHER)
    assert raised.value.kind == ("version" if harm == "newer" else "altered")
    assert {path.name for path in archive.data.iterdir() if not path.name.startswith((".", FILE))} == set()


def test_a_backup_never_overwrites(full, data):
    with pytest.raises(BackupError) as raised:
        restore(*full, data, OTHER)
    assert raised.value.kind == "full"


@pytest.mark.parametrize("name", ["tables/../../x.parquet", "tables/cas/../../x", "/etc/x", "tables/.x/y.parquet", "autre", "tables/a/b/c"])
def test_a_forged_name_leads_nowhere(tmp_path, name):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bag:
        bag.writestr("registry.json", "{}")
        bag.writestr(name, "x")
    key = bytes(32)
    head = {"magic": "circulation-backup", "schema": 1, **wrap(key, OTHER)}
    forged = json.dumps(head).encode() + b"\n" + seal(key, packed.getvalue(), _BOUND)
    archive, me, vault_file = machine(tmp_path / "neuf")
    with pytest.raises(BackupError):
        restore(archive, me, vault_file, forged, OTHER)
    assert not list(tmp_path.rglob("x*"))


def test_not_while_a_run_is_at_work(full):
    with locked(full[0].data), pytest.raises(BusyError):
        back_up(*full, OTHER)


def test_nobody_takes_away_what_is_somebody_else_s(full):
    archive, _, vault_file = full
    with archive.registry.writing() as session:
        stranger = Asker(Public.INTERVENANT, account(session, "somebody else", Public.INTERVENANT).user_id)
    for asker in (stranger, Asker(Public.GROUPE), Asker(Public.SUPERVISEUR, "s")):
        with pytest.raises(AccessError):
            back_up(archive, asker, vault_file, OTHER)


def test_a_restore_that_fails_half_way_can_be_tried_again(data, tmp_path, monkeypatch):
    archive, me, vault_file = machine(tmp_path / "neuf")
    with monkeypatch.context() as patched:
        patched.setattr("dashboard.backup.note", lambda *_: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            restore(archive, me, vault_file, data, OTHER)
    assert not vault_file.exists()
    assert restore(archive, me, vault_file, data, OTHER) == 1
    assert Vault.unlock(vault_file, PASSPHRASE).case_ids() == ["cas"]


def test_an_erasure_that_a_held_file_stops_says_so_and_can_be_asked_again(full, monkeypatch):
    archive, me, vault_file = full
    vault = Vault.unlock(vault_file, PASSPHRASE)
    with monkeypatch.context() as patched:
        patched.setattr("dashboard.access.shutil.rmtree", lambda *_: (_ for _ in ()).throw(PermissionError))
        with pytest.raises(BusyError):
            archive.remove_case(me, "cas", vault)
    assert vault.case_ids() == ["cas"]
    archive.remove_case(me, "cas", vault)
    assert (vault.case_ids(), interventions.list_interventions(archive.registry, me)) == ([], [])
