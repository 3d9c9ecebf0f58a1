import pandas as pd
import pytest

from pipeline import tables
from pipeline.settings import TopicsSettings

OBSTACLES = [
    "personne nous avait prévenus du changement, on l'a appris sur place",
    "on n'est jamais au courant de rien, l'information descend pas",
    "c'est toujours les mêmes qui rangent les chaises le soir",
    "ils ont tout décidé entre eux, on nous a pas consultés",
    "on se renvoie la balle d'un service à l'autre",
]
CAMERAS = [
    "moi je suis pour les caméras sur la place du marché",
    "les caméras sur la place je suis contre, ça sert à rien",
    "moi je trouve que les caméras sur la place c'est une bonne idée",
    "moi je suis contre les caméras sur la place du marché, faut pas en mettre",
    "les caméras sur la place c'est mieux que rien",
]


def fill(case, n: int) -> None:
    """n turns of three persons, obstacles and viewpoints in turn, over two sessions."""
    for rank in range(n):
        session, person = ("s1" if rank < n / 2 else "s2"), f"p{rank % 3 + 1}"
        if rank % 2:
            case.say(session, person, OBSTACLES[rank // 2 % len(OBSTACLES)], marked=["obstacle"])
        else:
            case.say(session, person, CAMERAS[rank // 2 % len(CAMERAS)])


@pytest.mark.parametrize("n", [0, 1, 3, 10, 40])
def test_any_number_of_segments_fills_every_table(case, n: int) -> None:
    fill(case, n)
    left = case.topics()
    assert len(left["segments"]) >= n
    assert left["segments"]["segment_id"].is_unique


def test_obstacles_of_the_codebook_keep_their_code_and_label(case) -> None:
    fill(case, 10)
    topics = case.topics()["topics"].set_index("topic_id")
    assert topics.loc["information", "label"] == "L'information n'arrive pas jusqu'à nous"
    assert topics.loc["information", "origin"] == "codebook"


def test_an_obstacle_is_filed_by_what_its_whole_turn_says(case) -> None:
    clause = "et la fois d'après c'était encore pareil au portail."
    case.say("s1", "p1", f"{clause} {OBSTACLES[0]}", cues=[("obstacle", "c'était encore pareil")])
    found = case.topics()["segments"].set_index("facet").loc["obstacle"]
    assert (found["start"], found["end"], found["topic_id"]) == (0, len(clause), "information")


def test_a_debate_is_one_topic_with_persons_on_both_sides(case) -> None:
    fill(case, 10)
    left = case.topics()
    views = left["topics"][left["topics"]["facet"] == "viewpoint"]
    assert views["topic_id"].tolist() == ["vue-1"]
    assert "caméras" in views["label"].iloc[0]
    assert views["n_speakers"].iloc[0] == 3
    claim = left["claims"].iloc[0]
    assert claim["topic_id"] == "vue-1"
    assert claim["n_for"] >= 1
    assert claim["n_against"] >= 1
    assert claim["agreement_low"] <= claim["n_for"] / (claim["n_for"] + claim["n_against"] + claim["n_nuanced"]) <= claim["agreement_high"]


def test_what_the_codebook_does_not_know_is_discovered(case) -> None:
    for rank, said in enumerate(
        [
            "le chien du voisin aboie toute la nuit",
            "son chien il aboie dès qu'on passe",
            "la nuit avec ce chien on ne dort pas",
            "le chien aboie même le dimanche matin",
        ]
    ):
        case.say("s1", f"p{rank}", said, marked=["obstacle"])
    topics = case.topics(TopicsSettings(codebook_confidence=0.99))["topics"]
    assert topics["topic_id"].tolist() == ["obstacle-1"]
    assert topics["origin"].tolist() == ["discovered"]
    assert "chien" in topics["terms"].iloc[0]


def test_same_input_same_output_whatever_the_order_of_the_rows(case) -> None:
    fill(case, 30)
    first = case.topics()
    for rows in (case.rows["markers"], case.rows["readings"]):
        rows.reverse()
    second = case.topics()
    for name, table in first.items():
        pd.testing.assert_frame_equal(table, second[name])


def test_no_input_is_changed(case) -> None:
    from pipeline.topics import find_topics

    fill(case, 10)
    given, before = case.tables(), case.tables()
    find_topics(**given, settings=TopicsSettings())
    for name, table in given.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_no_surrogate_is_a_term_or_stands_in_a_label(case) -> None:
    for rank in range(30):
        turn_id = case.say("s1", f"p{rank % 4}", f"moi je suis pour que Zéphyrine garde les clés du local numéro {rank}")
        case.mention(turn_id, "Zéphyrine")
    left = case.topics()
    assert len(left["topics"])
    words = [*left["topics"]["label"], *left["claims"]["label"], *(term for terms in left["topics"]["terms"] for term in terms)]
    assert not [word for word in words if "zéphyrine" in word.lower()]


def test_who_opposes_a_turn_stands_against_its_claim(case) -> None:
    fill(case, 10)
    opposed = case.rows["turns"][0]["turn_id"]
    answer = case.say("s1", "p9", "pas du tout", opposes_turn_id=opposed, opposes_score=0.9)
    stances = case.topics()["stances"]
    mine = stances[stances["speaker_id"] == "p9"]
    assert mine["value"].tolist() == [-1]
    assert mine["evidence"].tolist() == [[f"{answer}/0/none"]]


def test_who_supports_a_turn_stands_with_it_and_silence_is_no_row(case) -> None:
    fill(case, 10)
    supported = case.rows["turns"][0]["turn_id"]
    case.say("s1", "p8", "carrément moi pareil", supports_turn_id=supported, supports_score=0.9)
    case.say("s1", "p9", "il est quelle heure")
    stances = case.topics()["stances"].set_index("speaker_id")["value"]
    assert stances["p8"] == 1
    assert "p9" not in stances


def test_an_answer_in_an_earlier_session_is_not_the_last_word(case) -> None:
    fill(case, 10)
    case.say("s1", "p9", "pas du tout", opposes_turn_id=case.rows["turns"][0]["turn_id"], opposes_score=0.9)
    before = case.topics()["claims"].iloc[0]
    case.say("s2", "p9", "les caméras sur la place du marché finalement je suis pour")
    after = case.topics()["claims"].iloc[0]
    assert (after["n_for"] - before["n_for"], after["n_against"] - before["n_against"]) == (1, -1)


def test_a_facilitator_takes_no_position(case) -> None:
    fill(case, 10)
    case.person("f1", role="intervenant")
    case.say("s1", "f1", "je suis pour les caméras sur la place du marché", supports_turn_id=case.rows["turns"][0]["turn_id"])
    assert "f1" not in set(case.topics()["stances"]["speaker_id"])


def decide(case, rank: int, kind: str, target_id: str, value: str, stage: str = "topics") -> None:
    case.rows["decisions"].append(
        {"decision_id": f"d{rank}", "stage": stage, "kind": kind, "target_id": target_id, "value": value, "author": "compte"}
        | {"at": f"2025-03-0{rank}T10:00:00Z"}
    )


def test_the_latest_name_that_a_person_gave_is_the_label(case) -> None:
    fill(case, 10)
    decide(case, 2, "rename", "information", "On apprend tout par hasard")
    decide(case, 1, "rename", "information", "Personne ne nous dit rien")
    decide(case, 3, "rename", "information", "Autre étape", stage="markers")
    decide(case, 4, "rename", "inconnu", "Un sujet qui n'est plus là")
    topics = case.topics()["topics"].set_index("topic_id")["label"]
    assert topics["information"] == "On apprend tout par hasard"
    assert "inconnu" not in topics


def test_a_stricter_threshold_files_less(case) -> None:
    fill(case, 20)
    topics = [case.topics(TopicsSettings(codebook_confidence=confidence))["topics"] for confidence in (0.1, 1.0)]
    filed = [table.loc[table["origin"] == "codebook", "n_segments"].sum() for table in topics]
    assert filed[0] > filed[1]


def test_sessions_are_tracked(case) -> None:
    from pipeline.topics import find_topics

    fill(case, 10)
    seen = []

    def track(groups):
        for group in groups:
            seen.append(group[0])
            yield group

    find_topics(**case.tables(), settings=TopicsSettings(), track=track)
    assert seen == ["s1", "s2"]


def test_an_empty_case_leaves_empty_tables(case) -> None:
    assert {name: len(table) for name, table in case.topics().items()} == dict.fromkeys(
        ("segments", "topics", "links", "claims", "stances", "passages"), 0
    )
    assert set(tables.MODELS) >= set(case.topics())
