import json
import subprocess
import sys

import pandas as pd
import pytest

from pipeline import store, tables
from pipeline.errors import BusyError, StoreError
from pipeline.store import CaseStore, Manifest, locked, tables_of


def speakers(label):
    row = {"case_id": "quartier", "speaker_id": "p1", "label": label, "role": "", "subgroup": "", "resolved": True}
    return tables.build("speakers", [row])


def commit(folder, **frames):
    data = {name: store.serialise(frame) for name, frame in frames.items()}
    folder.commit(data, Manifest(tables={name: store.digest(raw) for name, raw in data.items()}))


@pytest.mark.parametrize("table", tables.MODELS)
def test_an_empty_table_comes_back_as_it_was_written(tmp_path, table):
    case = CaseStore(tmp_path / "quartier")
    commit(case, **{table: tables.build(table)})
    pd.testing.assert_frame_equal(tables.validate(table, case.read(table)), tables.build(table))


def test_what_is_committed_is_read_back_and_what_is_no_longer_named_goes(tmp_path):
    case = CaseStore(tmp_path / "quartier")
    commit(case, speakers=speakers("Inès"), turns=tables.build("turns"))
    commit(case, speakers=speakers("Awa"))
    assert case.read("speakers")["label"].tolist() == ["Awa"]
    assert case.intact("speakers")
    assert not (case.folder / "turns.parquet").exists()
    assert not [path.name for path in case.folder.iterdir() if store.PENDING in path.name]


def test_a_run_killed_before_the_decision_leaves_the_last_good_state(tmp_path):
    case = CaseStore(tmp_path / "quartier")
    commit(case, speakers=speakers("Inès"))
    (case.folder / "speakers.pending").write_bytes(b"half a ta")
    case.recover()
    assert case.intact("speakers")
    assert case.read("speakers")["label"].tolist() == ["Inès"]
    assert not (case.folder / "speakers.pending").exists()


def test_a_run_killed_after_the_decision_is_finished_by_the_next(tmp_path):
    case = CaseStore(tmp_path / "quartier")
    commit(case, speakers=speakers("Inès"), turns=tables.build("turns"))
    data = store.serialise(speakers("Awa"))
    (case.folder / "speakers.pending").write_bytes(data)
    decided = {"salt": "00" * 16, "origin": "", "stages": {}, "tables": {"speakers": store.digest(data)}, "reports": []}
    (case.folder / store.COMMITTED).write_text(json.dumps(decided), "utf-8")
    case.recover()
    assert case.intact("speakers")
    assert case.read("speakers")["label"].tolist() == ["Awa"]
    assert sorted(path.name for path in case.folder.iterdir()) == ["manifest.json", "speakers.parquet"]


def test_a_damaged_table_is_not_intact_and_says_what_to_do(tmp_path):
    case = CaseStore(tmp_path / "quartier")
    commit(case, speakers=speakers("Inès"))
    (case.folder / "speakers.parquet").write_bytes(b"PAR1 and nothing else")
    assert not case.intact("speakers")
    with pytest.raises(StoreError, match="run the case again"):
        case.read("speakers")


def test_a_second_run_on_one_folder_says_so_and_stops(tmp_path):
    out = tmp_path / "out"
    other = f"from pathlib import Path\nfrom pipeline.store import locked\nwith locked(Path({str(out)!r})): pass"
    with locked(out):
        with pytest.raises(BusyError):
            locked(out).__enter__()
        answer = subprocess.run([sys.executable, "-c", other], capture_output=True, text=True, check=False)
        assert "BusyError" in answer.stderr
    assert subprocess.run([sys.executable, "-c", other], capture_output=True, check=False).returncode == 0


def test_a_run_that_fails_leaves_no_folder_behind(tmp_path):
    with pytest.raises(StoreError), locked(tmp_path / "out"):
        raise StoreError("nothing could be done")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_created(tmp_path):
    (tmp_path / "file").write_text("not a folder", "utf-8")
    with pytest.raises(StoreError, match="cannot be written"), locked(tmp_path / "file" / "out"):
        pass


def test_digests_of_sources_need_the_manifest():
    assert Manifest().keyed(b"texte") != Manifest().keyed(b"texte")
    manifest = Manifest()
    assert manifest.keyed(b"ab", b"c") != manifest.keyed(b"a", b"bc")


def test_tables_are_found_by_the_mark_of_their_record_and_older_ones_by_name(tmp_path):
    for name, mark in (("cas-1", "aa"), ("cas-2", "bb"), ("cas-3", "")):
        data = store.serialise(tables.build("sessions"))
        CaseStore(tmp_path / name).commit({"sessions": data}, Manifest(record=mark, tables={"sessions": store.digest(data)}))
    found = [tables_of(tmp_path, mark, name) for mark, name in (("bb", "cas-1"), ("cc", "cas-3"), ("cc", "cas-1"))]
    assert [kept and kept.folder.name for kept in found] == ["cas-2", "cas-3", None]
