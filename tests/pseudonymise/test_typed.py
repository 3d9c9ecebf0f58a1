"""Names in what is typed where nothing is sealed."""

import pytest

from pipeline.pseudonymise.typed import persons_in


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Voisinage, cour de Khadija Benmokhtar", ["Khadija Benmokhtar"]),
        ("Le départ de Sofiane\nLa dame du 7 et monsieur Tavernier", ["Sofiane", "Tavernier"]),
        ("Conflit de voisinage, quartier des Tilleuls", []),
        ("Habitants de la rue Victor Hugo, école Jules-Ferry", []),
        ("Que les parents et la mairie se parlent de la cantine", []),
        ("Rose Petit et les jeunes de Saint-Denis", ["Rose Petit"]),
        ("Pierre et Petit, la place", []),
        ("Club de foot : Nadia El Amrani, M. Petit", ["Nadia El Amrani", "Petit"]),
        ("Soignants de Marseille, résidence Jean Moulin", []),
        ("", []),
        (" \n ", []),
    ],
)
def test_who_is_named(text, wanted):
    assert persons_in(text) == wanted
