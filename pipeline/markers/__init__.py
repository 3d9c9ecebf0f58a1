"""Cues of disagreement, tension, withdrawal, obstacle and cooperation: rules in their context, and a trained reader over them.

Figures and limits are in models/patterns/CARD.md (rules) and models/trained/markers/CARD.md (reader).
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline import language, tables
from pipeline.markers.answering import correct_answers
from pipeline.markers.context import load_context
from pipeline.markers.corrections import Corrected, Corrections
from pipeline.markers.decide import Marked, by_reader, by_rules
from pipeline.markers.patterns import Places
from pipeline.markers.reader import READERS
from pipeline.markers.readings import polarity, shares
from pipeline.markers.replies import Said, read_replies
from pipeline.markers.rules import load_rules
from pipeline.markers.speech import Skeleton, plain, skeleton
from pipeline.markers.utterance import Cue, Utterance
from pipeline.notes import noted
from pipeline.settings import MarkersSettings

_ANSWERS = {"reconnaissance": "supports"}
"""What a marker answers that no rule found."""


def read_markers(
    *, turns: pd.DataFrame, speakers: pd.DataFrame, decisions: pd.DataFrame, settings: MarkersSettings, track=iter
) -> dict[str, pd.DataFrame]:
    """Mark the turns of a case and read each as a whole.

    Parameters
    ----------
    turns, speakers, decisions
        Tables of the contract, whole sessions. Decisions of stage "markers" have the last word (`pipeline.markers.corrections`, and
        `pipeline.markers.answering` for who answers whom). What `pipeline.notes` takes for notes is read as such.
    settings
        `reader`: trained, or rules alone; `sure`: with rules alone, the score from which a marker is in the band sure.
    track
        Wraps the sessions for a progress bar.

    Returns
    -------
    dict
        `markers`: for each turn and category at most one active cue, the best, and at most one that is set aside, kept with
        the modifiers that cancel it; and what a person added. `readings`: one row a turn; its `p_` columns are the reader's
        calibrated probabilities (with rules alone, a noisy-or of their scores), 0 or 1 where a person decided; its polarity
        follows from the active markers.

    Examples
    --------
    >>> turns = tables.build("turns", [{"case_id": "c", "session_id": "s", "turn_id": "s:0", "order": 0, "speaker_id": "p1",
    ...     "said_by": "", "start_s": float("nan"), "end_s": float("nan"), "text": "euh moi je suis pas d'accord"}])
    >>> read = read_markers(turns=turns, speakers=tables.build("speakers"), decisions=tables.build("decisions"),
    ...     settings=MarkersSettings(reader="rules"))
    >>> read["markers"]["category"].tolist(), read["readings"]["polarity"].tolist()
    (['desaccord_direct'], ['constructif'])
    """
    corrections = Corrections(decisions)
    people = speakers.set_index("speaker_id")
    labels = people["label"].to_dict()
    facilitators = frozenset(people.index[people["role"] == tables.FACILITATOR])
    reader = READERS[settings.reader]()
    markers: list[dict[str, Any]] = []
    readings: list[dict[str, Any]] = []
    turns = turns.assign(noted=noted(turns))
    for _, session in track(turns.groupby("session_id", sort=False)):
        session = session.sort_values("order")
        who: list[str] = session["speaker_id"].tolist()
        said = utterances(
            session["text"].tolist(),
            who,
            [speaker in facilitators for speaker in who],
            [labels.get(speaker, "") for speaker in who],
            noted=bool(session["noted"].iloc[0]),
        )
        marked = by_reader(reader, said) if reader else by_rules(said, settings.sure)
        answering: list[Said] = []
        corrected: list[Corrected] = []
        for turn_id, turn, read in zip(session["turn_id"], said, marked, strict=True):
            corrected.append(corrections.apply(turn_id, turn.text, [marker.row(turn_id, turn) for marker in read.markers]))
            markers += corrected[-1].rows
            answering.append(_said(turn_id, turn, read, corrected[-1], session["turn_id"]))
        for turn, read, (rows, certain, refused), (opposed, supported) in zip(
            answering, marked, corrected, read_replies(answering), strict=True
        ):
            active = [row for row in rows if row["active"]]
            readings.append(
                {
                    "turn_id": turn.turn_id,
                    "polarity": polarity({row["family"] for row in active}),
                    **shares(read.shares or [(row["family"], row["score"]) for row in active], refused, certain),
                    "opposes_turn_id": opposed.turn_id,
                    "opposes_score": opposed.score,
                    "supports_turn_id": supported.turn_id,
                    "supports_score": supported.score,
                }
            )
    return {
        "markers": tables.build("markers", markers),
        "readings": correct_answers(tables.build("readings", readings), turns, decisions),
    }


def utterances(
    texts: Sequence[str], speakers: Sequence[str], facilitators: Sequence[bool], labels: Sequence[str] = (), *, noted: bool = False
) -> list[Utterance]:
    """The turns of a session, or the lines of its notes, as readers get them: parsed once, with every cue of the rules."""
    parsed = language.tagger().pipe(plain(text) for text in texts)
    reduced = [skeleton(doc) for doc in parsed]
    return [
        Utterance(text, words, cues(words), speaker, facilitator, label, noted)
        for text, words, speaker, facilitator, label in zip(
            texts, reduced, speakers, facilitators, labels or [""] * len(texts), strict=True
        )
    ]


def cues(words: Skeleton) -> list[Cue]:
    """Every cue of a turn with its modifiers, before the best of each category is chosen."""
    places, context = Places(words), load_context()
    hits = list(load_rules().hits(words, places))
    read = context.read(words, places, hits)
    return [(hit, modifiers, not context.cancels(hit, modifiers)) for hit, modifiers in zip(hits, read, strict=True)]


def _said(turn_id: str, turn: Utterance, read: Marked, corrected: Corrected, turn_ids: pd.Series) -> Said:
    """A turn as far as replies need it: rules that answer and still stand, the reader's own view of opposition, and a person's."""
    answers_of = load_rules().rules
    active = [row for row in corrected.rows if row["active"]]
    standing = [
        (answers_of[row["rule_id"]].answers if row["rule_id"] else _ANSWERS.get(row["category"], ""), row["score"]) for row in active
    ]
    opposes, supports = (max((score for answers, score in standing if answers == kind), default=0.0) for kind in ("opposes", "supports"))
    opposed = None
    if read.opposed is not None:
        row, opposes = read.opposed
        opposed, opposes = ("", 0.0) if row < 0 else (turn_ids.iloc[row], opposes)
    if "desaccord" in corrected.refused:
        opposed, opposes = "", 0.0
    elif "desaccord" in corrected.certain:
        opposed, opposes = opposed or None, 1.0
    return Said(turn_id, turn.speaker_id, turn.label, turn.facilitator, turn.text, opposes, supports, opposed)
