"""Hostile files, lists and notes: refused in one sentence, or taken as the words they are; nothing of them outside the vault."""

import io
import json
import tomllib
import zipfile
from urllib.parse import quote

import openpyxl
import pytest

from dashboard.deposit import Waiting, parse, seal_file
from dashboard.notes import from_file, split, to_file
from dashboard.people import add_people, list_people, read_lines
from dashboard.plain import plain
from dashboard.registry.interventions import list_sittings
from dashboard.sheet import write_sheet
from dashboard.texts import deposer as texts
from dashboard.vaulted import record_of
from pipeline.errors import SourceError

SECRET = "Zébulonne"
"""Stands in every hostile file; where it is met outside the vault, the file has left a trace."""


def packed(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return made.getvalue()


def document(body, before=""):
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return packed(word__document_dot_xml=f"{before}<w:document {space}><w:body>{body}</w:body></w:document>")


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def outside_entity():
    declared = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "{SECRET}">]>'
    return document(paragraph("&x;"), declared)


def laughs():
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return document(paragraph("&l8;"), f'<!DOCTYPE w [<!ENTITY l0 "{SECRET}">{steps}]>')


def nested():
    return packed(word__inner_dot_zip=packed(word__document_dot_xml=SECRET))


def climbing():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../../word/document.xml", SECRET)
        archive.writestr("/etc/circulation", SECRET)
    return made.getvalue()


def rows_without_end():
    """A sheet that says it has a million rows with nothing in them."""
    cells = "".join(f'<row r="{n}"><c r="A{n}"/><c r="B{n}"/></row>' for n in range(1, 1_000_001))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    made = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.startswith("xl/worksheets/sheet") else old.read(name))
    return made.getvalue()


REFUSED = {
    "docx-external-entity": (".docx", outside_entity),
    "docx-billion-laughs": (".docx", laughs),
    "docx-nested-zip": (".docx", nested),
    "docx-names-that-climb": (".docx", climbing),
    "docx-cut": (".docx", lambda: document(paragraph(SECRET))[:-40]),
    "docx-empty": (".docx", lambda: document("")),
    "docx-is-odt": (".docx", lambda: packed(content_dot_xml=SECRET)),
    "odt-is-docx": (".odt", lambda: document(paragraph(SECRET))),
    "odt-broken-xml": (".odt", lambda: packed(content_dot_xml=f"<a><b>{SECRET}")),
    "xlsx-million-empty-rows": (".xlsx", rows_without_end),
    "xlsx-is-docx": (".xlsx", lambda: document(paragraph(SECRET))),
    "xlsx-is-text": (".xlsx", lambda: SECRET.encode()),
    "txt-is-zip": (".txt", nested),
    "txt-is-elf": (".txt", lambda: b"\x7fELF" + bytes(range(256)) * 40 + SECRET.encode()),
    "txt-is-png": (".txt", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200) + SECRET.encode()),
    "json-deep-objects": (".json", lambda: b'{"segments":' * 50_000 + json.dumps(SECRET).encode()),
    "json-wrong-shapes": (".json", lambda: json.dumps({"segments": {"text": SECRET}}).encode()),
    "json-numbers-for-text": (".json", lambda: json.dumps({"segments": [{"text": 7, "speaker": [SECRET]}]}).encode()),
    "json-huge-number": (".json", lambda: b'{"segments": [{"start": ' + b"9" * 5_000 + b', "text": "' + SECRET.encode() + b'"}]}'),
    "srt-of-nothing": (".srt", lambda: b"1\n00:00:01,000 --> 00:00:02,000\n\n"),
    "vtt-without-cues": (".vtt", lambda: f"WEBVTT\n\nNOTE {SECRET}\n".encode()),
    "a-voice-a-line": (".txt", lambda: "".join(f"{SECRET}{n} : oui\n" for n in range(2_000)).encode()),
    "csv-of-nuls": (".csv", lambda: b"texte;locuteur\n" + bytes(4_000)),
}
TAKEN = {
    "formulas": (".txt", '=HYPERLINK("http://ailleurs.test";"x") : oui\n+cmd|\' /C calc\'!A0 : @SUM(1+1)*cmd\n-2+3 : =1+1\n'),
    "html-and-script": (".txt", "<script>alert(1)</script> : <img src=x onerror=alert(1)>\nB : </style><h1>non</h1>\n"),
    "right-to-left": (".txt", "\u202enitraM : \u202egnp.exe\nB\u200f : \u2066oui\u2069\n"),
    "control": (".txt", "A\x07 : o\x1bui\x08\nB : \x1b[31mnon\x7f\n"),
    "surrogate-json": (".json", '{"segments": [{"text": "\\ud800 oui", "speaker": "A\\udfff"}]}'),
    "giant-line": (".txt", "A : " + "mot " * 200_000),
    "latin-1-and-utf-8": (".txt", "A : été\n".encode("latin-1") + "B : été\n".encode()),
    "utf-16-without-mark": (".txt", "A : oui\nB : non\n".encode("utf-16-le")),
    "csv-formulas": (".csv", "locuteur;texte\n=1+1;=HYPERLINK(1)\n@SUM(A1);+cmd\n"),
    "paths-for-names": (".txt", "../../etc/passwd : oui\nC:\\Windows\\x : non\n%2e%2e%2f : si\n"),
    "toml": (".txt", '[[participants]]\nname = "x" : oui\n""" : non\n'),
}


