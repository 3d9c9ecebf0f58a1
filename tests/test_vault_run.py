"""A run with a vault: the way back is kept, decisions hold, and a leak withdraws what was written."""

import re
import sys

import pytest

from pipeline import cli
from pipeline.errors import LeakError, VaultError
from pipeline.pseudonymise.decisions import anchors
from pipeline.pseudonymise.records import Decision
from pipeline.pseudonymise.vault import Vault
from pipeline.run import run
from pipeline.settings import Settings
from pipeline.stages import STAGES
from pipeline.store import CaseStore

PASSPHRASE = "quatre mots tirés au sort"
CASE = """\
Animatrice : Bonjour à tous, qu'est-ce qui vous amène ?
Nadia : Moi c'est Nadia Belkacem, j'habite à Rostrenen, on m'a jamais prévenue que le local fermait.
Rose : Moi je lui ai dit, à Nadia, y avait une affiche dans le hall.
Nadia : L'affiche elle est tombée. Et Rose, la rose, elle fane.
"""


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "in" / "quartier"
    folder.mkdir(parents=True)
    (folder / "seance-1.txt").write_text(CASE, "utf-8")
    return folder


@pytest.fixture
def vault(tmp_path):
    return Vault.create(tmp_path / "coffre" / "cercle.vault", PASSPHRASE)


def texts(out):
    return CaseStore(out / "quartier").read("turns")["text"].tolist()


def mentions(out):
    return CaseStore(out / "quartier").read("mentions")


def go(case, out, vault):
    return run([case], out, settings=Settings(), until="pseudonymise", vault=vault)


def call(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["circulation", *map(str, arguments)])
    monkeypatch.setenv("CIRCULATION_PASSPHRASE", PASSPHRASE)
    try:
        cli.main()
    except SystemExit as stopped:
        return stopped.code or 0, capsys.readouterr()
    return 0, capsys.readouterr()


def leak(case, monkeypatch):
    """From now on a name is left in every turn; the case has something new to read."""
    import pipeline.pseudonymise as room

    honest = room.pseudonymise

    def careless(**inputs):
        hidden = honest(**inputs)
        turns = hidden.tables["turns"]
        return hidden._replace(tables={**hidden.tables, "turns": turns.assign(text=turns["text"] + " demande à belkacem")})

    monkeypatch.setattr(room, "pseudonymise", careless)
    (case / "seance-1.txt").write_text(CASE + "Rose : bon.\n", "utf-8")


def test_the_way_back_and_the_files_are_in_the_vault_and_nowhere_else(case, vault, tmp_path):
    go(case, tmp_path / "out", vault)
    record = vault.get("quartier")
    assert record.originals == {"seance-1.txt": CASE.encode()}
    nadia = next(known for known in record.known if "Nadia Belkacem" in known.forms)
    assert nadia.sessions == ("seance-1",)
    assert all(any(surrogate in text for text in texts(tmp_path / "out")) for surrogate in nadia.surrogates)
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert not any(word in written for word in (b"Nadia", b"Belkacem", b"Rostrenen"))


def test_a_second_run_reuses_and_another_machine_gives_the_same_names(case, vault, tmp_path):
    go(case, tmp_path / "out", vault)
    assert go(case, tmp_path / "out", vault).reused["quartier"] == [STAGES[0].name]
    go(case, tmp_path / "elsewhere", Vault.unlock(vault.path, PASSPHRASE))
    assert texts(tmp_path / "out") == texts(tmp_path / "elsewhere")


def decide(vault, *decisions):
    record = vault.get("quartier")
    vault.put(record.model_copy(update={"decisions": (*record.decisions, *decisions)}))


def test_a_rejection_holds_over_another_run_and_another_order_of_turns(case, vault, tmp_path):
    go(case, tmp_path / "out", vault)
    text = CASE.splitlines()[3].removeprefix("Nadia : ")
    anchor = anchors([("", "seance-1", text)], vault.get("quartier").secret)[""]
    start = text.index("la rose") + 3
    decide(vault, Decision(decision_id="d1", kind="add", form="rose", anchor=anchor, start=start, end=start + 4))
    go(case, tmp_path / "out", vault)
    # a surrogate may be Roseline
    assert not re.search(r"\bla rose\b", texts(tmp_path / "out")[3])
    decide(vault, Decision(decision_id="d2", kind="reject", form="rose", anchor=anchor, start=start, end=start + 4, at="2026"))
    lines = CASE.splitlines()
    (case / "seance-1.txt").write_text("\n".join([lines[0], lines[3], lines[1], lines[2]]), "utf-8")
    go(case, tmp_path / "out", vault)
    assert "la rose" in texts(tmp_path / "out")[1]


def test_a_rejected_mention_stays_in_the_table_without_a_surrogate(case, vault, tmp_path):
    go(case, tmp_path / "out", vault)
    decide(vault, Decision(decision_id="d1", kind="reject", form="Rostrenen", everywhere=True))
    go(case, tmp_path / "out", vault)
    rejected = mentions(tmp_path / "out").query("status == 'rejected'")
    assert rejected["surrogate"].tolist() == [""]
    (row,) = rejected.itertuples()
    text = CaseStore(tmp_path / "out" / "quartier").read("turns").set_index("turn_id").loc[row.turn_id, "text"]
    assert text[row.start : row.end] == "Rostrenen"


