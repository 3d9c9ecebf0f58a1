"""What is asked when a session is read again: least certain first, one question a form, so that one answer settles many places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz

from dashboard.review import Mention, Review
from pipeline.ingest.text import fold
from pipeline.pseudonymise.decisions import thing
from pipeline.pseudonymise.gate import Gate
from pipeline.pseudonymise.labels import name_in
from pipeline.pseudonymise.posts import bound_posts
from pipeline.pseudonymise.records import CaseRecord, Known
from pipeline.pseudonymise.text import key

MOST = 40
"""Questions of one session, those already answered included: what is beyond stays hidden, which is the safe side."""
_DATES = frozenset({"DATE"})
_UNHIDDEN = 0.4
"""How certain it is that words which nothing hides point at nobody: asked before most names, which are hidden meanwhile."""


class Place(NamedTuple):
    """Where a form stands; `is_open` until somebody decided."""

    turn_id: str
    start: int
    end: int
    is_open: bool


@dataclass(frozen=True)
class Question:
    """One thing to decide.

    `kind`: name (is it one?), same (whose is it?), dates (are these days?), absent (who speaks is not on the list), post (a function
    bound to a place), word (a name that is also a word, and that the leak gate does not look for). `identifier` is a kind of
    mention. `person` is the identity_id of who may be meant, or "". `elsewhere` is True where the form is a name for sure at other
    places. Forms are in clear; `question_id` holds none.
    """

    question_id: str
    kind: str
    forms: tuple[str, ...]
    identifier: str
    places: tuple[Place, ...]
    score: float
    person: str = ""
    elsewhere: bool = False

    @property
    def form(self) -> str:
        """The form as it is first said."""
        return self.forms[0]

    @property
    def open_places(self) -> list[Place]:
        """Where it is still to be decided."""
        return [place for place in self.places if place.is_open]

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to be decided."""
        return any(place.is_open for place in self.places)


class Asked(NamedTuple):
    """The questions of a session, those answered included, and how many more there would be beyond `MOST`."""

    questions: list[Question]
    beyond: int

    @property
    def left(self) -> list[Question]:
        """Those that nobody has answered."""
        return [one for one in self.questions if one.is_open]


def ask(review: Review) -> Asked:
    """The questions of one session; none without its clear text, for nobody can tell a name without reading it."""
    if review.clear is None:
        return Asked([], 0)
    every = sorted((*_uncertain(review), *_posts(review), *_words(review), *_absent(review)), key=lambda one: one.score)
    answered = sum(not one.is_open for one in every)
    room, kept = max(0, MOST - answered), []
    # what nothing hides comes before what is hidden already, where not all can be asked
    for one in sorted(every, key=lambda one: (one.kind not in {"post", "word"}, one.score)):
        room -= one.is_open
        if room >= 0 or not one.is_open:
            kept.append(one.question_id)
    questions = [one for one in every if one.question_id in kept]
    return Asked(questions, len(every) - len(questions))


def _uncertain(review: Review) -> Iterator[Question]:
    groups: dict[object, list[Mention]] = {}
    sure: set[object] = set()
    for found in review.mentions.values():
        for mention in found:
            alike = _alike(mention, review.form(mention))
            if mention.state in {"open", "accepted", "rejected"}:
                groups.setdefault(alike, []).append(mention)
            else:
                sure.add(alike)
    for alike, mentions in groups.items():
        first = mentions[0]
        kind = "dates" if alike == "dates" else "same" if any(one.whose for one in mentions) else "name"
        forms = tuple(dict.fromkeys(review.form(one) for one in mentions))
        others = {one.identity_id for one in mentions}
        persons = (one for one in resembling(review.record, forms[0]) if one not in others) if kind == "same" else iter(())
        yield Question(
            f"{kind}/{first.turn_id}/{first.start}",
            kind,
            forms if kind == "dates" else forms[:1],
            first.kind,
            tuple(Place(one.turn_id, one.start, one.end, one.state == "open") for one in mentions),
            min(one.score for one in mentions),
            next(persons, ""),
            alike in sure,
        )


def _alike(mention: Mention, form: str) -> object:
    if mention.kind in _DATES:
        return "dates"
    return key(form) or (mention.kind, " ".join(form.lower().split()))


