"""What may still give somebody away once names are replaced, session by session, in words that a facilitator understands.

`review` is what nobody has read again; `profile`, traits that one person alone unites, of which some were said; `list`, the same by the
list of participants alone; `role`, a function that one person holds, or a rare trade; `commune`, a place where few live; `story`, what
only one person can have lived. All but the first are the singling out and inference of the Article 29 Working Party's Opinion 05/2014
on anonymisation techniques: a pseudonym does not protect from them.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

import pandas as pd

from pipeline.pseudonymise.heads import head_of
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.records import Known
from pipeline.pseudonymise.spoken import find_told, knowledge, skeleton
from pipeline.pseudonymise.text import fold, key
from pipeline.tables import FACILITATOR

COLUMNS = ("session_id", "kind", "turn_id", "count", "sentence")
KINDS = ("review", "profile", "list", "role", "commune", "story")
_FEWEST_TRAITS = 2
_SMALL = 2
"""Class of size of communes.csv up to which a commune has fewer than 2,000 inhabitants."""
_BEFORE = 40
"""Characters before an age or a place in which it is told whose it is."""

Traits = dict[str, tuple[str, str]]
"""What is known of a speaker: from trait to (value, turn in which it was first said, or "")."""


def small_communes(known: Iterable[Known]) -> list[str]:
    """The identity_ids of communes of fewer than 2,000 inhabitants: told from the clear side, for the tables hold surrogates.

    Examples
    --------
    >>> small_communes(Known(identity_id=i, kind="PLACE", forms=(form,)) for i, form in (("i1", "Rostrenen"), ("i2", "Abbecourt")))
    ['i2']
    """
    return [one.identity_id for one in known if one.kind == "PLACE" and one.identity_id and any(map(_is_small, one.forms))]


def residual_risk(
    *, sessions: pd.DataFrame, speakers: pd.DataFrame, turns: pd.DataFrame, mentions: pd.DataFrame, small: Collection[str] = ()
) -> pd.DataFrame:
    """Find what may still give somebody away in the pseudonymised tables of one case.

    Parameters
    ----------
    sessions, speakers, turns, mentions
        Columns of the contract, as `pseudonymise` leaves them.
    small
        What `small_communes` found when names were replaced.

    Returns
    -------
    DataFrame
        One row a finding, by session: session_id; kind (one of `KINDS`); turn_id (where to look first, or ""); count (mentions,
        persons, places or stories); sentence (French; it quotes no word of the session).

    Examples
    --------
    >>> sessions = pd.DataFrame({"session_id": ["s1"]})
    >>> speakers = pd.DataFrame({"speaker_id": ["p1"], "label": ["Inès"], "role": [""], "subgroup": [""]})
    >>> turns = pd.DataFrame({"turn_id": ["s1:0"], "session_id": ["s1"], "speaker_id": ["p1"], "text": ["chuis tombée du toit"]})
    >>> nothing = pd.DataFrame(columns=["turn_id", "start", "end", "kind", "identity_id", "surrogate", "status"])
    >>> found = residual_risk(sessions=sessions, speakers=speakers, turns=turns, mentions=nothing)
    >>> found[["kind", "turn_id"]].values.tolist()
    [['story', 's1:0']]
    """
    by_turn = {str(turn_id): list(rows.itertuples()) for turn_id, rows in mentions.groupby("turn_id", sort=False)}
    rows = []
    for session_id in sessions["session_id"]:
        said = [(str(turn.turn_id), str(turn.speaker_id), str(turn.text)) for turn in turns[turns["session_id"] == session_id].itertuples()]
        skeletons = {turn_id: skeleton(text) for turn_id, _, text in said}
        found = (
            *_not_reviewed(said, by_turn),
            *_profiles(said, skeletons, speakers, by_turn),
            *_roles(said, skeletons, speakers),
            *_communes(said, by_turn, small),
            *_stories(said, skeletons),
        )
        rows += [(session_id, kind, turn_id, count, _sentence(kind, what, count)) for kind, turn_id, count, what in found]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def rare_details(text: str) -> list[str]:
    """What in a text that is to be shown may point at one person: functions that one person holds, as said, and stories, by what they are.

    Examples
    --------
    >>> rare_details("Ben c'est la Directrice qui décide, et moi j'ai eu un accident grave")
    ['la Directrice', 'un accident']
    >>> rare_details("On veut un directeur"), rare_details("La dame du 7 a peur, elle")
    ([], ['La dame du 7'])
    """
    said = skeleton(text)
    pointed = (*(named for _, _, named in _single_roles()), _described())
    held = (_as_said(match[0].split(), text) for named in pointed for match in named.finditer(said))
    return list(dict.fromkeys([*held, *(told.what for told in find_told(said, "stories"))]))


def _as_said(folded: list[str], text: str) -> str:
    """The words of a text that a skeleton has folded."""
    words = list(re.finditer(r"[^\W_]+", text))
    heads = [fold(word[0]) for word in words]
    at = next((rank for rank in range(len(words)) if heads[rank : rank + len(folded)] == folded), None)
    return " ".join(folded) if at is None else text[words[at].start() : words[at + len(folded) - 1].end()]


Found = tuple[str, str, int, str]
Said = list[tuple[str, str, str]]


def _not_reviewed(said: Said, by_turn: dict[str, list[Any]]) -> Iterator[Found]:
    waiting = [turn_id for turn_id, _, _ in said for mention in by_turn.get(turn_id, ()) if mention.status == "review"]
    if waiting:
        yield "review", waiting[0], len(waiting), ""


def _profiles(said: Said, skeletons: dict[str, str], speakers: pd.DataFrame, by_turn: dict[str, list[Any]]) -> Iterator[Found]:
    first = _first_turns(said)
    people = {str(row.speaker_id): row for row in speakers.itertuples() if row.role != FACILITATOR and row.speaker_id in first}
    traits: dict[str, Traits] = {speaker_id: {} for speaker_id in people}
    for speaker_id, row in people.items():
        traits[speaker_id] |= {name: (value, "") for name in ("role", "subgroup") if (value := str(getattr(row, name)))}
    for turn_id, speaker_id, text in said:
        for whose, name, value in _told(text, by_turn.get(turn_id, ()), speaker_id, people):
            if whose in traits:
                traits[whose].setdefault(name, (value, turn_id))
        if speaker_id in traits:
            for told in find_told(skeletons[turn_id], "family"):
                traits[speaker_id].setdefault(f"family {told.id}", (told.id, turn_id))
    listed = 0
    for speaker_id, own in traits.items():
        values = {(name, value) for name, (value, _) in own.items()}
        alike = [other for other, theirs in traits.items() if other != speaker_id and values <= {(n, v) for n, (v, _) in theirs.items()}]
        if len(own) < _FEWEST_TRAITS or alike:
            continue
        where = next((turn_id for _, turn_id in own.values() if turn_id), "")
        if where:
            names = knowledge("words")["attributes"]
            yield "profile", where, 1, _enumerate(dict.fromkeys(names[name.split()[0]] for name in own))
        else:
            listed += 1
    if listed:
        yield "list", "", listed, ""


def _first_turns(said: Said) -> dict[str, str]:
    """The first turn of each speaker."""
    return {speaker_id: turn_id for turn_id, speaker_id, _ in reversed(said)}


def _told(text: str, mentions: Iterable[Any], speaker_id: str, people: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Ages and places that are told as somebody's own: (speaker_id, trait, value)."""
    own_age, own_place, age_of = _cues()
    folded, before = fold(text), None
    for mention in mentions:
        left = folded[max(0, mention.start - _BEFORE) : mention.start]
        if mention.kind == "AGE" and mention.surrogate[:1].isdigit():
            if own_age.search(left):
                yield speaker_id, "age", mention.surrogate
            elif before is not None and before.kind == "PERSON" and age_of.fullmatch(folded[before.end : mention.start]):
                named = [other for other, row in people.items() if _is_called(str(row.label), before.surrogate)]
                yield named[0] if len(named) == 1 else "", "age", mention.surrogate
        elif mention.kind == "PLACE" and mention.status != "rejected" and own_place.search(left):
            yield speaker_id, "place", mention.identity_id
        before = mention


