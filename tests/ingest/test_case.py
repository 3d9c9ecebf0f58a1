import pytest

from pipeline.errors import SheetError, SourceError
from pipeline.ingest import SUFFIXES, Source, ingest
from pipeline.settings import IngestSettings
from pipeline.tables import columns, validate, validate_references

SHEET = """
sector = "quartier"
facilitator = "F1"
[[participants]]
name = "Hélène Vasseur"
labels = ["Animatrice (Hélène)"]
role = "intervenant"
[[participants]]
name = "Nadia Belkacem"
[[sessions]]
file = "Séance deux"
date = 2025-03-25
phase = "conflits"
sharing = "group"
present = 7
subgroup = "jeunes"
[[sessions]]
file = "seance-1"
speakers = { "locuteur 1" = "Nadia Belkacem" }
"""


def read(*sources, sheet=None, settings=None):
    named = [Source(name.rsplit(".", 1)[0], name, text.encode()) for name, text in sources]
    return ingest(case_id="cas", sources=named, sheet=sheet and sheet.encode(), settings=settings or IngestSettings())


def test_a_case_with_its_sheet():
    case = ingest(
        case_id="cas",
        sources=[
            Source("seance-1", "seance-1.txt", b"locuteur 1 : oui\nlocuteur 2 : non non\nAnimatrice : bon"),
            Source("seance-2", "Séance deux.txt", "Nadia : bonjour\nAnimatrice (Hélène) : bonjour".encode()),
        ],
        sheet=SHEET.encode(),
        settings=IngestSettings(),
    )
    for table in ("sessions", "speakers", "turns"):
        validate(table, getattr(case, table))
    validate_references({"sessions": case.sessions, "speakers": case.speakers, "turns": case.turns})
    assert list(case.participants.columns) == ["speaker_id", "name", "labels", "role", "subgroup"]
    assert case.turns["turn_id"].tolist() == ["seance-2:0", "seance-2:1", "seance-1:0", "seance-1:1", "seance-1:2"]
    assert case.turns["speaker_id"].tolist() == ["p2", "p1", "p2", "seance-1:l1", "p1"]
    assert case.sessions.to_dict("records") == [
        {
            "case_id": "cas", "session_id": "seance-2", "order": 0, "date": "2025-03-25", "phase": "conflits", "subgroup": "jeunes",
            "facilitator": "F1",
            "sharing": "group", "n_present": 7, "source_format": "text", "n_turns": 2, "n_words": 2, "sector": "quartier",
        },
        {
            "case_id": "cas", "session_id": "seance-1", "order": 1, "date": "", "phase": "", "subgroup": "",
            "facilitator": "F1",
            "sharing": "stays", "n_present": 2, "source_format": "text", "n_turns": 3, "n_words": 4, "sector": "quartier",
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["seance-10.txt", "seance-2.txt", "seance-1.txt"], ["seance-1", "seance-2", "seance-10"]),
        (["a-2025-04-01.txt", "b-2025-03-11.txt", "c.txt"], ["b-2025-03-11", "a-2025-04-01", "c"]),
        (["atelier-9.txt", "10.txt", "9.txt", "atelier.txt"], ["9", "10", "atelier", "atelier-9"]),
    ],
)
def test_order_of_sessions(names, order):
    case = read(*((name, "Nadia : oui") for name in names))
    assert case.sessions["session_id"].tolist() == order
    assert case.turns["session_id"].tolist() == order
    assert [report.session_id for report in case.reports] == order


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("seance-2025-03-11.txt", "2025-03-11"),
        ("2024-02-30.txt", ""),
        ("2024-13-01_2024-12-01.txt", "2024-12-01"),
        ("12025-03-114.txt", ""),
        ("s.txt", ""),
    ],
)
def test_date_in_the_name_of_a_file(name, date):
    assert read((name, "Nadia : oui")).sessions["date"].tolist() == [date]


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("Nadia : oui\nBruno : non\nAnimatrice : bon\nlocuteur 3 : si", 3),
        ("Présents : Nadia, Bruno, Zoé\n- Nadia : oui", 3),
        ("Présents : Nadia, Bruno et Hélène (animatrice)\n- Nadia : oui", 2),
        ("Présents : Nadia, Hélène Vasseur, 3 habitants\n- Animatrice (Hélène) : oui", 4),
        ("Présents : 9 personnes\n- Nadia : oui", 9),
        ("on se tait", 0),
    ],
)
def test_persons_present(text, present):
    assert read(("s.txt", text)).sessions["n_present"].tolist() == [present]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("seance-1", "seance-1.txt"),
        ("seance-1.txt", "seance-1.txt"),
        ("Séance 1", "seance_1.txt"),
        ("seance 1.TXT", "Séance 1.txt"),
        ("l'atelier, 2", "L’atelier (2).txt"),
        ("2025.03.11", "2025-03-11.txt"),
        ("séance du 11 mars", "SEANCE DU 11 MARS.txt"),
    ],
)
def test_a_session_of_the_sheet_finds_its_file(file, name):
    case = read((name, "Nadia : oui"), ("autre.txt", "Nadia : oui"), sheet=f'[[sessions]]\nfile = "{file}"\nsharing = "group"')
    assert case.sessions["sharing"].tolist() == ["group", "stays"]


