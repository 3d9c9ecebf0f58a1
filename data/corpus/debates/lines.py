"""Labelled utterances of debates as JSON lines, from labels that name them: `uv run python data/corpus/debates/lines.py ORAL OUT`.

The utterances are not in the repository. ORAL is a folder with `debats/*.txt` (linagora-labs/FREDSum, a turn a line) and
`assemblee/turns.jsonl` (turns of nlegrand/mariagepourtousInXML, a line each: `seance`, the sitting by its day, `i`, its rank
there from 0 on, and `text`). What is written has ref, prev, text and labels, as
`circulation train markers --real OUT` reads it.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

LABELS = Path(__file__).with_name("labels.tsv")
WORDS_BEFORE = 28
"""Of what was said before an utterance, at most."""


def lines(oral: Path) -> Iterator[dict[str, object]]:
    """The utterances that `labels.tsv` names, in its order.

    A ref is `FILE:LINE:START-END` or `SITTING:TURN:START-END`: offsets into the turn, the speaker's name and " : " left out.
    """
    turns = dict(_turns(oral))
    names = list(turns)
    before = dict(zip(names[1:], names, strict=False))
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            name, _, place = row["ref"].rpartition(":")
            start, end = map(int, place.split("-"))
            said, last = turns[name], before.get(name, "")
            same = last.rpartition(":")[0] == name.rpartition(":")[0]
            prev = said[:start] or (turns[last] if same else "")
            text = said[start:end]
            yield {"ref": row["ref"], "prev": " ".join(prev.split()[-WORDS_BEFORE:]), "text": text, "labels": row["labels"].split()}


def _turns(oral: Path) -> Iterator[tuple[str, str]]:
    """All turns by the name of their file and line, or sitting and number."""
    for file in sorted((oral / "debats").glob("*.txt")):
        for rank, line in enumerate(file.read_text("utf-8").split("\n")):
            who, _, said = line.partition(" : ")
            if line.strip():
                yield f"{file.name}:{rank}", said or who
    for line in (oral / "assemblee" / "turns.jsonl").read_text("utf-8").split("\n"):
        if line.strip():
            turn = json.loads(line)
            yield f"{turn['seance']}:{turn['i']}", turn["text"]


if __name__ == "__main__":
    folder, out = map(Path, sys.argv[1:3])
    out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines(folder)), "utf-8")
