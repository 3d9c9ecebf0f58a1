"""Figures against gold annotations: identifiers, markers, obstacles, viewpoints.

A session goes through the stages in memory and nothing is written. `gold` says how gold is read, `figures` how these are shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.false_alarms import Spoken, false_alarms
from pipeline.figures import Figures
from pipeline.gold import GoldCase, GoldTurn, gold_cases, lower_turn
from pipeline.pseudonymise import identify, pseudonymise
from pipeline.settings import Settings
from pipeline.tables import FAMILIES, FAMILY_OF, KINDS, build

UNTIL = ("pseudonymise", "markers", "topics")
"""The stages that gold speaks of, in their order."""
SECRET = bytes(32)


@dataclass(frozen=True)
class Reading:
    """One case as gold says it and as the stages read it; tables of stages that were not reached are empty. `speakers` has the
    speaker_id and the role as the sheet gives it (`role`) of each turn_id."""

    case_id: str
    gold: list[GoldTurn]
    clear_mentions: pd.DataFrame
    lower_gold: list[GoldTurn]
    lower_mentions: pd.DataFrame
    markers: pd.DataFrame
    readings: pd.DataFrame
    segments: pd.DataFrame
    speakers: pd.DataFrame
    from_transcript: int
    n_sessions: int


def evaluate(gold_dir: Path, *, split: str | None = None, until: str | None = None, settings: Settings | None = None) -> Figures:
    """Measure the stages against gold.

    Parameters
    ----------
    gold_dir
        A folder with `<name>.gold.jsonl` files, or of such folders, one a case.
    split
        Only the cases that `splits.toml` in `gold_dir` lists under this name.
    until
        The last stage to measure, one of `UNTIL`; what lies behind it is not computed and has no section.
    settings
        All settings.

    Returns
    -------
    dict
        Sections `sessions`, `identifiers`, `identifiers_lower` (the same texts without capitals and punctuation), `markers`,
        `obstacles`, `viewpoints`; rates are 0 to 1, None where there is nothing to measure.

    Raises
    ------
    GoldError
        No gold there, a line that is not gold, or an unknown split.
    """
    settings = settings or Settings()
    reached = UNTIL[: UNTIL.index(until) + 1] if until else UNTIL
    readings = [_through_the_stages(case, settings, reached) for case in gold_cases(gold_dir, split=split, settings=settings)]
    figures: Figures = {
        "sessions": {
            "cases": len(readings),
            "sessions": sum(reading.n_sessions for reading in readings),
            "turns": sum(len(reading.gold) for reading in readings),
            "sessions_read_from_their_transcript": sum(reading.from_transcript for reading in readings),
        },
        "identifiers": identifiers(readings),
        "identifiers_lower": identifiers([_lowered(reading) for reading in readings]),
    }
    if "markers" in reached:
        figures["markers"] = markers(readings)
    if "topics" in reached:
        figures |= {"obstacles": obstacles(readings), "viewpoints": viewpoints(readings)}
    return figures


def identifiers(readings: Sequence[Reading]) -> Figures:
    """Gold mentions fully hidden by kind, ordinary words altered, persons split and merged."""
    n: dict[str, int] = dict.fromkeys(KINDS, 0)
    hidden = dict.fromkeys(KINDS, 0)
    words = altered = 0
    links: list[tuple[str, str]] = []
    for reading in readings:
        columns = ["turn_id", "start", "end", "identity_id"]
        found: dict[str, list[tuple[int, int, str]]] = {}
        for turn_id, start, end, identity_id in reading.clear_mentions[columns].itertuples(index=False):
            found.setdefault(turn_id, []).append((start, end, identity_id))
        for line in reading.gold:
            spans = found.get(line.turn_id, [])
            covered = {i for start, end, _ in spans for i in range(start, end)}
            marked: set[int] = set()
            for pii in line.pii:
                place = {i for i in range(pii["start"], pii["end"]) if line.text[i].isalnum()}
                marked |= place
                n[pii["kind"]] += 1
                hidden[pii["kind"]] += place <= covered
                if pii["kind"] == "PERSON":
                    by = {identity_id for start, end, identity_id in spans if start < pii["end"] and pii["start"] < end}
                    links += [(f"{reading.case_id}/{pii['entity']}", f"{reading.case_id}/{identity}") for identity in by]
            for start, end in _words(line.text):
                if not marked & set(range(start, end)):
                    words += 1
                    altered += bool(covered & set(range(start, end)))
    entities, identities = ({pair[side] for pair in links} for side in (0, 1))
    pairs = set(links)
    split = sum(sum(entity == a for a, _ in pairs) > 1 for entity in entities)
    merged = sum(sum(identity == b for _, b in pairs) > 1 for identity in identities)
    return {
        "hidden": {kind: {"n": n[kind], "rate": _rate(hidden[kind], n[kind])} for kind in KINDS if n[kind]}
        | {"all": {"n": sum(n.values()), "rate": _rate(sum(hidden.values()), sum(n.values()))}},
        "ordinary_words_altered": _rate(altered, words),
        "persons_split": _rate(split, len(entities)),
        "persons_merged": _rate(merged, len(identities)),
    }


def _lowered(reading: Reading) -> Reading:
    return replace(reading, gold=reading.lower_gold, clear_mentions=reading.lower_mentions)


def markers(readings: Sequence[Reading]) -> Figures:
    """Precision, recall and F1 by turn: families, categories, violent polarity; traps; opposed turns; false alarms of violence by
    group of speakers (`pipeline.false_alarms`)."""
    gold: list[set[str]] = []
    found: list[set[str]] = []
    traps = fooled = 0
    polarity: list[tuple[bool, bool]] = []
    opposed: tuple[set[tuple[str, str, str]], ...] = (set(), set())
    spoken: list[Spoken] = []
    for reading in readings:
        active: dict[Any, set[str]] = reading.markers.loc[reading.markers["active"]].groupby("turn_id")["category"].agg(set).to_dict()
        violent: set[str] = set(reading.readings.loc[reading.readings["polarity"] == "violent", "turn_id"])
        opposes: dict[Any, str] = reading.readings.set_index("turn_id")["opposes_turn_id"].to_dict()
        who: dict[str, tuple[str, str]] = {
            turn_id: (f"{reading.case_id}/{speaker}", role) for turn_id, speaker, role in reading.speakers.itertuples(index=False)
        }
        for line in reading.gold:
            gold.append(line.markers)
            found.append(active.get(line.turn_id, set()))
            polarity.append((line.polarity == "violent", line.turn_id in violent))
            spoken.append(Spoken(*who[line.turn_id], line.text, *polarity[-1]))
            if line.trap:
                traps += 1
                fooled += bool(found[-1] - gold[-1])
            for pairs, answered in zip(opposed, (line.disagrees_with, opposes[line.turn_id]), strict=True):
                if answered:
                    pairs.add((reading.case_id, line.turn_id, answered))
    by_family = {
        family: _prf(zip([bool(g & set(c)) for g in gold], [bool(f & set(c)) for f in found], strict=True))
        for family, c in FAMILIES.items()
    }
    return {
        "families": by_family,
        "families_mean_f1": _mean(figure["f1"] for figure in by_family.values() if figure["n"]),
        "categories": {c: _prf(zip([c in g for g in gold], [c in f for f in found], strict=True)) for c in FAMILY_OF},
        "violent": _prf(polarity),
        "traps_with_a_false_marker": {"n": traps, "rate": _rate(fooled, traps)},
        "opposed_turn": _prf([(pair in opposed[0], pair in opposed[1]) for pair in opposed[0] | opposed[1]]),
        "violent_false_alarms": false_alarms(spoken),
    }


def obstacles(readings: Sequence[Reading]) -> Figures:
    """Obstacle turns found; agreement of topics with gold codes in a case; recurrence over sessions and cases."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    found: list[tuple[bool, bool]] = []
    agreement: list[dict[str, float]] = []
    same: list[tuple[bool, bool]] = []
    everywhere: list[tuple[str, str, str]] = []
    for reading in readings:
        topic = _topic_by_turn(reading, "obstacle")
        found += [(line.obstacle_topic != "", line.turn_id in topic) for line in reading.gold]
        coded = [line for line in reading.gold if line.obstacle_topic]
        if len(coded) > 1:
            codes = [line.obstacle_topic for line in coded]
            # what is not classified stands alone, so that leaving everything open earns nothing
            ids = [topic.get(line.turn_id) or line.turn_id for line in coded]
            agreement.append({"ari": adjusted_rand_score(codes, ids), "nmi": float(normalized_mutual_info_score(codes, ids))})
        for line in coded:
            if topic_id := topic.get(line.turn_id):
                # a discovered topic is known in its case only
                scope = reading.case_id if topic_id.startswith("obstacle-") else ""
                everywhere.append((f"{reading.case_id}/{line.session_id}", line.obstacle_topic, f"{scope}/{topic_id}"))
    for (session, code, topic_id), (other_session, other_code, other_topic_id) in combinations(everywhere, 2):
        if session != other_session:
            same.append((code == other_code, topic_id == other_topic_id))
    return {
        "turns": _prf(found),
        "ari_in_a_case": _mean(figure["ari"] for figure in agreement),
        "nmi_in_a_case": _mean(figure["nmi"] for figure in agreement),
        "same_across_sessions": _prf(same),
    }


