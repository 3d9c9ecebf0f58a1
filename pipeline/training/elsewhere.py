"""The reader of cases is taught on what readers of windows and recognisers say that learned from other cases.

What they say of a case that they learned from would be truer than what they will say of the next one. So the train cases are halved, each
half is read by a recogniser and a reader of windows that learned from the other, and the reader of cases learns from that.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.network import Network
from pipeline.pseudonymise.elsewhere import described
from pipeline.pseudonymise.ner import find_entities
from pipeline.pseudonymise.recognise import seen_in_lower_case
from pipeline.pseudonymise.text import Passage
from pipeline.pseudonymise.windows import WindowReader, spoken_words
from pipeline.training.marked import NOTHING_TAUGHT, Marked, columns_of, read_sessions, without_capitals
from pipeline.training.networks import train

if TYPE_CHECKING:
    from spacy.language import Language

ALONE = 0.15
"""The part of the turns that are learned from once more as all that is said in a case."""


class Half(NamedTuple):
    """Some train cases, and those who read them without having learned from them."""

    folders: list[Path]
    windows: WindowReader
    recogniser: "Language"


def learn(halves: Sequence[Half], seed: int) -> Network:
    """A network of one hidden layer, trained on both halves with capitals and without."""
    random = np.random.default_rng(seed)
    told = [example for half in halves for folder in half.folders for example in _examples(half, read_sessions([folder]), random)]
    features, columns = (np.concatenate([example[side] for example in told]) for side in (0, 1))
    taught = columns != NOTHING_TAUGHT
    return train(features[taught], columns[taught], units=48, penalty=1e-3, rounds=10, rate=2e-3, batch=1024, seed=seed)


def _examples(half: Half, turns: Sequence[Marked], random: np.random.Generator) -> "list[tuple[np.ndarray, np.ndarray]]":
    """Features and columns of a case as it stands, without capitals, and of some of its turns by themselves."""
    forms = (list(turns), [without_capitals(turn) for turn in turns])
    alone = [[turn] for form in forms for turn in form if random.random() < ALONE]
    return [_example(half, said) for said in (*forms, *alone) if any(Passage(turn.text).words for turn in said)]


def _example(half: Half, turns: Sequence[Marked]) -> tuple[np.ndarray, np.ndarray]:
    passages = [Passage(turn.text) for turn in turns]
    named = find_entities(passages, seen_in_lower_case(passages), half.recogniser)
    likely = half.windows.read([spoken_words(passage) for passage in passages])
    columns = [column for passage, turn in zip(passages, turns, strict=True) for column in columns_of(passage, turn)]
    return described(passages, named, likely).astype(np.float32), np.array(columns)
