"""A case that is run from the vault: the same tables as from a folder, and nothing in clear on disk."""

import sys

import pytest

from pipeline import cli, tables
from pipeline.errors import BusyError, CirculationError, LeakError, StoreError, VaultError
from pipeline.pseudonymise import pseudonymise
from pipeline.pseudonymise.learning import learnt
from pipeline.pseudonymise.records import CaseRecord, Decision, Listed
from pipeline.pseudonymise.vault import Vault
from pipeline.rights import forget
from pipeline.run import STAGES, run
from pipeline.settings import Settings
from pipeline.store import CaseStore, locked

PASSPHRASE = "quatre mots tirés au sort"
SECOND = """\
Animatrice : On reprend, qui veut commencer ?
Nadia : Moi je suis pour rouvrir le local le soir, avec un adulte.
Rose : Et moi je suis contre, ça va encore finir avec du bruit jusqu'à minuit.
"""
FIRST = """\
Animatrice : Bonjour à tous, qu'est-ce qui vous amène ?
Nadia : Moi c'est Nadia Belkacem, j'habite à Rostrenen, on m'a jamais prévenue que le local fermait.
Rose : Vous, les jeunes, vous savez que casser, de toute façon.
Nadia : On pourrait faire un essai jusqu'à vingt-deux heures.
"""
SHEET = """\
title = "Le local"
facilitator = "F1"

[[participants]]
name = "Nadia Belkacem"
labels = ["Nadia"]
role = "habitante"

[[sessions]]
file = "seance-1"
phase = "contrat"
sharing = "group"

[[sessions]]
file = "seance-2"
phase = "conflits"
"""
FILES = {"seance-1.txt": FIRST.encode(), "seance-2.txt": SECOND.encode(), "case.toml": SHEET.encode()}
RECORD = CaseRecord(case_id="cas-1", secret=(7).to_bytes(32, "big"), originals=FILES)


@pytest.fixture
def vault(tmp_path):
    made = Vault.create(tmp_path / "coffre" / "cercle.vault", PASSPHRASE)
    made.put(RECORD)
    return made


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in" / "cas-1"
    place.mkdir(parents=True)
    for name, data in FILES.items():
        (place / name).write_bytes(data)
    return place


def go(vault, out, until="pseudonymise", **more):
    return run([], out, settings=Settings(), case="cas-1", until=until, vault=vault, **more)


def everything(out):
    return b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())


