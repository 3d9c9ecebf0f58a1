import pandas as pd
import pytest

from pipeline.topics.links import NEXT_TURN, NO_TOPIC, SAME_TURN, find_links


def links(turns: list[list[tuple[str, str, str]]], *, session: str = "s") -> list[tuple[str, str, str, float]]:
    """`turns`: for each turn its units as (text, facet, topic)."""
    rows, texts = [], []
    for order, units in enumerate(turns):
        text, turn_id = "", f"{session}:{order}"
        for rank, (said, facet, topic_id) in enumerate(units):
            start = len(text)
            text += said + " "
            rows.append((f"{turn_id}/{rank}/{facet}", turn_id, start, start + len(said), facet, topic_id))
        texts.append((session, turn_id, text))
    segments = pd.DataFrame(rows, columns=["segment_id", "turn_id", "start", "end", "facet", "topic_id"])
    found = find_links(segments=segments, turns=pd.DataFrame(texts, columns=["session_id", "turn_id", "text"]))
    assert len({link["link_id"] for link in found}) == len(found)
    return [(link["topic_id"], link["cause_topic_id"], link["cue"], link["score"]) for link in found]


LATE = ("on n'est jamais prévenus des réunions", "obstacle", "information")


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        (("parce que personne a le temps", "obstacle", "temps"), [("information", "temps", "parce que", SAME_TURN)]),
        (("parce qu’on court tous partout", "obstacle", "temps"), [("information", "temps", "parce que", SAME_TURN)]),
        (("c'est à cause du logiciel", "obstacle", "procedures"), [("information", "procedures", "à cause de", SAME_TURN)]),
        (("vu que les chefs changent", "obstacle", "instabilite"), [("information", "instabilite", "vu que", SAME_TURN)]),
        (("du coup on vient plus", "obstacle", "absents"), [("absents", "information", "du coup", SAME_TURN)]),
        (("et du coup on vient plus", "obstacle", "absents"), [("absents", "information", "du coup", SAME_TURN)]),
        (("parce que c'est l'été", "none", ""), [("information", "", "parce que", NO_TOPIC)]),
        (("parce que personne nous le dit", "obstacle", "information"), [("information", "", "parce que", NO_TOPIC)]),
        (("comme ça on sait", "obstacle", "temps"), []),
        (("et les autres non plus", "obstacle", "temps"), []),
        (("du coup on rentre chez nous", "none", ""), []),
    ],
)
def test_a_connective_joins_neighbours(second: tuple[str, str, str], wanted: list) -> None:
    assert links([[LATE, second]]) == wanted


def test_the_turn_before_may_hold_the_obstacle() -> None:
    assert links([[LATE], [("parce que personne a le temps", "obstacle", "temps")]]) == [("information", "temps", "parce que", NEXT_TURN)]


def test_a_turn_in_between_breaks_the_link() -> None:
    between = [("bon on continue", "none", "")]
    assert links([[LATE], between, [("parce que personne a le temps", "obstacle", "temps")]]) == []


def test_a_cause_inside_the_segment_has_no_topic() -> None:
    said = ("on n'est pas prévenus parce que le panneau est derrière la porte", "obstacle", "information")
    assert links([[said]]) == [("information", "", "parce que", NO_TOPIC)]
