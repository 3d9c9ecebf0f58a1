"""What people type passes the same gate as tables; a name that is also a word is told, and refused where it is meant as a name."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import LeakError
from pipeline.pseudonymise.gate import Gate
from pipeline.pseudonymise.records import CaseRecord, Decision, Known

KNOWN = (
    Known(identity_id="i0", kind="PERSON", forms=("Sylvie Lebœuf",), surrogates=("Odette Garnier",)),
    Known(identity_id="i1", kind="PERSON", forms=("Nadia Belkacem", "nadia"), surrogates=("Sonia Rahmani", "Sonia")),
    Known(identity_id="i2", kind="PERSON", forms=("Rose Petit", "Rose"), surrogates=("Odile Morel",)),
    Known(identity_id="i3", kind="PLACE", forms=("Rostrenen",), surrogates=("Langast",)),
    Known(identity_id="i4", kind="PHONE", forms=("06 39 98 12 34",), surrogates=("06 39 98 77 01",)),
    Known(identity_id="i5", kind="EMAIL", forms=("n.belk@exemple.fr",), surrogates=("contact12@exemple.fr",)),
)
GATE = Gate(KNOWN)


def read(text, gate=GATE):
    return [(text[place.start : place.end], place.sure) for place in gate.places(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pour NADIA, l'horaire change.", "NADIA"),
        ("les Belkacems n'ont pas été prévenus", "Belkacems"),
        ("demande à bel kacem", "bel kacem"),
        ("madame belkaçem", "belkaçem"),
        ("à Rostrenenn, on attend", "Rostrenenn"),
        ("au 06.39.98.12.34 ce soir", "06.39.98.12.34"),
        ("écrire à N.Belk@exemple.fr", "N.Belk@exemple.fr"),
        ("merci Rose", "Rose"),
        ("demande à LEBOEUF", "LEBOEUF"),
        ("ou à Sylvie Lebœuf", "Sylvie Lebœuf"),
        ("voir avec M. Petit demain", "Petit"),
    ],
)
def test_a_known_name_is_refused_where_it_stands(text, found):
    assert (found, True) in read(text)
    with pytest.raises(LeakError) as raised:
        GATE.refuse({"paraphrase 1": "Les horaires changent.", "paraphrase 2": text})
    assert "paraphrase 2" in str(raised.value)
    assert found not in str(raised.value)


@pytest.mark.parametrize("text", ["", "Les horaires changent sans prévenir.", "Sonia et Odile attendent à Langast, au 06 39 98 77 01."])
def test_words_and_surrogates_pass(text):
    assert read(text) == []
    GATE.refuse({"réponse": text})


@pytest.mark.parametrize(("text", "found"), [("une rose", "rose"), ("Petit à petit, on avance.", "Petit")])
def test_a_name_that_may_be_a_word_is_told_and_passes(text, found):
    assert (found, False) in read(text)
    GATE.refuse({"question": text})


def test_what_a_person_held_ordinary_is_not_told():
    gate = Gate(KNOWN, [Decision(decision_id="d1", kind="reject", form="Rose", everywhere=True)])
    assert read("merci Rose", gate) == []


def test_an_export_is_read_like_a_table():
    record = CaseRecord(case_id="quartier", secret=b"", known=KNOWN)
    frame = pd.DataFrame({"label": ["Les horaires", "chez belkacem"]})
    assert [(leak.column, leak.rows) for leak in Gate.of(record).tables({"report": frame})] == [("label", 1)]


names = st.sampled_from(["nadia", "Belkacem", "NADIA BELKACEM", "rostrenen"])


@settings(max_examples=100, deadline=None)
@given(name=names, before=st.text("abc ,.'-«’\n", max_size=9), after=st.text("abc ,.'-»!\n", max_size=9))
def test_offsets_are_into_the_text_as_it_was_typed(name, before, after):
    text = f"{before} {name} {after}"
    assert any(text[start:end].strip() == name for start, end, sure in GATE.places(text) if sure)
