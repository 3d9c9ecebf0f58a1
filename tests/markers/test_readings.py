import pytest

from pipeline.markers.readings import COLUMNS, polarity, shares
from pipeline.tables import FAMILIES


@pytest.mark.parametrize(
    ("families", "expected"),
    [
        (set(), "neutre"),
        ({"colere", "retenue", "obstacle"}, "neutre"),
        ({"desaccord"}, "constructif"),
        ({"cooperation", "colere"}, "constructif"),
        ({"violence", "cooperation"}, "violent"),
    ],
)
def test_polarity(families, expected):
    assert polarity(families) == expected


def test_every_family_has_a_column():
    assert set(COLUMNS.values()) == set(FAMILIES)


def test_shares_add_up_as_noisy_or():
    read = shares([("obstacle", 0.5), ("obstacle", 0.5), ("colere", 0.9)])
    assert read["p_obstacle"] == pytest.approx(0.75)
    assert read["p_anger"] == pytest.approx(0.9)
    assert read["p_violent"] == 0
