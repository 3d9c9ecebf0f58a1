"""What was published or prepared from the words of somebody who is forgotten is taken back: a version that holds them is read by no wall.

A version holds no id that leads back to a turn, so that it is known by its words: those of the person as they were said, and what the
draft says in the place of them. `circulation vault forget --words` asks for it in a process of its own.
"""

import json
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from dashboard.desk import LOCAL
from dashboard.publics import AccessError, Asker, Public, UnknownCaseError
from dashboard.registry import Registry, open_registry
from dashboard.registry.guard import account
from dashboard.registry.models import Publication
from dashboard.registry.publications import content_of, list_publications, read_draft, withdraw, write_draft
from dashboard.restitution.draft import read_stored
from dashboard.restitution.typed import KNOWN_TO_ALL, said_in
from pipeline.pseudonymise.text import key
from pipeline.topics.promotion import repeats


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
        left = draft.having(words={one: choice for one, choice in draft.words.items() if one not in gone})
        write_draft(registry, asker, case_id, prepared.version, left.stored(), "forget")
    return sum(one.withdrawn_at is None for one in held)


def _holds(one: Publication, said: Collection[str], reworded: frozenset[tuple[str, ...]]) -> bool:
    """Whether a version holds somebody's words, or what stands for them; one that was altered since is taken back as well."""
    try:
        lines = [line for field, line in said_in(content_of(one)) if field not in KNOWN_TO_ALL]
        return any(key(line) in reworded or any(repeats(line, turn) for turn in said) for line in lines)
    except AccessError:
        return True


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
