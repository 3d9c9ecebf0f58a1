"""Labelled texts for `compare_topics.py`: who said it is left out, names are masked where gold tells them. Nothing here prints a text."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.gold import GoldTurn, gold_cases
from pipeline.settings import Settings
from pipeline.topics.embed import Mention, plain

WORDS = 25
"""Fewest words of a debate's turn: below, it is a reply that names no subject."""

THEMES: Mapping[str, str] = {
    "emploi": r"chomage|emploi|35h",
    "pouvoir d'achat": r"pouvoir_d_achat|salaires|carburant",
    "impôts, dette": r"fiscalite|impot|dette|desendettement|depenses",
    "retraites": r"retraite",
    "immigration": r"immig|refugies",
    "laïcité": r"voile|laicite|islam",
    "sécurité": r"securite|police|impunite|tolerence",
    "écologie, énergie": r"ecologi|environnement|co2|nucleaire|energie",
    "école": r"education|ecole",
    "Europe": r"europe|_ue\b",
    "santé": r"sante|hopital",
    "monde": r"ukraine|russie|otan|afghanistan|international",
    "institutions": r"institution|majorite|abstention",
}
"""Subjects of the debates' parts, read in the names of the files; the first that fits; parts without one are left out."""

CODES: Mapping[str, frozenset[str]] = {
    "budget/argent": frozenset({"moyens"}),
    "confiance/relations": frozenset({"cadre", "prejuges", "passe"}),
    "conflit avec la hiérarchie": frozenset({"sans_nous", "ecoute", "decisions"}),
    "fatigue/charge": frozenset({"charge"}),
    "locaux/bruit": frozenset({"lieu", "acces"}),
    "outils informatiques": frozenset({"moyens"}),
    "prise de parole inégale": frozenset({"ecoute"}),
    "recrutement/bénévoles": frozenset({"moyens", "instabilite"}),
    "rôles flous": frozenset({"roles", "decisions"}),
    "temps/réunions trop longues": frozenset({"temps"}),
}
"""Codes of the codebook that a theme of obstacles-toy.tsv may come to: written from the names of both alone, before anything was run."""


class Labelled(NamedTuple):
    """Texts of one facet with the gold theme and the case of each."""

    name: str
    facet: str
    texts: list[str]
    themes: list[str]
    cases: list[str]


def corpus(folder: Path, split: str, facet: str) -> Labelled:
    """The turns of a split that gold gives the facet, with their code (obstacle), or their issue, which is of its case (viewpoint)."""
    rows = []
    for case in gold_cases(folder, split=split, settings=Settings()):
        for line in case.gold:
            theme = line.obstacle_topic if facet == "obstacle" else f"{case.case_id}/{line.viewpoint['issue']}" if line.viewpoint else ""
            if theme:
                rows.append((_masked(line), theme, case.case_id))
    return _labelled(f"corpus {split}, {facet}s", facet, rows)


def _masked(line: GoldTurn) -> str:
    return plain(line.text, 0, len(line.text), [Mention(pii["start"], pii["end"], pii["kind"]) for pii in line.pii])


def statements(path: Path) -> Labelled:
    """Statements in a TSV with the columns theme and text."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(plain(row["text"], 0, len(row["text"])), row["theme"], "") for row in csv.DictReader(file, delimiter="\t")]
    return _labelled("statements", "obstacle", rows)


def debates(folder: Path) -> Labelled:
    """The longer turns of debates, with the subject of the part that they are in."""
    return _labelled("debates", "viewpoint", _debates(folder))


def _debates(folder: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted(folder.glob("*.txt")):
        debate, _, part = path.stem.lower().partition("--")
        theme = next((theme for theme, words in THEMES.items() if re.search(words, part)), "")
        if theme:
            for line in path.read_text("utf-8").splitlines():
                said = line.partition(" : ")[2].strip() or line
                if len(said.split()) >= WORDS:
                    yield plain(said, 0, len(said)), theme, debate


def _labelled(name: str, facet: str, rows: Iterable[tuple[str, str, str]]) -> Labelled:
    texts, themes, cases = (list(column) for column in zip(*rows, strict=True))
    return Labelled(name, facet, texts, themes, cases)
