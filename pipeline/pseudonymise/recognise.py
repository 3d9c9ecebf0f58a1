"""Everything that points at somebody, as a union of recognisers whose every span says where it came from.

Structure and cues, the case's own names, and a statistical recogniser; then each accepted name is looked for in the
whole case. Recall first: an overlap is resolved, never dropped.
"""

from collections.abc import Callable, Iterable, Sequence

from pipeline.pseudonymise.accounts import find_accounts
from pipeline.pseudonymise.addresses import find_addresses
from pipeline.pseudonymise.ages import find_ages, find_ages_of
from pipeline.pseudonymise.bodies import find_bodies
from pipeline.pseudonymise.dates import find_dates
from pipeline.pseudonymise.dictated import find_dictated
from pipeline.pseudonymise.entitled import find_entitled
from pipeline.pseudonymise.extent import with_particles
from pipeline.pseudonymise.headed import find_headed
from pipeline.pseudonymise.heads import with_heads
from pipeline.pseudonymise.initials import find_initialled, find_initials
from pipeline.pseudonymise.introduced import find_introduced
from pipeline.pseudonymise.joined import join_parts
from pipeline.pseudonymise.letters import find_letters
from pipeline.pseudonymise.likely import believed, chances, completed, heard_again
from pipeline.pseudonymise.mishearing import Echoes
from pipeline.pseudonymise.names import find_names
from pipeline.pseudonymise.ner import find_entities
from pipeline.pseudonymise.online import find_online
from pipeline.pseudonymise.organisations import find_organisations
from pipeline.pseudonymise.overlaps import resolve
from pipeline.pseudonymise.patterns import find_structure
from pipeline.pseudonymise.places import find_places
from pipeline.pseudonymise.propagation import propagate
from pipeline.pseudonymise.repeats import find_repeated
from pipeline.pseudonymise.roster import Gazetteer, name_forms
from pipeline.pseudonymise.text import Passage, Span, key
from pipeline.pseudonymise.titles import strip_titles
from pipeline.pseudonymise.visited import find_visited

_FINDERS: tuple[Callable[[Passage], Iterable[Span]], ...] = (
    find_structure,
    find_addresses,
    find_dictated,
    find_online,
    find_accounts,
    find_dates,
    find_ages,
    find_places,
    find_headed,
    find_organisations,
    find_bodies,
    find_letters,
    find_visited,
    find_entitled,
    find_names,
    find_introduced,
    find_initialled,
)


def recognise(
    passages: Sequence[Passage], *, labels: Iterable[str] = (), participants: Iterable[str] = (), context: Iterable[str] = ()
) -> list[list[Span]]:
    """Find identifiers in the texts of one case.

    Parameters
    ----------
    passages
        What was said, one text a turn.
    labels, participants
        Names of persons as speaker labels print them, and as the case's list of participants has them.
    context
        What somebody wrote of the case, such as its title: names that have a capital there are looked for in the texts.

    Returns
    -------
    list of list of Span
        One list a text, sorted, without overlaps.

    Examples
    --------
    >>> [(span.kind, span.origin) for span in recognise([Passage("j'ai 47 ans, mon numéro c'est le 06 12 34 56 78")])[0]]
    [('AGE', 'structure'), ('PHONE', 'structure')]
    """
    labels, participants = list(labels), list(participants)
    said = len(passages)
    passages = [*passages, *(Passage(text) for text in context if text != text.lower())]
    roster = [
        Gazetteer((form for name in names for form in name_forms(name)), origin, score, loose=_first_names(names))
        for names, origin, score in ((participants, "participant", 0.97), (labels, "label", 0.95))
    ]
    echoes = Echoes([*participants, *labels])
    parts = [key(strip_titles(name)) for name in [*participants, *labels]]
    initials = frozenset("".join(word[0] for word in words) for words in parts if len(words) > 1 or (words and len(words[0]) == 1))
    lower = seen_in_lower_case(passages)
    entities = find_entities(passages, lower)
    likely = chances(passages, entities)
    found = []
    for passage, named, chance in zip(passages, entities, likely, strict=True):
        spans = [*named, *(span for find in _FINDERS for span in find(passage))]
        spans += [span for gazetteer in roster for span in gazetteer.find(passage)]
        spans += find_initials(passage, initials)
        spans += echoes.find(passage)
        spans = [with_particles(passage, span) if span.kind == "PERSON" else span for span in spans]
        spans = believed(passage, resolve(passage, with_heads(passage, resolve(passage, spans))), chance)
        ages = list(find_ages_of(passage, spans))
        found.append(resolve(passage, [*spans, *ages]) if ages else spans)
    again = find_repeated(passages, found)
    found = [resolve(passage, [*spans, *more]) if more else spans for passage, spans, more in zip(passages, found, again, strict=True)]
    propagated = propagate(passages, found, lower, said)
    whole = [completed(*one) for one in zip(passages[:said], propagated[:said], likely[:said], strict=True)]
    return heard_again(passages[:said], join_parts(passages[:said], whole), likely[:said])


def _first_names(names: Iterable[str]) -> set[tuple[str, ...]]:
    """The first words of full names, and names of one word."""
    return {key(bare.split()[0]) for name in names if (bare := strip_titles(name)) == name and bare}


def seen_in_lower_case(passages: Sequence[Passage]) -> frozenset[str]:
    """Words that stand uncapitalised in texts that have capitals: a capital elsewhere may be that of a sentence."""
    return frozenset(word.folded for passage in passages if not passage.lower for word in passage.words if not word.capital)
