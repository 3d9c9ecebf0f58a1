"""`vault forget --words`: what a person said is gone from every table and from the vault, and stays gone when the files are read again."""

import sys

import pandas as pd
import pytest

from pipeline import cli, tables
from pipeline.pseudonymise.decisions import anchors
from pipeline.pseudonymise.records import Decision
from pipeline.pseudonymise.text import key
from pipeline.pseudonymise.vault import Vault
from pipeline.run import run
from pipeline.settings import Settings
from pipeline.stages import STAGES
from pipeline.store import CaseStore

PASSPHRASE = "quatre mots tirés au sort"
FIRST = """\
Animatrice (Hélène Garrec) : Bonjour à tous, qu'est-ce qui vous amène ici ?
Nadia : Moi c'est Nadia Belkacem, j'habite à Rostrenen, on m'a jamais prévenue que la ludothèque fermait.
M. Ferrand : C'est pas vrai, y avait une affiche dans le hall depuis le 3 mars.
Karim : L'affiche elle est tombée au bout de deux jours, donc non, on savait pas. Nadia non plus.
Nadia : Les horloges du gymnase retardent, Gwenaëlle Tanguy me l'a juré, et la Rosette aussi.
M. Ferrand : Vous, les jeunes, vous savez que casser, de toute façon.
Karim : Ça me blesse quand vous dites ça, je vous ai monté vos courses tout l'hiver.
M. Ferrand : C'est vrai. J'aurais pas dû.
"""
SECOND = """\
Nadia : Je suis contre les caméras, ça fabrique des mouchards.
Karim : Moi je suis pour rouvrir le local le soir, avec un adulte.
M. Ferrand : Et moi je suis contre, ça va encore finir avec du bruit jusqu'à minuit.
"""
HERS = {"ludotheque", "horloges", "gymnase", "retardent", "jure", "gwenaelle", "tanguy", "rosette", "rostrenen", "cameras", "mouchards"}
SHEET = """\
participants = [
    { name = "Nadia Belkacem", labels = ["Nadia"], role = "habitante" },
    { name = "Karim Haddad", labels = ["Karim"], role = "habitant" },
]
"""


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "in" / "quartier"
    folder.mkdir(parents=True)
    (folder / "seance-1.txt").write_text(FIRST, "utf-8")
    (folder / "seance-2.txt").write_text(SECOND, "utf-8")
    (folder / "case.toml").write_text(SHEET, "utf-8")
    return folder


@pytest.fixture
def vault(tmp_path):
    return Vault.create(tmp_path / "coffre" / "cercle.vault", PASSPHRASE)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def go(case, out, vault, until=None):
    return run([case], out, settings=Settings(), until=until, vault=Vault.unlock(vault.path, PASSPHRASE))


