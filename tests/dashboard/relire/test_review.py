"""Reading the samples again: what is asked, what an answer changes at once, and what the next run makes of it."""

import dataclasses

import pytest

from dashboard import jobs
from dashboard.closing import DONE, SKIPPED, close_reading, reopen, sittings_by_id
from dashboard.deciding import added, answer, decide, typed, undo
from dashboard.publics import AccessError, Asker, Public, StaleError, UnknownCaseError
from dashboard.questions import MOST, ask
from dashboard.read_again import turns_html
from dashboard.review import MovedError, open_review
from pipeline.pseudonymise.records import Decision
from pipeline.pseudonymise.vault import Vault

SESSIONS = [(case_id, f"seance-{n}") for case_id in ("ecole", "hopital", "quartier") for n in (1, 2, 3)]
CASE, SESSION = "quartier", "seance-3"


def question(review, form):
    return next(one for one in ask(review).questions if form in one.forms)


def states(review, form):
    found = [one for mentions in review.mentions.values() for one in mentions if review.form(one) == form]
    return [one.state for one in found]


def say(at, review, form, said, **more):
    made = answer(review, question(review, form), said, **more)
    decide(at, CASE, made, {one.decision_id for one in review.record.decisions})
    return made, open_review(at, CASE, review.session_id)


@pytest.mark.parametrize(("case_id", "session_id"), SESSIONS)
def test_a_two_hour_session_asks_at_most_forty_decisions(at, case_id, session_id):
    asked = ask(open_review(at, case_id, session_id))
    assert 0 < len(asked.left) <= 20 < MOST
    assert asked.beyond == 0


@pytest.mark.parametrize(("case_id", "session_id"), SESSIONS)
def test_the_places_of_the_record_lead_to_what_was_said(at, case_id, session_id):
    review = open_review(at, case_id, session_id)
    forms = {one.identity_id: set(one.forms) for one in review.record.known}
    found = [one for mentions in review.mentions.values() for one in mentions]
    assert len(found) > 10
    assert all(review.form(one) in forms[one.identity_id] for one in found)


def test_least_certain_first_and_one_question_a_form(at):
    questions = ask(open_review(at, CASE, SESSION)).questions
    assert [one.score for one in questions] == sorted(one.score for one in questions)
    assert len({form for one in questions for form in one.forms}) >= len(questions)
    assert len(question(open_review(at, CASE, SESSION), "bien-assis").places) == 2
    assert len([one for one in questions if one.kind == "dates"]) == 1


def test_an_answer_shows_at_once_and_undo_takes_it_back(at):
    review = open_review(at, CASE, SESSION)
    left = len(ask(review).left)
    made, review = say(at, review, "bien-assis", "keep")
    assert [one.everywhere for one in made] == [True]
    assert states(review, "bien-assis") == ["rejected", "rejected"]
    assert len(ask(review).left) == left - 1
    assert len(ask(review).questions) == left
    undo(at, CASE, [one.decision_id for one in made])
    review = open_review(at, CASE, SESSION)
    assert states(review, "bien-assis") == ["open", "open"]
    assert len(ask(review).left) == left


def test_an_answer_for_one_place_leaves_the_other_open(at):
    made, review = say(at, open_review(at, CASE, SESSION), "bien-assis", "yes", everywhere=False)
    assert len(made) == 1
    assert states(review, "bien-assis") == ["accepted", "open"]
    assert question(review, "bien-assis").is_open


def test_dates_are_settled_by_one_answer(at):
    review = open_review(at, CASE, "seance-1")
    dates = next(one for one in ask(review).questions if one.kind == "dates")
    decide(at, CASE, answer(review, dates, "keep"), ())
    review = open_review(at, CASE, "seance-1")
    assert not any(one.kind == "dates" for one in ask(review).left)
    assert states(review, "au 14") == ["rejected"]
    assert all(set(states(review, form)) == {"rejected"} for form in dates.forms)


def test_decisions_survive_a_run_and_reach_the_tables(at, again):
    review = open_review(at, CASE, SESSION)
    _, review = say(at, review, "bien-assis", "keep")
    _, review = say(at, review, "rebrûle", "yes")
    other = next(one.identity_id for one in review.record.known if "Didier Lopes" in one.forms)
    _, review = say(at, review, "mom", "other", person=other)
    decide(at, CASE, typed("créneau du jeudi", "OTHER"), {one.decision_id for one in review.record.decisions})
    before = open_review(at, CASE, SESSION)
    assert before.decided_now >= 4
    again(CASE)
    review = open_review(at, CASE, SESSION)
    assert len(review.record.decisions) == len(before.record.decisions)
    assert review.decided_now == 0
    assert not {"bien-assis", "rebrûle", "mom"} & {form for one in ask(review).left for form in one.forms}
    mentions = at.archive.read_case(at.asker, CASE, "mentions").set_index("mention_id")
    text = " ".join(at.archive.read_case(at.asker, CASE, "turns")["text"])
    assert "bien-assis" in text
    assert "créneau du jeudi" not in text
    said = {review.form(one): one for found in review.mentions.values() for one in found}
    assert mentions.at[said["rebrûle"].mention_id, "status"] == "accepted"
    assert mentions.at[said["bien-assis"].mention_id, "status"] == "rejected"
    didier = {one.identity_id for one in review.record.known if "Didier Lopes" in one.forms}
    assert {said["mom"].identity_id} == didier


