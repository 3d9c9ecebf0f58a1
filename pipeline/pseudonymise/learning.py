"""What a run found out is put into the vault's record as it is when the run ends, not as it was when it began."""

from pipeline.errors import BusyError
from pipeline.pseudonymise.records import CaseRecord

_WRITTEN = frozenset({"decisions", "participants"})
"""What persons write, entry by entry."""


def learnt(now: CaseRecord | None, before: CaseRecord, made: CaseRecord) -> CaseRecord:
    """The record as the vault holds it now, with what a run that began with `before` made of it.

    What a person wrote into the record meanwhile stays: a run takes hours, and decisions are written at once.

    Raises
    ------
    BusyError
        Somebody was forgotten meanwhile, or the case was dropped or is another one: what the run found out must not come back.

    Examples
    --------
    >>> from pipeline.pseudonymise.records import Known, Listed
    >>> before = CaseRecord(case_id="quartier", secret=b"drawn")
    >>> made = before.model_copy(update={"known": (Known(identity_id="i1", kind="PERSON"),)})
    >>> now = before.model_copy(update={"participants": (Listed(participant_id="p1", name="Nadia"),)})
    >>> both = learnt(now, before, made)
    >>> len(both.known), len(both.participants)
    (1, 1)
    """
    if now is None and not before.known and not before.originals:
        return made
    if now is None or (now.secret, now.forgotten, now.silenced) != (before.secret, before.forgotten, before.silenced):
        raise BusyError("the record of this case in the vault was changed meanwhile; nothing was written, run it again")
    changed = {name for name in CaseRecord.model_fields if getattr(made, name) != getattr(before, name)}
    update = {name: getattr(made, name) for name in changed}
    for name in _WRITTEN & changed:
        # a run adds none of these, and takes away those that name somebody who is forgotten
        taken = set(getattr(before, name)) - set(getattr(made, name))
        update[name] = tuple(one for one in getattr(now, name) if one not in taken)
    return now.model_copy(update=update)
