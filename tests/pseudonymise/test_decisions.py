"""A person's decisions hold over re-runs, another order of turns and other decisions."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pseudonymise.decisions import anchors, apply, same_persons, settle
from pipeline.pseudonymise.records import Decision
from pipeline.pseudonymise.text import Passage, Span

SECRET = b"le secret du cas"
TEXTS = {"s:0": "Rose est venue avec Nadia", "s:1": "une rose pour Nadia", "s:2": "une rose pour Nadia"}
PASSAGES = {name: Passage(text) for name, text in TEXTS.items()}
ANCHORS = anchors([(name, "s", text) for name, text in TEXTS.items()], SECRET)
SPANS = {
    "s:0": [Span(0, 4, "PERSON", 0.5, "ner"), Span(20, 25, "PERSON", 0.9, "ner")],
    "s:1": [Span(4, 8, "PERSON", 0.4, "lexicon"), Span(14, 19, "PERSON", 0.9, "ner")],
    "s:2": [Span(4, 8, "PERSON", 0.4, "lexicon"), Span(14, 19, "PERSON", 0.9, "ner")],
}


def decision(kind, form, **more):
    return Decision(decision_id=more.pop("id", "d1"), kind=kind, form=form, **more)


def read(*decisions):
    found = apply(PASSAGES, SPANS, decisions, ANCHORS)
    return {name: [(TEXTS[name][span.start : span.end], span.decided or "open") for span in spans] for name, spans in found.items()}


def test_without_decisions_nothing_changes():
    assert apply(PASSAGES, SPANS, [], ANCHORS) == SPANS


def test_everywhere_means_in_every_turn_and_every_case():
    found = read(decision("reject", "ROSE", everywhere=True))
    assert found["s:0"] == [("Rose", "rejected"), ("Nadia", "open")]
    assert found["s:1"] == found["s:2"] == [("rose", "rejected"), ("Nadia", "open")]


def test_one_place_counts_before_everywhere():
    found = read(
        decision("accept", "Rose", anchor=ANCHORS["s:0"], start=0, end=4, id="d1"), decision("reject", "rose", everywhere=True, id="d2")
    )
    assert found["s:0"][0] == ("Rose", "accepted")
    assert found["s:1"][0] == ("rose", "rejected")


def test_turns_with_the_same_words_are_told_apart():
    found = read(decision("reject", "rose", anchor=ANCHORS["s:2"], start=4, end=8))
    assert (found["s:1"][0], found["s:2"][0]) == (("rose", "open"), ("rose", "rejected"))


def test_what_was_missed_can_be_added():
    found = apply({"s:0": Passage("demande à ti jo")}, {"s:0": []}, [decision("add", "Ti Jo", everywhere=True)], {})
    assert found["s:0"] == [Span(10, 15, "PERSON", 1.0, "person", "accepted")]


def test_a_longer_span_takes_the_place_of_a_shorter_one():
    spans = {"s:0": [Span(0, 4, "PERSON", 0.9, "ner")]}
    added = decision("add", "Jean Paul", everywhere=True)
    assert apply({"s:0": Passage("jean paul dit non")}, spans, [added], {})["s:0"] == [Span(0, 9, "PERSON", 1.0, "person", "accepted")]


@pytest.mark.parametrize("kind", ["reject", "add"])
def test_a_decision_on_a_form_uncovers_nothing_of_a_longer_name(kind):
    spans = {"s:0": [Span(0, 12, "PERSON", 0.9, "ner")]}
    assert apply({"s:0": Passage("rose michaud dit non")}, spans, [decision(kind, "Rose", everywhere=True)], {}) == spans


def test_the_later_decision_on_one_thing_counts():
    earlier = decision("reject", "Rose", everywhere=True, id="d1", at="2026-01-01T10:00")
    later = decision("accept", "rose", everywhere=True, id="d2", at="2026-01-01T11:00")
    assert settle([later, earlier]) == [later]


def test_pairs_of_one_person():
    assert same_persons([decision("same_as", "Momo", other="Mohamed Diallo")]) == [("Momo", "Mohamed Diallo")]


def test_decisions_hold_when_turns_come_in_another_order():
    turned = anchors([(name, "s", TEXTS[name]) for name in ("s:1", "s:0", "s:2")], SECRET)
    assert turned == ANCHORS


choices = st.lists(
    st.builds(
        Decision,
        decision_id=st.uuids().map(str),
        kind=st.sampled_from(["accept", "reject", "add"]),
        form=st.sampled_from(["Rose", "Nadia", "venue", "une rose"]),
        everywhere=st.booleans(),
        anchor=st.sampled_from(list(ANCHORS.values())),
        start=st.sampled_from([0, 4]),
        end=st.sampled_from([4, 8]),
        at=st.sampled_from(["2026-01-01", "2026-01-02"]),
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(decisions=choices, order=st.randoms(use_true_random=False))
def test_decisions_commute_and_spans_never_overlap(decisions, order):
    shuffled = list(decisions)
    order.shuffle(shuffled)
    found = apply(PASSAGES, SPANS, decisions, ANCHORS)
    assert found == apply(PASSAGES, SPANS, shuffled, ANCHORS)
    for spans in found.values():
        assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


@pytest.mark.parametrize("kind", ["accept", "reject"])
def test_a_decision_on_a_turn_that_is_gone_does_nothing(kind):
    assert apply(PASSAGES, SPANS, [decision(kind, "Rose", anchor="0" * 32, start=0, end=4)], ANCHORS) == SPANS
