"""Names that the learned readers add, make whole or do not believe, and what they leave to others."""

import numpy as np
import pytest

from pipeline.pseudonymise.likely import believed, chances, completed, heard_again
from pipeline.pseudonymise.ner import find_entities
from pipeline.pseudonymise.recognise import recognise
from pipeline.pseudonymise.text import Passage, Span
from pipeline.pseudonymise.windows import KINDS, ROWS, WindowReader


def read(said: str, *spans: Span) -> list[tuple[str, str]]:
    passage = Passage(said)
    return [
        (said[span.start : span.end], span.kind)
        for span in completed(passage, spans, chances([passage], find_entities([passage], frozenset()))[0])
    ]


def certainly(kind: str, words: int, *ranks: int) -> np.ndarray:
    likely = np.tile(np.eye(len(KINDS), dtype=np.float32)[0], (words, 1))
    likely[list(ranks)] = np.eye(len(KINDS), dtype=np.float32)[KINDS.index(kind)]
    return likely


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("bambou ils font les crêpes le mercredi", "bambou"),
        ("il est bénévole à fil rouge le samedi", "fil rouge"),
        ("moi je vous dis à l'élan ils font la distribution", "l'élan"),
    ],
)
def test_what_only_the_words_about_it_tell(said: str, name: str) -> None:
    assert name in [surface for surface, _ in read(said)]


@pytest.mark.parametrize(
    "said", ["Bambou ils font les crêpes", "", "on a rangé les chaises après la réunion", "ma voisine elle vient jamais"]
)
def test_what_it_leaves_alone(said: str) -> None:
    assert read(said) == []


def test_a_name_reaches_over_the_words_beside_it() -> None:
    said = "j'étais à la pomme de pin avant"
    body = Span(13, 18, "PLACE", 0.7, "cue")
    (whole,) = completed(Passage(said), [body], certainly("ORG", 8, 4, 5, 6))
    assert (said[whole.start : whole.end], whole.kind, whole.origin) == ("la pomme de pin", "ORG", "cue")


@pytest.mark.parametrize("said", ["la pomme, de pin", "la pomme du pin"])
def test_it_does_not_reach_over_a_stop_nor_end_on_a_word_of_grammar(said: str) -> None:
    place = Span(3, 8, "PLACE", 0.7, "cue")
    assert completed(Passage(said), [place], certainly("PLACE", 4, 0, 1, 2)) == [place]


def test_it_does_not_reach_into_another_name() -> None:
    said = "au sablier karima est venue"
    spans = [Span(3, 10, "ORG", 0.7, "cue"), Span(11, 17, "PERSON", 0.7, "cue")]
    assert completed(Passage(said), spans, certainly("ORG", 5, 1, 2)) == spans


@pytest.mark.parametrize(
    ("kind", "origin", "kept"), [("PLACE", "ner", False), ("PLACE", "cue", True), ("ORG", "cue+ner", True), ("PERSON", "ner", True)]
)
def test_only_places_and_bodies_of_the_recogniser_alone_are_doubted(kind: str, origin: str, kept: bool) -> None:
    span = Span(3, 8, kind, 0.5, origin)
    assert believed(Passage("il hoche la tête"), [span], certainly("PERSON", 4)) == ([span] if kept else [])


def test_words_with_a_capital_are_read_as_well() -> None:
    said = "On a mangé au Relais Vert."
    (found,) = completed(Passage(said), [], certainly("ORG", 6, 4, 5))
    assert (said[found.start : found.end], found.kind) == ("Relais Vert", "ORG")


def test_a_word_that_is_no_word_is_taken_earlier() -> None:
    half = 0.5 * certainly("PLACE", 4, 3) + 0.5 * certainly("PLACE", 4)
    assert [span.kind for span in completed(Passage("on va à trélazour"), [], half)] == ["PLACE"]
    assert not completed(Passage("on va à table"), [], half)


def test_what_a_word_is_elsewhere_in_the_case_tells_what_it_is_here() -> None:
    here = Passage("bon après y a le relais et voilà")
    told = [
        Passage(text)
        for text in ("l'association le relais elle a fermé", "moi je suis bénévole au relais", "le relais ils aident les jeunes")
    ]
    alone, among = (chances(case, find_entities(case, frozenset()))[0][5] for case in ([here], [here, *told]))
    assert among[0] < alone[0]


@pytest.mark.parametrize(("kind", "taken"), [("PERSON", []), ("ORG", ["bambou"])])
def test_it_makes_no_person_and_takes_none_apart(kind: str, taken: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    sure = np.zeros((ROWS + 1, len(KINDS)), np.float32)
    sure[-1, KINDS.index(kind)] = 20
    monkeypatch.setattr("pipeline.pseudonymise.likely.window_reader", lambda: WindowReader(sure, 0.5))
    monkeypatch.setattr("pipeline.pseudonymise.likely.case_reader", lambda: None)
    said = "karima et bambou"
    person = Span(0, 6, "PERSON", 0.7, "cue")
    passage = Passage(said)
    spans = completed(passage, [person], chances([passage], [[]])[0])
    assert spans[0] == person
    assert [said[span.start : span.end] for span in spans[1:]] == taken


def test_without_the_reader_the_stage_works_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.pseudonymise.likely.window_reader", lambda: None)
    assert [span.kind for span in recognise([Passage("moi c'est karima")])[0]] == ["PERSON"]


def test_a_body_named_elsewhere_is_found_where_it_is_less_plain() -> None:
    said = [Passage(text) for text in ("on range tout à la cordée le soir", "la cordée a fermé", "tire sur la cordée", "La cordée.")]
    found = [[Span(19, 25, "ORG", 0.5, "ner")], [], [], []]
    # in the second and the last it may be a name, in the third it is none
    likely = [certainly("ORG", 8), *(0.9 * certainly("ORG", n) + 0.1 * certainly("ORG", n, *at) for n, *at in ((4, 1), (4,), (2, 1)))]
    again = heard_again(said, found, likely)
    assert [[passage.text[span.start : span.end] for span in spans] for passage, spans in zip(said, again, strict=True)] == [
        ["cordée"],
        ["la cordée"],
        [],
        ["La cordée"],
    ]
