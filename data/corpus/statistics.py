"""The corpus in figures: `uv run python data/corpus/statistics.py` rewrites the tables of CARD.md and the two drawings beside it.

A test fails while the card says anything else than what is counted here.
"""

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.tables import FAMILIES, FAMILY_OF

HERE = Path(__file__).resolve().parent
GOLD = ".gold.jsonl"
PADDING = {"left": 24, "right": 48, "top": 6, "bottom": 6}
FORMS = ("cased", "automatic", "notes")
_FORMAL = re.compile(r"(?<!\w)(?:vous|votre|vos|madame|monsieur|mademoiselle)(?!\w)")
_FAMILIAR = re.compile(r"(?<!\w)(?:tu|toi|ton|ta|tes|te|t['’]\w+)(?!\w)")
_COARSE = re.compile(r"(?<!\w)(?:merde|conn?e?s?|putain|fout\w*|gueule|bordel|chier|cul|wesh|gros|frère|wallah)(?!\w)")
OPEN, CLOSE = "<!-- {} -->", "<!-- /{} -->"

Line = dict[str, Any]


@dataclass(frozen=True)
class Session:
    """One session: its gold lines, and what the grid says of it."""

    case: str
    name: str
    split: str
    grid: dict[str, str]
    lines: list[Line]


def sessions() -> list[Session]:
    """Every session of the corpus, in the order of its name."""
    with (HERE / "GRID.csv").open(encoding="utf-8", newline="") as file:
        grid = {(row["case"], row["session"]): row for row in csv.DictReader(file)}
    splits = {case: name for name, cases in tomllib.loads((HERE / "splits.toml").read_text("utf-8")).items() for case in cases}
    found = []
    for path in sorted(HERE.glob(f"*/*{GOLD}")):
        case, name = path.parent.name, path.name.removesuffix(GOLD)
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        found.append(Session(case, name, splits[case], grid[case, name], lines))
    return found


def size_table(corpus: list[Session]) -> str:
    """Cases, sessions, turns and what they carry, by split."""
    rows = []
    for split in ("train", "dev", "test", "all"):
        part = [session for session in corpus if split in (session.split, "all")]
        lines = [line for session in part for line in session.lines]
        rows.append(
            [
                split,
                len({session.case for session in part}),
                len(part),
                len(lines),
                sum(len(line["text"].split()) for line in lines),
                _share(not line["markers"] for line in lines),
                _share(line["polarity"] == "violent" for line in lines),
                sum(line["trap"] for line in lines),
                sum(bool(line["obstacle_topic"]) for line in lines),
                sum(bool(line["viewpoint"]) for line in lines),
                sum(line["disagrees_with"] is not None for line in lines),
                sum(len(line["pii"]) for line in lines),
                _share(not line["sure"] for line in lines),
            ]
        )
    head = "split|cases|sessions|turns|words|no marker|violent|traps|obstacles|viewpoints|opposed|identifiers|not sure"
    return _markdown(head.split("|"), rows)


def category_table(corpus: list[Session]) -> str:
    """Turns with each category, by split and by form of transcript."""
    counts = {
        column: Counter(
            mark
            for session in corpus
            if column in (session.split, session.grid["form"])
            for line in session.lines
            for mark in line["markers"]
        )
        for column in ("train", "dev", "test", *FORMS)
    }
    rows = [[family, mark, *(counts[column][mark] for column in counts)] for mark, family in FAMILY_OF.items()]
    return _markdown(["family", "category", *counts], rows)


def spread_table(corpus: list[Session]) -> str:
    """Sessions by form, phase, climate and presence of the facilitator."""
    rows = []
    for column in ("form", "phase", "climate", "facilitator"):
        counted = Counter(session.grid[column] for session in corpus)
        rows.append([column, ", ".join(f"{value} {n}" for value, n in sorted(counted.items(), key=lambda item: (-item[1], item[0])))])
    return _markdown(["over the sessions", "number"], rows)


def address_table(corpus: list[Session]) -> str:
    """How somebody is addressed in violent turns, by vous or by tu, and how many of them hold a coarse word."""
    rows = []
    for form in (*FORMS, "all"):
        texts = [
            line["text"].lower()
            for session in corpus
            if form in (session.grid["form"], "all")
            for line in session.lines
            if line["polarity"] == "violent"
        ]
        formal, familiar, coarse = ([bool(pattern.search(text)) for text in texts] for pattern in (_FORMAL, _FAMILIAR, _COARSE))
        both = [a and b for a, b in zip(formal, familiar, strict=True)]
        rows.append(
            [
                form,
                len(texts),
                sum(formal) - sum(both),
                sum(familiar) - sum(both),
                sum(both),
                len(texts) - sum(formal) - sum(familiar) + sum(both),
                sum(coarse),
            ]
        )
    return _markdown(["violent turns", "n", "vous, madame, monsieur", "tu", "both", "neither", "with a coarse word"], rows)


