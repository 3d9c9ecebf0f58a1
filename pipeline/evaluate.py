"""Figures against gold annotations: identifiers, markers, obstacles, viewpoints.

A gold file `<name>.gold.jsonl` holds a line a turn beside its session (see `data/` and the README). The
session goes through the stages in memory and nothing is written. Where the transcript is missing, or its
turns are not those of the gold, the gold's own speakers and texts are taken and that is counted.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from pipeline.cases import SHEET, safe_slug
from pipeline.errors import CirculationError, GoldError
from pipeline.gold import SUFFIX, gold_folders, gold_lines
from pipeline.ingest import SUFFIXES, Ingested, Source, ingest
from pipeline.lowered import lowered, moved
from pipeline.markers import read_markers
from pipeline.pseudonymise import identify, pseudonymise
from pipeline.settings import Settings
from pipeline.tables import FAMILIES, FAMILY_OF, KINDS, build
from pipeline.topics import find_topics

SECRET = bytes(32)

Figures = dict[str, Any]


@dataclass(frozen=True)
class GoldTurn:
    """One gold line, as the design and `annotation.md` describe it, with the turn_id that it speaks of."""

    turn_id: str
    text: str
    pii: list[dict[str, Any]]
    markers: set[str]
    polarity: str
    trap: bool
    obstacle_topic: str
    viewpoint: dict[str, str]
    disagrees_with: str

    @property
    def session_id(self) -> str:
        return self.turn_id.rpartition(":")[0]


@dataclass(frozen=True)
class Reading:
    """One case as gold says it and as the stages read it."""

    case_id: str
    gold: list[GoldTurn]
    clear_mentions: pd.DataFrame
    lower_gold: list[GoldTurn]
    lower_mentions: pd.DataFrame
    markers: pd.DataFrame
    readings: pd.DataFrame
    segments: pd.DataFrame
    from_transcript: int
    n_sessions: int


def evaluate(gold_dir: Path, *, split: str | None = None, settings: Settings | None = None) -> Figures:
    """Measure every stage against gold.

    Parameters
    ----------
    gold_dir
        A folder with `<name>.gold.jsonl` files, or of such folders, one a case.
    split
        Only the cases that `splits.toml` in `gold_dir` lists under this name.
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
    readings = [_through_the_stages(case, settings) for case in gold_cases(gold_dir, split=split, settings=settings)]
    return {
        "sessions": {
            "cases": len(readings),
            "sessions": sum(reading.n_sessions for reading in readings),
            "turns": sum(len(reading.gold) for reading in readings),
            "sessions_read_from_their_transcript": sum(reading.from_transcript for reading in readings),
        },
        "identifiers": identifiers(readings),
        "identifiers_lower": identifiers([_lowered(reading) for reading in readings]),
        "markers": markers(readings),
        "obstacles": obstacles(readings),
        "viewpoints": viewpoints(readings),
    }


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
    """Precision, recall and F1 by turn: families, categories, violent polarity; traps; opposed turns."""
    gold: list[set[str]] = []
    found: list[set[str]] = []
    traps = fooled = 0
    polarity: list[tuple[bool, bool]] = []
    opposed: tuple[set[tuple[str, str, str]], ...] = (set(), set())
    for reading in readings:
        active: dict[Any, set[str]] = reading.markers.loc[reading.markers["active"]].groupby("turn_id")["category"].agg(set).to_dict()
        violent: set[str] = set(reading.readings.loc[reading.readings["polarity"] == "violent", "turn_id"])
        opposes: dict[Any, str] = reading.readings.set_index("turn_id")["opposes_turn_id"].to_dict()
        for line in reading.gold:
            gold.append(line.markers)
            found.append(active.get(line.turn_id, set()))
            polarity.append((line.polarity == "violent", line.turn_id in violent))
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


