"""Whether violence and disagreement, as read, go with the protests of the room: `assemblee.py TURNS.jsonl SITTING…`, run by hand.

TURNS.jsonl holds a turn a line: seance, who, kind, text, reactions (each with a text, as the minutes print it); name sittings that the
reader did not learn from. Over windows of twenty turns, one after the other and none over two sittings, it prints Spearman's
correlation with the protests of a window, for what is read and for the mere number of words; what is left of it once the number of
words is taken out of both (partial correlation of ranks); and the same where interruptions, turns that are read too, count as protests.
"""

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from pipeline.markers import read_markers
from pipeline.settings import MarkersSettings
from pipeline.tables import FACILITATOR, build

WINDOW = 20
PROTEST = re.compile(
    r"exclamation|protestation|huée|brouhaha|tumulte|interruption|murmure|claquement|bruit|«\s*(non|oh|assez|faux)\b", re.I
)
PRESIDENT = re.compile(r"le_président|la_présidente", re.I)


def protests(turn) -> int:
    """How often the minutes note that the room protests: each part of a note counts, applause and laughter do not."""
    return sum(bool(PROTEST.search(part)) for note in turn["reactions"] for part in re.split(r"\s[–-]\s", note["text"]))


def read(turns: Sequence[dict]) -> np.ndarray:
    """Of each turn of one sitting p_violent, p_disagreement, whether either is marked, and its words: shape (turns, 4)."""
    rows = [
        {
            "case_id": "c", "session_id": "s", "turn_id": f"s:{i}", "order": i, "speaker_id": turn["who"] or "", "said_by": "",
            "start_s": float("nan"), "end_s": float("nan"), "text": turn["text"],
        }
        for i, turn in enumerate(turns)
    ]  # fmt: skip
    people = [
        {
            "case_id": "c",
            "speaker_id": who,
            "label": who,
            "role": FACILITATOR if PRESIDENT.match(who) else "",
            "subgroup": "",
            "resolved": True,
        }
        for who in sorted({turn["who"] for turn in turns} - {None, ""})
    ]
    found = read_markers(
        turns=build("turns", rows), speakers=build("speakers", people), decisions=build("decisions"), settings=MarkersSettings()
    )
    markers, readings = found["markers"], found["readings"].set_index("turn_id").loc[[row["turn_id"] for row in rows]]
    marked = set(markers.loc[markers["active"] & markers["family"].isin(["violence", "desaccord"]), "turn_id"])
    words = [len(turn["text"].split()) for turn in turns]
    return np.column_stack([readings["p_violent"], readings["p_disagreement"], [row["turn_id"] in marked for row in rows], words])


def windows(values: np.ndarray) -> np.ndarray:
    """Means over windows; turns that fill no window are left out."""
    n = len(values) // WINDOW * WINDOW
    return values[:n].reshape(-1, WINDOW, *values.shape[1:]).mean(axis=1)


def spearman(x: np.ndarray, y: np.ndarray, without: np.ndarray | None = None) -> float:
    """Spearman's correlation; with `without`, what is left once the ranks of a third are taken out of both."""
    ranks = [rankdata(values) for values in (x, y)]
    if without is not None:
        given = np.column_stack([np.ones(len(x)), rankdata(without)])
        ranks = [own - given @ np.linalg.lstsq(given, own, rcond=None)[0] for own in ranks]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def main(path: Path, sittings: Sequence[str]) -> None:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    parts = []
    for sitting in sittings:
        turns = [line for line in lines if line["seance"] == sitting]
        by_turn = read(turns)
        heard = [(protests(turn), turn["kind"] == "interruption") for turn in turns]
        parts.append(windows(np.column_stack([by_turn, by_turn[:, 0] * by_turn[:, 3], np.array(heard, dtype=float)])))
        print(f"{sitting}: {len(parts[-1])} windows, {spearman(parts[-1][:, 0] + parts[-1][:, 1], parts[-1][:, 5]):.2f}")
    every = np.vstack(parts)
    violent, disagreement, marked, words, violent_words, heard, interruptions = every.T
    read_as = {
        "p_violent + p_disagreement": violent + disagreement,
        "p_violent": violent,
        "p_disagreement": disagreement,
        "share of turns marked": marked,
        "p_violent, a turn counted by its words": violent_words,
        "words": words,
    }
    print(f"{len(every)} windows; with protests, words taken out, with protests and the interruptions that are turns themselves")
    for name, values in read_as.items():
        figures = spearman(values, heard), spearman(values, heard, words), spearman(values, heard + interruptions)
        print(f"{name}: {figures[0]:.2f}" + (f" {figures[1]:.2f} {figures[2]:.2f}" if name != "words" else ""))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
