import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.linear_model import Ridge

from pipeline.errors import TrainingError
from pipeline.markers.reader import load, save
from pipeline.markers.scores import CATEGORIES, LABELS
from pipeline.tables import FAMILIES
from pipeline.training.markers import RIDGE, _folds, _ridge, fit
from pipeline.training.sessions import of_calm, of_debates, of_exchanges, of_notes, of_remarks, of_rules
from pipeline.training.thresholds import NEVER, choose

SAID = [
    ("Vous êtes des incapables, vous y connaissez rien.", ["devalorisation"]),
    ("Vous mentez, c'est à cause de vous tout ça.", ["accusation"]),
    ("Je suis pas d'accord avec ça, c'est faux.", ["desaccord_direct"]),
    ("Je propose qu'on se revoie pour en parler.", ["proposition"]),
    ("J'en ai marre, ça suffit maintenant.", ["exasperation"]),
    ("Le car passe devant l'école à midi.", []),
]


@pytest.fixture
def file(tmp_path):
    lines = [
        {"ref": f"debat-{i % 7}:{i}", "prev": "On continue.", "text": text, "labels": labels} for i, (text, labels) in enumerate(SAID * 7)
    ]
    path = tmp_path / "real.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


def test_a_file_that_is_no_labelled_data_is_refused(tmp_path):
    (tmp_path / "x.jsonl").write_text("bonjour", "utf-8")
    with pytest.raises(TrainingError, match=r"x\.jsonl"):
        of_debates(tmp_path / "x.jsonl")


def test_folds_split_no_case():
    source = np.array(["a", "b", "c", "a", "d", "b"])
    folds = _folds(source)
    assert all(len(set(folds[source == name])) == 1 for name in set(source))


def test_the_ridge_is_that_of_scikit_learn():
    rng = np.random.default_rng(0)
    dense, sparse = rng.normal(size=(80, 12)).astype(np.float32), sp.csr_matrix(sp.random(80, 30, 0.2, random_state=0, dtype=np.float32))
    labels, weights = (rng.random((80, 3)) < 0.3).astype(np.float32), rng.choice([0.0, 0.1, 1.0], 80)
    expert = _ridge(dense, sparse, labels, weights)
    # there the bias is a column of ones that shrinks like the others, beside the mean
    base = np.average(labels, axis=0, weights=weights)
    columns = np.hstack([dense, sparse.toarray(), np.ones((80, 1))])
    exact = Ridge(RIDGE, fit_intercept=False).fit(columns, labels - base, weights)
    np.testing.assert_allclose(expert.scores(dense, sparse), exact.predict(columns) + base, atol=1e-3)


def test_training_twice_gives_the_same_reader(file, tmp_path):
    read = of_debates(file)
    # as sessions of two turns: here every turn counts, and who disagrees opposes the turn before
    read = replace(read, counts=np.ones_like(read.counts), opposed=np.where(read.labels[:, LABELS.index("opposes")] > 0, 0, -1))
    (tmp_path / "some.txt").write_text("Nadia | on ferme à midi | decision\nMarc | ah ben non | desaccord_direct vs=0\n", "utf-8")
    exchanges = of_exchanges(tmp_path)
    (tmp_path / "some.txt").write_text("\n\n".join(f"| {text} | {' '.join(labels)}" for text, labels in SAID * 2), "utf-8")
    remarks, notes = of_remarks(tmp_path), of_notes(tmp_path)
    one, two = (fit(read, remarks, of_rules(), exchanges, notes, None) for _ in range(2))
    assert one[1] == two[1]
    np.testing.assert_array_equal(one[0].experts["group"].grams, two[0].experts["group"].grams)
    np.testing.assert_array_equal(one[0].answering.network.hidden, two[0].answering.network.hidden)
    assert one[1]["group"]["violence"]["auc"] > 0.8
    assert one[0].calibrations.keys() == {"group", "notes"}
    save(one[0], tmp_path / "reader", {"figures": one[1]})
    again = load(tmp_path / "reader")
    assert (again.experts.keys(), again.calibrations.keys()) == (one[0].experts.keys(), one[0].calibrations.keys())
    np.testing.assert_allclose(again.calibrations["notes"].slope, one[0].calibrations["notes"].slope, rtol=1e-6)
    assert one[1]["group"]["opposed_turn"]["f1"] > 0.8


def test_what_was_never_seen_is_never_marked():
    rng = np.random.default_rng(0)
    scores = rng.random((60, len(LABELS))).astype(np.float32)
    labels = np.zeros_like(scores)
    labels[::3, len(CATEGORIES)] = 1
    folds = np.arange(60) % 3
    chosen = choose(scores, labels, np.zeros((60, len(FAMILIES)), dtype=bool), folds, around=None, veto=0.0)
    assert chosen.calibration.bare[1] == NEVER
    assert chosen.calibration.probabilities(scores, None)[:, 1].max() < 1e-6


def test_calm_talk_is_a_session_and_a_source_each(tmp_path):
    (tmp_path / "talk.txt").write_text("Nadia | il fait beau |\nMarc | oui |\n\nlocuteur 1 | alors tu mets le beurre |\n", "utf-8")
    calm = of_calm(tmp_path)
    assert [len(session) for session in calm.turns] == [2, 1]
    assert calm.source.tolist() == ["calm-0", "calm-0", "calm-1"]
    both = of_rules() + calm
    assert len(both.turns) == len(both.flat) - 1
    assert len(both.labels) == len(both.counts) == len(both.source) == len(both.opposed) == len(both.flat)
    assert both.labels[-3:].sum() == 0


def test_the_calm_talk_that_ships_hurts_nobody():
    calm = of_calm(Path(__file__).resolve().parents[2] / "data" / "corpus" / "calm")
    assert len(calm.turns) >= 30
    assert not calm.labels[:, LABELS.index("violence")].any()