def viewpoints(readings: Sequence[Reading]) -> Figures:
    """Viewpoint turns found, agreement of topics with gold issues in a case, stance of the turns found."""
    from sklearn.metrics import adjusted_rand_score

    found: list[tuple[bool, bool]] = []
    agreement: list[float] = []
    right = judged = 0
    for reading in readings:
        topic = _topic_by_turn(reading, "viewpoint")
        facet = reading.segments.loc[(reading.segments["facet"] == "viewpoint") & (reading.segments["stance"] != "")]
        stance: dict[Any, str] = facet.groupby("turn_id")["stance"].first().to_dict()
        found += [(bool(line.viewpoint), line.turn_id in topic) for line in reading.gold]
        held = [line for line in reading.gold if line.viewpoint]
        if len(held) > 1:
            issues = [line.viewpoint["issue"] for line in held]
            agreement.append(float(adjusted_rand_score(issues, [topic.get(line.turn_id) or line.turn_id for line in held])))
        for line in held:
            if line.turn_id in stance:
                judged += 1
                right += stance[line.turn_id] == line.viewpoint["stance"]
    return {
        "turns": _prf(found),
        "ari_in_a_case": _mean(agreement),
        "stance_right": {"n": judged, "rate": _rate(right, judged)},
    }


def _through_the_stages(case: GoldCase, settings: Settings, reached: Sequence[str]) -> Reading:
    clear = case.clear
    people = {
        "speakers": clear.speakers,
        "participants": clear.participants,
        "context": clear.context,
        "settings": settings.pseudonymise,
    }
    lower = [lower_turn(line) for line in case.gold]
    lower_turns = clear.turns.assign(text=clear.turns["turn_id"].map({line.turn_id: line.text for line in lower}))
    mentions, lower_mentions = (identify(turns=turns, **people) for turns in (clear.turns, lower_turns))
    found = _later_stages(case, settings, reached) if reached != UNTIL[:1] else {}
    return Reading(
        case_id=case.case_id,
        gold=case.gold,
        clear_mentions=mentions.loc[mentions["status"] != "rejected"],
        lower_gold=lower,
        lower_mentions=lower_mentions.loc[lower_mentions["status"] != "rejected"],
        **{name: found.get(name, build(name)) for name in ("markers", "readings", "segments")},
        speakers=clear.turns[["turn_id", "speaker_id"]].merge(clear.speakers[["speaker_id", "role"]], how="left").fillna(""),
        from_transcript=case.from_transcript,
        n_sessions=len(clear.sessions),
    )


