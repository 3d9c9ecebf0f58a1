"""How a pasted list is understood, where its parts go, and that no name gets into the registry's clear words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.people import (
    Line,
    add_people,
    change_person,
    in_clear,
    list_people,
    named_in,
    read_lines,
    remove_person,
)
from dashboard.publics import AccessError
from dashboard.registry.interventions import change_intervention, get_intervention
from dashboard.vaulted import record_of


@pytest.mark.parametrize(
    ("pasted", "understood"),
    [
        ("Nadia Belkacem", [("Nadia Belkacem", "", "")]),
        ("Nadia Belkacem, habitante, jeunes", [("Nadia Belkacem", "habitante", "jeunes")]),
        (
            "Nadia Belkacem\thabitante\tjeunes\r\nBruno Petit\télu\t",
            [("Nadia Belkacem", "habitante", "jeunes"), ("Bruno Petit", "élu", "")],
        ),
        ("Nadia ; élue, adjointe ; mairie", [("Nadia", "élue, adjointe", "mairie")]),
        ("Nom;Rôle\nNadia;élue", [("Nadia", "élue", "")]),
        ("Nom\tPrénom\tRôle\nBelkacem\tNadia\télue", [("Nadia Belkacem", "élue", "")]),
        ("1. Nadia\n2) Bruno\n- Rose", [("Nadia", "", ""), ("Bruno", "", ""), ("Rose", "", "")]),
        ("Hélène, Animatrice", [("Hélène", "intervenant", "")]),
        ("\n\n  \n", []),
    ],
)
def test_a_list_is_understood(pasted, understood):
    lines = read_lines(pasted)
    assert [line[:3] for line in lines] == understood
    assert not any(line.problem for line in lines)


@pytest.mark.parametrize(
    ("pasted", "problem"),
    [("-, habitante", "nameless"), ("Nadia " + "a" * 80, "long"), ("NADIA belkacem", "twice"), ("Bruno\nbruno", "twice")],
)
def test_what_cannot_be_taken_says_why(pasted, problem):
    assert read_lines(pasted, taken=["Nadia Belkacem"])[-1].problem == problem


@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused(text):
    for line in read_lines(text):
        assert line.problem or (line.name == line.name.strip() and "  " not in line.name)
        assert not any(unicodedata.category(c) == "Cc" for c in line.name)


def test_names_go_to_the_vault_and_nothing_of_them_to_the_registry(at, case_id, places):
    people = list_people(at, case_id)
    assert [(one.participant_id, one.name, one.role, one.subgroup, one.consent) for one in people] == [
        ("p1", "Nadia Belkacem", "habitante", "jeunes", "none"),
        ("p2", "Bruno Petit", "habitant", "habitants", "none"),
        ("p3", "Hélène Vasseur", "intervenant", "", "none"),
    ]
    at.archive.registry.close()
    written = b"".join(path.read_bytes() for path in [*places.data.rglob("*"), places.vault] if path.is_file())
    assert b"Belkacem" not in written
    assert "Hélène".encode() not in written


def test_the_secret_of_a_case_is_drawn_once(at, case_id):
    secret = record_of(at, case_id).secret
    add_people(at, case_id, [Line("Rose Michaud")])
    assert len(secret) == 32
    assert record_of(at, case_id).secret == secret


def test_a_line_is_corrected_and_removed(at, case_id):
    change_person(at, case_id, "p2", Line("Bruno Le Petit", "gardien", ""))
    remove_person(at, case_id, "p1")
    assert [(one.participant_id, one.name, one.role) for one in list_people(at, case_id)] == [
        ("p2", "Bruno Le Petit", "gardien"),
        ("p3", "Hélène Vasseur", "intervenant"),
    ]
    assert add_people(at, case_id, [Line("Rose")]) == ["p4"], "an id is never somebody else's while the list has a later one"


def test_without_the_vault_nobody_is_listed(at, case_id):
    from dataclasses import replace

    with pytest.raises(AccessError):
        list_people(replace(at, vault=None), case_id)


@pytest.mark.parametrize("text", ["Aider Nadia", "la demande de BELKACEM", "Merci à Mme Petit", "ce que dit helene vasseur"])
def test_a_name_in_clear_words_is_found(at, case_id, text):
    assert named_in(at, case_id, {"title": text, "objective": "Que le hall serve à tous"}) == ["title"]


@pytest.mark.parametrize("text", ["Le petit hall", "Les Tilleuls", "Que le hall serve à tous"])
def test_a_word_is_no_name(at, case_id, text):
    assert named_in(at, case_id, {"title": text}) == []


def test_a_name_about_to_be_added_is_looked_for_in_what_is_there_already(at, case_id):
    one = get_intervention(at.archive.registry, at.asker, case_id)
    change_intervention(at.archive.registry, at.asker, case_id, one.version, objective="Ce que veut Ginette", groups=["amis de Gaston"])
    assert named_in(at, case_id, in_clear(at, case_id), [Line("Ginette Morel")]) == ["objective"]
    assert named_in(at, case_id, in_clear(at, case_id), [Line("Gaston Morel")]) == ["groups"]
