import csv
import io
from datetime import time, timedelta
from math import isnan

import openpyxl
import pytest

from pipeline.ingest.sheets import read_csv, read_xlsx
from pipeline.ingest.utterances import Context, UnreadableError


def table(rows, delimiter=";", encoding="utf-8"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def book(*sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def rows(reading):
    return [(u.label, u.text, u.start) for u in reading.utterances]


@pytest.mark.parametrize("delimiter", list(";,\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings(delimiter, encoding):
    data = table(
        [["temps", "locuteur", "texte"], ["00:01:02,500", "Hélène", "ça va ; bon, oui | non"], ["65", "Zoé", "d'accord"]],
        delimiter,
        encoding,
    )
    assert rows(read_csv(data, Context())) == [("Hélène", "ça va ; bon, oui | non", 62.5), ("Zoé", "d'accord", 65)]


@pytest.mark.parametrize(
    "header",
    [
        ["Début", "Fin", "Intervenant", "Propos"],
        ["start", "end", "speaker", "text"],
        ["START (s)", "END (s)", "NOM", "CONTENU"],
        ["Temps", "fin", "Intervenante", "Texte"],
    ],
)
def test_headers(header):
    (utterance,) = read_csv(table([header, ["12.5", "00:00:14,250", "Nadia", "oui"]]), Context()).utterances
    assert utterance == ((2,), "Nadia", "oui", 12.5, 14.25, "")


def test_columns_in_any_order_beside_others():
    data = table([["id", "texte", "note", "locuteur"], ["7", "oui", "x", "Nadia"], ["8", "non"]])
    assert [(u.label, u.text) for u in read_csv(data, Context()).utterances] == [("Nadia", "oui"), ("", "non")]


def test_rows_are_accounted_for():
    data = table(
        [
            ["Réunion du groupe", "", ""],
            ["temps", "locuteur", "texte"],
            ["", "", ""],
            ["1", "Nadia", "(rires)"],
            ["2", "Bruno", ""],
            ["3", "Nadia", "deux\nlignes"],
        ]
    )
    reading = read_csv(data, Context())
    assert [(u.lines, u.text) for u in reading.utterances] == [((6,), "deux lignes")]
    assert reading.set_aside == {"header": [1, 2], "stage direction": [4], "no text": [5]}


def test_a_range_of_times_in_one_column():
    (utterance,) = read_csv(table([["temps", "texte"], ["00:01:02 - 00:01:05", "oui"]]), Context()).utterances
    assert (utterance.start, utterance.end) == (62, 65)


def test_labels_in_the_text_where_no_column_has_them():
    data = table([["temps", "texte"], ["1", "Nadia : oui"], ["2", "SPEAKER_01: non"], ["3", "je dis une chose : bon"]])
    assert rows(read_csv(data, Context())) == [("Nadia", "oui", 1), ("SPEAKER_01", "non", 2), ("", "je dis une chose : bon", 3)]


def test_a_label_that_declares_how_many():
    (utterance,) = read_csv(table([["locuteur", "texte"], ["trois ou plus", "on dort mal"]]), Context()).utterances
    assert (utterance.label, utterance.said_by) == ("", "three_plus")


def test_xlsx_times_as_spreadsheets_hold_them():
    data = book(
        [["consignes"]],
        [
            ["temps", "locuteur", "texte"],
            [time(0, 1, 2), "Nadia", "oui"],
            [timedelta(minutes=2), "Bruno", "non"],
            [7.5, 3, 42],
            ["00:03:00", None, "bon"],
        ],
    )
    reading = read_xlsx(data, Context())
    assert rows(reading) == [("Nadia", "oui", 62), ("Bruno", "non", 120), ("3", "42", 7.5), ("", "bon", 180)]
    assert reading.set_aside == {"header": [1]}


def test_unreadable_times_are_unknown():
    (utterance,) = read_csv(table([["temps", "texte"], ["plus tard", "oui"]]), Context()).utterances
    assert isnan(utterance.start)


@pytest.mark.parametrize("rows", [[["temps", "locuteur"], ["1", "Nadia"]], [["Nadia", "oui"]], [["a"]]])
def test_no_column_for_the_text(rows):
    with pytest.raises(UnreadableError, match="no column for the text"):
        read_csv(table(rows), Context())
    with pytest.raises(UnreadableError, match="no column for the text"):
        read_xlsx(book(rows), Context())
