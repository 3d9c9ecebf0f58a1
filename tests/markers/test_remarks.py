"""Plain remarks that nobody who wrote a rule has read, each by itself: what is said outright in few words is found."""

import pytest

from pipeline import tables
from pipeline.markers import read_markers
from pipeline.resources import resource
from pipeline.settings import MarkersSettings
from pipeline.training.exchanges import read_exchanges

REMARKS = read_exchanges(resource("data", "corpus", "remarks-test"))


@pytest.fixture(scope="module")
def found():
    """Gold and found families of each turn, every remark a session of its own."""
    rows = [
        {
            "case_id": "cas", "session_id": f"s{number}", "turn_id": f"s{number}:{order}", "order": order, "speaker_id": f"p{order}",
            "said_by": "", "start_s": float("nan"), "end_s": float("nan"), "text": turn.text,
        }
        for number, remark in enumerate(REMARKS) for order, turn in enumerate(remark)
    ]  # fmt: skip
    people = [{"case_id": "cas", "speaker_id": who, "label": who, "role": "", "subgroup": "", "resolved": True} for who in ("p0", "p1")]
    read = read_markers(
        turns=tables.build("turns", rows),
        speakers=tables.build("speakers", people),
        decisions=tables.build("decisions"),
        settings=MarkersSettings(),
    )["markers"]
    gold = {
        (f"s{number}:{order}", tables.FAMILY_OF[marker])
        for number, remark in enumerate(REMARKS)
        for order, turn in enumerate(remark)
        for marker in turn.markers
    }
    return gold, set(read.loc[read["active"], ["turn_id", "family"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("family", "least"),
    [("desaccord", 0.6), ("violence", 0.65), ("colere", 0.75), ("retenue", 0.5), ("obstacle", 0.45), ("cooperation", 0.6)],
)
def test_of_each_family_most_is_found(found, family: str, least: float) -> None:
    gold, marked = ({row for row in rows if row[1] == family} for rows in found)
    assert 2 * len(gold & marked) / (len(gold) + len(marked)) > least


def test_few_traps_fool_it(found) -> None:
    gold, marked = found
    traps = {f"s{number}:{order}" for number, remark in enumerate(REMARKS) for order, turn in enumerate(remark) if turn.trap}
    assert len({turn_id for turn_id, _ in marked - gold} & traps) < 0.25 * len(traps)
