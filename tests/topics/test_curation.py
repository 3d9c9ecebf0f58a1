"""Tables in, tables out: eight ideas on three axes, as found in two topics, and decisions laid over."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tables
from pipeline.topics.curation import Lost, curate, standing
from pipeline.topics.filing import Topic

AXES = np.eye(3)[[0, 0, 0, 1, 1, 1, 2, 2]]
IDEAS = pd.DataFrame(
    {"segment_id": [f"s{rank}" for rank in range(8)], "facet": "obstacle", "text": [f"la porte {rank} reste fermée" for rank in range(8)]}
)
CODES = {"information": "L'information n'arrive pas", "moyens": "Les moyens manquent"}


def topic(topic_id: str, *members: int) -> Topic:
    ranks = np.array(members)
    return Topic(topic_id, "obstacle", "discovered", topic_id, 0.9, AXES[ranks].mean(0), ranks, np.full(len(ranks), 0.9))


FOUND = [topic("obstacle-1", 0, 1, 2), topic("obstacle-2", 3, 4, 5)]


def table(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Decisions of kind, target_id, value, the first typed first."""
    return tables.build(
        "decisions",
        [
            {"decision_id": f"d{rank}", "stage": "topics", "kind": kind, "target_id": target, "value": value, "author": "compte"}
            | {"at": f"2025-03-{rank + 1:02}T10:00:00Z"}
            for rank, (kind, target, value) in enumerate(rows)
        ],
    )


def laid(decisions: pd.DataFrame, vectors: np.ndarray = AXES):
    return curate(FOUND, ideas=IDEAS, vectors=vectors, decisions=standing(decisions), codes=CODES, alike=0.8)


def members(curated) -> dict[str, list[int]]:
    return {one.topic_id: one.members.tolist() for one in curated.topics}


WHOLE = {"obstacle-1": [0, 1, 2], "obstacle-2": [3, 4, 5]}


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([], WHOLE),
        ([("merge", "obstacle-2", "obstacle-1")], {"obstacle-1": [0, 1, 2, 3, 4, 5]}),
        ([("merge", "obstacle-2", "moyens")], {"obstacle-1": [0, 1, 2], "moyens": [3, 4, 5]}),
        ([("split", "obstacle-1", "s0 s2")], {"obstacle-1": [1], "obstacle-2": [3, 4, 5], "obstacle-1/d0": [0, 2]}),
        ([("split", "obstacle-1", "s0"), ("merge", "obstacle-1/d0", "obstacle-2")], {"obstacle-1": [1, 2], "obstacle-2": [0, 3, 4, 5]}),
        # what is like a moved segment follows, and nothing else
        ([("move", "s6", "obstacle-1")], {"obstacle-1": [0, 1, 2, 6, 7], "obstacle-2": [3, 4, 5]}),
        ([("move", "s0", "obstacle-2"), ("move", "s1", "obstacle-1")], {"obstacle-1": [1], "obstacle-2": [0, 2, 3, 4, 5]}),
        ([("move", "s0", "")], {"obstacle-1": [1, 2], "obstacle-2": [3, 4, 5]}),
        ([("move", "s6", "obstacle-2"), ("merge", "obstacle-2", "obstacle-1")], {"obstacle-1": [0, 1, 2, 3, 4, 5, 6, 7]}),
        ([("merge", "obstacle-2", "obstacle-1"), ("undo", "d0", "")], WHOLE),
        ([("merge", "obstacle-2", "obstacle-1"), ("undo", "d0", ""), ("undo", "d1", "")], {"obstacle-1": [0, 1, 2, 3, 4, 5]}),
    ],
)
def test_what_lies_where(rows, wanted) -> None:
    assert members(laid(table(*rows))) == wanted


@pytest.mark.parametrize(
    "row",
    [
        ("rename", "obstacle-9", "Nom"),
        ("merge", "obstacle-1", "obstacle-9"),
        ("merge", "obstacle-1", "obstacle-1"),
        ("split", "obstacle-1", "s3 s99"),
        ("move", "s99", "obstacle-1"),
        ("move", "s0", "obstacle-9"),
        ("promote", "obstacle-9", ""),
        ("undo", "d9", ""),
        ("effacer", "obstacle-1", ""),
        # an obstacle takes no position
        ("stance", "s0", "pour"),
        ("stance", "s99", "contre"),
    ],
)
def test_what_speaks_of_nothing_is_counted_and_changes_nothing(row) -> None:
    curated = laid(table(row))
    assert members(curated) == WHOLE
    assert curated.ignored == 1


