"""Tables on disk: one folder a case, one parquet file a table, and a manifest that says what each came from.

A case is committed as a whole. New tables are written beside the old ones under a temporary name, then
one rename of the manifest decides: before it a killed run leaves the last good state, after it the next
run finishes what was begun. Nothing is ever half new.
"""

import hashlib
import io
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from pipeline.errors import BusyError, StoreError

ACROSS_FOLDER = "_all"
MANIFEST = "manifest.json"
COMMITTED = "manifest.next.json"
PENDING = ".pending"
LOCK = ".lock"

LISTS = {"modifiers": pa.string(), "terms": pa.string(), "evidence": pa.string(), "centroid": pa.float32()}


@dataclass
class Manifest:
    """What the tables of a folder came from.

    `origin` is the keyed digest of where the sources lie, so that a case that was given a number for a
    name finds its number again; `record` is the mark of the vault's record that the tables were made with, or
    "". `names` maps the keyed digest of a file's name to the slug that may stand for it, or "". `salt` keys the
    digests of source files: a plain hash of a transcript would let anybody who holds a copy prove that it is the
    same one. `stages` maps a stage to the digest of all that it depends on, `tables` a table to the digest of its
    file, `reports` a session to its parse report. `small` are the identity_ids of communes where few live. `topics` and `claims` are
    those that were discovered so far, each with the marks of its segments: keyed digests, by which the next run finds them again.
    """

    salt: str = field(default_factory=lambda: secrets.token_hex(16))
    origin: str = ""
    record: str = ""
    small: list[str] = field(default_factory=list)
    topics: dict[str, list[str]] = field(default_factory=dict)
    claims: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    reports: list[dict[str, object]] = field(default_factory=list)

    def keyed(self, *parts: bytes) -> str:
        """A digest that only a holder of this manifest can compute."""
        total = hashlib.blake2b(key=bytes.fromhex(self.salt), digest_size=16)
        for part in parts:
            total.update(len(part).to_bytes(8, "big") + part)
        return total.hexdigest()


_MANIFEST = TypeAdapter(Manifest)