def agreement_table(_: list[Session]) -> str:
    """Two annotators of the same sessions: kappa, F1 between them, and how many turns each marked."""
    from sklearn.metrics import cohen_kappa_score

    pairs = []
    for path in sorted((HERE / "agreement").glob("*/*.first.jsonl")):
        both = [file.read_text("utf-8").splitlines() for file in (path, path.with_name(path.name.replace(".first.", ".second.")))]
        pairs += [(json.loads(one), json.loads(other)) for one, other in zip(*both, strict=True)]
    flags: dict[str, Callable[[Line], bool]] = {
        **{family: lambda line, marks=frozenset(marks): bool(marks & set(line["markers"])) for family, marks in FAMILIES.items()},
        "violent polarity": lambda line: bool(set(FAMILIES["violence"]) & set(line["markers"])),
        "trap": lambda line: line["trap"],
        "viewpoint": lambda line: bool(line["viewpoint"]),
        "opposes a turn": lambda line: line["disagrees_with"] is not None,
    }
    rows = [[name, *_agreement([(flag(one), flag(other)) for one, other in pairs])] for name, flag in flags.items()]
    coded = [(one["obstacle_topic"], other["obstacle_topic"]) for one, other in pairs if one["obstacle_topic"] and other["obstacle_topic"]]
    stances = [
        (one["viewpoint"]["stance"], other["viewpoint"]["stance"]) for one, other in pairs if one["viewpoint"] and other["viewpoint"]
    ]
    opposed = [
        (one["disagrees_with"], other["disagrees_with"])
        for one, other in pairs
        if one["disagrees_with"] is not None and other["disagrees_with"] is not None
    ]
    for name, both in (("code, where both see an obstacle", coded), ("stance, where both see a viewpoint", stances)):
        kappa = cohen_kappa_score(*zip(*both, strict=True))
        rows.append([name, f"{kappa:.2f}", f"{_mean(a == b for a, b in both):.2f} equal", len(both), len(both)])
    rows.append(["turn opposed, where both see one", "–", f"{_mean(a == b for a, b in opposed):.2f} equal", len(opposed), len(opposed)])
    return _markdown([f"{len(pairs)} turns", "κ", "F1", "first", "second"], rows)


def _agreement(pairs: list[tuple[bool, bool]]) -> list[Any]:
    from sklearn.metrics import cohen_kappa_score

    first, second = (sum(pair[side] for pair in pairs) for side in (0, 1))
    both = sum(a and b for a, b in pairs)
    return [f"{cohen_kappa_score(*zip(*pairs, strict=True)):.2f}", f"{2 * both / (first + second):.2f}", first, second]


TABLES = {"size": size_table, "categories": category_table, "spread": spread_table, "address": address_table, "agreement": agreement_table}


def card(text: str, corpus: list[Session]) -> str:
    """The card with every table between its marks made anew."""
    for name, table in TABLES.items():
        start, end = OPEN.format(name), CLOSE.format(name)
        text = re.sub(
            rf"{start}.*?{end}", lambda _, table=table, start=start, end=end: f"{start}\n{table(corpus)}\n{end}", text, flags=re.DOTALL
        )
    return text


def draw(corpus: list[Session], folder: Path) -> None:
    """Two drawings: how often each family comes by phase of the method, and what identifies people by form of transcript."""
    import altair as alt
    import pandas as pd

    by_phase = [
        {
            "phase": session.grid["phase"],
            "family": family,
            "turns": 100 * _mean(bool(set(line["markers"]) & set(marks)) for line in session.lines),
        }
        for session in corpus
        for family, marks in FAMILIES.items()
    ]
    phases = ["confiance", "contrat", "peurs", "conflits", "information", "obstacles", "decisions"]
    families = (
        alt.Chart(pd.DataFrame(by_phase))
        .mark_bar(color="#1f7a78")
        .encode(
            alt.X("mean(turns):Q", title="% of turns"),
            alt.Y("phase:N", sort=phases, title=None),
            alt.Column("family:N", sort=list(FAMILIES), title=None),
        )
        .properties(width=90, height=150, padding=PADDING)
    )
    families.save(folder / "families.svg")
    kinds = [
        {"form": session.grid["form"], "kind": mention["kind"]} for session in corpus for line in session.lines for mention in line["pii"]
    ]
    drawn = (
        alt.Chart(pd.DataFrame(kinds))
        .mark_bar()
        .encode(
            alt.X("count():Q", title="mentions"),
            alt.Y("kind:N", sort="-x", title=None),
            alt.Color("form:N", sort=list(FORMS), scale=alt.Scale(range=["#2f5d8a", "#b87a12", "#8b93a1"]), title=None),
        )
        .properties(width=420, height=230, padding=PADDING)
    )
    drawn.save(folder / "identifiers.svg")


def _markdown(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(value) for value in row) + " |" for row in lines)


def _share(flags: Iterable[bool]) -> str:
    return f"{100 * _mean(flags):.1f} %"


def _mean(flags: Iterable[bool]) -> float:
    values = [float(flag) for flag in flags]
    return sum(values) / len(values) if values else 0.0


if __name__ == "__main__":
    corpus = sessions()
    path = HERE / "CARD.md"
    path.write_text(card(path.read_text("utf-8"), corpus), "utf-8", newline="\n")
    draw(corpus, HERE)
