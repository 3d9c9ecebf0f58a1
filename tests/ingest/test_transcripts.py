import json
from math import isnan

import pytest

from pipeline.ingest.transcripts import read_json
from pipeline.ingest.utterances import Context, UnreadableError


def read(found, gap=2.0):
    return read_json(json.dumps(found, ensure_ascii=False).encode(), Context(merge_gap=gap))


def rows(reading):
    return [(u.label, u.text, u.start, u.end) for u in reading.utterances]


def word(text, start=None, end=None, speaker=None):
    return {"word": text} | {k: v for k, v in (("start", start), ("end", end), ("speaker", speaker)) if v is not None}


def test_whisper():
    found = {
        "text": "…",
        "language": "fr",
        "segments": [
            {"id": 0, "start": 0.0, "end": 2.5, "text": " Bonjour à tous."},
            {"id": 1, "start": 2.5, "end": 4, "text": " On y va."},
        ],
    }
    assert rows(read(found)) == [("", "Bonjour à tous.", 0, 2.5), ("", "On y va.", 2.5, 4)]


def test_whisperx_joins_segments_of_one_speaker():
    found = {
        "segments": [
            {"start": 0.5, "end": 2.0, "text": " Bonjour", "speaker": "SPEAKER_00"},
            {"start": 2.5, "end": 4.0, "text": " on y va", "speaker": "SPEAKER_00"},
            {"start": 3.0, "end": 5.0, "text": " attends", "speaker": "SPEAKER_01"},
            {"start": 5.0, "end": 6.0, "text": " [Musique]", "speaker": "SPEAKER_01"},
            {"start": 9.0, "end": 9.5, "text": " oui"},
        ],
        "word_segments": [],
    }
    reading = read(found)
    assert rows(reading) == [("SPEAKER_00", "Bonjour on y va", 0.5, 4), ("SPEAKER_01", "attends", 3, 5), ("", "oui", 9, 9.5)]
    assert [u.lines for u in reading.utterances] == [(1, 2), (3,), (5,)]
    assert reading.set_aside == {"stage direction": [4]}


def test_whisperx_splits_a_segment_where_the_words_change_speaker():
    words = [word("tu", 0, 0.2, "A"), word("viens", 0.3, 0.6, "A"), word("?"), word("non", 1, 1.4, "B")]
    assert rows(read({"segments": [{"start": 0, "end": 2, "text": " tu viens ? non", "speaker": "A", "words": words}]})) == [
        ("A", "tu viens ?", 0, 0.6), ("B", "non", 1, 1.4),
    ]  # fmt: skip


def test_whisperx_takes_the_speaker_of_the_words_where_the_segment_has_none():
    found = {"segments": [{"start": 0, "end": 2, "text": " tu viens", "words": [word("tu", 0, 1, "A"), word("viens", 1, 2, "A")]}]}
    assert rows(read(found)) == [("A", "tu viens", 0, 2)]


def test_word_segments_alone():
    found = {"word_segments": [word("tu", 0, 0.5, "A"), word("viens", 0.5, 1, "A"), word("non", 1, 2, "B"), word("bon", 60, 61, "B")]}
    reading = read(found)
    assert rows(reading) == [("A", "tu viens", 0, 1), ("B", "non", 1, 2), ("B", "bon", 60, 61)]
    assert [u.lines for u in reading.utterances] == [(1, 2), (3,), (4,)]


@pytest.mark.parametrize(
    "segment",
    [
        {"offsets": {"from": 1500, "to": 3000}, "timestamps": {"from": "00:00:01,500", "to": "00:00:03,000"}, "text": " bonjour"},
        {"timestamps": {"from": "00:00:01,500", "to": "00:00:03,000"}, "text": " bonjour"},
    ],
)
def test_whisper_cpp(segment):
    assert rows(read({"transcription": [segment]})) == [("", "bonjour", 1.5, 3)]


def test_whisper_cpp_writes_speakers_before_the_text():
    assert rows(read({"transcription": [{"offsets": {"from": 0, "to": 1000}, "text": " (speaker 0) bonjour"}]})) == [
        ("speaker 0", "bonjour", 0, 1)
    ]


def test_bare_list():
    found = [{"start": 0, "end": 1, "speaker": "Nadia", "text": "oui"}, {"début": "00:00:05", "locuteur": 1, "texte": "non"}]
    first, second = read(found).utterances
    assert first[1:5] == ("Nadia", "oui", 0, 1)
    assert (second.label, second.text, second.start) == ("1", "non", 5)
    assert isnan(second.end)


def test_overlapping_times_stay_as_they_are():
    found = [{"start": 0, "end": 9, "speaker": "A", "text": "je finis"}, {"start": 3, "end": 4, "speaker": "B", "text": "non"}]
    assert rows(read(found)) == [("A", "je finis", 0, 9), ("B", "non", 3, 4)]


@pytest.mark.parametrize(
    "data",
    [
        b"{", b"3", b'"bonjour"', b"null", b"[]", b"{}", b'{"a": 1}', b"[1, 2]", b'[{"start": 0}]', b'{"segments": [{"text": 3}]}',
        b'{"segments": {}}', b'{"segments": []}', b'{"transcription": ["bonjour"]}', b'{"word_segments": [{"start": 1}]}', b"[" * 100_000,
        b'{"segments": [{"text": "oui", "words": ["oui"]}]}',
    ],
)  # fmt: skip
def test_json_of_another_shape(data):
    with pytest.raises(UnreadableError):
        read_json(data, Context())
