"""Typed notes: understood line by line, sealed, read by the pipeline with who said it, and found again for correction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.notes import Idea, from_file, read_notes, save_notes, split, to_file
from dashboard.registry.interventions import list_sittings, put_sitting
from dashboard.vaulted import record_of
from pipeline.ingest import Source, ingest
from pipeline.settings import IngestSettings
from pipeline.tables import SAID_BY

SAID = st.sampled_from(SAID_BY)
SPOKEN = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("on dort mal", [("on dort mal", "one")]),
        (
            "- on dort mal\n• trop de bruit\n3. on est fatigués",
            [("on dort mal", "one"), ("trop de bruit", "one"), ("on est fatigués", "one")],
        ),
        ("trois ou plus : on dort mal", [("on dort mal", "three_plus")]),
        ("Presque tous: on dort mal", [("on dort mal", "almost_all")]),
        ("les horaires : ils changent", [("les horaires : ils changent", "one")]),
        ("deux voisines : ça sonne", [("ça sonne", "few")]),
        ("\n \n--\n", []),
    ],
)
def test_lines_are_understood(typed, understood):
    assert [(idea.text, idea.said_by) for idea in split(typed)] == understood


@given(st.lists(st.tuples(SPOKEN, SAID), max_size=8))
def test_what_is_typed_comes_back_from_the_file(typed):
    ideas = [idea._replace(said_by=said_by) for text, said_by in typed for idea in split(text)]
    assert from_file(to_file(ideas)) == ideas


@given(st.lists(st.tuples(st.text("abcé ,;\"'|\t=+-@", min_size=1, max_size=30), SAID), min_size=1, max_size=8))
def test_the_pipeline_reads_who_said_it(typed):
    ideas = [idea._replace(said_by=said_by) for text, said_by in typed for idea in split(f"on dit {text}")]
    read = ingest(case_id="cas-1", sources=[Source("seance-1", "seance-1.csv", to_file(ideas))], sheet=None, settings=IngestSettings())
    assert read.turns["said_by"].tolist() == [idea.said_by for idea in ideas]
    assert read.turns["text"].tolist() == [idea.text for idea in ideas]
    assert set(read.turns["speaker_id"]) == {""}


def test_a_file_of_somebody_else_is_not_taken_for_typed_notes():
    assert from_file(b"locuteur,texte\nNadia,on dort mal\n") is None
    assert from_file(b"Nadia : on dort mal") is None
    assert from_file(b"PK\x03\x04") is None


def test_each_addition_is_sealed_and_groups_are_sessions_of_their_own(at, case_id):
    registry = at.archive.registry
    put_sitting(registry, at.asker, case_id, "seance-1", phase="peurs", sharing="group", review="done")
    ideas = [Idea("on dort mal", "three_plus"), Idea("on a peur", "few", "jeunes"), Idea("trop de bruit", "one")]
    save_notes(at, case_id, "seance-1", ideas)
    sittings = list_sittings(registry, at.asker, case_id)
    assert [(one.session_id, one.kind, one.phase, one.subgroup, one.sharing, one.review) for one in sittings] == [
        ("seance-1", "notes", "peurs", "", "group", "open"),
        ("seance-1-2", "notes", "peurs", "jeunes", "stays", "open"),
    ]
    originals = record_of(at, case_id).originals
    assert set(originals) == {"seance-1.csv", "seance-1-2.csv", "case.toml"}
    sources = [Source(name[:-4], name, data) for name, data in originals.items() if name.endswith(".csv")]
    read = ingest(case_id=case_id, sources=sources, sheet=originals["case.toml"], settings=IngestSettings())
    assert read.sessions[["session_id", "subgroup", "sharing", "phase"]].values.tolist() == [
        ["seance-1", "", "group", "peurs"],
        ["seance-1-2", "jeunes", "stays", "peurs"],
    ]
    assert read_notes(at, case_id, "seance-1") == [ideas[0], ideas[2], ideas[1]]


def test_a_correction_replaces_and_what_is_empty_leaves_no_file(at, case_id):
    put_sitting(at.archive.registry, at.asker, case_id, "seance-1")
    save_notes(at, case_id, "seance-1", [Idea("on dort mal", "one", "jeunes")])
    save_notes(at, case_id, "seance-1", [Idea("on dort très mal", "few")])
    assert read_notes(at, case_id, "seance-1") == [Idea("on dort très mal", "few")]
    assert "seance-1-2.csv" not in record_of(at, case_id).originals
    save_notes(at, case_id, "seance-1", [])
    assert set(record_of(at, case_id).originals) == {"case.toml"}
