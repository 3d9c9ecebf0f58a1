"""What the sentence encoder gets to see of a segment, and its vectors."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from pipeline.language import encoder
from pipeline.topics.knowledge import either, knowledge, straight


class Mention(NamedTuple):
    """A stretch of a turn that stands for somebody or something; end exclusive."""

    start: int
    end: int
    kind: str


@cache
def _fillers() -> re.Pattern[str]:
    return either(rf"(?<![\w'])(?:{word})(?![\w'])[\s,.]*" for word in knowledge("segments")["fillers"]["words"])


def plain(text: str, start: int, end: int, mentions: Iterable[Mention] = ()) -> str:
    """A segment as it is compared with others: mentions masked by kind, oral fillers dropped.

    A surrogate is a name out of a list and would draw together what has nothing in common. If nothing
    but fillers was said, they stay.

    Parameters
    ----------
    text
        The pseudonymised turn.
    start, end
        The segment in it.
    mentions
        Those of the turn, without the rejected ones.

    Examples
    --------
    >>> plain("euh Paul il ferme la salle", 0, 26, [Mention(4, 8, "PERSON")])
    "quelqu'un il ferme la salle"
    """
    masks = knowledge("segments")["masks"]
    parts, at = [], start
    for mention in sorted(mentions):
        if mention.end > at and mention.start < end:
            parts += [text[at : max(at, mention.start)], masks[mention.kind]]
            at = min(mention.end, end)
    said = straight("".join([*parts, text[at:end]]))
    return _fillers().sub("", said).strip() or said


def embed(texts: Sequence[str]) -> np.ndarray:
    """Unit vectors, float32, one row a text; a text that comes back is encoded once."""
    distinct = list(dict.fromkeys(texts))
    row = {text: rank for rank, text in enumerate(distinct)}
    return encoder().encode(distinct)[[row[text] for text in texts]]
