"""Default deny: each public against each table, of a case and across cases."""

import pytest

from dashboard.publics import AccessError, Public, UnknownCaseError
from pipeline import tables
from pipeline.errors import StoreError

GRANTED = {
    Public.INTERVENANT: set(tables.MODELS),
    Public.GROUPE: {"cells", "topics", "sessions"},
    Public.SUPERVISEUR: set(),
    Public.ADMINISTRATEUR: set(),
}
EVERY = [(public, table) for public in Public for table in tables.MODELS]


@pytest.mark.parametrize(("public", "table"), EVERY)
def test_tables_of_a_case(invented_data, public, table, ask):
    if table in GRANTED[public]:
        assert len(ask(invented_data, public, "quartier", table).columns)
    else:
        with pytest.raises(AccessError):
            ask(invented_data, public, "quartier", table)


@pytest.mark.parametrize("public", ["intervenante", "", "admin", None])
def test_nobody_else_reads_anything(invented_data, public, ask):
    with pytest.raises(AccessError):
        ask(invented_data, public, "quartier", "cells")


@pytest.mark.parametrize("table", ["", "vault", "../quartier/turns", "*"])
@pytest.mark.parametrize("public", Public)
def test_no_table_outside_the_contract(invented_data, public, table, ask):
    with pytest.raises(AccessError):
        ask(invented_data, public, "quartier", table)


@pytest.mark.parametrize("case_id", ["", ".", "..", "_all", "../quartier", "quartier/", "QUARTIER", "inconnu", "/etc"])
def test_no_case_but_those_of_the_list(invented_data, case_id, ask):
    with pytest.raises(UnknownCaseError):
        ask(invented_data, Public.INTERVENANT, case_id, "turns")


def test_an_intervenant_reads_every_row_and_column(invented_data, ask):
    for table in tables.MODELS:
        frame = ask(invented_data, Public.INTERVENANT, "quartier", table)
        assert list(frame.columns) == tables.columns(table)
    assert len(ask(invented_data, Public.INTERVENANT, "quartier", "turns")) == 3 * 68


def test_a_group_reads_figures_of_its_wall_and_no_number_of_persons(invented_data, ask):
    cells = ask(invented_data, Public.GROUPE, "quartier", "cells")
    assert list(cells.columns) == ["measure", "row", "column", "value"]
    assert set(cells["measure"]) == {"wall_obstacle", "wall_session"}
    assert cells["value"].notna().all()
    assert "represailles" not in set(cells["row"])
    topics = ask(invented_data, Public.GROUPE, "quartier", "topics")
    assert list(topics.columns) == ["topic_id", "label"]
    assert set(topics["topic_id"]) == set(cells["row"])


@pytest.mark.parametrize(("origin", "named"), [("codebook", True), ("person", True), ("discovered", False)])
def test_words_of_the_transcript_that_name_a_topic_reach_no_group(tmp_path, case_writer, origin, named, ask):
    case_writer(tmp_path, origin=origin)
    for table in ("cells", "topics"):
        assert (len(ask(tmp_path, Public.GROUPE, "cas", table)) > 0) == named


def test_a_group_hears_of_no_session_that_stays_with_a_subgroup(tmp_path, case_writer, ask):
    case_writer(tmp_path, sharing={"seance-2": "stays", "seance-3": "ask"})
    sessions = ask(tmp_path, Public.GROUPE, "cas", "sessions")
    assert sessions.to_dict("list") == {"session_id": ["seance-1"], "order": [0]}


@pytest.mark.parametrize("table", ["cells", "turns", "passages"])
def test_a_table_that_is_not_written_yet_is_empty(tmp_path, table, case_writer, ask):
    case_writer(tmp_path)
    (tmp_path / "cas" / f"{table}.parquet").unlink()
    frame = ask(tmp_path, Public.INTERVENANT, "cas", table)
    assert frame.empty
    assert list(frame.columns) == tables.columns(table)


def test_a_damaged_table_is_an_error_without_its_content(tmp_path, case_writer, ask):
    case_writer(tmp_path)
    (tmp_path / "cas" / "turns.parquet").write_bytes(b"Nadia a dit non")
    with pytest.raises(StoreError) as caught:
        ask(tmp_path, Public.INTERVENANT, "cas", "turns")
    assert "Nadia" not in str(caught.value)


def test_folders_that_are_no_cases_are_not_listed(tmp_path, case_writer, ask):
    case_writer(tmp_path)
    for name in ("_all", ".pending", "vide"):
        (tmp_path / name).mkdir()
    assert ask.cases(tmp_path) == ["cas"]
    assert ask.cases(tmp_path / "nulle-part") == []
