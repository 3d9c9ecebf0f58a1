"""Who stands behind the pseudonyms of a case, in clear: for the vault and the leak gate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.pseudonymise.case import Case
from pipeline.pseudonymise.labels import name_in
from pipeline.pseudonymise.records import Known, Pairs

_Said = dict[str, set[tuple[str, str]]]


def who_is_known(
    case: Case, mentions: pd.DataFrame, turns: pd.DataFrame, speakers: pd.DataFrame, named: Mapping[str, Iterable[str]]
) -> list[Known]:
    """Every identity with its forms and surrogates, by identity_id; last those whom only labels or the list name.

    Parameters
    ----------
    case
        What was recognised, in clear.
    mentions, speakers
        The tables that were written from it, mentions row by row.
    turns
        turn_id, session_id and speaker_id.
    named
        How labels and participants call each speaker_id, in clear.
    """
    identity_ids: dict[int, str] = {}
    kinds: dict[int, str] = {}
    sessions: dict[int, set[str]] = defaultdict(set)
    said: dict[int, _Said] = defaultdict(lambda: defaultdict(set))
    called: dict[int, _Said] = defaultdict(lambda: defaultdict(set))
    where = {str(turn.turn_id): (str(turn.session_id), str(turn.speaker_id)) for turn in turns.itertuples()}
    written: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for turn_id, identity_id, surrogate in mentions[["turn_id", "identity_id", "surrogate"]].itertuples(index=False):
        written[turn_id].append((identity_id, surrogate))
    for turn_id, pairs in written.items():
        text = case.passages[turn_id].text
        session_id, speaker_id = where[turn_id]
        for mention, (identity_id, surrogate) in zip(case.mentions[turn_id], pairs, strict=True):
            if mention.span.decided != "rejected":
                rank = mention.identity.rank
                identity_ids[rank], kinds[rank] = identity_id, mention.span.kind
                sessions[rank].add(session_id)
                said[rank][speaker_id].add((text[mention.span.start : mention.span.end], surrogate))
    labels = dict(zip(speakers["speaker_id"], speakers["label"], strict=True))
    for speaker_id, identity in case.speakers.items():
        names = {name for label in named[speaker_id] if (name := name_in(label))}
        # the label that is shown is a pseudonym of the person, in whatever form it came
        called[identity.rank][speaker_id] |= {(name, name_in(labels.get(speaker_id, ""))) for name in names}
    return [
        rebuilt(
            Known(
                identity_id=identity_ids.get(rank, ""),
                kind=kinds.get(rank, "PERSON"),
                sessions=tuple(sorted(sessions[rank])),
                said=_pairs(said[rank]),
                speakers=_pairs(called[rank]),
            )
        )
        for rank in sorted({*identity_ids, *called}, key=lambda rank: (rank not in identity_ids, identity_ids.get(rank, ""), rank))
    ]


def rebuilt(known: Known) -> Known:
    """Its forms and surrogates from what was said and from labels."""
    pairs = {pair for by in (known.said, known.speakers) for found in by.values() for pair in found}
    forms, surrogates = ({pair[side] for pair in pairs} - {""} for side in (0, 1))
    return known.model_copy(update={"forms": tuple(sorted(forms)), "surrogates": tuple(sorted(surrogates))})


def _pairs(said: _Said) -> dict[str, Pairs]:
    return {speaker_id: tuple(sorted(pairs)) for speaker_id, pairs in sorted(said.items())}
