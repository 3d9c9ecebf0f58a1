"""CSV and XLSX: one row a turn, columns found by their headers."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from pipeline.ingest import archives
from pipeline.ingest.decode import decode
from pipeline.ingest.parts import Labels, take_apart
from pipeline.ingest.text import CLOCK, SHORT, fold, seconds, squeeze
from pipeline.ingest.utterances import Context, Reading, UnreadableError, Utterance, foreign
from pipeline.ingest.vocabulary import COLUMNS

_DELIMITERS = ";,\t|"
_HEADER_WITHIN = 10
MOST_ROWS, GAP = 20_000, 2_000
"""Rows of a session, far more than were ever said in one; and rows with nothing in them after which a sheet is at its end."""
_RANGE = re.compile(rf"\s*({CLOCK}|{SHORT})\s*(?:-->|->|[-–—])\s*({CLOCK}|{SHORT})\s*")


def field_of(header: str) -> str:
    """What a column or key holds: start, end, label, text, or "".

    Examples
    --------
    >>> field_of("Début (s)"), field_of("INTERVENANTE"), field_of("propos"), field_of("avg_logprob")
    ('start', 'label', 'text', '')
    """
    name = fold(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", header)).strip(" .:")
    return next((field for field, names in COLUMNS.items() if name in names), "")


def read_csv(data: bytes, context: Context) -> Reading:
    """Read CSV with any of the delimiters ; , tab |.

    Raises
    ------
    UnreadableError
        No delimiter gives a column for the text.
    """
    text = decode(data)
    best: list[list[str]] = []
    with foreign("not a CSV file", "save it again as CSV in UTF-8"):
        for delimiter in _DELIMITERS:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
            if len(_header(rows)[1]) > len(_header(best)[1]):
                best = rows
    return _read(best, context)


def read_xlsx(data: bytes, context: Context) -> Reading:
    """Read the first sheet of a workbook that has a column for the text.

    Raises
    ------
    UnreadableError
        It is no sound workbook, or no sheet has such a column.
    """
    archives.check(data, "xl/workbook.xml", "an XLSX workbook")
    import openpyxl

    with foreign("not an XLSX workbook", "open it in the program that made it and save it again"):
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [_rows(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    if any(len(rows) > MOST_ROWS for rows in sheets):
        raise UnreadableError(f"more than {MOST_ROWS} rows", "keep one session a file")
    return _read(next((rows for rows in sheets if _header(rows)[1]), []), context)


def _rows(rows: Iterable[Sequence[object]]) -> list[Sequence[object]]:
    """The rows down to the last that says something; a sheet that is formatted to its end has a million more, with nothing in them."""
    kept: list[Sequence[object]] = []
    last = 0
    for row in rows:
        kept.append(row)
        if any(cell is not None for cell in row):
            last = len(kept)
        if len(kept) - last > GAP or last > MOST_ROWS:
            break
    return kept[:last]


def _header(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    """The row that names the columns, and the column of each field; no columns where none is for the text."""
    for rank, row in enumerate(rows[:_HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            if isinstance(cell, str) and (field := field_of(cell)):
                columns.setdefault(field, column)
        if "text" in columns:
            return rank, columns
    return 0, {}


def _read(rows: Sequence[Sequence[object]], context: Context) -> Reading:
    header, columns = _header(rows)
    if not columns:
        raise UnreadableError("no column for the text", "name it texte, beside temps and locuteur")
    reading = Reading()
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(_text(cell) for cell in row)]
    if above := [number for number, _ in filled if number <= header + 1]:
        reading.leave("header", *above)
    said = [_utterance(number, row, columns) for number, row in filled if number > header + 1]
    if "label" not in columns:
        said = _labels_in_text(said, context)
    for utterance in said:
        reading.take(utterance)
    return reading


def _utterance(number: int, row: Sequence[object], columns: dict[str, int]) -> Utterance:
    cells = {field: row[column] for field, column in columns.items() if column < len(row)}
    start, end = seconds(cells.get("start")), seconds(cells.get("end"))
    if between := _RANGE.fullmatch(_text(cells.get("start"))):
        start, end = seconds(between[1]), seconds(between[2])
    return Utterance((number,), _text(cells.get("label")), _text(cells.get("text")), start, end)


def _labels_in_text(said: list[Utterance], context: Context) -> list[Utterance]:
    parts = [take_apart(utterance.text) for utterance in said]
    labels = Labels(parts, context.known)
    return [
        utterance._replace(label=part.label, text=part.text) if labels.accept(part) else utterance
        for utterance, part in zip(said, parts, strict=True)
    ]


def _text(value: object) -> str:
    return "" if value is None else squeeze(str(value))
