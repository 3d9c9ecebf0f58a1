"""The command line: every command is a thin wrapper over one function, and imports it when it is called."""

import io
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import CirculationError, LeakError
from pipeline.ports import HOST, PORT, ROOM_PORT
from pipeline.vault_commands import SettingsFile, open_or_make, vault_app

app = typer.Typer(
    name="circulation",
    help="Pseudonymise French group sessions, read disagreement and tension, find the obstacles that come back, and show them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.add_typer(vault_app, name="vault")

JsonFile = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON too.")]


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
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the tables go: DIR/<case_id>/<table>.parquet.")],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH…",
            help="A session file, a folder of one case, or a folder of cases; without one, --case is run from the files in the vault.",
        ),
    ] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="ID", help="Name of the case, where it is not the folder's.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="STAGE", help="Last stage: ingest, pseudonymise, markers, topics or disclosure.")
    ] = None,
    vault: Annotated[
        Path | None,
        typer.Option(
            "--vault",
            metavar="FILE",
            help="Where the way back to names is kept, under a passphrase; made if need be; by default vault.path of the settings.",
        ),
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Take transcripts and notes through the stages and write their tables."""
    _run(paths or [], out, case=case, until=until, vault_file=vault, settings_file=settings)


@app.command()
def serve(
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="The folder that `run` wrote; the demo's by default.")] = None,
    host: Annotated[
        str | None,
        typer.Option(
            help="Address to listen on: this machine's own; with --room, its address on the room's network, found out by default."
        ),
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help=f"Port to listen on; {PORT}, or {ROOM_PORT} with --room.")] = None,
    room: Annotated[bool, typer.Option("--room", help="Serve the room's telephones: the answers to the room that is open.")] = False,
) -> None:
    """Open the dashboard in the browser, or, beside it, the room's answers."""
    if room:
        from pipeline.serve import serve_room

        raise typer.Exit(serve_room(data or _demo_folder(), host, port or ROOM_PORT))
    _serve(data or _demo_folder(), host or HOST, port or PORT)


@app.command()
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="Folder with <name>.gold.jsonl beside its sessions, or of such folders.")
    ],
    split: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the cases of this split, as splits.toml in GOLD_DIR says.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="STAGE", help="Last stage to measure: pseudonymise (identifiers alone), markers or topics.")
    ] = None,
    json_file: JsonFile = None,
    settings: SettingsFile = None,
) -> None:
    """Measure identifiers, markers, obstacles and viewpoints against gold annotations."""
    from pipeline.evaluate import UNTIL
    from pipeline.evaluate import evaluate as measure
    from pipeline.figures import print_figures, write_figures
    from pipeline.settings import load_settings

    if until is not None and until not in UNTIL:
        raise typer.BadParameter(f"must be one of {', '.join(UNTIL)}", param_hint="--until")
    figures = measure(gold, split=split, until=until, settings=load_settings(settings))
    print_figures(figures)
    if json_file is not None:
        write_figures(figures, json_file)


@app.command()
def train(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to rebuild: markers, names, ner or topics.")],
    corpus: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The annotated corpus; data/corpus of this checkout by default.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where it goes; its place under models/trained by default.")] = None,
    real: Annotated[
        Path | None, typer.Option("--real", metavar="FILE", help="markers: labelled utterances of debates to learn from too, JSON lines.")
    ] = None,
    corrections: Annotated[
        list[Path] | None,
        typer.Option("--corrections", metavar="DIR", help="markers: a folder of `run` with decisions to learn from too; repeatable."),
    ] = None,
) -> None:
    """Rebuild what lies under models/trained from data in the repository."""
    import json

    from pipeline import resources
    from pipeline.training import TRAINERS
    from pipeline.training import train as rebuild

    if name not in TRAINERS:
        raise typer.BadParameter(f"must be one of {', '.join(TRAINERS)}", param_hint="NAME")
    more = {option: given for option, given in (("real", real), ("corrections", corrections)) if given}
    if refused := more.keys() - TRAINERS[name].takes:
        raise typer.BadParameter(f"{name} learns from the corpus alone", param_hint=", ".join(f"--{option}" for option in sorted(refused)))
    place = out or resources.resource("models") / "trained" / TRAINERS[name].folder
    typer.echo(json.dumps(rebuild(name, corpus or resources.resource("data", "corpus"), place, **more), indent=1))