def serialise(frame: pd.DataFrame) -> bytes:
    """A frame as parquet, with list columns typed even where they are empty."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for name in LISTS.keys() & set(table.column_names):
        values = pa.array(frame[name].tolist(), type=pa.list_(LISTS[name]))
        table = table.set_column(table.column_names.index(name), pa.field(name, values.type), values)
    sink = io.BytesIO()
    # pandas' own metadata would bring the object dtype back with the wrong list type
    pq.write_table(table.replace_schema_metadata(None), sink)
    return sink.getvalue()


def digest(data: bytes) -> str:
    """The digest of a serialised table."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold an output folder for one run.

    Raises
    ------
    BusyError
        Another run holds it.
    StoreError
        It cannot be created or written to.
    """
    created = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise BusyError(f"another run is at work in {folder.name}; wait for it to end, then start again") from None
    except OSError:
        raise StoreError(f"{folder.name} cannot be written to; choose another output folder or ask for the right to write there") from None
    try:
        yield
    finally:
        lock.release()
        if created and {path.name for path in folder.iterdir()} <= {LOCK}:
            (folder / LOCK).unlink(missing_ok=True)
            folder.rmdir()


class CaseStore:
    """The tables of one case, or of all cases together (`_all`), below an output folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manifest(self) -> Manifest:
        """The manifest of the last good state; an empty one where there is none, or none that can be read."""
        kept = self._kept()
        return Manifest() if kept is None else kept

    def forgot(self) -> bool:
        """Whether a manifest lies there that cannot be read, so that what it kept for the next run is lost."""
        return self._kept() is None and (self.folder / MANIFEST).exists()

    def _kept(self) -> Manifest | None:
        try:
            return _MANIFEST.validate_json((self.folder / MANIFEST).read_bytes())
        except (OSError, ValidationError):
            return None

    def read(self, table: str) -> pd.DataFrame:
        """Read one table.

        Raises
        ------
        StoreError
            It is not there or damaged.
        """
        try:
            return pd.read_parquet(self._path(table))
        except (OSError, pa.ArrowException):
            raise StoreError(f"{self.folder.name}/{table}.parquet cannot be read; run the case again") from None

    def raw(self, table: str) -> bytes | None:
        """The file of a table as it lies there, if it does."""
        path = self._path(table)
        return path.read_bytes() if path.is_file() else None

    def intact(self, table: str) -> bool:
        """Whether the file of a table is the one that the manifest speaks of."""
        data = self.raw(table)
        return data is not None and self.manifest().tables.get(table) == digest(data)

    def commit(self, tables: Mapping[str, bytes], manifest: Manifest) -> None:
        """Replace the folder's content: `tables` are new, those that only the manifest names are kept, others go.

        Parameters
        ----------
        tables
            Serialised tables that are new, by name.
        manifest
            What every table of the new state came from.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, data in tables.items():
                (self.folder / f"{name}{PENDING}").write_bytes(data)
            self._decide(manifest)
            self.recover()
        except OSError:
            raise StoreError(f"{self.folder.name} cannot be written; is the disk full, or a table open in another program?") from None

    def put_decisions(self, frame: pd.DataFrame) -> None:
        """Lay down what persons decided, where the next run takes it as an input; for who holds the output folder (`locked`)."""
        data = serialise(frame)
        try:
            self.recover()
            if self.raw("decisions") != data:
                self.folder.mkdir(parents=True, exist_ok=True)
                pending = self.folder / f"decisions{PENDING}"
                pending.write_bytes(data)
                pending.replace(self._path("decisions"))
        except OSError:
            raise StoreError(f"{self.folder.name} cannot be written; is the disk full, or a table open in another program?") from None

    def withdraw(self) -> None:
        """Take away every table of the case, and what was about to replace them; what was discovered keeps its id when it is run again."""
        before = self.manifest()
        try:
            for path in sorted(self.folder.glob("*")):
                if path.name in (MANIFEST, COMMITTED) or path.suffix == ".parquet" or path.name.endswith(PENDING):
                    path.unlink()
            if before.topics or before.claims:
                self._decide(Manifest(salt=before.salt, topics=before.topics, claims=before.claims))
                self.recover()
        except OSError:
            raise StoreError(f"{self.folder.name} cannot be emptied; delete this folder by hand") from None

    def recover(self) -> None:
        """Finish a commit that was cut off after its decision; clear away one that was cut off before."""
        committed = self.folder / COMMITTED
        decided = committed.exists()
        for pending in self.folder.glob(f"*{PENDING}"):
            if decided and pending.name != f"{MANIFEST}{PENDING}":
                pending.replace(self._path(pending.name.removesuffix(PENDING)))
            else:
                pending.unlink()
        if decided:
            kept = json.loads(committed.read_text("utf-8"))["tables"]
            for path in self.folder.glob("*.parquet"):
                if path.stem not in kept:
                    path.unlink()
            committed.replace(self.folder / MANIFEST)

    def _decide(self, manifest: Manifest) -> None:
        """Lay the manifest of the new state down, by one rename."""
        unfinished = self.folder / f"{MANIFEST}{PENDING}"
        unfinished.write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True), "utf-8")
        unfinished.replace(self.folder / COMMITTED)

    def _path(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"


def case_folders(folder: Path) -> list[Path]:
    """The folders of the cases whose tables lie below an output folder, sorted by name."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name[0] not in "._" and (path / "sessions.parquet").is_file())


def tables_of(folder: Path, mark: str, name: str) -> CaseStore | None:
    """The tables that were made with a record of the vault: those that carry its mark, or, of an older version, that have its name."""
    marks = {path: CaseStore(path).manifest().record for path in case_folders(folder)}
    found = [path for path in marks if marks[path] == mark] or [path for path in marks if path.name == name and not marks[path]]
    return CaseStore(found[0]) if found else None
