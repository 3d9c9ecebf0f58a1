import pytest

from pipeline.ingest.captions import read_srt, read_vtt
from pipeline.ingest.utterances import Context, UnreadableError

VTT = """WEBVTT - réunion

NOTE exporté hier

1
00:00:01.000 --> 00:00:03.000
<v Nadia Belkacem>Bonjour &amp; <i>bienvenue</i></v>

00:00:03.500 --> 00:00:05.000
<v Nadia Belkacem>on commence</v>

00:00:04.000 --> 00:00:09.000 align:left
<v.loud Bruno>attends</v> <v Nadia Belkacem>quoi encore</v>

00:00:20.000 --> 00:00:21.000
<v Nadia Belkacem>(rires)

00:00:30.000 --> 00:00:31.000
<v Nadia Belkacem>plus tard

00:00:40.000 --> 00:00:41.000
quelqu'un au fond
"""


def rows(reading):
    return [(u.label, u.text, u.start, u.end) for u in reading.utterances]


def srt(*cues):
    return "\n".join(f"{n}\n{start} --> {end}\n{text}\n" for n, (start, end, text) in enumerate(cues, 1)).encode()


def test_voices():
    reading = read_vtt(VTT.encode(), Context(merge_gap=2.0))
    assert rows(reading) == [
        ("Nadia Belkacem", "Bonjour & bienvenue on commence", 1, 5),
        ("Bruno", "attends", 4, 9),
        ("Nadia Belkacem", "quoi encore", 4, 9),
        ("Nadia Belkacem", "plus tard", 30, 31),
        ("", "quelqu'un au fond", 40, 41),
    ]
    assert [u.lines for u in reading.utterances] == [(1, 2), (3,), (3,), (5,), (6,)]
    assert reading.set_aside == {"stage direction": [4]}


@pytest.mark.parametrize(("gap", "turns"), [(0.4, 2), (0.5, 1), (2.0, 1)])
def test_captions_of_one_speaker_are_one_turn_within_the_gap(gap, turns):
    data = srt(("00:00:01,000", "00:00:02,000", "Nadia : je crois"), ("00:00:02,500", "00:00:04,000", "Nadia : que non"))
    assert len(read_srt(data, Context(merge_gap=gap)).utterances) == turns


def test_overlapping_times_stay_as_they_are():
    data = srt(
        ("00:00:01,000", "00:00:09,000", "Nadia : je finis"),
        ("00:00:03,000", "00:00:05,000", "Bruno : non"),
        ("00:00:04,000", "00:00:06,000", "Nadia : si"),
    )
    assert rows(read_srt(data, Context())) == [("Nadia", "je finis", 1, 9), ("Bruno", "non", 3, 5), ("Nadia", "si", 4, 6)]


def test_captions_without_a_name_are_not_joined():
    data = srt(("00:00:01,000", "00:00:02,000", "je crois"), ("00:00:02,000", "00:00:04,000", "que non"))
    assert rows(read_srt(data, Context())) == [("", "je crois", 1, 2), ("", "que non", 2, 4)]


def test_a_name_printed_once_holds_for_what_follows_closely():
    data = srt(
        ("00:00:01,000", "00:00:02,000", "Nadia : je crois"),
        ("00:00:02,200", "00:00:04,000", "qu'on n'y\narrivera pas"),
        ("00:00:30,000", "00:00:31,000", "tant pis"),
    )
    assert rows(read_srt(data, Context())) == [("Nadia", "je crois qu'on n'y arrivera pas", 1, 4), ("", "tant pis", 30, 31)]


def test_a_voice_that_says_nothing_is_set_aside():
    reading = read_vtt(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Nadia></v>\n", Context())
    assert (reading.utterances, reading.set_aside) == ([], {"no text": [1]})


def test_a_voice_holds_for_its_cue_only():
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Nadia>oui\n\n00:02.100 --> 00:03.000\nnon\n"
    assert rows(read_vtt(data, Context())) == [("Nadia", "oui", 1, 2), ("", "non", 2.1, 3)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[SPEAKER_00] bonjour", [("SPEAKER_00", "bonjour")]),
        ("[SPEAKER_00]: bonjour", [("SPEAKER_00", "bonjour")]),
        ("<i>Nadia : bonjour</i>", [("Nadia", "bonjour")]),
        ("Nadia : bonjour\nBruno : salut", [("Nadia", "bonjour"), ("Bruno", "salut")]),
        ("- tu viens ?\n- non", [("", "tu viens ?"), ("", "non")]),
        ("- Nadia : tu viens ?\n- Bruno : non", [("Nadia", "tu viens ?"), ("Bruno", "non")]),
        ("deux lignes\nde la même voix", [("", "deux lignes de la même voix")]),
        ("je vais dire une chose : non", [("", "je vais dire une chose : non")]),
        ("{\\an8}<font color='#fff'>bonjour</font>", [("", "bonjour")]),
    ],
)
def test_labels_in_the_text_of_a_caption(text, said):
    assert [(u.label, u.text) for u in read_srt(srt(("00:00:01,000", "00:00:02,000", text)), Context()).utterances] == said


def test_a_malformed_cue_is_reported_by_its_number():
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\nbonjour\n\n00:03.000 --> tantot\nperdu\n\n00:05.000 --> 00:06.000\nsalut\n"
    reading = read_vtt(data, Context())
    assert [(u.text, u.lines) for u in reading.utterances] == [("bonjour", (1,)), ("salut", (3,))]
    assert reading.set_aside == {"malformed": [2]}


@pytest.mark.parametrize(
    ("reader", "data"), [(read_vtt, b"WEBVTT\n\nNOTE rien\n"), (read_vtt, b"bonjour"), (read_srt, b"bonjour"), (read_srt, b"1\nbonjour\n")]
)
def test_no_captions(reader, data):
    with pytest.raises(UnreadableError):
        reader(data, Context())
