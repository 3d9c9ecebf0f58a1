"""The small slot syntax in which rules are written, compiled to spaCy Matcher token patterns.

A pattern is a line of blank-separated slots over the skeleton of a turn (`pipeline.markers.speech`), in which
"ne", fillers and commas no longer stand:

    mot           that word; an apostrophe cuts: "c'est" is two slots
    prévenu*      any word that begins like this
    @liste        a list of words.yaml; its entries may hold several words
    (a b|c)       one of several sequences;  (a b|c)? or mot?  may be left out
    !mot !(a|b)   any one word but these
    <venir>       any form of the verb or noun, by its lemma
    :ADJ          any word of that part of speech (universal tags)
    ~             up to three words of the list `between` (pas, plus, très, tout à fait …)
    …             up to four words of any kind;  …8 up to eight
    ^             start of the turn;  >  start of the turn or of a sentence
    $             end of a sentence or of the turn;  ?  a question mark
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from pipeline.markers.speech import BREAKS, END, START, canonical

Token = dict[str, Any]
Words = Mapping[str, Sequence[str]]

LIST = re.compile(r"@\w+")
SPECIAL = re.compile(r"[@~…<:!_$?()]")


class SlotError(ValueError):
    """A slot that says nothing; holds the slot itself, which is data of the program and never a transcript."""


def compile_pattern(pattern: str, words: Words) -> list[list[Token]]:
    """Compile one line of slots.

    Parameters
    ----------
    pattern
        Slots separated by blanks.
    words
        The named lists.

    Returns
    -------
    list of list of dict
        Matcher token patterns; more than one where a slot stands for sequences of different length.

    Raises
    ------
    SlotError
        A slot names no known list, or is empty.

    Examples
    --------
    >>> compile_pattern("vous mentez|mens", {})
    [[{'LOWER': 'vous'}, {'LOWER': {'IN': ['mentez', 'mens']}}]]
    >>> len(compile_pattern("(j'ai|on est) peur", {}))
    2
    """
    choices = [_choices(slot, words) for slot in _cut(pattern, " ")]
    if not choices:
        raise SlotError(pattern)
    return [[token for part in parts for token in part] for parts in product(*choices)]


def is_gap(token: Token) -> bool:
    """Whether a token stands for a gap, ~ or …, whose words the rule does not name."""
    return token.get("OP", "").startswith("{")


def _cut(text: str, at: str) -> list[str]:
    """Cut at a character outside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == at and not depth:
            parts.append("")
        else:
            parts[-1] += character
    if depth:
        raise SlotError(text)
    return [part.strip() for part in parts if part.strip() or at == "|"]


def _choices(slot: str, words: Words) -> list[list[Token]]:
    """What one slot may stand for: a list of token sequences."""
    if slot in _FIXED:
        return [[_FIXED[slot]]]
    if slot == "~":
        return [[_one_of(words["between"]) | {"OP": "{0,3}"}]]
    if slot.startswith("…"):
        return [[{"LOWER": {"NOT_IN": list(BREAKS)}, "OP": f"{{0,{slot[1:] or 4}}}"}]]
    if slot.endswith("?"):
        sequences = _choices(slot[:-1], words)
        if len(sequences) == 1 and len(sequences[0]) == 1 and "OP" not in sequences[0][0]:
            return [[sequences[0][0] | {"OP": "?"}]]
        return [*sequences, []]
    if slot.startswith("<"):
        return [[{"LEMMA": {"IN": slot.strip("<>").split("|")}}]]
    if slot.startswith(":"):
        return [[{"POS": {"IN": slot[1:].split("|")}}]]
    if slot.startswith("!"):
        return [[{"LOWER": {"NOT_IN": [*_entries(slot[1:], words), *BREAKS]}}]]
    return list(_sequences(_entries(slot, words), words))


_FIXED: dict[str, Token] = {
    "^": {"LOWER": START},
    ">": {"LOWER": {"IN": [START, ".", "!", "?"]}},
    "$": {"LOWER": {"IN": [END, ".", "!", "?"]}},
    "?": {"LOWER": "?"},
    "_": {"LOWER": {"NOT_IN": list(BREAKS)}},
}


def _entries(slot: str, words: Words) -> list[str]:
    """The alternatives of a slot, lists spelled out."""
    entries: list[str] = []
    for entry in _cut(slot[1:-1] if slot.startswith("(") else slot, "|"):
        if not entry:
            raise SlotError(slot)
        if not LIST.fullmatch(entry):
            entries.append(entry)
        elif entry[1:] in words:
            entries += words[entry[1:]]
        else:
            raise SlotError(entry)
    return entries


def _sequences(entries: Sequence[str], words: Words) -> Iterator[list[Token]]:
    """Single words share one token; every longer entry is a sequence of its own."""
    plain = [canonical(entry) for entry in entries if not SPECIAL.search(entry)]
    if single := [parts[0] for parts in plain if len(parts) == 1]:
        yield [_one_of(single)]
    for parts in plain:
        if len(parts) > 1:
            yield [_one_of([part]) for part in parts]
    for entry in entries:
        if SPECIAL.search(entry):
            yield from compile_pattern(entry, words)


def _one_of(words: Sequence[str]) -> Token:
    if any("*" in word for word in words):
        return {"LOWER": {"REGEX": "^(?:" + "|".join(re.escape(word).replace(r"\*", ".*") for word in words) + ")$"}}
    return {"LOWER": words[0] if len(words) == 1 else {"IN": list(words)}}
