"""What is said outright is read in short sessions too, and strong words that hurt nobody are not."""

import pytest

INTRODUCED = [
    ("p1", "bonsoir à tous, on commence par un tour de table"),
    ("p2", "moi c'est nadia, j'habite au troisième"),
    ("p3", "moi c'est marc euh je suis gardien depuis quinze ans"),
    ("p2", "ben justement parlons-en, tu sers à rien, t'es un fainéant, tout le monde le dit"),
    ("p3", "non je suis pas d'accord, la poubelle c'est pas moi c'est la société"),
    ("p2", "ok pardon, j'aurais pas dû dire ça comme ça"),
]
ALONE = [("p1", "t'es qu'un incapable, tu l'as toujours été, dégage d'ici")]
COOKING = [
    ("p1", "alors tu mets le beurre dans la casserole"),
    ("p2", "putain il est chaud ton truc"),
    ("p1", "ouais attends je suis con j'ai mis à fond, baisse"),
    ("p2", "voilà et après le sucre"),
    ("p2", "ma grand-mère elle gueulait quand je faisais ça"),
]


@pytest.mark.parametrize(("said", "hurting"), [(INTRODUCED, {3}), (ALONE, {0}), (COOKING, set())])
def test_violence_in_a_short_session(trained, said: list[tuple[str, str]], hurting: set[int]) -> None:
    markers = trained(*said)["markers"]
    found = markers.loc[markers["active"] & (markers["family"] == "violence"), "turn_id"]
    assert set(found) == {f"s:{rank}" for rank in hurting}
