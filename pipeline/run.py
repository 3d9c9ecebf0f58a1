"""A run: cases from their sources to their tables, then all cases together, and progress.

A case goes through its stages in memory and is committed once, as a whole; `stages` lists them, `chain` does or reuses
them. The clear text that `ingest` reads lives between `ingest` and `pseudonymise` and is never written.
"""

import os
import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline import language, store, tables
from pipeline.cases import SHEET, Runnable, find_cases, free_number
from pipeline.chain import Chain
from pipeline.errors import SettingsError
from pipeline.ingest import Ingested, ingest
from pipeline.progress import Progress, Silent
from pipeline.pseudonymise.learning import learnt
from pipeline.pseudonymise.records import CaseRecord, Decision, Known
from pipeline.settings import Settings
from pipeline.stages import ACROSS, STAGES, Stage, Tables
from pipeline.store import ACROSS_FOLDER, CaseStore

if TYPE_CHECKING:
    from pipeline.pseudonymise import Hidden
    from pipeline.pseudonymise.vault import Vault


@dataclass
class Summary:
    """What a run did: names of stages by case, parse reports, names too ordinary for the leak gate, what may give away, seconds."""

    done: dict[str, list[str]] = field(default_factory=dict)
    reused: dict[str, list[str]] = field(default_factory=dict)
    reports: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    not_sought: dict[str, int] = field(default_factory=dict)
    risks: dict[str, pd.DataFrame] = field(default_factory=dict)
    seconds: float = 0.0

    def line(self) -> str:
        """The last line that a run prints."""
        n_sessions = sum(len(reports) for reports in self.reports.values())
        done, reused = (sum(map(len, by_case.values())) for by_case in (self.done, self.reused))
        what = ", ".join(dict.fromkeys(name for names in self.done.values() for name in names)) or "nothing"
        cases = sum(1 for case_id in self.reports)
        return f"{cases} case(s), {n_sessions} session(s): {done} stage(s) done ({what}), {reused} reused, {self.seconds:.1f} s"


def run(
    paths: Sequence[Path],
    out: Path,
    *,
    settings: Settings,
    case: str | None = None,
    until: str | None = None,
    vault: "Vault | None" = None,
    progress: Progress | None = None,
) -> Summary:
    """Take sessions through the stages and leave their tables in `out`.

    Parameters
    ----------
    paths
        Session files, folders of one case, or folders of cases; without any, `case` is run from the files that the vault holds.
    out
        Output folder; tables lie in ``out/<case_id>/<table>.parquet`` and, across cases, ``out/_all``.
    settings
        All settings.
    case
        Name of the case, where it is not the folder's.
    until
        Last stage to run, one of `UNTIL`; ``ingest`` reads and reports and writes nothing.
    vault
        Where the way back to names, the decisions about them and the files as they came are kept; without one nothing is.
    progress
        Who is told how far it is; nobody by default.

    Raises
    ------
    CirculationError
        Bad input, a folder that cannot be written, another run at work. Nothing is written then: every
        file is read before the first table leaves.
    LeakError
        A known name stood in what a case was about to leave; the tables of that case are withdrawn.
    """
    started = time.monotonic()
    summary = Summary()
    # an encoder that is not there is said before the first stage, not after hours
    language.model_folder(settings.topics.encoder)
    progress = progress or Silent()
    cases = find_cases(paths, case) if paths else [_from_vault(vault, case)]
    with store.locked(out):
        work: list[_CaseRun] = []
        records = vault.records() if vault else []
        for one in cases:
            work.append(_case_run(one, out, settings, vault, records, work))
            work[-1].read()
        for one in work:
            if until != "ingest":
                one.go(until, progress)
                summary.risks[one.store.folder.name] = one.risks()
            summary.reports[one.store.folder.name] = one.reports
            summary.done[one.store.folder.name] = one.done
            summary.reused[one.store.folder.name] = one.reused
            summary.not_sought[one.store.folder.name] = one.not_sought
        if until in {None, "disclosure"}:
            across = AcrossRun(out, settings)
            across.go([known for one in work for known in one.people], [decision for one in work for decision in one.record.decisions])
            summary.done[ACROSS_FOLDER], summary.reused[ACROSS_FOLDER] = across.done, across.reused
    summary.seconds = time.monotonic() - started
    return summary


