"""A function bound to a place ("gardien au stade"): each word is ordinary, and together they name one person to whoever lives there."""

import re
from collections.abc import Iterable
from functools import cache

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage

_BINDS = r"(?:a l'|a la |au |aux |de l'|de la |du |des |de |d'|dans (?:la |le |les |l')|sur (?:la |le |l')|chez )"


def bound_posts(passage: Passage, places: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Where a function that often one person holds is said together with where he holds it.

    Parameters
    ----------
    passage
        A turn in clear.
    places
        Where places and organisations are named in it.

    Examples
    --------
    >>> turn = Passage("Celui qui est gardien au stade, et la directrice de Rieucau, pas le gardien.")
    >>> [turn.text[start:end] for start, end in bound_posts(turn, [(52, 59)])]
    ['gardien au stade', 'directrice de Rieucau']
    """
    post, noun = _patterns()
    starts = dict(places)
    found = []
    for said in post.finditer(passage.folded):
        end = starts.get(said.end())
        if end is None and (kind := noun.match(passage.folded, said.end())):
            end = kind.end()
        if end is not None:
            found.append((said.start(), end))
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    content = lexicons().single_roles
    roles = {role for named in content["fields"].values() for role in named}
    either = "|".join(re.escape(role).replace(r"\ ", "[ '-]") for role in sorted(roles, key=len, reverse=True))
    nouns = "|".join(re.escape(noun) for noun in sorted(content["places"], key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either}) {_BINDS}"), re.compile(rf"(?:{nouns})(?!\w)")
