"""Each kind of question, on invented turns: what brings it up, and what its answers decide."""

import pandas as pd
import pytest

from dashboard.clear import Clear
from dashboard.deciding import answer
from dashboard.questions import MOST, ask
from dashboard.review import lay_over
from pipeline.ingest.sheet import Participant, Sheet
from pipeline.pseudonymise.records import CaseRecord, Known
from pipeline.pseudonymise.text import Passage

LISTED = Sheet(participants=(Participant(name="Nadia Belkacem", labels=("Nadia",)), Participant(name="Marc Delcourt")))
KNOWN = (
    Known(identity_id="i1", kind="PERSON", forms=("Nadia", "Nadia Belkacem")),
    Known(identity_id="i2", kind="PERSON", forms=("Marc Delcourt", "monsieur Delcourt")),
    Known(identity_id="i3", kind="PERSON", forms=("Rose",)),
)


def read(*said, decisions=(), sheet=LISTED, known=KNOWN):
    """A review of turns (label, text with mentions as [words|kind|score|status])."""
    turns, labels, places, rows = {}, {}, {}, []
    for rank, (label, marked) in enumerate(said):
        turn_id, text, found = f"s:{rank}", "", []
        for part in marked.replace("]", "[").split("["):
            words, *told = part.split("|")
            if told:
                kind, score, status = told
                rows.append((turn_id, f"{turn_id}/{len(found)}", kind, float(score), status, len(text), len(text) + len(words)))
                found.append((len(text), len(text) + len(words)))
            text += words
        turns[turn_id], labels[turn_id], places[turn_id] = Passage(text), label, tuple(found)
    columns = ["turn_id", "mention_id", "kind", "score", "status", "start", "end"]
    mentions = pd.DataFrame(rows, columns=columns).assign(identity_id="i9", surrogate="Inès", origin="ner")
    tables = {
        "sessions": pd.DataFrame({"session_id": ["s"]}),
        "speakers": pd.DataFrame({"speaker_id": ["p1"], "label": ["Inès"]}),
        "turns": pd.DataFrame({"turn_id": list(turns), "speaker_id": "p1", "text": [one.text for one in turns.values()]}),
        "mentions": mentions,
    }
    record = CaseRecord(case_id="c", secret=b"s", known=known, places=places, decisions=tuple(decisions))
    return lay_over(record, Clear(turns, labels, sheet, frozenset()), tables, "s")


def asked(review):
    return [(one.kind, one.form, len(one.open_places)) for one in ask(review).questions]


def test_a_sure_name_of_two_persons_asks_whose_it_is():
    review = read(("Nadia", "et [Delcourt|PERSON|0.9|review] alors, [Delcourt|PERSON|0.9|review] dit non"))
    assert asked(review) == [("same", "Delcourt", 2)]
    question = ask(review).questions[0]
    assert question.person == "i2"
    made = answer(review, question, "yes")
    assert [(one.kind, one.form, one.other) for one in made] == [("same_as", "Delcourt", "monsieur Delcourt"), ("accept", "Delcourt", "")]
    assert [one.kind for one in answer(review, question, "no")] == ["accept"]
    assert [one.kind for one in answer(review, question, "keep")] == ["reject"]
    assert [one.other for one in answer(review, question, "other", person="i1")][:1] == ["Nadia Belkacem"]


def test_a_speaker_who_is_not_on_the_list_is_asked_for_once():
    review = read(("Odile", "bonjour"), ("Nadia", "oui"), ("Odile", "voilà"), ("locuteur 3", "euh"))
    assert asked(review) == [("absent", "Odile", 2)]
    made = answer(review, ask(review).questions[0], "yes")
    assert asked(read(("Odile", "bonjour"), decisions=made)) == [("absent", "Odile", 0)]
    assert asked(read(("Odile", "bonjour"), sheet=Sheet())) == []


def test_a_function_bound_to_a_place_is_asked_for_and_hidden_as_a_function():
    review = read(("Nadia", "Celui qui est gardien au stade, pas le gardien."), ("Nadia", "Le gardien au stade ?"))
    assert asked(review) == [("post", "gardien au stade", 2)]
    made = answer(review, ask(review).questions[0], "yes")
    assert [(one.kind, one.form, one.identifier, one.everywhere) for one in made] == [("add", "gardien au stade", "ROLE", True)]
    after = read(("Nadia", "Celui qui est gardien au stade, pas le gardien."), decisions=made)
    assert asked(after) == [("post", "gardien au stade", 0)]
    assert [one.state for one in after.mentions["s:0"]] == ["added"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("je le dis, Rose aussi", [("word", "Rose", 1)]),
        ("une rose pour toi, Marc", []),
        ("une rose pour toi", [("word", "rose", 1)]),
        ("et [Rose|PERSON|0.9|accepted] aussi, Marc", []),
    ],
)
def test_a_name_that_is_also_a_word_is_asked_for_where_it_may_be_meant(text, expected):
    """In lower-case transcripts everywhere, else where it has a capital inside a sentence."""
    assert asked(read(("Nadia", text))) == expected


def test_keeping_a_word_here_leaves_the_name_elsewhere():
    review = read(("Nadia", "[rose|PERSON|0.5|review] ou [rose|PERSON|0.9|accepted]"))
    question = ask(review).questions[0]
    assert question.elsewhere
    made = answer(review, question, "no")
    assert [(one.everywhere, one.start) for one in made] == [(False, 0)]


def test_what_is_beyond_forty_stays_hidden_and_what_nothing_hides_is_asked_first():
    names = "".join(f" et [{chr(97 + n // 26)}{chr(97 + n % 26)}ouk|PERSON|0.5|review]" for n in range(60))
    found = ask(read(("Nadia", f"le gardien au stade{names}")))
    assert len(found.left) == MOST
    assert found.beyond == 21
    assert found.left[0].kind == "post"
    answered = answer(read(("Nadia", f"le gardien au stade{names}")), found.left[5], "yes")
    after = ask(read(("Nadia", f"le gardien au stade{names}"), decisions=answered))
    assert (len(after.left), len(after.questions)) == (MOST - 1, MOST)
