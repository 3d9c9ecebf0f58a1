"""Hiding who is spoken of: recognise, join to identities, replace by surrogates.

`recognise` finds spans, `identities` says who is meant, `surrogates` draws what stands in their place, `replace` writes
the new text. What comes out is pseudonymised, which is still personal data.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from pipeline.pseudonymise.slugs import reveals
from pipeline.settings import PseudonymiseSettings
from pipeline.tables import build, validate

if TYPE_CHECKING:
    from pipeline.pseudonymise.joining import Mention
    from pipeline.pseudonymise.records import Decision, Known
    from pipeline.pseudonymise.surrogates import Surrogates

__all__ = ["Hidden", "identify", "pseudonymise", "reveals"]


class Hidden(NamedTuple):
    """What leaves the stage: its tables, and what is written into the vault or nowhere.

    `known` are the persons and places behind the tables; `places` has, by turn_id, the offsets of the turn's mentions into the clear
    text, rank by rank.
    """

    tables: dict[str, pd.DataFrame]
    known: "list[Known]"
    places: dict[str, tuple[tuple[int, int], ...]]


_CLEAR = ["turn_id", "start", "end", "kind", "identity_id", "score", "origin", "status"]


def identify(
    *,
    turns: pd.DataFrame,
    speakers: pd.DataFrame,
    participants: pd.DataFrame,
    settings: PseudonymiseSettings,
    context: Sequence[str] = (),
    track: Callable[..., Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Find what points at somebody in the clear turns of one case.

    Parameters
    ----------
    turns, speakers
        Columns of the contract, in clear.
    participants
        The columns speaker_id, name, labels (list of str), role, subgroup.
    settings
        Nothing of it bears on recognition.
    context
        Title and aim of the case, in clear: names in them are looked for in the turns.
    track
        Wraps the sessions for a progress bar.

    Returns
    -------
    DataFrame
        turn_id, start, end (offsets into the clear text), kind, identity_id, score (0 to 1), origin, status.

    Examples
    --------
    >>> turns = pd.DataFrame({"turn_id": ["s:0"], "session_id": ["s"], "speaker_id": ["p1"], "text": ["merci Nadia Belkacem"]})
    >>> speakers = pd.DataFrame({"speaker_id": ["p1"], "label": ["Animatrice"]})
    >>> nobody = pd.DataFrame(columns=["speaker_id", "name", "labels", "role", "subgroup"])
    >>> found = identify(turns=turns, speakers=speakers, participants=nobody, settings=PseudonymiseSettings())
    >>> found[["start", "end", "kind"]].values.tolist()
    [[6, 20, 'PERSON']]
    """
    from pipeline.pseudonymise.case import read_case
    from pipeline.pseudonymise.talk import Talk

    case = read_case(
        dict(zip(turns["turn_id"], turns["text"], strict=True)),
        Talk.of(turns[["turn_id", "session_id", "speaker_id"]].itertuples(index=False)),
        speakers,
        participants,
        context=context,
    )
    rows = []
    for _, session in track(turns.groupby("session_id", sort=False)):
        for turn_id in session["turn_id"]:
            for mention in case.mentions[turn_id]:
                span = mention.span
                identity_id = f"i{mention.identity.rank + 1}"
                rows.append((turn_id, span.start, span.end, span.kind, identity_id, span.score, span.origin, mention.status))
    return pd.DataFrame(rows, columns=_CLEAR)


