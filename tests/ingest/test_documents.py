import io
import zipfile

import docx
import odfdo
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.ingest.documents import read_docx, read_odt
from pipeline.ingest.sheets import read_xlsx
from pipeline.ingest.utterances import Context, UnreadableError

PARAGRAPHS = ["[00:00:05] Hélène : bonjour à tous", "", "et merci d'être là", "Zoé : (rires)", "Maë : je dis une chose : non"]
SAID = [("Hélène", "bonjour à tous et merci d'être là", 5.0), ("Maë", "je dis une chose : non", None)]


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*paragraphs, rows=(), style=None):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph, style=style)
    if rows:
        cells = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                cells.cell(r, c).text = text
    return document


def opened(*paragraphs, rows=()):
    document = odfdo.Document("text")
    document.body.clear()
    for paragraph in paragraphs:
        document.body.append(odfdo.Paragraph(paragraph))
    if rows:
        cells = odfdo.Table("T")
        for row in rows:
            cells.append(odfdo.Row())
            cells.set_row_values(len(cells.rows) - 1, list(row))
        document.body.append(cells)
    return document


def rows_of(reading):
    return [(u.label, u.text, u.start if u.start == u.start else None) for u in reading.utterances]


@pytest.mark.parametrize(("reader", "make"), [(read_docx, word), (read_odt, opened)])
def test_paragraphs(reader, make):
    reading = reader(saved(make(*PARAGRAPHS)), Context())
    assert rows_of(reading) == SAID
    assert [u.lines for u in reading.utterances] == [(1, 3), (5,)]
    assert reading.set_aside == {"stage direction": [4]}


@pytest.mark.parametrize(("reader", "make"), [(read_docx, word), (read_odt, opened)])
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("Nadia", "oui"), ("la dame du fond", "non")], [("Nadia", "oui", None), ("la dame du fond", "non", None)]),
        ([("00:01:00", "Nadia", "oui"), ("00:01:05", "Bruno", "non")], [("Nadia", "oui", 60), ("Bruno", "non", 65)]),
        ([("Locuteur", "Propos"), ("Nadia", "oui"), ("Bruno", "(rires)")], [("Nadia", "oui", None)]),
        ([("Texte", "Nom", "Début"), ("oui", "Nadia", "7")], [("Nadia", "oui", 7)]),
        ([("00:01:00", "Nadia : oui"), ("00:01:05", "Bruno : non")], [("Nadia", "oui", 60), ("Bruno", "non", 65)]),
    ],
)
def test_tables(reader, make, rows, said):
    assert rows_of(reader(saved(make(rows=rows)), Context())) == said


def test_docx_headings_and_lists():
    document = word("Présents : Nadia, Bruno")
    document.add_heading("Obstacles", 1)
    for text in ("trop de bruit", "presque tous : on dort mal", "K. : personne ne prévient"):
        document.add_paragraph(text, style="List Bullet")
    reading = read_docx(saved(document), Context())
    assert [(u.label, u.said_by, u.text) for u in reading.utterances] == [
        ("", "", "trop de bruit"), ("", "almost_all", "on dort mal"), ("K.", "", "personne ne prévient"),
    ]  # fmt: skip
    assert (reading.present, reading.set_aside) == (["Nadia", "Bruno"], {"header": [1], "title": [2]})


def test_docx_line_breaks_runs_and_tracked_changes():
    document = word("Nadia : oui\nBruno : non")
    paragraph = document.add_paragraph()
    paragraph.add_run("Maë").bold = True
    paragraph.add_run(" : je ")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>reviens</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>pars</w:delText></w:r></w:del>"))
    assert rows_of(read_docx(saved(document), Context())) == [("Nadia", "oui", None), ("Bruno", "non", None), ("Maë", "je reviens", None)]


def test_odt_lists_and_notes_in_the_margin():
    document = opened("Bruno : oui oui")
    document.body.children[0].insert_annotation(after="oui", body="Nadia : à vérifier", creator="moi")
    document.body.append(odfdo.List(["Nadia : non", "Bruno : si"]))
    assert rows_of(read_odt(saved(document), Context())) == [("Bruno", "oui oui", None), ("Nadia", "non", None), ("Bruno", "si", None)]


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


READERS = [(read_docx, "word__document_xml"), (read_odt, "content_xml"), (read_xlsx, "xl__workbook_xml")]


@pytest.mark.parametrize(("reader", "main"), READERS)
@pytest.mark.parametrize(
    ("xml", "problem"),
    [
        ('<!DOCTYPE a [<!ENTITY b "Nadia"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>', "entities"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>', "entities"),
        ('<!DOCTYPE a SYSTEM "http://exemple.fr/a.dtd"><a/>', "entities"),
        ("<a>Nadia", "truncated or damaged"),
        ("<a/>", "not a"),
        ("x" * 250_000_000, "megabytes when unpacked"),
    ],
    ids=["bomb", "external", "dtd", "cut", "other", "zip bomb"],
)
def test_dangerous_or_damaged_documents_are_refused(reader, main, xml, problem):
    with pytest.raises(UnreadableError, match=problem):
        reader(packed(**{main: xml}), Context())


@pytest.mark.parametrize(("reader", "main"), READERS)
def test_documents_of_another_kind(reader, main):
    for data in (packed(other="x"), b"Nadia : bonjour", saved(word("Nadia : oui"))[:900]):
        with pytest.raises(UnreadableError):
            reader(data, Context())
    with pytest.raises(UnreadableError, match="password"):
        reader(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 40, Context())
    with pytest.raises(UnreadableError, match="empty"):
        reader(b"", Context())


def test_a_protected_odt():
    manifest = '<manifest:manifest xmlns:manifest="urn:m"><manifest:encryption-data/></manifest:manifest>'
    with pytest.raises(UnreadableError, match="password"):
        read_odt(packed(content_xml="<a/>", **{"META-INF__manifest_xml": manifest}), Context())
