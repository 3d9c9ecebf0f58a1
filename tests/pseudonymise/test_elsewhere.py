"""What a word is elsewhere in its case."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.pseudonymise.elsewhere import _elsewhere, case_reader, described
from pipeline.pseudonymise.text import Passage, Span
from pipeline.pseudonymise.windows import KINDS


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1, width=16)), min_size=1, max_size=30))
def test_the_mean_and_the_greatest_of_the_other_places(rows: list[tuple[int, float]]) -> None:
    ids = np.unique([word for word, _ in rows], return_inverse=True)[1]
    values = np.array([[value] for _, value in rows])
    often, mean, most = _elsewhere(ids, values)
    for place, word in enumerate(ids):
        others = [values[other, 0] for other in range(len(ids)) if ids[other] == word and other != place]
        assert np.isclose(often[place, 0], np.log(len(others) + 1))
        assert np.isclose(mean[place, 0], np.mean(others) if others else 0)
        assert np.isclose(most[place, 0], max(others, default=0))


def test_what_is_said_in_no_other_turn_has_nothing_elsewhere() -> None:
    passages = [Passage("on va au relais"), Passage("Le Relais ferme")]
    likely = np.full((7, len(KINDS)), 0.25)
    both = described(passages, [[], []], likely)
    first = described(passages[:1], [[]], likely[:4])
    same = (both[:4] == first).all(1)
    assert same.tolist() == [True, True, True, False]


def test_what_the_recogniser_sees_in_another_turn_counts() -> None:
    passages = [Passage("on va au relais"), Passage("le relais ferme")]
    likely = np.full((7, len(KINDS)), 0.25)
    seen = described(passages, [[], [Span(3, 9, "ORG", 0.5, "ner")]], likely)
    unseen = described(passages, [[], []], likely)
    assert (seen[:3] == unseen[:3]).all()
    assert (seen[3] != unseen[3]).any()


def test_the_stored_reader_reads_what_is_described() -> None:
    reader = case_reader()
    assert reader is not None
    assert reader.scores(described([Passage("oui")], [[]], np.full((1, len(KINDS)), 0.25))).shape == (1, len(KINDS))