@app.command()
def bench(
    json_file: JsonFile = None,
    many: Annotated[
        list[int] | None, typer.Option("--segments", min=500, help="Find topics over so many segments too; may be repeated.")
    ] = None,
) -> None:
    """Measure speed and memory on one core, beside bare spaCy, in one run of a minute or two; 50,000 segments take three more."""
    from pipeline.bench import bench as measure
    from pipeline.bench import print_bench
    from pipeline.figures import write_figures

    figures = measure(many=sorted(many or []))
    print_bench(figures)
    if json_file is not None:
        write_figures(figures, json_file)


def _demo_folder() -> Path:
    """Where the demo's tables lie: a place of the user's own, unless CIRCULATION_DATA names another."""
    from platformdirs import user_data_path

    named = os.environ.get("CIRCULATION_DATA")
    return Path(named) if named else user_data_path("circulation", appauthor=False) / "demo"


def _run(
    paths: list[Path],
    out: Path,
    case: str | None = None,
    until: str | None = None,
    vault_file: Path | None = None,
    settings_file: Path | None = None,
) -> None:
    from pipeline.settings import load_settings

    settings = load_settings(settings_file)

    from rich.console import Console

    from pipeline.progress import on_console
    from pipeline.run import run as run_stages
    from pipeline.stages import UNTIL

    if until is not None and until not in UNTIL:
        raise typer.BadParameter(f"must be one of {', '.join(UNTIL)}", param_hint="--until")
    vault_file = vault_file or settings.vault.file()
    if not paths and not (case and vault_file):
        raise typer.BadParameter("name a file or folder, or a case and the vault that holds its files", param_hint="PATH…")
    vault = open_or_make(vault_file, out, make=bool(paths)) if vault_file else None
    with on_console(Console(stderr=True)) as progress:
        summary = run_stages(paths, out, settings=settings, case=case, until=until, vault=vault, progress=progress)
    for case_id, reports in summary.reports.items():
        for report in reports:
            aside = ", ".join(f"{len(lines)} {reason}" for reason, lines in report["set_aside"].items()) or "nothing"
            typer.echo(
                f"{case_id}/{report['session_id']}: {report['n_turns']} turns, {report['n_speakers']} speakers, "
                f"read as {report['reader']}; set aside: {aside}"
            )
    for case_id, n in summary.not_sought.items():
        if n:
            typer.echo(f"{case_id}: {n} name(s) that are also words were not looked for by the leak gate; read the text with them in mind")
    for case_id, risks in summary.risks.items():
        for session_id, found in risks.groupby("session_id", sort=False):
            counts = ", ".join(f"{n} {kind}" for kind, n in found.groupby("kind", sort=False)["count"].sum().items())
            typer.echo(f"{case_id}/{session_id}: read again before you show it: {counts}")
    typer.echo(summary.line())


def _summarise(out: Path) -> None:
    from pipeline.summary import summarise

    typer.echo(summarise(out))


def _serve(data: Path, host: str, port: int) -> None:
    from pipeline.serve import serve as open_dashboard

    raise typer.Exit(open_dashboard(data, host, port, open_browser=True))


def main() -> None:
    """Run the command line; exit codes are 0 done, 1 failed with one line that says why, 2 usage, 3 a leak was found and withdrawn."""
    for stream in (sys.stdout, sys.stderr):
        # a Windows console may not know every character of a label
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except LeakError as error:
        typer.echo(f"circulation: {error}", err=True)
        sys.exit(3)
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
