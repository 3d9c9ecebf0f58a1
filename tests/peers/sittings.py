"""Sittings of a parliament as one case of the contract, without the names of groups; for `votes.py`."""

import json
import re
from pathlib import Path

import pandas as pd

from pipeline import tables

GROUPS = re.compile(r"\b(?:UMP|SRC|UDI|GDR|RRDP|écologistes?|socialistes?|communistes?|centristes?)\b", re.IGNORECASE)
ASIDE = re.compile(r"\([^)]*\)")
"""What the record adds: who applauds, who protests, and often of which group."""
CHAIR = "le_président"


def read_case(path: Path) -> dict[str, pd.DataFrame]:
    """The tables sessions, speakers and turns, from a line of JSON a turn: seance, who, kind, text. The chair facilitates."""
    with path.open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    turns, sessions = [], dict.fromkeys(line["seance"] for line in lines)
    for line in lines:
        text = " ".join(GROUPS.sub("groupe", ASIDE.sub(" ", line["text"])).split())
        if text and line["kind"] != "régulation":
            turns.append((line["seance"], line["who"], text))
    of = pd.DataFrame(turns, columns=["session_id", "speaker_id", "text"])
    of["order"] = of.groupby("session_id").cumcount()
    of["turn_id"] = of["session_id"] + ":" + of["order"].astype(str)
    counts = of.groupby("session_id")["text"].agg(n_turns="size", n_words=lambda texts: int(texts.str.split().str.len().sum()))
    none = {
        "date": "",
        "phase": "",
        "subgroup": "",
        "sharing": "group",
        "n_present": 0,
        "source_format": "text",
        "facilitator": "",
        "sector": "",
    }
    return {
        "sessions": tables.build(
            "sessions",
            [
                {"case_id": "sittings", "session_id": one, "order": rank, **none, **{name: int(counts.loc[one, name]) for name in counts}}
                for rank, one in enumerate(sessions)
                if one in counts.index
            ],
        ),
        "speakers": tables.build(
            "speakers",
            [
                {"case_id": "sittings", "speaker_id": who, "label": who, "role": tables.FACILITATOR if who == CHAIR else "", "subgroup": ""}
                | {"resolved": True}
                for who in of["speaker_id"].unique()
            ],
        ),
        "turns": tables.build(
            "turns",
            (
                {
                    "case_id": "sittings",
                    "said_by": "",
                    "start_s": float("nan"),
                    "end_s": float("nan"),
                    **dict(zip(map(str, of), row, strict=True)),
                }
                for row in of.itertuples(index=False)
            ),
        ),
    }
