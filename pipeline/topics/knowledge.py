"""What the room knows about speech: files under models/codebook, read once and interpreted here."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from pipeline.errors import ResourceError
from pipeline.resources import resource

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})


@cache
def knowledge(name: str) -> dict[str, Any]:
    """A TOML file of models/codebook, as it stands there.

    Raises
    ------
    ResourceError
        It is missing or is no TOML.

    Examples
    --------
    >>> knowledge("segments")["length"]["short"]
    8
    """
    try:
        return tomllib.loads(resource("models", "codebook", f"{name}.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"models/codebook/{name}.toml is not valid TOML: {error}; mend it or install the program again") from None


def either(patterns: Iterable[str], *, before: str = "", after: str = "") -> re.Pattern[str]:
    """One pattern for many, without regard to case; what must stand before and after each is looked for once.

    Raises
    ------
    ResourceError
        One of them is no regular expression.
    """
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    try:
        return re.compile(f"{before}(?:{joined}){after}", re.IGNORECASE)
    except re.error as error:
        raise ResourceError(f"a pattern under models/codebook is no regular expression: {error}; mend it") from None


def straight(text: str) -> str:
    """The same text, character for character, with one kind of apostrophe.

    Examples
    --------
    >>> straight("j’ai")
    "j'ai"
    """
    return text.translate(_APOSTROPHES)


@cache
def stop_words() -> tuple[str, ...]:
    """French stop words and oral fillers that are never terms of a topic."""
    return tuple(resource("models", "codebook", "stopwords.txt").read_text("utf-8").split())