def test_a_word_that_was_missed_is_hidden_there_or_everywhere(at):
    review = open_review(at, CASE, SESSION)
    turn_id, passage = next((turn_id, one) for turn_id, one in review.turns.items() if "vert d'eau" in one.text)
    start = passage.text.index(" vert d'eau")
    made = added(review, turn_id, start, start + len(" vert d'eau "), "OTHER", everywhere=False)
    decide(at, CASE, made, ())
    review = open_review(at, CASE, SESSION)
    assert states(review, "vert d'eau") == ["added"]
    assert turns_html(review, 0, [], None, real=False).count("[autre chose]") == 1
    assert "[autre chose]" not in turns_html(review, 0, [], None, real=True)
    assert typed(" 12 ", "OTHER") == []


def test_two_browsers_keep_each_others_decisions_and_contradict_none_unseen(at, places):
    one, other = at, dataclasses.replace(at, vault=Vault.unlock(places.vault, "quatre mots tirés au sort"))
    review = open_review(one, CASE, SESSION)
    decide(one, CASE, answer(review, question(review, "rebrûle"), "keep"), ())
    decide(other, CASE, answer(review, question(review, "bocage"), "keep"), ())
    with pytest.raises(StaleError):
        decide(other, CASE, answer(review, question(review, "rebrûle"), "yes"), ())
    assert at.vault is not None
    at.vault.refresh()
    record = at.vault.get(CASE)
    assert record is not None
    assert {(one.form, one.kind) for one in record.decisions} == {("rebrûle", "reject"), ("bocage", "reject")}
    decide(other, CASE, answer(review, question(review, "rebrûle"), "yes"), {one.decision_id for one in record.decisions})


def test_without_the_files_nothing_is_asked_and_words_can_still_be_hidden(at):
    assert at.vault is not None
    at.vault.change(CASE, lambda record: record.model_copy(update={"originals": {}, "places": {}}))
    review = open_review(at, CASE, SESSION)
    assert review.clear is None
    assert ask(review).questions == []
    assert any(one.state == "open" for found in review.mentions.values() for one in found)
    turn_id = next(iter(review.turns))
    assert [one.everywhere for one in added(review, turn_id, 0, 6, "OTHER", everywhere=False)] == [True]


def test_another_file_than_the_tables_were_made_from_is_not_read_with_their_places(at):
    assert at.vault is not None

    def replaced(record):
        files = {name: data.replace(b"moi", b"toi") for name, data in record.originals.items()}
        return record.model_copy(update={"originals": files})

    at.vault.change(CASE, replaced)
    with pytest.raises(MovedError):
        open_review(at, CASE, SESSION)


def test_nobody_else_reads_it_and_nobody_without_the_passphrase(at):
    with pytest.raises(UnknownCaseError):
        open_review(dataclasses.replace(at, asker=Asker(Public.INTERVENANT, "somebody")), CASE, SESSION)
    with pytest.raises(AccessError):
        open_review(dataclasses.replace(at, asker=Asker(Public.SUPERVISEUR, at.asker.user_id)), CASE, SESSION)
    with pytest.raises(AccessError):
        open_review(dataclasses.replace(at, vault=None), CASE, SESSION)


def test_what_was_read_opens_again_where_something_new_is_asked_and_what_was_skipped_does_not(at):
    close_reading(at, CASE, SESSION, DONE, None)
    close_reading(at, CASE, "seance-2", SKIPPED, None)
    with pytest.raises(jobs.UnreadError):
        jobs.start(at, CASE)
    assert {name: one.review for name, one in sittings_by_id(at, CASE).items()} == {SESSION: "open", "seance-2": "skipped"}
    review = open_review(at, CASE, SESSION)
    for one in ask(review).left:
        decide(at, CASE, answer(review, one, "yes"), [made.decision_id for made in at.vault.get(CASE).decisions])
    close_reading(at, CASE, SESSION, DONE, sittings_by_id(at, CASE)[SESSION].version)
    assert reopen(at, CASE) == []


def test_names_are_hidden_in_the_text_unless_they_are_asked_for(at):
    review = open_review(at, CASE, "seance-1")
    hidden, real = (turns_html(review, 0, [], None, real=one) for one in (False, True))
    assert "Bakary" not in hidden
    assert "Bakary" in real


def test_a_decision_cannot_bring_markup_into_the_text(at):
    review = open_review(at, CASE, SESSION)
    turn_id = next(iter(review.turns))
    bad = dataclasses.replace(review, speakers={**review.speakers, turn_id: "<img src=x>"})
    assert "<img" not in turns_html(bad, 0, [], None, real=False)


def test_what_is_decided_once_is_signed_and_dated_alike(at):
    made = [Decision(decision_id=str(n), kind="accept", form=form, everywhere=True) for n, form in enumerate(("Nadia", "Rose"))]
    record = decide(at, CASE, made, ())
    assert len({(one.at, one.author) for one in record.decisions}) == 1
    assert record.decisions[0].author == at.asker.user_id
