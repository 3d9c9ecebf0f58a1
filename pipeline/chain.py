"""Stages one after the other over one folder of tables: done or reused, looked at by the leak gate, and committed once, as a whole."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
from threadpoolctl import threadpool_limits

from pipeline import store, tables
from pipeline.errors import LeakError
from pipeline.pseudonymise.records import Decision, Known
from pipeline.settings import Settings
from pipeline.stages import Stage, Tables
from pipeline.store import ACROSS_FOLDER, CaseStore, Manifest

if TYPE_CHECKING:
    from pipeline.topics.identity import Past

_log = logging.getLogger(__name__)

MARK = 16
"""Digits of a mark: half of a digest is enough to tell a case's segments apart."""


class Chain:
    """Runs stages one after the other over a folder of tables, reusing what is still true."""

    def __init__(self, folder: CaseStore, settings: Settings) -> None:
        self.store, self.settings = folder, settings
        self.store.recover()
        if self.store.forgot():
            _log.warning(
                "%s/%s cannot be read: all is made again, and topics found without the codebook may get other numbers, so that decisions "
                "about them come to nothing; if you have a copy of this file, put it back and run the case again",
                folder.folder.name,
                store.MANIFEST,
            )
        self.before = folder.manifest()
        self.after = Manifest(
            salt=self.before.salt,
            origin=self.before.origin,
            record=self.before.record,
            small=self.before.small,
            topics=self.before.topics,
            claims=self.before.claims,
            names=dict(self.before.names),
        )
        self.frames: Tables = {}
        self.fresh: dict[str, bytes] = {}
        self.done: list[str] = []
        self.reused: list[str] = []
        self.not_sought = 0
        self.silences = False
        """Whether words are taken out of the tables, so that nothing may stay that was made from them."""

    def step(self, stage: Stage, inputs: Sequence[str], call: Callable[[], Tables] | None) -> bool:
        """Do or reuse one stage; without `call` it can only be reused. False where neither was possible."""
        stage_key = stage.key(inputs, self.settings)
        if self.before.stages.get(stage.name) == stage_key and all(map(self.store.intact, stage.outputs)):
            self.reused.append(stage.name)
            self.after.tables.update({name: self.before.tables[name] for name in stage.outputs})
        elif call is None:
            return False
        else:
            # on many cores the small matrices of the stages are no faster, and a sum may come out otherwise
            with threadpool_limits(1, user_api="blas"):
                made = call()
            produced = {name: tables.validate(name, frame) for name, frame in made.items()}
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

    def memory(self, stage: Stage) -> dict[str, Any]:
        """What a stage is told of the runs before, and how it leaves what the next one is to know."""
        if not stage.remembers:
            return {}
        from pipeline.topics.identity import Past

        return {"past": Past(self.before.topics, self.before.claims, self._mark), "keep": self._remember}

    def _mark(self, words: str) -> str:
        return self.after.keyed(words.encode())[:MARK]

    def _remember(self, found: "Past", lost: "Past") -> None:
        # of what is lost the ids stay at least, so that none is given twice
        if self.silences:
            lost = replace(lost, topics={one: [] for one in lost.topics}, claims={one: [] for one in lost.claims})
        self.after.topics, self.after.claims = {**found.topics, **lost.topics}, {**found.claims, **lost.claims}

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
