"""The README's first command, end to end, in a fresh folder."""

import os
import subprocess
import sys
import tomllib

import pandas as pd
import pytest
from slugify import slugify

from pipeline import tables
from pipeline.resources import resource
from pipeline.store import CaseStore, case_folders


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    out = tmp_path_factory.mktemp("demo") / "data"
    environment = os.environ | {"CIRCULATION_DATA": str(out)}
    answer = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "demo", "--no-serve"],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return out, answer.stdout


def test_all_sample_cases_go_through_every_stage(demo):
    out, said = demo
    sources = sorted(path.name for path in resource("data", "sample").iterdir() if path.is_dir())
    assert [folder.name for folder in case_folders(out)] == sources
    assert "3 case(s), 9 session(s)" in said
    filled = {}
    for folder in case_folders(out):
        frames = {name: tables.validate(name, CaseStore(folder).read(name)) for name in tables.MODELS}
        tables.validate_references(frames)
        assert len(frames["sessions"]) == 3
        filled[folder.name] = {name for name, frame in frames.items() if not frame.empty}
    # nobody need say "parce que" beside an obstacle in every case, but somebody does in one
    assert all(set(tables.MODELS) - names <= {"decisions", "links"} for names in filled.values())
    assert set().union(*filled.values()) == set(tables.MODELS) - {"decisions"}


def test_the_sample_gives_something_to_each_public(demo):
    out, _ = demo
    walls = pd.concat([CaseStore(folder).read("cells") for folder in case_folders(out)])
    assert (walls["shown"] & (walls["measure"] == "wall_obstacle")).any()
    across = CaseStore(out / "_all").read("cells")
    assert across["shown"].any()


def test_no_real_name_of_a_participant_is_left_in_any_table(demo):
    out, said = demo
    # a name that is also a word ("Garde de garde") may pass at the start of a sentence; the README says so
    ordinary = set(resource("models", "lexicons", "ordinary_words.txt").read_text("utf-8").split())
    for folder in case_folders(out):
        sheet = tomllib.loads((resource("data", "sample") / folder.name / "case.toml").read_text("utf-8"))
        names = {part for person in sheet["participants"] for part in person["name"].split() if len(part) > 3}
        names = {name for name in names if slugify(name) not in ordinary}
        words = set()
        for path in folder.glob("*.parquet"):
            frame = pd.read_parquet(path)
            for column in frame.columns:
                words |= set(frame[column].astype(str).str.findall(r"\w+").explode().dropna())
        left = names & (words | set(said.split()))
        assert not left
