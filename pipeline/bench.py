"""Speed and memory on one core, beside what spaCy alone takes for the same words in the same run.

The text is the sample's three cases as one. Seconds are those of the processor, the best of two runs after one that loads models.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

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
from pipeline.tables import build

SEGMENTS = 500
Made = TypeVar("Made")


def bench(folder: Path | None = None, settings: Settings | None = None) -> Figures:
    """Measure the stages on the cases of a folder, the sample by default.

    Returns
    -------
    dict
        `words`; `names` and `names_lower` (without capitals and punctuation): words a second of the stage and of the bare recogniser,
        and their quotient; `markers`: the same beside the bare parser, and `reader_share`, the part of the stage's time that the
        trained reader takes; `topics`: segments and seconds; `memory_names`, `memory`: most megabytes held by the process
        after the first stage and at the end, None where the system does not tell.
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
        bare = language.base_recogniser()
        beside, beside_lower = (_timed(lambda said=said: list(bare.pipe(said)))[1] for said in (texts, lower))

        written = hidden["turns"]["text"].tolist()
        spoken = {"turns": hidden["turns"], "speakers": hidden["speakers"], "decisions": build("decisions")}
        read, trained = _timed(lambda: read_markers(**spoken, settings=MarkersSettings(reader="trained")))
        _, rules = _timed(lambda: read_markers(**spoken, settings=MarkersSettings(reader="rules")))
        _, parsing = _timed(lambda: list(language.parser().pipe(written)))

        tables: dict[str, Any] = {**hidden, **read, "decisions": build("decisions")}
        found = find_topics(**tables, settings=settings.topics)["segments"]
        cut = set(found["turn_id"].iloc[:SEGMENTS])
        some = {name: frame[frame["turn_id"].isin(cut)] if "turn_id" in frame else frame for name, frame in tables.items()}
        made, topics = _timed(lambda: find_topics(**some, settings=settings.topics), runs=1)
    words = sum(len(text.split()) for text in texts)
    return {
        "words": words,
        "names": _speed(words, names, beside),
        "names_lower": _speed(words, names_lower, beside_lower),
        "markers": _speed(words, trained, parsing) | {"reader_share": max(0.0, 1 - rules / trained)},
        "topics": {"segments": len(made["segments"]), "seconds": topics},
        "memory_names": memory,
        "memory": _megabytes(),
    }


def print_bench(figures: Figures, console: Console | None = None) -> None:
    """Print the figures as a table."""
    table = Table("", "words/s", "spaCy alone", "ratio", title=f"One core, {figures['words']} words")
    rows = {"names": "names, beside its recogniser", "names_lower": "… without capitals", "markers": "markers, beside its parser"}
    for name, label in rows.items():
        speed = figures[name]
        table.add_row(label, f"{speed['words_per_second']:,.0f}", f"{speed['spacy_words_per_second']:,.0f}", f"{speed['ratio']:.2f}")
    topics, megabytes = figures["topics"], [figures["memory_names"], figures["memory"]]
    memory = "not told" if None in megabytes else "{:,.0f} MB after names, {:,.0f} MB at the end".format(*megabytes)
    (console or Console()).print(
        table,
        f"trained reader: {figures['markers']['reader_share']:.0%} of the time of markers; "
        f"topics: {topics['seconds']:.1f} s for {topics['segments']} segments; memory: {memory}",
    )


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
    if sys.platform == "win32":
        return None
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
