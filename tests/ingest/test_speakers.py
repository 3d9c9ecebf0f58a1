import pytest

from pipeline.ingest.sheet import Session, Sheet
from pipeline.ingest.speakers import Heard, cast
from pipeline.ingest.text import fold

PEOPLE = Sheet.model_validate(
    {
        "participants": [
            {"name": "Hélène Vasseur", "role": "intervenant", "labels": ["Animatrice (Hélène)"]},
            {"name": "Nadia Belkacem", "role": "habitante", "subgroup": "habitants"},
            {"name": "Karim Haddad", "labels": ["Kim"]},
            {"name": "Sylvie Ferrand", "labels": ["Mme Ferrand"]},
            {"name": "Paul Ferrand"},
            {"name": "Yannick Le Goff"},
            {"name": "Nour Belhadj"},
            {"name": "Jean-Luc Pasquier"},
        ]
    }
)


def ids(*labels, sheet=PEOPLE, session=None):
    found = cast([Heard("s1", labels, (), session)], sheet)
    return [found.speaker_id["s1", fold(label)] for label in labels]


@pytest.mark.parametrize(
    ("label", "speaker_id"),
    [
        ("Animatrice (Hélène)", "p1"), ("animatrice (helene)", "p1"), ("Animatrice", "p1"), ("Facilitatrice", "p1"), ("Hélène", "p1"),
        ("Nadia", "p2"), ("NADIA", "p2"), ("Mme Belkacem", "p2"), ("belkacem", "p2"), ("Madame Nadia Belkacem", "p2"), ("Nadia B.", "p2"),
        ("Nadia Belkasem", "p2"), ("Nadia (habitante)", "p2"), ("Locuteur 4 (Nadia)", "p2"),
        ("Kim", "p3"), ("K.", "p3"), ("K", "p3"), ("Karim_Haddad", "p3"),
        ("K. H.", "p3"), ("K.H.", "p3"), ("M. H.", "p3"), ("Kim Haddad", "p3"),
        ("Mme Ferrand", "p4"), ("Mlle Ferrand", "p4"), ("M. Ferrand", "p5"), ("Mme F.", "s1:l1"), ("S.", "p4"),
        ("monsieur Le Goff", "p6"), ("m. le goff", "p6"), ("Goff", "p6"), ("Y. Le Goff", "p6"), ("Jean Luc", "p8"),
        ("jean-luc pasquier", "p8"),
        ("Ferrand", "s1:l1"), ("N.", "s1:l1"), ("Bruno", "p9"), ("Z.", "p9"), ("Mme Z.", "p9"), ("Nadia Martin", "p9"),
        ("locuteur 1", "s1:l1"), ("?", "s1:l1"), ("SPEAKER_00", "s1:l1"),
    ],
)  # fmt: skip
def test_a_label_finds_its_participant_if_it_is_the_only_one(label, speaker_id):
    # "Mme F." may be Sylvie Ferrand, or a Ferrand whose title nobody has told
    assert ids(label) == [speaker_id]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M. Le Goff", "Monsieur Le Goff"), ("Fatou", "fatou"), ("Fatou Diallo", "Fatou"), ("Fatou", "Fatou Diallo"),
        ("Mme Diallo", "Fatou Diallo"),
        ("Animatrice", "Animatrice (Hélène Garrec)"), ("Animatrice (Hélène Garrec)", "Hélène"), ("K.", "Karim"), ("Nadia (suite)", "Nadia"),
        ("M. Petit", "Petit"),
    ],
)  # fmt: skip
def test_labels_of_one_person_over_the_case(one, other):
    found = cast([Heard("s1", [one]), Heard("s2", [other])], Sheet())
    assert found.speaker_id["s1", fold(one)] == found.speaker_id["s2", fold(other)] == "p1"
    (speaker,) = found.speakers
    assert speaker["resolved"]
    assert set(found.participants[0]["labels"]) <= {one, other}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M. Diallo", "Mme Diallo"),
        ("Nadia", "Nour"),
        ("Animateur", "Animatrice"),
        ("Animateur 1", "Animateur 2"),
        ("Paul Petit", "Rose Petit"),
    ],
)
def test_labels_of_two_persons(one, other):
    assert ids(one, other, sheet=Sheet()) == ["p1", "p2"]


def test_nobody_is_one_row_a_session():
    found = cast([Heard("s1", ["locuteur 1", "SPEAKER_00"]), Heard("s2", ["Locuteur 1"])], Sheet())
    assert [(s["speaker_id"], s["label"], s["resolved"]) for s in found.speakers] == [
        ("s1:l1", "locuteur 1", False), ("s1:l2", "SPEAKER_00", False), ("s2:l1", "Locuteur 1", False),
    ]  # fmt: skip
    assert found.participants == []


def test_the_sheet_joins_a_label_of_one_session():
    said = Session(file="s1", speakers={"Locuteur 1": "Nadia Belkacem", "K.": "Nour Belhadj"})
    found = cast([Heard("s1", ["locuteur 1", "K."], (), said), Heard("s2", ["locuteur 1", "K."])], PEOPLE)
    assert [found.speaker_id[key] for key in [("s1", "locuteur 1"), ("s1", "k."), ("s2", "locuteur 1"), ("s2", "k.")]] == [
        "p2",
        "p7",
        "s2:l1",
        "p3",
    ]
    assert "locuteur 1" not in map(str.lower, found.participants[1]["labels"])


@pytest.mark.parametrize("label", ["Animatrice", "facilitateur (Zoé)", "Modératrice", "Intervenante", "Médiateur 2", "Zoé (animatrice)"])
def test_whoever_leads_is_a_facilitator(label):
    found = cast([Heard("s1", [label])], Sheet())
    assert [(s["role"], s["resolved"]) for s in found.speakers] == [("intervenant", True)]
    assert found.facilitators == {"p1"}


def test_roles_and_subgroups_come_from_the_sheet():
    found = cast([Heard("s1", ["Nadia"])], PEOPLE)
    assert found.speakers[1] == {"speaker_id": "p2", "label": "Nadia", "role": "habitante", "subgroup": "habitants", "resolved": True}
    assert found.participants[1] == {
        "speaker_id": "p2",
        "name": "Nadia Belkacem",
        "labels": ["Nadia"],
        "role": "habitante",
        "subgroup": "habitants",
    }
    assert len(found.speakers) == len(PEOPLE.participants)


def test_those_listed_as_present_are_participants_too():
    found = cast([Heard("s1", ["K."], ["Karim", "Nadia", "3 habitants", "la dame du fond"])], Sheet())
    assert found.speaker_id["s1", "k."] == found.speaker_id["s1", "karim"]
    assert [p["name"] for p in found.participants] == ["Karim", "Nadia"]


def test_ids_follow_the_order_of_appearance():
    assert ids("Bruno", "Nadia Belkacem", "K.", "Aïcha Sow", sheet=Sheet()) == ["p1", "p2", "p3", "p4"]
