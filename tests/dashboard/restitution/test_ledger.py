"""No two versions of a figure tell on fewer than k persons."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.restitution.ledger import HIDDEN, Figure, hide, settle, settle_all
from pipeline.disclosure import share_word

K = 3
PRESENT = 9
groups = st.lists(st.frozensets(st.integers(0, PRESENT - 1).map(str)), min_size=2, max_size=8)


def figure(persons):
    return Figure(word=share_word(len(persons), PRESENT) if len(persons) >= K else HIDDEN, persons=persons)


def versions_of(spoken):
    shown = []
    for persons in spoken:
        shown.append(settle_all({"bar/x": figure(persons)}, shown, K))
    return [one["bar/x"] for one in shown]


@given(groups)
def test_any_two_versions_say_the_same_or_differ_by_k_persons(spoken):
    for one, other in combinations(versions_of(spoken), 2):
        assert one.word == other.word or len(one.persons ^ other.persons) >= K


@given(groups)
def test_a_word_never_stands_on_fewer_than_k(spoken):
    for shown in versions_of(spoken):
        assert shown.word == HIDDEN or len(shown.persons) >= K


@given(groups)
def test_what_is_shown_is_what_was_counted_now_or_in_an_earlier_version(spoken):
    for rank, shown in enumerate(versions_of(spoken)):
        assert shown in [figure(persons) for persons in spoken[: rank + 1]]


@given(st.frozensets(st.integers(0, PRESENT - 1).map(str), min_size=K))
def test_k_new_persons_are_enough(persons):
    more = persons | {f"new {n}" for n in range(K)}
    assert settle(figure(more), [figure(persons)], K) == figure(more)


def test_the_same_person_has_another_hash_in_another_figure():
    counted = {"bar/x": figure(frozenset("123")), "bar/y": figure(frozenset("123"))}
    hidden = hide(counted, lambda text: f"<{text}>")
    assert not hidden["bar/x"].persons & hidden["bar/y"].persons
    assert [one.word for one in hidden.values()] == [one.word for one in counted.values()]
