"""Labels of debates: by reference alone, and the script that joins them to the utterances they name."""

import csv
import json
import subprocess
import sys

import pytest

from pipeline.resources import resource
from pipeline.tables import FAMILY_OF
from pipeline.training.sessions import of_debates

DEBATES = resource("data", "corpus", "debates")
KEPT_OUT = {"20130130", "20130131", "20130133", "20130134", "Mitterrand_Chirac", "Primaire_LR_1", "Royale_Sarkozy"}
"""Debates and sittings that nothing is learned from: figures on unread speech are theirs."""


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (DEBATES / "labels.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_there_are_labels_and_no_words(rows) -> None:
    assert len(rows) > 19_000
    assert len({row["ref"] for row in rows}) == len(rows)
    assert set().union(*(row["labels"].split() for row in rows)) <= set(FAMILY_OF)


def test_what_is_kept_out_has_none(rows) -> None:
    assert not {row["ref"].split(":")[0].split("--")[0] for row in rows} & KEPT_OUT


def test_labels_find_their_utterances(tmp_path, rows) -> None:
    """In folders of the same form, with a word and a number of its own for each turn."""
    named: dict[str, int] = {}
    for row in rows:
        name, _, place = row["ref"].rpartition(":")
        named[name] = max(named.get(name, 0), int(place.split("-")[1]))
    texts = {name: f"{name} " + "x" * length for name, length in named.items()}
    (tmp_path / "debats").mkdir()
    (tmp_path / "assemblee").mkdir()
    sittings = [name for name in texts if ".txt:" not in name]
    turns = [{"seance": name.split(":")[0], "i": name.split(":")[1], "text": texts[name]} for name in sittings]
    (tmp_path / "assemblee" / "turns.jsonl").write_text("\n".join(map(json.dumps, turns)), "utf-8")
    by_file: dict[str, dict[int, str]] = {}
    for name in texts.keys() - set(sittings):
        file, _, line = name.rpartition(":")
        by_file.setdefault(file, {})[int(line)] = f"Présentateur : {texts[name]}"
    for file, lines in by_file.items():
        written = [lines.get(rank, "") for rank in range(max(lines) + 1)]
        (tmp_path / "debats" / file).write_text("\n".join(written), "utf-8")
    out = tmp_path / "real.jsonl"
    subprocess.run([sys.executable, str(DEBATES / "lines.py"), str(tmp_path), str(out)], check=True)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(line["ref"], line["labels"]) for line in lines] == [(row["ref"], row["labels"].split()) for row in rows]
    for line in lines:
        name, _, place = line["ref"].rpartition(":")
        start, end = map(int, place.split("-"))
        assert line["text"] == texts[name][start:end]
    first = tmp_path / "first.jsonl"
    first.write_text("\n".join(map(json.dumps, lines[:20])), "utf-8")
    assert of_debates(first).counts.sum() == 20
