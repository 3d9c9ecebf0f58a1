"""Plain remarks that nobody who wrote a rule has read: what is said outright in few words is found, by itself and in a list of such."""

import pytest

from pipeline import tables
from pipeline.markers import read_markers
from pipeline.resources import resource
from pipeline.settings import MarkersSettings
from pipeline.training.exchanges import FACILITATORS, read_exchanges

REMARKS = read_exchanges(resource("data", "corpus", "remarks-test"))


GOLD = {
    (f"{number}:{order}", tables.FAMILY_OF[marker])
    for number, remark in enumerate(REMARKS)
    for order, turn in enumerate(remark)
    for marker in turn.markers
}


def families_found(session_of):
    """The families found of each turn, where `session_of` a remark's number is the session that it stands in."""
    rows, people = [], {}
    for number, remark in enumerate(REMARKS):
        for order, turn in enumerate(remark):
            who = turn.speaker.lower()
            people[who] = tables.FACILITATOR if who in FACILITATORS else ""
            rows.append(
                {
                    "case_id": "cas", "session_id": session_of(number), "turn_id": f"{number}:{order}", "order": len(rows),
                    "speaker_id": who, "said_by": "", "start_s": float("nan"), "end_s": float("nan"), "text": turn.text,
                }
            )  # fmt: skip
    speakers = [
        {"case_id": "cas", "speaker_id": who, "label": who, "role": role, "subgroup": "", "resolved": True} for who, role in people.items()
    ]
    read = read_markers(
        turns=tables.build("turns", rows),
        speakers=tables.build("speakers", speakers),
        decisions=tables.build("decisions"),
        settings=MarkersSettings(),
    )["markers"]
    return set(read.loc[read["active"], ["turn_id", "family"]].itertuples(index=False, name=None))


def f1(marked, family):
    gold, own = ({row for row in rows if row[1] == family} for rows in (GOLD, marked))
    return 2 * len(gold & own) / (len(gold) + len(own))


@pytest.fixture(scope="module")
def apart():
    return families_found(str)


@pytest.mark.parametrize(
    ("family", "least"),
    [("desaccord", 0.6), ("violence", 0.65), ("colere", 0.75), ("retenue", 0.5), ("obstacle", 0.45), ("cooperation", 0.6)],
)
def test_each_family_is_read_in_a_remark_by_itself(apart, family: str, least: float) -> None:
    assert f1(apart, family) > least


def test_few_traps_fool_it(apart) -> None:
    traps = {f"{number}:{order}" for number, remark in enumerate(REMARKS) for order, turn in enumerate(remark) if turn.trap}
    assert len({turn_id for turn_id, _ in apart - GOLD} & traps) < 0.25 * len(traps)


def test_a_list_of_remarks_is_read_too() -> None:
    together = families_found(lambda number: "all")
    assert sum(f1(together, family) for family in tables.FAMILIES) / len(tables.FAMILIES) > 0.58