def _from_vault(vault: "Vault | None", case_id: str | None) -> Runnable:
    from pipeline.sealed import sealed_case

    if vault is None or case_id is None:
        raise SettingsError("there is nothing to run; name a file or folder, or a vault and a case whose files lie in it")
    return sealed_case(vault, case_id)


def _case_run(
    case: Runnable, out: Path, settings: Settings, vault: "Vault | None", records: Collection[CaseRecord], work: Sequence["_CaseRun"]
) -> "_CaseRun":
    """A case with its place below `out` and its record: the one that the vault holds of it, or a new one."""
    before = case.lies_in(out)
    others = {other.record.case_id for other in work}
    kept = case.known([record for record in records if record.case_id not in others], before.folder.name if before else "")
    known_as = kept.case_id if kept else ""
    taken = {*others, *(other.store.folder.name for other in work), *(record.case_id for record in records)} - {known_as}
    place = case.store(out, taken, known_as)
    name = place.folder.name
    record = kept or CaseRecord(case_id=free_number(taken) if name in taken else name, secret=_secret())
    return _CaseRun(case, place, settings, vault, record)


class _CaseRun(Chain):
    """One case: from its sources to its cells."""

    def __init__(self, case: Runnable, folder: CaseStore, settings: Settings, vault: "Vault | None", record: CaseRecord) -> None:
        super().__init__(folder, settings)
        self.case = case
        self.vault = vault
        self.kept = record
        self.record = case.bound(record)
        self.after.record = record.mark if vault else ""
        self.silences = bool(record.silenced)
        self.known: tuple[Known, ...] = ()
        if case.origin:
            self.after.origin = self.after.keyed(case.origin)
        self.reports: list[dict[str, Any]] = []
        self.source_key = ""
        self.ingested: Ingested | None = None

    def read(self) -> None:
        """Read the sources, and parse them if they or how they are read changed."""
        ingesting = self.settings.ingest
        sources, sheet = self.case.sources(ingesting, self.after), self.case.sheet(ingesting)
        names = "\n".join(f"{source.session_id} {Path(source.name).suffix}" for source in sources)
        secret = self.record.key() if self.vault else b""
        self.source_key = self.after.keyed(names.encode(), sheet or b"", secret, *(source.data for source in sources))
        if not self.record.forgotten:
            originals = {source.name: source.data for source in sources} | ({SHEET: sheet} if sheet else {})
            self.record = self.record.model_copy(update={"originals": originals})
        first = STAGES[0]
        if self.before.stages.get(first.name) == first.key([self.source_key], self.settings):
            self.reports = self.before.reports
        else:
            self.ingested = ingest(case_id=self.store.folder.name, sources=sources, sheet=sheet, settings=ingesting)
            self.reports = [report._asdict() for report in self.ingested.reports]
        self.after.reports = self.reports

    def go(self, until: str | None, progress: Progress) -> None:
        """Run the stages up to `until`; what lies behind it is kept only if it is still true."""
        self._keep_decisions()
        wanted = True
        for stage in STAGES:
            inputs = [self.source_key] if stage is STAGES[0] else [self.after.tables[name] for name in stage.inputs]
            if not self.step(stage, inputs, (lambda s=stage: self._call(s, progress)) if wanted else None):
                break
            wanted = wanted and stage.name != until
        if self.done:
            self.guard(self.people, self.record.decisions)
        if self.vault and (STAGES[0].name in self.done or self.record.folder != self.kept.folder):
            self.vault.change(self.record.case_id, lambda now: learnt(now, self.kept, self.record))
        self.commit()

    @property
    def people(self) -> tuple[Known, ...]:
        """Who is known of the case, in clear: of this run, or of the vault."""
        return self.known or self.record.known

    def risks(self) -> pd.DataFrame:
        """What may still give somebody away in the tables of the case."""
        from pipeline.pseudonymise.risk import residual_risk

        return residual_risk(**{name: self.frame(name) for name in STAGES[0].outputs}, small=self.after.small)

    def _keep_known(self, hidden: "Hidden") -> None:
        from pipeline.pseudonymise.risk import small_communes

        self.known = tuple(hidden.known)
        self.after.small = small_communes(hidden.known)
        # offsets lead into the sealed files, and are of no use without them
        self.record = self.record.model_copy(update={"places": hidden.places if self.record.originals else {}})

    def _keep_decisions(self) -> None:
        """What persons decided is an input that no run makes or changes."""
        kept = self.store.raw("decisions") is not None
        self.frames["decisions"] = tables.validate("decisions", self.store.read("decisions")) if kept else tables.build("decisions")
        data = store.serialise(self.frames["decisions"])
        self.after.tables["decisions"] = store.digest(data)
        if not self.store.intact("decisions") or self.after.tables["decisions"] != self.before.tables.get("decisions"):
            self.fresh["decisions"] = data

    def _call(self, stage: Stage, progress: Progress) -> Tables:
        if stage is STAGES[0]:
            clear = self.ingested or self._reread()
            inputs: Mapping[str, Any] = {
                "sessions": clear.sessions,
                "speakers": clear.speakers,
                "turns": clear.turns,
                "participants": clear.participants,
                "context": clear.context,
                "secret": self.record.secret,
                "decisions": self.record.decisions,
                "known": self.record.known,
                "keep": self._keep_known,
            }
        else:
            inputs = {name: self.frame(name) for name in stage.inputs}
        progress.started(self.store.folder.name, stage.name, len(self.reports))

        def track(groups: Iterable[Any]) -> Iterator[Any]:
            for group in groups:
                yield group
                progress.advanced()

        produced = stage.call(settings=self.settings, track=track, **inputs, **self.memory(stage))
        progress.finished()
        if stage is STAGES[0]:
            from pipeline.pseudonymise.forgetting import still_forgotten

            produced, self.record = still_forgotten(self.record, produced, self.known)
        return produced

    def _reread(self) -> Ingested:
        # the sources are as before, and yet their tables are gone or damaged
        ingesting = self.settings.ingest
        return ingest(
            case_id=self.store.folder.name,
            sources=self.case.sources(ingesting, self.after),
            sheet=self.case.sheet(ingesting),
            settings=ingesting,
        )


