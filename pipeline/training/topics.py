"""`circulation train topics`: the readers of obstacle codes, viewpoints and stances.

They learn from the train cases of data/corpus and from data/sample; obstacles also from plain sessions, and their codes from single
turns, short exchanges, remarks and notes of the corpus and from the codebook's own examples.

Regularised logistic regressions over TF-IDF of character and word n-grams; the one of viewpoints sees the sentence vector too. What codes
tell of each other in a case is learned on codes read out of fold. What the figures say is measured on folds that never split a case.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.gold import SUFFIX, Line, gold_folders, gold_lines
from pipeline.language import unit
from pipeline.resources import resource
from pipeline.topics.codebook import agreed, codebook_scores, load_codebook, read_codes
from pipeline.topics.collective import TOLD, Company, read_together
from pipeline.topics.embed import Mention, embed, plain
from pipeline.topics.hearing import CLUES, HEARD, clues
from pipeline.topics.learned import STANCES, Head, TopicReader, stacked, vectorizers
from pipeline.topics.viewpoints import stance, stance_scores
from pipeline.training.exchanges import read_exchanges
from pipeline.training.linear import conditional
from pipeline.training.obstacles import Heard, read_obstacles

FOLDS = 6
RARE = 3
"""N-grams of fewer texts are left out."""
AS_WELL = 0.003
"""So much of F1 is chance."""
RARITY = 10.0
"""Penalty on how much one code is likelier than another."""


class Examples(NamedTuple):
    """What is learned from: one row a turn; `stands` tells whether viewpoints are annotated there."""

    cases: np.ndarray
    sessions: np.ndarray
    texts: np.ndarray
    vectors: np.ndarray
    codes: np.ndarray
    viewpoint: np.ndarray
    stances: np.ndarray
    stands: np.ndarray


class Single(NamedTuple):
    """Obstacles outside the cases: one row a text."""

    texts: list[str]
    codes: list[str]
    vectors: np.ndarray


def train_topics(corpus: Path, out: Path) -> dict[str, float]:
    """Train on the train cases and the samples, write the reader, and return figures of cross-validation.

    Parameters
    ----------
    corpus
        data/corpus, with `splits.toml`; data/sample is read beside it.
    out
        Where models/trained/topics lies.

    Returns
    -------
    dict
        code_right (share of the obstacle turns heard that lie under their code, read together), code_alone (each alone),
        obstacle_auc (of the clues without the markers), viewpoint_f1, viewpoint_threshold, stance_right; 0 to 1.
    """
    from sklearn.metrics import roc_auc_score

    examples = _joined(_read([*gold_folders(corpus, "train"), *gold_folders(resource("data", "sample"))]), _plain(corpus / "plain"))
    single = _single(corpus)
    names = sorted(set(examples.cases))
    fold = np.array([names.index(case) % FOLDS for case in examples.cases])
    n = len(examples.texts)
    known = [obstacle.code for obstacle in load_codebook().obstacles]
    alone, stances, stand, clue = np.zeros((n, len(known))), np.full(n, "", object), np.zeros(n), np.zeros((n, CLUES))
    for number in range(FOLDS):
        here = fold == number
        reader = _fit(examples, single, ~here, 0.5)
        texts, vectors = examples.texts[here].tolist(), examples.vectors[here]
        features = reader.features(texts)
        alone[here] = agreed(next(codebook_scores(texts, vectors)), read_codes(reader, features, vectors))
        stand[here] = reader.viewpoints(features, vectors)
        clue[here] = clues(reader, texts, features, vectors)
        stances[here] = [STANCES[rank] for rank in stance_scores(texts, [stance(text) for text in texts], reader).argmax(1)]
    threshold = _best_threshold(examples.viewpoint[examples.stands], stand[examples.stands])
    coded, held = examples.codes != "", examples.viewpoint
    reader = _fit(examples, single, np.ones(n, bool), threshold)
    aside = np.zeros(n)
    for number in range(FOLDS):
        head = _weigh(clue[fold != number], coded[fold != number])
        aside[fold == number] = (clue[fold == number] @ head.weights + head.intercept)[:, 0]
    heard = np.flatnonzero(aside >= HEARD)
    told = _told(examples, alone, heard, reader.centre)
    gold = np.array([known.index(code) if code else -1 for code in examples.codes[heard]])
    right, chosen = gold >= 0, np.zeros(len(heard), int)
    for number in range(FOLDS):
        here = fold[heard] == number
        chosen[here] = read_together(told[here], _together(told[right & ~here], gold[right & ~here])).argmax(1)
    together = _together(told[right], gold[right])
    by_code = dict(zip(known, together.intercept, strict=True))
    together = together._replace(intercept=np.array([by_code.get(code, 0.0) for code in reader.codes]))
    replace(reader, heads=reader.heads | {"heard": _weigh(clue, coded), "together": together}).save(out)
    return {
        "code_right": float((chosen == gold)[right].mean()),
        "code_alone": float((alone[heard].argmax(1) == gold)[right].mean()),
        "obstacle_auc": float(roc_auc_score(coded, aside)),
        "viewpoint_f1": _f1(held[examples.stands], stand[examples.stands] >= threshold),
        "viewpoint_threshold": threshold,
        "stance_right": float((stances == examples.stances)[held].mean()),
    }


def _told(examples: Examples, alone: np.ndarray, heard: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """What the turns in which an obstacle was heard tell of each other, a case at a time: shape (heard, codes, TOLD)."""
    told = np.zeros((len(heard), alone.shape[1], TOLD))
    for case in np.unique(examples.cases[heard]):
        here = np.flatnonzero(examples.cases[heard] == case)
        rows = heard[here]
        company = Company(examples.sessions[rows].tolist(), rows.tolist(), examples.vectors[rows], centre)
        told[here] = company.tell(alone[rows], alone.shape[1])
    return told


def _together(told: np.ndarray, gold: np.ndarray) -> Head:
    weights, bias = conditional(told, gold, RARITY)
    return Head(weights[:, None], bias)


def _read(folders: Sequence[Path]) -> Examples:
    rows: list[tuple[str, str, Line]] = [
        (folder.name, path.name, line) for folder in folders for path in sorted(folder.glob(f"*{SUFFIX}")) for line in gold_lines(path)
    ]
    texts = [_masked(line) for *_, line in rows]
    return Examples(
        cases=np.array([case for case, *_ in rows], object),
        sessions=np.array([session for _, session, _ in rows], object),
        texts=np.array(texts, object),
        vectors=embed(texts),
        codes=np.array([line["obstacle_topic"] or "" for *_, line in rows], object),
        viewpoint=np.array([bool(line["viewpoint"]) for *_, line in rows]),
        stances=np.array([(line["viewpoint"] or {}).get("stance", "") for *_, line in rows], object),
        stands=np.ones(len(rows), bool),
    )


def _plain(folder: Path) -> Examples:
    """Plain sessions, each a case of its own, in which viewpoints are not annotated."""
    sessions = read_exchanges(folder)
    turns = [turn for session in sessions for turn in session]
    names = np.array([f"plain-{rank}" for rank, session in enumerate(sessions) for _ in session], object)
    texts = [plain(turn.text, 0, len(turn.text), []) for turn in turns]
    codes, none = np.array([turn.obstacle for turn in turns], object), np.zeros(len(turns), bool)
    return Examples(names, names, np.array(texts, object), embed(texts), codes, none, np.full(len(turns), "", object), none)


def _joined(one: Examples, other: Examples) -> Examples:
    return Examples(*map(np.concatenate, zip(one, other, strict=True)))


def _single(corpus: Path) -> Single:
    """Single turns, turns of exchanges, lines of notes, remarks, and the words of the codebook itself."""
    book = load_codebook().obstacles
    exchanged = (turn for name in ("exchanges", "notes", "remarks") for turns in read_exchanges(corpus / name) for turn in turns)
    rows = [
        *read_obstacles(corpus / "obstacles", {obstacle.code for obstacle in book}),
        *(Heard(turn.text, turn.obstacle) for turn in exchanged if turn.obstacle),
        *(Heard(text, obstacle.code) for obstacle in book for text in (*obstacle.examples, f"{obstacle.label}. {obstacle.description}")),
    ]
    texts = [row.text for row in rows]
    return Single(texts, [row.code for row in rows], embed(texts))


def _masked(line: Line) -> str:
    return plain(line["text"], 0, len(line["text"]), [Mention(one["start"], one["end"], one["kind"]) for one in line["pii"]])


def _fit(examples: Examples, single: Single, here: np.ndarray, threshold: float) -> TopicReader:
    from sklearn.linear_model import LogisticRegression

    grams = vectorizers(min_df=RARE)
    for vectorizer in grams.values():
        # names of plain sessions are not masked
        vectorizer.fit(examples.texts[here & examples.stands])
    features = stacked([vectorizer.transform(examples.texts[here]) for vectorizer in grams.values()])
    of_single = stacked([vectorizer.transform(single.texts) for vectorizer in grams.values()])
    centre = examples.vectors[here].mean(0)
    coded, held, stands = examples.codes[here] != "", examples.viewpoint[here], examples.stands[here]
    codes = [*examples.codes[here][coded], *single.codes]
    code = LogisticRegression(C=30, max_iter=400, class_weight="balanced").fit(stacked([features[coded], of_single], below=True), codes)
    sense = LogisticRegression(C=10, max_iter=400, class_weight="balanced").fit(
        unit(np.vstack([examples.vectors[here][coded], single.vectors]) - centre), codes
    )
    whole = stacked([features, examples.vectors[here] - centre])
    stand = LogisticRegression(C=3, max_iter=400).fit(whole[stands], held[stands])
    block = LogisticRegression(C=1, max_iter=400).fit(whole, coded)
    stance = LogisticRegression(C=10, max_iter=400, class_weight="balanced").fit(features[held], examples.stances[here][held])
    if tuple(stance.classes_) != STANCES:
        raise ValueError("the train cases lack a stance")
    models = {"code": code, "sense": sense, "viewpoint": stand, "obstacle": block, "stance": stance}
    heads = {name: Head(model.coef_.T, model.intercept_) for name, model in models.items()}
    return TopicReader(grams, tuple(code.classes_), heads, centre, threshold)


def _weigh(clue: np.ndarray, coded: np.ndarray) -> Head:
    """What each clue of an obstacle weighs, on clues out of fold."""
    from sklearn.linear_model import LogisticRegression

    scale = clue.std(0)
    model = LogisticRegression().fit(clue / scale, coded)
    return Head((model.coef_ / scale).T, model.intercept_)


def _best_threshold(held: np.ndarray, probability: np.ndarray) -> float:
    """The lowest of those that do as well as the best: what is missed is worse than what a facilitator strikes out."""
    candidates = np.linspace(0.05, 0.6, 56)
    reached = np.array([_f1(held, probability >= candidate) for candidate in candidates])
    return float(candidates[np.argmax(reached >= reached.max() - AS_WELL)])


def _f1(expected: np.ndarray, given: np.ndarray) -> float:
    return float(2 * (expected & given).sum() / max(1, expected.sum() + given.sum()))
