"""Gold annotations as they lie beside their sessions: which folders hold some, and their lines."""

import json
import tomllib
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError

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
