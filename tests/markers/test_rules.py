"""Every rule under models/patterns carries its own tests: sentences in which it must, and must not, leave an active cue."""

import pytest

from pipeline.errors import ResourceError
from pipeline.markers.data import read
from pipeline.markers.patterns import Patterns
from pipeline.markers.rules import load_rules
from pipeline.tables import FAMILIES, FAMILY_OF

RULES = [entry for family in FAMILIES for entry in read(family)]
EXAMPLES = [pytest.param(rule["id"], text, id=f"{rule['id']}-{i}") for rule in RULES for i, text in enumerate(rule["examples"])]
SPOKEN = [case for case in EXAMPLES if "?" not in str(case.values[1])]
COUNTERS = [pytest.param(rule["id"], text, id=f"{rule['id']}-{i}") for rule in RULES for i, text in enumerate(rule["counter_examples"])]


@pytest.mark.parametrize(("rule_id", "text"), EXAMPLES)
def test_example_is_marked(active, rule_id, text):
    assert rule_id in {rule.id for rule in active(text)}


@pytest.mark.parametrize(("rule_id", "text"), SPOKEN)
def test_example_is_marked_in_lower_case_without_punctuation(active, spoken, rule_id, text):
    assert rule_id in {rule.id for rule in active(spoken(text))}


@pytest.mark.parametrize(("rule_id", "text"), COUNTERS)
def test_counter_example_is_not_marked(active, rule_id, text):
    assert rule_id not in {rule.id for rule in active(text)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_rule_has_examples_both_ways(rule):
    assert len(rule["examples"]) >= 2
    assert rule["counter_examples"]


def test_every_category_has_rules():
    assert {rule.category for rule in load_rules().rules.values()} == set(FAMILY_OF)


def test_a_rule_that_cannot_be_read_is_named():
    with pytest.raises(ResourceError, match="acc-99"):
        Patterns({"acc-99": ["c'est @personne_ne_connait_cette_liste"]})
