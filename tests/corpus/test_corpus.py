"""The corpus as a whole: spread, base rates as in life, no echo of the label set's own wordings, and a card that tells the truth."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.resources import resource
from pipeline.tables import FAMILY_OF

CORPUS = resource("data", "corpus")
CUES = (Path(__file__).parent / "literal_cues.txt").read_text("utf-8").splitlines()


def test_there_are_enough_cases_of_three_sessions(corpus):
    cases = Counter(session.case for session in corpus)
    assert len(cases) >= 24
    assert set(cases.values()) == {3}


def test_splits_are_by_case_and_about_as_wanted(corpus):
    turns = Counter()
    for session in corpus:
        turns[session.split] += len(session.lines)
    total = sum(turns.values())
    assert 0.65 <= turns["train"] / total <= 0.85
    assert all(0.08 <= turns[split] / total <= 0.20 for split in ("dev", "test"))


def test_the_grid_is_met(corpus):
    assert len({session.grid["setting"] for session in corpus}) >= 20
    assert len({session.grid["region"] for session in corpus}) >= 15
    assert {"Martinique", "La Réunion"} <= {session.grid["region"] for session in corpus}
    for column, least in {"form": 0.2, "climate": 0.1, "facilitator": 0.15}.items():
        counted = Counter(session.grid[column] for session in corpus)
        assert len(counted) == 3
        assert all(n / len(corpus) >= least for n in counted.values()), column


def test_at_least_half_of_the_turns_carry_no_marker(lines):
    assert sum(not line["markers"] for line in lines) / len(lines) >= 0.5


def test_violence_is_as_frequent_as_in_life(lines):
    assert 0.03 <= sum(line["polarity"] == "violent" for line in lines) / len(lines) <= 0.10


@pytest.mark.parametrize("category", FAMILY_OF)
def test_every_category_is_there_often_enough(lines, category):
    assert sum(category in line["markers"] for line in lines) >= 60


def test_there_is_a_trap_for_each_ten_marked_turns(lines):
    assert sum(line["trap"] for line in lines) >= sum(bool(line["markers"]) for line in lines) / 10


def test_every_obstacle_comes_in_at_least_four_cases(corpus):
    cases = defaultdict(set)
    for session in corpus:
        for line in session.lines:
            cases[line["obstacle_topic"]].add(session.case)
    assert {code: len(where) for code, where in cases.items() if len(where) < 4} == {}


def test_marked_turns_are_no_echo_of_the_label_set(lines):
    cue = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, CUES))})(?!\w)")
    marked = [line["text"].lower().replace("’", "'") for line in lines if line["markers"]]
    assert sum(bool(cue.search(text)) for text in marked) / len(marked) < 0.25


def test_violence_does_not_hang_on_always_and_never(lines):
    violent = [line["text"].lower() for line in lines if line["polarity"] == "violent"]
    assert sum("toujours" in text or "jamais" in text for text in violent) / len(violent) < 0.25


def test_no_turn_is_said_twice_in_other_words(corpus):
    said = [
        (session.case, session.name, line["text"].lower()) for session in corpus for line in session.lines if len(line["text"].split()) > 6
    ]
    texts = [text for _, _, text in said]
    # what is alike shares rare n-grams: only such pairs are compared by all of them
    whole, rare = (
        sp.csr_matrix(TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), max_df=share).fit_transform(texts)) for share in (1.0, 0.01)
    )
    likely = sp.coo_matrix(rare @ rare.T)
    first, second = (ranks[(likely.row < likely.col) & (likely.data > 0.25)] for ranks in (likely.row, likely.col))
    alike = np.asarray(whole[first].multiply(whole[second]).sum(1)).ravel() > 0.7
    pairs = [(said[i][:2], said[j][:2]) for i, j in zip(first[alike], second[alike], strict=True)]
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


def test_turns_do_not_open_alike(lines):
    openings = Counter(tuple(line["text"].lower().split()[:2]) for line in lines if len(line["text"].split()) > 4)
    assert openings.most_common(1)[0][1] / sum(openings.values()) < 0.02


def test_names_are_spread(corpus):
    cases = defaultdict(set)
    for session in corpus:
        for line in session.lines:
            for mention in line["pii"]:
                if mention["kind"] == "PERSON":
                    cases[mention["text"].lower()].add(session.case)
    assert len(cases) >= 600
    assert max(map(len, cases.values())) <= len({session.case for session in corpus}) / 3


def test_an_entity_is_one_thing_in_its_case(corpus):
    kinds = defaultdict(set)
    for session in corpus:
        for line in session.lines:
            for mention in line["pii"]:
                kinds[session.case, mention["entity"]].add(mention["kind"])
    assert {entity: found for entity, found in kinds.items() if len(found) > 1} == {}


def test_the_card_says_what_is_counted(corpus, statistics):
    card = (CORPUS / "CARD.md").read_text("utf-8")
    assert statistics.card(card, corpus) == card
