"""Plain short sessions: people who answer each other in ordinary words, those to learn from apart from those to measure on."""

import pytest

from pipeline.resources import resource
from pipeline.tables import FAMILIES, FAMILY_OF
from pipeline.topics.codebook import load_codebook
from pipeline.training.exchanges import FACILITATORS, read_exchanges

CORPUS = resource("data", "corpus")
LEARNED, UNREAD = read_exchanges(CORPUS / "plain"), read_exchanges(CORPUS / "plain-test")


def test_there_are_many() -> None:
    assert len(LEARNED) >= 100
    assert len(UNREAD) >= 16


@pytest.mark.parametrize("sessions", [LEARNED, UNREAD], ids=["learned", "unread"])
class TestPlainSessions:
    def test_each_is_a_short_session_with_a_facilitator_and_several_people(self, sessions: list) -> None:
        assert all(36 <= len(turns) <= 44 for turns in sessions)
        for turns in sessions:
            speakers = {turn.speaker.lower() for turn in turns}
            assert len(speakers & FACILITATORS) == 1
            assert 3 <= len(speakers - FACILITATORS) <= 9

    def test_all_that_can_be_marked_is_among_them_and_a_third_carries_nothing(self, sessions: list) -> None:
        turns = [turn for session in sessions for turn in session]
        assert set().union(*(turn.markers for turn in turns)) == set(FAMILY_OF)
        assert len({turn.obstacle for turn in turns} - {""}) >= len(load_codebook().labels) - 1
        for categories in FAMILIES.values():
            assert 0.02 < sum(bool(turn.markers & set(categories)) for turn in turns) / len(turns) < 0.2
        assert 0.05 < sum(turn.trap for turn in turns) / len(turns) < 0.15
        assert sum(not turn.markers and not turn.trap and turn.opposed < 0 for turn in turns) / len(turns) > 0.33

    def test_what_is_opposed_was_said_by_another(self, sessions: list) -> None:
        opposed = [(turns, turn) for turns in sessions for turn in turns if turn.opposed >= 0]
        assert opposed
        assert all(turns[turn.opposed].speaker != turn.speaker for turns, turn in opposed)

    def test_some_sessions_are_without_violence_and_half_are_as_a_machine_writes_them(self, sessions: list) -> None:
        violent = set(FAMILIES["violence"])
        assert any(not any(turn.markers & violent for turn in turns) for turns in sessions)
        bare = sum(all(turn.text == turn.text.lower() for turn in turns) for turns in sessions)
        assert 0.35 < bare / len(sessions) < 0.65


def test_no_turn_to_measure_on_is_learned_from(said_twice) -> None:
    assert not said_twice(LEARNED, UNREAD, least=5)
    assert said_twice(LEARNED, LEARNED[:3])
