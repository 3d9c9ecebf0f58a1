"""What a person decided about markers, laid over what was read.

Decisions of stage "markers", in the order of their time (`at`, then `decision_id`):

| kind | target_id | value | what comes of it |
|---|---|---|---|
| reject | marker | "" | the marker stays in the table and is not active |
| set | marker | category, target or both | the marker is of that category, or aimed at that target |
| add | turn, or turn/start-end | category, and target where it is known | a marker of the turn or of the span |
| undo | marker, turn or turn/start-end | "", or of several added the category | what was decided about it before is taken back |

A later decision about a thing takes the place of an earlier one. A decision whose target is not there has no effect. Those about who
answers whom are in `pipeline.markers.answering`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pandas as pd

from pipeline.markers.answering import about_answers
from pipeline.markers.explain import explain_person
from pipeline.markers.targets import target_of
from pipeline.tables import FAMILY_OF, TARGETS

Row = dict[str, Any]

_WORD = re.compile(r"\w+'?")
_SPAN = re.compile(r"(?P<turn>.+)/(?P<start>\d+)-(?P<end>\d+)")


@dataclass(frozen=True)
class Verdict:
    """What holds of a marker: rejected, or another category or target ("" leaves what was read)."""

    rejected: bool = False
    category: str = ""
    target: str = ""


class Corrected(NamedTuple):
    """The markers of a turn after the decisions, the families that a person says are there, and those that are not."""

    rows: list[Row]
    certain: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


class Corrections:
    """The decisions about markers that hold at the end.

    Examples
    --------
    >>> decisions = pd.DataFrame([{"decision_id": "d", "stage": "markers", "kind": "add", "target_id": "s:0", "value": "peur", "at": ""}])
    >>> row = Corrections(decisions).apply("s:0", "on n'ose plus sortir", []).rows[0]
    >>> row["marker_id"], row["end"], row["target"], row["why"]
    ('s:0/peur/0-20', 20, 'soi', 'Peur dite : ajouté par une personne.')
    """

    def __init__(self, decisions: pd.DataFrame) -> None:
        self._verdicts: dict[str, Verdict] = {}
        self._added: dict[tuple[str, str], str] = {}
        self._idle = 0
        own = decisions.loc[(decisions["stage"] == "markers") & ~about_answers(decisions)].sort_values(["at", "decision_id"])
        for kind, target_id, value in zip(own["kind"], own["target_id"], own["value"], strict=True):
            self._idle += not self._take(kind, target_id, value)
        self._turns: dict[str, list[tuple[str, str]]] = {}
        for target_id, category in self._added:
            self._turns.setdefault(_place(target_id)[0], []).append((target_id, category))

    def apply(self, turn_id: str, text: str, rows: Sequence[Row]) -> Corrected:
        """The markers of one turn as a person left them, in the order of the text.

        Parameters
        ----------
        turn_id, text
            The turn.
        rows
            Its rows of the `markers` table; they are not changed. Corrections that are in them already are made once.
        """
        known = {row["marker_id"] for row in rows}
        added = [row for row in self.additions(turn_id, text) if row["marker_id"] not in known]
        judged = [(row, self._verdicts.get(row["marker_id"])) for row in [*rows, *added]]
        if not added and not any(verdict for _, verdict in judged):
            return Corrected(list(rows))
        after = [_judge(row, verdict, text) if verdict else row for row, verdict in judged]
        active = {row["family"] for row in after if row["active"]}
        certain = {row["family"] for row in after if row["active"] and row["origin"] == "person"}
        refused = {row["family"] for row, verdict in judged if verdict} - active
        return Corrected(sorted(after, key=lambda row: (row["start"], row["end"])), frozenset(certain), frozenset(refused))

    def holds(self, turn_id: str, text: str, rows: Sequence[Row]) -> bool:
        """Whether a person decided about this turn, and nothing in `rows` comes from a decision that was taken back since."""
        added = {row["marker_id"] for row in self.additions(turn_id, text)}
        decided = {row["marker_id"] for row in rows if row["marker_id"] in self._verdicts} | added
        return bool(decided) and {row["marker_id"] for row in rows if row["origin"] == "person"} <= decided

    def idle(self, turns: pd.DataFrame, markers: pd.DataFrame) -> int:
        """How many decisions have no effect: the marker, turn or span is not there, or what they say is no correction."""
        text_of = dict(zip(turns["turn_id"], turns["text"], strict=True))
        added = {row["marker_id"] for turn_id in self._turns for row in self.additions(turn_id, text_of.get(turn_id, ""))}
        lost = self._verdicts.keys() - added - set(markers["marker_id"])
        return self._idle + len(lost) + len(self._added) - len(added)

    def _take(self, kind: str, target_id: str, value: str) -> bool:
        """Take a decision in; False where it says nothing that can be done."""
        words = value.split()
        category = next((word for word in words if word in FAMILY_OF), "")
        target = next((word for word in words if word in TARGETS), "")
        if kind == "undo":
            gone = [key for key in self._added if key[0] == target_id and category in ("", key[1])]
            for key in gone:
                del self._added[key]
            return self._verdicts.pop(target_id, None) is not None or bool(gone)
        if not {category, target} >= set(words):
            return False
        if kind == "reject":
            self._verdicts[target_id] = Verdict(rejected=True)
        elif kind == "set" and words:
            before = replace(self._verdicts.get(target_id, Verdict()), rejected=False)
            self._verdicts[target_id] = Verdict(category=category or before.category, target=target or before.target)
        elif kind == "add" and category:
            self._added[target_id, category] = target
        else:
            return False
        return True

    def stands(self, target_id: str, category: str = "") -> bool:
        """Whether something decided about a marker still holds, or with a category the addition of it to a turn or span."""
        return (target_id, category) in self._added if category else target_id in self._verdicts

    def additions(self, turn_id: str, text: str) -> list[Row]:
        """The markers that persons added to a turn, before what was decided about them."""
        rows: list[Row] = []
        for target_id, category in self._turns.get(turn_id, ()):
            _, start, end = _place(target_id)
            end = len(text) if end is None else end
            if 0 <= start < end <= len(text):
                rows.append(_row(turn_id, text, start, end, category, self._added[target_id, category]))
        return rows


def _place(target_id: str) -> tuple[str, int, int | None]:
    """Turn, start and end of what an addition speaks of; the end is None for a whole turn."""
    span = _SPAN.fullmatch(target_id)
    return (span["turn"], int(span["start"]), int(span["end"])) if span else (target_id, 0, None)


def _row(turn_id: str, text: str, start: int, end: int, category: str, target: str) -> Row:
    return {
        "marker_id": f"{turn_id}/{category}/{start}-{end}",
        "turn_id": turn_id,
        "start": start,
        "end": end,
        "rule_id": "",
        **_certain(category),
        "target": target or _aim(category, text[start:end]),
        "why": explain_person(category),
    }


def _judge(row: Row, verdict: Verdict, text: str) -> Row:
    if verdict.rejected:
        return row | {"active": False, "origin": "person", "why": explain_person(row["category"], read=row["why"])}
    category = verdict.category or row["category"]
    same = category == row["category"]
    target = verdict.target or (row["target"] if same else _aim(category, text[row["start"] : row["end"]]))
    why = explain_person(category, instead="" if same else row["category"], target=verdict.target)
    return row | _certain(category) | {"rule_id": row["rule_id"] if same else "", "target": target, "why": why}


def _certain(category: str) -> Row:
    """What is the same in every marker that a person made or set."""
    family = FAMILY_OF[category]
    return {"category": category, "family": family, "score": 1.0, "band": "sure", "origin": "person", "modifiers": [], "active": True}


def _aim(category: str, said: str) -> str:
    return target_of(category, _WORD.findall(said.lower().replace("’", "'")))
