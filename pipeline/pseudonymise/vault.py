"""The vault: one encrypted file that alone leads back from pseudonyms to persons.

Every record is sealed under the data key and bound to its case and the schema's version (AES-256-GCM, NIST SP 800-38D; the keys stand
in `keys`). It is looked up by a keyed hash, so that the file does not even say which cases it holds. A seal over
the whole file tells that a record was taken out, or put back from an older copy.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipeline.errors import BusyError, VaultError
from pipeline.pseudonymise.keys import check_fields, decode, derive, encode, recovery_code, seal, unseal, unwrap, wrap
from pipeline.pseudonymise.records import CaseRecord

MAGIC = "circulation-vault"
SCHEMA = 1
WAIT_SECONDS = 10


class Vault:
    """An open vault. Every change is written at once, to a temporary name that then replaces the file.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "cercle.vault"
    >>> vault = Vault.create(path, "une phrase assez longue")
    >>> vault.put(CaseRecord(case_id="quartier", secret=b""))
    >>> Vault.unlock(path, "une phrase assez longue").case_ids()
    ['quartier']
    """

    def __init__(self, path: Path, key: bytes, fields: dict[str, Any], records: dict[str, bytes]) -> None:
        self.path, self._key, self._fields, self._records = path, key, fields, records
        self._seen: tuple[int, int, int] | None = None

    @classmethod
    def create(cls, path: Path, passphrase: str) -> "Vault":
        """Make a new vault with no case in it.

        Raises
        ------
        VaultError
            There is a file already, the passphrase is short, the place lies in a git tree, or it cannot be written.
        """
        if path.exists():
            raise VaultError(f"{path.name} exists already; open it, or choose another name", "exists")
        refuse_git(path)
        key = secrets.token_bytes(32)
        vault = cls(path, key, wrap(key, passphrase), {})
        with _held(path):
            vault._write([])
        return vault

    @classmethod
    def unlock(cls, path: Path, secret: str) -> "Vault":
        """Open a vault by its passphrase, or by the code of its recovery sheet.

        Raises
        ------
        VaultError
            It is not there, no vault, cut off, altered, of a newer version, or the passphrase is not the one.
        """
        fields, records = _read(path)
        vault = cls(path, unwrap(fields, secret), fields, records)
        vault._check_seal()
        return vault

    def refresh(self) -> None:
        """Take up what another program wrote since the file was read; a file that is still the same is not read again.

        Raises
        ------
        VaultError
            It was altered, or has got a new passphrase.
        """
        seen = _stamp(self.path)
        if seen is None or seen != self._seen:
            with self._current():
                self._seen = seen

    def case_ids(self) -> list[str]:
        """The cases that the vault holds, by name."""
        index = unseal(self._key, decode(self._fields["index"]), _bound("index"))
        if index is None:
            raise VaultError("the vault was altered; take the file from your backup", "altered")
        return json.loads(index)

    def get(self, case_id: str) -> CaseRecord | None:
        """The record of a case, if there is one.

        Raises
        ------
        VaultError
            The record was altered, or written by another version.
        """
        sealed = self._records.get(self._lookup(case_id))
        if sealed is None:
            return None
        data = unseal(self._key, sealed, _bound("record", case_id))
        if data is None:
            raise VaultError("a record of the vault was altered; take the file from your backup", "altered")
        return CaseRecord.from_bytes(data)

    def records(self) -> list[CaseRecord]:
        """All that the vault holds."""
        return [record for case_id in self.case_ids() if (record := self.get(case_id)) is not None]

    def put(self, record: CaseRecord) -> None:
        """Write the record of a case in the place of the one that was there."""
        self.change(record.case_id, lambda _: record)

    def change(self, case_id: str, change: Callable[[CaseRecord | None], CaseRecord]) -> CaseRecord:
        """Write what `change` makes of the record as it is now, whoever wrote it last; nobody else writes meanwhile.

        Examples
        --------
        >>> import tempfile
        >>> vault = Vault.create(Path(tempfile.mkdtemp()) / "cercle.vault", "une phrase assez longue")
        >>> vault.change("quartier", lambda before: before or CaseRecord(case_id="quartier", secret=b"")).case_id
        'quartier'
        """
        with self._current():
            record = change(self.get(case_id))
            self._place(record)
            self._write(sorted({*self.case_ids(), case_id}))
        return record

    def drop(self, case_id: str) -> bool:
        """Take a case out of the vault; False where it was not in it."""
        with self._current():
            found = self._records.pop(self._lookup(case_id), None) is not None
            if found:
                self._write([other for other in self.case_ids() if other != case_id])
        return found

    def rekey(self, passphrase: str) -> None:
        """Take a new passphrase and a new data key; older passphrases and recovery sheets open the file no more."""
        with self._current():
            case_ids, kept = self.case_ids(), self.records()
            self._key = secrets.token_bytes(32)
            self._fields, self._records = wrap(self._key, passphrase), {}
            for record in kept:
                self._place(record)
            self._write(case_ids)

    def recovery_code(self) -> str:
        """What a recovery sheet prints; whoever holds it opens the vault without the passphrase, until `rekey`."""
        return recovery_code(self._key)

    def _place(self, record: CaseRecord) -> None:
        self._records[self._lookup(record.case_id)] = seal(self._key, record.to_bytes(), _bound("record", record.case_id))

    def _lookup(self, case_id: str) -> str:
        return hmac.new(derive(self._key, "lookup"), case_id.encode(), hashlib.sha256).hexdigest()

    def _seal(self) -> str:
        stated = {name: value for name, value in self._fields.items() if name != "seal"}
        total = hmac.new(derive(self._key, "seal"), json.dumps(stated, sort_keys=True).encode(), hashlib.sha256)
        for name in sorted(self._records):
            total.update(name.encode() + hashlib.sha256(self._records[name]).digest())
        return total.hexdigest()

    def _check_seal(self) -> None:
        if not hmac.compare_digest(self._seal(), str(self._fields.get("seal", ""))):
            raise VaultError("the vault was altered, or the recovery code is of another one; take the file from your backup", "altered")

    @contextmanager
    def _current(self) -> Iterator[None]:
        """Hold the file, and take up first what another program wrote since it was read; undo all where something fails."""
        with _held(self.path):
            before = self._key, self._fields, self._records
            fields, records = _read(self.path)
            if fields["key"] != self._fields["key"]:
                raise VaultError("the vault has got a new passphrase; open it again", "rekeyed")
            self._fields, self._records = fields, records
            try:
                self._check_seal()
                yield
            except BaseException:
                self._key, self._fields, self._records = before
                raise

    def _write(self, case_ids: list[str]) -> None:
        index = encode(seal(self._key, json.dumps(case_ids).encode(), _bound("index")))
        self._fields = {"magic": MAGIC, "schema": SCHEMA, "kdf": self._fields["kdf"], "key": self._fields["key"], "index": index}
        self._fields["seal"] = self._seal()
        content = {**self._fields, "records": {name: encode(data) for name, data in sorted(self._records.items())}}
        pending = self.path.with_name(f".{self.path.name}.pending")
        try:
            pending.unlink(missing_ok=True)
            # nobody else may read it, not even while it is written
            with os.fdopen(os.open(pending, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump(content, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            pending.replace(self.path)
        except OSError:
            raise VaultError(f"{self.path.name} cannot be written; is the disk full, or the folder not yours?", "unwritable") from None


def destroy(path: Path) -> None:
    """Overwrite a vault and delete it: no pseudonym leads back to a person any more.

    A disk may keep older blocks and somebody a copy; those stay closed by the passphrase.

    Raises
    ------
    VaultError
        It is no vault, or it cannot be deleted.
    """
    _read(path)
    with _held(path):
        try:
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except OSError:
            raise VaultError(f"{path.name} cannot be deleted; is it open in another program?") from None


def refuse_inside(path: Path, out: Path) -> None:
    """Refuse a vault beside the tables that it leads back from: it would be copied with them.

    Raises
    ------
    VaultError
        It would lie in the output folder or in a git tree.
    """
    if path.resolve().is_relative_to(out.resolve()):
        raise VaultError(f"{path.name} would lie in the output folder; keep the vault somewhere else", "place")
    refuse_git(path)


def refuse_git(path: Path) -> None:
    """Refuse a vault in a git tree: it would be committed one day."""
    if any((parent / ".git").exists() for parent in path.resolve().parents):
        raise VaultError(f"{path.name} would lie in a git tree; keep the vault somewhere else", "place")


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What is another one after every writing, as a writer puts a new file in the place of the old one; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _read(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError:
        raise VaultError(f"{path.name} cannot be opened; is there a vault of this name?", "missing") from None
    except ValueError:
        raise VaultError(f"{path.name} is no vault, or it was cut off; take the file from your backup", "altered") from None
    if not isinstance(content, dict) or content.get("magic") != MAGIC:
        raise VaultError(f"{path.name} is no vault", "altered")
    if content.get("schema") != SCHEMA:
        raise VaultError(f"{path.name} was made by another version of circulation; update the program", "version")
    try:
        check_fields(content)
        decode(content["index"])
        records = {str(name): decode(data) for name, data in content.pop("records").items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise VaultError(f"{path.name} was altered; take the file from your backup", "altered") from None
    return content, records


@contextmanager
def _held(path: Path) -> Iterator[None]:
    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=WAIT_SECONDS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise BusyError(f"another program is writing {path.name}; try again in a moment") from None
    except OSError:
        raise VaultError(f"{path.name} cannot be written there; choose another folder", "unwritable") from None
    try:
        yield
    finally:
        lock.release()


def _bound(*parts: str) -> bytes:
    """What a ciphertext is bound to, so that it cannot stand in another place."""
    return "\0".join((MAGIC, str(SCHEMA), *parts)).encode()