def test_a_file_is_found_by_its_name_and_never_by_the_id_of_its_session():
    sources = [Source("seance-1", "Nadia Belkacem.txt", b"Nadia : oui"), Source("seance-1-2", "seance-1.txt", b"Nadia : oui")]
    sheet = b'[[sessions]]\nfile = "seance-1"\nsharing = "group"'
    case = ingest(case_id="cas", sources=sources, sheet=sheet, settings=IngestSettings())
    assert dict(zip(case.sessions["session_id"], case.sessions["sharing"], strict=True)) == {"seance-1": "stays", "seance-1-2": "group"}


def test_of_two_files_with_one_stem_each_finds_its_own():
    sheet = '[[sessions]]\nfile = "s"\nphase = "peurs"\n[[sessions]]\nfile = "s.srt"\nphase = "contrat"'
    sources = [Source("s", "s.txt", b"Nadia : oui"), Source("s-2", "s.srt", b"1\n00:00:01,000 --> 00:00:02,000\nNadia : oui\n")]
    case = ingest(case_id="cas", sources=sources, sheet=sheet.encode(), settings=IngestSettings())
    assert case.sessions["phase"].tolist() == ["peurs", "contrat"]


def test_a_sheet_whose_sessions_are_none_of_the_files():
    sheet = "".join(f'[[sessions]]\nfile = "Secrète {n}"\nsharing = "group"\n' for n in range(2))
    with pytest.raises(SheetError) as caught:
        read(("seance-1.txt", "Nadia : oui"), sheet=sheet)
    assert str(caught.value).startswith("case.toml: none of its 2 [[sessions]] has a file among the 1 of the case; ")
    assert "Secr" not in str(caught.value)


def test_the_gap_of_the_settings_is_heeded():
    srt = "1\n00:00:01,000 --> 00:00:02,000\nNadia : oui\n\n2\n00:00:07,000 --> 00:00:08,000\nNadia : bon\n"
    assert len(read(("s.srt", srt)).turns) == 2
    assert len(read(("s.srt", srt), settings=IngestSettings(merge_gap_seconds=5)).turns) == 1


def test_a_case_of_silence_has_typed_tables():
    case = read(("s.txt", "on commence"))
    assert list(case.speakers.columns) == columns("speakers")
    assert case.participants.empty
    assert case.turns["speaker_id"].tolist() == [""]


def test_report():
    case = read(("s.txt", "Nadia : oui\n\n(rires)\nBruno : ...\nlocuteur 1 : non"))
    assert case.reports == [("s", "text", 2, 2, {"stage direction": [3], "no text": [4]})]


def test_progress_is_told_file_by_file():
    seen = []

    def track(sources):
        for source in sources:
            seen.append(source.session_id)
            yield source

    ingest(case_id="cas", sources=[Source("s", "s.txt", b"Nadia : oui")], sheet=None, settings=IngestSettings(), track=track)
    assert seen == ["s"]


def test_two_files_for_one_session():
    with pytest.raises(SourceError, match="second file for the same session"):
        read(("s.txt", "Nadia : oui"), ("s.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\noui\n"))


def test_suffixes():
    assert {".txt", ".docx", ".odt", ".vtt", ".srt", ".json", ".csv", ".xlsx"} <= SUFFIXES
