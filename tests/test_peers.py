"""How `tests/peers` judges: invented spans on invented sentences. The comparison itself is run by hand, see its README."""

import importlib.util
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parent / "peers" / "scoring.py"


def load_scoring():
    spec = importlib.util.spec_from_file_location("peers_scoring", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SCORING = load_scoring()
TEXTS = {"a:0": "Nadia Belkacem habite Albi.", "a:1": "Merci Nadia, et merci Farid.", "b:0": "Nadia, c'est le 12 mars."}
GOLD = {
    "a:0": [("Nadia Belkacem", "PERSON", "nadia"), ("Albi", "PLACE", "albi")],
    "a:1": [("Nadia", "PERSON", "nadia"), ("Farid", "PERSON", "farid")],
    "b:0": [("Nadia", "PERSON", "nadia"), ("le 12 mars", "DATE", "jour")],
}
EVERYTHING = {
    "a:0": [("Nadia Belkacem", "i1"), ("Albi", "i2")],
    "a:1": [("Nadia", "i1"), ("Farid", "i3")],
    "b:0": [("Nadia", "i1"), ("12 mars", "i2")],
}


def judged(found):
    def place(turn_id, part):
        start = TEXTS[turn_id].index(part)
        return start, start + len(part)

    turns = [
        SCORING.GoldTurn(turn_id, turn_id[0], text, [SCORING.Mention(*place(turn_id, part), *rest) for part, *rest in GOLD[turn_id]])
        for turn_id, text in TEXTS.items()
    ]
    spans = {turn_id: [SCORING.Span(*place(turn_id, part), "", identity) for part, identity in parts] for turn_id, parts in found.items()}
    return SCORING.score(turns, spans)


def test_nothing_found_hides_nothing():
    figures = judged({})
    assert figures["hidden"]["all"] == {"n": 6, "rate": 0}
    assert figures["identities"] == {"n": 3, "rate": 0}
    assert figures["altered"] == {"n": 5, "rate": 0}
    assert figures["persons_split"] == {"n": 0, "rate": None}


def test_everything_found_is_hidden_but_for_a_word_left_out():
    figures = judged(EVERYTHING)
    assert figures["hidden"]["direct"] == {"n": 4, "rate": 1}
    assert figures["hidden"]["PLACE"] == {"n": 1, "rate": 1}
    # "le" of "le 12 mars" still stands
    assert figures["hidden"]["DATE"] == {"n": 1, "rate": 0}
    assert figures["persons_split"] == figures["persons_merged"] == {"n": 3, "rate": 0}


@pytest.mark.parametrize(
    ("turn_id", "parts", "figure", "rate"),
    [
        ("a:0", [("Nadia", "i1")], "identities", 2 / 3),
        ("a:0", [("Nadia", "i1"), ("Belkacem", "i1")], "identities", 1),
        ("a:1", [("Nadia", "i9"), ("Farid", "i3")], "persons_split", 1 / 3),
        ("a:1", [("Nadia", "i1"), ("Farid", "i1")], "persons_merged", 1 / 2),
        ("a:1", [("Nadia, et merci", "i1"), ("Farid", "i3")], "altered", 2 / 5),
    ],
    ids=["half a name", "a name in two parts", "split", "merged", "a span too long"],
)
def test_what_goes_wrong_is_counted(turn_id, parts, figure, rate):
    assert judged(EVERYTHING | {turn_id: parts})[figure]["rate"] == pytest.approx(rate)


def test_the_same_name_in_two_cases_is_two_persons():
    assert judged(EVERYTHING)["identities"]["n"] == 3
