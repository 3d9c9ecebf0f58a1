"""The obstacles that groups are known to name, and which of them a segment speaks of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pipeline import language
from pipeline.errors import ResourceError
from pipeline.language import Encoder, unit
from pipeline.network import softmax
from pipeline.topics.collective import Company, read_together
from pipeline.topics.embed import embed
from pipeline.topics.knowledge import either, knowledge, straight
from pipeline.topics.learned import Head, TopicReader, topic_reader

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CUE = 0.25
"""What a cue of a code adds to the score of a segment."""
WORDING = 2.0
"""What a cosine of 1 between the spelling of a segment and of a code would add; real ones stay under .2."""
SHARPNESS = 5.0
"""How much a point of score weighs against the trained reader, chosen on folds of the train cases (right codes .50 alone, .56 together)."""
UNSEEN = -4.0
"""Log-probability of a code that the trained reader does not know, because somebody added it since."""


class Obstacle(NamedTuple):
    """One entry of models/codebook/obstacles.toml."""

    code: str
    label: str
    description: str
    examples: tuple[str, ...]
    cues: tuple[str, ...]
    causes: tuple[str, ...]
    questions: tuple[str, ...]
    sensitive: bool


class Codebook(NamedTuple):
    """The codebook, in the file's order."""

    version: int
    obstacles: tuple[Obstacle, ...]

    @property
    def labels(self) -> dict[str, str]:
        """The French label of each code."""
        return {obstacle.code: obstacle.label for obstacle in self.obstacles}

    @property
    def sensitive(self) -> frozenset[str]:
        """Codes of fear, mistrust and reprisals, which are off on the wall by default."""
        return frozenset(obstacle.code for obstacle in self.obstacles if obstacle.sensitive)


class Places(NamedTuple):
    """Of each text of a case the session and the rank of the turn that it is of."""

    sessions: Sequence[str]
    turns: Sequence[int]


class Filing(NamedTuple):
    """For each text its code ("" where it abstains) and how close it is, 0 to 1; for each code its stability."""

    codes: list[str]
    scores: np.ndarray
    stability: Mapping[str, float]


@cache
def load_codebook() -> Codebook:
    """Read models/codebook/obstacles.toml; no model is loaded.

    Raises
    ------
    ResourceError
        An entry lacks a field, or a code stands twice.

    Examples
    --------
    >>> load_codebook().labels["information"]
    "L'information n'arrive pas jusqu'à nous"
    """
    data = knowledge("obstacles")
    try:
        obstacles = tuple(
            Obstacle(
                code=entry["code"],
                label=entry["label"],
                description=entry["description"],
                examples=tuple(entry["examples"]),
                cues=tuple(entry["cues"]),
                causes=tuple(entry["causes"]),
                questions=tuple(entry["questions"]),
                sensitive=entry.get("sensitive", False),
            )
            for entry in data["obstacles"]
        )
        version = int(data["version"])
    except KeyError as error:
        raise ResourceError(f"models/codebook/obstacles.toml: an entry lacks the field {error}; add it") from None
    if len({obstacle.code for obstacle in obstacles}) < len(obstacles):
        raise ResourceError("models/codebook/obstacles.toml: a code stands twice; give each its own")
    return Codebook(version, obstacles)


@cache
def _cues() -> tuple[re.Pattern[str], ...]:
    return tuple(either(obstacle.cues, before=r"(?<!\w)") for obstacle in load_codebook().obstacles)


@cache
def _prototypes(encoder: Encoder | None) -> tuple[np.ndarray, ...]:
    """A prototype a code, from all examples, then as many times with one of them left out: shape (codes, dimension) each."""
    obstacles = load_codebook().obstacles
    names = [embed([f"{obstacle.label}. {obstacle.description}"], encoder)[0] for obstacle in obstacles]
    examples = [embed(obstacle.examples, encoder) for obstacle in obstacles]
    left_out = [None, *range(max(map(len, examples)))]
    return tuple(
        unit(
            unit(
                np.stack(
                    [
                        name + np.delete(rows, [] if rank is None else [rank % len(rows)], axis=0).mean(0)
                        for name, rows in zip(names, examples, strict=True)
                    ]
                )
            )
            - _centre(encoder)
        )
        for rank in left_out
    )


@cache
def _centre(encoder: Encoder | None) -> np.ndarray:
    """What all examples have in common: the encoder hears the tone of speech before the obstacle."""
    return embed([example for obstacle in load_codebook().obstacles for example in obstacle.examples], encoder).mean(0)