def test_two_names_that_a_person_joins_get_one_identity(case, vault, tmp_path):
    (case / "seance-1.txt").write_text(CASE + "Rose : Et Dédé Lagarde, et Zaza Kermarrec, ils viennent plus.\n", "utf-8")
    go(case, tmp_path / "out", vault)
    decide(vault, Decision(decision_id="d1", kind="same_as", form="Dédé Lagarde", other="Zaza Kermarrec"))
    go(case, tmp_path / "out", vault)
    record = vault.get("quartier")
    assert any({"Dédé Lagarde", "Zaza Kermarrec"} <= set(known.forms) for known in record.known)


def test_a_leak_withdraws_the_tables_and_exits_with_3(case, vault, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    go(case, out, vault)
    leak(case, monkeypatch)
    code, printed = call(monkeypatch, capsys, "run", case, "--out", out, "--until", "pseudonymise", "--vault", vault.path)
    assert code == 3
    assert "turns.text (5 row(s))" in printed.err
    assert "elkacem" not in printed.err + printed.out
    assert list((out / "quartier").glob("*.parquet")) == []


def test_after_a_leak_nothing_across_cases_is_left_of_the_case(case, vault, tmp_path, monkeypatch):
    out = tmp_path / "out"
    run([case], out, settings=Settings(), vault=vault)
    assert list((out / "_all").glob("*.parquet"))
    leak(case, monkeypatch)
    with pytest.raises(LeakError):
        run([case], out, settings=Settings(), vault=vault)
    assert list(out.rglob("*.parquet")) == []


def test_reveal_prints_the_names_and_forget_takes_them_away(case, vault, tmp_path, monkeypatch, capsys):
    go(case, tmp_path / "out", vault)
    code, printed = call(monkeypatch, capsys, "vault", "reveal", "--vault", vault.path)
    assert code == 0
    assert "Nadia Belkacem" in printed.out
    monkeypatch.setattr("typer.prompt", lambda question, **_: "nadia belkacem")
    code, printed = call(monkeypatch, capsys, "vault", "forget", "--vault", vault.path)
    assert code == 0
    assert "elkacem" not in printed.out
    record = Vault.unlock(vault.path, PASSPHRASE).get("quartier")
    assert b"elkacem" not in record.to_bytes()
    assert "elkacem" not in record.model_dump_json()
    assert record.originals == {}
    assert any("Rostrenen" in known.forms for known in record.known)


def test_somebody_unknown_is_told_so_without_the_name(case, vault, tmp_path, monkeypatch, capsys):
    go(case, tmp_path / "out", vault)
    monkeypatch.setattr("typer.prompt", lambda question, **_: "Zorglub")
    code, printed = call(monkeypatch, capsys, "vault", "forget", "--vault", vault.path)
    assert code == 1
    assert "Zorglub" not in printed.err + printed.out


def test_rekey_and_destroy(case, vault, tmp_path, monkeypatch, capsys):
    go(case, tmp_path / "out", vault)
    monkeypatch.setenv("CIRCULATION_NEW_PASSPHRASE", "une autre phrase bien longue")
    assert call(monkeypatch, capsys, "vault", "rekey", "--vault", vault.path)[0] == 0
    assert Vault.unlock(vault.path, "une autre phrase bien longue").get("quartier").known
    assert call(monkeypatch, capsys, "vault", "reveal", "--vault", vault.path)[0] == 1
    assert call(monkeypatch, capsys, "vault", "destroy", "--yes", "--vault", vault.path)[0] == 0
    assert not vault.path.exists()


def test_a_vault_in_the_output_folder_is_refused_before_anything_is_written(case, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    code, printed = call(monkeypatch, capsys, "run", case, "--out", out, "--vault", out / "cercle.vault")
    assert code == 1
    assert "output folder" in printed.err
    assert not out.exists()


def test_a_run_says_what_may_still_give_somebody_away(case, vault, tmp_path, monkeypatch, capsys):
    (case / "seance-1.txt").write_text(CASE + "Rose : Moi j'ai eu un accident, la directrice le sait.\n", "utf-8")
    _, printed = call(monkeypatch, capsys, "run", case, "--out", tmp_path / "out", "--until", "pseudonymise", "--vault", vault.path)
    (line,) = (line for line in printed.out.splitlines() if "read again" in line)
    assert line == "quartier/seance-1: read again before you show it: 1 role, 1 story"


def move(case, tmp_path, name="quartier"):
    """The same files in another folder."""
    place = tmp_path / "moved" / name
    place.parent.mkdir(exist_ok=True)
    return case.rename(place)


def test_a_case_of_the_same_name_from_another_folder_gets_no_share_of_the_record(case, vault, tmp_path):
    go(case, tmp_path / "out", vault)
    other = tmp_path / "other" / "quartier"
    other.mkdir(parents=True)
    (other / "seance-1.txt").write_text("Zaza Kermarrec : Moi c'est Zaza Kermarrec.\n", "utf-8")
    with pytest.raises(VaultError, match="--case quartier if it is that case") as raised:
        go(other, tmp_path / "elsewhere", vault)
    assert str(other.parent) not in str(raised.value)
    assert not (tmp_path / "elsewhere").exists()
    run([other], tmp_path / "elsewhere", settings=Settings(), case="quartier-2", until="pseudonymise", vault=vault)
    assert vault.case_ids() == ["quartier", "quartier-2"]
    assert not any("Zaza" in form for known in vault.get("quartier").known for form in known.forms)
    # both are known by their folders from now on
    assert go(case, tmp_path / "out", vault).reused
    go(other, tmp_path / "again", vault)
    assert vault.case_ids() == ["quartier", "quartier-2"]


def test_a_case_that_was_moved_is_named_once_and_keeps_its_surrogates(case, vault, tmp_path):
    go(case, tmp_path / "out", vault)
    moved = move(case, tmp_path)
    with pytest.raises(VaultError, match="moved"):
        go(moved, tmp_path / "elsewhere", vault)
    run([moved], tmp_path / "elsewhere", settings=Settings(), case="quartier", until="pseudonymise", vault=vault)
    assert texts(tmp_path / "elsewhere") == texts(tmp_path / "out")
    go(moved, tmp_path / "third", vault)
    assert texts(tmp_path / "third") == texts(tmp_path / "out")
    assert vault.case_ids() == ["quartier"]


def test_cases_without_a_name_of_their_own_are_told_apart_in_every_output_folder(vault, tmp_path):
    for place, who in (("Villeurbanne", "Zaza Kermarrec"), ("Roubaix", "Nadia Belkacem")):
        folder = tmp_path / "in" / place
        folder.mkdir(parents=True)
        (folder / "seance-1.txt").write_text(f"Animatrice : Bonjour.\nA : Moi c'est {who}.\n", "utf-8")
        run([folder], tmp_path / f"out-{place[0]}", settings=Settings(), until="pseudonymise", vault=vault)
    assert vault.case_ids() == ["cas-1", "cas-2"]
    run([tmp_path / "in"], tmp_path / "both", settings=Settings(), until="pseudonymise", vault=vault)
    assert vault.case_ids() == ["cas-1", "cas-2"]
    assert [any("Zaza" in form for known in vault.get(name).known for form in known.forms) for name in ("cas-1", "cas-2")] == [True, False]
    # a folder that tells where is known again by its name, though the vault does not hold it
    moved = move(tmp_path / "in" / "Roubaix", tmp_path, "Roubaix")
    with pytest.raises(VaultError, match="--case cas-2"):
        run([moved], tmp_path / "third", settings=Settings(), until="pseudonymise", vault=vault)


def test_the_vault_holds_no_path(case, vault, tmp_path):
    go(case, tmp_path / "out", vault)
    assert str(case) not in vault.get("quartier").model_dump_json()
    assert tmp_path.name not in vault.get("quartier").model_dump_json()


def test_a_record_of_an_older_version_is_taken_up_by_its_name(case, vault, tmp_path):
    go(case, tmp_path / "out", vault)
    before = vault.get("quartier")
    vault.put(before.model_copy(update={"folder": "", "called": ""}))
    go(case, tmp_path / "elsewhere", vault)
    assert vault.get("quartier").folder == before.folder
    assert texts(tmp_path / "elsewhere") == texts(tmp_path / "out")


def test_the_settings_name_the_vault_and_the_option_overrides_them(case, vault, tmp_path, monkeypatch, capsys):
    assert call(monkeypatch, capsys, "vault", "reveal")[0] == 2
    settings = tmp_path / "settings.toml"
    settings.write_text(f"[vault]\npath = {str(vault.path)!r}\n", "utf-8")
    code, _ = call(monkeypatch, capsys, "run", case, "--out", tmp_path / "out", "--until", "pseudonymise", "--settings", settings)
    assert code == 0
    code, printed = call(monkeypatch, capsys, "vault", "reveal", "--settings", settings)
    assert (code, "Nadia Belkacem" in printed.out) == (0, True)
    code, _ = call(monkeypatch, capsys, "vault", "reveal", "--settings", settings, "--vault", tmp_path / "nowhere.vault")
    assert code == 1


def test_a_small_commune_is_told_of_without_its_name_also_when_nothing_is_done_again(case, tmp_path, monkeypatch, capsys):
    (case / "seance-1.txt").write_text("Animatrice : Bonjour.\nNadia : J'habite à Abbévillers, on a pas de bus.\n", "utf-8")
    for _ in range(2):
        _, printed = call(monkeypatch, capsys, "run", case, "--out", tmp_path / "out", "--until", "pseudonymise")
        assert "1 commune" in printed.out
        assert "bbévillers" not in printed.out + printed.err
