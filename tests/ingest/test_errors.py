import contextlib
import io
import zipfile

import docx
import pytest

from pipeline.errors import SourceError
from pipeline.ingest import SUFFIXES, Source, ingest
from pipeline.settings import IngestSettings

SECRET = "Secrète"


def word():
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(f"Nadia : {SECRET}")
    document.save(out)
    return out.getvalue()


def entities():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE a [<!ENTITY b "{SECRET}">]><a>&b;</a>')
    return out.getvalue()


BAD = [
    ("s.txt", b"", "the file is empty"),
    ("s.txt", b" \n\n", "the file is empty"),
    ("s.txt", word(), "not a text file"),
    ("s.txt", b"\x00\x01\x02" * 50 + SECRET.encode(), "not a text file"),
    ("s.txt", b"(rires)\n\n[inaudible]", "no turn found"),
    ("s.txt", b"...\n---\n", "no turn found"),
    ("s.docx", word()[:2000], "truncated or damaged"),
    ("s.docx", f"Nadia : {SECRET}".encode(), "not a Word document"),
    ("s.docx", entities(), "entities"),
    ("s.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + SECRET.encode("utf-16"), "password"),
    ("s.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + SECRET.encode("utf-16"), "password"),
    ("s.xlsx", word(), "not an XLSX workbook"),
    ("s.odt", word(), "not an OpenDocument text"),
    ("s.json", f'{{"{SECRET}": ["{SECRET}"]}}'.encode(), "JSON of another shape"),
    ("s.json", f'{{"segments": "{SECRET}'.encode(), "not valid JSON"),
    ("s.vtt", f"WEBVTT\n\nNOTE {SECRET}\n".encode(), "no captions in it"),
    ("s.vtt", f"Nadia : {SECRET}".encode(), "not a WebVTT file"),
    ("s.srt", f"Nadia : {SECRET}".encode(), "not an SRT file"),
    ("s.csv", f"temps;locuteur\n1;{SECRET}\n".encode(), "no column for the text"),
    ("s.csv", b"temps;locuteur;texte\n", "no turn found"),
    ("s.csv", b"texte\n" + SECRET.encode() * 40_000, "not a CSV file"),
    ("s.mp3", SECRET.encode(), "no reader for this kind of file"),
    ("s", SECRET.encode(), "no reader for this kind of file"),
]


@pytest.mark.parametrize(("name", "data", "problem"), BAD, ids=[f"{name}-{problem}" for name, _, problem in BAD])
def test_one_line_says_what_is_wrong_and_what_to_do(name, data, problem):
    with pytest.raises(SourceError) as caught:
        ingest(case_id="cas", sources=[Source("s", name, data)], sheet=None, settings=IngestSettings())
    error = caught.value
    assert (error.name, problem in error.problem) == (name, True)
    assert error.advice
    assert "\n" not in str(error)
    assert SECRET not in str(error)
    while error is not None:
        assert SECRET not in repr(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize(
    "data", [b"\x00", bytes(range(256)), b"PK\x03\x04", b"{}[]", "Nadia : é".encode()[:-1], b"WEBVTT", b"\xff\xfe"], ids=repr
)
def test_whatever_is_in_a_file_the_error_is_ours(suffix, data):
    with contextlib.suppress(SourceError):
        case = ingest(case_id="cas", sources=[Source("s", f"s{suffix}", data)], sheet=None, settings=IngestSettings())
        assert len(case.turns) > 0
