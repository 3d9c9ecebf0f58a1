"""Who stands behind some turns, as a set whose size is what `pipeline.persons` counts."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.rows import rows_of
from pipeline.persons import DECLARED
from pipeline.tables import FACILITATOR


class People:
    """The persons of a case, from its `speakers` table.

    Examples
    --------
    >>> speakers = pd.DataFrame({"speaker_id": ["p1", "s1-l1"], "role": ["habitante", ""], "resolved": [True, False],
    ...     "subgroup": "", "label": ["Inès", "locuteur 1"]})
    >>> turns = pd.DataFrame({"session_id": ["s1", "s1", "s1"], "speaker_id": ["p1", "s1-l1", ""], "said_by": ["", "", "three_plus"]})
    >>> sorted(People(speakers).behind(rows_of(turns)))
    ['p1', 'place 1', 'place 2']
    """

    def __init__(self, speakers: pd.DataFrame) -> None:
        rows = rows_of(speakers)
        people = [row for row in rows if row.role != FACILITATOR]
        self.labels = {str(row.speaker_id): str(row.label) for row in rows}
        self.resolved = frozenset(str(row.speaker_id) for row in people if row.resolved)
        self._loose = frozenset(str(row.speaker_id) for row in people if not row.resolved)
        self._subgroup = {str(row.speaker_id): str(row.subgroup) for row in people if row.subgroup}
        self._several = len(set(self._subgroup.values())) > 1
        self._leading = frozenset(self.labels) - self.resolved - self._loose

    def leads(self, speaker_id: str) -> bool:
        """Is it who leads the sessions?"""
        return speaker_id in self._leading

    def behind(self, turns: Iterable[Any]) -> frozenset[str]:
        """The persons behind some turns: resolved participants by id, whom nobody has named as numbered places.

        Labels that nobody has joined to a person, and persons whom a note declares, are only counted; as places they are the same
        ones from one set to another, so that a difference of two sets is never larger than what is known.

        Parameters
        ----------
        turns
            Rows with session_id, speaker_id and said_by.
        """
        named, loose, declared = set(), defaultdict(set), 0
        for turn in turns:
            if turn.speaker_id in self.resolved:
                named.add(turn.speaker_id)
            elif turn.speaker_id in self._loose:
                loose[turn.session_id].add(turn.speaker_id)
            elif turn.speaker_id == "":
                declared = max(declared, DECLARED[turn.said_by])
        unnamed = max(max(map(len, loose.values()), default=0), declared - len(named))
        return frozenset(named | {f"place {n}" for n in range(1, unnamed + 1)})

    def from_one_side(self, turns: Iterable[Any]) -> bool:
        """Whether the case has several groups, and all who spoke here and whose group is known are of one."""
        return self._several and len({self._subgroup[one.speaker_id] for one in turns if one.speaker_id in self._subgroup}) == 1
