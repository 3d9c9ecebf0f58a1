"""From the paths that a person names to cases: which files are sessions, and what they are called here."""

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from slugify import slugify

from pipeline.errors import SourceError
from pipeline.ingest import SUFFIXES, Source
from pipeline.pseudonymise import reveals
from pipeline.pseudonymise.origins import came_from, record_for
from pipeline.pseudonymise.records import CaseRecord
from pipeline.settings import IngestSettings
from pipeline.store import CaseStore, Manifest, case_folders

SHEET = "case.toml"


class Runnable(Protocol):
    """What `run` asks of a case, wherever its files lie: in the user's folders (`Case`) or in the vault (`pipeline.sealed`)."""

    @property
    def origin(self) -> bytes:
        """What makes it the same case from one run to the next; empty where only its record does."""
        ...

    def sources(self, settings: IngestSettings, manifest: Manifest) -> list[Source]:
        """The session files with the names that they will have in the tables."""
        ...

    def sheet(self, settings: IngestSettings) -> bytes | None:
        """The case.toml, if there is one."""
        ...

    def lies_in(self, out: Path) -> CaseStore | None:
        """The tables that an earlier run made of this case below an output folder."""
        ...

    def store(self, out: Path, taken: Collection[str] = (), known_as: str = "") -> CaseStore:
        """Where the tables of this case lie below an output folder."""
        ...

    def known(self, records: Collection[CaseRecord], numbered: str) -> CaseRecord | None:
        """Its record among those of a vault; `numbered` is the name under which its tables lie already."""
        ...

    def bound(self, record: CaseRecord) -> CaseRecord:
        """The record, with where the case came from."""
        ...


@dataclass(frozen=True)
class Case:
    """One case as it lies in the user's folders.

    `called` is the slug of --case (`named`) or of the folder; `name` the same, or "" where it cannot be told apart by it.
    """

    folder: Path
    name: str
    files: tuple[Path, ...]
    called: str
    named: bool

    @property
    def origin(self) -> bytes:
        """What makes it the same case from one run to the next."""
        return os.fsencode(self.folder) + b"\0" + self.name.encode()

    def sources(self, settings: IngestSettings, manifest: Manifest) -> list[Source]:
        """The session files with the names that they will have in the tables.

        Raises
        ------
        SourceError
            A file cannot be opened, or is larger than `settings.max_megabytes`.
        """
        return name_sessions(((path.name, _read(path, settings.max_megabytes)) for path in self.files), manifest)

    def sheet(self, settings: IngestSettings) -> bytes | None:
        """The case.toml beside the sessions, if there is one."""
        path = self.folder / SHEET
        return _read(path, settings.max_megabytes) if path.is_file() else None

    def lies_in(self, out: Path) -> CaseStore | None:
        """The tables that an earlier run made of this case below an output folder."""
        for folder in case_folders(out):
            manifest = CaseStore(folder).manifest()
            if manifest.origin == manifest.keyed(self.origin):
                return CaseStore(folder)
        return None

    def store(self, out: Path, taken: Collection[str] = (), known_as: str = "") -> CaseStore:
        """Where the tables of this case lie below an output folder: where they lay before, else under its name or a number.

        `taken` are names of other cases, `known_as` is the one that the vault knows it by.
        """
        names = {*taken, *(folder.name for folder in case_folders(out))}
        number = known_as if known_as and known_as not in names else free_number(names)
        return self.lies_in(out) or CaseStore(out / (safe_slug(self.name) or number))

    def known(self, records: Collection[CaseRecord], numbered: str) -> CaseRecord | None:
        """Its record among those of a vault: by its folder, or by the name that a person gave it."""
        return record_for(records, folder=os.fsencode(self.folder), called=self.called, named=self.named, numbered=numbered)

    def bound(self, record: CaseRecord) -> CaseRecord:
        """The record, bound to the folder."""
        return came_from(record, os.fsencode(self.folder), self.called)


def name_sessions(files: Iterable[tuple[str, bytes]], manifest: Manifest) -> list[Source]:
    """Files (name, content) with the names that their sessions will have in the tables.

    A name that was judged before is not judged again; new ones are added to `manifest`.
    """
    taken: set[str] = set()
    found = []
    for rank, (name, data) in enumerate(files, 1):
        stem = Path(name).stem
        key = manifest.keyed(stem.encode())
        if key not in manifest.names:
            manifest.names[key] = safe_slug(stem)
        session_id = base = manifest.names[key] or f"seance-{rank}"
        copies = 2
        while session_id in taken:
            session_id, copies = f"{base}-{copies}", copies + 1
        taken.add(session_id)
        found.append(Source(session_id, name, data))
    return found


def free_number(taken: Collection[str]) -> str:
    """A name for a case that may have no other.

    Examples
    --------
    >>> free_number({"cas-1", "ecole"})
    'cas-2'
    """
    return next(name for n in range(1, len(taken) + 2) if (name := f"cas-{n}") not in taken)


def safe_slug(name: str) -> str:
    """A name for ids and folders; "" where it would tell who, where or when.

    Examples
    --------
    >>> safe_slug("Séance 2")
    'seance-2'
    """
    return "" if reveals(name) else slugify(name)


def find_cases(paths: Sequence[Path], case: str | None = None) -> list[Case]:
    """Find the cases below some paths.

    Parameters
    ----------
    paths
        A file is a session of the case named after its folder; a folder is a case, or holds a folder a case.
    case
        The case that all of it belongs to, if the person says so.

    Raises
    ------
    SourceError
        A path does not exist, or no session lies below it.
    """
    found: dict[Path, list[Path]] = {}
    for path in paths:
        if path.is_file():
            found.setdefault(path.resolve().parent, []).append(path)
        elif path.is_dir():
            below = {folder: files for folder in [path, *_folders(path)] if (files := _sessions(folder))}
            if not below:
                raise SourceError(path.name, "no session in this folder", f"put transcripts or notes there ({', '.join(sorted(SUFFIXES))})")
            for folder, files in below.items():
                found.setdefault(folder.resolve(), []).extend(files)
        else:
            raise SourceError(path.name, "no such file or folder", "check the path")
    if case is not None and len(found) > 1:
        raise SourceError(", ".join(sorted(folder.name for folder in found)), "more than one case", "name one folder, or leave out --case")
    names = [slugify(folder.name if case is None else case) for folder in found]
    return [
        # two folders of one name, in different places, must not overwrite each other
        Case(folder, "" if names.count(name) > 1 else name, tuple(dict.fromkeys(files)), name, case is not None)
        for (folder, files), name in zip(found.items(), names, strict=True)
    ]


def _folders(path: Path) -> list[Path]:
    return sorted(child for child in path.iterdir() if child.is_dir() and not child.name.startswith((".", "_")))


def _sessions(folder: Path) -> list[Path]:
    # ~$ is what Word leaves beside a document that is open
    return sorted(
        path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))
    )


def _read(path: Path, max_megabytes: int) -> bytes:
    try:
        refuse_large(path.name, path.stat().st_size, max_megabytes)
        return path.read_bytes()
    except OSError:
        raise SourceError(path.name, "the file cannot be opened", "is it open in another program, or not yours to read?") from None


def refuse_large(name: str, size: int, max_megabytes: int) -> None:
    """Refuse a file of more bytes than the settings allow."""
    if size > max_megabytes * 1_000_000:
        raise SourceError(
            name, f"{size // 1_000_000} MB is more than {max_megabytes} MB", "split it, or raise ingest.max_megabytes in the settings"
        )
