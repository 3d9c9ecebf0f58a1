"""Who stands behind the pseudonyms of a case, in clear: for the vault and the leak gate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.pseudonymise.labels import name_in
from pipeline.pseudonymise.records import Known
from pipeline.pseudonymise.replace import Case


def who_is_known(case: Case, mentions: pd.DataFrame, names: Iterable[str], session_of: Mapping[str, str]) -> list[Known]:
    """Every identity with its forms and surrogates, by identity_id.

    Parameters
    ----------
    case
        What was recognised, in clear.
    mentions
        The table that was written from it, row by row.
    names
        Labels and participants, which may never be mentioned in a turn.
    session_of
        The session of each turn.
    """
    forms: dict[str, set[str]] = defaultdict(set)
    surrogates: dict[str, set[str]] = defaultdict(set)
    sessions: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for turn_id, rows in mentions.groupby("turn_id", sort=False):
        text = case.passages[str(turn_id)].text
        for mention, identity_id, surrogate in zip(case.mentions[str(turn_id)], rows["identity_id"], rows["surrogate"], strict=True):
            if mention.span.decided != "rejected":
                kinds[identity_id] = mention.span.kind
                forms[identity_id].add(text[mention.span.start : mention.span.end])
                surrogates[identity_id].add(surrogate)
                sessions[identity_id].add(session_of[str(turn_id)])
    found = [
        Known(
            identity_id=identity_id,
            kind=kinds[identity_id],
            forms=tuple(sorted(forms[identity_id])),
            surrogates=tuple(sorted(surrogates[identity_id])),
            sessions=tuple(sorted(sessions[identity_id])),
        )
        for identity_id in sorted(kinds)
    ]
    mentioned = {form for known in found for form in known.forms}
    silent = sorted({name for label in names if (name := name_in(label))} - mentioned)
    return [*found, *(Known(identity_id="", kind="PERSON", forms=(name,)) for name in silent)]