@cache
def _wording() -> tuple[Any, Any]:
    """A vectorizer of character n-grams, and its matrix of the codes' words: shape (codes, n-grams)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    words = [" ".join((obstacle.label, obstacle.description, *obstacle.examples)) for obstacle in load_codebook().obstacles]
    return vectorizer, vectorizer.fit_transform(words)


def codebook_scores(texts: Sequence[str], vectors: np.ndarray, encoder: Encoder | None = None) -> Iterator[np.ndarray]:
    """How close segments are to codes, shape (texts, codes): with all examples first, then with one example of each left out in turn.

    A code's prototype is the mean of its examples joined with its label and description, less what all examples
    share; the spelling of its words and a spoken cue of the code add to the cosine. `encoder` is the one that the vectors are of, the
    default one where none is named.
    """
    spoken = np.array([[pattern.search(said) is not None for pattern in _cues()] for said in map(straight, texts)])
    vectorizer, words = _wording()
    heard = CUE * spoken + WORDING * (vectorizer.transform(texts) @ words.T).toarray()
    centred = unit(vectors - _centre(encoder))
    return (centred @ prototypes.T + heard for prototypes in _prototypes(encoder))


def read_codes(reader: TopicReader, features: "csr_matrix", vectors: np.ndarray) -> np.ndarray:
    """What the trained reader says of each code of the codebook, as log-probabilities, shape (texts, codes).

    Parameters
    ----------
    reader
        The trained one.
    features
        Its features of the texts.
    vectors
        The unit vectors of the texts, of the default encoder.
    """
    codes = [obstacle.code for obstacle in load_codebook().obstacles]
    read = reader.log_codes(features) + reader.log_senses(vectors)
    column = {code: rank for rank, code in enumerate(reader.codes)}
    return np.stack([read[:, column[code]] if code in column else np.full(len(vectors), UNSEEN) for code in codes], axis=1)


def agreed(scores: np.ndarray, read: np.ndarray) -> np.ndarray:
    """Probability of each code, shape (texts, codes): the codebook (one array of `codebook_scores`) and `read_codes` together.

    A product of experts (Hinton, Training products of experts, Neural Computation 2002), so that an edit of the codebook has its
    effect without training, and a code that was added since is found by its examples alone.
    """
    return softmax(SHARPNESS * scores + read)


def file_under(
    texts: Sequence[str], vectors: np.ndarray, *, confidence: float, encoder: Encoder | None = None, places: Places | None = None
) -> Filing:
    """File what was said under the most probable code, or under none where that is not probable enough.

    A code's stability is the share of its texts that stay when each example in turn is left out.

    Parameters
    ----------
    texts
        Turns that hold an obstacle, as `pipeline.topics.embed.plain` gives them.
    vectors
        Their unit vectors, shape (len(texts), dimension).
    confidence
        Probability from which a code is taken, 0 to 1.
    encoder
        The one that the vectors are of, by default the default one.
    places
        Where in a case the texts were said: then each is read beside the others too. By default each is read alone.

    Examples
    --------
    >>> texts = ["personne nous avait prévenus, on l'a appris sur place"]
    >>> file_under(texts, embed(texts), confidence=0.2).codes
    ['information']
    """
    codes = [obstacle.code for obstacle in load_codebook().obstacles]
    if not texts:
        return Filing([], np.zeros(0), {})
    known = vectors if encoder in (None, language.encoder()) else embed(texts)
    reader = topic_reader()
    read = read_codes(reader, reader.features(texts), known) if reader else np.zeros((len(texts), len(codes)))
    probable = [agreed(scores, read) for scores in codebook_scores(texts, vectors, encoder)]
    if reader and places:
        probable = _together(probable, reader, Company(places.sessions, places.turns, known, reader.centre))
    best = [np.where(one.max(1) >= confidence, one.argmax(1), -1) for one in probable]
    stability = {
        codes[code]: float(np.mean([again[best[0] == code] == code for again in best[1:]])) for code in set(best[0].tolist()) if code >= 0
    }
    return Filing(codes=[codes[code] if code >= 0 else "" for code in best[0]], scores=probable[0].max(1), stability=stability)


def _together(probable: Sequence[np.ndarray], reader: TopicReader, company: Company) -> list[np.ndarray]:
    """Probabilities by each text alone, several times, as the other texts of the case change them."""
    codes = load_codebook().labels
    weights, intercept = reader.heads["together"]
    leaning = dict(zip(reader.codes, intercept, strict=True))
    head = Head(weights, np.array([leaning.get(code, 0.0) for code in codes]))
    told = company.tell(np.hstack(probable), len(codes))
    return [read_together(one, head) for one in np.split(told, len(probable), axis=1)]
