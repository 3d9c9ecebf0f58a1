"""`circulation vault …`: the rights of the persons in a vault, and the facilitator's own way back."""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.pseudonymise.vault import Vault

vault_app = typer.Typer(help="The rights of the persons in a vault, and the facilitator's own way back.", no_args_is_help=True)

PASSPHRASE = "CIRCULATION_PASSPHRASE"

VaultFile = Annotated[Path | None, typer.Option("--vault", metavar="FILE", help="The vault; by default vault.path of the settings.")]
InCase = Annotated[str | None, typer.Option("--case", metavar="ID", help="In this case only.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", metavar="FILE", help="Settings in TOML; the README lists them.")]


@vault_app.command()
def reveal(
    vault: VaultFile = None,
    case: InCase = None,
    sheet: Annotated[bool, typer.Option("--sheet", help="Print the recovery sheet in place of the names.")] = False,
    settings: SettingsFile = None,
) -> None:
    """Print who stands behind each pseudonym, or the recovery sheet."""
    from pipeline.rights import reveal as names

    opened = _unlock(_vault_file(vault, settings))
    if sheet:
        typer.echo("Recovery sheet: this code opens the vault without its passphrase. Print it, lock it away, clear the screen.\n")
        typer.echo(opened.recovery_code())
        return
    for case_id, surrogates, forms in names(opened, case):
        typer.echo(f"{case_id}\t{surrogates}\t{forms}")


@vault_app.command()
def forget(
    vault: VaultFile = None,
    case: InCase = None,
    words: Annotated[
        bool, typer.Option("--words", help="Take away what the person said as well, and do again what was made from it.")
    ] = False,
    data: Annotated[Path | None, typer.Option("--from", metavar="DIR", help="With --words: the folder that `run` wrote.")] = None,
    settings: SettingsFile = None,
) -> None:
    """Take away every way back to one person, who is asked for and never an argument."""
    from pipeline.rights import forget as take_away
    from pipeline.rights import forget_words
    from pipeline.serve import recall
    from pipeline.settings import load_settings

    if words != (data is not None):
        raise typer.BadParameter("--words and --from DIR go together", param_hint="--from" if words else "--words")
    chosen = load_settings(settings)
    opened = _unlock(_vault_file(vault, settings))
    person = typer.prompt("Name or pseudonym", hide_input=True)
    if data:
        gone = forget_words(opened, person, data, settings=chosen, case_id=case, recall=partial(recall, data))
    else:
        gone = take_away(opened, person, case)
    for one in gone:
        typer.echo(
            f"{one.case_id}: gone are {one.n_identities} identity(ies), {one.n_decisions} decision(s), {one.n_originals} sealed file(s)"
            + (f", {one.n_turns} turn(s); what was made from them was done again" if one.n_turns is not None else "")
        )
        if one.n_versions:
            typer.echo(f"{one.case_id}: {one.n_versions} published version(s) that held the person's words were withdrawn")
        if data and one.n_turns is None:
            typer.echo(f"{one.case_id}: no tables of this case there; a later run leaves the turns out, tables elsewhere still hold them")
        if one.n_decisions:
            typer.echo(f"{one.case_id}: decisions that named the person are gone; read the text again after the next run")
    if data:
        typer.echo(
            "Not recalled: what others said of the person or repeated, under the pseudonym, and what people typed or showed from it."
        )
    typer.echo("Not in reach: transcripts that you keep elsewhere, exports and prints, and copies of the vault that were made before.")


@vault_app.command()
def rekey(vault: VaultFile = None, settings: SettingsFile = None) -> None:
    """Take a new passphrase; the old one and older recovery sheets open this file no more."""
    opened = _unlock(_vault_file(vault, settings))
    opened.rekey(_new_passphrase("New passphrase", "CIRCULATION_NEW_PASSPHRASE"))
    typer.echo("The vault has a new passphrase. Print a new recovery sheet: circulation vault reveal --sheet")


@vault_app.command()
def destroy(
    vault: VaultFile = None, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, settings: SettingsFile = None
) -> None:
    """Destroy a vault: no pseudonym leads back to a person any more."""
    from pipeline.pseudonymise.vault import destroy as erase

    file = _vault_file(vault, settings)
    if yes or typer.confirm(f"Nobody will ever be able to open {file.name} again. Destroy it?"):
        erase(file)
        typer.echo("The vault is destroyed.")


def _vault_file(named: Path | None, settings_file: Path | None) -> Path:
    from pipeline.settings import load_settings

    file = named or load_settings(settings_file).vault.file()
    if file is None:
        raise typer.BadParameter("name the vault, or set vault.path in the settings", param_hint="--vault")
    return file


def _unlock(path: Path) -> "Vault":
    from pipeline.pseudonymise.vault import Vault

    return Vault.unlock(path, os.environ.get(PASSPHRASE) or typer.prompt("Passphrase", hide_input=True))


def _new_passphrase(question: str, variable: str) -> str:
    return os.environ.get(variable) or typer.prompt(question, hide_input=True, confirmation_prompt=True)


def open_or_make(path: Path, out: Path, make: bool) -> "Vault":
    """The vault at `path`, unlocked; a new one where there is none and one may be made. Asks for the passphrase if need be."""
    from pipeline.pseudonymise.vault import Vault, refuse_inside

    refuse_inside(path, out)
    return _unlock(path) if path.exists() or not make else Vault.create(path, _new_passphrase("Passphrase of the new vault", PASSPHRASE))
