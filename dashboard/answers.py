"""What a room may answer to a publication, item by item, and how its answers are said: in words, from k on."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.publication import Content

VALUES = ("me", "not_me", "missing")
"""*je m'y reconnais*, *pas moi*, *il manque…*"""
LONGEST = 500
"""Characters of a free text."""


@dataclass(frozen=True)
class Item:
    """One thing to answer to: `key` is its screen and its rank there, `text` what it says, `more` what stands under it."""

    key: str
    text: str
    more: tuple[str, ...] = ()

    @property
    def screen(self) -> str:
        return self.key.split("/")[0]


def list_items(content: Content) -> list[Item]:
    """Everything in a publication that one can recognise oneself in, in the order of the wall.

    Examples
    --------
    >>> [item.key for item in list_items(Content(title="", shared=("Un lieu",), decided=("Ouvrir", "Fermer")))]
    ['shared/0', 'decided/0', 'decided/1']
    """
    said: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "obstacles": [(one.label, ()) for one in content.obstacles],
        "causes": [(one.obstacle if any(map(str.strip, one.because)) else "", one.because) for one in content.causes],
        "shared": [(one, ()) for one in content.shared],
        "disagreements": [(one.claim, ()) for one in content.disagreements],
        "unknown": [(one, ()) for one in content.unknown],
        "moved": [(one.label, ()) for one in content.moved],
        "decided": [(one, ()) for one in content.decided],
    }
    return [
        Item(f"{screen}/{rank}", text, more) for screen, items in said.items() for rank, (text, more) in enumerate(items) if text.strip()
    ]


def in_words(counts: Mapping[str, int], k: int) -> dict[str, int]:
    """The words of one item, as 1 to 4 by value; a value that may not be said is left out.

    A word stands for at least k answers, and its complement is nobody to be told apart: where fewer than k answered otherwise, the word
    is the one that it would be had nobody, and there are answers enough that it holds all the same.

    Examples
    --------
    >>> in_words({"me": 8, "not_me": 4}, 3), in_words({"me": 9, "not_me": 2}, 3), in_words({"me": 9}, 3)
    ({'me': 3, 'not_me': 2}, {'me': 4}, {'me': 4})
    >>> in_words({"me": 4, "not_me": 1}, 3), in_words({"me": 2, "not_me": 1}, 3)
    ({}, {})
    """
    # the process of a room, which never says a word, stays light
    from pipeline.disclosure import share_word

    total = sum(counts.values())
    words = {}
    for value in VALUES:
        n = counts.get(value, 0)
        others = total - n
        if n >= k and others >= k:
            words[value] = share_word(n, total)
        elif n >= 2 * k and others < k:
            words[value] = 4
    return words
