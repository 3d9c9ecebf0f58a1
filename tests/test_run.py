import shutil
import subprocess
import sys
import time

import pandas as pd
import pytest

from pipeline import tables
from pipeline.run import run
from pipeline.settings import Settings, TopicsSettings
from pipeline.stages import STAGES
from pipeline.store import MANIFEST, CaseStore

CASE = """\
[00:00:02] Animatrice (Hélène) : Bonjour à tous, on commence, qu'est-ce qui vous amène ?
[00:00:10] Nadia : Ben moi on m'a jamais prévenue que le local fermait, personne nous dit rien.
[00:00:25] M. Ferrand : C'est pas vrai, y avait une affiche dans le hall depuis le 3 mars.
[00:00:31] Karim : L'affiche elle est tombée au bout de deux jours, donc non, on savait pas.
[00:00:44] Nadia : Moi je suis pour rouvrir le local le soir, avec un adulte.
[00:00:52] M. Ferrand : Et moi je suis contre, ça va encore finir avec du bruit jusqu'à minuit.
[00:01:03] Karim : On pourrait faire un essai jusqu'à vingt-deux heures.
[00:01:12] M. Ferrand : Vous, les jeunes, vous savez que casser, de toute façon.
[00:01:20] Karim : Ça me blesse quand vous dites ça, je vous ai monté vos courses tout l'hiver.
[00:01:29] M. Ferrand : C'est vrai. J'aurais pas dû.
"""


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "in" / "quartier"
    folder.mkdir(parents=True)
    (folder / "seance-1.txt").write_text(CASE, "utf-8")
    return folder


def stages(summary, case_id="quartier"):
    return summary.done[case_id], summary.reused[case_id]


def test_every_table_is_written_and_holds_to_the_contract(case, tmp_path):
    run([case], tmp_path / "out", settings=Settings())
    folder = CaseStore(tmp_path / "out" / "quartier")
    frames = {name: tables.validate(name, folder.read(name)) for name in tables.MODELS}
    tables.validate_references(frames)
    assert frames["turns"]["order"].tolist() == list(range(10))
    assert not frames["turns"]["text"].str.contains("Nadia|Ferrand|Karim|Hélène").any()
    assert not frames["speakers"]["label"].str.contains("Nadia|Ferrand|Karim|Hélène").any()


def test_a_second_run_reuses_everything_and_a_changed_file_redoes_the_case(case, tmp_path):
    names = [stage.name for stage in STAGES]
    out = tmp_path / "out"
    assert stages(run([case], out, settings=Settings())) == (names, [])
    assert stages(run([case], out, settings=Settings())) == ([], names)
    (case / "seance-1.txt").write_text(CASE + "[00:01:40] Nadia : Bon.\n", "utf-8")
    assert stages(run([case], out, settings=Settings())) == (names, [])


def test_a_setting_of_the_topics_redoes_topics_and_disclosure_only(case, tmp_path):
    out = tmp_path / "out"
    run([case], out, settings=Settings())
    summary = run([case], out, settings=Settings(topics=TopicsSettings(min_words=12)))
    assert stages(summary) == (["topics", "disclosure"], ["pseudonymise", "markers"])


def test_a_manifest_that_cannot_be_read_is_told_once_and_all_is_made_again(case, tmp_path, caplog):
    out = tmp_path / "out"
    run([case], out, settings=Settings())
    assert "cannot be read" not in caplog.text
    (out / "quartier" / MANIFEST).write_bytes(b"{")
    assert stages(run([case], out, settings=Settings())) == ([stage.name for stage in STAGES], [])
    run([case], out, settings=Settings())
    assert caplog.text.count("quartier/manifest.json cannot be read") == 1


def test_a_damaged_table_is_made_again(case, tmp_path):
    out = tmp_path / "out"
    run([case], out, settings=Settings())
    (out / "quartier" / "markers.parquet").write_bytes(b"nothing")
    done, reused = stages(run([case], out, settings=Settings()))
    assert done[0] == "markers"
    assert reused[0] == "pseudonymise"


