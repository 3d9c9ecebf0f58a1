"""What the reader of markers learns from, each source as sessions of turns with their gold.

The train cases, the samples, plain sessions and calm talk, single remarks, short exchanges, notes, the examples that the rules carry;
labelled utterances of public debates and turns that a person corrected, where `circulation train markers` is given them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pipeline.errors import GoldError, TrainingError
from pipeline.gold import gold_cases
from pipeline.markers import utterances
from pipeline.markers.rules import load_rules
from pipeline.markers.scores import CATEGORIES, LABELS
from pipeline.markers.utterance import Utterance
from pipeline.resources import resource
from pipeline.settings import Settings
from pipeline.tables import FACILITATOR, FAMILIES
from pipeline.training.corrected import read_corrected
from pipeline.training.exchanges import FACILITATORS, read_exchanges

CALM_TALK = "calm-"
"""How the sources of calm talk begin."""


@dataclass(frozen=True)
class Sessions:
    """Sessions to learn from: their turns, and of each turn the gold labels (a row of `LABELS`), whether it counts, what it comes
    from, and the row in its session of the turn that it opposes (-1 for none)."""

    turns: list[list[Utterance]]
    labels: np.ndarray
    counts: np.ndarray
    source: np.ndarray
    opposed: np.ndarray

    @property
    def flat(self) -> list[Utterance]:
        return [turn for session in self.turns for turn in session]

    def __add__(self, other: "Sessions") -> "Sessions":
        arrays = ((getattr(self, name), getattr(other, name)) for name in ("labels", "counts", "source", "opposed"))
        return Sessions(self.turns + other.turns, *map(np.concatenate, arrays))


def of_cases(corpus: Path) -> Sessions:
    """Every session of the train cases and of the sample."""
    settings = Settings()
    turns: list[list[Utterance]] = []
    rows: list[np.ndarray] = []
    source: list[str] = []
    opposed: list[int] = []
    for folder, split in ((resource("data", "sample"), None), (corpus, "train")):
        for case in gold_cases(folder, split=split, settings=settings):
            people = case.clear.speakers.set_index("speaker_id")
            role, label = people["role"].to_dict(), people["label"].to_dict()
            gold = {line.turn_id: line for line in case.gold}
            for _, session in case.clear.turns.groupby("session_id", sort=False):
                session = session.sort_values("order")
                who = session["speaker_id"].tolist()
                facilitators = [role.get(speaker) == FACILITATOR for speaker in who]
                turns.append(utterances(session["text"].tolist(), who, facilitators, [label.get(speaker, "") for speaker in who]))
                lines = [gold[turn_id] for turn_id in session["turn_id"]]
                row_of = {line.turn_id: row for row, line in enumerate(lines)}
                opposed += [row_of.get(line.disagrees_with, -1) for line in lines]
                rows += [_row(line.markers, bool(line.disagrees_with), line.trap) for line in lines]
                source += [case.case_id] * len(lines)
    return Sessions(turns, np.stack(rows), np.ones(len(rows), dtype=bool), np.array(source), np.array(opposed))


def of_rules() -> Sessions:
    """The examples of the rules, each a session of its own: what is said outright. Counter-examples are traps without a marker."""
    pairs = [
        (text, {rule.category} if kind == "examples" else set[str]())
        for _, rule in sorted(load_rules().rules.items())
        for kind in ("examples", "counter_examples")
        for text in getattr(rule, kind)
    ]
    flat = utterances([text for text, _ in pairs], ["a"] * len(pairs), [False] * len(pairs))
    rows = [_row(labels, opposes=False, trap=not labels) for _, labels in pairs]
    # one source for all, so that none of their words counts as shared by several cases
    n = len(rows)
    return Sessions([[turn] for turn in flat], np.stack(rows), np.ones(n, dtype=bool), np.repeat("examples", n), np.full(n, -1))


def of_exchanges(folder: Path, *, noted: bool = False) -> Sessions:
    """Short exchanges, or the lines of notes, each a session of its own.

    Raises
    ------
    GoldError
        There is none in the folder, or a line is no turn.
    """
    exchanges = read_exchanges(folder)
    if not exchanges:
        raise GoldError(f"there is no exchange in {folder.name}")
    flat = [turn for exchange in exchanges for turn in exchange]
    who = [turn.speaker for turn in flat]
    said = utterances([turn.text for turn in flat], who, [speaker.lower() in FACILITATORS for speaker in who], who, noted=noted)
    ends = np.cumsum([len(exchange) for exchange in exchanges])
    turns = [said[end - len(exchange) : end] for exchange, end in zip(exchanges, ends, strict=True)]
    rows = [_row(set(turn.markers), turn.opposed >= 0, turn.trap) for turn in flat]
    n = len(rows)
    return Sessions(turns, np.stack(rows), np.ones(n, dtype=bool), np.repeat("exchanges", n), np.array([turn.opposed for turn in flat]))


def of_calm(folder: Path) -> Sessions:
    """Talk in which nobody is hurt, in the form of exchanges: each one a session, and a source of its own."""
    return _apart(of_exchanges(folder), CALM_TALK)


def of_plain(folder: Path) -> Sessions:
    """Plain short sessions of a group, in the form of exchanges: each a session and a source of its own."""
    return _apart(of_exchanges(folder), "plain-")


def of_remarks(folder: Path) -> Sessions:
    """Single remarks, some with an answer, in the form of exchanges: each a session and a source of its own."""
    return _apart(of_exchanges(folder), "remark-")


def of_notes(folder: Path) -> Sessions:
    """Notes in the form of exchanges in which nobody speaks: the lines of one evening are a session and a source of their own."""
    return _apart(of_exchanges(folder, noted=True), "notes-")


def _apart(sessions: Sessions, name: str) -> Sessions:
    names = [f"{name}{rank}" for rank in range(len(sessions.turns))]
    return replace(sessions, source=np.repeat(names, [len(session) for session in sessions.turns]))


def of_corrections(folders: Sequence[Path]) -> Sessions:
    """Sessions that a person corrected; only the turns looked at count, the others stand around them."""
    sessions = [session for folder in folders for session in read_corrected(folder)]
    flat = [turn for session in sessions for turn in session]
    turns = [
        utterances(
            [turn.text for turn in session],
            [turn.speaker for turn in session],
            [turn.facilitator for turn in session],
            [turn.label for turn in session],
        )
        for session in sessions
    ]
    rows = [_row(set(turn.markers), bool(turn.markers & set(FAMILIES["desaccord"])), turn.trap) for turn in flat]
    n = len(flat)
    looked_at = np.array([turn.looked_at for turn in flat])
    return Sessions(turns, np.stack(rows), looked_at, np.repeat("corrections", n), np.full(n, -1))


def of_debates(real: Path) -> Sessions:
    """Labelled utterances of debates, each after the end of the turn before it, which carries no label."""
    try:
        lines = [json.loads(line) for line in real.read_text("utf-8").split("\n") if line.strip()]
        pairs = [(line["prev"] or "", line["text"], set(line["labels"]), line["ref"].split(":")[0].split("--")[0]) for line in lines]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise TrainingError(f"{real.name} is no file of labelled utterances: JSON lines with ref, prev, text, labels") from None
    texts = [text for before, said, _, _ in pairs for text in (before, said)]
    flat = utterances(texts, ["a", "b"] * len(pairs), [False] * len(texts))
    none = np.zeros(len(LABELS), dtype=np.float32)
    rows = [row for _, _, labels, _ in pairs for row in (none, _row(labels, bool(labels & set(FAMILIES["desaccord"])), False))]
    source = np.array([name for *_, name in pairs for _ in range(2)])
    n = len(flat)
    return Sessions([flat[i : i + 2] for i in range(0, n, 2)], np.stack(rows), np.arange(n) % 2 == 1, source, np.full(n, -1))


def _row(markers: set[str], opposes: bool, trap: bool) -> np.ndarray:
    families = [bool(markers & set(categories)) for categories in FAMILIES.values()]
    return np.array([*(category in markers for category in CATEGORIES), *families, opposes, trap], dtype=np.float32)
