"""The statistical recogniser: fr_core_news_md's entities, run once over all texts and filtered by what they cannot be.

An automatic transcript has no capitals, by which the published recogniser lives; `circulation train ner` taught it to do without.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.language import recogniser
from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.names import PEOPLE
from pipeline.pseudonymise.text import Passage, Span, Word
from pipeline.pseudonymise.titles import PARTICLES

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_KIND = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG", "MISC": "PERSON"}
_EDGES = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "en", "et", "un", "une"])
BATCH = 128


def find_entities(passages: Sequence[Passage], seen: frozenset[str], nlp: "Language | None" = None) -> list[list[Span]]:
    """Entities of each passage, as the recogniser of the program sees them, or another.

    `seen` holds the words that stand in lower case somewhere in the case's cased texts.
    """
    docs = (nlp or recogniser()).pipe([passage.text for passage in passages], batch_size=BATCH)
    return [list(_accepted(passage, doc, seen)) for passage, doc in zip(passages, docs, strict=True)]


def _accepted(passage: Passage, doc: "Doc", seen: frozenset[str]) -> Iterator[Span]:
    for entity in doc.ents:
        label = entity.label_
        words = _trim([word for word in passage.words if word.end > entity.start_char and word.start < entity.end_char], label)
        core = tuple(itertools.dropwhile(_EDGES.__contains__, (word.folded for word in words)))
        if not words or core in lexicons().bodies:
            continue
        if span := _accept_in_lower_case(passage, words, label) if passage.lower else _accept(words, label, seen):
            yield span


def _accept_in_lower_case(passage: Passage, words: list[Word], label: str) -> Span | None:
    """Without capitals a word of the language may be a name."""
    known = lexicons()
    folded = [word.folded for word in words]
    empty = known.words("function", "never", "peoples", "roles")
    if all(word in empty or len(word) < 3 for word in folded) or _is_noun_or_verb(passage, words, label):
        return None
    if label in ("ORG", "LOC") and all(word in known.kinds_alone for word in folded):
        return None
    kind = _KIND[label]
    score = 0.65 if kind == "PERSON" and any(map(_is_known, folded)) else 0.5
    return Span(*_whole(passage, words[0].start, words[-1].end), kind, score, "ner")


def _accept(words: list[Word], label: str, seen: frozenset[str]) -> Span | None:
    known = lexicons()
    folded = [word.folded for word in words]
    never = known.words("never", "peoples")
    if all(word in known.function or word in never or len(word) < 2 for word in folded):
        return None
    named = [word for word in words if _is_known(word.folded)]
    capital = [word for word in words if word.capital and word.folded not in known.function]
    inside = [word for word in capital if not word.opens]
    if not capital:
        return Span(words[0].start, words[-1].end, _KIND[label], 0.6, "ner") if named and len(words) < 4 else None
    if not inside and not named and (len(words) == 1 or all(word.folded in seen or known.is_plain(word.folded) for word in words)):
        return None
    if label == "MISC" and not _misc_is_name(words):
        return None
    public = folded[0] in known.words("institutions") or (len(words) == 1 and PEOPLE.fullmatch(folded[0]))
    if label != "PER" and public and all(map(known.is_plain, folded)):
        return None
    roles = known.words("roles")
    if (folded[0] in roles or folded[0] in never) and all(known.is_plain(word) or word in never or word in roles for word in folded):
        return None
    plain = all(known.is_plain(word.folded) or (word.folded in seen and word not in named) for word in words)
    if plain and (len(inside) < len(capital) or len(words) == 1) and all(word.opens or word.folded in seen for word in words):
        return None
    return Span(words[0].start, words[-1].end, _KIND[label], 0.8 if inside or named else 0.6, "ner")


_HYPHENED = re.compile(r"[\w-]*$"), re.compile(r"(?:-(?!la\b|ci\b|meme|t-|il|elle|on\b|je\b|tu\b|vous|nous|ce\b)\w+)*")


def _whole(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Take what hyphens join to a name: "rhin-garde"."""
    before, after = _HYPHENED
    left, right = before.search(passage.folded[:start]), after.match(passage.folded, end)
    return (left.start() if left and left.group().endswith("-") else start), (right.end() if right else end)


def _is_noun_or_verb(passage: Passage, words: list[Word], label: str) -> bool:
    """A word by itself after "un", "ces" or "je", "se", where no name can stand."""
    first = passage.words.index(words[0])
    if len(words) > 1 or not first or passage.gap(passage.words[first - 1], words[0]) not in (" ", "'"):
        return False
    before = passage.words[first - 1].folded
    # "la cour des micocouliers" has a name
    if _is_known(words[0].folded) or (before == "des" and label != "PER"):
        return False
    return before in lexicons().words("before_noun_or_verb")


def _trim(words: list[Word], label: str) -> list[Word]:
    """Leave out fillers, titles and articles at the edges."""
    known = lexicons()
    while words:
        first = words[0]
        filler = first.folded in known.function and not (first.capital and not first.opens and first.folded in PARTICLES)
        title = label == "PER" and (first.folded in known.titles or first.folded in known.words("roles")) and len(words) > 1
        common = first.opens and not _is_known(first.folded) and len(words) > 1 and known.is_plain(first.folded) and label == "PER"
        if not (filler or title or common or (first.folded in _EDGES and not first.capital)):
            break
        words = words[1:]
    while words and (
        words[-1].folded in _EDGES
        or numerals.NUMBER.fullmatch(words[-1].folded)
        or (words[-1].folded in known.function and not words[-1].capital)
    ):
        words = words[:-1]
    return words


def _is_known(word: str) -> bool:
    known = lexicons()
    if known.is_plain(word):
        return False
    return known.is_name(word) or (word,) in known.communes or word in known.commune_heads


def _misc_is_name(words: list[Word]) -> bool:
    known = lexicons()
    names = [word for word in words if word.capital and not word.opens and word.folded not in known.function]
    return any(word.folded in known.sex and not known.is_plain(word.folded) for word in words) or (
        bool(names) and len(names) == len(words) and not all(known.is_plain(word.folded) for word in words)
    )
