"""Finds what may go back to a group in the tables of its case.

Everything is counted anew from what was said in sessions whose reach is the group, in the tables and in the registry: a session that
was closed since the last run is closed at once, one that was opened since needs another run.
"""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from dashboard.access import NAMED
from dashboard.desk import Desk
from dashboard.publics import Public
from dashboard.registry.decisions import read_decisions
from dashboard.registry.interventions import list_sittings
from dashboard.restitution.candidates import STANCES, Candidates, Claim, Condition, Quote, Reach, Side, Theme
from dashboard.restitution.ledger import HIDDEN, Figure
from dashboard.restitution.people import People, rows_of
from pipeline.disclosure import share_word
from pipeline.pseudonymise.risk import rare_details
from pipeline.topics.codebook import load_codebook
from pipeline.topics.curation import standing

_TABLES = ("sessions", "speakers", "turns", "mentions", "markers", "segments", "topics", "links", "claims", "stances", "cells")
_MAY_BE = ("", "one_side", "sensitive", "quote")
"""Reasons of a withheld cell that the facilitator can settle; for the others the case must be run again."""
_TRACES = ("PLACE", "ORG", "ADDRESS", "PHONE", "EMAIL", "HANDLE", "URL", "DATE", "AGE", "ID")
_SHORTEST = 4
"""Fewer words than this are no reason and no cause."""
CAUSES, REASONS, DECISIONS = 3, 2, 5
"""Most words that are offered for one theme, one side, and what was decided."""


def gather(at: Desk, case_id: str) -> Candidates:
    """The candidates of one of the asker's own interventions.

    Raises
    ------
    UnknownCaseError
        There is no such intervention among his own.
    """
    read = {name: at.archive.read_case(at.asker, case_id, name) for name in _TABLES}
    shown = at.archive.read_case(at.asker, case_id, "cells", Public.GROUPE)
    told = {one.session_id: one.sharing for one in list_sittings(at.archive.registry, at.asker, case_id)}
    decisions = read_decisions(at.archive.registry, at.asker, case_id)
    names = {one.target_id: one.value for one in standing(decisions) if one.kind in ("rename", "promote") and one.value}
    return find(read, shown=shown, told=told, names=names, sensitive=load_codebook().sensitive, k=at.settings.disclosure.k)


def find(
    tables: Mapping[str, pd.DataFrame],
    *,
    shown: pd.DataFrame,
    told: Mapping[str, str],
    names: Mapping[str, str],
    sensitive: Collection[str],
    k: int,
) -> Candidates:
    """The candidates in the tables of a case.

    Parameters
    ----------
    tables
        Those of `_TABLES`.
    shown
        The cells that a group may be shown as they are.
    told
        Who may hear of a session, as it is said now; a session that is not in it is as the tables say.
    names
        What persons called topics since the last run.
    sensitive
        Obstacles that are off unless they are chosen in so many words.
    k
        Fewest persons behind a figure.
    """
    return _Search(tables, shown, told, names, frozenset(sensitive), k).result()


