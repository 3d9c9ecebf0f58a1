"""Each session of the corpus by itself: offsets, codes, polarity, and a transcript that says what its gold says."""

import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

from pipeline.ingest import SUFFIXES, Source, ingest
from pipeline.resources import resource
from pipeline.settings import IngestSettings
from pipeline.tables import FAMILIES, FAMILY_OF, KINDS

CORPUS = resource("data", "corpus")
CONSTRUCTIVE = {*FAMILIES["desaccord"], *FAMILIES["cooperation"]}
KEYS = {
    *("turn", "speaker", "speaker_entity", "text", "pii", "pii_decoy", "markers", "polarity", "trap", "sure"),
    *("obstacle_topic", "viewpoint", "disagrees_with"),
}


@cache
def codes():
    return {
        obstacle["code"] for obstacle in tomllib.loads(resource("models", "codebook", "obstacles.toml").read_text("utf-8"))["obstacles"]
    }


def transcript(session) -> Path:
    (path,) = (file for file in (CORPUS / session.case).glob(f"{session.name}.*") if file.suffix in SUFFIXES)
    return path


def test_lines_have_every_key_and_are_numbered(session):
    assert [line["turn"] for line in session.lines] == list(range(len(session.lines)))
    assert all(set(line) == KEYS for line in session.lines)
    assert 50 <= len(session.lines) <= 80


def test_spans_hold_their_text_and_do_not_overlap(session):
    for line in session.lines:
        spans = sorted(line["pii"], key=lambda mention: mention["start"])
        assert all(line["text"][mention["start"] : mention["end"]] == mention["text"] != "" for mention in spans)
        assert all(one["end"] <= other["start"] for one, other in pairwise(spans))
        assert all(mention["kind"] in KINDS and mention["entity"] for mention in spans)


def test_labels_are_of_the_label_set(session):
    for line in session.lines:
        marks = line["markers"]
        assert len(marks) == len(set(marks))
        assert set(marks) <= set(FAMILY_OF)
        assert ("obstacle" in marks) == (line["obstacle_topic"] is not None)
        assert line["obstacle_topic"] is None or line["obstacle_topic"] in codes()
        assert line["viewpoint"] is None or line["viewpoint"]["stance"] in {"pour", "contre", "nuance"}


def test_polarity_follows_from_the_markers(session):
    for line in session.lines:
        marks = set(line["markers"])
        expected = "violent" if marks & set(FAMILIES["violence"]) else "constructif" if marks & CONSTRUCTIVE else "neutre"
        assert line["polarity"] == expected, line["turn"]


def test_a_turn_opposes_an_earlier_turn_of_somebody_else(session):
    for line in session.lines:
        if line["disagrees_with"] is not None:
            earlier = session.lines[line["disagrees_with"]]
            assert earlier["turn"] < line["turn"]
            assert earlier["speaker"] != line["speaker"]


def test_the_transcript_is_read_as_the_gold_has_it(session):
    path = transcript(session)
    sheet = (path.parent / "case.toml").read_bytes()
    read = ingest(case_id="cas", sources=[Source(session.name, path.name, path.read_bytes())], sheet=sheet, settings=IngestSettings())
    assert read.turns["text"].tolist() == [line["text"] for line in session.lines]


def test_the_grid_says_what_the_session_is(session):
    said = tomllib.loads((CORPUS / session.case / "case.toml").read_text("utf-8"))
    (entry,) = (part for part in said["sessions"] if part["file"] == session.name)
    assert entry["phase"] == session.grid["phase"]
    text = "".join(line["text"] for line in session.lines)
    capitals = sum(character.isupper() for character in text) / len(text)
    assert (capitals < 0.002) == (session.grid["form"] == "automatic")


def test_names_marked_once_are_marked_wherever_they_stand(session):
    """What is a name in the session's gold is marked in every turn, unless the turn is said to hold the ordinary word."""
    forms = {mention["text"].lower() for line in session.lines for mention in line["pii"] if mention["kind"] in {"PERSON", "PLACE"}}
    forms = {form for form in forms if len(form) > 3}
    for line in session.lines:
        words = list(line["text"].lower())
        for mention in line["pii"]:
            words[mention["start"] : mention["end"]] = "\0" * (mention["end"] - mention["start"])
        rest = "".join(character if character.isalnum() or character == "\0" else " " for character in words)
        left = [form for form in forms if f" {''.join(c if c.isalnum() else ' ' for c in form)} " in f" {rest} "]
        assert not left or line["pii_decoy"], line["turn"]
