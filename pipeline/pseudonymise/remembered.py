"""Answers about single words that are kept for a while: the words of a transcript, names among them, are not kept for longer."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_MOST = 200_000
_kept: list[Callable[[], None]] = []


def remembered(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Keep the last answers of a function until `let_go`.

    Examples
    --------
    >>> asked: list[str] = []
    >>> length = remembered(lambda word: asked.append(word) or len(word))
    >>> length("nadia"), length("nadia"), asked
    (5, 5, ['nadia'])
    >>> let_go()
    >>> length("nadia"), asked
    (5, ['nadia', 'nadia'])
    """
    keeping = lru_cache(_MOST)(function)
    _kept.append(keeping.cache_clear)
    return keeping  # type: ignore[return-value]


def let_go() -> None:
    """Forget all answers, and with them the words that were asked about."""
    for clear in _kept:
        clear()