def test_it_gives_the_tables_of_a_folder_with_the_same_files(vault, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("CIRCULATION_SEED", "7")
    go(vault, tmp_path / "sealed", until=None)
    run([folder], tmp_path / "open", settings=Settings())
    for name in tables.MODELS:
        assert CaseStore(tmp_path / "sealed" / "cas-1").raw(name) == CaseStore(tmp_path / "open" / "cas-1").raw(name), name
    assert CaseStore(tmp_path / "sealed" / "_all").raw("cells") == CaseStore(tmp_path / "open" / "_all").raw("cells")
    assert not any(word in everything(tmp_path / "sealed") for word in (b"Nadia", b"Belkacem", b"Rostrenen"))
    assert not any(go(vault, tmp_path / "sealed", until=None).done.values()), "nothing changed, nothing is done again"


def test_the_record_keeps_its_files_and_learns_who_is_known(vault, tmp_path):
    go(vault, tmp_path / "out")
    record = vault.get("cas-1")
    assert record.originals == FILES
    assert any("Nadia Belkacem" in known.forms for known in record.known)


def test_a_case_of_a_folder_can_be_run_from_the_vault_and_again_from_the_folder(vault, folder, tmp_path):
    vault.drop("cas-1")
    out, options = tmp_path / "out", {"settings": Settings(), "until": "pseudonymise"}
    run([folder], out, vault=vault, **options)
    assert go(vault, out).done["cas-1"] == []
    assert run([folder], out, vault=vault, **options).done["cas-1"] == []
    assert vault.case_ids() == ["cas-1"]


def test_a_folder_of_that_name_is_not_taken_for_the_case(vault, folder, tmp_path):
    go(vault, tmp_path / "out")
    with pytest.raises(VaultError, match="came from another folder"):
        run([folder], tmp_path / "out", settings=Settings(), until="pseudonymise", vault=vault)


def test_tables_of_something_else_are_not_overwritten(vault, folder, tmp_path):
    run([folder], tmp_path / "out", settings=Settings(), until="pseudonymise")
    before = everything(tmp_path / "out")
    with pytest.raises(StoreError, match="not made with this vault"):
        go(vault, tmp_path / "out")
    assert everything(tmp_path / "out") == before


def test_a_case_is_never_counted_twice(vault, tmp_path):
    go(vault, tmp_path / "out")
    (tmp_path / "out" / "cas-1").rename(tmp_path / "out" / "autre")
    with pytest.raises(StoreError, match="lie in autre"):
        go(vault, tmp_path / "out")


@pytest.mark.parametrize(
    "record", [None, RECORD.model_copy(update={"originals": {}}), RECORD.model_copy(update={"originals": {"case.toml": b""}})]
)
def test_without_files_it_says_so_and_writes_nothing(record, vault, tmp_path):
    vault.put(record) if record else vault.drop("cas-1")
    with pytest.raises(CirculationError, match=r"the vault holds no (case|session file)"):
        go(vault, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_after_somebody_was_forgotten_the_files_are_gone_and_come_back_from_the_folder(vault, folder, tmp_path):
    vault.drop("cas-1")
    run([folder], tmp_path / "out", settings=Settings(), until="pseudonymise", vault=vault)
    forget(vault, "Nadia")
    with pytest.raises(VaultError, match="no session file"):
        go(vault, tmp_path / "out")


def test_of_a_record_with_somebody_forgotten_and_files_the_way_back_stays_closed(vault, tmp_path):
    vault.put(RECORD.model_copy(update={"forgotten": (RECORD.token("Nadia Belkacem"),)}))
    go(vault, tmp_path / "out")
    assert not any("Nadia" in form for known in vault.get("cas-1").known for form in known.forms)


def test_a_leak_withdraws_the_tables(vault, tmp_path, monkeypatch):
    go(vault, tmp_path / "out")

    def hides_nothing(**inputs):
        hidden = pseudonymise(**inputs)
        return hidden._replace(tables={**hidden.tables, "turns": inputs["turns"], "mentions": tables.build("mentions")})

    monkeypatch.setattr("pipeline.pseudonymise.pseudonymise", hides_nothing)
    vault.put(vault.get("cas-1").model_copy(update={"originals": FILES | {"seance-2.txt": SECOND.encode() + b"Nadia : Bon.\n"}}))
    with pytest.raises(LeakError):
        go(vault, tmp_path / "out")
    assert CaseStore(tmp_path / "out" / "cas-1").raw("turns") is None


class Meanwhile:
    """Somebody works while the run is at a stage."""

    def __init__(self, act):
        self.act = act

    def started(self, case_id, stage, n_sessions):
        self.act()

    def advanced(self):
        pass

    def finished(self):
        pass


def test_what_is_decided_while_it_runs_is_kept(vault, tmp_path):
    other = Vault.unlock(vault.path, PASSPHRASE)
    made = Decision(decision_id="d1", kind="reject", form="Rostrenen", everywhere=True)

    def decide():
        other.change(
            "cas-1", lambda now: now.model_copy(update={"decisions": (made,), "participants": (Listed(participant_id="p1", name="N"),)})
        )

    go(vault, tmp_path / "out", progress=Meanwhile(decide))
    record = vault.get("cas-1")
    assert record.decisions == (made,)
    assert record.participants[0].participant_id == "p1"
    assert record.known
    assert go(vault, tmp_path / "out").done["cas-1"] == [STAGES[0].name], "the decision is read by the next run"


@pytest.mark.parametrize("act", [lambda vault: forget(vault, "Nadia"), lambda vault: vault.drop("cas-1")], ids=["forgotten", "dropped"])
def test_who_is_forgotten_while_it_runs_does_not_come_back(act, vault, tmp_path):
    go(vault, tmp_path / "out")
    vault.change("cas-1", lambda now: now.model_copy(update={"originals": FILES | {"seance-2.txt": SECOND.encode() + b"Rose : Bon.\n"}}))
    other = Vault.unlock(vault.path, PASSPHRASE)
    with pytest.raises(BusyError):
        go(vault, tmp_path / "out", progress=Meanwhile(lambda: act(other)))
    record = Vault.unlock(vault.path, PASSPHRASE).get("cas-1")
    assert record is None or not any("Nadia" in form for known in record.known for form in known.forms)


def test_decisions_that_a_run_takes_away_go_and_new_ones_stay():
    old, new = (Decision(decision_id=one, kind="reject", form=one) for one in ("old", "new"))
    before = RECORD.model_copy(update={"decisions": (old,)})
    assert learnt(before.model_copy(update={"decisions": (old, new)}), before, before.model_copy(update={"decisions": ()})).decisions == (
        new,
    )


def test_decisions_are_laid_down_for_the_next_run(vault, tmp_path):
    out = tmp_path / "out"
    go(vault, out, until="markers")
    marker = CaseStore(out / "cas-1").read("markers").query("active")["marker_id"].iloc[0]
    row = {"decision_id": "d1", "stage": "markers", "kind": "reject", "target_id": marker, "value": "", "author": "u", "at": "2026-01-01"}
    with locked(out):
        CaseStore(out / "cas-1").put_decisions(tables.build("decisions", [row]))
    assert go(vault, out, until="markers").done["cas-1"] == ["markers"]
    assert not CaseStore(out / "cas-1").read("markers").set_index("marker_id").at[marker, "active"]


def call(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["circulation", *map(str, arguments)])
    monkeypatch.setenv("CIRCULATION_PASSPHRASE", PASSPHRASE)
    try:
        cli.main()
    except SystemExit as stopped:
        return stopped.code or 0
    return 0


def test_the_command_takes_a_case_without_a_path(vault, tmp_path, monkeypatch):
    options = ("--case", "cas-1", "--vault", vault.path, "--out", tmp_path / "out", "--until", "pseudonymise")
    assert call(monkeypatch, "run", *options) == 0
    assert CaseStore(tmp_path / "out" / "cas-1").raw("turns") is not None


@pytest.mark.parametrize("left_out", ["--case", "--vault"])
def test_without_path_the_command_needs_case_and_vault(left_out, vault, tmp_path, monkeypatch):
    options = {"--case": "cas-1", "--vault": vault.path, "--out": tmp_path / "out"}
    del options[left_out]
    assert call(monkeypatch, "run", *(part for option in options.items() for part in option)) == 2


def test_no_vault_is_made_where_none_lies(tmp_path, monkeypatch):
    missing = tmp_path / "ailleurs" / "cercle.vault"
    assert call(monkeypatch, "run", "--case", "cas-1", "--vault", missing, "--out", tmp_path / "out") == 1
    assert not missing.exists()
