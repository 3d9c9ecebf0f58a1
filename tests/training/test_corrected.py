import numpy as np
import pytest

from pipeline import tables
from pipeline.errors import TrainingError
from pipeline.markers.scores import LABELS
from pipeline.store import serialise
from pipeline.training.corrected import read_corrected
from pipeline.training.markers import _folds
from pipeline.training.sessions import of_corrections

SAID = [("p1", "On ferme à midi."), ("p2", "Vous êtes tous pareils."), ("p1", "Ah non, pas du tout."), ("p9", "On reprend.")]


def marker(turn, category, *, active=True, origin="model"):
    return {
        "marker_id": f"s:{turn}/{category}/0", "turn_id": f"s:{turn}", "start": 0, "end": 2, "category": category,
        "family": tables.FAMILY_OF[category], "score": 0.7, "band": "review", "origin": origin, "rule_id": "", "modifiers": [],
        "target": "", "active": active, "why": "",
    }  # fmt: skip


def decision(kind, target, value="", at="1"):
    return {
        "decision_id": f"{kind}{target}",
        "stage": "markers",
        "kind": kind,
        "target_id": target,
        "value": value,
        "author": "u",
        "at": at,
    }


@pytest.fixture
def folder(tmp_path):
    """A folder of one case with three people, as `run` leaves it."""

    def write(markers, decisions):
        turns = [
            {
                "case_id": "c", "session_id": "s", "turn_id": f"s:{i}", "order": i, "speaker_id": who, "said_by": "",
                "start_s": float("nan"), "end_s": float("nan"), "text": text,
            }
            for i, (who, text) in enumerate(SAID)
        ]  # fmt: skip
        people = [
            {"case_id": "c", "speaker_id": who, "label": who, "role": role, "subgroup": "", "resolved": True}
            for who, role in (("p1", ""), ("p2", ""), ("p9", tables.FACILITATOR))
        ]
        case = tmp_path / "out" / "c"
        case.mkdir(parents=True)
        for name, rows in {"turns": turns, "speakers": people, "markers": markers, "decisions": decisions, "sessions": []}.items():
            (case / f"{name}.parquet").write_bytes(serialise(tables.build(name, rows)))
        return tmp_path / "out"

    return write


READ = [marker(0, "obstacle"), marker(1, "peur"), marker(2, "menace")]


def test_only_turns_with_a_decision_are_looked_at_with_what_it_left(folder):
    out = folder(READ, [decision("set", "s:1/peur/0", "prejuge"), decision("reject", "s:2/menace/0")])
    (session,) = read_corrected(out)
    assert [turn.text for turn in session] == [text for _, text in SAID]
    assert [turn.looked_at for turn in session] == [False, True, True, False]
    assert [set(turn.markers) for turn in session[1:3]] == [{"prejuge"}, set()]
    assert [turn.trap for turn in session] == [False, False, True, False]
    assert [turn.facilitator for turn in session] == [False, False, False, True]


def test_decisions_that_a_run_has_made_are_not_made_twice(folder):
    made = marker(3, "peur", origin="person") | {"marker_id": "s:3/peur/0-11", "end": 11}
    (session,) = read_corrected(folder([*READ, made], [decision("add", "s:3", "peur")]) / "c")
    assert [turn.looked_at for turn in session] == [False, False, False, True]
    assert session[3].markers == {"peur"}


def test_a_turn_with_traces_of_a_decision_taken_back_teaches_nothing(folder):
    stale = marker(1, "menace", origin="person") | {"marker_id": "s:1/menace/0-4"}
    out = folder([*READ, stale], [decision("reject", "s:1/peur/0"), decision("reject", "s:2/menace/0")])
    assert [turn.looked_at for turn in read_corrected(out)[0]] == [False, False, True, False]


@pytest.mark.parametrize("decisions", [[], [decision("reject", "s:9/peur/0")], [decision("rename", "t") | {"stage": "topics"}]])
def test_a_folder_without_corrections_is_refused(folder, decisions):
    with pytest.raises(TrainingError, match="no turn"):
        read_corrected(folder(READ, decisions))


def test_a_folder_without_tables_is_refused(folder):
    out = folder(READ, [decision("reject", "s:1/peur/0")])
    (out / "c" / "markers.parquet").unlink()
    with pytest.raises(TrainingError, match="out"):
        read_corrected(out)


def test_corrected_turns_count_and_are_in_no_fold(folder):
    out = folder(READ, [decision("set", "s:1/peur/0", "prejuge"), decision("add", "s:2", "desaccord_direct")])
    part = of_corrections([out])
    assert part.counts.tolist() == [False, True, True, False]
    said = {name: part.labels[:, LABELS.index(name)].tolist() for name in ("prejuge", "peur", "violence", "desaccord_direct")}
    assert said["prejuge"][1] == said["violence"][1] == said["desaccord_direct"][2] == 1
    assert said["peur"][1] == 0
    assert (part.opposed == -1).all()
    folds = _folds(np.array([*part.source, "a-case"]))
    assert folds[-1] not in folds[:-1]