def test_until_stops_there_and_drops_what_is_no_longer_true(case, tmp_path):
    out = tmp_path / "out"
    run([case], out, settings=Settings())
    assert stages(run([case], out, settings=Settings(), until="markers"))[0] == []
    assert (out / "quartier" / "topics.parquet").exists()
    (case / "seance-1.txt").write_text(CASE + "[00:01:40] Nadia : Bon.\n", "utf-8")
    assert stages(run([case], out, settings=Settings(), until="markers"))[0] == ["pseudonymise", "markers"]
    assert not (out / "quartier" / "topics.parquet").exists()


def test_until_ingest_reads_and_writes_nothing(case, tmp_path):
    summary = run([case], tmp_path / "out", settings=Settings(), until="ingest")
    assert summary.reports["quartier"][0]["n_turns"] == 10
    assert not (tmp_path / "out").exists()


def test_decisions_of_persons_survive_a_run(case, tmp_path):
    out = tmp_path / "out"
    run([case], out, settings=Settings())
    row = {"decision_id": "d1", "stage": "markers", "kind": "reject", "value": "", "author": "hv", "at": "2026-01-01T00:00:00Z"}
    first = pd.read_parquet(out / "quartier" / "markers.parquet").query("active")["marker_id"].iloc[0]
    tables.build("decisions", [row | {"target_id": first}]).to_parquet(out / "quartier" / "decisions.parquet")
    done, _ = stages(run([case], out, settings=Settings()))
    assert done[0] == "markers"
    markers = pd.read_parquet(out / "quartier" / "markers.parquet").set_index("marker_id")
    assert not markers.at[first, "active"]
    assert len(pd.read_parquet(out / "quartier" / "decisions.parquet")) == 1


def test_names_of_files_and_folders_give_nobody_away(tmp_path):
    for place in ("Villeurbanne", "Roubaix"):
        folder = tmp_path / "in" / place
        folder.mkdir(parents=True)
        (folder / "Entretien Nadia Benali.txt").write_text(CASE, "utf-8")
    out = tmp_path / "out"
    run([tmp_path / "in"], out, settings=Settings())
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == ["_all", "cas-1", "cas-2"]
    assert pd.read_parquet(out / "cas-1" / "sessions.parquet")["session_id"].tolist() == ["seance-1"]
    again = run([tmp_path / "in"], out, settings=Settings())
    assert not any(again.done.values())


def test_a_folder_that_is_killed_in_the_middle_keeps_its_last_good_state(case, tmp_path):
    out = tmp_path / "out"
    run([case], out, settings=Settings())
    before = {path.name: path.read_bytes() for path in (out / "quartier").iterdir()}
    (case / "seance-1.txt").write_text(CASE + "[00:01:40] Nadia : Bon.\n", "utf-8")
    child = subprocess.Popen([sys.executable, "-m", "pipeline.cli", "run", str(case), "--out", str(out)], stderr=subprocess.DEVNULL)
    time.sleep(4)
    child.kill()
    child.wait()
    after = {path.name: path.read_bytes() for path in (out / "quartier").iterdir()}
    assert after == before or child.returncode == 0
    run([case], out, settings=Settings())
    assert len(pd.read_parquet(out / "quartier" / "turns.parquet")) == 11


def test_a_case_may_be_named_and_a_file_is_a_case_of_its_folder(case, tmp_path):
    run([case / "seance-1.txt"], tmp_path / "out", settings=Settings(), case="Groupe 2", until="pseudonymise")
    assert (tmp_path / "out" / "groupe-2" / "turns.parquet").exists()


def test_sources_are_left_as_they_were(case, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(case, copy)
    run([case], tmp_path / "out", settings=Settings())
    assert [path.read_bytes() for path in sorted(case.iterdir())] == [path.read_bytes() for path in sorted(copy.iterdir())]
