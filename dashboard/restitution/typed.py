"""What a facilitator types, and what he keeps of others' words, before a group reads it: no name and no pseudonym."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from dashboard.desk import Desk
from dashboard.publication import Content
from dashboard.registry.interventions import list_participants
from dashboard.texts import restitution as texts
from dashboard.vaulted import record_of
from pipeline.pseudonymise.gate import Gate
from pipeline.pseudonymise.records import Known
from pipeline.pseudonymise.risk import rare_details
from pipeline.pseudonymise.text import fold
from pipeline.tables import FACILITATOR

KNOWN_TO_ALL = (texts.FIELDS["title"], texts.SCREENS["contract"])


class Door:
    """Lets texts of one case pass, or says what stands in them; needs the open vault.

    A real name is one that the vault knows, or that stands in the list of participants. A pseudonym is refused as well: on the wall it
    points at a person, whoever reads it. The title and the contract, which the group knows, may name its place and its house.

    Raises
    ------
    AccessError
        The vault is closed.
    """

    def __init__(self, at: Desk, case_id: str) -> None:
        record = record_of(at, case_id)
        listed = [Known(identity_id="", kind="PERSON", forms=(one.name,)) for one in record.participants]
        self._names = Gate([*record.known, *listed], record.decisions)
        people = [one for one in record.known if one.kind == "PERSON"]
        self._people = Gate([*people, *listed], [one for one in record.decisions if one.identifier == "PERSON"])
        speakers = at.archive.read_case(at.asker, case_id, "speakers")
        mentions = at.archive.read_case(at.asker, case_id, "mentions")
        met = mentions.loc[(mentions["kind"] == "PERSON") & (mentions["status"] != "rejected"), "surrogate"]
        stand_ins = {*speakers.loc[speakers["role"] != FACILITATOR, "label"], *met} - {""}
        roles = Counter(role for one in list_participants(at.archive.registry, at.asker, case_id) if (role := _role(one.role)))
        self._held = {role for role, holders in roles.items() if holders == 1}
        self._stand_ins = Gate([Known(identity_id="", kind="PERSON", forms=tuple(_forms(one))) for one in sorted(stand_ins)])

    def names(self, text: str, *, of_people: bool = False) -> bool:
        """Whether a known name, or a pseudonym, stands in a text; with `of_people` that of a person alone."""
        gates = (self._people if of_people else self._names, self._stand_ins)
        return any(place.sure for gate in gates for place in gate.places(text))

    def refused(self, content: Content) -> list[str]:
        """The fields of a content in which a name stands, as a facilitator calls them."""
        return list(dict.fromkeys(field for field, text in said_in(content) if self.names(text, of_people=field in KNOWN_TO_ALL)))

    def rare(self, content: Content, asked: Collection[str]) -> dict[str, tuple[str, list[str]]]:
        """The texts of a content that may point at a person, less those whose person was asked: (field, details), by text."""
        return {text: (field, details) for field, text in said_in(content) if text not in asked and (details := self.details(text))}

    def details(self, text: str) -> list[str]:
        """What in a text may point at one person: rare details, and roles that one person of the list has."""
        said, found = f" {_role(text)} ", rare_details(text)
        return [*found, *(role for role in sorted(self._held) if f" {role} " in said and not any(role in _role(one) for one in found))]


def _role(words: str) -> str:
    """Folded words, blanks between them; of a role the facilitator's own is none."""
    return "" if words == FACILITATOR else " ".join(re.findall(r"[^\W_]+", fold(words)))


def _forms(stand_in: str) -> Iterator[str]:
    yield stand_in
    # "Inès M." is met as "Inès" too
    yield from (word for word in re.split(r"[\s()]+", stand_in) if len(word) > 2 and word[0].isupper())


def said_in(content: Content) -> Iterator[tuple[str, str]]:
    """Every text of a content, with the name of its field: (field, text)."""
    yield texts.FIELDS["title"], content.title
    contract = content.contract
    for text in (contract.objective, contract.confidentiality, *contract.reserves):
        yield texts.SCREENS["contract"], text
    for obstacle in content.obstacles:
        yield texts.SCREENS["obstacles"], obstacle.label
    for cause in content.causes:
        for text in cause.because:
            yield texts.SCREENS["causes"], text
    for one in content.disagreements:
        sides = [side for side in (one.yes, one.no, one.depends) if side]
        for text in (one.claim, one.shared, *(reason for side in sides for reason in side.reasons)):
            yield texts.SCREENS["disagreements"], text
    for screen in ("shared", "unknown", "decided"):
        for text in getattr(content, screen):
            yield texts.SCREENS[screen], text
    for moved in content.moved:
        yield texts.SCREENS["moved"], moved.label
    for screen, question in content.questions.items():
        yield texts.FIELDS["question"].format(screen=texts.SCREENS[screen]), question
