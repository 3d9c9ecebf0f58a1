"""The rights of the persons in a vault, and the facilitator's own way back."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import VaultError
from pipeline.pseudonymise.forgetting import persons, without_person, without_words
from pipeline.pseudonymise.records import CaseRecord, Known
from pipeline.pseudonymise.vault import Vault
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.store import CaseStore

Recall = Callable[[str, Mapping[str, str]], int]
"""Takes back what was published of somebody's words: the case and the words, by id of turn or segment; how many versions went."""

UNKNOWN, SILENT = "unknown", "silent"
"""Kinds of `VaultError`: nobody is meant, or somebody who never spoke."""
_NO_CASE = "the vault holds no case of this name"


class Forgotten(NamedTuple):
    """What was taken away in one case; `n_turns` is of its tables, None where they were not at hand, `n_versions` of what was published."""

    case_id: str
    n_identities: int
    n_decisions: int
    n_originals: int
    sessions: tuple[str, ...]
    n_turns: int | None = None
    n_versions: int = 0


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
    for record, gone in _meant(vault, person, case_id):
        left = vault.change(record.case_id, lambda now, gone=gone: without_person(_still(now), gone))
        forgotten.append(_what_went(record, left, gone))
    return forgotten


def forget_words(
    vault: Vault, person: str, out: Path, *, settings: Settings, case_id: str | None = None, recall: Recall = lambda case, said: 0
) -> list[Forgotten]:
    """Forget a person, and take away the person's turns and all that was made from them.

    The tables come first: where that fails, the vault still knows whom to forget when the command is given again. The
    vault keeps a token, so that a later run on the same files leaves these turns out.

    Parameters
    ----------
    vault, person, case_id
        As for `forget`.
    out
        The output folder in which the tables lie.
    settings
        Those that the tables were made with.
    recall
        Takes back what was published of the person's words. It comes first of all: what is withdrawn in vain can be published again.

    Raises
    ------
    VaultError
        Nobody is known by that name, or the person never spoke.
    CirculationError
        The tables cannot be read or written; a name was found in them (`LeakError`).
    """
    from pipeline.pseudonymise.vault import refuse_inside
    from pipeline.redo import redo_without
    from pipeline.store import tables_of

    refuse_inside(vault.path, out)
    meant = _meant(vault, person, case_id)
    speakers = {record.case_id: {one for known in gone for one in known.speakers} for record, gone in meant}
    if not any(speakers.values()):
        raise VaultError(
            "this person is no speaker of the case as the vault knows it; run the case again, or forget without --words", SILENT
        )
    before = {record.case_id: kept for record, _ in meant if (kept := tables_of(out, record.mark, record.case_id))}
    frames = {case: {name: kept.read(name) for name in ("mentions", "turns") if kept.raw(name)} for case, kept in before.items()}
    versions = {case: recall(kept.folder.name, _said(kept, speakers[case])) for case, kept in before.items()}
    silenced = {before[one.case_id].folder.name: (one, speakers[one.case_id]) for one, _ in meant if one.case_id in before}
    n_turns = redo_without(out, silenced, settings=settings)
    forgotten = []
    for record, gone in meant:
        # what was decided while the tables were made again stays
        def write(now: CaseRecord | None, gone: list[Known] = gone) -> CaseRecord:
            now = _still(now)
            kept = without_person(now, gone)
            tokens = {*kept.forgotten} - {*now.forgotten}
            kept = kept.model_copy(update={"silenced": tuple(sorted({*kept.silenced, *tokens}))})
            return without_words(kept, frames.get(now.case_id, {}), speakers[now.case_id])

        left = vault.change(record.case_id, write)
        forgotten.append(
            _what_went(record, left, gone)._replace(
                n_turns=n_turns[before[record.case_id].folder.name] if record.case_id in before else None,
                n_versions=versions.get(record.case_id, 0),
            )
        )
    return forgotten


def _said(store: "CaseStore", speakers: Collection[str]) -> dict[str, str]:
    """Turns of some speakers, and the segments of them, by their ids."""
    turns = store.read("turns")
    text_of = dict(turns.loc[turns["speaker_id"].isin(list(speakers)), ["turn_id", "text"]].itertuples(index=False))
    cut = store.read("segments") if store.raw("segments") else None
    rows = cut[["segment_id", "turn_id", "start", "end"]].itertuples(index=False) if cut is not None else ()
    return text_of | {one: text_of[turn_id][start:end] for one, turn_id, start, end in rows if turn_id in text_of}


def _meant(vault: Vault, person: str, case_id: str | None) -> list[tuple[CaseRecord, list[Known]]]:
    found = [(record, gone) for record in _records(vault, case_id) if (gone := persons(record, person))]
    if not found:
        raise VaultError("nobody is known by that name or pseudonym in this vault", UNKNOWN)
    return found


def _still(record: CaseRecord | None) -> CaseRecord:
    if record is None:
        raise VaultError(_NO_CASE, UNKNOWN)
    return record


def _what_went(before: CaseRecord, left: CaseRecord, gone: list[Known]) -> Forgotten:
    return Forgotten(
        before.case_id,
        len(gone),
        len(before.decisions) - len(left.decisions),
        len(before.originals) - len(left.originals),
        tuple(sorted({session for known in gone for session in known.sessions})),
    )


def _records(vault: Vault, case_id: str | None) -> list[CaseRecord]:
    records = [record for record in vault.records() if case_id in (None, record.case_id)]
    if case_id is not None and not records:
        raise VaultError(_NO_CASE, UNKNOWN)
    return records
