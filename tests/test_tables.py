import pandas as pd
import pytest

from pipeline import tables
from pipeline.errors import ContractError

SECRET_WORD = "Marie-Madeleine"

TURN = {
    "case_id": "quartier", "session_id": "seance-1", "turn_id": "seance-1:0", "order": 0, "speaker_id": "p1",
    "said_by": "", "start_s": 3.0, "end_s": 5.5, "text": f"non mais {SECRET_WORD} elle a encore changé l'horaire",
}  # fmt: skip

DESIGN = {
    "sessions": "case_id, session_id, order, date, phase, subgroup, sharing, n_present, source_format, n_turns, n_words",
    "speakers": "case_id, speaker_id, label, role, subgroup, resolved",
    "turns": "case_id, session_id, turn_id, order, speaker_id, said_by, start_s, end_s, text",
    "mentions": "mention_id, turn_id, start, end, kind, identity_id, surrogate, score, origin, status",
    "markers": "marker_id, turn_id, start, end, category, family, score, band, origin, rule_id, modifiers, target, active, why",
    "readings": "turn_id, polarity, p_violent, p_disagreement, p_anger, p_withholding, p_obstacle, p_cooperation, "
    "opposes_turn_id, opposes_score, supports_turn_id, supports_score",
    "passages": "passage_id, session_id, kind, first_turn_id, last_turn_id, topic_id, score",
    "segments": "segment_id, turn_id, start, end, facet, topic_id, claim_id, stance, score",
    "topics": "scope, topic_id, parent_id, facet, label, terms, origin, status, stability, centroid, "
    "n_segments, n_speakers, n_sessions, n_cases",
    "links": "link_id, scope, topic_id, cause_topic_id, segment_id, cue, score",
    "claims": "scope, claim_id, topic_id, label, quote_segment_id, n_for, n_against, n_nuanced, "
    "agreement_low, agreement_high, consensus, divide",
    "stances": "scope, session_id, speaker_id, claim_id, value, evidence",
    "cells": "scope, measure, row, column, value, n_speakers, n_sessions, n_cases, shown, reason",
    "decisions": "decision_id, stage, kind, target_id, value, author, at",
}


@pytest.mark.parametrize(("table", "columns"), DESIGN.items())
def test_columns_of_the_design_come_first_and_in_order(table, columns):
    expected = columns.split(", ")
    assert tables.columns(table)[: len(expected)] == expected


def test_the_contract_holds_one_other_table_which_keeps_small_counts_with_their_case():
    assert set(tables.MODELS) == {*DESIGN, "contributions"}


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table in tables.MODELS for column in tables.columns(table)], ids="-".join
)
def test_every_column_says_what_it_means(table, column):
    assert tables.MODELS[table].to_schema().columns[column].description


@pytest.mark.parametrize("table", tables.MODELS)
def test_an_empty_table_holds_to_the_contract(table):
    assert tables.validate(table, tables.build(table)).empty


@pytest.mark.parametrize(
    ("change", "column", "check"),
    [
        (lambda frame: frame.drop(columns="text"), "text", "column_in_dataframe"),
        (lambda frame: frame.assign(extra=SECRET_WORD), "extra", "column_in_schema"),
        (lambda frame: frame.assign(said_by=SECRET_WORD), "said_by", "isin"),
        (lambda frame: frame.assign(order=SECRET_WORD), "order", "coerce_dtype"),
        (lambda frame: frame.assign(start_s=-1.0), "start_s", "greater_than_or_equal_to"),
        (lambda frame: frame.assign(text=None), "text", "not_nullable"),
        (lambda frame: pd.concat([frame, frame]), "turn_id", "field_uniqueness"),
    ],
)
def test_a_broken_contract_names_column_check_and_count_and_no_value(change, column, check):
    with pytest.raises(ContractError) as raised:
        tables.validate("turns", change(tables.build("turns", [TURN])))
    assert raised.value.column == column
    assert raised.value.check.startswith(check)
    assert raised.value.count >= 1
    error: BaseException | None = raised.value
    while error is not None:
        assert SECRET_WORD not in str(error)
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(
    ("mention", "column"), [({"turn_id": "seance-9:0"}, "turn_id"), ({"end": 500}, "end")], ids=["unknown turn", "past the end"]
)
def test_references_point_at_something(mention, column):
    row = {
        "mention_id": "seance-1:0/0", "turn_id": "seance-1:0", "start": 0, "end": 5, "kind": "PERSON", "identity_id": "i1",
        "surrogate": "Inès", "score": 1.0, "origin": "ner", "status": "accepted",
    }  # fmt: skip
    turns = tables.build("turns", [TURN])
    tables.validate_references({"turns": turns, "mentions": tables.build("mentions", [row])})
    with pytest.raises(ContractError) as raised:
        tables.validate_references({"turns": turns, "mentions": tables.build("mentions", [row | mention])})
    assert (raised.value.table, raised.value.column) == ("mentions", column)


def test_a_span_starts_before_it_ends():
    row = {
        "segment_id": "a",
        "turn_id": "t",
        "start": 4,
        "end": 4,
        "facet": "none",
        "topic_id": "",
        "claim_id": "",
        "stance": "",
        "score": 0.0,
    }
    with pytest.raises(ContractError, match="column end: start_before_end fails for 1 row"):
        tables.build("segments", [row])
