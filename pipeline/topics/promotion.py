"""An obstacle that one group discovered, made known to all: in a facilitator's words, never in a person's."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

from pipeline.errors import ResourceError

RUN = 5
"""Words in a row that an example may not share with a turn."""
SHARE = 0.6
"""Share of an example's word pairs that one turn may not hold: the same sentence with a word changed here and there."""
_VERSION = re.compile(r"^version = (\d+)$", re.M)
_WORD = re.compile(r"[a-z0-9]+")


def add_obstacle(codebook: str, *, label: str, description: str, examples: Sequence[str], turns: Iterable[str]) -> str:
    """The text of models/codebook/obstacles.toml with one more entry and the next version; the caller writes it.

    Parameters
    ----------
    codebook
        The text of the file.
    label, description, examples
        As a person typed them; three examples at least, as people talk, each from another setting.
    turns
        Texts of the turns of the case that the obstacle was discovered in.

    Raises
    ------
    ResourceError
        Something lacks, the code stands already, or a line is (nearly) what somebody said; it names the line by its rank, never its words.

    Examples
    --------
    >>> examples = ["la clé du gymnase on l'attend encore", "le local est fermé, personne a le badge", "on reste dehors devant la grille"]
    >>> text = add_obstacle("version = 2", label="Fermé", description="On n'entre pas.", examples=examples, turns=["bonjour"])
    >>> text.splitlines()[0], text.splitlines()[3]
    ('version = 3', 'code = "ferme"')
    """
    code = "_".join(_words(label))
    version = _VERSION.search(codebook)
    if version is None:
        raise ResourceError("the codebook has no line 'version = N'; mend it or install the program again")
    if not code or not description.strip() or len([one for one in examples if one.strip()]) < 3:
        raise ResourceError("an obstacle must have a label, a description and at least three examples; add what lacks")
    if f'code = "{code}"' in codebook:
        raise ResourceError("the codebook has an obstacle of that label; choose another one, or edit the one that is there")
    said = list(turns)
    for rank, line in enumerate([label, description, *examples]):
        if any(repeats(line, turn) for turn in said):
            what = ("the label", "the description")[rank] if rank < 2 else f"example {rank - 1}"
            raise ResourceError(f"{what} is too close to what somebody said in this case; invent one of your own, from another setting")
    entry = [
        f"code = {_quoted(code)}",
        f"label = {_quoted(label)}",
        f"description = {_quoted(description)}",
        "examples = [",
        *(f"    {_quoted(example)}," for example in examples),
        "]",
        *("cues = []", "causes = []", "questions = []"),
    ]
    raised = _VERSION.sub(f"version = {int(version[1]) + 1}", codebook, count=1)
    return raised.rstrip("\n") + "\n\n[[obstacles]]\n" + "\n".join(entry) + "\n"


def repeats(line: str, turn: str) -> bool:
    """Whether a line is, word for word or nearly, a piece of a turn.

    Examples
    --------
    >>> repeats("Les horloges du gymnase retardent", "oui les horloges du gymnase retardent, on me l'a juré")
    True
    >>> repeats("Personne ne nous prévient", "on n'est jamais prévenus, personne")
    False
    """
    mine, theirs = _words(line), _words(turn)
    if len(mine) < RUN:
        return len(mine) > 2 and f" {' '.join(mine)} " in f" {' '.join(theirs)} "
    if _runs(mine, RUN) & _runs(theirs, RUN):
        return True
    pairs = _runs(mine, 2)
    return len(pairs & _runs(theirs, 2)) >= SHARE * len(pairs)


def _runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def _words(text: str) -> list[str]:
    """Words without case, accents and apostrophes."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return _WORD.findall("".join(letter for letter in bare if not unicodedata.combining(letter)))


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are a part of TOML's."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
