import pandas as pd
import pytest

from pipeline.topics.passages import find_passages

VIOLENT, CONSTRUCTIVE = {"polarity": "violent"}, {"polarity": "constructif"}


def passages(case, window: int = 12) -> list[tuple[str, str, str]]:
    given = case.tables()
    segments = case.segments if hasattr(case, "segments") else []
    found = find_passages(
        **{name: given[name] for name in ("turns", "speakers", "markers", "readings")},
        segments=pd.DataFrame(segments, columns=["turn_id", "start", "end", "topic_id"]),
        window=window,
    )
    assert all(0 < row["score"] < 1 for row in found)
    case.subjects = [row["topic_id"] for row in found]
    return [(row["kind"], row["first_turn_id"], row["last_turn_id"]) for row in found]


def test_violence_that_becomes_a_disagreement_between_the_same_two(case) -> None:
    case.say("s", "p1", "vous racontez n'importe quoi", **VIOLENT)
    case.say("s", "p2", "je suis pas d'accord avec vous", **CONSTRUCTIVE)
    case.say("s", "p3", "moi j'écoute")
    case.say("s", "p1", "sur le fond vous avez raison", **CONSTRUCTIVE)
    assert passages(case) == [("violence_to_conflict", "s:0", "s:3")]


@pytest.mark.parametrize("window", [2, 12])
def test_only_within_the_window(case, window: int) -> None:
    case.say("s", "p2", "le planning est affiché")
    case.say("s", "p1", "vous racontez n'importe quoi", **VIOLENT)
    case.say("s", "p2", "je suis pas d'accord avec vous", **CONSTRUCTIVE)
    for _ in range(4):
        case.say("s", "p3", "moi j'écoute")
    case.say("s", "p1", "sur le fond vous avez raison", **CONSTRUCTIVE)
    assert len(passages(case, window)) == (window == 12)


def test_new_violence_ends_it(case) -> None:
    case.say("s", "p1", "vous racontez n'importe quoi", **VIOLENT)
    case.say("s", "p2", "taisez-vous donc", **VIOLENT)
    case.say("s", "p3", "je propose une pause", **CONSTRUCTIVE)
    assert passages(case) == []


def test_others_who_cooperate_are_not_the_two(case) -> None:
    case.say("s", "p1", "vous racontez n'importe quoi", **VIOLENT)
    case.say("s", "p2", "je note")
    case.say("s", "p3", "je propose une pause", **CONSTRUCTIVE)
    case.say("s", "p4", "d'accord avec toi", **CONSTRUCTIVE)
    assert passages(case) == []


def test_one_answer_to_the_other_is_enough(case) -> None:
    first = case.say("s", "p1", "vous racontez n'importe quoi", **VIOLENT)
    case.say("s", "p2", "c'est pas ce que j'ai dit", **CONSTRUCTIVE, opposes_turn_id=first, opposes_score=0.8)
    assert passages(case) == [("violence_to_conflict", "s:0", "s:1")]


def test_two_cues_of_reticence_are_a_withdrawal(case) -> None:
    case.say("s", "p1", "moi je passe", marked=["reticence"])
    case.say("s", "p2", "c'est compliqué")
    case.say("s", "p3", "j'ai rien à dire là-dessus", marked=["reticence"])
    assert passages(case) == [("withdrawal", "s:0", "s:2")]


@pytest.mark.parametrize("category", ["peur", "doute", "mefiance"])
def test_to_say_a_fear_is_no_withdrawal(case, category: str) -> None:
    case.say("s", "p1", "j'ai peur que ça retombe", marked=[category])
    case.say("s", "p2", "moi aussi j'ai peur", marked=[category])
    assert passages(case) == []


def test_two_cues_far_apart_are_none(case) -> None:
    case.say("s", "p1", "moi je passe", marked=["reticence"])
    for _ in range(6):
        case.say("s", "p2", "c'est compliqué")
    case.say("s", "p3", "j'ai rien à dire là-dessus", marked=["reticence"])
    assert passages(case, window=5) == []


@pytest.mark.parametrize(("later", "left"), [("on parle du repas de vendredi", True), ("le planning encore le planning", False)])
def test_a_subject_dropped_after_one_cue_is_a_withdrawal(case, later: str, left: bool) -> None:
    case.segments = []

    def say(speaker_id: str, text: str, **kwargs) -> None:
        turn_id = case.say("s", speaker_id, text, **kwargs)
        if "planning" in text:
            case.segments.append((turn_id, 0, len(text), "information"))

    say("p1", "le planning on l'a jamais")
    say("p2", "le planning il change tout le temps")
    say("p3", "on verra plus tard", marked=["reticence"])
    for _ in range(4):
        say("p1", later)
    assert passages(case, window=8) == ([("withdrawal", "s:0", "s:2")] if left else [])
    assert case.subjects == (["information"] if left else [])


def test_who_withdraws_twice_leaves_no_subject_that_is_still_spoken_of(case) -> None:
    said = ["le planning on l'a jamais", "moi je passe", "le planning il change", "j'ai rien à dire", *["encore le planning"] * 4]
    turns = [case.say("s", f"p{at % 3}", text, marked=["reticence"] if "planning" not in text else []) for at, text in enumerate(said)]
    case.segments = [(one, 0, len(text), "information") for one, text in zip(turns, said, strict=True) if "planning" in text]
    assert passages(case, window=8) == [("withdrawal", "s:1", "s:3")]
    assert case.subjects == [""]


def test_a_facilitator_neither_withdraws_nor_turns_violent(case) -> None:
    case.person("f1", role="intervenant")
    case.say("s", "f1", "on passe à la suite", marked=["reticence", "reticence"], **VIOLENT)
    case.say("s", "p1", "d'accord avec vous", **CONSTRUCTIVE)
    assert passages(case) == []
