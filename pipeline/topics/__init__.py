"""Obstacles and viewpoints: what blocks a group, on what it disagrees, and who stands where."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from pipeline import language, tables
from pipeline.settings import TopicsSettings
from pipeline.topics.claims import find_claims
from pipeline.topics.codebook import load_codebook
from pipeline.topics.curation import Decision, Lost, curate, standing
from pipeline.topics.describe import terms
from pipeline.topics.embed import Mention, embed, plain
from pipeline.topics.filing import PREFIX, Topic, file_ideas
from pipeline.topics.hearing import hears
from pipeline.topics.identity import NOTHING, Marks, Past, marked
from pipeline.topics.learned import TopicReader, topic_reader
from pipeline.topics.links import find_links
from pipeline.topics.passages import find_passages
from pipeline.topics.recurrence import recur
from pipeline.topics.segments import Unit, count_words, cut, segment
from pipeline.topics.viewpoints import STANCE, read_stances, take_positions, weigh

Tables = dict[str, pd.DataFrame]
_log = logging.getLogger(__name__)


def find_topics(
    *,
    sessions: pd.DataFrame,
    speakers: pd.DataFrame,
    turns: pd.DataFrame,
    mentions: pd.DataFrame,
    markers: pd.DataFrame,
    readings: pd.DataFrame,
    decisions: pd.DataFrame,
    settings: TopicsSettings,
    track: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    past: Past = NOTHING,
    keep: Callable[[Past, Past], None] = lambda found, lost: None,
) -> Tables:
    """Cut one case into segments, file them under topics and read who stands where.

    Obstacles go to the nearest code of the codebook, which may abstain; what is left, and all viewpoints,
    are clustered. A topic of the codebook has its code as topic_id, a discovered one "obstacle-N" or "vue-N": the number that it had
    in the runs before (`pipeline.topics.identity`), else the next one, the largest first. A segment that fits nowhere has topic_id "" and
    is shown as not classified.

    Parameters
    ----------
    sessions, speakers, turns, mentions, markers, readings
        Tables of one case.
    decisions
        What persons decided; `pipeline.topics.curation` lists the kinds. Those that come to nothing are counted in the log.
    settings
        Thresholds, seed and encoder. The encoder serves the codebook's prototypes, discovery and claims; what was learned on the
        vectors of the default one (who takes a stand) goes on reading those, so that it never meets a foreign vector.
    track
        Wraps the sessions for a progress bar.
    past
        Topics and claims of the runs before; by default there was none.
    keep
        Is told what the next run is to know: what was found, and what was known and not found this time.

    Returns
    -------
    dict
        segments, topics, links, claims, stances, passages: tables of the contract.

    Examples
    --------
    >>> empty = {name: tables.build(name) for name in ("sessions", "speakers", "turns", "mentions", "markers", "readings", "decisions")}
    >>> {name: len(table) for name, table in find_topics(**empty, settings=TopicsSettings()).items()}
    {'segments': 0, 'topics': 0, 'links': 0, 'claims': 0, 'stances': 0, 'passages': 0}
    """
    scope = str(sessions["case_id"].iloc[0]) if len(sessions) else ""
    turns = _in_order(turns, sessions)
    pieces = [
        _cut(session, speakers, mentions, markers, readings, settings.min_words)
        for _, session in track(turns.groupby("session_id", sort=False))
    ]
    segments = pd.concat([_cut(turns.iloc[:0], speakers, mentions, markers, readings, settings.min_words), *pieces], ignore_index=True)
    ideas = segments[segments["facet"] != "none"].reset_index(drop=True)
    ideas["mark"] = ideas["text"].map(past.mark)
    encoder = language.encoder(settings.encoder)
    vectors = embed(ideas["text"].tolist(), encoder)
    held = standing(decisions)
    filed = file_ideas(ideas=ideas, vectors=vectors, settings=settings, past=replace(past, topics=_split_off(held, ideas, past.topics)))
    found_again = {topic.topic_id: marked(ideas["mark"].iloc[topic.members].tolist(), topic.giver) for topic in filed if topic.giver >= 0}
    lost = {topic_id: marks for topic_id, marks in past.topics.items() if topic_id not in found_again}
    found, ignored = curate(
        filed,
        ideas=ideas,
        vectors=vectors,
        decisions=held,
        codes=load_codebook().labels,
        alike=settings.alike,
        lost=list(_left_of(lost, ideas)),
    )
    if ignored:
        _log.warning("%d decision(s) about topics came to nothing: what they speak of is not there", ignored)
    ideas["topic_id"], ideas["score"] = "", 0.0
    for topic in found:
        ideas.loc[topic.members, "topic_id"] = topic.topic_id
        ideas.loc[topic.members, "score"] = topic.scores

    debated = ((ideas["facet"] == "viewpoint") & (ideas["topic_id"] != "")).to_numpy()
    viewpoints = ideas[debated].reset_index(drop=True)
    viewpoints["value"] = read_stances(segments=viewpoints, readings=readings)
    claims = find_claims(segments=viewpoints, vectors=vectors[debated], min_cluster=settings.min_cluster, seed=settings.seed, past=past)
    voiced = dict(zip(claims["claim_id"], claims["marks"], strict=True))
    silent = {claim_id: marks for claim_id, marks in past.claims.items() if claim_id not in voiced}
    keep(Past(found_again, voiced), Past(lost, silent))
    claim_of = {
        segment_id: claim_id for claim_id, members in claims[["claim_id", "segment_ids"]].itertuples(index=False) for segment_id in members
    }
    viewpoints["claim_id"] = viewpoints["segment_id"].map(claim_of)
    segments = _filed(segments, ideas, viewpoints)

    positions = take_positions(segments=viewpoints, all_segments=segments, turns=turns, speakers=speakers, readings=readings)
    weighed = [
        {**claim, "scope": scope, **weigh(positions[positions["claim_id"] == claim["claim_id"]], speakers)._asdict()}
        for claim in _records(claims.drop(columns=["segment_ids", "marks"]))
    ]
    spoken = positions[positions["speaker_id"] != ""].drop(columns="said_by")
    passages = find_passages(
        turns=turns, speakers=speakers, markers=markers, readings=readings, segments=segments, window=settings.passage_turns
    )
    return {
        "segments": tables.validate("segments", segments[tables.columns("segments")]),
        "topics": tables.build("topics", _rows(found, ideas, vectors, sessions, speakers)),
        "links": tables.build("links", [{**link, "scope": scope} for link in find_links(segments=segments, turns=turns)]),
        "claims": tables.build("claims", weighed),
        "stances": tables.build("stances", ({**position, "scope": scope} for position in _records(spoken))),
        "passages": tables.build("passages", passages),
    }


def _in_order(turns: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Turns by session and order, whatever the order of the rows."""
    rank = turns["session_id"].map(sessions.set_index("session_id")["order"])
    return turns.assign(rank=rank).sort_values(["rank", "order"], kind="stable", ignore_index=True).drop(columns="rank")


