"""Which record of a vault is a case's: by the folder that it came from, or by the name that a person gave with --case.

Two folders of one name are two cases, and one folder that was moved is one. The program does not guess which it is: a wrong guess
mixes two groups, or loses what a person decided to hide. Records hold keyed hashes of where they came from, no path.
"""

from collections.abc import Collection

from pipeline.errors import VaultError
from pipeline.pseudonymise.records import CaseRecord


def record_for(records: Collection[CaseRecord], *, folder: bytes, called: str, named: bool, numbered: str = "") -> CaseRecord | None:
    """The record of a case, or None where it is a new one.

    Parameters
    ----------
    records
        All that the vault holds.
    folder
        The resolved folder of the sources.
    called
        What the case is called: by --case (`named`), else after its folder.
    numbered
        The name under which its tables lie already, for records of older versions, which do not say where they came from.

    Raises
    ------
    VaultError
        A case of this name came from another folder, or several came from this one; the message says what to do.

    Examples
    --------
    >>> kept = came_from(CaseRecord(case_id="ecole", secret=b"drawn"), b"/2024/ecole", "ecole")
    >>> record_for([kept], folder=b"/2024/ecole", called="ecole", named=False).case_id
    'ecole'
    >>> record_for([kept], folder=b"/moved/ecole", called="ecole", named=True).case_id
    'ecole'
    >>> record_for([kept], folder=b"/2025/ecole", called="ecole", named=False)
    Traceback (most recent call last):
    ...
    pipeline.errors.VaultError: the vault holds a case ecole that came from another folder; run this folder alone: with --case ecole if ...
    """
    alike = [record for record in records if called == record.case_id or record.called == record.keyed("called", called.encode())]
    if named:
        return alike[0] if alike else None
    here = [record for record in records if record.folder == record.keyed("folder", folder)]
    if len(here) > 1:
        names = ", ".join(sorted(record.case_id for record in here))
        raise VaultError(f"the vault holds several cases that came from this folder ({names}); say with --case which one this is")
    older = [record for record in records if not record.folder and record.case_id in (called, numbered)]
    found = here or older
    if not found and alike:
        name = alike[0].case_id
        raise VaultError(
            f"the vault holds a case {name} that came from another folder; run this folder alone: "
            f"with --case {name} if it is that case, moved or copied, else with --case and a name of its own"
        )
    return found[0] if found else None


def came_from(record: CaseRecord, folder: bytes, called: str) -> CaseRecord:
    """The record bound to a folder; the name that it was first called by stays."""
    return record.model_copy(
        update={"folder": record.keyed("folder", folder), "called": record.called or record.keyed("called", called.encode())}
    )