class _Search:
    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        shown: pd.DataFrame,
        told: Mapping[str, str],
        names: Mapping[str, str],
        sensitive: frozenset[str],
        k: int,
    ) -> None:
        self.tables, self.names, self.sensitive, self.k = tables, names, sensitive, k
        sessions = tables["sessions"].sort_values("order")
        self.reaches = tuple(
            Reach(row.session_id, int(row.order), row.subgroup, row.sharing, told.get(row.session_id, row.sharing))
            for row in rows_of(sessions)
        )
        open_ids = [one.session_id for one in self.reaches if one.open]
        self.rank = {session_id: at for at, session_id in enumerate(open_ids)}
        self.number = {one.session_id: one.order + 1 for one in self.reaches}
        present = sessions.loc[sessions["session_id"].isin(open_ids), "n_present"]
        self.present = max(int(present.max()) if len(present) else 0, 1)
        self.labels = tables["topics"].set_index("topic_id")["label"]
        self.people = People(tables["speakers"])
        self.turns = tables["turns"].loc[tables["turns"]["session_id"].isin(open_ids)]
        said = self.turns[["turn_id", "session_id", "speaker_id", "said_by", "text"]]
        self.segments = tables["segments"].merge(said, on="turn_id")
        cells = tables["cells"].loc[tables["cells"]["measure"] == "wall_obstacle"]
        may_be = cells.loc[cells["reason"].isin(_MAY_BE) & ~cells["shown"].astype(bool), "row"]
        self.may_be = {*may_be, *shown.loc[shown["measure"] == "wall_obstacle", "row"]}
        self.hidden: dict[str, Figure] = {}

    def result(self) -> Candidates:
        topics = self.tables["topics"]
        named = topics["origin"].isin(NAMED) | topics["topic_id"].isin(list(self.names))
        obstacles = topics.loc[topics["facet"] == "obstacle"]
        themes = [one for topic in rows_of(obstacles.loc[named]) if (one := self._theme(topic)) is not None]
        claims = self._claims(set(topics.loc[named, "topic_id"]))
        waiting = topics.loc[~named].set_index("topic_id")["facet"].to_dict()
        spoken = self.segments.loc[self.segments["topic_id"].isin(list(waiting))]
        unnamed = {
            self._called(str(topic_id)): str(waiting[topic_id])
            for topic_id, rows in spoken.groupby("topic_id", sort=False)
            if len(self.people.behind(rows)) >= self.k
        }
        return Candidates(
            self.reaches,
            tuple(sorted(themes, key=lambda one: (-one.bar.word, -sum(dot.word for dot in one.dots.values()), one.label))),
            tuple(sorted(claims, key=lambda one: (not one.named, -one.consensus))),
            unnamed,
            self._decided(),
            self.hidden,
        )

    def _figure(self, key: str, persons: frozenset[str]) -> Figure:
        few = len(persons) < self.k
        figure = Figure(word=HIDDEN if few else share_word(len(persons), self.present), persons=persons)
        if few:
            self.hidden[key] = figure
        return figure

    def _called(self, topic_id: str) -> str:
        return self.names.get(topic_id) or str(self.labels.get(topic_id, ""))

    def _theme(self, topic: Any) -> Theme | None:
        topic_id = str(topic.topic_id)
        said = self.segments.loc[(self.segments["facet"] == "obstacle") & (self.segments["topic_id"] == topic_id)]
        bar = self._figure(f"bar/{topic_id}", self.people.behind(said))
        if bar.word == HIDDEN or topic_id not in self.may_be:
            return None
        here = {session_id: said.loc[said["session_id"] == session_id] for session_id in self.rank}
        persons = {session_id: self.people.behind(rows) for session_id, rows in here.items()}
        conditions: set[Condition] = set()
        if topic_id in self.sensitive:
            conditions.add("sensitive")
        if self.people.from_one_side(said):
            conditions.add("one_side")
        return Theme(
            topic_id,
            self._called(topic_id),
            bar,
            {one: Figure(word=int(len(who) >= self.k), persons=who) for one, who in persons.items()},
            frozenset(one for one, rows in here.items() if self.people.from_one_side(rows)),
            frozenset(conditions),
            self._causes(topic_id),
        )

    def _causes(self, topic_id: str) -> tuple[Quote, ...]:
        links = self.tables["links"]
        given = links.loc[links["topic_id"] == topic_id].merge(self.segments.drop(columns=["topic_id", "score"]), on="segment_id")
        given = given.loc[[not self.people.leads(one) for one in given["speaker_id"]]]
        alike = {cause: len(self.people.behind(rows)) for cause, rows in given.groupby("cause_topic_id") if cause}
        rows = given.sort_values("score", ascending=False, kind="stable").drop_duplicates("turn_id")
        quotes = [self._quote(row, alike.get(str(row.cause_topic_id), 1) >= self.k) for row in rows_of(rows)]
        return tuple(one for one in quotes if len(one.text.split()) >= _SHORTEST)[:CAUSES]

    def _claims(self, named: set[str]) -> list[Claim]:
        stances = self.tables["stances"].loc[lambda frame: frame["session_id"].isin(self.rank)]
        claims = []
        alone = self.tables["claims"]["topic_id"].value_counts()
        for row in rows_of(self.tables["claims"]):
            taken = self._latest(stances.loc[stances["claim_id"] == row.claim_id])
            sides = {stance: self._side(str(row.claim_id), stance, taken.loc[taken["value"] == value]) for stance, value in STANCES.items()}
            # a subject's name was given by somebody; of a claim within it, only the words of one person are known
            label = self._called(row.topic_id) if alone[row.topic_id] == 1 else str(row.label)
            claim = Claim(str(row.claim_id), str(row.topic_id), label, row.topic_id in named, sides, float(row.consensus))
            if claim.divided or claim.agreed:
                claims.append(claim)
        return claims

    def _latest(self, stances: pd.DataFrame) -> pd.DataFrame:
        """The last position of each person, with how many stand behind it."""
        ordered = stances.assign(rank=stances["session_id"].map(self.rank)).sort_values("rank", kind="stable")
        latest = ordered.loc[~(ordered["speaker_id"].isin(self.people.resolved) & ordered.duplicated("speaker_id", keep="last"))]
        said_by = self.segments.drop_duplicates("segment_id").set_index("segment_id")["said_by"]
        declared = [next((said_by[one] for one in evidence if one in said_by.index), "") for evidence in latest["evidence"]]
        return latest.assign(said_by=declared)

    def _side(self, claim_id: str, stance: str, taken: pd.DataFrame) -> Side:
        figure = self._figure(f"side/{claim_id}/{stance}", self.people.behind(taken))
        evidence = [one for listed in taken["evidence"] for one in listed]
        rows = self.segments.loc[self.segments["segment_id"].isin(evidence)].sort_values("score", ascending=False, kind="stable")
        quotes = [self._quote(row, figure.word != HIDDEN) for row in rows_of(rows.drop_duplicates(["turn_id"]))]
        conditions = frozenset[Condition]({"one_side"} if self.people.from_one_side(taken) else ())
        return Side(figure, conditions, tuple(one for one in quotes if len(one.text.split()) >= _SHORTEST)[:REASONS])

    def _decided(self) -> tuple[Quote, ...]:
        markers = self.tables["markers"]
        found = markers.loc[(markers["category"] == "decision") & markers["active"].astype(bool)].merge(
            self.turns[["turn_id", "session_id", "speaker_id", "text", "order"]], on="turn_id"
        )
        quotes: dict[str, Quote] = {}
        for mark in rows_of(found.sort_values("score", ascending=False, kind="stable")):
            here = self.segments.loc[self.segments["turn_id"] == mark.turn_id]
            around = here.loc[(here["start"] <= mark.start) & (here["end"] >= mark.end)]
            for row in rows_of(around.head(1)):
                quotes.setdefault(str(row.turn_id), self._quote(row, several=False))
        return tuple(one for one in quotes.values() if len(one.text.split()) >= _SHORTEST)[:DECISIONS]

    def _quote(self, row: Any, several: bool) -> Quote:
        turn_id, start, end, speaker_id = row.turn_id, int(row.start), int(row.end), str(row.speaker_id)
        text = str(row.text)[start:end].strip()
        mentions = self.tables["mentions"]
        met = mentions.loc[(mentions["turn_id"] == turn_id) & (mentions["start"] < end) & (mentions["end"] > start)]
        return Quote(
            str(row.segment_id),
            text,
            self.people.labels.get(speaker_id, ""),
            self.number[str(row.session_id)],
            several,
            self.people.leads(speaker_id),
            tuple(rare_details(text)),
            bool((met["kind"].isin(_TRACES) & (met["status"] != "rejected")).any()),
        )
