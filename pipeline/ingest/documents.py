"""docx and odt: paragraphs in the grammar of lines, and tables of time, speaker and text."""

import io
from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any

from pipeline.ingest import archives
from pipeline.ingest.lines import Line, parse
from pipeline.ingest.sheets import field_of
from pipeline.ingest.text import seconds, squeeze
from pipeline.ingest.utterances import Context, Reading, foreign

_SAVE = "open it in the program that made it and save it again"

Block = tuple[str, Any]
"""("paragraph", (text, is a bullet, is a heading)) or ("table", rows of cells)."""


def read_docx(data: bytes, context: Context) -> Reading:
    """Read a Word document; numbers in the report count paragraphs and table rows from 1."""
    archives.check(data, "word/document.xml", "a Word document")
    import docx

    with foreign("not a Word document", _SAVE):
        document = docx.Document(io.BytesIO(data))
        blocks = list(_docx_blocks(document.element.body, document))
    return parse(_lines(blocks), context)


def read_odt(data: bytes, context: Context) -> Reading:
    """Read an OpenDocument text; numbers in the report count paragraphs and table rows from 1."""
    archives.check(data, "content.xml", "an OpenDocument text")
    import odfdo

    with foreign("not an OpenDocument text", _SAVE):
        body = odfdo.Document(io.BytesIO(data)).body
        for aside in body.get_elements("descendant::office:annotation|descendant::text:note|descendant::text:tracked-changes"):
            aside.delete()
        blocks = list(_odt_blocks(body))
    return parse(_lines(blocks), context)


def _docx_blocks(parent: Any, document: Any) -> Iterator[Block]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            style = (Paragraph(child, document).style or document.styles["Normal"]).name or ""
            bullet = bool(child.xpath("./w:pPr/w:numPr")) or style.startswith("List")
            yield "paragraph", (_docx_text(child), bullet, style.startswith(("Heading", "Title", "Subtitle")))
        elif child.tag == qn("w:tbl"):
            yield (
                "table",
                [
                    ["\n".join(_docx_text(p) for p in cell.iter(qn("w:p"))) for cell in row.iterchildren(qn("w:tc"))]
                    for row in child.iterchildren(qn("w:tr"))
                ],
            )
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")}:
            yield from _docx_blocks(child, document)


def _docx_text(paragraph: Any) -> str:
    """The text of a paragraph as it stands after its tracked changes, without text boxes."""
    shown = "self::w:t or self::w:tab or self::w:br or self::w:cr"
    texts = paragraph.xpath(f".//*[{shown}][not(ancestor::w:txbxContent or ancestor::w:pPr or ancestor::w:moveFrom)]")
    return "".join(text.text or "" if text.tag.endswith("}t") else "\t" if text.tag.endswith("}tab") else "\n" for text in texts)


def _odt_blocks(parent: Any, bullet: bool = False) -> Iterator[Block]:
    for child in parent.children:
        if child.tag in {"text:p", "text:h"}:
            yield "paragraph", (child.inner_text, bullet, child.tag == "text:h")
        elif child.tag == "table:table":
            yield (
                "table",
                [
                    [
                        "\n".join(p.inner_text for p in cell.get_elements("descendant::text:p"))
                        for cell in row.get_elements("table:table-cell")
                    ]
                    for row in child.get_elements("descendant::table:table-row")
                ],
            )
        elif child.tag in {"text:list", "text:list-item", "text:list-header", "text:section"}:
            yield from _odt_blocks(child, bullet or child.tag == "text:list")


def _lines(blocks: Sequence[Block]) -> list[Line]:
    lines: list[Line] = []
    number = 0
    for kind, content in blocks:
        if kind == "table":
            lines += _table_lines(content, number + 1)
            number += len(content)
        else:
            number += 1
            text, bullet, heading = content
            lines += [Line(number, part, bullet and rank == 0, heading) for rank, part in enumerate(text.split("\n"))]
    return lines


def _table_lines(rows: list[list[str]], first: int) -> Iterator[Line]:
    """The rows of a table: columns named by a header, else time if it looks like one, speaker, and text last."""
    width = max(map(len, rows), default=0)
    named = {field: column for column, cell in enumerate(rows[0]) if (field := field_of(cell))} if rows else {}
    is_header = "text" in named
    columns = named if is_header else _guess(rows, width)
    for number, row in enumerate(rows, first):
        cells = {field: squeeze(row[column]) for field, column in columns.items() if column < len(row)}
        whole = " ".join(filter(None, map(squeeze, row)))
        if is_header and number == first:
            yield Line(number, whole, heading=True)
        elif cells.get("label") and cells.get("text"):
            yield Line(number, cells["text"], label=cells["label"], start=seconds(cells.get("start")), end=seconds(cells.get("end")))
        else:
            yield Line(number, cells.get("text") or whole, start=seconds(cells.get("start")), end=seconds(cells.get("end")))


def _guess(rows: list[list[str]], width: int) -> dict[str, int]:
    if width not in {2, 3}:
        return {}
    timed = [sum(not isnan(seconds(row[column])) for row in rows if column < len(row)) * 2 > len(rows) for column in range(width)]
    rest = [column for column in range(width) if not timed[column]]
    columns = {"start": timed.index(True)} if any(timed) else {}
    if len(rest) == 2 and (width == 2 or any(timed)):
        columns |= {"label": rest[0], "text": rest[1]}
    elif rest:
        columns |= {"text": rest[-1]}
    return columns
