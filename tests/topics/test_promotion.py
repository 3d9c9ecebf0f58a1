import tomllib

import pytest

from pipeline.errors import ResourceError
from pipeline.resources import resource
from pipeline.topics.promotion import add_obstacle

TURNS = ["euh franchement l'ascenseur du bâtiment il tombe en panne toutes les semaines et personne vient", "c'est la honte"]
OWN = [
    "le distributeur est encore cassé, on fait la queue en bas",
    "le chauffage a lâché deux fois cet hiver",
    "la navette, elle part quand elle veut",
]


def add(*, label="Ça tombe toujours en panne", description="Ce dont on dépend lâche souvent.", examples=OWN, turns=TURNS) -> str:
    codebook = resource("models", "codebook", "obstacles.toml").read_text("utf-8")
    return add_obstacle(codebook, label=label, description=description, examples=examples, turns=turns)


def test_an_entry_has_what_the_codebook_asks_for() -> None:
    before, after = tomllib.loads(resource("models", "codebook", "obstacles.toml").read_text("utf-8")), tomllib.loads(add())
    assert after["version"] == before["version"] + 1
    assert after["obstacles"][:-1] == before["obstacles"]
    assert after["obstacles"][-1]["code"] == "ca_tombe_toujours_en_panne"
    assert after["obstacles"][-1]["examples"] == OWN
    assert not {"description", "label", "cues", "causes", "questions"} - set(after["obstacles"][-1])


@pytest.mark.parametrize(
    "copied",
    [
        "l'ascenseur du bâtiment il tombe en panne toutes les semaines",
        "L’ASCENSEUR du batiment, il tombe en panne",
        "l'ascenseur du hall il tombe en panne toutes les nuits et personne vient",
        "C'est la honte !",
    ],
)
def test_a_persons_words_are_refused_and_not_repeated(copied) -> None:
    with pytest.raises(ResourceError, match="example 3") as refused:
        add(examples=[*OWN[:2], copied])
    assert "panne" not in str(refused.value)
    assert "honte" not in str(refused.value)


@pytest.mark.parametrize("lack", [{"label": "…"}, {"description": " "}, {"examples": OWN[:2]}, {"label": "Information"}])
def test_an_entry_that_lacks_something_is_refused(lack) -> None:
    with pytest.raises(ResourceError):
        add(**lack)