def _cut(
    turns: pd.DataFrame,
    speakers: pd.DataFrame,
    mentions: pd.DataFrame,
    markers: pd.DataFrame,
    readings: pd.DataFrame,
    min_words: int,
) -> pd.DataFrame:
    """Segments of some turns, with the text to be compared, that of their turn, and who said it."""
    spans: dict[str, list[Mention]] = defaultdict(list)
    kept = mentions[(mentions["status"] != "rejected") & mentions["turn_id"].isin(turns["turn_id"])]
    for turn_id, *span in kept[["turn_id", "start", "end", "kind"]].itertuples(index=False):
        spans[turn_id].append(Mention(*span))
    said = {turn_id: plain(text, 0, len(text), spans[turn_id]) for turn_id, text in turns[["turn_id", "text"]].itertuples(index=False)}
    here = markers[markers["turn_id"].isin(turns["turn_id"])]
    facilitators = speakers.loc[speakers["role"] == tables.FACILITATOR, "speaker_id"]
    heard = turns[~turns["speaker_id"].isin(facilitators) & (turns["text"].map(count_words) >= min_words)]
    stands, blocks = _stands_and_blocks(heard, said, spans, here, readings)
    segments = segment(turns=turns, speakers=speakers, markers=here, min_words=min_words, stands=stands, blocks=blocks)
    segments = segments.merge(turns[["turn_id", "session_id", "speaker_id", "said_by", "text"]], on="turn_id", how="left")
    segments["text"] = [
        plain(text, start, end, spans[turn_id])
        for turn_id, start, end, text in segments[["turn_id", "start", "end", "text"]].itertuples(index=False)
    ]
    return segments.assign(turn_text=segments["turn_id"].map(said))


