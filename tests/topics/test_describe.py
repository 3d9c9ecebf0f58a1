import numpy as np
import pytest

from pipeline.topics.describe import label, shorten, stop_words, terms


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("mais moi je suis contre les caméras sur la place, ça coûte trop", "les caméras sur la place"),
        ("il faudrait installer des caméras sur la place.", "installer des caméras sur la place"),
        ("faut pas fermer la salle le mercredi", "fermer la salle le mercredi"),
        ("je pense qu'on garde le marché du samedi", "on garde le marché du samedi"),
        ("je voudrais d'abord une salle pour nous", "d'abord une salle pour nous"),
        ("Des caméras devant l'école, ah non", "Des caméras devant l'école"),
        ("L'uniforme, mais oui !", "L'uniforme"),
        ("non", "non"),
        ("pour", "pour"),
        ("un deux trois quatre cinq six sept huit neuf dix onze douze", "un deux trois quatre cinq six sept huit neuf dix"),
    ],
)
def test_a_proposition_without_its_position(said: str, wanted: str) -> None:
    assert shorten(said, proposition=True) == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (["on n'a pas besoin de caméras ici", "des caméras devant l'école", "jamais de caméras chez nous"], "des caméras devant l'école"),
        (["jamais de caméras sur la place", "rien du tout"], "jamais de caméras sur la place"),
    ],
)
def test_a_subject_is_called_by_what_denies_nothing_where_somebody_said_so(said: list[str], wanted: str) -> None:
    vectors = np.array([[1.0, 0.0], [0.9, 0.1], [0.8, 0.2]])[: len(said)]
    assert label(said, vectors, proposition=True).text == wanted
    assert label(said, vectors).text == said[0], "an obstacle is what is not there"


def test_an_obstacle_keeps_who_speaks() -> None:
    assert shorten("et puis nous on est jamais prévenus de rien") == "on est jamais prévenus de rien"


@pytest.mark.parametrize("copies", [1, 12], ids=["few: scikit-learn alone", "many: BERTopic"])
def test_terms_set_topics_apart(copies: int) -> None:
    texts = ["euh le portail du parking il est fermé", "le repas de la cantine est froid"] * copies
    found = terms(texts, ["a", "b"] * copies, np.eye(2)[[0, 1] * copies])
    assert {"portail", "parking", "fermé"} <= set(found["a"])
    assert {"repas", "cantine", "froid"} <= set(found["b"])
    assert not set(found["a"]) & (set(found["b"]) | set(stop_words()))


@pytest.mark.parametrize("texts", [["euh ben oui"], ["euh ben oui"] * 30])
def test_topics_without_words_of_their_own_have_no_terms(texts: list[str]) -> None:
    assert terms(texts, ["a"] * len(texts), np.ones((len(texts), 2))) == {"a": []}


def test_no_document_no_topic() -> None:
    assert terms([], [], np.zeros((0, 2))) == {}
