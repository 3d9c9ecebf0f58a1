"""Readers: turns in, probabilities and reasons out.

A stronger reader can be named in settings (`markers.reader`) without a change to what calls it.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Protocol

import numpy as np

from pipeline import language
from pipeline.errors import ResourceError
from pipeline.markers.features import relation_features, shape_features
from pipeline.markers.pairs import Answering, pairs_of
from pipeline.markers.scores import LABELS, Calibration, Expert, calm, facing, neighbourhood
from pipeline.markers.space import Space
from pipeline.markers.utterance import UNKNOWN, Utterance, masked
from pipeline.network import Network
from pipeline.resources import resource
from pipeline.tables import FAMILIES

FOLDER = ("models", "trained", "markers")
EXPERTS = {"group": "group", "notes": "group", "debate": "debate"}
"""By register, which has thresholds of its own, the expert that reads it."""
MARGIN = 0.95
"""Probability from which violence is marked in a calm session, whether a rule found a cue or not."""
_VIOLENCE = np.array([family == "violence" for family in FAMILIES])


@dataclass(frozen=True)
class Reading:
    """What a reader says of the turns of one session.

    Attributes
    ----------
    families
        Calibrated probabilities, shape (turns, 6), in the order of `pipeline.tables.FAMILIES`.
    categories
        Probabilities, shape (turns, 18), in the order of `FAMILY_OF`.
    opposed, opposes
        Row of the earlier turn that a turn opposes (-1 for none) and how probably, both shape (turns,).
    bare, backed, sure
        Thresholds for each family, shape (6,): from `bare` on (`backed` where a rule found a cue) it is marked, from `sure` on it is sure.
    """

    families: np.ndarray
    categories: np.ndarray
    opposed: np.ndarray
    opposes: np.ndarray
    bare: np.ndarray
    backed: np.ndarray
    sure: np.ndarray


@dataclass(frozen=True)
class Reasons:
    """The words of a turn (first, after last; of its skeleton) that speak most for a label, and the strongest terms."""

    start: int
    end: int
    terms: Sequence[str]


class Reader(Protocol):
    """Reads a session beyond its rules."""

    def probabilities(self, session: Sequence[Utterance]) -> Reading:
        """Probabilities for each turn."""
        ...

    def reasons(self, turn: Utterance, label: str) -> Reasons:
        """Where and why a turn may carry a label (a family or category)."""
        ...


class TrainedReader:
    """The reader that `circulation train markers` makes; its card and figures are in models/trained/markers."""

    def __init__(
        self,
        space: Space,
        experts: Mapping[str, Expert],
        calibrations: Mapping[str, Calibration],
        answering: Answering,
        gate: tuple[np.ndarray, np.ndarray, float],
    ) -> None:
        self.space, self.experts, self.calibrations, self.answering, self.gate = space, experts, calibrations, answering, gate

    def probabilities(self, session: Sequence[Utterance]) -> Reading:
        """Read a session in the register that its words are of, group or public debate, or as notes."""
        vectors = encode(session, self.space.vocabulary)
        dense, sparse = self.space.place(session, vectors)
        register = self._register(session, vectors, np.asarray(sparse @ self.gate[1]))
        calibration = self.calibrations[register]
        # who answers whom is learned from groups alone, so that their expert reads every session
        of_groups = self.experts["group"].scores(dense, sparse)
        own = of_groups if EXPERTS[register] == "group" else self.experts[EXPERTS[register]].scores(dense, sparse)
        about, around = self.space.about(vectors), None
        if calibration.second:
            told = (relation_features(session, vectors, self.space.vocabulary), shape_features(session), about)
            around = facing(own, of_groups, *told) if register == "debate" else neighbourhood(session, own, *told)
        pairs = pairs_of(session, vectors, about, of_groups, self.space.vocabulary)
        opposed, opposes = self.answering.opposed(pairs, len(session))
        families = calibration.probabilities(own, around)
        bare, backed = calibration.bare, calibration.backed
        # thresholds were chosen where one turn in fourteen, in debates one in four, is violent
        if register != "notes" and calm(families):
            bare, backed = (np.where(_VIOLENCE, np.maximum(low, MARGIN), low) for low in (bare, backed))
        return Reading(families, calibration.categories(own), opposed, opposes, bare, backed, calibration.sure)

    def reasons(self, turn: Utterance, label: str) -> Reasons:
        """The clause whose n-grams weigh most, and the three heaviest n-grams of known words."""
        found = self.space.found(turn)
        columns = [column for *_, column in found]
        weights = (self.experts["group"].grams[columns, LABELS.index(label)] * self.space.idf[columns]).tolist()
        by_word = [0.0] * len(turn.skeleton.words)
        terms: dict[str, float] = {}
        for (gram, start, end, _), weight in zip(found, weights, strict=True):
            for i in range(start, end):
                by_word[i] += weight / (end - start)
            if gram[0] == "w" and UNKNOWN not in gram and any(c.isalnum() for c in gram[2:]):
                terms[gram[2:].strip("⟦⟧ .!?")] = weight
        best = sorted((term for term, weight in terms.items() if weight > 0 and term), key=lambda term: (-terms[term], term))
        apart = (term for i, term in enumerate(best) if not any(term in longer or longer in term for longer in best[:i]))
        kept = list(islice(apart, 3))
        clause = turn.skeleton.clause
        words = [i for i, source in enumerate(turn.skeleton.source) if source is not None]
        if not words:
            return Reasons(0, 0, kept)
        by_clause = {clause[i]: 0.0 for i in words}
        for i, weight in enumerate(by_word):
            if clause[i] in by_clause:
                by_clause[clause[i]] += weight
        top = max(by_clause, key=lambda c: by_clause[c])
        inside = [i for i in words if clause[i] == top]
        return Reasons(inside[0], inside[-1] + 1, kept)

    def _register(self, session: Sequence[Utterance], vectors: np.ndarray, by_grams: np.ndarray) -> str:
        if "notes" in self.calibrations and all(turn.noted for turn in session):
            return "notes"
        # one register a session: a single turn says too little
        public = "debate" in self.calibrations and float(np.mean(vectors @ self.gate[0] + by_grams)) + self.gate[2] > 0.5
        return "debate" if public else "group"


def encode(session: Sequence[Utterance], vocabulary: Collection[str]) -> np.ndarray:
    """Unit vectors of the turns with what may be names hidden, each text once, shape (turns, dimension)."""
    texts = [masked(turn.text, vocabulary) for turn in session]
    distinct = list(dict.fromkeys(texts))
    row = {text: i for i, text in enumerate(distinct)}
    return language.encoder().encode(distinct)[[row[text] for text in texts]]


def save(reader: TrainedReader, folder: Any, description: Mapping[str, Any]) -> None:
    """Write plain arrays and a readable description."""
    folder.mkdir(parents=True, exist_ok=True)
    space, gate = reader.space, reader.gate
    arrays: dict[str, np.ndarray] = {
        "idf": space.idf.astype(np.float16),
        "shape_mean": space.shape_mean,
        "shape_scale": space.shape_scale,
        "directions": space.directions.astype(np.float16),
        "gate_vector": gate[0].astype(np.float16),
        "gate_grams": gate[1].astype(np.float16),
        "gate_bias": np.array(gate[2]),
    }
    for name, expert in reader.experts.items():
        arrays |= {f"{name}_{part}": _short(getattr(expert, part)) for part in ("dense", "grams")}
        arrays[f"{name}_bias"] = expert.bias
    for register, calibration in reader.calibrations.items():
        arrays |= {f"{register}_{name}": array for name, array in calibration.arrays().items()}
    answering = reader.answering
    arrays |= answering.network.arrays("pair_")
    arrays["pair_threshold"] = np.array(answering.threshold)
    np.savez_compressed(folder / "weights.npz", allow_pickle=False, **arrays)
    grams = "\n".join(reader.space.grams) + "\n"
    (folder / "grams.txt.gz").write_bytes(gzip.compress(grams.encode(), mtime=0))
    (folder / "words.txt").write_text("\n".join(sorted(reader.space.vocabulary)) + "\n", "utf-8")
    text = json.dumps(
        {"registers": list(reader.calibrations), "labels": list(LABELS), "rules": list(reader.space.rules), **description},
        indent=1,
        ensure_ascii=False,
    )
    (folder / "reader.json").write_text(text + "\n", "utf-8")


def _short(weights: np.ndarray) -> np.ndarray:
    """Half precision, rounded to three bits after the first (6 % of a weight at most), which compress to less."""
    bits = weights.astype(np.float16).view(np.uint16)
    return ((bits + np.uint16(0x40)) & np.uint16(0xFF80)).view(np.float16)


def load(folder: Any) -> TrainedReader:
    """Read what `save` wrote; nothing in it is executed.

    Raises
    ------
    ResourceError
        The files do not fit this version of the program.
    """
    try:
        description = json.loads((folder / "reader.json").read_text("utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in stored.files}
        names = gzip.decompress((folder / "grams.txt.gz").read_bytes()).decode().splitlines()
        words = frozenset((folder / "words.txt").read_text("utf-8").split())
        if tuple(description["labels"]) != LABELS or len(names) != len(arrays["idf"]):
            raise ValueError
        registers = description["registers"]
        rules = {rule: i for i, rule in enumerate(description["rules"])}
        of_space = {name: arrays[name] for name in ("idf", "shape_mean", "shape_scale", "directions")}
        space = Space(words, {gram: i for i, gram in enumerate(names)}, rules=rules, **of_space)
        experts = {e: Expert(arrays[f"{e}_dense"], arrays[f"{e}_grams"], arrays[f"{e}_bias"]) for e in {EXPERTS[r] for r in registers}}
        calibrations = {r: Calibration(**{name: arrays[f"{r}_{name}"] for name in Calibration.__dataclass_fields__}) for r in registers}
        answering = Answering(Network.of(arrays, "pair_"), float(arrays["pair_threshold"]))
    except (OSError, EOFError, zlib.error, ValueError, KeyError):
        raise ResourceError("models/trained/markers cannot be read; rebuild it with: circulation train markers") from None
    gate = (arrays["gate_vector"], arrays["gate_grams"], float(arrays["gate_bias"]))
    return TrainedReader(space, experts, calibrations, answering, gate)


@cache
def _trained() -> "TrainedReader | None":
    try:
        folder = resource(*FOLDER)
    except ResourceError:
        return None
    return load(folder) if (folder / "reader.json").is_file() else None


READERS: Mapping[str, Callable[[], "Reader | None"]] = {"trained": _trained, "rules": lambda: None}
"""By the name in settings; None is no reader: rules alone."""
