"""No known name passes the gate, however it is written; ordinary words and surrogates do."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pseudonymise.leaks import Leak, find_leaks, leaks_in, seek

FORMS = [
    ("PERSON", "Nadia Belkacem"),
    ("PERSON", "Benali"),
    ("PERSON", "Zoé"),
    ("PERSON", "Petit"),
    ("PERSON", "Estelle"),
    ("PERSON", "Le Goff"),
    ("PLACE", "Rostrenen"),
    ("ORG", "collège Jean-Macé"),
    ("PHONE", "06 39 98 12 34"),
    ("ID", "matricule 448812"),
    ("EMAIL", "nadia.b@exemple.fr"),
    ("DATE", "le 3 mars"),
]
SOUGHT = seek(FORMS)


@pytest.mark.parametrize(
    "text",
    [
        "et nadia belkacem a dit non",
        "NADIA-BELKACEM",
        "demande à belkacem",
        "chez les Benalis",
        "ben ali il est parti",
        "BENALI",
        "zoe elle sait pas",
        "zoé,",
        "monsieur le goff",
        "on va à rostrenen",
        "on va à rostrenenn demain",
        "le collège jean macé",
        "appelle le 0639981234",
        "appelle le 06.39.98.12.34 ce soir",
        "mon matricule 448 812",
        "écris à Nadia.B@exemple.fr",
        "belkacemnadia nadiabelkacem",
    ],
)
def test_a_known_name_is_found(text):
    assert leaks_in(text, SOUGHT)


@pytest.mark.parametrize(
    "text",
    [
        "un petit pas",
        "le 3 mars on était là",
        "il a dit que le goffre",
        "zo et",
        "numéro 44",
        "bien allé",
        "est-elle d'accord",
        "le collège est fermé",
        "",
    ],
)
def test_ordinary_words_pass(text):
    assert not leaks_in(text, SOUGHT)


def test_names_that_are_words_are_counted_and_not_looked_for():
    assert SOUGHT.ordinary == {("petit",)}


def test_what_a_person_held_ordinary_passes():
    assert not leaks_in("zoé", seek(FORMS, held_ordinary=["Zoe"]))


def test_lists_and_ids_are_scanned_and_the_name_is_not_told():
    frame = pd.DataFrame({"n": [1, 2], "terms": [["horaires"], ["salle", "belkacem nadia benali"]], "segment_id": ["nadia-belkacem:0", ""]})
    assert find_leaks({"topics": frame}, SOUGHT) == [Leak("topics", "terms", 1), Leak("topics", "segment_id", 1)]


def test_a_surrogate_that_resembles_a_name_is_no_leak():
    frame = pd.DataFrame({"text": ["merci Rostrenan"]})
    assert find_leaks({"turns": frame}, SOUGHT)
    assert not find_leaks({"turns": frame}, SOUGHT, written=["Rostrenan"])


names = st.text("abcdefghijklmnopqrstuvwxyzéèçïô", min_size=5, max_size=12).filter(lambda name: not leaks_in(name, seek([])))


@settings(max_examples=150, deadline=None)
@given(
    name=names,
    before=st.text(" abc,.'-", max_size=8),
    after=st.text(" abc,.'-", max_size=8),
    change=st.sampled_from([str, str.upper, str.title]),
)
def test_a_random_name_does_not_pass_between_other_words(name, before, after, change):
    sought = seek([("PERSON", name)])
    assert sought.ordinary or leaks_in(f"{before} {change(name)} {after}", sought)


def test_a_word_of_the_contract_is_no_name_where_nothing_else_may_stand():
    sought = seek([("PERSON", "Abel Person")])
    assert find_leaks({"mentions": pd.DataFrame({"kind": ["PERSON", "DATE"]})}, sought) == []
    assert find_leaks({"mentions": pd.DataFrame({"surrogate": ["Person"]})}, sought) == [Leak("mentions", "surrogate", 1)]