def _later_stages(case: GoldCase, settings: Settings, reached: Sequence[str]) -> dict[str, pd.DataFrame]:
    from pipeline.markers import read_markers
    from pipeline.topics import find_topics

    clear = case.clear
    hidden = pseudonymise(
        sessions=clear.sessions,
        speakers=clear.speakers,
        turns=clear.turns,
        participants=clear.participants,
        secret=SECRET,
        context=clear.context,
        settings=settings.pseudonymise,
    ).tables
    none = build("decisions")
    read = read_markers(turns=hidden["turns"], speakers=hidden["speakers"], decisions=none, settings=settings.markers)
    if "topics" not in reached:
        return read
    inputs: dict[str, Any] = {**hidden, **read}
    return read | find_topics(decisions=none, settings=settings.topics, **inputs)


def _topic_by_turn(reading: Reading, facet: str) -> dict[str, str]:
    """The topic of each turn that has the facet: that of its best segment, or ""."""
    own = reading.segments.loc[reading.segments["facet"] == facet]
    ranked = own.assign(open=own["topic_id"] == "").sort_values(["open", "score"], ascending=[True, False], kind="stable")
    best = ranked.drop_duplicates("turn_id")
    return dict(zip(best["turn_id"], best["topic_id"], strict=True))


def _words(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for word in text.split():
        start = text.index(word, start)
        yield start, start + len(word)
        start += len(word)


def _prf(pairs: Iterable[tuple[bool, bool]]) -> dict[str, Any]:
    """Precision, recall and F1 of (gold, found) pairs; n is the number of gold positives."""
    both = gold = found = 0
    for expected, given in pairs:
        both += expected and given
        gold += expected
        found += given
    return {"n": gold, "precision": _rate(both, found), "recall": _rate(both, gold), "f1": _rate(2 * both, gold + found)}


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
