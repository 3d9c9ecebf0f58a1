import re

import numpy as np
import pytest

from pipeline.topics.codebook import Obstacle, file_under, load_codebook
from pipeline.topics.embed import embed

CODES = [
    "information",
    "decisions",
    "roles",
    "temps",
    "moyens",
    "ecoute",
    "sans_nous",
    "represailles",
    "cadre",
    "prejuges",
    "reconnaissance",
    "regles",
    "absents",
    "balle",
    "cloisonnement",
    "passe",
    "promesses",
    "charge",
    "langue",
    "lieu",
    "instabilite",
    "acces",
    "procedures",
]


def test_the_codes_of_the_method_are_all_there_once() -> None:
    assert [obstacle.code for obstacle in load_codebook().obstacles] == CODES


def test_fear_mistrust_and_prejudice_are_sensitive() -> None:
    assert load_codebook().sensitive == {"represailles", "cadre", "prejuges"}


@pytest.mark.parametrize("obstacle", load_codebook().obstacles, ids=lambda obstacle: obstacle.code)
def test_an_entry_is_complete(obstacle: Obstacle) -> None:
    assert re.fullmatch(r"[a-z_]+", obstacle.code)
    assert obstacle.label[0].isupper()
    assert not obstacle.label.endswith(".")
    assert obstacle.description.endswith(".")
    assert 4 <= len(obstacle.examples) <= 6
    assert obstacle.causes
    assert all(question.endswith("?") for question in obstacle.questions)
    assert all(re.compile(cue) for cue in obstacle.cues)


def test_no_example_stands_twice_and_no_label_either() -> None:
    obstacles = load_codebook().obstacles
    examples = [example for obstacle in obstacles for example in obstacle.examples]
    assert len(set(examples)) == len(examples)
    assert len(set(load_codebook().labels.values())) == len(obstacles)


@pytest.mark.parametrize("obstacle", load_codebook().obstacles, ids=lambda obstacle: obstacle.code)
def test_the_label_said_aloud_is_filed_under_its_code(obstacle: Obstacle) -> None:
    assert file_under([obstacle.label], embed([obstacle.label]), confidence=0.3).codes == [obstacle.code]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("personne nous avait prévenus du changement, on l'a appris sur place", "information"),
        ("ils ont tout décidé entre eux, on nous a pas consultés", "sans_nous"),
        ("c'est toujours les mêmes qui rangent les chaises", "charge"),
        ("on se renvoie la balle d'un service à l'autre", "balle"),
        ("on n'a pas le temps de se parler on court partout", "temps"),
        ("chacun reste dans son coin, on se coordonne pas", "cloisonnement"),
    ],
)
def test_what_is_plainly_said_is_filed(said: str, code: str) -> None:
    assert file_under([said], embed([said]), confidence=0.45).codes == [code]


@pytest.mark.parametrize("said", ["bonjour à tous", "le chat dort sur le canapé", "il a plu toute la nuit"])
def test_what_speaks_for_no_code_is_left_open(said: str) -> None:
    assert file_under([said], embed([said]), confidence=0.45).codes == [""]


def test_scores_and_stability_are_shares() -> None:
    texts = [example for obstacle in load_codebook().obstacles for example in obstacle.examples]
    filing = file_under(texts, embed(texts), confidence=0.45)
    assert ((filing.scores >= 0) & (filing.scores <= 1)).all()
    assert all(0 <= share <= 1 for share in filing.stability.values())


def test_without_segments_nothing_is_filed() -> None:
    assert file_under([], np.zeros((0, 512), np.float32), confidence=0.45).codes == []
