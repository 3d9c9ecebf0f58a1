"""Lines of words that find what first persons say of their lives; models/risk/stories.yaml says how they are written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from pipeline.errors import ResourceError
from pipeline.pseudonymise.text import fold
from pipeline.resources import resource

_TOKEN = re.compile(r"[^\W_]+|[.!?;:]")
_LIST = re.compile(r"@(\w+)")
_ENDS = ".!?;:"


@dataclass(frozen=True)
class Told:
    """One thing that may be told, by its id; `what` names it in French where a screen does."""

    id: str
    what: str
    pattern: re.Pattern[str]


def skeleton(text: str) -> str:
    """A turn as the lines of words read it, between blanks.

    Examples
    --------
    >>> skeleton("Chuis jamais, euh, tombée d'un toit. Et là…")
    ' je suis jamais tombee d un toit . et la . '
    """
    shared = knowledge("stories")
    spoken, fillers = shared["spoken"], frozenset(shared["fillers"])
    words = (word if word not in _ENDS else "." for word in _TOKEN.findall(fold(text)))
    return " " + "".join(f"{spoken.get(word, word)} " for word in words if word not in fillers)


def find_told(said: str, name: str) -> Iterator[Told]:
    """What of models/risk/NAME.yaml a skeleton tells, each once.

    Examples
    --------
    >>> [told.id for told in find_told(skeleton("ben moi j'ai eu un accident grave"), "stories")]
    ['accident']
    """
    conditions = tuple(f" {words} " for words in knowledge("stories")["not_after"])
    for told in _entries(name):
        if any(not said[: match.start()].endswith(conditions) for match in told.pattern.finditer(said)):
            yield told


@cache
def knowledge(name: str) -> Mapping[str, Any]:
    """The content of models/risk/NAME.yaml.

    Raises
    ------
    ResourceError
        It is missing or no YAML.
    """
    try:
        return yaml.safe_load(resource("models", "risk", f"{name}.yaml").read_text("utf-8"))
    except yaml.YAMLError:
        raise ResourceError(f"models/risk/{name}.yaml cannot be read as YAML; look at its quotes and brackets") from None


@cache
def _entries(name: str) -> tuple[Told, ...]:
    content = knowledge(name)
    return tuple(
        Told(entry["id"], entry.get("what", ""), compile_lines(entry["patterns"], content["lists"])) for entry in content["entries"]
    )


def compile_lines(lines: Sequence[str], lists: Mapping[str, str]) -> re.Pattern[str]:
    """One expression over a skeleton for some lines of words.

    Raises
    ------
    ResourceError
        A line names no list, or has a bracket too many.
    """
    gap = rf"(?:(?!(?:{'|'.join(knowledge('stories')['negators'])}) )\w+ ){{0,4}}"
    try:
        named = (_LIST.sub(lambda found: f"({lists[found[1]]})", line).replace("… ", gap) for line in lines)
        return re.compile(rf"(?<= )(?:{'|'.join(re.sub(r'[(](?![?])', '(?:', fold(line)) for line in named)})(?= )")
    except (KeyError, re.error):
        raise ResourceError("models/risk: a line of words names no list, or has a bracket too many") from None