def print_figures(figures: Figures, console: Console | None = None) -> None:
    """Print the figures as tables."""
    console = console or Console()
    sessions = figures["sessions"]
    console.print(
        f"{sessions['cases']} case(s), {sessions['sessions']} session(s), {sessions['turns']} turns; "
        f"{sessions['sessions_read_from_their_transcript']} session(s) read from their transcript, the others from gold alone"
    )
    cased, lower = figures["identifiers"], figures["identifiers_lower"]
    hidden = Table("identifiers", "n", "fully hidden", "lower-cased", title="Identifiers")
    for kind, figure in cased["hidden"].items():
        hidden.add_row(kind, str(figure["n"]), _percent(figure["rate"]), _percent(lower["hidden"][kind]["rate"]))
    for name in ("ordinary_words_altered", "persons_split", "persons_merged"):
        hidden.add_row(name.replace("_", " "), "", _percent(cased[name]), _percent(lower[name]))
    console.print(hidden)
    console.print(_prf_table("Markers", {**figures["markers"]["families"], "violent polarity": figures["markers"]["violent"]}))
    console.print(_prf_table("Categories", figures["markers"]["categories"]))
    relations = {
        "opposed turn": figures["markers"]["opposed_turn"],
        "obstacle turns": figures["obstacles"]["turns"],
        "same obstacle across sessions": figures["obstacles"]["same_across_sessions"],
        "viewpoint turns": figures["viewpoints"]["turns"],
    }
    console.print(_prf_table("Relations, obstacles, viewpoints", relations))
    trap, stance = figures["markers"]["traps_with_a_false_marker"], figures["viewpoints"]["stance_right"]
    console.print(
        f"mean F1 over families {_number(figures['markers']['families_mean_f1'])}; "
        f"traps with a false marker {_percent(trap['rate'])} of {trap['n']}; "
        f"obstacles in a case ARI {_number(figures['obstacles']['ari_in_a_case'])}, NMI {_number(figures['obstacles']['nmi_in_a_case'])}; "
        f"viewpoints in a case ARI {_number(figures['viewpoints']['ari_in_a_case'])}; "
        f"stance right {_percent(stance['rate'])} of {stance['n']}"
    )


def write_figures(figures: Figures, path: Path) -> None:
    """Write the figures as JSON, replacing the file at once."""
    pending = path.with_name(f".{path.name}.pending")
    try:
        pending.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
        pending.replace(path)
    except OSError:
        raise GoldError(f"{path.name} cannot be written; choose another place for the figures") from None


@dataclass(frozen=True)
class GoldCase:
    """A case as gold says it, with its turns as `ingest` reads them; the turns of both are the same."""

    case_id: str
    gold: list[GoldTurn]
    clear: Ingested
    from_transcript: int


def gold_cases(gold_dir: Path, *, split: str | None, settings: Settings) -> Iterator[GoldCase]:
    """The annotated cases of a folder, in clear; for measuring and for training.

    Raises
    ------
    GoldError
        As `evaluate`.
    """
    for number, folder in enumerate(gold_folders(gold_dir, split), 1):
        yield _gold_case(folder, number, settings)


def _gold_case(folder: Path, number: int, settings: Settings) -> GoldCase:
    case_id = safe_slug(folder.name) or f"cas-{number}"
    files = sorted(folder.glob(f"*{SUFFIX}"))
    sheet = (folder / SHEET).read_bytes() if (folder / SHEET).is_file() else None
    gold: list[list[dict[str, Any]]] = [gold_lines(path) for path in files]
    sources, from_transcript = [], 0
    for rank, (path, lines) in enumerate(zip(files, gold, strict=True), 1):
        stem = path.name.removesuffix(SUFFIX)
        # the sheet speaks of sessions by the stem of their file
        name = safe_slug(stem) or f"seance-{rank}"
        own = next((file for file in sorted(folder.glob(f"{stem}.*")) if file.suffix.lower() in SUFFIXES), None)
        source = Source(name, own.name, own.read_bytes()) if own else None
        if source is not None and _same_turns(source, lines, settings):
            from_transcript += 1
            sources.append(source)
        else:
            sources.append(Source(name, f"{stem}.json", _as_transcript(lines)))
    clear = ingest(case_id=case_id, sources=sources, sheet=sheet, settings=settings.ingest)
    turns_of = [clear.turns.loc[clear.turns["session_id"] == source.session_id, "turn_id"].tolist() for source in sources]
    aligned: list[GoldTurn] = []
    for source, lines, turn_ids in zip(sources, gold, turns_of, strict=True):
        if len(turn_ids) != len(lines):
            raise GoldError(f"{source.name}: {len(lines)} gold lines but {len(turn_ids)} turns; every gold line needs a text")
        turn_of = {line["turn"]: turn_id for line, turn_id in zip(lines, turn_ids, strict=True)}
        aligned += [_gold_turn(line, turn_of) for line in lines]
    return GoldCase(case_id, aligned, clear, from_transcript)


