"""What blocks: how many say it, in words, where, how firmly it holds together, and the words themselves."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

import pandas as pd

from dashboard.explorer.concordance import fold
from dashboard.explorer.people import name_of
from dashboard.rows import rows_of
from dashboard.texts import explorer as texts
from pipeline.disclosure import in_the_room, share_word
from pipeline.persons import count_persons
from pipeline.resources import resource
from pipeline.topics.describe import STEM

CLOSE = 0.12
"""Likeness of words from which a segment that lies nowhere is offered as a neighbour."""
NEIGHBOURS = 6
FIRM, FAIR = 0.8, 0.6


def quotes(segments: pd.DataFrame, turns: pd.DataFrame, sessions: pd.DataFrame, called: dict[str, str]) -> pd.DataFrame:
    """Segments as they were said, in the order of the sessions.

    Returns
    -------
    DataFrame
        The segments with session_id, rank (of the session, from 1), order, speaker_id, said_by, who and said (the words).
    """
    columns = ["turn_id", "session_id", "order", "speaker_id", "said_by", "text"]
    said = segments.merge(turns[columns], on="turn_id").merge(
        sessions[["session_id", "order"]].rename(columns={"order": "rank"}), on="session_id"
    )
    said = said.assign(
        rank=said["rank"] + 1,
        said=[text[start:end].strip() for text, start, end in zip(said["text"], said["start"], said["end"], strict=True)],
        who=[name_of(speaker, by, called) for speaker, by in zip(said["speaker_id"], said["said_by"], strict=True)],
    )
    return said.drop(columns="text").sort_values(["rank", "order", "start"], kind="stable", ignore_index=True)


def overview(topics: pd.DataFrame, said: pd.DataFrame, speakers: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """The obstacles of a case, the one that most say first.

    Parameters
    ----------
    topics
        Topics, of which the obstacles are taken.
    said
        From `quotes`.
    speakers, sessions
        Tables of the case.

    Returns
    -------
    DataFrame
        topic_id, label, length (1 to 4, as on the wall; 0 one person alone), word, persons, ranks (list of sessions from 1),
        segments, stability (NaN not measured), firm (in words), status (in words), origin.
    """
    present = sessions.set_index("session_id")["n_present"]
    rows = []
    for topic in rows_of(topics.loc[topics["facet"] == "obstacle"]):
        here = said.loc[said["topic_id"] == topic.topic_id]
        if here.empty:
            # everything that was said of it lies elsewhere now
            continue
        persons = count_persons(here, speakers)
        there = present.loc[here["session_id"].unique()].to_dict()
        length = 0 if persons < 2 else share_word(persons, in_the_room(there, there))
        rows.append(
            {
                "topic_id": topic.topic_id,
                "label": texts.typographic(topic.label),
                "length": length,
                "word": texts.ALONE if length == 0 else texts.SHARES[length],
                "persons": persons,
                "ranks": sorted({int(rank) for rank in here["rank"]}),
                "segments": len(here),
                "stability": topic.stability,
                "firm": firmness(topic.stability),
                "status": texts.STATUSES[topic.status],
                "origin": topic.origin,
            }
        )
    columns = ["topic_id", "label", "length", "word", "persons", "ranks", "segments", "stability", "firm", "status", "origin"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["length", "persons", "segments", "label"], ascending=[False, False, False, True], ignore_index=True)


def firmness(stability: float) -> str:
    """Stability in words.

    Examples
    --------
    >>> firmness(0.95), firmness(0.3)
    ('tient bien ensemble', 'fragile, à relire')
    """
    if math.isnan(stability):
        return texts.UNMEASURED
    return texts.FIRM if stability >= FIRM else texts.FAIR if stability >= FAIR else texts.FRAGILE


def neighbours(topic_id: str, label: str, said: pd.DataFrame) -> pd.DataFrame:
    """Obstacle segments that lie nowhere, closest to a topic by their words first; at most `NEIGHBOURS`.

    Parameters
    ----------
    topic_id, label
        The topic.
    said
        From `quotes`; the label counts among the topic's words.

    Returns
    -------
    DataFrame
        Rows of `said`.
    """
    obstacles = said.loc[said["facet"] == "obstacle"]
    loose = obstacles.loc[obstacles["topic_id"] == ""]
    words = {at: _words([text]) for at, text in obstacles["said"].items()}
    spread = Counter(word for one in words.values() for word in one)
    weigh = {word: math.log((1 + len(words)) / (1 + n)) + 1 for word, n in spread.items()}
    mine = _words([label, *obstacles.loc[obstacles["topic_id"] == topic_id, "said"]])
    norm = math.sqrt(sum(weigh.get(word, 1.0) ** 2 for word in mine)) or 1.0
    close = pd.Series(0.0, index=loose.index)
    for at in loose.index:
        own = math.sqrt(sum(weigh[word] ** 2 for word in words[at])) or 1.0
        close[at] = sum(weigh[word] ** 2 for word in words[at] & mine) / own / norm
    return loose.loc[close.loc[close >= CLOSE].sort_values(ascending=False, kind="stable").index[:NEIGHBOURS]]


def causes(topic_id: str, links: pd.DataFrame, topics: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """The causes given for an obstacle: cue, cause (label, "" where it belongs to no topic), and the quote (rows of `said`)."""
    label = dict(zip(topics["topic_id"], topics["label"], strict=True))
    here = links.loc[links["topic_id"] == topic_id, ["segment_id", "cue", "cause_topic_id"]]
    found = here.merge(said, on="segment_id")
    return found.assign(cause=[texts.typographic(label.get(one, "")) for one in found["cause_topic_id"]])


def _words(said: Iterable[str]) -> set[str]:
    """Words long enough to mean something, cut to their beginning so that forms of one word meet."""
    return {word[:STEM] for text in said for word in re.findall(r"\w{4,}", fold(text))} - _empty()


@cache
def _empty() -> frozenset[str]:
    lines = resource("models", "codebook", "stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(fold(word)[:STEM] for line in lines if not line.startswith("#") for word in line.split())
