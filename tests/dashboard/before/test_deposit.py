"""Files: read as the batch reads them, refused in one sentence, sealed under a made-up name; and who has to agree first."""

import io
import zipfile

import pytest

from dashboard.consent import refusal, without
from dashboard.deposit import Waiting, free_session, parse, remove_file, remove_session, seal_file, take
from dashboard.notes import Idea, save_notes
from dashboard.people import Line, Person, add_people
from dashboard.publics import StaleError
from dashboard.registry.decisions import decide, read_decisions
from dashboard.registry.interventions import list_present, list_sittings, put_sitting
from dashboard.texts import deposer as texts
from dashboard.vaulted import record_of
from pipeline.errors import SourceError
from pipeline.ingest import SUFFIXES, Source, ingest
from pipeline.resources import resource
from pipeline.settings import IngestSettings

SAMPLE = resource("data/sample")
FILES = sorted(path for path in SAMPLE.glob("*/seance-*") if path.suffix in SUFFIXES)


def waiting(data, suffix=".txt"):
    return Waiting(1, suffix, data if isinstance(data, bytes) else data.encode())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_sample_is_read_as_the_batch_reads_it(at, case_id, path):
    parsed = parse(at, case_id, take(1, path.name, path.read_bytes(), IngestSettings()))
    alone = ingest(case_id="c", sources=[Source("s", path.name, path.read_bytes())], sheet=None, settings=IngestSettings())
    assert (parsed.reader, parsed.n_turns, parsed.set_aside) == (
        alone.reports[0].reader,
        alone.reports[0].n_turns,
        alone.reports[0].set_aside,
    )
    declared = int((alone.turns["said_by"] != "").sum())
    assert sum(voice.n_turns for voice in parsed.voices) + parsed.n_unnamed + declared == parsed.n_turns
    assert parsed.kind == ("notes" if declared else "transcript")


def test_voices_of_the_list_are_found_and_the_others_wait(at, case_id):
    said = "Animatrice : on commence\nNadia : oui\nMme Belkacem : encore\nlocuteur 2 : non\nGinette : si\nNadia : bon\n"
    parsed = parse(at, case_id, waiting(said))
    assert [(voice.label, voice.n_turns, voice.participant_id, voice.nobody) for voice in parsed.voices] == [
        ("Animatrice", 1, "p3", False),
        ("Nadia", 2, "p1", False),
        ("Mme Belkacem", 1, "p1", False),
        ("locuteur 2", 1, "", True),
        ("Ginette", 1, "", False),
    ]


def test_a_voice_is_known_again_by_what_it_says(at, case_id):
    long = "moi j'ai rien vu ce soir-là " * 6
    first = "locuteur 1 : oui\nlocuteur 1 : la porte était fermée\n"
    said = f"{first}locuteur 2 : {long}\nLocuteur 1 : on attend dehors depuis\nlocuteur 1 : et après on rentre"
    first, second = parse(at, case_id, waiting(said)).voices
    assert first.said == ("la porte était fermée", "on attend dehors depuis")
    assert len(second.said[0]) <= 90
    assert second.said[0].endswith(" …")


def test_notes_are_told_from_a_transcript(at, case_id):
    assert parse(at, case_id, waiting("- on dort mal\n- trop de bruit\n- trois ou plus : on a peur\n")).kind == "notes"
    assert parse(at, case_id, waiting("[00:01] Nadia : oui\n[00:02] Bruno : non\n[00:04] Nadia : si\n")).timed


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 210_000_000)
    return packed.getvalue()


def entities():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "Nadia">]><x>&a;</x>')
    return packed.getvalue()


