"""The grammar of lines: `NOM : texte`, with or without times, in transcripts and in a facilitator's notes.

In a transcript a line without a label continues the turn before; in notes it is a turn without a speaker. Notes are
files with bullets, without any label, or with a list of those present or declared numbers and no times.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import NamedTuple

from pipeline.ingest.decode import decode
from pipeline.ingest.directions import clean, is_staged
from pipeline.ingest.labels import declared, looks_like_name, may_be_label
from pipeline.ingest.parts import Labels, Parts, take_apart
from pipeline.ingest.text import fold, squeeze, words
from pipeline.ingest.utterances import Context, Reading, Utterance
from pipeline.ingest.vocabulary import ABSENT, BESIDE_ABSENT, BESIDE_PRESENT, HEADERS, PRESENT, TITLED

_BULLET = re.compile(r"(?:[-–—•*·▪◦‣●○■□➢➤→]|\d{1,2}[.)])\s+(?=\S)")
_HOW_MANY = (
    re.compile(r"\((?P<who>[^()]{1,40})\)\s*:?\s*(?P<text>.*)"),
    re.compile(r"(?P<text>.*)\s\((?P<who>[^()]{1,40})\)\s*\.?"),
)
_RULE = re.compile(r"[-=_*~#.·•—–\s]{3,}")
_SHORT = 8
"""Most words of a title, or of a name in a list of those present."""


class Line(NamedTuple):
    """A line or paragraph of a file; a row of a table brings its label, and perhaps its times, apart."""

    number: int
    text: str
    bullet: bool = False
    heading: bool = False
    label: str | None = None
    start: float = nan
    end: float = nan


def read_text(data: bytes, context: Context) -> Reading:
    """Read a text file."""
    return parse([Line(number, text) for number, text in enumerate(decode(data).split("\n"), 1)], context)


def parse(lines: Sequence[Line], context: Context) -> Reading:
    """Read numbered lines.

    Examples
    --------
    >>> notes = ["Présents : Nadia, Bruno", "- Nadia : trop de bruit", "- trois ou plus : on dort mal", "- (rires)"]
    >>> reading = parse([Line(n, text) for n, text in enumerate(notes, 1)], Context())
    >>> [(u.label, u.said_by, u.text) for u in reading.utterances], reading.present
    ([('Nadia', '', 'trop de bruit'), ('', 'three_plus', 'on dort mal')], ['Nadia', 'Bruno'])
    >>> reading.set_aside
    {'header': [1], 'stage direction': [4]}
    """
    return _Parser([_row(line) for line in lines if line.text.strip()], context).run()


@dataclass
class _Row:
    """A line at work: taken apart, and what the lines around it make of it."""

    line: Line
    part: Parts
    bullet: bool
    labelled: bool = False
    lists_people: bool = False

    @property
    def is_short(self) -> bool:
        return len(self.part.whole.split()) <= _SHORT


def _row(line: Line) -> _Row:
    """What a table says of label and times goes before what its text says."""
    text = squeeze(line.text)
    timed = not isnan(line.start)
    if line.label is not None:
        return _Row(line, Parts(line.label, text, text, line.start, line.end, timed), bullet=False, labelled=bool(line.label))
    bullet = _BULLET.match(text)
    part = take_apart(text[bullet.end() :] if bullet else text)
    return _Row(line, part._replace(start=line.start, end=line.end, timed=True) if timed else part, line.bullet or bool(bullet))


class _Parser:
    def __init__(self, rows: Sequence[_Row], context: Context) -> None:
        self.rows = rows
        self.reading = Reading(present=_find_present(rows))
        self.open: Utterance | None = None
        self.begun = False
        self.time = nan
        body = [row for row in rows if row.part.whole]
        self.bulleted = _most(row.bullet for row in body)
        timed = _most(row.part.timed for row in rows if may_be_label(row.part.label))
        listed = self.bulleted or (bool(self.reading.present) and not timed)
        named = frozenset(fold(item) for item in self.reading.present if looks_like_name(item))
        free = [row for row in rows if row.line.label is None]
        self.labels = Labels([row.part for row in free], context.known | named, notes=listed)
        for row in free:
            row.labelled = self.labels.accept(row.part)
        counted = any(row.labelled and declared(row.part.label) for row in body)
        self.notes = listed or not any(row.labelled for row in rows) or (counted and not timed)

    def run(self) -> Reading:
        for row in self.rows:
            if reason := self._aside(row):
                self.reading.leave(reason, row.line.number)
            elif row.labelled:
                self._begin(row, row.part.label, row.part.text)
            elif self.open and self._continues(row):
                self._go_on(self.open, row)
            else:
                said_by, text = _declared_in(row.part.whole)
                self._begin(row, "", text, said_by)
        self._close()
        return self.reading

    def _aside(self, row: _Row) -> str:
        """Why a line is no speech, or ""."""
        whole = row.part.whole
        if row.lists_people or (not self.begun and fold(re.sub(r"\([^()]*\)", "", row.part.label)).strip() in HEADERS):
            return "header"
        if not whole:
            self.time = row.part.start
            return "timestamp"
        if _RULE.fullmatch(whole):
            return "separator"
        if row.line.heading or re.match(r"#{1,6}\s", row.line.text.strip()) or self._is_title(row):
            return "title"
        if not row.labelled and not clean(whole):
            return "stage direction"
        return ""

    def _is_title(self, row: _Row) -> bool:
        part = row.part
        if row.line.label is not None:
            return False
        if row.labelled:
            return self.notes and not part.text and not part.timed and not self.labels.settled(part.label)
        if row.bullet or part.timed or not row.is_short or part.whole.endswith((".", "?", "!", "…")):
            return False
        if not self.begun and (not self.notes or self.bulleted or any(word in TITLED for word in words(part.whole)[:1])):
            return True
        return self.notes and (part.whole.endswith(":") or (part.whole.isupper() and len(part.whole) > 3))

    def _continues(self, row: _Row) -> bool:
        if row.line.label is not None:
            return False
        return not self.notes or (self.bulleted and row.line.text[:1].isspace() and not row.bullet)

    def _begin(self, row: _Row, label: str, text: str, said_by: str = "") -> None:
        self._close()
        start = self.time if isnan(row.part.start) else row.part.start
        self.open = Utterance((row.line.number,), label, text, start, row.part.end, said_by)
        self.time, self.begun = nan, True

    def _go_on(self, said: Utterance, row: _Row) -> None:
        self.open = said._replace(lines=(*said.lines, row.line.number), text=f"{said.text} {row.part.whole}")

    def _close(self) -> None:
        if self.open:
            self.reading.take(self.open)
        self.open = None


def _most(flags: Iterable[bool]) -> bool:
    """Do at least half of some lines have it?"""
    told = list(flags)
    return sum(told) * 2 >= len(told) > 0


def _find_present(rows: Sequence[_Row]) -> list[str]:
    """Those listed as present, on the line of the header or one a line below it; the lines of such lists are marked."""
    present: list[str] = []
    listing = False
    for row in rows:
        part = row.part
        told = set(words(re.sub(r"\([^()]*\)", " ", part.label)))
        if told & PRESENT and told <= PRESENT | BESIDE_PRESENT and not part.trailing:
            row.lists_people = True
            present += _names(part.text)
            listing = not part.text
        elif listing and part.whole and not part.label and row.is_short and looks_like_name(part.whole.split(",")[0]):
            row.lists_people = True
            present += _names(part.whole)
        elif part.whole:
            row.lists_people = bool(told & ABSENT) and told <= ABSENT | BESIDE_ABSENT
            listing = False
    return present


def _names(listed: str) -> list[str]:
    """The entries of a list of those present; commas within brackets part nothing."""
    outside = re.sub(r"\([^()]*\)", lambda match: match[0].replace(",", " "), listed)
    entries = re.split(r"[,;/•|+]|\s(?:et|&|ainsi que)\s", outside)
    return [name for entry in entries if (name := squeeze(entry).strip(" .-–")) and any(map(str.isalnum, name))]


def _declared_in(text: str) -> tuple[str, str]:
    """How many said a line, given in brackets before or after it, and the line without that."""
    if not is_staged(text):
        for pattern in _HOW_MANY:
            match = pattern.fullmatch(text)
            if match and match["text"] and (said_by := declared(match["who"], bare=True)):
                return said_by, match["text"]
    return "", text
