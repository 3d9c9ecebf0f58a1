"""The turns of a case as segments, with the words by which they are compared."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.notes import noted
from pipeline.tables import FACILITATOR
from pipeline.topics.embed import Mention, embed, plain
from pipeline.topics.hearing import hear
from pipeline.topics.learned import topic_reader
from pipeline.topics.segments import Unit, count_words, cut, segment

Units = Mapping[str, Mapping[Unit, str]]
"""By turn_id the units of each turn, with their words as they are compared."""


class CutCase(NamedTuple):
    """The segments of a case, and by turn_id the rows of the unit vectors, of the default encoder, of the turns that may hold ideas."""

    segments: pd.DataFrame
    row_of: pd.Series
    vectors: np.ndarray

    def vectors_of(self, turn_ids: pd.Series) -> np.ndarray:
        """Those of some turns, shape (turns, dimension)."""
        return self.vectors[self.row_of[turn_ids].to_numpy()]


def find_segments(
    *,
    turns: pd.DataFrame,
    speakers: pd.DataFrame,
    mentions: pd.DataFrame,
    markers: pd.DataFrame,
    readings: pd.DataFrame,
    min_words: int,
    track: Callable[[Iterable[Any]], Iterable[Any]],
) -> CutCase:
    """Segments of a case.

    Parameters
    ----------
    turns, speakers, mentions, markers, readings
        Tables of the case, the turns in order.
    min_words
        Words under which a unit is no idea.
    track
        Wraps the sessions for a progress bar.

    Returns
    -------
    CutCase
        Its segments are what `segment` gives, with session_id, speaker_id and said_by of the turn, turn_rank, its place in the case, and
        turn_text, its words as they are compared.
    """
    spans: dict[str, list[Mention]] = defaultdict(list)
    for turn_id, *span in mentions.loc[mentions["status"] != "rejected", ["turn_id", "start", "end", "kind"]].itertuples(index=False):
        spans[turn_id].append(Mention(*span))
    said: dict[str, str] = {}
    units: dict[str, dict[Unit, str]] = {}
    for turn_id, text in turns[["turn_id", "text"]].itertuples(index=False):
        said[turn_id] = plain(text, 0, len(text), spans[turn_id])
        units[turn_id] = {unit: plain(text, unit.start, unit.end, spans[turn_id]) for unit in cut(text)}
    turns = turns.assign(turn_text=turns["turn_id"].map(said), turn_rank=range(len(turns)), noted=noted(turns))
    facilitators = speakers.loc[speakers["role"] == FACILITATOR, "speaker_id"]
    idle = turns["speaker_id"].isin(facilitators) | (turns["text"].map(count_words) < min_words)
    busy = turns[~idle]
    # all of the case at once: its sessions share most of their words
    vectors = embed(busy["turn_text"].tolist())
    stands, blocks = _heard(busy, vectors, units, markers, readings, track)
    segments = segment(turns=turns, units=units, speakers=speakers, markers=markers, min_words=min_words, stands=stands, blocks=blocks)
    of_turns = turns[["turn_id", "turn_rank", "session_id", "speaker_id", "said_by", "turn_text"]]
    return CutCase(
        segments.merge(of_turns, on="turn_id", how="left"),
        pd.Series(range(len(busy)), index=busy["turn_id"], dtype=int),
        vectors,
    )


def _heard(
    turns: pd.DataFrame,
    vectors: np.ndarray,
    units: Units,
    markers: pd.DataFrame,
    readings: pd.DataFrame,
    track: Callable[[Iterable[Any]], Iterable[Any]],
) -> tuple[dict[str, Unit] | None, dict[str, Unit] | None]:
    """Where stands and obstacles are heard, by turn_id; None where no reader was trained. What the markers are sure of is an obstacle
    whatever else speaks against it."""
    reader = topic_reader()
    if reader is None:
        return None, None
    sure = markers.loc[markers["active"] & (markers["category"] == "obstacle") & (markers["band"] == "sure"), "turn_id"]
    marked = turns["turn_id"].map(readings.set_index("turn_id")["p_obstacle"]).fillna(0.0).mask(turns["turn_id"].isin(sure), 1.0)
    turns = turns.assign(p_obstacle=marked)
    stands: dict[str, Unit] = {}
    blocks: dict[str, Unit] = {}
    for _, rows in track(turns.groupby("session_id", sort=False).indices.items()):
        heard = hear(reader, turns.iloc[rows], vectors[rows], units)
        stands |= heard.stands
        blocks |= heard.blocks
    return stands, blocks
