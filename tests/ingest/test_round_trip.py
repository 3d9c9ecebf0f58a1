"""Whatever was said comes back, in order, from every format of text."""

import csv
import html
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import Source, ingest
from pipeline.settings import IngestSettings

NAMES = [
    "Nadia",
    "M. Le Goff",
    "Mme Diallo-Kervella",
    "Patrick Poivre d’Arvor",
    "Animatrice (Hélène)",
    "K.",
    "locuteur 1",
    "SPEAKER_00",
    "Zoé Ould Ahmed",
]

texts = (
    st.text(alphabet="abcdeéàçœNRT \u00a0,.;:?!'’-–…«»0123456789(%/&<>\"", min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split(" ")).strip())
    .filter(lambda text: any(map(str.isalnum, text)) and "  " not in text and "-->" not in text and not text[0].isspace())
)
turns = st.lists(st.tuples(st.sampled_from(NAMES), texts), min_size=1, max_size=12)


def stamp(seconds, point="."):
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}000"


def as_txt(said):
    return "\n".join(f"[{stamp(10 * n)[:8]}] {label} : {text}" for n, (label, text) in enumerate(said))


def as_plain_txt(said):
    return "\n\n".join(f"{label} : {text}" for label, text in said)


def as_vtt(said):
    cues = [
        f"{stamp(10 * n)} --> {stamp(10 * n + 5)}\n<v {label}>{html.escape(text, quote=False)}</v>\n"
        for n, (label, text) in enumerate(said)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def as_srt(said):
    return "\n".join(
        f"{n + 1}\n{stamp(10 * n, ',')} --> {stamp(10 * n + 5, ',')}\n{label} : {html.escape(text, quote=False)}\n"
        for n, (label, text) in enumerate(said)
    )


def as_csv(said):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["temps", "locuteur", "texte"])
    writer.writerows([stamp(10 * n), label, text] for n, (label, text) in enumerate(said))
    return out.getvalue()


def as_json(said):
    return json.dumps(
        {"segments": [{"start": 10 * n, "end": 10 * n + 5, "speaker": label, "text": f" {text}"} for n, (label, text) in enumerate(said)]}
    )


@pytest.mark.parametrize(
    ("suffix", "render"), [("txt", as_txt), ("txt", as_plain_txt), ("vtt", as_vtt), ("srt", as_srt), ("csv", as_csv), ("json", as_json)]
)
@given(said=turns)
@settings(max_examples=30, deadline=None)
def test_turns_come_back_in_order_with_their_text(suffix, render, said):
    case = ingest(case_id="cas", sources=[Source("s", f"s.{suffix}", render(said).encode())], sheet=None, settings=IngestSettings())
    assert case.turns["text"].tolist() == [text for _, text in said]
    assert case.turns["order"].tolist() == list(range(len(said)))
    if render is not as_plain_txt:
        assert case.turns["start_s"].tolist() == [10.0 * n for n in range(len(said))]
    speakers = case.turns["speaker_id"].tolist()
    for one, (label, _) in zip(speakers, said, strict=True):
        for other, (other_label, _) in zip(speakers, said, strict=True):
            assert (one == other) == (label == other_label)
