"""Single remarks, plainly said: short, of all sorts, those to learn from apart from those to measure on."""

import pytest

from pipeline.resources import resource
from pipeline.tables import FAMILIES, FAMILY_OF
from pipeline.topics.codebook import load_codebook
from pipeline.training.exchanges import read_exchanges

CORPUS = resource("data", "corpus")
LEARNED, UNREAD = read_exchanges(CORPUS / "remarks"), read_exchanges(CORPUS / "remarks-test")


def test_there_are_many() -> None:
    assert len(LEARNED) >= 2300
    assert len(UNREAD) >= 330


@pytest.mark.parametrize("remarks", [LEARNED, UNREAD], ids=["learned", "unread"])
class TestRemarks:
    def test_each_is_short_and_has_one_answer_at_most(self, remarks: list) -> None:
        assert {len(turns) for turns in remarks} == {1, 2}
        lengths = sorted(len(turn.text.split()) for turns in remarks for turn in turns)
        assert 6 <= lengths[len(lengths) // 2] <= 18
        assert lengths[-1] <= 30

    def test_all_that_can_be_marked_is_among_them_and_no_family_rules(self, remarks: list) -> None:
        turns = [turn for block in remarks for turn in block]
        assert set().union(*(turn.markers for turn in turns)) == set(FAMILY_OF)
        assert {turn.obstacle for turn in turns} - {""} == set(load_codebook().labels)
        for categories in FAMILIES.values():
            assert 0.05 < sum(bool(turn.markers & set(categories)) for turn in turns) / len(turns) < 0.25
        assert 0.1 < sum(turn.trap for turn in turns) / len(turns) < 0.2
        assert sum(not turn.markers and not turn.trap for turn in turns) / len(turns) > 0.1

    def test_half_are_as_an_automatic_transcript_has_them(self, remarks: list) -> None:
        turns = [turn.text for block in remarks for turn in block]
        bare = sum(text == text.lower() and text[-1].isalnum() for text in turns)
        assert 0.35 < bare / len(turns) < 0.65


def test_no_remark_to_measure_on_is_learned_from(said_twice) -> None:
    assert not said_twice(LEARNED, UNREAD)
    assert said_twice(LEARNED, LEARNED[:3])
