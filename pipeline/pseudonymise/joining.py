"""Who is meant by each name: from names and what stands around them to identities.

First the speakers who present themselves, then full names, then what is shorter. A name that fits one person of the case is that
person's wherever it stands. One that fits several is weighed place by place: who speaks, who is spoken to, who was named just
before. Where that does not tell, the mention is for review.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.pseudonymise.addressing import Address, link_addressed
from pipeline.pseudonymise.aliases import Alias, Words, read_alias
from pipeline.pseudonymise.clues import (
    Named,
    alias_at,
    is_spoken_to,
    is_what_somebody_is,
    of_all,
    other_names,
    own_name,
    starts_to_present,
    taken_up,
)
from pipeline.pseudonymise.fitting import FAINT, Identity, fit
from pipeline.pseudonymise.identities import Register
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.likeness import COMMON, homophones, misspelt_first_name, pet_form, short_for, skeleton
from pipeline.pseudonymise.propagation import SURE
from pipeline.pseudonymise.talk import Talk
from pipeline.pseudonymise.text import Passage, Span

CLEAR = 2
"""How much more must speak for one person than for the next for a shared name to be no guess."""
_MEMORY = 6
"""So many turns back a name still tells who is meant by the same one."""


class Mention(NamedTuple):
    """A span, the identity it points at, and for a person the form of the name; `sure` where it could be nobody else."""

    span: Span
    identity: Identity
    alias: Alias
    sure: bool = True

    @property
    def status(self) -> str:
        return self.span.decided or ("accepted" if self.span.score >= SURE and self.sure else "review")


@dataclass
class Joining:
    """The names of one case on their way to identities.

    `spans` is what was recognised in each text, `people` who stands behind each speaker_id, `waiting` the labels that are
    initials: they are read once full names are known.
    """

    passages: Mapping[str, Passage]
    spans: Mapping[str, Sequence[Span]]
    talk: Talk
    register: Register
    people: dict[str, Identity]
    waiting: Mapping[str, Alias]

    def join(self, same: Iterable[tuple[str, str]] = ()) -> dict[str, list[Mention]]:
        """The mentions of each text; `same` are pairs of names that a person said to be one."""
        self._aliases = {
            (name, span): alias_at(self.passages[name], span)
            for name, found in self.spans.items()
            for span in found
            if span.kind == "PERSON"
        }
        self._families = {
            place: alias.surname or alias.given
            for place, alias in self._aliases.items()
            if _may_be_family(alias) and of_all(self.passages[place[0]], place[1])
        }
        present = {one.given for one in self.register.identities if one.present and one.given}
        self._aliases = {
            (name, span): _as_spelled(alias, present) if self.passages[name].lower else alias
            for (name, span), alias in self._aliases.items()
        }
        self._voices = dict(self.people)
        self._own: dict[tuple[str, Span], str] = {}
        self._told: list[Alias] = []
        self._introduce()
        counts = Counter(alias for place, alias in self._aliases.items() if place not in self._families)
        ordered = sorted(counts, key=lambda alias: (bool(alias.initials), -counts[alias], alias))
        for alias in ordered:
            if alias.given and alias.surname:
                self.register.person(alias)
        self._bridge_labels()
        self._bridge(alias for alias in (*self._told, *ordered) if alias.given and alias.surname)
        self._call_otherwise()
        self._seat(only_known=True)
        for form, other in same:
            self.register.same(read_alias(form), read_alias(other))
        self._join_clear(alias for alias in ordered if not alias.initials)
        self._seat()
        doubtful = self._link()
        self._join_clear(ordered)
        self.people = {speaker_id: self.register.now(identity) for speaker_id, identity in self.people.items()}
        self._voices = {speaker_id: self.register.now(identity) for speaker_id, identity in self._voices.items()}
        return self._settle(doubtful)

    def _join_clear(self, aliases: Iterable[Alias]) -> None:
        """Names that fit one person, or nobody yet."""
        for alias in aliases:
            if self.register.settled(alias) is None and len(found := self.register.candidates(alias)) < 2:
                self.register.take(alias, found)

    def _bridge(self, wholes: Iterable[Alias]) -> None:
        """Two labels of one person in different sessions, "M. Constant" and "Désiré": the whole name is said somewhere."""
        for alias in wholes:
            if (whole := self.register.settled(alias)) is None:
                continue
            for half in self.register.halves(whole, alias):
                if not self._heard(whole) & self._heard(half):
                    whole = self.register.unite(whole, half)

    def _bridge_labels(self) -> None:
        """Two labels of one person in different sessions, "Titi" and "Thierry", with the same surname or without: nobody else of the case
        fits."""
        present = [one for one in self.register.identities if one.present and one.given and not one.ambiguous]
        for label in present:
            if not label.surname and lexicons().rank.get("-".join(label.given), COMMON) < COMMON:
                continue
            found = [one for one in present if one is not label and _is_called(label, one)]
            if len(found) == 1 and self._heard(label) and self._heard(found[0]) and not self._heard(label) & self._heard(found[0]):
                self.register.unite(found[0], label)

    def _heard(self, person: Identity) -> set[str]:
        """The sessions in which somebody speaks; two who speak in one session are two persons."""
        voices = {speaker_id for speaker_id in {*self._voices, *self.people} if self._voice(speaker_id) is person}
        return {self.talk.session[turn_id] for turn_id, speaker_id in self.talk.speaker.items() if speaker_id in voices}

    def _seat(self, *, only_known: bool = False) -> None:
        """Who speaks under a label of initials, at first only persons whose full names are known."""
        for speaker_id, alias in sorted(self.waiting.items()):
            if speaker_id in self.people:
                continue
            found = [self._voices[speaker_id]] if speaker_id in self._voices else self.register.candidates(alias)
            if not only_known or (len(found) == 1 and found[0].given and found[0].surname):
                person = found[0] if len(found) == 1 else self.register.person(alias)
                self._voices[speaker_id] = self.people[speaker_id] = self.register.settle(alias, person)
                person.speaks, person.letters = True, alias.initials

    def _introduce(self) -> None:
        """Speakers who give their names."""
        for turn_id, speaker_id in self.talk.speaker.items():
            if not speaker_id:
                continue
            speaker, opens = self._voices.get(speaker_id), self.talk.opens(turn_id)
            named = own_name(self.passages[turn_id], self.spans[turn_id], opens=opens)
            if named is None and speaker and opens:
                named = self._begins_with_own(turn_id, speaker)
            if named is None:
                continue
            if speaker is None:
                label = self.waiting.get(speaker_id)
                if label and not _has_initials(named.alias, label):
                    continue
                self._voices[speaker_id] = speaker = self.register.person(named.alias)
                speaker.speaks = True
            elif self._accepts(speaker, named):
                self.register.own(speaker, named.alias)
            else:
                continue
            self._told.append(named.alias)
            self._own.update({(turn_id, span): speaker_id for span in named.spans})

    def _begins_with_own(self, turn_id: str, speaker: Identity) -> Named | None:
        """ "Garnier, chef de chaîne", as the first words of a Garnier, or of a Pierre."""
        first = next((span for span in self.spans[turn_id] if span.kind == "PERSON"), None)
        if first is None or not starts_to_present(self.passages[turn_id], first):
            return None
        alias = self._aliases[turn_id, first]
        if (alias.given or alias.surname) in (speaker.given, speaker.surname):
            return Named((first,), alias, False)
        new = alias.surname and not speaker.surname and not self.register.candidates(alias)
        return Named((first,), alias, True) if new and is_what_somebody_is(self.passages[turn_id], first.end) else None

    def _accepts(self, speaker: Identity, named: Named) -> bool:
        """May this be how the speaker is called?"""
        alias = named.alias
        if fit(alias, speaker) > FAINT:
            return True
        given = "".join(alias.given)
        namesakes = [one for one in self.register.identities if one.present and misspelt_first_name("".join(one.given), given)]
        if alias.given and alias.surname and namesakes == [speaker]:
            # "fatou nia" for Fatou Niang, "mey wang" for Mei Huang, as they present themselves
            return True
        if alias.given and alias.surname == speaker.surname and skeleton("".join(alias.given)) == skeleton("".join(speaker.given)) != "":
            # "kira niang" for Kheira
            return True
        others = [identity for identity in self.register.candidates(alias) if identity is not speaker and identity.present]
        if others or not (alias.given or alias.surname):
            return False
        whole = bool(alias.given and alias.surname)
        if named.outright:
            return not whole or not speaker.surname
        return whole and not speaker.surname and "-".join(speaker.given) not in lexicons().sex

    def _call_otherwise(self) -> None:
        """Second names that turns tell: "Joseph Marie-Luce, dit Ti-Jo", "tout le monde t'appelle Nono"."""
        for turn_id, found in self.spans.items():
            for span, whose in other_names(self.passages[turn_id], found):
                alias = self._aliases[turn_id, span]
                person = self._called(turn_id, span, whose)
                taken = self._known(alias)
                if person and taken in (None, person):
                    self.register.settle(alias, person)
                elif person and taken and not taken.listed and not (taken.surname and person.surname):
                    self.register.unite(person, taken)

    def _called(self, turn_id: str, span: Span, whose: str) -> Identity | None:
        if whose == "own":
            return self._voice(self.talk.speaker.get(turn_id, ""))
        if whose == "you":
            return self._voice(self.talk.voice_before(turn_id))
        before = [other for other in self.spans[turn_id] if other.kind == "PERSON" and other.end <= span.start]
        if before and span.start - before[-1].end < 60:
            return self._known(self._aliases[turn_id, before[-1]])
        return None

    def _known(self, alias: Alias) -> Identity | None:
        if known := self.register.settled(alias):
            return known
        found = self.register.candidates(alias)
        return found[0] if len(found) == 1 else None

    def _voice(self, speaker_id: str) -> Identity | None:
        identity = self._voices.get(speaker_id)
        return self.register.now(identity) if identity else None

    def _link(self) -> set[Alias]:
        """Join names by which speakers are addressed to those speakers; the names for which it was told only once."""
        places: dict[int, list[Address]] = defaultdict(list)
        names: dict[int, set[Alias]] = defaultdict(set)
        for (turn_id, span), alias in self._aliases.items():
            identity = self.register.settled(alias)
            if identity and turn_id in self.talk.speaker and (turn_id, span) not in self._families:
                names[identity.rank].add(alias)
                places[identity.rank].append(
                    Address(
                        self._voice(self.talk.speaker[turn_id]),
                        self._voice(self.talk.next_voice(turn_id)),
                        self._voice(self.talk.voice_before(turn_id)),
                        is_spoken_to(self.passages[turn_id], span),
                    )
                )
        doubtful: set[Alias] = set()
        for name, speaker, sure in link_addressed(places, {identity.rank: identity for identity in self.register.identities}):
            self.register.unite(speaker, name)
            doubtful |= set() if sure else names[name.rank]
        return doubtful

    def _settle(self, doubtful: set[Alias]) -> dict[str, list[Mention]]:
        """Each span with its identity, session by session in the order of the turns."""
        mentions: dict[str, list[Mention]] = {}
        recent: dict[str, dict[int, int]] = defaultdict(dict)
        self._surnamed = {
            (self._aliases[place].surname, person.rank)
            for place, speaker_id in self._own.items()
            if (person := self._voice(speaker_id)) and not self._aliases[place].given
        }
        for name, found in self.spans.items():
            mentions[name] = []
            for span in found:
                if family := self._families.get((name, span)):
                    mentions[name].append(Mention(span, self.register.family(family), Alias(surname=family)))
                    continue
                alias = self._aliases.get((name, span))
                if alias is None:
                    surface = self.passages[name].text[span.start : span.end]
                    mentions[name].append(Mention(span, self.register.thing(span.kind, surface), Alias()))
                    continue
                own = self._voice(self._own.get((name, span), ""))
                identity, sure = own or self.register.settled(alias), alias not in doubtful
                if identity is None:
                    identity, sure = self._weigh(name, span, alias, recent[self.talk.session.get(name, "")])
                if sure:
                    recent[self.talk.session.get(name, "")][identity.rank] = self.talk.place.get(name, 0)
                mentions[name].append(Mention(span, identity, alias, sure and not identity.ambiguous))
        return mentions

    def _named_in_full(self, name: str) -> set[int]:
        """Whose full names are said in a text: "c'est Pascal, pas le maire, l'autre, Pascal Chauvin"."""
        aliases = (self._aliases.get((name, span)) for span in self.spans[name])
        found = (self.register.settled(alias) for alias in aliases if alias and alias.given and alias.surname)
        return {person.rank for person in found if person}

    def _weigh(self, name: str, span: Span, alias: Alias, recent: Mapping[int, int]) -> tuple[Identity, bool]:
        """Whom a shared name means here, and whether that is sure; an identity of its own where nothing tells."""
        spoken_to = is_spoken_to(self.passages[name], span)
        speaker, following, before = (
            self._voice(speaker_id)
            for speaker_id in (self.talk.speaker.get(name, ""), self.talk.next_voice(name), self.talk.voice_before(name))
        )
        session = self.talk.orders.get(self.talk.session.get(name, ""), [])
        voices = [self._voice(speaker_id) for speaker_id in {self.talk.speaker[turn_id] for turn_id in session}]
        here = self.talk.place.get(name, 0)
        weights: list[tuple[int, Identity]] = []
        sex, beside = taken_up(self.passages[name], span), self._named_in_full(name)
        for person in self.register.candidates(alias):
            weight = 1 if (alias.surname, person.rank) in self._surnamed else 0
            weight -= 4 * (person is speaker) + 4 * ("x" not in (sex, person.sex) and sex != person.sex)
            if spoken_to:
                weight += 3 * (person is following) + 2 * (person is before) + (1 if any(person is voice for voice in voices) else -2)
            ago = here - recent[person.rank] if person.rank in recent else None
            weight += 0 if ago is None else 4 if ago == 0 else 3 if ago <= 2 else 2 if ago <= _MEMORY else 1
            weights.append((weight + 2 * person.present + 4 * (person.rank in beside), person))
        weights.sort(key=lambda one: (-one[0], one[1].rank))
        (most, best), (second, _) = weights[:2]
        if most == second:
            return self.register.person(alias), False
        return best, most - second >= CLEAR


def _may_be_family(alias: Alias) -> bool:
    """May a lone name, in the plural, be that of a family?"""
    if alias.initials or alias.title != "x" or bool(alias.given) == bool(alias.surname):
        return False
    return bool(alias.surname) or "-".join(alias.given) not in lexicons().sex


def _as_spelled(alias: Alias, present: Collection[Words]) -> Alias:
    """A first name as the one who is there writes it, where a machine wrote another that sounds the same: "pascal" for Pascale."""
    if not alias.given or alias.surname or alias.initials:
        return alias
    alike = [given for given in present if homophones("-".join(given), "-".join(alias.given))]
    return alias._replace(given=alike[0]) if len(alike) == 1 else alias


def _is_called(label: Identity, person: Identity) -> bool:
    """May somebody be called by this label?"""
    short, whole = "-".join(label.given), "-".join(person.given)
    named = short_for(short, whole) or pet_form(short, whole) or bool(label.surname and short == whole)
    return named and label.surname in ((), person.surname)


def _has_initials(alias: Alias, label: Alias) -> bool:
    words = (*alias.given, *alias.surname)
    return bool(words) and words[0][0] == label.initials[0] and words[-1][0] == label.initials[-1]
