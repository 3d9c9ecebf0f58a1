"""Cases written out by hand: a line a turn, and what the earlier stages would have read in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

from pipeline import tables
from pipeline.settings import TopicsSettings
from pipeline.topics import find_topics
from pipeline.topics.identity import NOTHING, Past

NO_READING = {
    "polarity": "neutre",
    "p_violent": 0.0,
    "p_disagreement": 0.0,
    "p_anger": 0.0,
    "p_withholding": 0.0,
    "p_obstacle": 0.0,
    "p_cooperation": 0.0,
    "opposes_turn_id": "",
    "opposes_score": 0.0,
    "supports_turn_id": "",
    "supports_score": 0.0,
}


@dataclass
class Case:
    """The tables that the topics stage takes; `say` adds a turn and returns its id; `known` is what the last run left for the next."""

    speakers: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: dict[str, list[dict]] = field(
        default_factory=lambda: {name: [] for name in ("turns", "markers", "readings", "mentions", "decisions")}
    )

    known: Past = NOTHING

    def person(self, speaker_id: str, *, role: str = "", subgroup: str = "") -> None:
        self.speakers[speaker_id] = (role, subgroup)

    def say(
        self,
        session_id: str,
        speaker_id: str,
        text: str,
        *,
        marked: Sequence[str] = (),
        cues: Sequence[tuple[str, str]] = (),
        said_by: str = "",
        **reading: object,
    ) -> str:
        """Add a turn. `marked`: categories over the whole turn; `cues`: category and the words that are its cue."""
        order = sum(row["session_id"] == session_id for row in self.rows["turns"])
        turn_id = f"{session_id}:{order}"
        if speaker_id:
            self.speakers.setdefault(speaker_id, ("", ""))
        self.rows["turns"].append(
            {"case_id": "cas", "session_id": session_id, "turn_id": turn_id, "order": order, "speaker_id": speaker_id}
            | {"said_by": said_by, "start_s": float("nan"), "end_s": float("nan"), "text": text}
        )
        spans = [(category, 0, len(text)) for category in marked]
        spans += [(category, text.index(words), text.index(words) + len(words)) for category, words in cues]
        for rank, (category, start, end) in enumerate(spans):
            self.rows["markers"].append(
                {"marker_id": f"{turn_id}/{category}/{rank}", "turn_id": turn_id, "start": start, "end": end, "category": category}
                | {"family": tables.FAMILY_OF[category], "score": 0.9, "band": "sure", "origin": "rule", "rule_id": "", "modifiers": []}
                | {"target": "", "active": True, "why": "Pour l'essai."}
            )
        obstacle = 0.99 if any(category == "obstacle" for category, *_ in spans) else 0.0
        self.rows["readings"].append({"turn_id": turn_id, **NO_READING, "p_obstacle": obstacle, **reading})
        return turn_id

    def mention(self, turn_id: str, words: str, kind: str = "PERSON") -> None:
        text = next(row["text"] for row in self.rows["turns"] if row["turn_id"] == turn_id)
        start = text.index(words)
        self.rows["mentions"].append(
            {"mention_id": f"{turn_id}/{len(self.rows['mentions'])}", "turn_id": turn_id, "start": start, "end": start + len(words)}
            | {"kind": kind, "identity_id": "i1", "surrogate": words, "score": 1.0, "origin": "ner", "status": "accepted"}
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        sessions = [
            {"case_id": "cas", "session_id": session_id, "order": order, "date": "", "phase": "", "subgroup": "", "sharing": "group"}
            | {"n_present": 4, "source_format": "text", "n_turns": 1, "n_words": 1, "facilitator": "", "sector": ""}
            for order, session_id in enumerate(dict.fromkeys(row["session_id"] for row in self.rows["turns"]))
        ]
        speakers = [
            {
                "case_id": "cas",
                "speaker_id": speaker_id,
                "label": speaker_id,
                "role": role,
                "subgroup": subgroup,
                "resolved": ":" not in speaker_id,
            }
            for speaker_id, (role, subgroup) in self.speakers.items()
        ]
        rows = {"sessions": sessions, "speakers": speakers, **self.rows}
        return {name: tables.build(name, rows[name]) for name in rows}

    def topics(self, settings: TopicsSettings | None = None) -> dict[str, pd.DataFrame]:
        """Run the stage, and check that what it leaves points at nothing that is not there."""
        given: dict[str, Any] = self.tables()
        left = find_topics(**given, settings=settings or TopicsSettings(), past=self.known, keep=self._keep)
        tables.validate_references({**given, **left})
        for name, table in left.items():
            assert list(table.columns) == tables.columns(name)
            assert not table.drop(columns=table.select_dtypes("number").columns).isna().any().any()
        return left

    def decide(self, kind: str, target_id: str, value: str = "") -> str:
        """Add a decision about topics; returns its id."""
        rank = len(self.rows["decisions"])
        self.rows["decisions"].append(
            {"decision_id": f"d{rank}", "stage": "topics", "kind": kind, "target_id": target_id, "value": value, "author": "compte"}
            | {"at": f"2025-03-{rank + 1:02}T10:00:00Z"}
        )
        return f"d{rank}"

    def without(self, session_id: str) -> None:
        """Take a session away."""
        gone = {row["turn_id"] for row in self.rows["turns"] if row["session_id"] == session_id}
        for name in ("turns", "markers", "readings", "mentions"):
            self.rows[name] = [row for row in self.rows[name] if row["turn_id"] not in gone]

    def _keep(self, found: Past, lost: Past) -> None:
        self.known = Past({**found.topics, **lost.topics}, {**found.claims, **lost.claims})


@pytest.fixture
def case() -> Case:
    return Case()
