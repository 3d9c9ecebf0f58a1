"""May the name of a file or folder become an id? Not where it tells who, where or when."""

import re

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.remembered import remembered
from pipeline.pseudonymise.text import Passage, fold

_PIECE = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")


@remembered
def reveals(text: str) -> bool:
    """Does a person, a place or a precise date stand in the name of a file or folder?

    Words that any session may have in its name, and numbers of at most two digits, are answered without the recogniser.

    Examples
    --------
    >>> reveals("seance-1"), reveals("quartier"), reveals("seance-1-nadia"), reveals("2023-03-14")
    (False, False, True, True)
    """
    known = lexicons()
    pieces = _PIECE.findall(_CAMEL.sub(" ", text))
    told = [piece for piece in pieces if not (fold(piece) in known.neutral or (piece.isdigit() and len(piece) <= 2))]
    if not told:
        return False
    numbers = [piece for piece in told if piece.isdigit()]
    if any(len(number) > 4 for number in numbers) or (numbers and sum(piece.isdigit() for piece in pieces) > 2):
        return True
    words = [fold(piece) for piece in told if not piece.isdigit() and len(piece) > 1]
    # a word that the language does not have may be any name
    return any(not known.is_plain(word) or (word in known.sex and word not in known.function) for word in words) or _recognised(pieces)


def _recognised(pieces: list[str]) -> bool:
    from pipeline.pseudonymise.recognise import recognise

    kinds = ("PERSON", "PLACE", "ORG", "DATE", "ADDRESS", "ID", "PHONE", "EMAIL")
    (found,) = recognise([Passage(" ".join(pieces))])
    # two words are no sentence: what only the recogniser sees in them is no reason
    return any(span.kind in kinds and span.score > 0.5 for span in found)
