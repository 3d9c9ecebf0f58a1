"""Forgetting a person: what goes from the record of the vault, and which words go from the tables.

The stage reads all turns of the files whenever it runs, and what a forgotten person said is taken out of what it leaves: the turns
of others keep their surrogates to the letter, and taking words out of tables that lie on disk gives the same.
"""

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from pipeline.pseudonymise.known import rebuilt
from pipeline.pseudonymise.records import CaseRecord, Known
from pipeline.pseudonymise.text import holds, key

Form = tuple[str, ...]


def persons(record: CaseRecord, called: str) -> list[Known]:
    """Those of a record whom a name or pseudonym means, with what is nothing but a part of their name and of nobody else's.

    Examples
    --------
    >>> full, given = (Known(identity_id=i, kind="PERSON", forms=(name,)) for i, name in (("i1", "Nadia Benali"), ("i2", "nadia")))
    >>> [known.identity_id for known in persons(CaseRecord(case_id="c", secret=b"", known=(full, given)), "NADIA BENALI")]
    ['i1', 'i2']
    """
    sought = key(called)
    meant = [one for one in record.known if one.kind == "PERSON" and sought and sought in map(key, (*one.forms, *one.surrogates))]
    return with_parts(record, meant)


def with_parts(record: CaseRecord, meant: Collection[Known]) -> list[Known]:
    """Some persons, and the identities that are nothing but a part of their names and of nobody else's."""
    own = _own_words(record, meant)
    return [known for known in record.known if known in meant or (known.kind == "PERSON" and known.forms and _words(known) <= own)]


def without_person(record: CaseRecord, gone: Collection[Known]) -> CaseRecord:
    """A record without any way back to some persons: their identities, what else holds their name, decisions that name them, their
    line of the list, all files.

    Somebody who is left, and who was taken for one of them where only a surname was said, loses that form and keeps the others.
    """
    forms = {key(form) for known in gone for form in known.forms} - {()}
    own = _own_words(record, gone)
    whole = max(map(len, forms), default=0)
    tokens = {record.token(" ".join(form)) for form in forms if len(form) == whole}
    left = tuple(
        _without_forms(known, own) if known.kind == "PERSON" else known
        for known in record.known
        if known not in gone and not (known.kind != "PERSON" and any(holds(form, forms) for form in known.forms))
    )
    decisions = tuple(one for one in record.decisions if not holds(one.form, forms) and not holds(one.other, forms))
    # the files are kept whole or not at all: a name cannot be cut out of a document that only looks like text
    originals = {} if any(known.sessions or not known.identity_id for known in gone) else record.originals
    listed = {one.participant_id for one in record.participants if not forms.isdisjoint(map(key, (one.name, *one.labels)))}
    # labels are words of the files
    joined = {
        session_id: {label: one for label, one in labels.items() if one not in listed}
        for session_id, labels in record.joined.items()
        if originals
    }
    return record.model_copy(
        update={
            "known": left,
            "decisions": decisions,
            "originals": originals,
            "places": record.places if originals else {},
            "participants": tuple(one for one in record.participants if one.participant_id not in listed),
            "joined": joined,
            "forgotten": tuple(sorted({*record.forgotten, *tokens})),
        }
    )


def without_words(record: CaseRecord, frames: Mapping[str, pd.DataFrame], speakers: Collection[str]) -> CaseRecord:
    """A record without what some speakers alone said; `frames` are the tables before the words were taken out, where they are at hand."""
    left = tuple(kept for known in record.known if (kept := _unsaid(known, speakers)) is not None)
    lost = _forms(record.known) - _forms(left)
    rejected = _rejected(frames, speakers)
    decisions = tuple(
        one
        for one in record.decisions
        if not ({key(one.form), key(one.other)} & lost or (one.kind == "reject" and key(one.form) in rejected))
    )
    return record.model_copy(update={"known": left, "decisions": decisions, "originals": {}, "places": {}, "joined": {}})


