"""Finds what may go back to a group in the tables of its case.

Everything is counted anew from what was said in sessions whose reach is the group, in the tables and in the registry: a session that
was closed since the last run is closed at once, one that was opened since needs another run.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import pandas as pd

from dashboard.access import NAMED
from dashboard.desk import Desk
from dashboard.publics import Public
from dashboard.registry.decisions import read_decisions
from dashboard.registry.interventions import list_sittings
from dashboard.restitution.candidates import STANCES, Candidates, Claim, Condition, Quote, Reach, Side, Theme
from dashboard.restitution.ledger import HIDDEN, Figure
from dashboard.restitution.people import People
from dashboard.rows import rows_of
from pipeline.disclosure import in_the_room, share_word
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


class _Taken(NamedTuple):
    """A position of one person, or of those whom a note declares."""

    session_id: str
    speaker_id: str
    said_by: str
    value: int
    evidence: Collection[str]


class _Search:
    """Each table is gone through once; what is looked for again and again lies by its key."""

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
        self.present = {row.session_id: int(row.n_present) for row in rows_of(sessions) if row.session_id in open_ids}
        self.labels = tables["topics"].set_index("topic_id")["label"]
        self.people = People(tables["speakers"])
        turns = tables["turns"]
        said = turns.loc[turns["session_id"].isin(open_ids), ["turn_id", "session_id", "speaker_id", "said_by", "text"]]
        segments = rows_of(tables["segments"].merge(said, on="turn_id"))
        self.by_topic = _by(segments, "topic_id")
        self.by_turn = _by(segments, "turn_id")
        self.segment = {row.segment_id: row for row in segments}
        stances = tables["stances"]
        self.stances = _by(rows_of(stances.loc[stances["session_id"].isin(self.rank)]), "claim_id")
        mentions = tables["mentions"]
        self.traces = _by(rows_of(mentions.loc[mentions["kind"].isin(_TRACES) & (mentions["status"] != "rejected")]), "turn_id")
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
        unnamed = {
            self._called(topic_id): str(waiting[topic_id])
            for topic_id, rows in self.by_topic.items()
            if topic_id in waiting and len(self.people.behind(rows)) >= self.k
        }
        return Candidates(
            self.reaches,
            tuple(sorted(themes, key=lambda one: (-one.bar.word, -sum(dot.word for dot in one.dots.values()), one.label))),
            tuple(sorted(claims, key=lambda one: (not one.named, -one.consensus))),
            unnamed,
            self._decided(),
            self.hidden,
        )

    def _figure(self, key: str, said: Sequence[Any]) -> Figure:
        """The figure of what was said, or taken as a position, in rows with a session_id."""
        persons = self.people.behind(said)
        few = len(persons) < self.k
        present = in_the_room(self.present, [row.session_id for row in said])
        figure = Figure(word=HIDDEN if few else share_word(len(persons), present), persons=persons)
        if few:
            self.hidden[key] = figure
        return figure

    def _called(self, topic_id: str) -> str:
        return self.names.get(topic_id) or str(self.labels.get(topic_id, ""))

    def _theme(self, topic: Any) -> Theme | None:
        topic_id = str(topic.topic_id)
        said = [row for row in self.by_topic.get(topic_id, ()) if row.facet == "obstacle"]
        bar = self._figure(f"bar/{topic_id}", said)
        if bar.word == HIDDEN or topic_id not in self.may_be:
            return None
        here = {session_id: [row for row in said if row.session_id == session_id] for session_id in self.rank}
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
        given: dict[str, Any] = {}
        cause: dict[str, str] = {}
        alike = defaultdict(list)
        for link in sorted(rows_of(links.loc[links["topic_id"] == topic_id]), key=lambda one: -one.score):
            row = self.segment.get(link.segment_id)
            if row is None or self.people.leads(row.speaker_id):
                continue
            given.setdefault(row.turn_id, row)
            cause.setdefault(row.turn_id, link.cause_topic_id)
            alike[link.cause_topic_id].append(row)

        def several(row: Any) -> bool:
            of = cause[row.turn_id]
            return bool(of) and len(self.people.behind(alike[of])) >= self.k

        return self._quotes(given.values(), several, CAUSES)

    def _claims(self, named: set[str]) -> list[Claim]:
        claims = []
        alone = Counter(self.tables["claims"]["topic_id"])
        for row in rows_of(self.tables["claims"]):
            taken = self._latest(self.stances.get(row.claim_id, ()))
            sides = {
                stance: self._side(row.claim_id, stance, [one for one in taken if one.value == value]) for stance, value in STANCES.items()
            }
            # a subject's name was given by somebody; of a claim within it, only the words of one person are known
            label = self._called(row.topic_id) if alone[row.topic_id] == 1 else row.label
            claim = Claim(row.claim_id, row.topic_id, label, row.topic_id in named, sides, float(row.consensus))
            if claim.divided or claim.agreed:
                claims.append(claim)
        return claims

    def _latest(self, stances: Iterable[Any]) -> list[_Taken]:
        """The last position of each person, with how many stand behind it."""
        ordered = sorted(stances, key=lambda one: self.rank[one.session_id])
        last = {one.speaker_id: at for at, one in enumerate(ordered)}
        return [
            _Taken(
                one.session_id,
                one.speaker_id,
                next((self.segment[name].said_by for name in one.evidence if name in self.segment), ""),
                one.value,
                one.evidence,
            )
            for at, one in enumerate(ordered)
            if one.speaker_id not in self.people.resolved or last[one.speaker_id] == at
        ]

    def _side(self, claim_id: str, stance: str, taken: list[_Taken]) -> Side:
        figure = self._figure(f"side/{claim_id}/{stance}", taken)
        evidence = {name for one in taken for name in one.evidence}
        rows = [row for row in self.segment.values() if row.segment_id in evidence]
        conditions = frozenset[Condition]({"one_side"} if self.people.from_one_side(taken) else ())
        return Side(figure, conditions, self._quotes(_best(rows), lambda _: figure.word != HIDDEN, REASONS))

    def _decided(self) -> tuple[Quote, ...]:
        markers = self.tables["markers"]
        found = markers.loc[(markers["category"] == "decision") & markers["active"].astype(bool)]
        around: dict[str, Any] = {}
        for mark in sorted(rows_of(found), key=lambda one: -one.score):
            here = (row for row in self.by_turn.get(mark.turn_id, ()) if row.start <= mark.start and row.end >= mark.end)
            for row in islice(here, 1):
                around.setdefault(row.turn_id, row)
        return self._quotes(around.values(), lambda _: False, DECISIONS)

    def _quotes(self, rows: Iterable[Any], several: Callable[[Any], bool], most: int) -> tuple[Quote, ...]:
        """The first ones that are long enough."""
        long = (row for row in rows if len(_words(row).split()) >= _SHORTEST)
        return tuple(self._quote(row, several(row)) for row in islice(long, most))

    def _quote(self, row: Any, several: bool) -> Quote:
        text = _words(row)
        return Quote(
            row.segment_id,
            text,
            self.people.labels.get(row.speaker_id, ""),
            self.number[row.session_id],
            several,
            self.people.leads(row.speaker_id),
            tuple(rare_details(text)),
            any(met.start < row.end and met.end > row.start for met in self.traces.get(row.turn_id, ())),
        )


def _by(rows: Iterable[Any], name: str) -> dict[str, list[Any]]:
    """Rows by one of their columns, in order."""
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return dict(found)


def _best(rows: Iterable[Any]) -> list[Any]:
    """The surest segment of each turn, the surest first."""
    best: dict[str, Any] = {}
    for row in sorted(rows, key=lambda one: -one.score):
        best.setdefault(row.turn_id, row)
    return list(best.values())


def _words(row: Any) -> str:
    return row.text[row.start : row.end].strip()
