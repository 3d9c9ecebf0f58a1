"""Forgetting a person takes the line of the list and the labels that were joined to it."""

from pipeline.pseudonymise.forgetting import persons, without_person
from pipeline.pseudonymise.records import CaseRecord, Known, Listed

RECORD = CaseRecord(
    case_id="quartier",
    secret=b"drawn",
    known=(
        Known(identity_id="i1", kind="PERSON", forms=("Nadia Belkacem",), surrogates=("Sonia Rahmani",), sessions=("seance-1",)),
        Known(identity_id="", kind="PERSON", forms=("Bruno Petit",)),
    ),
    participants=(Listed(participant_id="p1", name="nadia BELKACEM"), Listed(participant_id="p2", name="Bruno Petit")),
    joined={"seance-1": {"locuteur 2": "p1", "locuteur 3": "p2"}},
    originals={"seance-1.txt": b"locuteur 2 : bonjour"},
)


def test_the_line_of_the_list_and_labels_of_lost_files_go():
    left = without_person(RECORD, persons(RECORD, "Nadia Belkacem"))
    assert [one.participant_id for one in left.participants] == ["p2"]
    assert (left.originals, left.joined) == ({}, {})


def test_what_others_are_called_stays_while_the_files_stay():
    unheard = RECORD.known[0].model_copy(update={"sessions": ()})
    record = RECORD.model_copy(update={"known": (unheard, RECORD.known[1])})
    left = without_person(record, persons(record, "Nadia Belkacem"))
    assert left.joined == {"seance-1": {"locuteur 3": "p2"}}
    assert left.originals == record.originals


def test_where_mentions_stood_goes_with_the_files():
    nadia = Known(identity_id="i1", kind="PERSON", forms=("Nadia Belkacem",), sessions=("s",))
    record = CaseRecord(case_id="c", secret=b"s", known=(nadia,), originals={"s.txt": b"Nadia"}, places={"s:0": ((0, 5),)})
    assert without_person(record, [nadia]).places == {}
