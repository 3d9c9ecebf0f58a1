"""One line taken apart, and which labels of a file are labels.

A label is few words before a colon that are a known, generic or role label, a name in capitals, or come back in the file.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import nan
from typing import NamedTuple

from pipeline.ingest.labels import declared, is_nobody, lead, looks_like_name, may_be_label
from pipeline.ingest.text import CLOCK, SHORT, fold, seconds, squeeze, words
from pipeline.ingest.vocabulary import THEMES, TITLES

_TO = r"\s*(?:-->|->|[-–—]|à)\s*"
_TIMES = re.compile(
    rf"[\[(]?\s*(?P<a>{CLOCK})(?!\d)\s*[\])]?(?:{_TO}[\[(]?\s*(?P<b>{CLOCK})(?!\d)\s*[\])]?)?"
    rf"|[\[(]\s*(?P<c>{SHORT})(?:{_TO}(?P<d>{SHORT}))?\s*[\])]"
)
_AFTER_TIMES = re.compile(r"\s*(?:[:|]|[-–—](?=\s))?\s*")
_TIMED_LABEL = re.compile(rf"(?P<label>[^:\[\]]{{1,60}}?)\s*[\[(]\s*(?P<time>{CLOCK}|{SHORT})\s*[\])]\s*(?::\s*(?P<text>.*))?")
_LABEL_THEN_TIME = re.compile(rf"(?P<label>[^:]{{1,60}}?)\s+(?P<time>{CLOCK}|{SHORT})")
_TAGGED = re.compile(r"[\[(](?P<label>[^\[\]():]*[^\W\d][^\[\]():]*\d)[\])]\s*:?\s*(?P<text>.*)")
_COLON = re.compile(r"(?P<label>[^:]{1,60}?)\s*(?:(?<!\d):|:(?!\d))(?!//)\s*(?P<text>.*)")


class Parts(NamedTuple):
    """A line taken apart: the label that it may have, the text without and with it, and its times in seconds.

    `trailing` is a label that only a time follows, as on a line of its own above what is said.
    """

    label: str
    text: str
    whole: str
    start: float
    end: float
    timed: bool
    trailing: bool = False


def take_apart(text: str) -> Parts:
    """Take a line apart, without deciding whether its label is one.

    Examples
    --------
    >>> take_apart("[00:01:12] M. Le Goff : il est 14:30, non : 15 h")[:4]
    ('M. Le Goff', 'il est 14:30, non : 15 h', 'M. Le Goff : il est 14:30, non : 15 h', 72.0)
    """
    text = squeeze(text)
    start, end, timed = nan, nan, False
    if times := _TIMES.match(text):
        (start, end), timed = _read_times(times), True
        text = _AFTER_TIMES.sub("", text[times.end() :], count=1)
    match = _TIMED_LABEL.fullmatch(text) or _TAGGED.fullmatch(text)
    if match is None and not timed:
        match = _LABEL_THEN_TIME.fullmatch(text)
    match = match or _COLON.fullmatch(text)
    if match is None or (match.re is _TAGGED and not is_nobody(match["label"])):
        return Parts("", text, text, start, end, timed)
    fields = match.groupdict()
    label, said = fields["label"].strip("[] "), fields.get("text") or ""
    if "time" in fields:
        start, timed = seconds(fields["time"]), True
    elif times := _TIMES.match(said):
        (start, end), timed = _read_times(times), True
        said = said[times.end() :].strip()
    return Parts(label, said, text, start, end, timed, trailing=match.re is _LABEL_THEN_TIME)


def _read_times(times: re.Match[str]) -> tuple[float, float]:
    return seconds(times["a"] or times["c"]), seconds(times["b"] or times["d"])


class Labels:
    """Which labels of a file are labels: what one line alone does not tell.

    `known` are folded labels of the case. In notes a word in capitals before a colon may be a theme ("Cantine : pas de bus le soir").
    """

    def __init__(self, parts: Sequence[Parts], known: frozenset[str], notes: bool = False) -> None:
        candidates = [part for part in parts if part.label and may_be_label(part.label)]
        self._known = known
        self._known_words = {word for name in known for word in words(name)}
        self._notes = notes
        self._spoken = {word for part in parts for word in re.findall(r"\w+", part.text)} if notes else set()
        self._count = Counter(fold(part.label) for part in candidates)
        self._trailing = sum(part.trailing for part in candidates) >= 3
        timed = sum(part.timed for part in candidates)
        self._timed = timed >= 3 and timed >= 0.8 * len(candidates)

    def accept(self, part: Parts) -> bool:
        """Does this line begin with a label?"""
        folded = fold(part.label)
        if not part.label or (part.trailing and not self._trailing):
            return False
        if folded in self._known:
            return True
        if not may_be_label(part.label):
            return False
        often = self._count[folded] >= 2
        if self._timed and not part.timed and not often:
            return False
        return (
            is_nobody(part.label)
            or bool(lead(part.label) or declared(part.label))
            or (looks_like_name(part.label) and (often or not self._notes or self._is_somebody(part.label)))
            or ((often or part.timed) and len(folded.split()) <= 3)
        )

    def settled(self, label: str) -> bool:
        """Is a label one beyond doubt, so that it may stand alone on its line in notes?"""
        folded = fold(label)
        return folded in self._known or self._count[folded] >= 2 or folded.split()[0].strip(".") in TITLES

    def _is_somebody(self, label: str) -> bool:
        """In notes: initials, a title, or a word of a known name; where no name is known, no theme and no word that is also spoken."""
        told = words(label)
        if len(told[0]) == 1 or told[0] in TITLES:
            return True
        if self._known:
            return any(word in self._known_words for word in told)
        return told[0] not in THEMES and (len(told) > 1 or label.lower() not in self._spoken)
