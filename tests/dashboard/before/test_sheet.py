"""case.toml from registry and vault: whatever was typed, tomllib and the pipeline read it back."""

import datetime
import tomllib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.people import Line, add_people, list_people, read_lines
from dashboard.registry.interventions import change_intervention, get_intervention, put_sitting
from dashboard.sheet import quoted, seal_sheet, write_sheet
from dashboard.vaulted import change_record, record_of
from pipeline.ingest.decode import decode
from pipeline.ingest.sheet import read_sheet

ODD = st.text(st.characters(codec="utf-8") | st.sampled_from('"\\\n\r\t\x00\x7f\x85\x92\u2028’«é'), max_size=40)


@given(ODD)
def test_a_string_is_read_back_to_the_letter(text):
    written = f"one = {quoted(text)}\n".encode()
    assert tomllib.loads(decode(written)) == {"one": text}


@given(st.text())
def test_half_a_character_breaks_nothing(text):
    tomllib.loads(f"one = {quoted(text + chr(0xD83D))}".encode().decode())


def test_the_sheet_holds_all_that_was_typed(at, case_id):
    registry = at.archive.registry
    one = get_intervention(registry, at.asker, case_id)
    change_intervention(registry, at.asker, case_id, one.version, sector="école", facilitator="F1", objective='Dire "oui"\nou non')
    add_people(at, case_id, [Line('Zoé "la grande" d’Étang', "élue", "mairie")])
    day = datetime.date(2026, 3, 5)
    put_sitting(registry, at.asker, case_id, "seance-1", date=day, phase="peurs", sharing="group", n_present=7)
    put_sitting(registry, at.asker, case_id, "seance-2", subgroup="jeunes")
    change_record(
        at,
        case_id,
        lambda record: record.model_copy(
            update={"originals": {"seance-1.docx": b"x"}, "joined": {"seance-1": {'locuteur "2"': "p4", "voix": "p9"}}}
        ),
    )
    seal_sheet(at, case_id)
    sheet = read_sheet(record_of(at, case_id).originals["case.toml"])
    assert (sheet.title, sheet.objective, sheet.sector, sheet.facilitator) == ("Le hall et la place", 'Dire "oui"\nou non', "école", "F1")
    assert [(person.name, person.role, person.subgroup) for person in sheet.participants][2:] == [
        ("Hélène Vasseur", "intervenant", ""),
        ('Zoé "la grande" d’Étang', "élue", "mairie"),
    ]
    first, second = sheet.sessions
    assert (first.file, first.date, first.phase, first.sharing, first.present) == ("seance-1.docx", day, "peurs", "group", 7)
    assert first.speakers == {'locuteur "2"': 'Zoé "la grande" d’Étang'}, "a label of somebody who is not listed is nobody's"
    assert (second.file, second.date, second.sharing, second.present, second.subgroup) == ("seance-2", None, "stays", None, "jeunes")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pasted=st.lists(ODD, max_size=4))
def test_whatever_is_pasted_gives_a_sheet_that_is_read(at, case_id, pasted):
    names = [one.name for one in list_people(at, case_id)]
    lines = [line for line in read_lines("\n".join(pasted), names) if not line.problem]
    add_people(at, case_id, lines)
    assert [person.name for person in read_sheet(write_sheet(at, case_id)).participants] == [*names, *(line.name for line in lines)]


def test_it_is_written_only_where_it_changed(at, case_id, places):
    seal_sheet(at, case_id)
    before = places.vault.read_bytes()
    seal_sheet(at, case_id)
    assert places.vault.read_bytes() == before
    assert write_sheet(at, case_id) == record_of(at, case_id).originals["case.toml"]