def _roles(said: Said, skeletons: dict[str, str], speakers: pd.DataFrame) -> Iterator[Found]:
    first = _first_turns(said)
    held = speakers.loc[speakers["speaker_id"].isin(list(first)) & (speakers["role"] != FACILITATOR)].drop_duplicates("role", keep=False)
    for field, declared, named in _single_roles():
        holders = [first[str(row.speaker_id)] for row in held.itertuples() if declared.match(skeleton(str(row.role)))]
        places = [turn_id for turn_id, words in skeletons.items() for _ in named.finditer(words)]
        if holders or places:
            yield "role", (places or holders)[0], len(places) + len(holders), field


def _communes(said: Said, by_turn: dict[str, list[Any]], small: Collection[str]) -> Iterator[Found]:
    places: dict[str, list[str]] = {}
    for turn_id, _, _ in said:
        for mention in by_turn.get(turn_id, ()):
            if mention.identity_id in small and mention.status != "rejected":
                places.setdefault(mention.identity_id, []).append(turn_id)
    for turn_ids in places.values():
        yield "commune", turn_ids[0], len(turn_ids), ""


def _is_small(form: str) -> bool:
    size = lexicons().commune_size(key(form[head_of(form) :]))
    return size is not None and size <= _SMALL


def _stories(said: Said, skeletons: dict[str, str]) -> Iterator[Found]:
    for turn_id, _, _ in said:
        for told in find_told(skeletons[turn_id], "stories"):
            yield "story", turn_id, 1, told.what


def _sentence(kind: str, what: str, count: int) -> str:
    return knowledge("words")["sentences"][kind].format(what=what, count=count)


def _enumerate(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} et {last}" if most else last


def _is_called(label: str, surrogate: str) -> bool:
    return bool(key(surrogate)) and set(key(surrogate)) <= set(key(label))


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = knowledge("words")
    own_age, own_place = (re.compile(rf"(?<!\w)(?:{words[name]})$") for name in ("own_age", "own_place"))
    return own_age, own_place, re.compile(words["age_of"])


@cache
def _described() -> re.Pattern[str]:
    """Somebody told by where he is, whose he is or what he has: "la dame du 7"."""
    content = lexicons().single_roles
    persons, ties = ("|".join(content[name]) for name in ("persons", "ties"))
    return re.compile(rf"(?<= )(?:le|la|cette|ce) (?:{persons}) (?:{ties}) [^ ]+(?= )")


@cache
def _single_roles() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """For each field of functions: what finds one in a declared role, and what finds one in speech."""
    content = lexicons().single_roles
    before = "|".join(content["before"])
    fields = ((field, "|".join(sorted(roles, key=len, reverse=True))) for field, roles in content["fields"].items())
    return tuple((field, re.compile(rf" (?:{roles})(?= )"), re.compile(rf"(?<= )(?:{before}) (?:{roles})(?= )")) for field, roles in fields)
