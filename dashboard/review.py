"""A session read again: what was said, what the program hid of it, and what persons decided, as it stands now.

A decision shows at once: it is laid over the tables by the same rules by which the next run applies it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.clear import Clear, read_clear
from dashboard.desk import Desk
from dashboard.publics import AccessError
from dashboard.registry.interventions import get_intervention
from pipeline.pseudonymise.decisions import CERTAIN, ORIGIN, anchors, apply
from pipeline.pseudonymise.records import CaseRecord
from pipeline.pseudonymise.text import Passage, Span

BAND = 0.7
"""A name below it is read again, accepted by the program or not."""
NAMES = frozenset({"PERSON", "PLACE", "ORG", "HANDLE", "OTHER"})
TABLES = ("sessions", "speakers", "turns", "mentions")


@dataclass(frozen=True)
class Mention:
    """A stretch of a turn that points at somebody; offsets are into the text of its turn in the review.

    `state`: open (to be read again), sure (by the program), accepted, rejected or added (by a person). `whose` is True where the word
    is a name for sure, and only whose is not.
    """

    turn_id: str
    start: int
    end: int
    kind: str
    state: str
    score: float = CERTAIN
    identity_id: str = ""
    surrogate: str = ""
    whose: bool = False
    mention_id: str = ""


@dataclass(frozen=True)
class Review:
    """One session as it is read again.

    `turns` are in clear while the sealed file is there (`clear`), else as the tables have them. `speakers` goes from turn_id to the
    pseudonym of who speaks. `record` and `sheet` are of the open vault.
    """

    session_id: str
    record: CaseRecord
    clear: Clear | None
    turns: Mapping[str, Passage]
    speakers: Mapping[str, str]
    mentions: Mapping[str, list[Mention]]
    anchors: Mapping[str, str]
    tables: Mapping[str, pd.DataFrame]

    def form(self, mention: Mention) -> str:
        """The words of a mention."""
        return self.turns[mention.turn_id].text[mention.start : mention.end]

    @cached_property
    def decided_now(self) -> int:
        """How many mentions a decision has changed since the tables were made."""
        rows = dict(zip(self.tables["mentions"]["mention_id"], self.tables["mentions"]["status"], strict=True))
        all_of_it = [mention for found in self.mentions.values() for mention in found]
        here = sum(
            mention.state in {"added", "accepted", "rejected"} and rows.get(mention.mention_id) != _STATUS[mention.state]
            for mention in all_of_it
        )
        gone = len(rows.keys() - {mention.mention_id for mention in all_of_it})
        undone = sum(mention.state == "open" and rows.get(mention.mention_id) == "rejected" for mention in all_of_it)
        return here + gone + undone


_STATUS = {"open": "review", "sure": "accepted", "accepted": "accepted", "rejected": "rejected", "added": "accepted"}


class MovedError(Exception):
    """The sealed file is another one than the tables were made from: the case is to be prepared again."""


def open_review(at: Desk, case_id: str, session_id: str, tables: Mapping[str, pd.DataFrame] | None = None) -> Review:
    """Read a session again.

    Parameters
    ----------
    at, case_id, session_id
        Who asks, and for which session of his own interventions.
    tables
        The tables of the case, where they are at hand.

    Raises
    ------
    AccessError
        The vault is closed: there is no reading again without names.
    UnknownCaseError
        There is no such intervention among his own.
    MovedError
        The tables were made from another file.
    """
    get_intervention(at.archive.registry, at.asker, case_id)
    if at.vault is None:
        raise AccessError("the vault is closed")
    record = at.vault.get(case_id) or CaseRecord(case_id=case_id, secret=b"")
    tables = of_session(tables or {name: at.archive.read_case(at.asker, case_id, name) for name in TABLES}, session_id)
    clear = read_clear(at.vault, record, session_id, at.settings.ingest)
    return lay_over(record, clear, tables, session_id)


def of_session(tables: Mapping[str, pd.DataFrame], session_id: str) -> dict[str, pd.DataFrame]:
    """The rows of one session."""
    sessions, turns, mentions = tables["sessions"], tables["turns"], tables["mentions"]
    turns = turns.loc[turns["session_id"] == session_id].sort_values("order")
    return {
        "sessions": sessions.loc[sessions["session_id"] == session_id],
        "speakers": tables["speakers"],
        "turns": turns,
        "mentions": mentions.loc[mentions["turn_id"].isin(turns["turn_id"])],
    }


def lay_over(record: CaseRecord, clear: Clear | None, tables: Mapping[str, pd.DataFrame], session_id: str) -> Review:
    """Put the decisions of a record over the tables of one session; raises `MovedError` as `open_review` does."""
    written, labels = tables["turns"], dict(zip(tables["speakers"]["speaker_id"], tables["speakers"]["label"], strict=True))
    speakers = {str(row.turn_id): str(labels.get(row.speaker_id, "")) for row in written.itertuples()}
    rows = _rows(tables["mentions"])
    if clear is None:
        turns = {str(row.turn_id): Passage(str(row.text)) for row in written.itertuples()}
        places = {turn_id: [(row.start, row.end) for row in found] for turn_id, found in rows.items()}
        anchor_of: dict[str, str] = {}
    else:
        turns = {turn_id: passage for turn_id, passage in clear.turns.items() if turn_id in speakers}
        places = {turn_id: list(record.places.get(turn_id, ())) for turn_id in turns}
        anchor_of = anchors(((turn_id, session_id, passage.text) for turn_id, passage in clear.turns.items()), record.secret)
        _check(turns, places, written, rows)
    mentions = {}
    spans = {turn_id: _spans(rows.get(turn_id, ()), places.get(turn_id, ())) for turn_id in turns}
    decided = apply(turns, spans, record.decisions, anchor_of) if clear is not None else spans
    for turn_id, found in decided.items():
        at = dict(zip(places.get(turn_id, ()), rows.get(turn_id, ()), strict=True))
        read = _mention if clear is not None else _written
        mentions[turn_id] = [one for span in found if (one := read(turn_id, span, at.get((span.start, span.end)))) is not None]
    return Review(session_id, record, clear, turns, speakers, mentions, anchor_of, tables)


def _rows(mentions: pd.DataFrame) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {}
    for row in mentions.itertuples():
        rows.setdefault(str(row.turn_id), []).append(row)
    return {turn_id: sorted(found, key=lambda row: int(str(row.mention_id).rpartition("/")[2])) for turn_id, found in rows.items()}


def _check(turns: Mapping[str, Passage], places: Mapping[str, Any], written: pd.DataFrame, rows: Mapping[str, Any]) -> None:
    """Do clear turns, places and tables belong together? A turn in which nothing is hidden is in the tables as it was said."""
    if len(turns) != len(written):
        raise MovedError
    for turn_id, text in zip(written["turn_id"], written["text"], strict=True):
        said, here = turns[turn_id].text, places[turn_id]
        if len(here) != len(rows.get(turn_id, ())) or any(not start < end <= len(said) for start, end in here):
            raise MovedError
        if not here and said != text:
            raise MovedError


def _spans(rows: Any, places: Any) -> list[Span]:
    return [Span(start, end, str(row.kind), float(row.score), str(row.origin)) for (start, end), row in zip(places, rows, strict=True)]


def _written(turn_id: str, span: Span, row: Any) -> Mention:
    """A mention of the tables where nothing else is left of it."""
    state = {"review": "open", "rejected": "rejected"}.get(str(row.status), "sure")
    return Mention(turn_id, span.start, span.end, span.kind, state, span.score, str(row.identity_id), mention_id=str(row.mention_id))


def _mention(turn_id: str, span: Span, row: Any) -> Mention | None:
    mention = Mention(turn_id, span.start, span.end, span.kind, "sure", span.score)
    if row is not None:
        mention = replace(mention, identity_id=str(row.identity_id), surrogate=str(row.surrogate), mention_id=str(row.mention_id))
    if span.decided:
        return replace(mention, state="added" if row is None else span.decided)
    if row is None or row.origin == ORIGIN:
        # added once, and taken back since
        return None
    if row.status == "rejected" or row.score == CERTAIN:
        return replace(mention, state="open", score=0.5)
    if row.status == "review" or (row.kind in NAMES and row.score < BAND):
        return replace(mention, state="open", whose=row.status == "review" and row.score >= BAND)
    return mention
