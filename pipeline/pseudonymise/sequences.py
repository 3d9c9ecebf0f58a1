"""Sequences of numbers, letters and signs as people read them out: "bk sept cent, euh, dix-huit tiret z"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.remembered import remembered
from pipeline.pseudonymise.text import Passage

_TOKEN = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(numerals.WORD)
_GAP = re.compile(r"[\s,;.…/_–-]*")
_JOINT = re.compile(r"tiret|barre|slash|espace")
_JOINT_TAIL = re.compile(r"du|bas|six|huit")
_FILLER = re.compile(r"euh|heu|hum|et|puis|alors|ensuite|virgule|apres|donc")

UNIT = (
    r"(?: ?[%€°]| ?(?:euros?|balles|centimes?|millions?|milliards?|pour cent|degres?|h|heures?|minutes?|min|secondes?|jours?|mois|ans"
    r"|semaines|metres?|m2?|km|kilometres?|cm|kilos?|kg|grammes?|litres?|tonnes?|hectares?|ha|places?|personnes?|pages?|pieces?|fois|points?)\b)"
)
"""What follows an amount."""


@dataclass(frozen=True)
class Token:
    """One word or number of a sequence; `kind` is number, letters, mixed or joint."""

    start: int
    end: int
    folded: str
    kind: str


@dataclass(frozen=True)
class Sequence:
    """Tokens that follow each other with nothing but pauses between; at least one holds a number."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @cached_property
    def code(self) -> str:
        """What was read out, without blanks: letters, digits, and "-" for every sign said or written between.

        Examples
        --------
        >>> [found.code for found in sequences(Passage("plaque bk sept cent dix-huit z, dossier deux mille vingt-six barre douze"))]
        ['bk718z', '2026-12']
        """
        code, words = "", []
        for token in self.tokens:
            if token.kind == "number":
                words.append(token.folded)
            else:
                code += numerals.digits(" ".join(words)) + ("-" if token.kind == "joint" else token.folded)
                words = []
        return code + numerals.digits(" ".join(words))

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.code)

    @property
    def spoken(self) -> bool:
        return any(token.kind == "number" and not token.folded.isdigit() for token in self.tokens)

    def part(self, first: int, last: int) -> "Sequence":
        return Sequence(self.tokens[first:last])


def sequences(passage: Passage) -> Iterator[Sequence]:
    """The sequences of a text that hold a number; letters beside it that may be words are left out."""
    if not (_NUMBER.search(passage.folded) or re.search(r"\d", passage.folded)):
        return
    run: list[Token] = []
    for token in [*_tokens(passage), None]:
        if token and (not run or _GAP.fullmatch(passage.folded, run[-1].end, token.start)) and token.kind != "word":
            run.append(token)
            continue
        yield from _trimmed(passage, run)
        run = [token] if token and token.kind != "word" else []


def _tokens(passage: Passage) -> Iterator[Token]:
    folded = passage.folded
    previous = ""
    for match in _TOKEN.finditer(folded):
        word = match.group()
        kind = _kind(passage, match.start(), match.end(), word)
        if previous == "joint" and _JOINT_TAIL.fullmatch(word) and folded[match.end() :].lstrip()[:1].isalnum():
            # "tiret du six"; "tiret six" is told by the number that follows "du"
            kind = "joint" if word in ("du", "bas") or re.search(r"du\s*$", folded[: match.start()]) else kind
        previous = kind
        yield Token(match.start(), match.end(), word, kind)


def _kind(passage: Passage, start: int, end: int, word: str) -> str:
    if kind := _kind_anywhere(word):
        return kind
    short = len(word) < 4 and not _is_word(word)
    if len(word) > 4 or (passage.lower and not short):
        return "word"
    elided = passage.folded[end : end + 1] == "'" or passage.folded[max(0, start - 1) : start] == "'"
    if elided or passage.text[start:end] in ("à", "À"):
        return "word"
    if passage.text[start:end].isupper() and (len(word) > 1 or not passage.lower):
        return "letters"
    return "letters" if short else "word"


@remembered
def _kind_anywhere(word: str) -> str:
    """What a word is wherever it stands, "" where that depends."""
    if word.isdigit() or _NUMBER.fullmatch(word):
        return "number"
    if any(map(str.isdigit, word)):
        return "mixed"
    if _JOINT.fullmatch(word):
        return "joint"
    return "filler" if _FILLER.fullmatch(word) else ""


@remembered
def _is_word(word: str) -> bool:
    """Two or three letters that mean something together; of single letters, none but these are words."""
    known = lexicons()
    if len(word) == 1:
        return False
    return word in known.words("short_words") or known.is_plain(word) or word in known.sex


def _trimmed(passage: Passage, run: list[Token]) -> Iterator[Sequence]:
    """Cut pauses, signs and doubtful letters off the ends; where no number is left, nothing is."""
    first, last = 0, len(run)
    while first < last and (run[first].kind in ("joint", "filler") or _doubtful(passage, run, first, 1)):
        first += 1
    while last > first and (run[last - 1].kind in ("joint", "filler") or _doubtful(passage, run, last - 1, -1)):
        last -= 1
    tokens = tuple(token for token in run[first:last] if token.kind != "filler")
    if any(token.kind in ("number", "mixed") for token in tokens):
        yield Sequence(tokens)


def _doubtful(passage: Passage, run: list[Token], rank: int, step: int) -> bool:
    """A single letter at the end of a sequence that may be a word ("a", "y") or a unit ("h", "m"), and stands beside no other letter."""
    token = run[rank]
    if token.kind != "letters" or len(token.folded) > 1:
        return False
    inner = run[rank + step] if 0 <= rank + step < len(run) else None
    if inner and inner.kind == "letters" and len(inner.folded) == 1 and inner.folded not in "ay":
        return False
    if step > 0:
        return token.folded in "ayo" and not passage.text[token.start].isupper()
    return token.folded in "ayohmgc" and (token.folded != "c" or passage.lower) and not passage.text[token.start].isupper()


def ends_there(folded: str, end: int) -> bool:
    """No unit follows: the end, a pause, or grammar."""
    following = re.match(r"\s*(?:([a-z]+)|[^a-z]|$)", folded[end:])
    return following is None or following[1] is None or (following[1] in lexicons().function and following[1] not in ("de", "d"))
