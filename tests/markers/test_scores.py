"""What stands about a turn in its session."""

import numpy as np
import pytest

from pipeline.markers.scores import LABELS, Calibration, _of_speakers, facing, neighbourhood


def test_a_speaker_is_known_by_his_other_turns() -> None:
    rows = np.array([[1.0], [10.0], [3.0], [8.0]])
    others, last, share = _of_speakers(["a", "b", "a", "a"], rows)
    assert others.ravel().tolist() == [5.5, 0, 4.5, 2]
    assert last.ravel().tolist() == [0, 0, 1, 3]
    assert share.ravel().tolist() == [0.5, 0, 0.5, 0.5]


class Turn:
    def __init__(self, speaker_id: str, facilitator: bool = False) -> None:
        self.speaker_id, self.facilitator = speaker_id, facilitator


@pytest.mark.parametrize("n", [1, 2, 7])
def test_all_turns_are_told_alike(n: int) -> None:
    session = [Turn(f"s{rank % 3}", rank == 0) for rank in range(n)]
    scores = np.random.default_rng(0).random((n, len(LABELS)))
    around = neighbourhood(session, scores, np.zeros((n, 5)), np.ones((n, 2)), np.ones((n, 3)))
    assert around.shape == (n, neighbourhood(session[:1], scores[:1], np.zeros((1, 5)), np.ones((1, 2)), np.ones((1, 3))).shape[1])
    assert np.isfinite(around).all()


def test_what_follows_counts() -> None:
    session = [Turn("a"), Turn("b"), Turn("a"), Turn("c"), Turn("d")]
    scores = np.random.default_rng(1).random((5, len(LABELS)))
    other = scores.copy()
    other[1] = 0
    first, second = (neighbourhood(session, found, np.zeros((5, 1)), np.zeros((5, 1)), np.zeros((5, 0)))[0] for found in (scores, other))
    assert not np.allclose(first, second)


def test_without_a_network_only_the_scores_count() -> None:
    empty, zero, one = np.zeros(0), np.zeros(6), np.ones(6)
    calibration = Calibration(
        mean=zero, scale=one, second_hidden=empty, second_hidden_bias=empty, second_out=empty, second_out_bias=empty,
        second_mean=empty, second_scale=empty, trap_mean=np.zeros(1), trap_scale=np.ones(1), veto=np.array(0.0), slope=one, offset=zero,
        category_slope=np.ones(18), category_offset=np.zeros(18), bare=one, backed=one, sure=one,
    )  # fmt: skip
    scores = np.random.default_rng(2).random((3, len(LABELS)))
    assert np.allclose(calibration.probabilities(scores, np.ones((3, 4))), calibration.probabilities(scores, None))


def test_a_turn_alone_has_no_session_about_it() -> None:
    scores = np.random.default_rng(3).random((2, len(LABELS)))
    alone, beside = (
        neighbourhood([Turn(f"s{rank}") for rank in range(n)], scores[:n], np.zeros((n, 1)), np.zeros((n, 1)), np.zeros((n, 0)))
        for n in (1, 2)
    )
    rest = 8
    assert not alone[0, -rest:].any()
    assert (beside[0, -rest:] > 0).all()
    assert (beside[0, -rest:] < beside[1, :rest]).all()


def test_in_a_debate_the_turn_before_counts_and_no_other() -> None:
    random = np.random.default_rng(4)
    told = [random.random((4, columns)) for columns in (len(LABELS), len(LABELS), 2, 3, 5)]
    changed = [rows.copy() for rows in told]
    for rows in changed:
        rows[0] += 1
    before, after = facing(*told), facing(*changed)
    assert not np.allclose(before[1], after[1])
    assert np.allclose(before[2:], after[2:])