def _gold_turn(line: dict[str, Any], turn_of: dict[Any, str]) -> GoldTurn:
    return GoldTurn(
        turn_id=turn_of[line["turn"]],
        text=line["text"],
        pii=line.get("pii") or [],
        markers=set(line.get("markers") or []),
        polarity=line.get("polarity") or "neutre",
        trap=bool(line.get("trap")),
        obstacle_topic=line.get("obstacle_topic") or "",
        viewpoint=line.get("viewpoint") or {},
        disagrees_with=turn_of.get(line.get("disagrees_with"), ""),
    )


def _lower_turn(line: GoldTurn) -> GoldTurn:
    """The turn as an automatic transcript would have it."""
    new = lowered(line.text)
    spans = [dict(zip(("start", "end"), moved(new, pii["start"], pii["end"]), strict=True)) for pii in line.pii]
    return replace(line, text=new.text, pii=[pii | span for pii, span in zip(line.pii, spans, strict=True)])


def _through_the_stages(case: GoldCase, settings: Settings) -> Reading:
    clear = case.clear
    people = {
        "speakers": clear.speakers,
        "participants": clear.participants,
        "context": clear.context,
        "settings": settings.pseudonymise,
    }
    mentions = identify(turns=clear.turns, **people)
    lower = [_lower_turn(line) for line in case.gold]
    lower_turns = clear.turns.assign(text=clear.turns["turn_id"].map({line.turn_id: line.text for line in lower}))
    lower_mentions = identify(turns=lower_turns, **people)
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
    topics = find_topics(
        sessions=hidden["sessions"],
        speakers=hidden["speakers"],
        turns=hidden["turns"],
        mentions=hidden["mentions"],
        markers=read["markers"],
        readings=read["readings"],
        decisions=none,
        settings=settings.topics,
    )
    return Reading(
        case_id=case.case_id,
        gold=case.gold,
        clear_mentions=mentions.loc[mentions["status"] != "rejected"],
        lower_gold=lower,
        lower_mentions=lower_mentions.loc[lower_mentions["status"] != "rejected"],
        markers=read["markers"],
        readings=read["readings"],
        segments=topics["segments"],
        from_transcript=case.from_transcript,
        n_sessions=len(clear.sessions),
    )


def _same_turns(source: Source, lines: list[dict[str, Any]], settings: Settings) -> bool:
    try:
        clear = ingest(case_id="gold", sources=[source], sheet=None, settings=settings.ingest)
    except CirculationError:
        return False
    return clear.turns["text"].tolist() == [line["text"] for line in lines]


def _as_transcript(lines: list[dict[str, Any]]) -> bytes:
    # far apart, so that two turns of one speaker stay two
    return json.dumps(
        {
            "segments": [
                {"start": 60.0 * rank, "end": 60.0 * rank + 1, "speaker": line.get("speaker") or "", "text": line["text"]}
                for rank, line in enumerate(lines)
            ]
        }
    ).encode()


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


def _prf_table(title: str, rows: dict[str, dict[str, Any]]) -> Table:
    table = Table("", "n", "precision", "recall", "F1", title=title)
    for name, figure in rows.items():
        table.add_row(name, str(figure["n"]), *(_number(figure[column]) for column in ("precision", "recall", "f1")))
    return table


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
