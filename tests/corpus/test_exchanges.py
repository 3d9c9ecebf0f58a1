"""The short exchanges: readable, varied, sober, and none of them from a session."""

from itertools import pairwise

import pytest

from pipeline.errors import GoldError
from pipeline.gold import gold_folders, gold_lines
from pipeline.resources import resource
from pipeline.tables import FAMILIES
from pipeline.training.exchanges import exchange, read_exchanges

CORPUS = resource("data", "corpus")
EXCHANGES = read_exchanges(CORPUS / "exchanges")
TURNS = [turn for turns in EXCHANGES for turn in turns]


def test_every_exchange_is_short_and_two_speak() -> None:
    assert len(TURNS) > 3000
    assert all(1 < len(turns) < 13 for turns in EXCHANGES)
    assert sum(len({turn.speaker for turn in turns}) > 1 for turns in EXCHANGES) / len(EXCHANGES) > 0.98


def test_they_are_sober_and_no_family_is_missing() -> None:
    assert 0.4 < sum(not turn.markers for turn in TURNS) / len(TURNS) < 0.6
    for family, categories in FAMILIES.items():
        assert sum(bool(turn.markers & set(categories)) for turn in TURNS) > 60, family


def test_they_are_written_once_and_taken_from_no_session() -> None:
    long = [[turn.text for turn in turns if len(turn.text.split()) > 5] for turns in EXCHANGES]
    # a twin may take up the scene of the exchange before it
    fresh = [text for before, own in pairwise([[], *long]) for text in own if text not in before]
    assert len(set(fresh)) > 0.99 * len(fresh)
    said = {line["text"] for folder in gold_folders(CORPUS) for path in folder.glob("*.gold.jsonl") for line in gold_lines(path)}
    assert not said & set(fresh)


def test_twins_end_differently() -> None:
    for path in sorted((CORPUS / "exchanges").glob("twins-*.txt")):
        blocks = [block.splitlines() for block in path.read_text("utf-8").split("\n\n") if block.strip()]
        ends = [exchange(lines, path.name)[-1] for lines in blocks]
        told = [(end.markers, end.opposed >= 0, end.trap, end.obstacle) for end in ends]
        pairs = list(zip(told[::2], told[1::2], strict=True))
        assert sum(one != other for one, other in pairs) > 0.98 * len(pairs) > 250, path.name


@pytest.mark.parametrize("line", ["Nadia | bonjour", "Nadia | | peur", "Nadia | oui | colere", "Nadia | non | vs=0"])
def test_a_line_that_is_no_turn_is_refused(line: str) -> None:
    with pytest.raises(GoldError):
        exchange([line])