class AcrossRun(Chain):
    """All cases of the output folder together."""

    def __init__(self, out: Path, settings: Settings) -> None:
        super().__init__(CaseStore(out / ACROSS_FOLDER), settings)
        self.cases = [CaseStore(folder) for folder in store.case_folders(out)]
        self.cases = [case for case in self.cases if "contributions" in case.manifest().tables]

    def go(self, known: Iterable[Known] = (), decisions: Iterable[Decision] = ()) -> None:
        """Run the cross-case stages; names known of the cases at hand may not stand in what they leave."""
        for stage in ACROSS:
            from_cases = [name for name in stage.inputs if name not in self.after.tables]
            inputs = [case.manifest().tables[name] for case in self.cases for name in from_cases]
            inputs += [self.after.tables[name] for name in stage.inputs if name in self.after.tables]
            self.step(stage, inputs, lambda s=stage, names=from_cases: self._call(s, names))
        if self.done:
            self.guard(known, decisions)
        self.commit()

    def _call(self, stage: Stage, from_cases: list[str]) -> Tables:
        inputs = {name: pd.concat([tables.build(name), *(case.read(name) for case in self.cases)]) for name in from_cases}
        inputs |= {name: self.frame(name) for name in stage.inputs if name not in from_cases}
        return stage.call(settings=self.settings, track=iter, **inputs)


def _secret() -> bytes:
    """The case's secret: drawn for the run and forgotten; `CIRCULATION_SEED` fixes it for tests."""
    seed = os.environ.get("CIRCULATION_SEED")
    if seed is None:
        return secrets.token_bytes(32)
    if not seed.isdigit():
        raise SettingsError("CIRCULATION_SEED must be a whole number; it is meant for tests only")
    return int(seed).to_bytes(32, "big")
