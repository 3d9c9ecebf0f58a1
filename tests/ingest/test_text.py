from datetime import time, timedelta
from math import isnan

import pytest

from pipeline.ingest.text import fold, seconds


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("00:01:12", 72), ("01:02:03,500", 3723.5), ("01:02:03.250", 3723.25), ("02:03", 123), ("[00:07]", 7), ("12,5", 12.5), ("7 s", 7),
        (7, 7), (7.25, 7.25), (time(0, 1, 12, 500_000), 72.5), (timedelta(minutes=2), 120),
    ],
)  # fmt: skip
def test_seconds(value, expected):
    assert seconds(value) == expected


@pytest.mark.parametrize("value", ["", "plus tard", None, True, -3, float("inf"), float("nan"), "-00:01:00", [], "1e9"])
def test_no_seconds(value):
    assert isnan(seconds(value))


@pytest.mark.parametrize(
    ("label", "folded"), [("Hélène", "helene"), ("d’Estaing", "d estaing"), ("Jean-Luc  P.", "jean luc p."), ("ŒUVRE", "oeuvre")]
)
def test_fold(label, folded):
    assert fold(label) == folded