def forget(monkeypatch, capsys, vault, out, *more, person="nadia belkacem"):
    monkeypatch.setattr(
        sys, "argv", ["circulation", *map(str, ["vault", "forget", "--vault", vault.path, "--words", "--from", out, *more])]
    )
    monkeypatch.setenv("CIRCULATION_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("typer.prompt", lambda question, **_: person)
    code = 0
    try:
        cli.main()
    except SystemExit as stopped:
        code = stopped.code or 0
    return code, capsys.readouterr()


def frames(out, folder="quartier"):
    store = CaseStore(out / folder)
    return {name: store.read(name) for name in store.manifest().tables}


def words_below(out):
    """Folded words of every file: of the cells of tables, and of what is not a table."""
    found = set()
    for path in (path for path in out.rglob("*") if path.is_file()):
        cells = pd.read_parquet(path).astype(str).to_numpy().ravel().tolist() if path.suffix == ".parquet" else [path.read_text("utf-8")]
        found |= {word for cell in cells for word in key(str(cell))}
    return found


def words_in(vault):
    record = Vault.unlock(vault.path, PASSPHRASE).get("quartier")
    originals = b" ".join(record.originals.values()).decode()
    plain = record.model_copy(update={"originals": {}}).model_dump_json()
    return {*key(plain), *key(originals)}


def theirs(out, speakers):
    turns = frames(out)["turns"]
    return turns.loc[turns["speaker_id"].isin(speakers)].reset_index(drop=True)


def alone(out, speaker_id):
    """Pseudonymised words that one speaker alone says, but for short ones (des, la, m'), which the program's own sentences hold too."""
    turns = frames(out)["turns"]
    by = [
        {word for text in turns.loc[mask, "text"] for word in key(text)}
        for mask in (turns.speaker_id == speaker_id, turns.speaker_id != speaker_id)
    ]
    return {word for word in by[0] - by[1] if len(word) > 3}


def test_what_the_person_alone_said_is_nowhere(case, vault, out, monkeypatch, capsys):
    go(case, out, vault)
    unique = alone(out, "p1")
    assert unique & HERS == {"ludotheque", "horloges", "gymnase", "retardent", "jure", "cameras", "mouchards"}
    code, printed = forget(monkeypatch, capsys, vault, out)
    assert code == 0, printed.err
    assert words_below(out) & (unique | HERS) == set()
    assert words_in(vault) & (unique | HERS | {"belkacem"}) == set()
    assert not set(key(printed.out)) & (HERS | {"nadia", "belkacem"})
    assert "3 turn(s)" in printed.out
    assert "Not recalled" in printed.out


def test_others_are_untouched_and_the_tables_hold_to_the_contract(case, vault, out, monkeypatch, capsys):
    go(case, out, vault)
    others = [one for one in frames(out)["speakers"]["speaker_id"] if one != "p1"]
    before = theirs(out, others)
    forget(monkeypatch, capsys, vault, out)
    pd.testing.assert_frame_equal(theirs(out, others), before)
    left = frames(out)
    assert set(left) == set(tables.MODELS)
    tables.validate_references({name: tables.validate(name, frame) for name, frame in left.items()})
    assert "p1" not in set(left["speakers"]["speaker_id"])
    assert left["sessions"]["n_turns"].tolist() == [6, 2]
    across = {name: tables.validate(name, frame) for name, frame in frames(out, "_all").items()}
    assert set(across) == {"topics", "cells"}


def test_a_later_run_on_the_same_files_leaves_the_words_out(case, vault, out, monkeypatch, capsys):
    go(case, out, vault)
    forget(monkeypatch, capsys, vault, out)
    before = frames(out)
    summary = go(case, out, vault)
    assert summary.done["quartier"] == [STAGES[0].name]
    for name, frame in frames(out).items():
        pd.testing.assert_frame_equal(frame, before[name])
    assert not words_in(vault) & (HERS | {"belkacem"})
    (case / "seance-2.txt").write_text(SECOND + "Nadia : Les mouchards reviennent.\nKarim : Bon, on arrête là.\n", "utf-8")
    go(case, out, vault)
    assert not words_below(out) & HERS
    assert not words_in(vault) & (HERS | {"belkacem"})
    assert len(frames(out)["turns"]) == 9


def test_decisions_on_the_words_go_with_them(case, vault, out, monkeypatch, capsys):
    go(case, out, vault, until="pseudonymise")
    vault = Vault.unlock(vault.path, PASSPHRASE)
    record = vault.get("quartier")
    text = FIRST.splitlines()[4].removeprefix("Nadia : ")
    anchor, start = anchors([("", "seance-1", text)], record.secret)[""], text.index("gymnase")
    place = Decision(decision_id="d1", kind="add", form="gymnase", anchor=anchor, start=start, end=start + 7, identifier="PLACE")
    rejected = Decision(decision_id="d2", kind="reject", form="Rostrenen", everywhere=True)
    other = Decision(decision_id="d3", kind="add", form="hall", everywhere=True, identifier="PLACE")
    vault.put(record.model_copy(update={"decisions": (place, rejected, other)}))
    go(case, out, vault)
    forget(monkeypatch, capsys, vault, out)
    assert [one.decision_id for one in Vault.unlock(vault.path, PASSPHRASE).get("quartier").decisions] == ["d3"]
    assert not words_below(out) & HERS
    assert not words_in(vault) & HERS


def test_decisions_on_markers_of_the_person_go_with_them(case, vault, out, monkeypatch, capsys):
    go(case, out, vault)
    row = {"stage": "markers", "kind": "reject", "value": "", "author": "hv", "at": "2026-01-01T00:00:00Z"}
    rows = [row | {"decision_id": name, "target_id": f"seance-1:{n}/obstacle/0"} for name, n in (("d1", 1), ("d2", 3))]
    tables.build("decisions", rows).to_parquet(out / "quartier" / "decisions.parquet")
    forget(monkeypatch, capsys, vault, out)
    assert frames(out)["decisions"]["decision_id"].tolist() == ["d2"]


def test_stages_that_had_not_been_done_are_not(case, vault, out, monkeypatch, capsys):
    go(case, out, vault, until="markers")
    assert forget(monkeypatch, capsys, vault, out)[0] == 0
    assert set(frames(out)) == {"sessions", "speakers", "turns", "mentions", "decisions", "markers", "readings"}


def test_the_only_one_who_spoke(tmp_path, vault, out, monkeypatch, capsys):
    folder = tmp_path / "in" / "quartier"
    folder.mkdir(parents=True)
    (folder / "seance-1.txt").write_text(
        "Nadia Belkacem : Les horloges retardent.\nNadia Belkacem : Je suis contre les caméras.\n", "utf-8"
    )
    go(folder, out, vault)
    code, printed = forget(monkeypatch, capsys, vault, out)
    assert code == 0, printed.err
    assert frames(out)["turns"].empty
    go(folder, out, vault)
    assert frames(out)["turns"].empty


def test_without_the_tables_a_later_run_leaves_the_words_out(case, vault, out, tmp_path, monkeypatch, capsys):
    go(case, out, vault, until="pseudonymise")
    (tmp_path / "empty").mkdir()
    code, printed = forget(monkeypatch, capsys, vault, tmp_path / "empty")
    assert code == 0
    assert "no tables of this case there" in printed.out
    go(case, out, vault, until="pseudonymise")
    assert not words_below(out) & HERS
    assert not words_in(vault) & HERS


def test_somebody_who_never_spoke_is_told_so(case, vault, out, monkeypatch, capsys):
    go(case, out, vault, until="pseudonymise")
    code, printed = forget(monkeypatch, capsys, vault, out, person="Gwenaëlle Tanguy")
    assert code == 1
    assert "no speaker" in printed.err
    assert "anguy" not in printed.err + printed.out


@pytest.mark.parametrize("arguments", [["--words"], ["--from", "x"]])
def test_words_and_from_go_together(arguments, vault, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["circulation", "vault", "forget", "--vault", str(vault.path), *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