def _stands_and_blocks(
    turns: pd.DataFrame, said: dict[str, str], spans: dict[str, list[Mention]], markers: pd.DataFrame, readings: pd.DataFrame
) -> tuple[dict[str, Unit] | None, dict[str, Unit] | None]:
    """The unit in which each turn takes a stand, and the one in which an obstacle is heard, for the turns that do; None where no
    reader was trained. What the markers are sure of is an obstacle whatever else speaks against it.

    What was trained reads the vectors of the default encoder, whatever encoder the settings name.
    """
    reader = topic_reader()
    if reader is None:
        return None, None
    if turns.empty:
        return {}, {}
    texts = [said[turn_id] for turn_id in turns["turn_id"]]
    features, vectors = reader.features(texts), embed(texts)
    marked = turns["turn_id"].map(readings.set_index("turn_id")["p_obstacle"]).fillna(0.0).to_numpy()
    stands = reader.viewpoints(features, vectors) >= reader.threshold
    sure = markers["active"] & (markers["category"] == "obstacle") & (markers["band"] == "sure")
    blocks = hears(reader, texts, features, vectors, marked) | turns["turn_id"].isin(markers.loc[sure, "turn_id"]).to_numpy()
    return _fullest("viewpoint", reader, turns[stands], spans), _fullest("obstacle", reader, turns[blocks], spans)


def _fullest(name: str, reader: TopicReader, turns: pd.DataFrame, spans: dict[str, list[Mention]]) -> dict[str, Unit]:
    """By turn_id the unit that speaks most for a viewpoint or an obstacle."""
    rows = turns[["turn_id", "text"]].itertuples(index=False)
    parts = [(turn_id, unit, plain(text, unit.start, unit.end, spans[turn_id])) for turn_id, text in rows for unit in cut(text)]
    if not parts:
        return {}
    fullest: dict[str, tuple[float, Unit]] = {}
    for (turn_id, unit, _), leaning in zip(parts, reader.leanings(name, reader.features([part for *_, part in parts])), strict=True):
        if turn_id not in fullest or leaning > fullest[turn_id][0]:
            fullest[turn_id] = leaning, unit
    return {turn_id: unit for turn_id, (_, unit) in fullest.items()}


def _split_off(decisions: Sequence[Decision], ideas: pd.DataFrame, known: Marks) -> Marks:
    """What is known, with what persons split off, so that it is itself where discovery comes to the same."""
    mark = dict(zip(ideas["segment_id"], ideas["mark"], strict=True))
    apart = {
        f"{one.target_id}/{one.decision_id}": [mark[segment_id] for segment_id in one.value.split() if segment_id in mark]
        for one in decisions
        if one.kind == "split" and known.get(one.target_id)
    }
    return {**apart, **known}


def _left_of(lost: Marks, ideas: pd.DataFrame) -> Iterable[Lost]:
    """What is left of topics that were not found again, as ranks of ideas."""
    for facet, prefix in PREFIX.items():
        here = ideas.loc[ideas["facet"] == facet, "mark"]
        for topic_id, marks in lost.items():
            if topic_id.startswith(prefix):
                yield Lost(topic_id, facet, here.index[here.isin(marks)].to_numpy())


def _filed(segments: pd.DataFrame, ideas: pd.DataFrame, viewpoints: pd.DataFrame) -> pd.DataFrame:
    """All segments, with what was found out about the ideas and viewpoints among them."""
    of_ideas = ideas.set_index("segment_id")
    of_viewpoints = viewpoints.set_index("segment_id")
    ids = segments["segment_id"]
    return segments.assign(
        topic_id=ids.map(of_ideas["topic_id"]).fillna(""),
        score=ids.map(of_ideas["score"]).fillna(0.0),
        claim_id=ids.map(of_viewpoints["claim_id"]).fillna(""),
        stance=ids.map(of_viewpoints["value"].map(STANCE)).fillna(""),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(column): value for column, value in row.items()} for row in frame.to_dict("records")]


def _rows(
    found: Sequence[Topic],
    ideas: pd.DataFrame,
    vectors: np.ndarray,
    sessions: pd.DataFrame,
    speakers: pd.DataFrame,
) -> list[dict[str, Any]]:
    """Rows of the topics table."""
    filed = (ideas["topic_id"] != "").to_numpy()
    words = terms(ideas.loc[filed, "text"].tolist(), ideas.loc[filed, "topic_id"].tolist(), vectors[filed])
    return [
        {
            "scope": str(sessions["case_id"].iloc[0]),
            "topic_id": topic.topic_id,
            "parent_id": "",
            "facet": topic.facet,
            "label": topic.label,
            "terms": words[topic.topic_id],
            "origin": topic.origin,
            "stability": topic.stability,
            "centroid": topic.centroid.astype(np.float32).tolist(),
            **recur(spoken=ideas.iloc[topic.members], sessions=sessions, speakers=speakers),
        }
        for topic in found
    ]
