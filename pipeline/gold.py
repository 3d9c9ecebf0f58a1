"""Gold annotations as they lie beside their sessions: which folders hold some, their lines, and the cases that they speak of.

A gold file `<name>.gold.jsonl` holds a line a turn beside its session (see `data/` and the README). Where the transcript is
missing, or its turns are not those of the gold, the gold's own speakers and texts are taken and that is counted.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.cases import SHEET, safe_slug
from pipeline.errors import CirculationError, GoldError
from pipeline.ingest import SUFFIXES, Ingested, Source, ingest
from pipeline.lowered import lowered, moved
from pipeline.settings import Settings

SUFFIX = ".gold.jsonl"
SPLITS = "splits.toml"

Line = dict[str, Any]


def gold_folders(gold_dir: Path, split: str | None = None) -> list[Path]:
    """The folders of cases with gold, by name; with `split` those that `splits.toml` lists under it.

    Raises
    ------
    GoldError
        No gold there, or an unknown split.
    """
    if not gold_dir.is_dir():
        raise GoldError(f"{gold_dir.name} is no folder; name one that holds <name>{SUFFIX} files")
    folders = sorted({path.parent for pattern in (f"*{SUFFIX}", f"*/*{SUFFIX}") for path in gold_dir.glob(pattern)})
    if split is not None:
        try:
            names = set(tomllib.loads((gold_dir / SPLITS).read_text("utf-8"))[split])
        except OSError:
            raise GoldError(f"--split needs {SPLITS} in {gold_dir.name}") from None
        except (KeyError, TypeError, ValueError):
            raise GoldError(f"{SPLITS} in {gold_dir.name} has no list named {split}") from None
        folders = [folder for folder in folders if folder.name in names]
    if not folders:
        raise GoldError(f"no {SUFFIX} file for this in {gold_dir.name}")
    return folders


def gold_lines(path: Path) -> list[Line]:
    """The lines of one gold file, by turn.

    Raises
    ------
    GoldError
        It is no gold.
    """
    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return sorted(({**line, "turn": line["turn"], "text": line["text"]} for line in lines), key=lambda line: line["turn"])
    except (OSError, ValueError, KeyError, TypeError):
        raise GoldError(f"{path.name} is not gold: a JSON object a line, with turn, speaker and text") from None


@dataclass(frozen=True)
class GoldTurn:
    """One gold line, as the design and `annotation.md` describe it, with the turn_id that it speaks of."""

    turn_id: str
    text: str
    pii: list[dict[str, Any]]
    markers: set[str]
    polarity: str
    trap: bool
    obstacle_topic: str
    viewpoint: dict[str, str]
    disagrees_with: str

    @property
    def session_id(self) -> str:
        return self.turn_id.rpartition(":")[0]


@dataclass(frozen=True)
class GoldCase:
    """A case as gold says it, with its turns as `ingest` reads them; the turns of both are the same."""

    case_id: str
    gold: list[GoldTurn]
    clear: Ingested
    from_transcript: int


def gold_cases(gold_dir: Path, *, split: str | None, settings: Settings) -> Iterator[GoldCase]:
    """The annotated cases of a folder, in clear; for measuring and for training.

    Raises
    ------
    GoldError
        No gold there, a line that is not gold, or an unknown split.
    """
    for number, folder in enumerate(gold_folders(gold_dir, split), 1):
        yield _gold_case(folder, number, settings)


def _gold_case(folder: Path, number: int, settings: Settings) -> GoldCase:
    case_id = safe_slug(folder.name) or f"cas-{number}"
    files = sorted(folder.glob(f"*{SUFFIX}"))
    sheet = (folder / SHEET).read_bytes() if (folder / SHEET).is_file() else None
    gold: list[list[dict[str, Any]]] = [gold_lines(path) for path in files]
    sources, from_transcript = [], 0
    for rank, (path, lines) in enumerate(zip(files, gold, strict=True), 1):
        stem = path.name.removesuffix(SUFFIX)
        # the sheet speaks of sessions by the stem of their file
        name = safe_slug(stem) or f"seance-{rank}"
        own = next((file for file in sorted(folder.glob(f"{stem}.*")) if file.suffix.lower() in SUFFIXES), None)
        source = Source(name, own.name, own.read_bytes()) if own else None
        if source is not None and _same_turns(source, lines, settings):
            from_transcript += 1
            sources.append(source)
        else:
            sources.append(Source(name, f"{stem}.json", _as_transcript(lines)))
    clear = ingest(case_id=case_id, sources=sources, sheet=sheet, settings=settings.ingest)
    turns_of = [clear.turns.loc[clear.turns["session_id"] == source.session_id, "turn_id"].tolist() for source in sources]
    aligned: list[GoldTurn] = []
    for source, lines, turn_ids in zip(sources, gold, turns_of, strict=True):
        if len(turn_ids) != len(lines):
            raise GoldError(f"{source.name}: {len(lines)} gold lines but {len(turn_ids)} turns; every gold line needs a text")
        turn_of = {line["turn"]: turn_id for line, turn_id in zip(lines, turn_ids, strict=True)}
        aligned += [_gold_turn(line, turn_of) for line in lines]
    return GoldCase(case_id, aligned, clear, from_transcript)


def _gold_turn(line: dict[str, Any], turn_of: dict[Any, str]) -> GoldTurn:
    return GoldTurn(
        turn_id=turn_of[line["turn"]],
        text=line["text"],
        pii=line.get("pii") or [],
        markers=set(line.get("markers") or []),
        polarity=line.get("polarity") or "neutre",
        trap=bool(line.get("trap")),
        obstacle_topic=line.get("obstacle_topic") or "",
        viewpoint=line.get("viewpoint") or {},
        disagrees_with=turn_of.get(line.get("disagrees_with"), ""),
    )


def lower_turn(line: GoldTurn) -> GoldTurn:
    """The turn as an automatic transcript would have it."""
    new = lowered(line.text)
    spans = [dict(zip(("start", "end"), moved(new, pii["start"], pii["end"]), strict=True)) for pii in line.pii]
    return replace(line, text=new.text, pii=[pii | span for pii, span in zip(line.pii, spans, strict=True)])


def _same_turns(source: Source, lines: list[dict[str, Any]], settings: Settings) -> bool:
    try:
        clear = ingest(case_id="gold", sources=[source], sheet=None, settings=settings.ingest)
    except CirculationError:
        return False
    return clear.turns["text"].tolist() == [line["text"] for line in lines]


def _as_transcript(lines: list[dict[str, Any]]) -> bytes:
    # far apart, so that two turns of one speaker stay two
    return json.dumps(
        {
            "segments": [
                {"start": 60.0 * rank, "end": 60.0 * rank + 1, "speaker": line.get("speaker") or "", "text": line["text"]}
                for rank, line in enumerate(lines)
            ]
        }
    ).encode()
