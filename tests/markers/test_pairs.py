"""Which earlier turn a turn answers: who may be answered, and what the trained reader makes of it."""

import numpy as np
import pytest

from pipeline.markers import utterances
from pipeline.markers.pairs import REACH, Answering, pairs_of
from pipeline.markers.reader import READERS
from pipeline.markers.scores import LABELS
from pipeline.network import NOTHING

SAID = [
    ("p9", "Animatrice", "Qui veut commencer ?"),
    ("p1", "Nadia", "On devrait fermer le hall à vingt heures, comme ça plus personne traîne."),
    ("p3", "Bruno", "Moi je passe le balai le matin."),
    ("", "", "(une porte)"),
    ("p2", "Marc", "Non, Nadia, le hall il est à tout le monde, on ferme rien du tout."),
    ("p2", "Marc", "Voilà."),
]


@pytest.fixture(scope="module")
def session():
    who, labels, texts = zip(*SAID, strict=True)
    return utterances(texts, who, [speaker == "p9" for speaker in who], labels)


def pairs(session):
    n = len(session)
    return pairs_of(
        session,
        np.eye(n, 512, dtype=np.float32),
        np.eye(n, 4, dtype=np.float32),
        np.zeros((n, len(LABELS)), dtype=np.float32),
        frozenset({"hall", "ferme"}),
    )


def test_candidates_are_earlier_turns_of_others(session):
    found = pairs(session)
    for turn, candidate in zip(found.turn, found.candidate, strict=True):
        assert 0 < turn - candidate <= REACH
        assert session[turn].speaker_id != session[candidate].speaker_id
        assert session[turn].speaker_id
        assert session[candidate].speaker_id
    assert {(4, 2), (4, 1), (4, 0), (5, 2)} <= set(zip(found.turn.tolist(), found.candidate.tolist(), strict=True))


def test_nobody_is_answered_out_of_reach():
    who = [f"p{i}" for i in range(REACH + 3)]
    found = pairs(utterances(["oui"] * len(who), who, [False] * len(who)))
    assert (found.turn - found.candidate).max() == REACH


def test_without_candidates_nothing_is_opposed():
    alone = utterances(["non", "non"], ["p1", "p1"], [False, False])
    candidate, p = Answering(NOTHING, 0.5).opposed(pairs(alone), 2)
    assert candidate.tolist() == [-1, -1]
    assert p.tolist() == [0, 0]


def test_a_contradiction_is_set_against_what_was_claimed():
    who, labels, texts = zip(*(SAID[i] for i in (0, 1, 4, 5)), strict=True)
    reader = READERS["trained"]()
    assert reader is not None
    read = reader.probabilities(utterances(texts, who, [speaker == "p9" for speaker in who], labels))
    assert read.opposed[2] == 1
    assert read.opposed[0] == -1
    assert read.opposes[2] == max(read.opposes)
