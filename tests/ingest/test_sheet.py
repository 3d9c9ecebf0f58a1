import datetime

import pytest

from pipeline.errors import SheetError
from pipeline.ingest.sheet import read_sheet
from pipeline.tables import FACILITATOR

SHEET = """
title = "Le hall"
objective = "Décider ensemble"
sector = "quartier"
facilitator = "F1"
[[participants]]
name = "Nadia Belkacem"
labels = ["Nadia"]
role = "habitante"
subgroup = "habitants"
[[sessions]]
file = "seance-1"
date = 2025-03-11
phase = "contrat"
sharing = "group"
present = 9
speakers = { "locuteur 1" = "Nadia Belkacem" }
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_whole_sheet(encoding):
    sheet = read_sheet(SHEET.encode(encoding))
    (session,) = sheet.sessions
    assert (session.date, session.phase, session.sharing, session.present) == (datetime.date(2025, 3, 11), "contrat", "group", 9)
    assert sheet.participants[0].labels == ("Nadia",)
    assert sheet.known == {"nadia belkacem", "nadia", "locuteur 1"}


@pytest.mark.parametrize("data", [None, b"", b"\n  \n"])
def test_no_sheet(data):
    sheet = read_sheet(data)
    assert (sheet.title, sheet.participants, sheet.sessions, sheet.known) == ("", (), (), frozenset())


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ("titre = 'Marie Secrète'", "titre does not fit (extra forbidden)"),
        ("facilitator = 'Marie Secrète'", "facilitator does not fit (string pattern mismatch)"),
        ("[[participants]]\nrole = 'Marie Secrète'", "participants.0.name does not fit (missing)"),
        ("[[participants]]\nname = 'Marie Secrète'\nlabels = 'Marie Secrète'", "participants.0.labels does not fit (tuple type)"),
        ("[[sessions]]\nfile = 's'\nphase = 'Marie Secrète'", "sessions.0.phase does not fit (literal error)"),
        ("[[sessions]]\nfile = 's'\nsharing = 'Marie Secrète'", "sessions.0.sharing does not fit (literal error)"),
        ("[[sessions]]\nfile = 's'\npresent = -2", "sessions.0.present does not fit (greater than equal)"),
        ("[[sessions]]\nfile = 's'\ndate = 'Marie Secrète'", "sessions.0.date does not fit"),
        ("[[sessions]]\nfile = 's'\nspeakers = { 'Marie Secrète' = 3 }", "sessions.0.speakers does not fit"),
        ("[[sessions]]\nfile = 's'\nspeakers = { 'locuteur 1' = 'Marie Secrète' }", "sessions.speakers names somebody"),
        ("[[sessions]]\nfile = 'Marie Secrète'\n[[sessions]]\nfile = 'marie secrete'", "sessions.file names one file twice"),
        ("[[sessions]]\nfile = 'Secrète_2'\n[[sessions]]\nfile = 'secrete (2)'", "sessions.file names one file twice"),
        (
            "[[participants]]\nname = 'Marie Secrète'\n[[participants]]\nname = 'B'\nlabels = ['marie secrète']",
            "participants.labels gives one label",
        ),
        ("title = Marie Secrète", "not valid TOML"),
        ("PK\x03\x04 Marie Secrète", "not valid TOML"),
    ],
)
def test_errors_name_the_key_and_never_the_value(sheet, told):
    with pytest.raises(SheetError) as caught:
        read_sheet(sheet.encode())
    assert told in str(caught.value)
    assert str(caught.value).startswith("case.toml: ")
    assert "Secr" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__


@pytest.mark.parametrize("role", ["intervenant", "Intervenante", "co-intervenante", "facilitatrice", "intervenant·e"])
def test_whoever_leads_is_told_whatever_their_gender(role: str) -> None:
    sheet = read_sheet(f"[[participants]]\nname = 'Hélène Vidal'\nrole = '{role}'\n".encode())
    assert sheet.participants[0].role == FACILITATOR


@pytest.mark.parametrize("role", ["animatrice", "animateur du centre social", "intervenante en musique"])
def test_a_trade_that_sounds_alike_stays_one(role: str) -> None:
    sheet = read_sheet(f"[[participants]]\nname = 'Hélène Vidal'\nrole = '{role}'\n".encode())
    assert sheet.participants[0].role == role
