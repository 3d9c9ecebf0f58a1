"""A plausible origin is kept only where it is asked for, and nothing but it is told of a name."""

from collections import Counter

import pandas as pd
import pytest

from pipeline.pseudonymise import pseudonymise
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import fold
from pipeline.settings import PseudonymiseSettings
from pipeline.tables import build

ROWS = lexicons().rows("first_name_traditions.csv")
GENERAL = {fold(row["name"]) for row in lexicons().rows("surrogate_first_names.csv")} - set(lexicons().traditions)


def hide(name, secret, keep):
    """The surrogate of a first name in a session of one turn."""
    session = {"case_id": "c", "session_id": "s", "order": 0, "date": "", "phase": "", "subgroup": "", "sharing": "stays"}
    counts = {"n_present": 1, "source_format": "text", "n_turns": 1, "n_words": 2, "facilitator": "", "sector": ""}
    nan = float("nan")
    turn = {"case_id": "c", "session_id": "s", "turn_id": "s:0", "order": 0, "speaker_id": "", "said_by": "", "start_s": nan, "end_s": nan}
    hidden = pseudonymise(
        sessions=build("sessions", [session | counts]),
        speakers=build("speakers"),
        turns=build("turns", [turn | {"text": f"Merci {name}."}]),
        participants=pd.DataFrame(columns=["speaker_id", "name", "labels", "role", "subgroup"]),
        secret=secret,
        settings=PseudonymiseSettings(keep_origin=keep),
    )
    return fold(hidden.tables["mentions"]["surrogate"].item())


def test_a_tradition_hides_a_name_among_forty_others():
    counts = Counter((row["tradition"], row["sex"]) for row in ROWS)
    assert set(counts) == {(tradition, sex) for tradition in set(lexicons().traditions.values()) for sex in "mf"}
    assert min(counts.values()) >= 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_listed_name_is_a_first_name_and_no_word(row):
    assert lexicons().sex[fold(row["name"])] == row["sex"]
    assert not lexicons().is_plain(fold(row["name"]))


@pytest.mark.parametrize("name", ["Karim", "Fatoumata", "Giovanni"])
def test_a_name_of_a_tradition_stays_in_it_where_that_is_asked_for(name):
    drawn = {hide(name, bytes([n]), keep=True) for n in range(8)}
    assert {lexicons().traditions.get(one) for one in drawn} == {lexicons().traditions[fold(name)]}
    assert len(drawn) > 4
    assert fold(name) not in drawn


def test_other_names_are_drawn_outside_the_traditions_then():
    assert {hide("Martine", bytes([n]), keep=True) for n in range(8)} <= GENERAL


def test_nothing_is_kept_by_default():
    assert PseudonymiseSettings().keep_origin is False
    drawn = [hide("Karim", bytes([n]), keep=False) for n in range(12)]
    assert sum(lexicons().traditions.get(one) == "arabe_berbere" for one in drawn) < 6
