"""Everything in one encrypted file: to keep beside the laptop, or to go on with on another one.

The file holds a zip of the registry, the tables and the vault, sealed under a key of its own that the passphrase given here leads
to (the same way as the vault's, `pipeline.pseudonymise.keys`). It is opened only where nothing is yet: a backup never overwrites.
"""

import datetime
import io
import json
import secrets
import shutil
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import delete, insert, select

from dashboard.access import Archive
from dashboard.publics import AccessError, Asker, Public
from dashboard.registry.guard import note, only
from dashboard.registry.models import Base, Intervention, Moment
from pipeline.errors import CirculationError
from pipeline.pseudonymise.keys import check_fields, seal, unseal, unwrap, wrap
from pipeline.store import ACROSS_FOLDER, case_folders, locked

MAGIC = "circulation-backup"
SCHEMA = 1
SUFFIX = ".circulation"
MOST_BYTES = 2_000_000_000
"""More than that does not come out of a backup: a forged file shall not fill the disk."""
_REGISTRY, _VAULT, _TABLES = "registry.json", "vault", "tables"
_BOUND = f"{MAGIC}\0{SCHEMA}".encode()


class BackupError(CirculationError):
    """A backup that cannot be made or opened here; `kind` says why."""

    def __init__(self, message: str, kind: str) -> None:
        self.kind = kind
        super().__init__(message)


def back_up(archive: Archive, asker: Asker, vault_file: Path, passphrase: str) -> bytes:
    """Make a backup of everything on a facilitator's own machine.

    Raises
    ------
    VaultError
        The passphrase is too short.
    BusyError
        A run is at work.
    """
    only(asker, Public.INTERVENANT)
    packed = io.BytesIO()
    with locked(archive.data), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bag:
        with archive.registry.writing() as session:
            if session.scalar(select(Intervention.case_id).where(Intervention.owner_id != asker.user_id).limit(1)):
                raise AccessError("a backup of a server's data is the server's own affair")
            rows = {table.name: [dict(row) for row in session.execute(select(table)).mappings()] for table in Base.metadata.sorted_tables}
            note(session, asker, "backup.make")
        bag.writestr(_REGISTRY, json.dumps(rows, default=lambda value: value.isoformat()))
        for folder in _folders(archive.data):
            for path in sorted(path for path in folder.iterdir() if path.suffix in {".parquet", ".json"}):
                bag.write(path, f"{_TABLES}/{folder.name}/{path.name}")
        if vault_file.is_file():
            bag.write(vault_file, _VAULT)
    key = secrets.token_bytes(32)
    head = {"magic": MAGIC, "schema": SCHEMA, **wrap(key, passphrase)}
    return json.dumps(head).encode() + b"\n" + seal(key, packed.getvalue(), _BOUND)


def restore(archive: Archive, asker: Asker, vault_file: Path, data: bytes, passphrase: str) -> int:
    """Bring back what a backup holds; returns the number of interventions.

    Raises
    ------
    BackupError
        There are interventions or a vault here already; or the file is no backup, altered, or of a newer version.
    VaultError
        The passphrase is not the one.
    """
    only(asker, Public.INTERVENANT)
    refuse_full(archive, vault_file)
    bag = _opened(data, passphrase)
    rows = json.loads(bag.read(_REGISTRY))
    pending = archive.data / ".restored"
    with locked(archive.data):
        shutil.rmtree(pending, ignore_errors=True)
        for name in bag.namelist():
            _, *place = PurePosixPath(name).parts
            if place:
                (pending / place[0]).mkdir(parents=True, exist_ok=True)
                (pending / place[0] / place[1]).write_bytes(bag.read(name))
        made: list[Path] = []
        try:
            if _VAULT in bag.namelist():
                vault_file.parent.mkdir(parents=True, exist_ok=True)
                sealed = vault_file.with_name(f".{vault_file.name}.restored")
                sealed.touch(mode=0o600)
                sealed.write_bytes(bag.read(_VAULT))
                made.append(sealed.replace(vault_file))
            made += [folder.replace(archive.data / folder.name) for folder in sorted(pending.glob("*"))]
            # last: without it nothing of the rest is seen
            with archive.registry.writing() as session:
                for table in reversed(Base.metadata.sorted_tables):
                    session.execute(delete(table))
                for table in Base.metadata.sorted_tables:
                    if found := [_typed(table, row) for row in rows.get(table.name, [])]:
                        session.execute(insert(table), found)
                note(session, asker, "backup.restore")
        except BaseException:
            # nothing lay here before: so that restoring can be tried again
            for path in made:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            raise
        finally:
            shutil.rmtree(pending, ignore_errors=True)
    return len(rows.get(Intervention.__tablename__, []))


def refuse_full(archive: Archive, vault_file: Path) -> None:
    """Refuse a place where something is already.

    Raises
    ------
    BackupError
        There are interventions, tables or a vault.
    """
    with archive.registry.reading() as session:
        begun = session.scalar(select(Intervention.case_id).limit(1))
    if begun or case_folders(archive.data) or vault_file.exists():
        raise BackupError("there are interventions or a vault here already; a backup is opened on an empty machine only", "full")


def _opened(data: bytes, passphrase: str) -> zipfile.ZipFile:
    altered = BackupError("this is no backup, or it was cut off or altered; take another copy", "altered")
    try:
        head, _, sealed = data.partition(b"\n")
        fields: dict[str, Any] = json.loads(head)
        if fields["magic"] != MAGIC:
            raise altered
        if fields["schema"] != SCHEMA:
            raise BackupError("this backup was made by another version of circulation; update the program", "version")
        check_fields(fields)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise altered from None
    packed = unseal(unwrap(fields, passphrase), sealed, _BOUND)
    if packed is None:
        raise altered
    bag = zipfile.ZipFile(io.BytesIO(packed))
    if sum(one.file_size for one in bag.infolist()) > MOST_BYTES or not all(map(_is_plain, bag.namelist())):
        raise altered
    return bag


def _is_plain(name: str) -> bool:
    """Whether a name of the zip is one that `back_up` gives: no path leads out of the data folder."""
    first, *place = PurePosixPath(name).parts
    if not place:
        return first in {_REGISTRY, _VAULT}
    return first == _TABLES and len(place) == 2 and all(part == Path(part).name and part[0] != "." for part in place)


def _folders(data: Path) -> list[Path]:
    across = data / ACROSS_FOLDER
    return [*case_folders(data), *([across] if across.is_dir() else [])]


def _typed(table: Any, row: dict[str, Any]) -> dict[str, Any]:
    """A row of JSON with the days and moments of its columns."""
    made = {}
    for column in table.columns:
        value = row.get(column.name)
        if value is not None and isinstance(column.type, Moment):
            value = datetime.datetime.fromisoformat(value)
        elif value is not None and column.type.python_type is datetime.date:
            value = datetime.date.fromisoformat(value)
        made[column.name] = value
    return made