HOSTILE = [
    (".txt", b"", "empty"),
    (".txt", b"   \n\n", "empty"),
    (".txt", b"\0\0\0\0", "damaged"),
    (".txt", b"%PDF-1.7 Nadia", "damaged"),
    (".txt", b"----\n====\n", "turns"),
    (".docx", b"", "empty"),
    (".docx", b"Nadia : oui", "damaged"),
    (".docx", b"PK\x03\x04 Nadia", "damaged"),
    (".docx", bomb, "bomb"),
    (".docx", entities, "entities"),
    (".docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Nadia" * 100, "protected"),
    (".odt", b"PK\x03\x04", "damaged"),
    (".xlsx", b"PK\x05\x06" + b"\0" * 18, "damaged"),
    (".json", b"{", "json"),
    (".json", b'{"Nadia": 1}', "json"),
    (".json", b"[" * 100_000, "json"),
    (".csv", b"Nadia;oui\nBruno;non\n", "column"),
    (".vtt", b"Nadia", "damaged"),
    (".srt", b"Nadia", "damaged"),
]


@pytest.mark.parametrize(("suffix", "data", "key"), HOSTILE, ids=[f"{suffix[1:]}-{n}" for n, (suffix, _, _) in enumerate(HOSTILE)])
def test_a_bad_file_gives_one_sentence_without_a_word_of_it(at, case_id, places, suffix, data, key):
    before = places.vault.read_bytes()
    with pytest.raises(SourceError) as caught:
        parse(at, case_id, waiting(data() if callable(data) else data, suffix))
    assert texts.problem(caught.value.problem) == key
    assert "Nadia" not in str(caught.value)
    assert places.vault.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "problem", "suffix"),
    [
        ("Nadia Belkacem.exe", "kind", ""),
        ("nadia", "kind", ""),
        ("../../etc/passwd", "kind", ""),
        ("..\\..\\<b>Nadia</b>.txt", "", ".txt"),
        ("=cmd|' /C calc'!A0.TXT", "", ".txt"),
    ],
)
def test_nothing_but_the_ending_of_a_name_is_kept(name, problem, suffix):
    taken = take(1, name, b"Nadia : oui", IngestSettings())
    assert (taken.problem, taken.suffix) == (problem, suffix)
    assert "adia" not in repr(taken)


def test_a_file_that_is_too_large_is_not_kept_in_memory():
    taken = take(1, "seance.txt", b"a" * 1_000_001, IngestSettings(max_megabytes=1))
    assert (taken.problem, taken.data) == ("large", b"")


def test_a_sealed_file_is_read_by_the_batch_with_its_voices_joined(at, case_id, places):
    put_sitting(at.archive.registry, at.asker, case_id, "seance-1", phase="peurs")
    said = "locuteur 1 : bonjour\nlocuteur 2 : oui\nNadia : non\n"
    version = list_sittings(at.archive.registry, at.asker, case_id)[0].version
    seal_file(
        at,
        case_id,
        waiting(said),
        session_id="seance-1",
        kind="transcript",
        joined={"locuteur 1": "p3", "locuteur 2": "p2", "Nadia": "p1"},
        present=["p1"],
        others=2,
        version=version,
    )
    originals = record_of(at, case_id).originals
    assert set(originals) == {"seance-1.txt", "case.toml"}
    read = ingest(
        case_id=case_id,
        sources=[Source("seance-1", "seance-1.txt", originals["seance-1.txt"])],
        sheet=originals["case.toml"],
        settings=IngestSettings(),
    )
    assert read.speakers["resolved"].all()
    assert read.turns["speaker_id"].tolist() == ["p3", "p2", "p1"]
    assert read.sessions["n_present"].tolist() == [4], "two of the list and two others; who leads is not counted"
    assert list_present(at.archive.registry, at.asker, case_id) == {"seance-1": {"p1", "p2", "p3"}}
    at.archive.registry.close()
    clear = b"".join(path.read_bytes() for path in places.data.rglob("*") if path.is_file())
    assert b"locuteur" not in clear


def test_replacing_asks_for_what_was_seen_and_leaves_one_file(at, case_id):
    def seal(suffix, version, session_id="seance-1"):
        joined = {"Nadia": "p1"}
        seal_file(
            at, case_id, waiting("Nadia : oui", suffix), session_id=session_id, kind="notes", joined=joined, present=[], version=version
        )

    assert free_session(at, case_id) == "seance-1"
    seal(".txt", None)
    with pytest.raises(StaleError):
        seal(".csv", 7)
    assert set(record_of(at, case_id).originals) == {"seance-1.txt", "case.toml"}
    seal(".vtt", list_sittings(at.archive.registry, at.asker, case_id)[0].version)
    assert set(record_of(at, case_id).originals) == {"seance-1.vtt", "case.toml"}
    remove_file(at, case_id, "seance-1")
    record = record_of(at, case_id)
    assert set(record.originals) == {"case.toml"}
    assert record.joined == {}
    assert free_session(at, case_id) == "seance-2", "the planned session stays"


