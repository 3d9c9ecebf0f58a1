"""The short exchanges: readable, varied, sober, and none of them from a session."""

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
    long = [turn.text for turn in TURNS if len(turn.text.split()) > 5]
    assert len(set(long)) > 0.99 * len(long)
    said = {line["text"] for folder in gold_folders(CORPUS) for path in folder.glob("*.gold.jsonl") for line in gold_lines(path)}
    assert not said & set(long)


@pytest.mark.parametrize("line", ["Nadia | bonjour", "Nadia | | peur", "Nadia | oui | colere", "Nadia | non | vs=0"])
def test_a_line_that_is_no_turn_is_refused(line: str) -> None:
    with pytest.raises(GoldError):
        exchange([line])
