"""Gold is read beside its session and measured up to the stage that is asked for."""

import json

import pytest

from pipeline.errors import GoldError
from pipeline.evaluate import evaluate
from pipeline.figures import print_figures

TURNS = [("Nadia", "Moi c'est Nadia Belkacem, on m'a jamais prévenue."), ("Karim", "Demande à Zorglub, il sait.")]
PII = [[("Nadia Belkacem", "PERSON", "p1")], [("Zorglub il", "PERSON", "p2")]]


@pytest.fixture
def gold(tmp_path):
    case = tmp_path / "quartier"
    case.mkdir()
    (case / "seance-1.txt").write_text("".join(f"{speaker} : {text}\n" for speaker, text in TURNS), "utf-8")
    with (case / "seance-1.gold.jsonl").open("w", encoding="utf-8") as file:
        for turn, ((speaker, text), marks) in enumerate(zip(TURNS, PII, strict=True)):
            places = [(max(0, text.find(form)), form, kind, entity) for form, kind, entity in marks]
            pii = [{"start": at, "end": at + len(form), "kind": kind, "entity": entity} for at, form, kind, entity in places]
            file.write(json.dumps({"turn": turn, "speaker": speaker, "text": text, "pii": pii}) + "\n")
    return tmp_path


def test_identifiers_alone_are_measured_without_the_later_stages(gold, monkeypatch):
    monkeypatch.setattr("pipeline.language.parser", lambda: pytest.fail("a later stage was computed"))
    figures = evaluate(gold, until="pseudonymise")
    assert set(figures) == {"sessions", "identifiers", "identifiers_lower"}
    assert figures["sessions"] == {"cases": 1, "sessions": 1, "turns": 2, "sessions_read_from_their_transcript": 1}
    print_figures(figures)


def test_an_identifier_that_is_hidden_in_part_counts_as_missed(gold):
    # the second is marked too long, on purpose
    assert evaluate(gold, until="pseudonymise")["identifiers"]["hidden"]["PERSON"] == {"n": 2, "rate": 0.5}


def test_every_stage_has_its_section(gold):
    figures = evaluate(gold)
    assert {"markers", "obstacles", "viewpoints"} < set(figures)
    print_figures(figures)


def test_what_is_no_gold_is_an_error(gold):
    (gold / "quartier" / "seance-1.gold.jsonl").write_text("{}", "utf-8")
    with pytest.raises(GoldError):
        evaluate(gold)
