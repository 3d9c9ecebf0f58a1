"""The rights of the persons in a vault, and the facilitator's own way back."""

from typing import NamedTuple

from pipeline.errors import VaultError
from pipeline.pseudonymise.records import CaseRecord, Known
from pipeline.pseudonymise.text import key
from pipeline.pseudonymise.vault import Vault


class Forgotten(NamedTuple):
    """What `forget` took out of a vault: identities, decisions and sealed files by case."""

    case_id: str
    n_identities: int
    n_decisions: int
    n_originals: int
    sessions: tuple[str, ...]


def reveal(vault: Vault, case_id: str | None = None) -> list[tuple[str, str, str]]:
    """Pseudonyms and the forms in clear behind them: (case_id, surrogates, forms).

    Raises
    ------
    VaultError
        There is no such case in the vault.
    """
    return [
        (record.case_id, " · ".join(known.surrogates), " · ".join(known.forms))
        for record in _records(vault, case_id)
        for known in record.known
        if known.surrogates
    ]


def forget(vault: Vault, person: str, case_id: str | None = None) -> list[Forgotten]:
    """Take away every way back to a person: the identity, the decisions that name it, and the sealed files in which it occurs.

    Parameters
    ----------
    vault
        Open.
    person
        A name as it was said, or the pseudonym that stands for it.
    case_id
        In this case only.

    Raises
    ------
    VaultError
        Nobody is known by that name.
    """
    forgotten = []
    for record in _records(vault, case_id):
        gone = [known for known in record.known if known.kind == "PERSON" and _is(person, known)]
        if not gone:
            continue
        forms = {key(form) for known in gone for form in known.forms}
        sessions = tuple(sorted({session for known in gone for session in known.sessions}))
        decisions = tuple(
            one for one in record.decisions if not {key(one.form), key(one.other)} & forms and not _speaks_of(one.form, forms)
        )
        # the files are kept whole or not at all: a name cannot be cut out of a document that only looks like text
        kept = {} if sessions or any(not known.identity_id for known in gone) else dict(record.originals)
        left = record.model_copy(
            update={"known": tuple(known for known in record.known if known not in gone), "decisions": decisions, "originals": kept}
        )
        vault.put(left)
        forgotten.append(
            Forgotten(record.case_id, len(gone), len(record.decisions) - len(decisions), len(record.originals) - len(kept), sessions)
        )
    if not forgotten:
        raise VaultError("nobody is known by that name or pseudonym in this vault")
    return forgotten


def _records(vault: Vault, case_id: str | None) -> list[CaseRecord]:
    records = [record for one in vault.case_ids() if case_id in (None, one) and (record := vault.get(one)) is not None]
    if case_id is not None and not records:
        raise VaultError("the vault holds no case of this name")
    return records


def _is(person: str, known: Known) -> bool:
    sought = key(person)
    return bool(sought) and sought in {key(form) for form in (*known.forms, *known.surrogates)}


def _speaks_of(form: str, forms: set[tuple[str, ...]]) -> bool:
    words = key(form)
    return any(words[rank : rank + len(name)] == name for name in forms for rank in range(len(words)))
