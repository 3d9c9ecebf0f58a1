"""Calm talk: long enough to be a session, hurting nobody, and none of it from a session or an exchange."""

import pytest

from pipeline.gold import gold_folders, gold_lines
from pipeline.resources import resource
from pipeline.tables import FAMILIES
from pipeline.training.exchanges import read_exchanges

CORPUS = resource("data", "corpus")
TALKS = read_exchanges(CORPUS / "calm")
TURNS = [turn for turns in TALKS for turn in turns]


def test_each_is_a_session_in_which_several_speak() -> None:
    assert len(TALKS) >= 36
    assert all(20 < len(turns) < 40 and len({turn.speaker for turn in turns}) > 1 for turns in TALKS)


@pytest.mark.parametrize("family", ["violence", "colere"])
def test_nobody_is_hurt_and_nobody_angry(family: str) -> None:
    assert not any(turn.markers & set(FAMILIES[family]) for turn in TURNS)


def test_most_of_it_is_no_act_and_half_of_it_is_heard_by_a_machine() -> None:
    assert sum(not turn.markers for turn in TURNS) / len(TURNS) > 0.7
    automatic = [turns for turns in TALKS if turns[0].speaker.startswith("locuteur")]
    assert 0.4 < len(automatic) / len(TALKS) < 0.6
    assert all(turn.text == turn.text.lower() for turns in automatic for turn in turns)


def test_it_is_written_once_and_taken_from_nowhere_else() -> None:
    long = [turn.text for turn in TURNS if len(turn.text.split()) > 5]
    assert len(set(long)) > 0.99 * len(long)
    said = {line["text"] for folder in gold_folders(CORPUS) for path in folder.glob("*.gold.jsonl") for line in gold_lines(path)}
    said |= {turn.text for turns in read_exchanges(CORPUS / "exchanges") for turn in turns}
    assert not said & set(long)
