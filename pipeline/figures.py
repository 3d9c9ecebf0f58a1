"""How figures are shown: as tables in a terminal, and as JSON."""

import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.errors import GoldError

Figures = dict[str, Any]


def print_figures(figures: Figures) -> None:
    """Print the figures as tables."""
    console = Console()
    sessions = figures["sessions"]
    console.print(
        f"{sessions['cases']} case(s), {sessions['sessions']} session(s), {sessions['turns']} turns; "
        f"{sessions['sessions_read_from_their_transcript']} session(s) read from their transcript, the others from gold alone"
    )
    cased, lower = figures["identifiers"], figures["identifiers_lower"]
    hidden = Table("identifiers", "n", "fully hidden", "lower-cased", title="Identifiers")
    for kind, figure in cased["hidden"].items():
        hidden.add_row(kind, str(figure["n"]), _percent(figure["rate"]), _percent(lower["hidden"][kind]["rate"]))
    for name in ("ordinary_words_altered", "persons_split", "persons_merged"):
        hidden.add_row(name.replace("_", " "), "", _percent(cased[name]), _percent(lower[name]))
    console.print(hidden)
    if "markers" in figures:
        _print_markers(figures["markers"], console)
    if "obstacles" in figures:
        _print_topics(figures["obstacles"], figures["viewpoints"], console)


def _print_markers(markers: Figures, console: Console) -> None:
    console.print(_prf_table("Markers", {**markers["families"], "violent polarity": markers["violent"]}))
    console.print(_prf_table("Categories", {**markers["categories"], "opposed turn": markers["opposed_turn"]}))
    trap = markers["traps_with_a_false_marker"]
    console.print(
        f"mean F1 over families {_number(markers['families_mean_f1'])}; traps with a false marker {_percent(trap['rate'])} of {trap['n']}"
    )
    alarms = Table("", "turns", "not violent", "marked so", "rate", "precision", title="False alarms of violence")
    for name, group in (row for groups in markers["violent_false_alarms"].values() for row in groups.items()):
        calm = str(group["turns"] - group["violent"])
        alarms.add_row(name, str(group["turns"]), calm, str(group["false"]), _percent(group["rate"]), _number(group["precision"]))
    console.print(alarms)


def _print_topics(obstacles: Figures, viewpoints: Figures, console: Console) -> None:
    rows = {
        "obstacle turns": obstacles["turns"],
        "same obstacle across sessions": obstacles["same_across_sessions"],
        "viewpoint turns": viewpoints["turns"],
    }
    console.print(_prf_table("Obstacles, viewpoints", rows))
    stance = viewpoints["stance_right"]
    console.print(
        f"obstacles in a case ARI {_number(obstacles['ari_in_a_case'])}, NMI {_number(obstacles['nmi_in_a_case'])}; "
        f"viewpoints in a case ARI {_number(viewpoints['ari_in_a_case'])}; "
        f"stance right {_percent(stance['rate'])} of {stance['n']}"
    )


def write_figures(figures: Figures, path: Path) -> None:
    """Write the figures as JSON, replacing the file at once."""
    pending = path.with_name(f".{path.name}.pending")
    try:
        pending.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
        pending.replace(path)
    except OSError:
        raise GoldError(f"{path.name} cannot be written; choose another place for the figures") from None


def _prf_table(title: str, rows: dict[str, dict[str, Any]]) -> Table:
    table = Table("", "n", "precision", "recall", "F1", title=title)
    for name, figure in rows.items():
        table.add_row(name, str(figure["n"]), *(_number(figure[column]) for column in ("precision", "recall", "f1")))
    return table


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
