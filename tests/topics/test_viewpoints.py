import numpy as np
import pandas as pd
import pytest

from pipeline.topics.viewpoints import STANCE, jeffreys, read_stances, stance, weigh


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("moi je suis pour les caméras", "pour"),
        ("je suis plutôt favorable au jardin partagé", "pour"),
        ("faut rouvrir la salle le mercredi", "pour"),
        ("c'est une bonne idée ce banc", "pour"),
        ("on devrait mettre un banc devant l'école", "pour"),
        ("moi je vote contre", "contre"),
        ("je suis pas d'accord pour les caméras", "contre"),
        ("ça sert à rien vos caméras", "contre"),
        ("faut pas fermer la salle le mercredi", "contre"),
        ("c'est pas une bonne idée ce banc", "contre"),
        ("hors de question de payer pour ça", "contre"),
        ("on n’est pas pour, nous, les caméras", "contre"),
        ("ça dépend de qui regarde les images", "nuance"),
        ("oui mais seulement si on est consultés", "nuance"),
        ("je suis pour mais pas devant chez moi", "nuance"),
        ("pourquoi pas, à condition que ça reste ouvert", "nuance"),
        ("je suis pas sûre que ce soit utile", "nuance"),
        ("les caméras c'est l'affaire de tout le monde", "pour"),
        ("les caméras ça arrête personne", "contre"),
    ],
)
def test_stance_by_wording(said: str, wanted: str) -> None:
    assert STANCE[stance(said).value] == wanted


def replies(*pairs: tuple[str, str, str]) -> pd.DataFrame:
    """(turn, what it opposes, what it supports)."""
    return pd.DataFrame(pairs, columns=["turn_id", "opposes_turn_id", "supports_turn_id"])


def spoken(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"segment_id": f"{turn_id}/0/viewpoint", "turn_id": turn_id, "topic_id": "vue-1", "turn_text": text} for turn_id, text in rows]
    )


@pytest.mark.parametrize(
    ("answer", "reply", "wanted"),
    [
        ("les images tout le monde les regarde", ("s:1", "s:0", ""), -1),
        ("les images tout le monde les regarde", ("s:1", "", "s:0"), 1),
        ("les images tout le monde les regarde", ("s:1", "", ""), 1),
        ("personne regarde les images", ("s:1", "", "s:0"), 1),
        ("moi je suis pour les images", ("s:1", "s:0", ""), 1),
    ],
)
def test_without_a_cue_the_answered_turn_decides(answer: str, reply: tuple[str, str, str], wanted: int) -> None:
    values = read_stances(segments=spoken(("s:0", "je suis pour les caméras"), ("s:1", answer)), readings=replies(reply))
    assert values.tolist() == [1, wanted]


def test_what_is_answered_later_does_not_count() -> None:
    values = read_stances(
        segments=spoken(("s:0", "les caméras filment la place"), ("s:1", "je suis contre")), readings=replies(("s:0", "s:1", ""))
    )
    assert values.tolist() == [1, -1]


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # Brown, Cai and DasGupta 2001, table 5: n = 7 and n = 10; the ends are 0 and 1 by their modification
    [(0, 7, 0.0, 0.292), (1, 7, 0.016, 0.501), (7, 7, 0.708, 1.0), (5, 10, 0.224, 0.776), (0, 0, 0.0, 1.0)],
)
def test_jeffreys_interval(successes: int, trials: int, low: float, high: float) -> None:
    assert jeffreys(successes, trials) == pytest.approx((low, high), abs=0.001)


SPEAKERS = pd.DataFrame(
    {
        "speaker_id": ["p1", "p2", "p3", "p4", "s1:l1", "s2:l1"],
        "role": ["", "", "", "intervenant", "", ""],
        "subgroup": ["nuit", "nuit", "jour", "", "", ""],
        "resolved": [True, True, True, True, False, False],
    }
)


def positions(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["session_id", "speaker_id", "value"]).assign(said_by="")


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([("s1", "p1", 1), ("s1", "p2", 1), ("s1", "p3", -1)], (2, 1, 0)),
        ([("s1", "p1", 1), ("s2", "p1", -1)], (0, 1, 0)),
        ([("s1", "p1", 0), ("s1", "s1:l1", 0), ("s2", "s2:l1", 0)], (0, 0, 2)),
        ([], (0, 0, 0)),
    ],
)
def test_persons_are_counted_once_and_by_their_last_word(rows: list[tuple[str, str, int]], counts: tuple[int, int, int]) -> None:
    assert weigh(positions(*rows), SPEAKERS)[:3] == counts


def test_a_note_stands_for_as_many_as_it_declares() -> None:
    noted = positions(("s1", "", 1)).assign(said_by="three_plus")
    assert weigh(noted, SPEAKERS).n_for == 3


def test_consensus_is_the_product_over_subgroups_with_half_a_person_on_either_side() -> None:
    agreement = weigh(positions(("s1", "p1", 1), ("s1", "p2", 1), ("s1", "p3", -1)), SPEAKERS)
    assert agreement.consensus == pytest.approx((2.5 / 3) * (0.5 / 2))
    assert agreement.divide == pytest.approx(2.5 / 3 - 0.5 / 2)


def test_one_subgroup_has_no_divide() -> None:
    assert np.isnan(weigh(positions(("s1", "p1", 1), ("s1", "p2", -1)), SPEAKERS).divide)


def test_what_a_person_decided_holds_and_leads_the_answers_to_it() -> None:
    segments = spoken(("s:0", "je suis pour les caméras"), ("s:1", "les images tout le monde les regarde"))
    answered = replies(("s:1", "", "s:0"))
    assert read_stances(segments=segments, readings=answered).tolist() == [1, 1]
    assert read_stances(segments=segments, readings=answered, decided={"s:0/0/viewpoint": "contre"}).tolist() == [-1, -1]
    assert read_stances(segments=segments, readings=answered, decided={"s:1/0/viewpoint": "nuance"}).tolist() == [1, 0]
