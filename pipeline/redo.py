"""Taking a person's words out of tables that lie on disk, and doing again all that was made from them."""

from collections.abc import Collection, Mapping
from pathlib import Path

from pipeline import store, tables
from pipeline.chain import Chain
from pipeline.errors import StoreError
from pipeline.pseudonymise.forgetting import take_out
from pipeline.pseudonymise.records import CaseRecord
from pipeline.run import AcrossRun
from pipeline.settings import Settings
from pipeline.stages import STAGES, Stage, Tables
from pipeline.store import ACROSS_FOLDER, CaseStore

FIRST, *LATER = STAGES


def redo_without(out: Path, silenced: Mapping[str, tuple[CaseRecord, Collection[str]]], *, settings: Settings) -> dict[str, int]:
    """Take turns out of the tables of some cases, and redo the stages that had been done, within the cases and across them.

    Parameters
    ----------
    out
        The output folder of `run`.
    silenced
        By the folder of their tables: what the vault held before, whose names no table may hold, and the speaker_ids whose turns go.
    settings
        Those that the tables were made with.

    Returns
    -------
    dict
        How many turns went, for each case whose tables lie below `out`.

    Raises
    ------
    StoreError
        There is no such folder, or a table of it cannot be read.
    LeakError
        A known name stood in a table of a case; the tables of that case were withdrawn.
    """
    if not out.is_dir():
        raise StoreError(f"{out.name} is no folder; name the one that `circulation run` wrote with --out")
    gone = {}
    with store.locked(out):
        for folder in store.case_folders(out):
            if folder.name in silenced:
                gone[folder.name] = _Remainder(CaseStore(folder), settings).go(*silenced[folder.name])
        if gone and (out / ACROSS_FOLDER).is_dir():
            records = [record for record, _ in silenced.values()]
            AcrossRun(out, settings).go(
                [one for record in records for one in record.known], [one for record in records for one in record.decisions]
            )
    return gone


class _Remainder(Chain):
    """One case without the words of some speakers. Its first stage counts as not done: the next run reads the files again."""

    def go(self, record: CaseRecord, speakers: Collection[str]) -> int:
        """Filter, redo, scan and commit; how many turns went."""
        self.silences = True
        before = {name: self.frame(name) for name in (*FIRST.outputs, "decisions")}
        for name, frame in take_out(before, speakers).items():
            self.frames[name] = tables.validate(name, frame)
            self.fresh[name] = store.serialise(self.frames[name])
            self.after.tables[name] = store.digest(self.fresh[name])
        for stage in LATER:
            if stage.name not in self.before.stages:
                break
            inputs = [self.after.tables[name] for name in stage.inputs]
            self.step(stage, inputs, lambda s=stage: self._call(s))
        tables.validate_references({name: self.frame(name) for name in self.after.tables})
        self.after.reports = self.before.reports
        self.guard(record.known, record.decisions)
        self.commit()
        return len(before["turns"]) - len(self.frames["turns"])

    def _call(self, stage: Stage) -> Tables:
        inputs = {name: self.frame(name) for name in stage.inputs}
        return stage.call(settings=self.settings, track=iter, **inputs, **self.memory(stage))
