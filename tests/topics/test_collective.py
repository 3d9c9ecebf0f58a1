"""What obstacles of a case tell of each other's codes."""

import numpy as np
import pytest

from pipeline.topics import collective
from pipeline.topics.codebook import Places, file_under
from pipeline.topics.collective import REACH, TOLD, Company, read_together
from pipeline.topics.embed import embed
from pipeline.topics.learned import Head, topic_reader

ALONE, SESSION, NEAR, LIKE = range(TOLD)
NOWHERE = np.log(0.5)
"""What nobody tells, of two codes."""


def told(sessions, turns, vectors, probable):
    return Company(sessions, turns, np.array(vectors, float), np.zeros(len(vectors[0]))).tell(np.array(probable), 2)


def test_a_text_without_others_is_told_nothing() -> None:
    only = told(["s"], [0], [[1, 0]], [[0.9, 0.1]])[0]
    assert np.allclose(only[:, 1:], NOWHERE)
    assert np.allclose(np.exp(only[:, ALONE]), [0.9, 0.1], atol=1e-3)


def test_its_own_reading_is_no_evidence_for_itself() -> None:
    one, other = ([[0.5, 0.5], [0.9, 0.1]], [[0.5, 0.5], [0.1, 0.9]])
    here, there = (told(["s", "s"], [0, 1], [[1, 0], [1, 0]], probable) for probable in (one, other))
    assert np.allclose(here[1, :, 1:], there[1, :, 1:])
    assert not np.allclose(here[0, :, 1:], there[0, :, 1:])


def test_another_session_is_near_nothing_but_may_be_in_like_words() -> None:
    probable = [[0.5, 0.5], [0.9, 0.1]]
    apart = told(["s", "t"], [0, 1], [[1, 0], [1, 0]], probable)[0]
    assert np.allclose(apart[:, [SESSION, NEAR]], NOWHERE)
    assert apart[0, LIKE] > NOWHERE > apart[1, LIKE]
    unlike = told(["s", "s"], [0, 1], [[1, 0], [0, 1]], probable)[0]
    assert np.allclose(unlike[:, LIKE], NOWHERE)
    assert unlike[0, SESSION] > NOWHERE
    assert unlike[0, NEAR] > NOWHERE


@pytest.mark.parametrize("gap", [1, 3, REACH, REACH + 1])
def test_the_nearer_the_more_it_tells(gap: int) -> None:
    close, far = (told(["s", "s"], [0, turn], [[1, 0], [0, 1]], [[0.5, 0.5], [0.9, 0.1]])[0, 0, NEAR] for turn in (gap, gap + 1))
    assert (close > far) == (gap <= REACH)
    assert (close > NOWHERE) == (gap <= REACH)


@pytest.fixture
def case():
    random, n = np.random.default_rng(4), 90
    vectors = random.normal(size=(n, 6))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return random.choice(["a", "b", "c"], n), np.arange(n), vectors, random.dirichlet(np.ones(5), n)


def test_the_order_of_the_rows_tells_nothing(case) -> None:
    sessions, turns, vectors, probable = case
    order = np.random.default_rng(5).permutation(len(turns))
    straight = Company(sessions, turns, vectors, np.zeros(6)).tell(probable, 5)
    mixed = Company(sessions[order], turns[order], vectors[order], np.zeros(6)).tell(probable[order], 5)
    assert np.allclose(straight[order], mixed)


def test_several_readings_side_by_side_are_each_as_alone(case) -> None:
    sessions, turns, vectors, probable = case
    company = Company(sessions, turns, vectors, np.zeros(6))
    both = company.tell(np.hstack([probable, probable[::-1]]), 5)
    assert np.allclose(both[:, :5], company.tell(probable, 5))
    assert np.allclose(both[:, 5:], company.tell(probable[::-1], 5))


def test_blocks_are_no_seams_and_many_texts_are_looked_through_in_part(case, monkeypatch) -> None:
    sessions, turns, vectors, probable = case
    company = Company(sessions, turns, vectors, np.zeros(6))
    whole = company.tell(probable, 5)
    monkeypatch.setattr(collective, "_BLOCK", 7)
    assert np.allclose(company.tell(probable, 5), whole)
    monkeypatch.setattr(collective, "MOST", 30)
    part = company.tell(probable, 5)
    assert np.allclose(part[..., :LIKE], whole[..., :LIKE])
    assert np.isfinite(part).all()


def test_codes_exclude_each_other(case) -> None:
    sessions, turns, vectors, probable = case
    told_of = Company(sessions, turns, vectors, np.zeros(6)).tell(probable, 5)
    read = read_together(told_of, Head(np.array([[1.0], [-0.5], [0.7], [0.6]]), np.zeros(5)))
    assert np.allclose(read.sum(axis=1), 1)
    assert (read >= 0).all()


@pytest.mark.parametrize("code", [0, 1])
def test_who_is_torn_goes_with_what_was_just_said(code: int) -> None:
    """With the weights that ship, on two codes that are as frequent."""
    reader = topic_reader()
    assert reader is not None
    probable = np.full((2, 2), 0.5)
    probable[0] = 0.05
    probable[0, code] = 0.95
    told_of = Company(["s", "s"], [3, 4], np.eye(2), np.zeros(2)).tell(probable, 2)
    read = read_together(told_of, Head(reader.heads["together"].weights, np.zeros(2)))
    assert read.argmax(axis=1).tolist() == [code, code]


def test_a_case_is_read_together_and_its_order_changes_nothing() -> None:
    texts = ["personne nous avait prévenus du changement", "et nous aussi c'est pareil, toujours", "y a pas un sou pour les travaux"]
    places = Places(["s", "s", "t"], [4, 5, 30])
    alone, both = (file_under(texts, embed(texts), confidence=0.0, places=place) for place in (None, places))
    assert not np.allclose(alone.scores, both.scores)
    back = file_under(texts[::-1], embed(texts[::-1]), confidence=0.0, places=Places(places.sessions[::-1], places.turns[::-1]))
    assert back.codes == both.codes[::-1]
    assert np.allclose(back.scores[::-1], both.scores)