def take_out(frames: Mapping[str, pd.DataFrame], speakers: Collection[str]) -> dict[str, pd.DataFrame]:
    """Tables without the turns of some speakers, without their rows, and without the decisions on what they said.

    Parameters
    ----------
    frames
        sessions, speakers, turns, mentions, and decisions where they are there; in the columns of the contract.
    speakers
        speaker_ids.

    Returns
    -------
    dict
        The same tables; turns keep their ids, `n_turns` and `n_words` of a session are counted again.

    Examples
    --------
    >>> turns = pd.DataFrame({"turn_id": ["s:0", "s:1"], "session_id": "s", "speaker_id": ["p1", "p2"], "text": ["oui", "non merci"]})
    >>> frames = {
    ...     "sessions": pd.DataFrame({"session_id": ["s"], "n_turns": [2], "n_words": [3]}),
    ...     "speakers": pd.DataFrame({"speaker_id": ["p1", "p2"]}),
    ...     "turns": turns,
    ...     "mentions": pd.DataFrame({"turn_id": ["s:0"]}),
    ... }
    >>> left = take_out(frames, {"p1"})
    >>> left["turns"]["turn_id"].tolist(), left["sessions"]["n_words"].tolist(), len(left["mentions"])
    (['s:1'], [2], 0)
    """
    sessions, turns, mentions = frames["sessions"], frames["turns"], frames["mentions"]
    gone = set(turns.loc[turns["speaker_id"].isin(list(speakers)), "turn_id"])
    turns = turns.loc[~turns["turn_id"].isin(gone)].reset_index(drop=True)
    words = turns["text"].map(lambda text: len(str(text).split())).groupby(turns["session_id"]).sum()
    counts = turns["session_id"].value_counts()
    left = {
        "sessions": sessions.assign(
            n_turns=[int(counts.get(session_id, 0)) for session_id in sessions["session_id"]],
            n_words=[int(words.get(session_id, 0)) for session_id in sessions["session_id"]],
        ),
        "speakers": frames["speakers"].loc[~frames["speakers"]["speaker_id"].isin(list(speakers))].reset_index(drop=True),
        "turns": turns,
        "mentions": mentions.loc[~mentions["turn_id"].isin(gone)].reset_index(drop=True),
    }
    if "decisions" in frames:
        target = frames["decisions"]["target_id"].str.split("/").str[0]
        left["decisions"] = frames["decisions"].loc[~target.isin(gone)].reset_index(drop=True)
    return left


def still_forgotten(
    record: CaseRecord, tables: Mapping[str, pd.DataFrame], known: Iterable[Known]
) -> tuple[dict[str, pd.DataFrame], CaseRecord]:
    """What a new run may leave and keep of a case in which persons were forgotten.

    Parameters
    ----------
    record
        What the vault holds of the case.
    tables, known
        What the stage leaves when it has read all turns.

    Returns
    -------
    tuple
        The tables, without the words of those who are silenced; and the record with what may be known.
    """
    learnt = record.model_copy(update={"known": tuple(known)})
    met = [one for one in learnt.known if one.kind == "PERSON" and _tokens(learnt, one) & {*record.forgotten}]
    gone = with_parts(learnt, met)
    silent = {speaker_id for one in met if _tokens(learnt, one) & {*record.silenced} for speaker_id in one.speakers}
    if not gone:
        return dict(tables), learnt
    kept = without_person(learnt, gone)
    return (take_out(tables, silent), without_words(kept, tables, silent)) if silent else (dict(tables), kept)


def _tokens(record: CaseRecord, known: Known) -> set[str]:
    return {record.token(form) for form in known.forms}


def _unsaid(known: Known, speakers: Collection[str]) -> Known | None:
    if not known.said.keys() & set(speakers) and not known.speakers.keys() & set(speakers):
        return known
    said, called = ({one: pairs for one, pairs in by.items() if one not in speakers} for by in (known.said, known.speakers))
    left = rebuilt(known.model_copy(update={"said": said, "speakers": called}))
    return left if left.forms else None


def _own_words(record: CaseRecord, meant: Collection[Known]) -> set[str]:
    """The words of some persons' names that nobody else's name has, unless it is made of nothing but theirs."""
    words = {word for known in meant for word in _words(known)}
    rest = [form for known in record.known if known.kind == "PERSON" and known not in meant for form in known.forms]
    return words - {word for form in rest if not set(key(form)) <= words for word in key(form)}


def _without_forms(known: Known, words: set[str]) -> Known:
    """A person without the forms that are made of nothing but these words."""

    def left(form: str) -> bool:
        return not key(form) or not set(key(form)) <= words

    said, called = (
        {one: tuple(pair for pair in pairs if left(pair[0])) for one, pairs in by.items()} for by in (known.said, known.speakers)
    )
    if (said, called) == (known.said, known.speakers):
        return known.model_copy(update={"forms": tuple(filter(left, known.forms))})
    return rebuilt(known.model_copy(update={"said": said, "speakers": called}))


def _rejected(frames: Mapping[str, pd.DataFrame], speakers: Collection[str]) -> set[Form]:
    """Words that a person held ordinary and that only those speakers said."""
    if "mentions" not in frames:
        return set()
    rows = frames["mentions"].query("status == 'rejected'").merge(frames["turns"][["turn_id", "speaker_id", "text"]], on="turn_id")
    places = zip(rows["text"], rows["start"], rows["end"], rows["speaker_id"].isin(list(speakers)), strict=True)
    forms = [(key(str(text)[start:end]), theirs) for text, start, end, theirs in places]
    return {form for form, theirs in forms if theirs} - {form for form, theirs in forms if not theirs}


def _forms(known: Iterable[Known]) -> set[Form]:
    return {key(form) for one in known for form in one.forms}


def _words(known: Known) -> set[str]:
    return {word for form in known.forms for word in key(form)}
