"""Trains the reader of markers: `circulation train markers [--real FILE] [--corrections DIR]…`.

What it learns from is in `pipeline.training.sessions`. Everything that is chosen (calibration, thresholds, bands) is chosen on folds that
split no case, no debate, no remark from its answer and no evening's notes.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator, cg

from pipeline.errors import TrainingError
from pipeline.language import unit
from pipeline.markers.features import grams, relation_features, shape_features, tokens
from pipeline.markers.reader import TrainedReader, encode, save
from pipeline.markers.rules import load_rules
from pipeline.markers.scores import Expert, facing, neighbourhood
from pipeline.markers.space import LENGTH, Space
from pipeline.markers.utterance import Utterance, fold
from pipeline.resources import resource
from pipeline.tables import FAMILIES
from pipeline.training.answers import learn_answers
from pipeline.training.sessions import (
    CALM_TALK,
    Sessions,
    of_calm,
    of_cases,
    of_corrections,
    of_debates,
    of_exchanges,
    of_notes,
    of_plain,
    of_remarks,
    of_rules,
)
from pipeline.training.thresholds import Again, Chosen, choose

N_FOLDS = 6
MIN_GRAM, MIN_SOURCES = 4, 2
RIDGE, VETO = 0.8, 0.6
PIECE = 6
"""Turns of the pieces of sessions that the second step learns from beside whole ones."""
LIST = 40
"""Turns of remarks that are read as one session: a list, in which few have to do with the one before."""
CALM_AGAIN = 2
"""How many times more it is told of calm talk, of which there is little, whole and turn by turn."""
NOISE = 0.2
"""Standard deviations of the noise in one more telling: another name in the place of a name is to tip no reading over."""
DIRECTIONS = 32
"""In which sentence vectors vary most; twice and three times as many find no more on folds."""
LEAST = 1e-3
"""Standard deviation of unit vectors in a direction, below which nothing is said in it."""
TOLERANCE = 1e-4
"""Of what is left of the system, relative."""
WEIGHTS = {"groups": 1.0, "remarks": 1.0, "examples": 0.1, "exchanges": 0.5, "notes": 0.5, "corrections": 1.0, "debates": 0.0}
"""Of a turn in the expert for groups, by the part that it comes from."""
SHARED = 0.05
"""Factor on these weights in the expert for public debates, whose own turns have weight 1."""


def train_markers(corpus: Path, out: Path, real: Path | None = None, corrections: Sequence[Path] = ()) -> dict[str, Any]:
    """Train on the train cases and the samples, write the reader into `out`, and say how well it read what it had not seen.

    Parameters
    ----------
    corpus
        data/corpus, with `splits.toml`; data/sample is read beside it.
    out
        Where models/trained/markers lies.
    real
        Labelled utterances of public debates, JSON lines.
    corrections
        Folders that `run` wrote, with decisions about markers.

    Returns
    -------
    dict
        turns (of cases, plain sessions and calm talk), corrected_turns, debate_utterances; mean_f1, violent_f1 and traps (share with a
        false marker) of these turns and the remarks together, out of fold, 0 to 1.

    Raises
    ------
    GoldError
        There is no train case in `corpus`, no plain session, no calm talk, no remark, no exchange or no note.
    TrainingError
        `real` is no file of labelled utterances, or there is no decision about markers in a folder of `corrections`.
    """
    corrected = of_corrections(corrections) if corrections else None
    groups = of_cases(corpus) + of_plain(corpus / "plain") + of_calm(corpus / "calm")
    debates = of_debates(real) if real else None
    examples = of_rules()
    remarks, exchanges, notes = of_remarks(corpus / "remarks"), of_exchanges(corpus / "exchanges"), of_notes(corpus / "notes")
    reader, figures = fit(groups, remarks, examples, exchanges, notes, debates, corrected)
    data = {
        "sessions": len(groups.turns),
        "turns": len(groups.labels),
        "remark_turns": len(remarks.labels),
        "examples": len(examples.labels),
        "exchange_turns": len(exchanges.labels),
        "note_lines": len(notes.labels),
        "corrected_turns": int(corrected.counts.sum()) if corrected else 0,
        "debate_utterances": int(debates.counts.sum()) if debates else 0,
    }
    save(reader, out, {"data": data, "figures": figures})
    group = figures["group"]
    return {
        "turns": data["turns"],
        "corrected_turns": data["corrected_turns"],
        "debate_utterances": data["debate_utterances"],
        "mean_f1": group["mean_f1"],
        "violent_f1": group["violence"]["f1"],
        "traps": group["traps"],
    }


def fit(
    groups: Sessions,
    remarks: Sessions,
    examples: Sessions,
    exchanges: Sessions,
    notes: Sessions,
    debates: Sessions | None,
    corrections: Sessions | None = None,
) -> tuple[TrainedReader, dict[str, Any]]:
    """Learn the space, the experts, a calibration a register; figures are out of fold."""
    every: dict[str, Sessions | None] = {"groups": groups, "remarks": remarks, "examples": examples, "exchanges": exchanges}
    every |= {"notes": notes, "corrections": corrections, "debates": debates}
    named = {name: part for name, part in every.items() if part}
    parts = list(named.values())
    # debates name the same politicians again and again: no word is learned from them
    vocabulary = _closed(groups.flat, groups.source)
    vectors = {name: [encode(session, vocabulary) for session in part.turns] for name, part in named.items()}
    space = _space(parts, vocabulary, np.vstack(vectors["groups"]))
    placed = [_place(space, part, vectors[name]) for name, part in named.items()]
    dense = np.vstack([part[0] for part in placed])
    sparse = sp.csr_matrix(sp.vstack([part[1] for part in placed]))
    labels = np.vstack([part.labels for part in parts])
    part_of = np.repeat(list(named), [len(part.labels) for part in parts])
    session, remark, note, debate = (part_of == name for name in ("groups", "remarks", "notes", "debates"))
    # turns that only stand before a labelled one are not learned from
    counts = np.concatenate([part.counts for part in parts])
    weights = np.where(counts, [WEIGHTS[part] for part in part_of], 0.0)
    source = np.concatenate([part.source for part in parts])
    # an expert that learns from teasing hears insults no more: calm talk is for the second step alone
    weights[_is_calm(source)] = 0
    fold_of = _folds(source)
    backed = np.array([_backed(turn) for part in parts for turn in part.flat])

    def chosen(scores: np.ndarray, own: np.ndarray, **how: Any) -> Chosen:
        return choose(scores[own], labels[own], backed[own], fold_of[own], **how)

    experts = {"group": _ridge(dense, sparse, labels, weights)}
    scores = _out_of_fold(dense, sparse, labels, weights, fold_of, needed=session | remark | note)
    spoken, of_spoken = groups.turns + remarks.turns, [*vectors["groups"], *vectors["remarks"]]
    around, pieces, alone = (_around(spoken, of_spoken, space, scores[session | remark], longest) for longest in (None, PIECE, 1))
    lists = _around([remarks.flat], [np.vstack(vectors["remarks"])], space, scores[remark], LIST)
    again = [*_again(around, pieces, alone, source[session | remark]), Again(np.flatnonzero(remark[session | remark]), lists)]
    answering, answers = learn_answers(groups.turns, groups.opposed, vectors["groups"], scores[session], space, fold_of[session])
    registers = {
        "group": chosen(scores, session | remark, around=around, again=again, veto=VETO),
        # lines of notes are no neighbours; among them are too few traps to set anything by
        "notes": chosen(scores, note, around=None, veto=0.0, trap_cost=0.0),
    }
    if debates:
        of_groups = experts["group"].scores(dense[debate], sparse[debate])
        weights = np.where(debate, counts, SHARED * weights)
        experts["debate"] = _ridge(dense, sparse, labels, weights)
        scores = _out_of_fold(dense, sparse, labels, weights, fold_of, needed=debate)
        around = _faced(debates, vectors["debates"], space, scores[debate], of_groups)[debates.counts]
        registers["debate"] = chosen(scores, debate & counts, around=around, veto=0.0)
    figures = {register: found.figures for register, found in registers.items()}
    figures["group"]["opposed_turn"] = answers
    gate = _gate(dense[counts, : len(space.directions)], sparse[np.flatnonzero(counts)], debate[counts])
    calibrations = {register: found.calibration for register, found in registers.items()}
    return TrainedReader(space, experts, calibrations, answering, gate), figures


def _space(parts: Sequence[Sessions], vocabulary: frozenset[str], vectors: np.ndarray) -> Space:
    """The n-grams of known words, their weights, and the directions in which sentence vectors vary."""
    flat = [turn for part in parts for turn in part.flat]
    found = [sorted({gram for gram, _, _ in grams(*tokens(turn, vocabulary))}) for turn in flat]
    number = Counter(gram for own in found for gram in own)
    names = sorted(gram for gram, n in number.items() if n >= MIN_GRAM)
    idf = np.array([np.log((1 + len(flat)) / (1 + number[name])) + 1 for name in names], dtype=np.float32)
    shape = np.vstack([shape_features(session) for session in parts[0].turns])
    rules = {rule: i for i, rule in enumerate(sorted(load_rules().rules))}
    scale = np.maximum(shape.std(0), 1e-6)
    return Space(vocabulary, {name: i for i, name in enumerate(names)}, idf, rules, shape.mean(0), scale, _directions(vectors))


def _directions(vectors: np.ndarray) -> np.ndarray:
    """Those in which vectors vary most, each divided by how much, as they are stored."""
    from sklearn.decomposition import PCA

    found = PCA(min(DIRECTIONS, *vectors.shape), svd_solver="randomized", random_state=0).fit(vectors)
    spread = np.sqrt(found.explained_variance_)
    varies = spread > LEAST
    return (np.asarray(found.components_)[varies] / spread[varies, None]).T.astype(np.float16).astype(np.float32)


def _closed(flat: Sequence[Utterance], sources: np.ndarray) -> frozenset[str]:
    """Frequent words of French, and those that several cases share and that no list of names holds."""
    common, function, ordinary, surnames = (
        {fold(word) for word in resource("models", "lexicons", f"{name}.txt").read_text("utf-8").split()}
        for name in ("common_words", "function_words", "ordinary_words", "surnames")
    )
    listed = {
        fold(line.split(",")[0])
        for name in ("first_names", "hypocoristics", "communes")
        for line in resource("models", "lexicons", f"{name}.csv").read_text("utf-8").splitlines()
    }
    names = (surnames | listed) - common - function
    shared: dict[str, set[str]] = {}
    for turn, source in zip(flat, sources, strict=True):
        for word in turn.skeleton.words:
            if word.isalpha():
                shared.setdefault(fold(word), set()).add(source)
    spoken = {word for word, where in shared.items() if len(where) >= MIN_SOURCES and word not in names and word not in ordinary}
    return frozenset((common | function | spoken) - (ordinary & names))


def _place(space: Space, part: Sessions, vectors: Sequence[np.ndarray]) -> tuple[np.ndarray, sp.csr_matrix]:
    placed = [space.place(session, found) for session, found in zip(part.turns, vectors, strict=True)]
    return np.vstack([dense for dense, _ in placed]), sp.csr_matrix(sp.vstack([sparse for _, sparse in placed]))


def _folds(source: np.ndarray) -> np.ndarray:
    """The fold of each turn: whole cases, talks, remarks, debates and notes, dealt together by a hash of their name; the rest is in none,
    always learned from."""
    beside = ("examples", "exchanges", "corrections")
    names = sorted(set(source) - set(beside), key=lambda name: hashlib.sha1(str(name).encode()).hexdigest())
    fold_of = {name: i % N_FOLDS for i, name in enumerate(names)} | dict.fromkeys(beside, N_FOLDS)
    return np.array([fold_of[name] for name in source])


def _backed(turn: Utterance) -> list[bool]:
    """Whether a rule found an active cue, for each family."""
    active = {hit.rule.category for hit, _, is_active in turn.cues if is_active}
    return [bool(active & set(categories)) for categories in FAMILIES.values()]


def _ridge(dense: np.ndarray, sparse: sp.csr_matrix, labels: np.ndarray, weights: np.ndarray) -> Expert:
    """A weighted ridge regression of all labels on both parts of the space.

    Its dual system (a row a turn that counts) is solved by conjugate gradients, so that no matrix of turns by turns is ever laid out.
    """
    rows = np.flatnonzero(weights > 0)
    dense, sparse, w = dense[rows], sp.csr_matrix(sparse[rows]), weights[rows].astype(np.float32)
    by_gram = sp.csr_matrix(sparse.T)
    base = (w[:, None] * labels[rows]).sum(0) / w.sum()
    wanted = (labels[rows] - base).astype(np.float32)
    penalty = (RIDGE / w)[:, None]

    def weighed(dual: np.ndarray) -> np.ndarray:
        dual = dual.reshape(wanted.shape)
        return (dense @ (dense.T @ dual) + sparse @ (by_gram @ dual) + dual.sum(0) + penalty * dual).ravel()

    def scaled(rest: np.ndarray) -> np.ndarray:
        return (rest.reshape(wanted.shape) / (LENGTH**2 + 1 + penalty)).ravel()

    shape = (wanted.size, wanted.size)
    system, scaling = (LinearOperator(shape, matvec=product, dtype=np.float32) for product in (weighed, scaled))
    dual, failed = cg(system, wanted.ravel(), rtol=TOLERANCE, maxiter=1000, M=scaling)
    if failed:
        raise TrainingError("the ridge regression did not converge")
    dual = dual.reshape(wanted.shape)
    return Expert(dense.T @ dual, by_gram @ dual, (base + dual.sum(0)).astype(np.float32))


def _out_of_fold(
    dense: np.ndarray, sparse: sp.csr_matrix, labels: np.ndarray, weights: np.ndarray, fold_of: np.ndarray, *, needed: np.ndarray
) -> np.ndarray:
    scores = np.zeros(labels.shape, dtype=np.float32)
    for fold_ in range(N_FOLDS):
        aside = (fold_of == fold_) & needed
        if aside.any():
            expert = _ridge(dense, sparse, labels, np.where(fold_of != fold_, weights, 0))
            scores[aside] = expert.scores(dense[aside], sparse[aside])
    return scores


def _around(
    sessions: Sequence[Sequence[Utterance]],
    vectors: Sequence[np.ndarray],
    space: Space,
    scores: np.ndarray,
    longest: int | None = None,
) -> np.ndarray:
    """What stands about each turn, in its session or in a piece of so many turns of it: a reader is given short ones too."""
    found: list[np.ndarray] = []
    at = 0
    for session, vector in zip(sessions, vectors, strict=True):
        step = longest or len(session)
        for start in range(0, len(session), step):
            piece, own = session[start : start + step], scores[at : at + len(session)][start : start + step]
            vectors_ = vector[start : start + step]
            relation = relation_features(piece, vectors_, space.vocabulary)
            found.append(neighbourhood(piece, own, relation, shape_features(piece), space.about(vectors_)))
        at += len(session)
    return np.vstack(found)


def _faced(debates: Sessions, vectors: Sequence[np.ndarray], space: Space, scores: np.ndarray, of_groups: np.ndarray) -> np.ndarray:
    """What each utterance is beside the end of the one before."""
    relation = np.vstack([relation_features(*pair, space.vocabulary) for pair in zip(debates.turns, vectors, strict=True)])
    shape = np.vstack([shape_features(pair) for pair in debates.turns])
    return facing(scores, of_groups, relation, shape, space.about(np.vstack(vectors)))


def _is_calm(source: np.ndarray) -> np.ndarray:
    return np.char.startswith(source.astype(str), CALM_TALK)


def _again(around: np.ndarray, pieces: np.ndarray, alone: np.ndarray, source: np.ndarray) -> list[Again]:
    """What the second step learns from beside whole sessions: pieces of them, all with noise, and calm talk, each turn by itself too."""
    every, calm = np.arange(len(around)), np.flatnonzero(_is_calm(source))
    noise = NOISE * around.std(0) * np.random.default_rng(0).normal(size=around.shape)
    noisy = (around + noise).astype(np.float32)
    return [Again(every, pieces), *[Again(calm, around[calm]), Again(calm, alone[calm])] * CALM_AGAIN, Again(every, noisy)]


def _gate(vectors: np.ndarray, sparse: sp.csr_matrix, debate: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """A linear guess of the register from words alone."""
    weights = np.where(debate, (~debate).sum() / max(debate.sum(), 1), 1.0)
    guess = _ridge(unit(vectors), sparse, debate[:, None].astype(np.float32), weights)
    return guess.dense.ravel(), guess.grams.ravel(), float(guess.bias[0])
