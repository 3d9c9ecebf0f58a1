"""A case whose files lie in the vault: it is run from there, so that nothing in clear lies on disk."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pipeline.cases import SHEET, name_sessions, refuse_large
from pipeline.errors import StoreError, VaultError
from pipeline.ingest import Source
from pipeline.pseudonymise.origins import came_from
from pipeline.pseudonymise.records import CaseRecord
from pipeline.pseudonymise.vault import Vault
from pipeline.settings import IngestSettings
from pipeline.store import CaseStore, Manifest, tables_of


@dataclass(frozen=True)
class SealedCase:
    """One case as its record in the vault has it; its tables lie under the record's name."""

    record: CaseRecord

    @property
    def origin(self) -> bytes:
        """It lies in no folder of the user's, and leaves what is known of one as it is."""
        return b""

    def sources(self, settings: IngestSettings, manifest: Manifest) -> list[Source]:
        """The session files, in the order in which they were put into the vault."""
        for name, data in self.record.originals.items():
            refuse_large(name, len(data), settings.max_megabytes)
        return name_sessions(((name, data) for name, data in self.record.originals.items() if name != SHEET), manifest)

    def sheet(self, settings: IngestSettings) -> bytes | None:
        """The case.toml among the files, if there is one."""
        return self.record.originals.get(SHEET)

    def lies_in(self, out: Path) -> CaseStore | None:
        """The tables that were made with this record below an output folder."""
        found = tables_of(out, self.record.mark, "")
        return found if found and found.manifest().record == self.record.mark else None

    def store(self, out: Path, taken: Collection[str] = (), known_as: str = "") -> CaseStore:
        """Where the tables of this case lie below an output folder.

        Raises
        ------
        StoreError
            Tables of something else lie there, or those of this case lie under another name: one of two would be lost, or counted twice.
        """
        place, lying = CaseStore(out / self.record.case_id), self.lies_in(out)
        if lying is not None and lying.folder != place.folder:
            raise StoreError(
                f"the tables of this case lie in {lying.folder.name}; run the folder that it came from, or choose another --out"
            )
        if lying is None and place.raw("sessions") is not None:
            raise StoreError(
                f"{place.folder.name} holds tables that were not made with this vault; "
                "run the folder that they came from with --vault, or choose another --out"
            )
        return place

    def known(self, records: Collection[CaseRecord], numbered: str) -> CaseRecord:
        """Its record."""
        return self.record

    def bound(self, record: CaseRecord) -> CaseRecord:
        """The record, bound to the folder that it came from once, else to none, so that no folder is taken for this case by its name."""
        return record if record.folder else came_from(record, b"", record.case_id)


def sealed_case(vault: Vault, case_id: str) -> SealedCase:
    """The case of a vault that has this name.

    Raises
    ------
    VaultError
        There is none, or its files are not in the vault, as after somebody was forgotten.
    """
    record = vault.get(case_id)
    if record is None:
        raise VaultError("the vault holds no case of this name; name a file or folder to run, or check --case")
    if not record.originals.keys() - {SHEET}:
        raise VaultError(
            f"the vault holds no session file of {case_id}: none was put there, or they went when somebody was forgotten; "
            "put them there again, or run the folder in which you keep them"
        )
    return SealedCase(record)
