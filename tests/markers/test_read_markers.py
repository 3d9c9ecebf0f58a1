import pandas as pd
import pytest

from pipeline import tables

SESSION = (
    ("p9", "Qu'est-ce qui vous gêne, dans le hall ?"),
    ("p1", "Personne nous a prévenus des travaux, j'en ai marre."),
    ("p2", "Vous êtes complètement incompétents, taisez-vous."),
    ("p3", "Je suis pas d'accord, il m'a dit qu'on a peur."),
    ("", ""),
    ("p2", "Je m'excuse. Je propose qu'on se voie mardi."),
)


def test_tables_keep_the_contract(read, turns_of, speakers):
    result = read(*SESSION)
    turns = turns_of(*SESSION)
    assert result["readings"]["turn_id"].tolist() == turns["turn_id"].tolist()
    tables.validate_references({"turns": turns, "speakers": speakers, "markers": result["markers"], "readings": result["readings"]})


def test_polarity_follows_the_one_rule(read):
    assert read(*SESSION)["readings"]["polarity"].tolist() == [
        "constructif", "neutre", "violent", "constructif", "neutre", "constructif",
    ]  # fmt: skip


def test_cancelled_cues_stay(read):
    markers = read(*SESSION)["markers"]
    fear = markers[(markers["turn_id"] == "s:3") & (markers["category"] == "peur")]
    assert fear["active"].tolist() == [False]
    assert fear["modifiers"].iloc[0] == ["reported"]
    assert "parole rapportée" in fear["why"].iloc[0]
    assert read(*SESSION)["readings"].loc[3, "p_withholding"] == 0


def test_one_active_marker_a_category(read):
    markers = read(("p1", "Taisez-vous. Rentrez chez vous. On vous a pas sonné."), *SESSION)["markers"]
    active = markers[markers["active"]]
    assert not active.duplicated(["turn_id", "category"]).any()


def test_why_never_repeats_the_words(read):
    why = read(("p1", "Le directeur Untel, vous êtes un incapable."))["markers"]["why"].iloc[0]
    assert why.startswith("Dévalorisation")
    assert not {"untel", "directeur", "incapable."} & set(why.lower().split())


@pytest.mark.parametrize(("sure", "band"), [(0.0, "sure"), (1.0, "review")])
def test_band_follows_the_setting(read, sure, band):
    markers = read(*SESSION, sure=sure)["markers"]
    assert set(markers.loc[markers["family"] != "violence", "band"]) == {band}


def test_violence_is_always_to_be_reviewed(read):
    markers = read(*SESSION, sure=0.0)["markers"]
    assert set(markers.loc[markers["family"] == "violence", "band"]) == {"review"}


def test_a_person_rejects_a_marker(read):
    before = read(*SESSION)["markers"]
    target = before.loc[before["category"] == "devalorisation", "marker_id"].iloc[0]
    decision = {"decision_id": "d1", "stage": "markers", "kind": "reject", "target_id": target, "value": "", "author": "u1", "at": ""}
    elsewhere = decision | {"decision_id": "d2", "stage": "topics", "target_id": before["marker_id"].iloc[-1]}
    after = read(*SESSION, decisions=[decision, elsewhere])["markers"].set_index("marker_id")
    assert not after.loc[target, "active"]
    assert after.loc[target, "origin"] == "person"
    assert (after.drop(target)["origin"] == "rule").all()


def test_rejecting_all_violence_changes_the_reading(read):
    before = read(*SESSION)
    violent = before["markers"].query("family == 'violence'")["marker_id"]
    decisions = [
        {"decision_id": f"d{i}", "stage": "markers", "kind": "reject", "target_id": target, "value": "", "author": "u1", "at": ""}
        for i, target in enumerate(violent)
    ]
    after = read(*SESSION, decisions=decisions)["readings"]
    assert after.loc[2, "polarity"] == "neutre"
    assert after.loc[2, "p_violent"] == 0


def test_nothing_in_nothing_out(read):
    result = read()
    assert result["markers"].empty
    assert result["readings"].empty


def test_same_input_same_output(read):
    first, second = read(*SESSION), read(*SESSION)
    for table in first:
        pd.testing.assert_frame_equal(first[table], second[table])


def test_input_is_left_alone(turns_of, speakers):
    from pipeline.markers import read_markers
    from pipeline.settings import MarkersSettings

    turns = turns_of(*SESSION)
    kept = turns.copy(deep=True)
    read_markers(turns=turns, speakers=speakers, decisions=tables.build("decisions"), settings=MarkersSettings())
    pd.testing.assert_frame_equal(turns, kept)
