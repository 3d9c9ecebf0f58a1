"""The record of an intervention in the open vault: begun when it is first needed, changed as it is now."""

import secrets
from collections.abc import Callable

from dashboard.desk import Desk
from dashboard.publics import AccessError
from dashboard.registry.interventions import get_intervention
from pipeline.pseudonymise.records import CaseRecord
from pipeline.pseudonymise.vault import Vault


def record_of(at: Desk, case_id: str) -> CaseRecord:
    """What the vault holds of one of the asker's own interventions; an empty record where it holds nothing yet.

    Raises
    ------
    AccessError
        The vault is closed.
    UnknownCaseError
        There is no such intervention among his own.
    """
    return _vault(at, case_id).get(case_id) or begin(case_id)


def change_record(at: Desk, case_id: str, change: Callable[[CaseRecord], CaseRecord]) -> CaseRecord:
    """Write what `change` makes of the record as it is now; raises as `record_of` does."""
    return _vault(at, case_id).change(case_id, lambda before: change(before or begin(case_id)))


def begin(case_id: str) -> CaseRecord:
    """A record with a secret of its own and nothing in it."""
    return CaseRecord(case_id=case_id, secret=secrets.token_bytes(32))


def _vault(at: Desk, case_id: str) -> Vault:
    get_intervention(at.archive.registry, at.asker, case_id)
    if at.vault is None:
        raise AccessError("the vault is closed")
    return at.vault
