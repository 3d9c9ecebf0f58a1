import numpy as np
import pytest

from pipeline import tables
from pipeline.markers import utterances
from pipeline.markers.reader import FOLDER, MARGIN, READERS, Reading, load
from pipeline.markers.utterance import masked
from pipeline.resources import resource

SESSION = (
    ("p9", "Qu'est-ce qui vous gêne, dans le hall ?"),
    ("p1", "Personne nous a prévenus des travaux, on l'a appris par une affiche."),
    ("p2", "Vous êtes tous des incapables, vous y connaissez rien, rentrez chez vous."),
    ("p3", "Je suis pas d'accord, c'est pas vrai ce que vous dites."),
    ("p2", "Je suis pas d'accord, il m'a dit qu'on a peur."),
    ("p1", "Je propose qu'on se voie mardi pour en parler."),
)

AT_HOME = [
    "on prend le bus de huit heures",
    "il fait beau ce matin",
    "la bibliothèque ouvre à dix heures",
    "j'ai lu un livre sur la mer",
]
IN_PUBLIC = [
    "Monsieur le président, mesdames et messieurs les députés, le projet de loi de finances comporte quarante articles.",
    "L'article douze porte sur les crédits de la mission, qui s'élèvent à trois milliards d'euros pour l'exercice.",
    "Le rapporteur présentera les amendements de la commission au début de la séance de l'après-midi.",
    "Notre pays compte trente-six mille communes, et l'Union européenne vingt-sept États membres.",
]


@pytest.fixture(scope="module")
def session():
    return utterances([text for _, text in SESSION], [who for who, _ in SESSION], [who == "p9" for who, _ in SESSION])


def test_probabilities_are_shares(session):
    reader = READERS["trained"]()
    read = reader.probabilities(session)
    for p in (read.families, read.categories, read.opposes):
        assert len(p) == len(SESSION)
        assert ((p >= 0) & (p <= 1)).all()


def test_a_threshold_with_a_cue_is_never_the_higher_one(session):
    read = READERS["trained"]().probabilities(session)
    assert (read.backed <= read.bare).all()


def calm_and_short(said: list[str]) -> tuple[Reading, Reading]:
    """What a session of many such turns is read by, and one of three."""
    quiet = utterances(said * 10, ["a", "b"] * (5 * len(said)), [False] * 10 * len(said))
    read = READERS["trained"]()
    return read.probabilities(quiet), read.probabilities(quiet[:3])


@pytest.mark.parametrize("said", [AT_HOME, IN_PUBLIC], ids=["group", "debate"])
def test_a_calm_session_asks_more_of_violence(said):
    at = list(tables.FAMILIES).index("violence")
    calm, short = calm_and_short(said)
    assert calm.bare[at] == calm.backed[at] == MARGIN > short.bare[at]
    assert np.array_equal(np.delete(calm.bare, at), np.delete(short.bare, at))


def test_calm_talk_in_public_is_read_by_the_thresholds_of_debates():
    at_home, in_public = (calm_and_short(said)[1].bare for said in (AT_HOME, IN_PUBLIC))
    assert not np.array_equal(at_home, in_public)


def test_reasons_lie_in_the_turn_and_are_no_names(session):
    reader = READERS["trained"]()
    for turn in session:
        for family in tables.FAMILIES:
            reasons = reader.reasons(turn, family)
            assert 0 <= reasons.start < reasons.end <= len(turn.skeleton.words)
            assert len(reasons.terms) <= 3


def test_polarity_follows_from_the_active_markers(trained):
    result = trained(*SESSION)
    active = result["markers"][result["markers"]["active"]]
    for turn_id, polarity in result["readings"][["turn_id", "polarity"]].itertuples(index=False):
        families = set(active.loc[active["turn_id"] == turn_id, "family"])
        expected = "violent" if "violence" in families else "constructif" if families & {"desaccord", "cooperation"} else "neutre"
        assert polarity == expected


def test_outright_violence_is_read(trained):
    readings = trained(*SESSION)["readings"]
    assert readings["polarity"].iloc[2] == "violent"
    assert readings["p_violent"].idxmax() == 2


def test_tables_keep_the_contract(trained, turns_of, speakers):
    result = trained(*SESSION)
    tables.validate_references({"turns": turns_of(*SESSION), "speakers": speakers, **result})
    assert set(result["markers"]["origin"]) <= {"rule", "model", "rule+model"}


def test_a_cue_that_its_context_cancels_stays_with_its_modifier(trained):
    markers = trained(*SESSION)["markers"]
    fear = markers[(markers["turn_id"] == "s:4") & (markers["category"] == "peur")]
    assert not fear["active"].any()
    assert fear["modifiers"].iloc[0] == ["reported"]


def test_an_active_marker_says_why(trained):
    markers = trained(*SESSION)["markers"]
    assert markers.loc[markers["active"], "why"].str.contains("modèle").all()


def test_names_do_not_change_a_reading(trained):
    one = [(who, f"{text} Nadia Belkacem, à Villeurbanne.") for who, text in SESSION]
    other = [(who, f"{text} Josiane Kermadec, à Roubaix.") for who, text in SESSION]
    first, second = trained(*one)["readings"], trained(*other)["readings"]
    columns = [column for column in first if column.startswith("p_")]
    assert np.abs(first[columns].to_numpy() - second[columns].to_numpy()).max() < 0.02


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Vous mentez, Nadia Belkacem.", "Vous mentez, quelqu'un."),
        ("c'est Jean-Pierre qui ment", "c'est quelqu'un qui ment"),
        ("le 3 mars", "le quelqu'un"),
    ],
)
def test_what_may_be_a_name_is_one_word(text, hidden):
    assert masked(text, {"vous", "mentez", "c", "est", "qui", "ment", "le"}) == hidden


def test_the_artefact_is_small_and_plain():
    folder = resource(*FOLDER)
    assert sum(file.stat().st_size for file in folder.iterdir()) < 20e6
    with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
        assert all(np.isfinite(arrays[name].astype(np.float32)).all() for name in arrays.files)
    assert load(folder).space.grams


def test_without_the_artefact_rules_read_alone(trained, monkeypatch):
    monkeypatch.setitem(READERS, "trained", lambda: None)
    assert set(trained(*SESSION)["markers"]["origin"]) == {"rule"}
