"""Persons who are called otherwise than their label: "monsieur Roca" is spoken to, and it is Jordi who answers.

Who is spoken to by name is in the room, and who is in the room and speaks has a label. So a name that fits no label, and by which
somebody is spoken to, is another name of a speaker: of one whose label lacks just that part, or goes on
where the name ends, and who speaks right before or after.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.pseudonymise.fitting import Identity
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.likeness import skeleton

NEXT, BEFORE = 3, 2
"""Who answers was spoken to, rather than who spoke before."""


class Address(NamedTuple):
    """One place where a name stands: who says it, who speaks next and before, and whether the person is spoken to."""

    speaker: Identity | None
    following: Identity | None
    before: Identity | None
    spoken_to: bool


def link_addressed(places: Mapping[int, Sequence[Address]], identities: Mapping[int, Identity]) -> list[tuple[Identity, Identity, bool]]:
    """Pairs of identities that are one, by who answers when a name is called; `sure` where it was told more than once.

    Parameters
    ----------
    places
        Where each identity is named, by rank.
    identities
        The identities by rank.

    Examples
    --------
    >>> jordi, ana = (Identity(rank, "PERSON", given=(name,), speaks=True) for rank, name in enumerate(("jordi", "ana")))
    >>> roca = Identity(2, "PERSON", surname=("roca",))
    >>> called = [Address(ana, jordi, None, True), Address(ana, jordi, jordi, True)]
    >>> [(one.surname, other.given, sure) for one, other, sure in link_addressed({2: called}, {0: jordi, 1: ana, 2: roca})]
    [(('roca',), ('jordi',), True)]
    """
    speakers = [identity for identity in identities.values() if identity.speaks]
    claims: list[tuple[float, int, int]] = []
    for rank, called in places.items():
        name = identities[rank]
        spoken = [place for place in called if place.spoken_to]
        if name.present or name.ambiguous or not spoken:
            continue
        votes: Counter[int] = Counter()
        for place in spoken:
            for neighbour, weight in ((place.following, NEXT), (place.before, BEFORE)):
                if neighbour and lacks(neighbour, name):
                    votes[neighbour.rank] += weight
        for speaker in speakers:
            # nobody speaks of himself or herself by name
            votes[speaker.rank] -= 4 * sum(place.speaker is speaker for place in called)
        known = name.surname or "-".join(name.given) in lexicons().sex
        (best, most), (_, second) = [*votes.most_common(2), (0, 0), (0, 0)][:2]
        lead = most - max(0, second)
        if lead > (0 if known else NEXT):
            claims.append((lead, best, rank))
    pairs, taken = [], set()
    for lead, speaker, rank in sorted(claims, key=lambda claim: (-claim[0], claim[1:])):
        if speaker not in taken:
            taken.add(speaker)
            pairs.append((identities[rank], identities[speaker], lead > NEXT))
    return pairs


def lacks(speaker: Identity, name: Identity) -> bool:
    """May the name be the part of a speaker's name that is not known: the surname of "Jordi", the first name of "Mme Petit"?"""
    if "x" not in (speaker.sex, name.sex) and speaker.sex != name.sex:
        return False
    if name.given and name.surname:
        return False
    one, other = "".join(name.given), "".join(speaker.given)
    if len(one) > 2 and (other.startswith(one) or skeleton(one) == skeleton(other) != ""):
        # "Luc" is Lucas where Lucas answers, and "Omar" is Oumar
        return True
    if speaker.letters and not speaker.given and not speaker.surname:
        return (name.surname or name.given)[0][0] == speaker.letters[-1 if name.surname else 0]
    if name.surname:
        return not speaker.surname
    return not speaker.given if "-".join(name.given) in lexicons().sex else not (speaker.given and speaker.surname)
