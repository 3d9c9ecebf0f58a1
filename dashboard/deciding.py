"""What a person decides about identifiers, written into the vault at once; what others decided meanwhile is never overwritten unseen."""

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from dashboard.desk import Desk
from dashboard.publics import StaleError
from dashboard.questions import Question, full_name
from dashboard.review import Review
from dashboard.vaulted import change_record
from pipeline.pseudonymise.decisions import thing
from pipeline.pseudonymise.records import CaseRecord, Decision
from pipeline.pseudonymise.text import key

ANSWERS = ("yes", "no", "keep", "other")


def answer(review: Review, question: Question, said: str, *, everywhere: bool = True, person: str = "") -> list[Decision]:
    """The decisions that an answer means.

    Parameters
    ----------
    review, question
        What was asked, and where it stands.
    said
        One of `ANSWERS`: yes; no (not this person, or no name); keep (the word stays as it was said); other (it is `person`).
    everywhere
        For every place where the form stands, else for the first that is open.
    person
        For other: the identity_id of who is meant.
    """
    if said == "other" or (said == "yes" and question.kind == "same"):
        whose = person if said == "other" else question.person
        known = next((one for one in review.record.known if one.identity_id == whose), None)
        joined = [_made("same_as", question.form, everywhere=True, other=full_name(known.forms))] if known else []
        return [*joined, *_decide(review, question, "accept", everywhere)]
    if said == "keep" or (said == "no" and question.kind != "same"):
        return _decide(review, question, "accept" if question.kind == "absent" else "reject", everywhere)
    return _decide(review, question, "add" if question.kind in {"post", "word"} else "accept", everywhere)


def added(review: Review, turn_id: str, start: int, end: int, identifier: str, *, everywhere: bool) -> list[Decision]:
    """Words of a turn that are to be hidden, there or everywhere; blanks around them do not count."""
    text = review.turns[turn_id].text
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if not start < end:
        return []
    if everywhere or review.clear is None:
        return typed(text[start:end], identifier)
    return [_made("add", text[start:end], identifier=identifier, anchor=review.anchors[turn_id], start=start, end=end)]


def typed(form: str, identifier: str) -> list[Decision]:
    """A form that is to be hidden everywhere; none where it has no letter to find it by."""
    form = " ".join(form.split())
    return [_made("add", form, everywhere=True, identifier=identifier)] if key(form) else []


def decide(at: Desk, case_id: str, made: Sequence[Decision], seen: Collection[str]) -> CaseRecord:
    """Write decisions into the vault.

    Parameters
    ----------
    at, case_id
        Who decides, and in which of his own interventions; raises as `change_record` does.
    made
        They are dated and signed here, all alike.
    seen
        The decision_ids that the asker had before him.

    Raises
    ------
    StaleError
        Somebody decided one of these things meanwhile; nothing was written.
    """
    signed = {"author": at.asker.user_id, "at": datetime.datetime.now(datetime.UTC).isoformat()}
    dated = tuple(one.model_copy(update=signed) for one in made)
    about = {thing(one) for one in dated}

    def write(record: CaseRecord) -> CaseRecord:
        if any(one.decision_id not in seen and thing(one) in about for one in record.decisions):
            raise StaleError("somebody decided this meanwhile; look at it again")
        return record.model_copy(update={"decisions": (*record.decisions, *dated)})

    return change_record(at, case_id, write)


def undo(at: Desk, case_id: str, decision_ids: Collection[str]) -> CaseRecord:
    """Take decisions back; those that are gone already are no fault."""

    def write(record: CaseRecord) -> CaseRecord:
        return record.model_copy(update={"decisions": tuple(one for one in record.decisions if one.decision_id not in decision_ids)})

    return change_record(at, case_id, write)


def _decide(review: Review, question: Question, kind: str, everywhere: bool) -> list[Decision]:
    named = {"identifier": question.identifier}
    if question.kind == "absent":
        return [_made(kind, question.form, everywhere=True, **named)]
    # a name that is also a word, and one that is sure elsewhere, are decided place by place, or all of it would change
    apart = question.kind in {"dates", "word"} or not key(question.form) or (kind == "reject" and question.elsewhere)
    if everywhere and not apart:
        return [_made(kind, question.form, everywhere=True, **named)]
    places: Iterable[Any] = question.open_places if everywhere else question.open_places[:1]
    return [
        _made(
            kind,
            review.turns[place.turn_id].text[place.start : place.end],
            anchor=review.anchors[place.turn_id],
            start=place.start,
            end=place.end,
            **named,
        )
        for place in places
    ]


def _made(kind: Any, form: str, **said: Any) -> Decision:
    return Decision(decision_id=uuid.uuid4().hex, kind=kind, form=form, **said)
