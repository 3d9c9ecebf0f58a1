"""What was published or prepared from the words of somebody who is forgotten is taken back: a version that holds them is read by no wall.

A version holds no id that leads back to a turn, so that it is known by its words: those of the person as they were said, and what the
draft says in the place of them. `circulation vault forget --words` asks for it in a process of its own.
"""

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from dashboard.desk import LOCAL
from dashboard.publication import Content
from dashboard.publics import AccessError, Asker, Public, UnknownCaseError
from dashboard.registry import Registry, open_registry
from dashboard.registry.guard import account
from dashboard.registry.models import Publication
from dashboard.registry.publications import content_of, list_publications, read_draft, withdraw, write_draft
from dashboard.restitution.draft import Draft, read_stored
from pipeline.pseudonymise.text import key

_WHOLE, _RUN = 3, 5
"""Words of a line that stand in the person's own words one after the other: all of a line of so many, or so many of a longer one."""
_OF_NOBODY = frozenset({"title", "contract", "questions"})


def recall(registry: Registry, asker: Asker, case_id: str, said: Mapping[str, str]) -> int:
    """Withdraw and erase the versions that hold somebody's words, those withdrawn before too, and take the words out of the draft.

    Parameters
    ----------
    registry, asker, case_id
        Where, who asks, and of which of his own interventions.
    said
        The person's turns and segments, by their ids.

    Returns
    -------
    int
        How many versions were withdrawn.

    Raises
    ------
    UnknownCaseError
        There is no such intervention among the asker's own.
    """
    prepared = read_draft(registry, asker, case_id)
    draft = read_stored(prepared.content)
    gone = {one: choice for one, choice in draft.words.items() if one in said}
    reworded = frozenset(key(choice.text) for choice in gone.values() if choice.text)
    held = [one for one in list_publications(registry, asker, case_id, withdrawn=True) if _holds(one, said.values(), reworded)]
    for one in held:
        withdraw(registry, asker, one.publication_id, erase=True)
    if gone:
        left: Draft = draft.having(words={one: choice for one, choice in draft.words.items() if one not in gone})
        write_draft(registry, asker, case_id, prepared.version, left.stored(), "forget")
    return sum(one.withdrawn_at is None for one in held)


def _holds(one: Publication, said: Collection[str], reworded: frozenset[tuple[str, ...]]) -> bool:
    """Whether a version holds somebody's words, or what stands for them; one that was altered since is taken back as well."""
    try:
        return any(key(line) in reworded or repeats(line, said) for line in _lines(content_of(one)))
    except AccessError:
        return True


def repeats(line: str, said: Collection[str]) -> bool:
    """Whether a line repeats what somebody said.

    Examples
    --------
    >>> repeats("Les horloges du gymnase retardent", ["oui les horloges du gymnase retardent, on me l'a juré"])
    True
    >>> repeats("Personne ne nous prévient", ["on n'est jamais prévenus", "personne"])
    False
    """
    words = key(line)
    runs = [words] if _WHOLE <= len(words) <= _RUN else [words[at : at + _RUN] for at in range(len(words) - _RUN + 1)]
    spoken = [f" {' '.join(key(text))} " for text in said]
    return any(f" {' '.join(run)} " in text for run in runs for text in spoken)


def _lines(content: Content) -> Iterator[str]:
    """Every line of a version but those of the contract and the questions."""
    waiting: list[Any] = [part for name, part in content.model_dump().items() if name not in _OF_NOBODY]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list | tuple):
            waiting += part


def main() -> int:
    """Read the order from standard input, do it on a facilitator's own machine, and say how many versions were withdrawn."""
    order = json.load(sys.stdin)
    registry = open_registry(Path(order["data"]))
    try:
        with registry.writing() as session:
            asker = Asker(Public.INTERVENANT, account(session, LOCAL, Public.INTERVENANT).user_id)
        print(recall(registry, asker, order["case_id"], order["said"]))
    except UnknownCaseError:
        print(0)
    finally:
        registry.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
