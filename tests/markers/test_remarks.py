"""Plain remarks that nobody who wrote a rule has read: what is said outright in few words is found, by itself and in a list of such."""

import pytest

from pipeline import tables
from pipeline.resources import resource
from pipeline.training.exchanges import FACILITATORS, read_exchanges

REMARKS = read_exchanges(resource("data", "corpus", "remarks-test"))

TURNS = [turn for remark in REMARKS for turn in remark]
GOLD = {(f"s:{row}", tables.FAMILY_OF[marker]) for row, turn in enumerate(TURNS) for marker in turn.markers}


@pytest.fixture(scope="module")
def families_found(trained):
    """The families found of each turn, where the session of each is given."""
    said = [("p9" if turn.speaker.lower() in FACILITATORS else turn.speaker, turn.text) for turn in TURNS]

    def find(session_ids):
        read = trained(*said, session_id=session_ids)["markers"]
        return set(read.loc[read["active"], ["turn_id", "family"]].itertuples(index=False, name=None))

    return find


def f1(marked, family):
    gold, own = ({row for row in rows if row[1] == family} for rows in (GOLD, marked))
    return 2 * len(gold & own) / (len(gold) + len(own))


@pytest.fixture(scope="module")
def apart(families_found):
    return families_found([f"s{number}" for number, remark in enumerate(REMARKS) for _ in remark])


@pytest.mark.parametrize(
    ("family", "least"),
    [("desaccord", 0.6), ("violence", 0.65), ("colere", 0.75), ("retenue", 0.5), ("obstacle", 0.45), ("cooperation", 0.6)],
)
def test_each_family_is_read_in_a_remark_by_itself(apart, family: str, least: float) -> None:
    assert f1(apart, family) > least


def test_few_traps_fool_it(apart) -> None:
    traps = {f"s:{row}" for row, turn in enumerate(TURNS) if turn.trap}
    assert len({turn_id for turn_id, _ in apart - GOLD} & traps) < 0.25 * len(traps)


def test_a_list_of_remarks_is_read_too(families_found) -> None:
    together = families_found(["s"] * len(TURNS))
    assert sum(f1(together, family) for family in tables.FAMILIES) / len(tables.FAMILIES) > 0.58