def _posts(review: Review) -> Iterator[Question]:
    groups: dict[tuple[str, ...], list[Place]] = {}
    settled = _settled(review.record)
    for turn_id, passage in review.turns.items():
        found = review.mentions[turn_id]
        bound = set(bound_posts(passage, [(one.start, one.end) for one in found if one.kind in {"PLACE", "ORG"}]))
        # one that was hidden has swallowed the name of the place
        bound |= {(one.start, one.end) for one in found if one.state == "added" and one.kind == "ROLE"}
        for start, end in sorted(bound):
            hidden = any(one.start <= start and end <= one.end and one.state != "rejected" for one in found)
            if hidden and not any(one.state == "added" and (one.start, one.end) == (start, end) for one in found):
                continue
            form = key(passage.text[start:end])
            decided = form in settled or (review.anchors.get(turn_id, ""), start, end) in settled
            groups.setdefault(form, []).append(Place(turn_id, start, end, not decided))
    yield from _of_words(review, "post", groups.values(), "ROLE")


def _words(review: Review) -> Iterator[Question]:
    gate, settled = Gate(review.record.known), _settled(review.record)
    lower = all(passage.lower for passage in review.turns.values())
    groups: dict[tuple[str, ...], list[Place]] = {}
    for turn_id, passage in review.turns.items():
        for place in gate.words(passage):
            over = [one for one in review.mentions[turn_id] if one.start < place.end and place.start < one.end]
            # where the answer was that it is a name, it is still a question that was asked
            if not (place.sure or lower) or any((one.state, one.start, one.end) != ("added", *place[:2]) for one in over):
                continue
            decided = (review.anchors.get(turn_id, ""), place.start, place.end) in settled
            groups.setdefault(key(passage.text[place.start : place.end]), []).append(Place(turn_id, *place[:2], not decided))
    yield from _of_words(review, "word", groups.values(), "PERSON")


def _absent(review: Review) -> Iterator[Question]:
    """Speakers whose name is on no line of the list; without a list, nobody is missing from it."""
    clear, settled = review.clear, _settled(review.record)
    if clear is None or not clear.sheet.participants:
        return
    seen: dict[str, list[str]] = {}
    unknown = {label for label in {*clear.labels.values()} - {""} if clear.sheet.owner(label) is None and fold(label) not in clear.joined}
    for turn_id, label in clear.labels.items():
        if label in unknown and turn_id in review.turns:
            seen.setdefault(name_in(label), []).append(turn_id)
    for name, turn_ids in seen.items():
        form = key(name)
        if form and clear.sheet.owner(name) is None:
            decided = any(form == one or (isinstance(one, frozenset) and form in one) for one in settled)
            places = tuple(Place(turn_id, 0, 0, not decided) for turn_id in turn_ids)
            yield Question(f"absent/{turn_ids[0]}", "absent", (name,), "PERSON", places, _UNHIDDEN)


def _of_words(review: Review, kind: str, groups: Iterable[list[Place]], identifier: str) -> Iterator[Question]:
    for places in groups:
        first = places[0]
        form = review.turns[first.turn_id].text[first.start : first.end]
        yield Question(f"{kind}/{first.turn_id}/{first.start}", kind, (form,), identifier, tuple(places), _UNHIDDEN)


def _settled(record: CaseRecord) -> set[object]:
    return {thing(decision) for decision in record.decisions}


def resembling(record: CaseRecord, form: str) -> list[str]:
    """The identity_ids of the persons of a case, those first whose name is most like a form."""
    people = {one.identity_id: max((fuzz.WRatio(fold(form), fold(name)) for name in one.forms), default=0.0) for one in named(record)}
    return sorted(people, key=lambda one: (-people[one], one))


def named(record: CaseRecord) -> list[Known]:
    """The persons of a case who are named in it, or stand on its list, under an id of their own."""
    return [one for one in record.known if one.kind == "PERSON" and one.forms and one.identity_id]


def full_name(forms: Iterable[str]) -> str:
    """How a person is best called: the longest form, the one with capitals of two."""
    return max(forms, key=lambda form: (len(key(form)), len(form), form[:1].isupper()), default="")