def pseudonymise(
    *,
    sessions: pd.DataFrame,
    speakers: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    secret: bytes,
    settings: PseudonymiseSettings,
    decisions: Sequence["Decision"] = (),
    known: Sequence["Known"] = (),
    context: Sequence[str] = (),
    track: Callable[..., Iterable[Any]] = iter,
) -> "Hidden":
    """Replace what points at somebody in the tables of one case.

    Parameters
    ----------
    sessions, speakers, turns
        Columns of the contract, in clear.
    participants
        The columns speaker_id, name, labels (list of str), role, subgroup; it is not handed on.
    secret
        The case's secret: the same secret gives the same surrogates to the same case.
    settings
        `style`: natural surrogates or typed placeholders; `keep_origin`: first names stay within their broad tradition.
    decisions
        What a person decided about identifiers, anchored under the same secret.
    known
        Who was known of the case at the end of the run before: whoever is still there keeps identity_id and surrogate.
    context
        Title and aim of the case, in clear: names in them are looked for in the turns. They are not handed on.
    track
        Wraps the sessions for a progress bar.

    Returns
    -------
    Hidden
        The tables sessions, speakers, turns and mentions, whose offsets are into the new text; who is known, in clear; and where.

    Raises
    ------
    ContractError
        A table does not fit the contract.
    """
    from pipeline.pseudonymise.case import read_case
    from pipeline.pseudonymise.columns import hidden_columns, hide_labels, written_columns
    from pipeline.pseudonymise.decisions import anchors
    from pipeline.pseudonymise.known import who_is_known
    from pipeline.pseudonymise.lasting import keep
    from pipeline.pseudonymise.replace import read_elisions, rewrite
    from pipeline.pseudonymise.surrogates import Surrogates
    from pipeline.pseudonymise.talk import Talk
    from pipeline.pseudonymise.text import key

    beside = hidden_columns(sessions, speakers)
    texts = {**dict(zip(turns["turn_id"], turns["text"], strict=True)), **beside}
    anchor_of = anchors(turns[["turn_id", "session_id", "text"]].itertuples(index=False), secret)
    talk = Talk.of(turns[["turn_id", "session_id", "speaker_id"]].itertuples(index=False))
    case = read_case(texts, talk, speakers, participants, decisions, anchor_of, context)
    called = _called(speakers, participants)
    taken = case.words() | {word for names in called.values() for name in names for word in key(name)}
    surrogates = Surrogates(secret, settings.style, taken, keep_origin=settings.keep_origin)
    elisions = read_elisions(case)
    kept = keep(case, called, known, surrogates)
    ids = _numbered(len(case.register.identities), kept, surrogates)
    dates = dict(zip(sessions["session_id"], sessions["date"], strict=True))

    written: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    for session_id, session in track(turns.groupby("session_id", sort=False)):
        for turn_id in session["turn_id"]:
            mentions = case.mentions[turn_id]
            written[turn_id], rewritten = rewrite(case.passages[turn_id], mentions, surrogates, dates.get(session_id, ""), elisions)
            rows += [
                _row(turn_id, rank, mention, placed, ids[mention.identity.rank])
                for rank, (mention, placed) in enumerate(zip(mentions, rewritten, strict=True))
            ]
    for name in beside:
        written[name] = rewrite(case.passages[name], case.mentions[name], surrogates, "", elisions).text
    hidden_sessions, hidden_speakers = written_columns(sessions, speakers, written, surrogates.days)
    mentions = build("mentions", rows)
    tables = {
        "sessions": validate("sessions", hidden_sessions),
        "speakers": validate("speakers", hide_labels(hidden_speakers, case, surrogates)),
        "turns": validate("turns", turns.assign(text=turns["turn_id"].map(written))),
        "mentions": mentions,
    }
    places = {
        turn_id: tuple((mention.span.start, mention.span.end) for mention in found)
        for turn_id in turns["turn_id"]
        if (found := case.mentions[turn_id])
    }
    return Hidden(tables, who_is_known(case, mentions, turns, tables["speakers"], called), places)


def _numbered(n: int, kept: dict[int, str], surrogates: "Surrogates") -> list[str]:
    """The identity_id of each rank: that of the run before, else one of no order, the same from run to run unless somebody else has it."""
    numbers, spare = list(range(1, n + 1)), list(range(n + 1, n + 2 * len(kept) + 1))
    random = surrogates.random("identities")
    random.shuffle(numbers)
    random.shuffle(spare)
    taken = set(kept.values())
    fresh = (identity_id for number in spare if (identity_id := f"i{number}") not in taken)
    own = [f"i{number}" for number in numbers]
    return [kept.get(rank) or (own[rank] if own[rank] not in taken else next(fresh)) for rank in range(n)]


def _called(speakers: pd.DataFrame, participants: pd.DataFrame) -> dict[str, list[str]]:
    """By speaker_id the labels of the transcript, then those of the list, then the name."""
    called: dict[str, list[str]] = {}
    for speaker_id, names in [
        *zip(speakers["speaker_id"], ([label] for label in speakers["label"]), strict=True),
        *zip(participants["speaker_id"], map(list, participants["labels"]), strict=True),
        *zip(participants["speaker_id"], ([name] for name in participants["name"]), strict=True),
    ]:
        called.setdefault(speaker_id, []).extend(names)
    return called


def _row(turn_id: str, rank: int, mention: "Mention", placed: tuple[int, int, str], identity_id: str) -> dict[str, Any]:
    """A row of `mentions`; `placed` is where the surrogate stands in the new text, and the surrogate."""
    start, end, surrogate = placed
    return {
        "mention_id": f"{turn_id}/{rank}",
        "turn_id": turn_id,
        "start": start,
        "end": end,
        "kind": mention.span.kind,
        "identity_id": identity_id,
        "surrogate": surrogate,
        "score": mention.span.score,
        "origin": mention.span.origin,
        "status": mention.status,
    }
