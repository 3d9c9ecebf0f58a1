"""The command line: every command is a thin wrapper over one function, and imports it when it is called."""

import io
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import CirculationError

app = typer.Typer(
    name="circulation",
    help="Pseudonymise French group sessions, read disagreement and tension, find the obstacles that come back, and show them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

HOST, PORT = "127.0.0.1", 8501

SettingsFile = Annotated[Path | None, typer.Option("--settings", metavar="FILE", help="Settings in TOML; the README lists them.")]


@app.command()
def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the dashboard at the end.")] = True,
) -> None:
    """Take the sample cases through every stage, print a summary, then open the dashboard."""
    from pipeline import resources

    out = _demo_folder()
    _run([resources.resource("data", "sample")], out)
    _summarise(out)
    if serve:
        _serve(out, HOST, PORT)


@app.command()
def run(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="A session file, a folder of one case, or a folder of cases.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the tables go: DIR/<case_id>/<table>.parquet.")],
    case: Annotated[str | None, typer.Option("--case", metavar="ID", help="Name of the case, where it is not the folder's.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="STAGE", help="Last stage: ingest, pseudonymise, markers, topics or disclosure.")
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Take transcripts and notes through the stages and write their tables."""
    _run(paths, out, case=case, until=until, settings_file=settings)


@app.command()
def serve(
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="The folder that `run` wrote; the demo's by default.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; only this machine's own without sign-in.")] = HOST,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = PORT,
) -> None:
    """Open the dashboard in the browser."""
    _serve(data or _demo_folder(), host, port)


@app.command()
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="Folder with <name>.gold.jsonl beside its sessions, or of such folders.")
    ],
    split: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the cases of this split, as splits.toml in GOLD_DIR says.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON too.")] = None,
    settings: SettingsFile = None,
) -> None:
    """Measure identifiers, markers, obstacles and viewpoints against gold annotations."""
    from pipeline.evaluate import evaluate as measure
    from pipeline.evaluate import print_figures, write_figures
    from pipeline.settings import load_settings

    figures = measure(gold, split=split, settings=load_settings(settings))
    print_figures(figures)
    if json_file is not None:
        write_figures(figures, json_file)


@app.command()
def train(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to rebuild: markers.")],
    real: Annotated[
        Path | None, typer.Option("--real", metavar="FILE", help="markers: labelled utterances of debates to learn from too, JSON lines.")
    ] = None,
) -> None:
    """Rebuild what lies under models/trained from data in the repository."""
    from pipeline.training import train as rebuild

    typer.echo(rebuild(name, real))


def _demo_folder() -> Path:
    """Where the demo's tables lie: a place of the user's own, unless CIRCULATION_DATA names another."""
    from platformdirs import user_data_path

    named = os.environ.get("CIRCULATION_DATA")
    return Path(named) if named else user_data_path("circulation", appauthor=False) / "demo"


def _run(paths: list[Path], out: Path, case: str | None = None, until: str | None = None, settings_file: Path | None = None) -> None:
    from pipeline.settings import load_settings

    settings = load_settings(settings_file)

    from rich.console import Console

    from pipeline.run import UNTIL
    from pipeline.run import run as run_stages

    if until is not None and until not in UNTIL:
        raise typer.BadParameter(f"must be one of {', '.join(UNTIL)}", param_hint="--until")
    summary = run_stages(paths, out, settings=settings, case=case, until=until, console=Console(stderr=True))
    for case_id, reports in summary.reports.items():
        for report in reports:
            aside = ", ".join(f"{len(lines)} {reason}" for reason, lines in report["set_aside"].items()) or "nothing"
            typer.echo(
                f"{case_id}/{report['session_id']}: {report['n_turns']} turns, {report['n_speakers']} speakers, "
                f"read as {report['reader']}; set aside: {aside}"
            )
    typer.echo(summary.line())


def _summarise(out: Path) -> None:
    from pipeline.summary import summarise

    typer.echo(summarise(out))


def _serve(data: Path, host: str, port: int) -> None:
    from pipeline.serve import serve as open_dashboard

    raise typer.Exit(open_dashboard(data, host, port, open_browser=True))


def main() -> None:
    """Run the command line; exit codes are 0 done, 1 failed with one line that says why, 2 usage."""
    for stream in (sys.stdout, sys.stderr):
        # a Windows console may not know every character of a label
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except CirculationError as error:
        typer.echo(f"circulation: {error}", err=True)
        sys.exit(1)
    except Exception as error:
        # the message of a foreign exception may hold text of a transcript: say where, not what
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        typer.echo(f"circulation: unexpected {type(error).__name__} at {where}; nothing was lost, please report this line", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