def test_a_ring_of_merges_is_left_open() -> None:
    curated = laid(table(("merge", "obstacle-1", "obstacle-2"), ("merge", "obstacle-2", "obstacle-1")))
    assert members(curated) == {"obstacle-2": [0, 1, 2, 3, 4, 5]}
    assert curated.ignored == 1


def test_what_nobody_touched_is_as_it_was_found() -> None:
    first, second = laid(table(("move", "s6", "obstacle-2"))).topics
    assert (first.stability, first.origin, first.label) == (0.9, "discovered", "obstacle-1")
    assert np.isnan(second.stability)


def test_a_promoted_topic_draws_its_likes() -> None:
    near = AXES.copy()
    near[6] = [0.1, 0.99, 0.1]
    curated = laid(table(("promote", "obstacle-2", "La cour est fermée")), near / np.linalg.norm(near, axis=1, keepdims=True))
    assert members(curated) == {"obstacle-1": [0, 1, 2], "obstacle-2": [3, 4, 5, 6]}
    assert (curated.topics[-1].label, curated.topics[-1].origin) == ("La cour est fermée", "person")


def test_a_topic_that_is_not_found_cannot_be_promoted() -> None:
    curated = laid(table(("promote", "obstacle-7", "La cour est fermée")))
    assert members(curated) == WHOLE
    assert curated.ignored == 1


def test_a_correction_stays_in_its_case() -> None:
    before = members(laid(table()))
    laid(table(("move", "s6", "obstacle-1"), ("promote", "obstacle-2", "")))
    assert members(laid(table())) == before


ROWS = st.sampled_from(
    [
        ("rename", "obstacle-1", "Nom"),
        ("rename", "obstacle-1", "Autre nom"),
        ("merge", "obstacle-1", "obstacle-2"),
        ("merge", "obstacle-2", "moyens"),
        ("merge", "moyens", "obstacle-1"),
        ("split", "obstacle-1", "s0 s1"),
        ("split", "obstacle-2", "s4"),
        ("move", "s0", "obstacle-2"),
        ("move", "s6", "obstacle-1"),
        ("move", "s6", ""),
        ("promote", "obstacle-2", ""),
        ("undo", "d1", ""),
    ]
)


def same(one, other) -> None:
    assert members(one) == members(other)
    assert [topic.label for topic in one.topics] == [topic.label for topic in other.topics]


@given(st.lists(ROWS, max_size=6), st.randoms())
def test_the_order_of_the_rows_means_nothing(rows, random) -> None:
    decisions = table(*rows)
    shuffled = decisions.sample(frac=1, random_state=random.randrange(1000)).reset_index(drop=True)
    same(laid(decisions), laid(shuffled))


APART = [("rename", "obstacle-1", "Nom"), ("merge", "obstacle-2", "moyens"), ("move", "s0", "obstacle-2"), ("move", "s6", "moyens")]


@given(st.permutations(APART))
def test_decisions_about_different_things_may_be_typed_in_any_order(rows) -> None:
    same(laid(table(*rows)), laid(table(*APART)))


@given(st.lists(ROWS, max_size=6))
def test_every_idea_lies_in_one_topic_at_most(rows) -> None:
    everywhere = [rank for ranks in members(laid(table(*rows))).values() for rank in ranks]
    assert len(everywhere) == len(set(everywhere))


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (("merge", "obstacle-1", "obstacle-7"), {"obstacle-2": [3, 4, 5], "obstacle-7": [0, 1, 2]}),
        (("merge", "obstacle-7", "obstacle-1"), WHOLE),
        (("move", "s6", "obstacle-7"), {**WHOLE, "obstacle-7": [6, 7]}),
        # what a person keeps stays, though discovery has put a part of it elsewhere
        (("promote", "obstacle-7", ""), {"obstacle-1": [0, 1, 2], "obstacle-2": [4, 5], "obstacle-7": [3, 6, 7]}),
    ],
)
def test_a_topic_that_was_not_found_again_can_be_spoken_of(row, wanted) -> None:
    lost = [Lost("obstacle-7", "obstacle", np.array([3, 6]))]
    left = curate(FOUND, ideas=IDEAS, vectors=AXES, decisions=standing(table(row)), codes=CODES, alike=0.8, lost=lost)
    assert members(left) == wanted
    assert left.ignored == 0