def test_a_session_is_taken_out_with_its_file_and_leaves_its_id_to_another(at, case_id):
    registry, me = at.archive.registry, at.asker
    for number in "123":
        seal_file(at, case_id, waiting("Nadia : oui"), session_id=f"seance-{number}", kind="notes", joined={"Nadia": "p1"}, present=[])
    for target in ("seance-1:4/menace/0-3", "seance-10:4/menace/0-3", "seance-2:1/0/obstacle"):
        decide(registry, me, case_id, stage="markers", kind="reject", target_id=target)
    remove_session(at, case_id, "seance-1")
    record = record_of(at, case_id)
    assert set(record.originals) == {"seance-2.txt", "seance-3.txt", "case.toml"}
    assert "seance-1" not in record.joined
    assert b"seance-1" not in record.originals["case.toml"]
    assert [(one.session_id, one.order) for one in list_sittings(registry, me, case_id)] == [("seance-2", 0), ("seance-3", 1)]
    assert list(read_decisions(registry, me, case_id)["target_id"]) == ["seance-10:4/menace/0-3", "seance-2:1/0/obstacle"]
    assert free_session(at, case_id) == "seance-1"


def test_typed_notes_are_not_taken_for_a_file_of_the_next_session(at, case_id):
    put_sitting(at.archive.registry, at.asker, case_id, "seance-1")
    save_notes(at, case_id, "seance-1", [Idea("on dort mal", "few", "jeunes")])
    assert free_session(at, case_id) == "seance-2"


def person(number, consent):
    return Person(f"p{number}", f"Personne {number}", "", "", consent, "")


ALL = [person(1, "recording"), person(2, "recording"), person(3, "notes"), person(4, "none")]


@pytest.mark.parametrize(
    ("kind", "present", "more", "why"),
    [
        ("transcript", {"p1", "p2"}, {}, ""),
        ("transcript", set(), {}, "nobody"),
        ("transcript", {"p1", "p3"}, {}, "recording"),
        ("transcript", {"p1", "p4"}, {}, "recording"),
        ("transcript", {"p1"}, {"named": {"p3"}}, "recording"),
        ("transcript", {"p1"}, {"others": 2}, "others"),
        ("transcript", set(), {"others": 2}, "others"),
        ("transcript", {"p1"}, {"others": 2, "others_agreed": True}, ""),
        ("notes", {"p1", "p3", "p4"}, {}, ""),
        ("notes", {"p1"}, {"named": {"p3"}}, ""),
        ("notes", {"p1"}, {"named": {"p4"}}, "silence"),
        ("notes", {"p1", "p3"}, {"timed": True}, "timed"),
        ("notes", set(), {"timed": True}, "timed"),
        ("notes", {"p1"}, {"timed": True}, ""),
    ],
)
def test_one_refusal_means_no_transcript(kind, present, more, why):
    assert refusal(kind, ALL, present, **more)[0] == why


def test_it_is_said_because_of_whom():
    assert refusal("transcript", ALL, {"p1", "p3", "p4"})[1] == ["Personne 3", "Personne 4"]
    assert without(ALL, {"p1", "p3", "p4"}) == ["Personne 4"]


def test_who_was_just_put_on_the_list_has_agreed_to_nothing(at, case_id):
    from dashboard.people import list_people

    (new,) = add_people(at, case_id, [Line("Rose Michaud")])
    assert refusal("transcript", list_people(at, case_id), {new}) == ("recording", ["Rose Michaud"])


def test_every_reason_and_format_has_words():
    assert {path.suffix for path in FILES} <= SUFFIXES
    from pipeline.ingest.registry import READERS

    assert {reader.name for reader in READERS} == texts.FORMATS.keys()
