"""What a person decided about topics, laid over what was found.

Decisions of stage "topics". Which hold is settled by their time (`at`, then `decision_id`), never by the order of the rows:

| kind | target_id | value | what comes of it |
|---|---|---|---|
| rename | topic | label | the topic has this label |
| promote | topic | label, or "" | the topic is an entry of this case's own codebook: it stays, and what is like it comes to it |
| split | topic | segment_ids between spaces | these segments are a topic of their own, "TOPIC/DECISION" |
| merge | topic | topic | what lies in the first lies in the second |
| move | segment | topic, or "" | the segment lies there, and what is like it follows; "" is not classified |
| stance | segment | pour, contre or nuance | this viewpoint takes that position, whatever was read |
| undo | decision | "" | that decision does not count; an undo can be undone |

Of several renames, promotions or merges of one topic, or moves or stances of one segment, the latest holds. They are then laid over kind by
kind, so that it does not matter which was typed first: a segment that was moved to a topic since merged lies in the merged one.
A segment of one facet goes to no topic of the other. A decision that speaks of what was never there, or closes a ring of merges, is
ignored and counted. A topic that was known and is not found this time can still be merged, and merged or moved into; where it was
promoted, its segments come back from where discovery put them.

What a person moved teaches this case alone: no file, no cache and no other case sees it. The shared codebook grows by `promotion`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.topics.describe import label
from pipeline.topics.filing import Topic, closeness
from pipeline.topics.learned import STANCES


class Decision(NamedTuple):
    """One decision that was not undone."""

    decision_id: str
    kind: str
    target_id: str
    value: str


class Lost(NamedTuple):
    """A topic that the runs before knew and this one did not find: ranks of what is left of its members among all ideas."""

    topic_id: str
    facet: str
    members: np.ndarray


class Curated(NamedTuple):
    """Topics as persons left them, and how many decisions came to nothing."""

    topics: list[Topic]
    ignored: int


def standing(decisions: pd.DataFrame) -> list[Decision]:
    """Decisions about topics that no later one undid, the oldest first; an undo of nothing stays among them, to be counted.

    Examples
    --------
    >>> rows = [("a", "rename", "vue-1", "Les horaires", "1"), ("b", "undo", "a", "", "2")]
    >>> standing(pd.DataFrame([dict(zip(("decision_id", "kind", "target_id", "value", "at"), row), stage="topics") for row in rows]))
    []
    """
    own = decisions[decisions["stage"] == "topics"].sort_values(["at", "decision_id"])
    rows = [Decision(*row) for row in own[["decision_id", "kind", "target_id", "value"]].itertuples(index=False)]
    kept: list[Decision] = []
    undone: set[str] = set()
    earlier = {row.decision_id for row in rows}
    for row in reversed(rows):
        earlier.discard(row.decision_id)
        if row.decision_id in undone:
            continue
        if row.kind == "undo" and row.target_id in earlier:
            undone.add(row.target_id)
        else:
            kept.append(row)
    return kept[::-1]


def curate(
    found: Sequence[Topic],
    *,
    ideas: pd.DataFrame,
    vectors: np.ndarray,
    decisions: Sequence[Decision],
    codes: Mapping[str, str],
    alike: float,
    lost: Sequence[Lost] = (),
) -> Curated:
    """Topics after the decisions.

    Parameters
    ----------
    found
        Topics under the ids by which decisions speak of them.
    ideas
        segment_id, facet, text.
    vectors
        Unit vectors of their turns, shape (ideas, dimension).
    decisions
        Those of `standing`.
    codes
        Label of each code of the shared codebook: a segment may go there, though nobody had spoken of it.
    alike
        Cosine from which a segment follows one that was moved or promoted; it does so from no topic, or from the one that was left.
    lost
        Topics that are not among `found`, and that decisions may speak of all the same.
    """
    if not decisions:
        return Curated(list(found), 0)
    work = _Work(found, lost, ideas, vectors, codes)
    ignored = 0
    held = latest(decisions)
    for kind in KINDS:
        ignored += sum(not work.do(decision) for decision in held if decision.kind == kind)
    ignored += sum(decision.kind not in KINDS for decision in held)
    work.follow(alike)
    return Curated(list(work.topics()), ignored)


KINDS = ("promote", "split", "merge", "move", "rename", "stance")
"""In the order in which they are laid over."""


def latest(decisions: Sequence[Decision]) -> list[Decision]:
    """Of each kind and target the last decision, and every split, in their order."""
    last = {(one.kind, one.target_id, one.decision_id if one.kind == "split" else ""): one for one in decisions}
    return [one for one in decisions if one in last.values()]


def decided_stances(decisions: Sequence[Decision]) -> dict[str, str]:
    """By segment_id the position that a person decided: pour, contre or nuance.

    Examples
    --------
    >>> decided_stances([Decision("a", "stance", "s:0/0/viewpoint", "contre"), Decision("b", "rename", "vue-1", "Les caméras")])
    {'s:0/0/viewpoint': 'contre'}
    """
    return {one.target_id: one.value for one in latest(decisions) if one.kind == "stance" and one.value in STANCES}


def end_of(topic_id: str, into: Mapping[str, str]) -> str:
    """Where a topic lies after merges, each from one topic into another.

    Examples
    --------
    >>> end_of("a", {"a": "b", "b": "c"}), end_of("d", {"a": "b"})
    ('c', 'd')
    """
    while topic_id in into:
        topic_id = into[topic_id]
    return topic_id


class _Prototype(NamedTuple):
    """What draws: a unit vector, the topic that its likes are drawn to, and the one that they may be drawn from beside none."""

    vector: np.ndarray
    to: str
    left: str


class _Work:
    """Where each idea lies while decisions are laid over."""

    def __init__(
        self, found: Sequence[Topic], lost: Sequence[Lost], ideas: pd.DataFrame, vectors: np.ndarray, codes: Mapping[str, str]
    ) -> None:
        self.found = {topic.topic_id: topic for topic in found}
        self.lost = {topic.topic_id: topic for topic in lost}
        self.vectors, self.codes = vectors, codes
        self.texts, self.facets = ideas["text"].tolist(), ideas["facet"].tolist()
        self.rank = {segment_id: rank for rank, segment_id in enumerate(ideas["segment_id"])}
        self.at = np.full(len(ideas), "", dtype=object)
        self.scores = np.zeros(len(ideas))
        for topic in found:
            self.at[topic.members], self.scores[topic.members] = topic.topic_id, topic.scores
        self.facet = dict.fromkeys(codes, "obstacle") | {topic.topic_id: topic.facet for topic in (*lost, *found)}
        self.into: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.placed = np.zeros(len(ideas), dtype=bool)
        self.prototypes: list[_Prototype] = []

    def do(self, decision: Decision) -> bool:
        """Lay one decision over; False where it says nothing that can be done."""
        _, kind, target, value = decision
        if kind == "move":
            return self._move(target, value)
        if kind == "stance":
            return value in STANCES and target in self.rank and self.facets[self.rank[target]] == "viewpoint"
        if target not in self.facet:
            return False
        if kind == "split":
            return self._split(target, value.split(), f"{target}/{decision.decision_id}")
        if kind == "merge":
            return self._merge(target, value)
        if kind == "promote":
            self._promote(target)
        if value:
            self.names[target] = value
        return bool(value) or kind == "promote"

    def follow(self, alike: float) -> None:
        """Let what was not placed by a person follow the closest prototype of its facet."""
        if not self.prototypes:
            return
        close = self.vectors @ np.stack([one.vector for one in self.prototypes]).T
        before = self.at.copy()
        for rank in np.flatnonzero(~self.placed):
            for column in np.argsort(-close[rank], kind="stable"):
                one, score = self.prototypes[column], float(close[rank, column])
                if score < alike:
                    break
                if before[rank] in ("", one.left) and self.facet[one.to] == self.facets[rank]:
                    self.at[rank], self.scores[rank] = one.to, min(score, 1.0)
                    break

    def topics(self) -> Iterator[Topic]:
        """The topics that hold an idea: those that were found in their order, then the others by id."""
        for topic_id in dict.fromkeys([*self.found, *sorted(set(self.at.tolist()) - {""})]):
            members = np.flatnonzero(self.at == topic_id)
            if len(members):
                yield self._topic(topic_id, members)

    def _topic(self, topic_id: str, members: np.ndarray) -> Topic:
        topic = self.found.get(topic_id)
        as_found = topic is not None and np.array_equal(np.sort(topic.members), members)
        facet = self.facet[topic_id]
        if topic is not None:
            name = topic.label
        elif topic_id in self.codes:
            name = self.codes[topic_id]
        else:
            name = label([self.texts[rank] for rank in members], self.vectors[members], proposition=facet == "viewpoint").text
        # a label that a person gave is no longer the group's own words
        by_person = topic_id in self.names
        origin = "person" if by_person else "codebook" if topic_id in self.codes else "discovered"
        return Topic(
            topic_id,
            facet,
            origin,
            self.names.get(topic_id, name),
            topic.stability if topic is not None and as_found else float("nan"),
            self.vectors[members].mean(0),
            members,
            self.scores[members],
        )

    def _promote(self, topic_id: str) -> None:
        if topic_id in self.lost:
            back = [rank for rank in self.lost[topic_id].members if self.at[rank] not in self.codes]
            self.at[back], self.scores[back] = topic_id, closeness(self.vectors[back])
        self.prototypes += [_Prototype(self.vectors[rank], topic_id, "") for rank in np.flatnonzero(self.at == topic_id)]

    def _split(self, topic_id: str, segment_ids: Sequence[str], new: str) -> bool:
        apart = [
            rank for rank in (self.rank.get(one, -1) for one in segment_ids) if rank >= 0 and self.facets[rank] == self.facet[topic_id]
        ]
        apart = [rank for rank in apart if self.at[rank] == topic_id or str(self.at[rank]).startswith(f"{topic_id}/")]
        if not apart:
            return False
        self.facet[new] = self.facet[topic_id]
        self.at[apart], self.placed[apart] = new, True
        return True

    def _merge(self, topic_id: str, into: str) -> bool:
        end = end_of(into, self.into)
        if self.facet.get(end) != self.facet[topic_id] or end == topic_id:
            return False
        self.into[topic_id] = end
        self.at[self.at == topic_id] = end
        self.prototypes = [one._replace(to=end_of(one.to, self.into)) for one in self.prototypes]
        return True

    def _move(self, segment_id: str, topic_id: str) -> bool:
        rank, to = self.rank.get(segment_id, -1), end_of(topic_id, self.into)
        if rank < 0 or (to and self.facet.get(to) != self.facets[rank]):
            return False
        if to:
            self.prototypes.append(_Prototype(self.vectors[rank], to, str(self.at[rank])))
        self.at[rank], self.scores[rank], self.placed[rank] = to, 1.0 if to else 0.0, True
        return True
