"""The columns beside `turns.text` in which a name, a place or a date may stand."""

from collections.abc import Mapping

import pandas as pd

from pipeline.pseudonymise.case import Case
from pipeline.pseudonymise.dates import shift_iso
from pipeline.pseudonymise.identities import read_alias
from pipeline.pseudonymise.labels import name_in, without_name
from pipeline.pseudonymise.surrogates import Surrogates
from pipeline.pseudonymise.titles import strip_titles

_SESSIONS = ("subgroup", "sector")
_SPEAKERS = ("role", "subgroup")


def hidden_columns(sessions: pd.DataFrame, speakers: pd.DataFrame) -> dict[str, str]:
    """The short texts of both tables by a key of their own, to be scanned with the turns."""
    values = {
        str(value) for frame, columns in ((sessions, _SESSIONS), (speakers, _SPEAKERS)) for column in columns for value in frame[column]
    }
    return {_key(value): value for value in sorted(values) if value}


def written_columns(
    sessions: pd.DataFrame, speakers: pd.DataFrame, written: Mapping[str, str], days: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables with the rewritten texts, and the sessions' dates moved."""

    def rewritten(column: pd.Series) -> pd.Series:
        return column.map(lambda value: written.get(_key(str(value)), value))

    return (
        sessions.assign(
            date=[shift_iso(str(day), days) for day in sessions["date"]], **{name: rewritten(sessions[name]) for name in _SESSIONS}
        ),
        speakers.assign(**{name: rewritten(speakers[name]) for name in _SPEAKERS}),
    )


def hide_labels(speakers: pd.DataFrame, case: Case, surrogates: Surrogates) -> pd.DataFrame:
    """Labels with the surrogate of the person; two that would read the same are numbered."""
    labels: list[str] = []
    for row in speakers.itertuples():
        label, identity = str(row.label), case.speakers.get(str(row.speaker_id))
        name = strip_titles(name_in(label))
        alias = read_alias(name_in(label))
        hidden = without_name(label, surrogates.person(identity, alias, name) if identity and name else "")
        count = sum(other == hidden or other.startswith(f"{hidden} (") for other in labels) if row.resolved else 0
        labels.append(f"{hidden} ({count + 1})" if count else hidden)
    return speakers.assign(label=labels)


def _key(value: str) -> str:
    return f"\0{value}"
