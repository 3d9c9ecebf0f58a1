"""What every reader gives back: utterances in the file's order, and what was set aside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import nan
from typing import NamedTuple

from pipeline.ingest.directions import clean, is_staged
from pipeline.ingest.labels import read_label
from pipeline.ingest.text import squeeze


class UnreadableError(Exception):
    """Why a file cannot be read, and what to do; the registry adds the file's name."""

    def __init__(self, problem: str, advice: str) -> None:
        self.problem, self.advice = problem, advice
        super().__init__(f"{problem}; {advice}")


class Context(NamedTuple):
    """What a reader is told beside the bytes.

    `known` holds folded labels of the case's participants, `merge_gap` the seconds within which captions of one speaker are one turn.
    """

    known: frozenset[str] = frozenset()
    merge_gap: float = 2.0


class Utterance(NamedTuple):
    """One turn as a file gives it; times in seconds, NaN unknown; `lines` are its lines, rows or cues, from 1."""

    lines: tuple[int, ...]
    label: str
    text: str
    start: float = nan
    end: float = nan
    said_by: str = ""


@dataclass
class Reading:
    """A file read: utterances, what was set aside (reason -> line, row or cue numbers) and the names in its list of those present."""

    utterances: list[Utterance] = field(default_factory=list)
    set_aside: dict[str, list[int]] = field(default_factory=dict)
    present: list[str] = field(default_factory=list)

    def leave(self, reason: str, *numbers: int) -> None:
        """Set lines, rows or cues aside."""
        self.set_aside.setdefault(reason, []).extend(numbers)

    def take(self, utterance: Utterance) -> None:
        """Keep an utterance, cleaned; or set its lines aside if nothing is said in it.

        A label that stands for several ("quelques-uns", "Nadia et Bruno") becomes what it declares.
        """
        text, label = clean(utterance.text), squeeze(utterance.label)
        if any(map(str.isalnum, text)):
            said_by = read_label(label).said_by if label else ""
            self.utterances.append(utterance._replace(label="" if said_by else label, text=text, said_by=said_by or utterance.said_by))
        else:
            self.leave("stage direction" if is_staged(utterance.text) else "no text", *utterance.lines)


def merge(utterances: list[Utterance], gap: float) -> list[Utterance]:
    """Join utterances of one named speaker that follow each other within `gap` seconds.

    Examples
    --------
    >>> [u.text for u in merge([Utterance((1,), "Nadia", "je crois", 0, 2), Utterance((2,), "Nadia", "que non", 2.5, 4)], 2.0)]
    ['je crois que non']
    """
    merged: list[Utterance] = []
    for utterance in utterances:
        last = merged[-1] if merged else None
        if last and last.label and last.label == utterance.label and utterance.start - last.end <= gap:
            merged[-1] = last._replace(
                lines=last.lines + utterance.lines, text=f"{last.text} {utterance.text}", end=max(last.end, utterance.end)
            )
        else:
            merged.append(utterance)
    return merged


@contextmanager
def foreign(problem: str, advice: str) -> Iterator[None]:
    """Code of a library on a file of a stranger: it fails in as many ways as files break, and its messages may quote the file."""
    try:
        yield
    except UnreadableError:
        raise
    except Exception:
        raise UnreadableError(problem, advice) from None
