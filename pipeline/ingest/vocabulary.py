"""The words that the reading of transcripts and notes turns on: the lists of models/transcripts, folded.

What each list does is said beside it, in French, for whoever edits it.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import ResourceError
from pipeline.ingest.text import fold
from pipeline.resources import resource


class Lists:
    """A TOML file of sections; a list in one is a text with its entries between commas or line ends.

    Raises
    ------
    ResourceError
        The file is no TOML in UTF-8, or a list is missing or no text. It names file and line or key, never an entry.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._sections = tomllib.loads(path.read_text("utf-8-sig"))
        except UnicodeDecodeError:
            raise self._error("not in UTF-8", "save it again in UTF-8") from None
        except tomllib.TOMLDecodeError as error:
            # the message may quote an entry; where it is will do
            place = re.search(r"at (line \d+|end of document)", str(error))
            raise self._error(f"not valid TOML {place[0] if place else ''}".strip(), "look at the quotes there") from None

    def words(self, section: str, key: str) -> frozenset[str]:
        """The folded entries of a list."""
        listed = self._find(section, key)
        if not isinstance(listed, str):
            raise self._error(f"{section}.{key} is no text", 'write its entries between """ and """')
        return frozenset(folded for entry in re.split(r"[,\n]", listed) if (folded := fold(entry)))

    def kinds(self, section: str, meanings: Mapping[str, str]) -> dict[str, str]:
        """Each folded entry of a section's lists with what the key of its list means."""
        return {word: meaning for key, meaning in meanings.items() for word in self.words(section, key)}

    def numbers(self, section: str) -> dict[str, int]:
        """A section of whole numbers, by folded key."""
        numbers = self._find(section)
        if not all(isinstance(number, int) for number in numbers.values()):
            raise self._error(f"{section} holds something else than whole numbers", "write them as `deux = 2`")
        return {fold(word): number for word, number in numbers.items()}

    def _find(self, section: str, key: str | None = None) -> Any:
        found = self._sections.get(section)
        if not isinstance(found, dict):
            raise self._error(f"[{section}] is missing", "put it back")
        if key is not None and key not in found:
            raise self._error(f"{section}.{key} is missing", "put it back")
        return found if key is None else found[key]

    def _error(self, problem: str, advice: str) -> ResourceError:
        return ResourceError(f"models/transcripts/{self._path.name}: {problem}; {advice}, or install the program again")


def any_of(entries: Iterable[str]) -> str:
    """A pattern for any of some entries, as they stand; longest first.

    Examples
    --------
    >>> any_of(["anim", "animatrice", "?"])
    'animatrice|anim|\\\\?'
    """
    return "|".join(map(re.escape, sorted(entries, key=lambda entry: (-len(entry), entry)))) or "(?!)"


_GENDERS = {"m": "m", "f": "f", "x": ""}
_labels = Lists(resource("models", "transcripts", "labels.toml"))
_lines = Lists(resource("models", "transcripts", "lines.toml"))

TITLES = _labels.kinds("titles", _GENDERS)
FACILITATORS = _labels.kinds("facilitators", _GENDERS)
LEADING = _labels.words("persons", "leading")
PARTICLES = _labels.words("persons", "particles")
COMPLEMENTS = _labels.words("persons", "complements")
ARTICLES = _labels.words("persons", "articles")
NOBODY = _labels.words("nobody", "alone")
NUMBERED = _labels.words("nobody", "numbered")
INITIALS = _labels.words("nobody", "initials")
ASIDES = _labels.words("nobody", "asides")
ONE = _labels.words("declared", "one")
FEW = _labels.words("declared", "few")
MANY = _labels.words("declared", "many")
ALL = _labels.words("declared", "all")
AT_LEAST = _labels.words("declared", "at_least")
ABOUT = _labels.words("declared", "about")
PERSONS = _labels.words("declared", "persons")
INDEFINITE = _labels.kinds("indefinite", {"one": "one", "few": "few"})
NUMBERS = _labels.numbers("numbers")
STARTERS = _labels.words("speech", "starters")
HEADINGS = _labels.words("speech", "headings")
THEMES = _labels.words("speech", "themes")

HEADERS = _lines.words("header", "fields")
PRESENT = _lines.words("header", "present")
BESIDE_PRESENT = _lines.words("header", "beside_present")
ABSENT = _lines.words("header", "absent")
BESIDE_ABSENT = _lines.words("header", "beside_absent")
TITLED = _lines.words("header", "titles")
STAGE = _lines.words("directions", "words")
STAGING = _lines.words("directions", "beside")
SOMEBODY = _lines.words("somebody", "words")
COLUMNS = {field: _lines.words("columns", field) for field in ("start", "end", "label", "text")}
