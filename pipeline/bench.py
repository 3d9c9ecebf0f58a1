"""Speed and memory on one core, beside what spaCy alone takes for the same words in the same run.

The text is the sample's three cases as one. Seconds are those of the processor, the best of two runs after one that loads models; topics
over many segments are found once, in a process of their own, so that its memory is theirs alone.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from pipeline import language
from pipeline.cases import find_cases
from pipeline.figures import Figures
from pipeline.ingest import Ingested, Source, ingest
from pipeline.lowered import lowered
from pipeline.markers import read_markers
from pipeline.pseudonymise import pseudonymise
from pipeline.resources import resource
from pipeline.settings import MarkersSettings, Settings
from pipeline.store import Manifest
from pipeline.tables import FAMILY_OF, build, columns, validate

SEGMENTS = 500
Made = TypeVar("Made")


def bench(folder: Path | None = None, settings: Settings | None = None, many: Sequence[int] = ()) -> Figures:
    """Measure the stages on the cases of a folder, the sample by default.

    Parameters
    ----------
    folder, settings
        Of the cases.
    many
        Numbers of segments over which topics are found too, each in a fresh process: see `recombined`.

    Returns
    -------
    dict
        `words`; `names` and `names_lower` (without capitals and punctuation): words a second of the stage and of the bare recogniser,
        and their quotient; `markers`: the same beside the whole model as published, `parser_ratio`, the quotient beside that model
        without its recogniser, and `reader_share`, the part of the stage's time that the trained reader takes; `topics` and each of
        `many`: segments, seconds and, of `many`, the most megabytes of their process; `memory_names`, `memory`: most megabytes held by
        this process after the first stage and at the end, None where the system does not tell.
    """
    from pipeline.topics import find_topics

    settings = settings or Settings()
    with _one_core():
        clear = _one_case(folder or resource("data", "sample"), settings)
        texts = clear.turns["text"].tolist()
        lower = [lowered(text).text for text in texts]
        hidden, names = _timed(lambda: _hide(clear, texts, settings))
        _, names_lower = _timed(lambda: _hide(clear, lower, settings))
        memory = _megabytes()
        bare = language.published(exclude=language.BESIDE_ENTITIES)
        beside, beside_lower = (_timed(lambda said=said: list(bare.pipe(said)))[1] for said in (texts, lower))

        written = hidden["turns"]["text"].tolist()
        spoken = {"turns": hidden["turns"], "speakers": hidden["speakers"], "decisions": build("decisions")}
        read, trained = _timed(lambda: read_markers(**spoken, settings=MarkersSettings(reader="trained")))
        _, rules = _timed(lambda: read_markers(**spoken, settings=MarkersSettings(reader="rules")))
        _, parsing = _timed(lambda: list(language.parser().pipe(written)))
        whole = language.published()
        _, all_of_it = _timed(lambda: list(whole.pipe(written)))

        tables: dict[str, Any] = {**hidden, **read, "decisions": build("decisions")}
        found = find_topics(**tables, settings=settings.topics)["segments"]
        cut = set(found["turn_id"].iloc[:SEGMENTS])
        some = {name: frame[frame["turn_id"].isin(cut)] if "turn_id" in frame else frame for name, frame in tables.items()}
        made, topics = _timed(lambda: find_topics(**some, settings=settings.topics), runs=1)
        more = [_apart(tables, found, number, settings) for number in many]
    words = sum(len(text.split()) for text in texts)
    return {
        "words": words,
        "names": _speed(words, names, beside),
        "names_lower": _speed(words, names_lower, beside_lower),
        "markers": _speed(words, trained, all_of_it) | {"parser_ratio": parsing / trained, "reader_share": max(0.0, 1 - rules / trained)},
        "topics": {"segments": len(made["segments"]), "seconds": topics},
        "many": more,
        "memory_names": memory,
        "memory": _megabytes(),
    }


def print_bench(figures: Figures, console: Console | None = None) -> None:
    """Print the figures as a table."""
    table = Table("", "words/s", "spaCy alone", "ratio", title=f"One core, {figures['words']} words")
    rows = {"names": "names, beside its recogniser", "names_lower": "… without capitals", "markers": "markers, beside the whole model"}
    for name, label in rows.items():
        speed = figures[name]
        table.add_row(label, f"{speed['words_per_second']:,.0f}", f"{speed['spacy_words_per_second']:,.0f}", f"{speed['ratio']:.2f}")
    topics, megabytes = figures["topics"], [figures["memory_names"], figures["memory"]]
    memory = "not told" if None in megabytes else "{:,.0f} MB after names, {:,.0f} MB at the end".format(*megabytes)
    (console or Console()).print(
        table,
        f"markers: {figures['markers']['parser_ratio']:.2f} of the model without its recogniser; "
        f"trained reader: {figures['markers']['reader_share']:.0%} of the time of markers; "
        f"topics: {topics['seconds']:.1f} s for {topics['segments']} segments; memory: {memory}",
        *(f"topics: {one['seconds']:.0f} s for {one['segments']} segments, {one['memory'] or 0:,.0f} MB" for one in figures["many"]),
        sep="\n",
    )


def _apart(tables: Mapping[str, pd.DataFrame], segments: pd.DataFrame, n: int, settings: Settings) -> Figures:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(_over, tables, segments, n, settings).result()


def _over(tables: Mapping[str, Any], segments: pd.DataFrame, n: int, settings: Settings) -> Figures:
    """Segments, seconds and megabytes of topics over about `n` segments, models loaded."""
    from pipeline.topics import find_topics

    with _one_core():
        made_up: dict[str, Any] = recombined(tables, segments, n)
        find_topics(**tables, settings=settings.topics)
        started = time.process_time()
        found = find_topics(**made_up, settings=settings.topics)["segments"]
        return {"segments": len(found), "seconds": time.process_time() - started, "memory": _megabytes()}


def recombined(tables: Mapping[str, pd.DataFrame], segments: pd.DataFrame, n: int) -> dict[str, pd.DataFrame]:
    """Tables of a case with about `n` segments, few of them equal: the sessions again and again, a turn for each of their segments.

    A turn is the first half of the words of its segment and the second half of those of another one; it keeps speaker, reading, and
    whether there is an obstacle in it.

    Parameters
    ----------
    tables
        What the stage of topics takes.
    segments
        What it cut them into.
    n
        How many turns there are to be.
    """
    random = np.random.default_rng(0)
    text = tables["turns"].set_index("turn_id")["text"]
    own = segments.drop_duplicates(["turn_id", "start"]).merge(tables["turns"][["turn_id", "session_id", "speaker_id"]], on="turn_id")
    said = [text[turn_id][start:end].split() for turn_id, start, end in own[["turn_id", "start", "end"]].itertuples(index=False)]
    base = own.iloc[np.arange(n) % len(own)].reset_index(drop=True)
    other = random.integers(len(own), size=n)
    heads, tails = (said[rank % len(own)] for rank in range(n)), (said[rank] for rank in other)
    turns = pd.DataFrame(
        {
            "case_id": "bench",
            "session_id": [f"{rank // len(own)}-{session_id}" for rank, session_id in enumerate(base["session_id"])],
            "speaker_id": base["speaker_id"],
            "said_by": "",
            "start_s": np.nan,
            "end_s": np.nan,
            "text": [" ".join([*one[: len(one) // 2 + 1], *two[len(two) // 2 :]]) for one, two in zip(heads, tails, strict=True)],
        }
    )
    turns["order"] = turns.groupby("session_id").cumcount()
    turns["turn_id"] = turns["session_id"] + ":" + turns["order"].astype(str)
    readings = tables["readings"].set_index("turn_id").loc[base["turn_id"]].assign(turn_id=turns["turn_id"].to_numpy())
    # who answers whom stays as it was, within each repetition
    turn_of = {
        f"{rank // len(own)}-{was}": is_now for rank, (was, is_now) in enumerate(zip(base["turn_id"], turns["turn_id"], strict=True))
    }
    for column in ("opposes_turn_id", "supports_turn_id"):
        readings[column] = [turn_of.get(f"{rank // len(own)}-{answered}", "") for rank, answered in enumerate(readings[column])]
    blocked = turns[(base["facet"] == "obstacle").to_numpy()]
    marker = {"start": 0, "category": "obstacle", "family": FAMILY_OF["obstacle"], "score": 1.0, "band": "sure", "origin": "rule"}
    marker |= {"rule_id": "", "target": "", "active": True, "why": ""}
    markers = [
        {**marker, "marker_id": f"{turn_id}/obstacle/0", "turn_id": turn_id, "end": len(spoken), "modifiers": []}
        for turn_id, spoken in blocked[["turn_id", "text"]].itertuples(index=False)
    ]
    session = tables["sessions"].iloc[0].to_dict()
    sessions = [{**session, "session_id": one, "order": rank} for rank, one in enumerate(turns["session_id"].unique())]
    return {
        "sessions": build("sessions", sessions),
        "speakers": tables["speakers"],
        "turns": validate("turns", turns[columns("turns")]),
        "readings": validate("readings", readings[columns("readings")].reset_index(drop=True)),
        "markers": build("markers", markers),
        **{name: build(name) for name in ("mentions", "decisions")},
    }


def _one_case(folder: Path, settings: Settings) -> Ingested:
    sources: list[Source] = []
    for number, case in enumerate(find_cases([folder]), 1):
        sources += [source._replace(session_id=f"{number}-{source.session_id}") for source in case.sources(settings.ingest, Manifest())]
    return ingest(case_id="bench", sources=sources, sheet=None, settings=settings.ingest)


def _hide(clear: Ingested, texts: Sequence[str], settings: Settings) -> dict[str, pd.DataFrame]:
    return pseudonymise(
        sessions=clear.sessions,
        speakers=clear.speakers,
        turns=clear.turns.assign(text=texts),
        participants=clear.participants,
        secret=bytes(32),
        settings=settings.pseudonymise,
    ).tables


def _timed(call: Callable[[], Made], runs: int = 2) -> tuple[Made, float]:
    made, seconds = call(), []
    for _ in range(runs):
        started = time.process_time()
        made = call()
        seconds.append(time.process_time() - started)
    return made, min(seconds)


def _speed(words: int, seconds: float, beside: float) -> Figures:
    return {"words_per_second": words / seconds, "spacy_words_per_second": words / beside, "ratio": beside / seconds}


def _megabytes() -> float | None:
    """The most that this process has held."""
    if sys.platform == "win32":
        return None
    if sys.platform == "linux":
        # getrusage counts what the process that started this one held
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines())
        return int(status["VmHWM"].split()[0]) / 1e3 if "VmHWM" in status else None
    from resource import RUSAGE_SELF, getrusage

    return getrusage(RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


@contextmanager
def _one_core() -> Iterator[None]:
    from threadpoolctl import threadpool_limits

    pinned = getattr(os, "sched_setaffinity", None)
    before = os.sched_getaffinity(0) if pinned else set()
    with threadpool_limits(1):
        try:
            if pinned:
                pinned(0, {min(before)})
            yield
        finally:
            if pinned:
                pinned(0, before)
