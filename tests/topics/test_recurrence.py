import pandas as pd
import pytest

from pipeline import tables
from pipeline.topics.across import topics_across
from pipeline.topics.codebook import load_codebook
from pipeline.topics.recurrence import status

UNTOLD = ["personne nous avait prévenus, on l'a appris sur place", "on n'est jamais au courant, l'information descend pas jusqu'à nous"]
FEW_DO = "c'est toujours les mêmes qui rangent les chaises le soir"
NEVER_HERE = "la direction devrait être là ce soir, elle vient jamais, on parle à une chaise vide"


@pytest.mark.parametrize(
    ("present", "sessions", "wanted"),
    [
        ({0}, [0], "new"),
        ({2}, [0, 1, 2], "new"),
        ({1, 2}, [0, 1, 2], "persistent"),
        ({0, 1, 2}, [0, 1, 2], "persistent"),
        ({0, 1}, [0, 1, 2], "resolved"),
        ({0}, [0, 1, 2], "resolved"),
        ({0, 2}, [0, 1, 2], "back"),
        ({0, 1, 3}, [0, 1, 2, 3], "back"),
    ],
)
def test_status(present: set[int], sessions: list[int], wanted: str) -> None:
    assert status(present, sessions) == wanted


def recurring(case, *, sessions: str = "123") -> dict[str, dict]:
    """What is not told is raised in the first session and the third, that few do all from the second on, who is absent in the first."""
    said = {"1": [*UNTOLD, NEVER_HERE], "2": [FEW_DO], "3": [UNTOLD[1], FEW_DO]}
    for session in sessions:
        for rank, text in enumerate(said[session]):
            case.say(f"s{session}", f"p{rank}", text, marked=["obstacle"])
    return case.topics()["topics"].set_index("topic_id").to_dict("index")


def test_what_was_raised_and_silent_and_raised_again_came_back(case) -> None:
    topics = recurring(case)
    assert {code: row["status"] for code, row in topics.items()} == {"information": "back", "charge": "persistent", "absents": "resolved"}
    assert topics["information"]["n_segments"] == 3
    assert (topics["information"]["n_sessions"], topics["information"]["n_speakers"]) == (2, 2)


def test_before_it_is_raised_again_it_counts_as_resolved(case) -> None:
    topics = recurring(case, sessions="12")
    assert {code: row["status"] for code, row in topics.items()} == {"information": "resolved", "charge": "new", "absents": "resolved"}


def test_the_same_obstacle_in_another_case_is_the_same_topic(case) -> None:
    here = recurring(case)
    there = type(case)()
    there.say("s1", "p1", FEW_DO, marked=["obstacle"])
    both = pd.concat([case.topics()["topics"], there.topics()["topics"]], ignore_index=True)
    tables.validate("topics", across := topics_across(topics=both, labels=load_codebook().labels)["topics"])
    rows = across.set_index("topic_id").to_dict("index")
    assert {code: row["n_cases"] for code, row in rows.items()} == {"information": 1, "charge": 2, "absents": 1}
    assert {code: row["status"] for code, row in rows.items()} == {"information": "new", "charge": "persistent", "absents": "new"}
    assert rows["charge"]["n_sessions"] == here["charge"]["n_sessions"] + 1


def test_what_was_discovered_stays_in_its_case(case) -> None:
    recurring(case)
    own = case.topics()["topics"].assign(topic_id="obstacle-1", origin="discovered")
    assert topics_across(topics=own, labels=load_codebook().labels)["topics"].empty