def around(places):
    """All bytes outside of the vault's file, by place."""
    return {path: path.read_bytes() for path in places.data.rglob("*") if path.is_file() and path.name != "circulation.db-shm"}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_gives_one_sentence_and_changes_nothing(at, case_id, places, name, capfd):
    suffix, make = REFUSED[name]
    before, sealed = around(places), places.vault.read_bytes()
    with pytest.raises(SourceError) as caught:
        parse(at, case_id, Waiting(1, suffix, make()))
    assert texts.problem(caught.value.problem) in texts.ERRORS
    assert len(str(caught.value).splitlines()) == 1
    assert SECRET not in str(caught.value) + "".join(capfd.readouterr())
    assert around(places) == before
    assert places.vault.read_bytes() == sealed
    assert list_sittings(at.archive.registry, at.asker, case_id) == []


@pytest.mark.parametrize("name", TAKEN)
def test_hostile_words_are_words(at, case_id, places, name, capfd):
    suffix, said = TAKEN[name]
    data = said if isinstance(said, bytes) else said.encode()
    try:
        parsed = parse(at, case_id, Waiting(1, suffix, data))
    except SourceError as error:
        refused = error
    else:
        refused = None
    if refused:
        assert texts.problem(refused.problem) in texts.ERRORS
        assert "oui" not in str(refused)
        assert "".join(capfd.readouterr()) == ""
        return
    joined = {voice.label: "p1" for voice in parsed.voices[:1]}
    seal_file(at, case_id, Waiting(1, suffix, data), session_id="seance-1", kind="transcript", joined=joined, present=["p1"])
    record = record_of(at, case_id)
    assert set(record.originals) == {f"seance-1{suffix}", "case.toml"}
    assert tomllib.loads(record.originals["case.toml"].decode())["participants"][0]["name"] == "Nadia Belkacem"
    for voice in parsed.voices[:50]:
        assert not {"<", "![", "]("} & {plain(voice.label)[at : at + 2] for at in range(len(plain(voice.label)))}
    kept = b"".join(around(places).values())
    assert not any(word in kept for word in (b"HYPERLINK", b"alert(", b"oui", b"passwd"))
    assert "".join(capfd.readouterr()) == ""


NAMES = {
    "formula": '=HYPERLINK("http://ailleurs.test"), =1+1, @SUM(A1)',
    "html": "<b onclick=alert(1)>Zoé</b>, <script>, </td>",
    "toml": 'Zoé"\\n[[sessions]]\\nsession_id = "x',
    "quotes": "'''Zoé\"\"\" \\u0000",
    "right-to-left": "\u202eéoZ, \u2066rôle\u2069",
    "controls": "Z\0o\x07é\x1b[31m, \x08rôle",
    "path": "../../Zoé, ..\\..\\",
    "markdown": "![Zoé](http://ailleurs.test/i.png), [x](javascript:alert(1))",
    "format": "{0.__class__} Zoé %s %(name)s",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_goes_to_the_vault_to_the_letter_or_not_at_all(at, case_id, places, name):
    lines = read_lines(NAMES[name])
    good = [line for line in lines if not line.problem]
    add_people(at, case_id, good)
    assert [one.name for one in list_people(at, case_id)][3:] == [line.name for line in good]
    assert all(line.name.isprintable() for line in good)
    sheet = tomllib.loads(write_sheet(at, case_id).decode())
    assert [one["name"] for one in sheet["participants"]][3:] == [line.name for line in good]
    assert not sheet.get("sessions")
    # two letters are met by chance among random bytes
    kept = b"".join(around(places).values())
    written = [form for one in ("Zoé", *(line.name for line in good)) for form in (one, json.dumps(one)[1:-1], quote(one))]
    assert not any(form.encode() in kept for form in written if len(form.encode()) > 3)


@pytest.mark.parametrize(
    "typed", ["=1+1\n@SUM(A1)", '";drop table\n""\n\\', "<script>\n</script>", "\0\x07oui\n\u202enon", "trois ou plus : trois ou plus : a"]
)
def test_hostile_notes_come_back_as_they_were_typed(typed):
    ideas = split(typed)
    assert ideas
    assert from_file(to_file(ideas)) == ideas
