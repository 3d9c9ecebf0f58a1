"""Topics under the same id from one run of a case to the next: what a folder keeps for that, and when it goes."""

import json

import pandas as pd
import pytest

from pipeline.redo import redo_without
from pipeline.run import run
from pipeline.settings import Settings
from pipeline.store import CaseStore

CAMERAS = """\
Nadia : Moi je suis pour les caméras sur la place du marché.
Karim : Les caméras sur la place je suis contre, ça sert à rien.
Nadia : Je pense que des caméras sur la place c'est une bonne idée.
Karim : Moi je suis contre les caméras sur la place du marché, faut pas en mettre.
"""
POOL = """\
Nadia : La piscine faudrait l'ouvrir le dimanche matin.
Karim : Je suis pour ouvrir la piscine le dimanche.
Nadia : Moi la piscine ouverte le dimanche je suis contre.
Karim : Ouvrir la piscine le dimanche c'est une bonne idée.
Nadia : La piscine le dimanche matin faut pas l'ouvrir.
Karim : Je pense que la piscine devrait rester ouverte le dimanche.
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A case of one session and its output folder, after a first run."""
    root = tmp_path_factory.mktemp("identity")
    case = root / "in" / "quartier"
    case.mkdir(parents=True)
    (case / "seance-1.txt").write_text(CAMERAS, "utf-8")
    run([case], root / "out", settings=Settings())
    return case, root / "out"


def written(out) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / "quartier").glob("*.parquet"))}


def about(out, word: str) -> set[str]:
    """The topics in which turns that hold a word lie."""
    turns, segments = (pd.read_parquet(out / "quartier" / f"{name}.parquet") for name in ("turns", "segments"))
    spoken = turns.loc[turns["text"].str.contains(word, case=False), "turn_id"]
    return set(segments.loc[segments["turn_id"].isin(spoken), "topic_id"]) - {""}


def test_ids_through_the_life_of_a_case(ran) -> None:
    case, out = ran
    folder, first = CaseStore(out / "quartier"), written(out)
    known = folder.manifest().topics
    assert about(out, "caméras") == set(known) == {"vue-1"}
    assert not any(word in (out / "quartier" / "manifest.json").read_text("utf-8") for word in ("caméras", "cam\\u00e9ras", "place"))

    # a stage that is done again with the same input finds the same
    (out / "quartier" / "topics.parquet").write_bytes(b"nothing")
    assert "topics" in run([case], out, settings=Settings()).done["quartier"]
    assert written(out) == first
    assert folder.manifest().topics == known

    # a second session, in which another subject is larger
    (case / "seance-2.txt").write_text(POOL, "utf-8")
    run([case], out, settings=Settings())
    assert (about(out, "caméras"), about(out, "piscine")) == ({"vue-1"}, {"vue-2"})

    # it goes, and comes back
    (case / "seance-2.txt").rename(case.parent / "seance-2.txt")
    run([case], out, settings=Settings())
    assert set(folder.manifest().topics) == {"vue-1", "vue-2"}
    (case.parent / "seance-2.txt").rename(case / "seance-2.txt")
    run([case], out, settings=Settings())
    assert (about(out, "caméras"), about(out, "piscine")) == ({"vue-1"}, {"vue-2"})

    # tables are withdrawn after a leak: what was found is found again under its id
    folder.withdraw()
    assert [path.name for path in folder.folder.iterdir()] == ["manifest.json"]
    assert not folder.manifest().tables
    run([case], out, settings=Settings())
    assert (about(out, "caméras"), about(out, "piscine")) == ({"vue-1"}, {"vue-2"})


@pytest.mark.parametrize("left", [b"", b"{", json.dumps({"salt": "00" * 16, "topics": {"vue-1": "x"}}).encode()])
def test_a_manifest_that_cannot_be_read_makes_a_run_a_first_run(tmp_path, left: bytes) -> None:
    folder = CaseStore(tmp_path)
    (tmp_path / "manifest.json").write_bytes(left)
    assert folder.manifest().topics == {}


def test_of_words_that_were_taken_out_no_mark_stays(ran) -> None:
    _, out = ran
    folder = CaseStore(out / "quartier")
    everybody = set(folder.read("speakers")["speaker_id"])
    from pipeline.pseudonymise.records import CaseRecord

    assert any(folder.manifest().topics.values())
    redo_without(out, {"quartier": (CaseRecord(case_id="quartier", secret=b""), everybody)}, settings=Settings())
    after = folder.manifest()
    assert set(after.topics) == {"vue-1", "vue-2"}
    assert not any([*after.topics.values(), *after.claims.values()])
