"""Whether a turn holds an obstacle."""

import numpy as np
import pytest

from pipeline.topics.embed import embed
from pipeline.topics.hearing import hears
from pipeline.topics.learned import topic_reader

READER = topic_reader()
TURNS = [
    "on nous a jamais prévenus que la salle avait changé, on est restés une heure devant la grille",
    "ma fille elle a eu son bac, on a fait une fête avec les cousins",
]


def heard(texts, marked):
    return hears(READER, texts, READER.features(texts), embed(texts), np.array(marked)).tolist()


def test_a_turn_is_heard_by_its_words_where_the_markers_waver() -> None:
    assert heard(TURNS, [0.4, 0.4]) == [True, False]


def test_the_markers_weigh() -> None:
    assert heard(TURNS[1:] * 2, [0.001, 0.999]) == [False, True]


@pytest.mark.parametrize("turn", TURNS)
def test_a_person_decides_alone(turn) -> None:
    assert heard([turn, turn], [0.0, 1.0]) == [False, True]
