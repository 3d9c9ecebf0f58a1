"""Notes without a recording: lines by nobody in particular, the lists to learn from apart from those to measure on."""

import pytest

from pipeline.resources import resource
from pipeline.tables import FAMILIES
from pipeline.topics.codebook import load_codebook
from pipeline.training.exchanges import read_exchanges

CORPUS = resource("data", "corpus")
LEARNED, UNREAD = read_exchanges(CORPUS / "notes"), read_exchanges(CORPUS / "notes-test")


@pytest.mark.parametrize(("lists", "fewest"), [(LEARNED, 28), (UNREAD, 16)])
def test_each_is_an_evening_in_which_nobody_is_named(lists: list, fewest: int) -> None:
    assert len(lists) >= fewest
    assert all(6 <= len(lines) <= 18 for lines in lists)
    assert all(line.speaker == "" and line.opposed < 0 for lines in lists for line in lines)


@pytest.mark.parametrize("lists", [LEARNED, UNREAD])
def test_some_hold_many_obstacles_and_some_few(lists: list) -> None:
    shares = [sum(bool(line.obstacle) for line in lines) / len(lines) for lines in lists]
    assert min(shares) < 0.25
    assert max(shares) > 0.7
    codes = {line.obstacle for lines in lists for line in lines} - {""}
    assert codes == set(load_codebook().labels)
    for categories in FAMILIES.values():
        assert any(line.markers & set(categories) for lines in lists for line in lines)


def test_no_line_to_measure_on_is_learned_from() -> None:
    assert not {line.text for lines in LEARNED for line in lines} & {line.text for lines in UNREAD for line in lines}
