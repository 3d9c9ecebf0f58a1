"""Thirty interventions of five sessions, made from the tables and files of the sample's three: new ids, and two sessions said once more."""

import datetime
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from dashboard.access import Archive
from dashboard.desk import LOCAL, Desk
from dashboard.navigation import pages_of
from dashboard.people import add_people, read_lines
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account
from dashboard.registry.interventions import add_intervention, put_participant, put_sitting, set_present
from dashboard.texts import ouvrir
from dashboard.vaulted import change_record
from pipeline import tables
from pipeline.pseudonymise.vault import Vault
from pipeline.resources import resource
from pipeline.settings import Settings
from pipeline.store import ACROSS_FOLDER, case_folders, serialise

AGAIN = {"seance-1": "seance-4", "seance-2": "seance-5"}
PEOPLE = "Hélène Vasseur, animatrice\nNadia Belkacem, habitante, jeunes\nBruno Petit, habitant, habitants\nRose Michaud, habitante, jeunes"
FIRST_DAY = datetime.date(2026, 1, 8)
PASSPHRASE = "quatre mots tirés au sort"


@pytest.fixture(scope="session")
def thirty(tmp_path_factory, publish):
    """The data folder and the vault's file; CIRCULATION_BROWSER_DATA spares the run of the sample."""
    if os.environ.get("CIRCULATION_THIRTY") != "1":
        pytest.skip("thirty interventions take minutes: ask for them by CIRCULATION_THIRTY=1")
    root = tmp_path_factory.mktemp("trente")
    data, file, given = root / "donnees", root / "coffre" / "cercle.vault", os.environ.get("CIRCULATION_BROWSER_DATA")
    data.mkdir()
    file.parent.mkdir()
    sample = Path(given) if given else root / "echantillon"
    if not given:
        run_sample(sample)
    multiply(sample, data, Vault.create(file, PASSPHRASE), publish)
    return data, file


@pytest.fixture(scope="session")
def site(browser, serving, thirty):
    """A dashboard over thirty interventions."""
    with serving(thirty[0], CIRCULATION_VAULT__PATH=str(thirty[1])) as address:
        yield address


@pytest.fixture(scope="session")
def menu():
    """Address and title of each page of the menu on a facilitator's own machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.Page", lambda _, *, title, url_path, default=None, **_other: (url_path, title, default))
        groups = pages_of((Public.INTERVENANT, Public.GROUPE, Public.SUPERVISEUR))["pages"].values()
    return [("/" if first else f"/{path}", title) for group in groups for path, title, first in group if first is not None]


@pytest.fixture(scope="session")
def enter():
    """Opens the vault in a browser and waits until the page stands."""

    def open_door(page, address=""):
        page.goto(f"{address}/ouvrir")
        page.get_by_label(ouvrir.PASSPHRASE, exact=True).fill(PASSPHRASE)
        page.get_by_role("button", name=ouvrir.OPEN, exact=True).click()
        page.get_by_role("button", name=ouvrir.CLOSE, exact=True).wait_for()
        page.wait_for_function("document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'")

    return open_door


def run_sample(data: Path) -> None:
    """The sample through every stage, as `circulation run` leaves it."""
    program = "import sys; from pipeline.cli import app; app()"
    order = [sys.executable, "-c", program, "run", str(resource("data/sample")), "--out", str(data)]
    subprocess.run(order, check=True, stdout=subprocess.DEVNULL)


def multiply(sample: Path, data: Path, vault: Vault, publish, interventions: int = 30) -> list[str]:
    """Fill a data folder, its registry and the vault; returns the ids of the interventions, which are the local account's own."""
    bases = [_longer(folder) for folder in case_folders(sample)]
    registry = open_registry(data)
    with registry.writing() as session:
        me = Asker(Public.INTERVENANT, account(session, LOCAL, Public.INTERVENANT).user_id)
    at = Desk(Archive(data, registry), me, vault, Settings())
    made = []
    for number in range(interventions):
        folder, frames = bases[number % len(bases)]
        case_id = f"cas-{number + 1}"
        (data / case_id).mkdir()
        for name, frame in frames.items():
            own = frame.assign(**{column: case_id for column in ("case_id", "scope") if column in frame})
            (data / case_id / f"{name}.parquet").write_bytes(serialise(own))
        _describe(at, case_id, number, frames["sessions"])
        originals = {path.name: path.read_bytes() for path in _files(folder.name)}
        change_record(at, case_id, lambda record, originals=originals: record.model_copy(update={"originals": originals}))
        made.append(case_id)
    publish(registry, me, made[0])
    shutil.copytree(sample / ACROSS_FOLDER, data / ACROSS_FOLDER)
    registry.close()
    return made


def _describe(at: Desk, case_id: str, number: int, sessions: pd.DataFrame) -> None:
    registry, me = at.archive.registry, at.asker
    add_intervention(
        registry, me, case_id, title=f"Intervention {number + 1}", objective="Que le hall serve à tous.", groups=["jeunes", "habitants"]
    )
    people = add_people(at, case_id, read_lines(PEOPLE))
    for one in people:
        put_participant(registry, me, case_id, one, consent="recording")
    for row in sessions.to_dict("records"):
        day = FIRST_DAY + datetime.timedelta(weeks=int(row["order"]))
        put_sitting(registry, me, case_id, row["session_id"], date=day, phase=row["phase"], sharing="group", n_present=8, review="done")
        set_present(registry, me, case_id, row["session_id"], people)


def _files(case_id: str) -> list[Path]:
    return [path for path in resource(f"data/sample/{case_id}").glob("seance-*") if ".gold" not in path.name]


def _longer(folder: Path) -> tuple[Path, dict[str, pd.DataFrame]]:
    """The tables of one case with two of its sessions once more, under new ids; what hangs on the whole case stays as it is."""
    frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in tables.MODELS}
    longer = {}
    for name, frame in frames.items():
        texts = [column for column in frame.columns if column == "column" or column == "evidence" or column.endswith("_id")]
        rows = frame.to_dict("records")
        again = []
        for row in rows:
            said = json.dumps([_plain(row[column]) for column in texts])
            once = next((old for old in AGAIN if old in said), None)
            if once and name not in ("claims", "decisions"):
                new = {column: _renamed(row[column], once) if column in texts else value for column, value in row.items()}
                if name == "sessions":
                    new["order"] = int(AGAIN[once].rpartition("-")[2]) - 1
                again.append(new)
        longer[name] = tables.build(name, rows + again)
    tables.validate_references(longer)
    return folder, longer


def _plain(value):
    return list(value) if hasattr(value, "__iter__") and not isinstance(value, str) else value


def _renamed(value, once: str):
    if isinstance(value, str):
        return value.replace(once, AGAIN[once])
    return [_renamed(one, once) for one in _plain(value)] if value is not None else value
