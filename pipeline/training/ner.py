"""The recogniser's second schooling: fr_core_news_md's NER, taught to read spoken French without capitals.

First it learns from itself (self-distillation): what it sees in a text with capitals it must see in the lower-cased,
unpunctuated copy, whatever the names are. Then it learns from the gold of the train cases and from utterances that are full of names.
"""

import random
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.gold import gold_folders
from pipeline.resources import resource
from pipeline.training.marked import LABELS, Marked, read_sessions, read_utterances, without_capitals
from pipeline.training.swaps import Swapper

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example

_ROUNDS = (("itself", 2), ("gold", 5))
_RATE, _DROPOUT, _BATCH = 0.0006, 0.15, 48


def train_ner(corpus: Path, out: Path, *, held_out: Collection[str] = (), seed: int = 0) -> dict[str, Any]:
    """Train the recogniser and store what changed.

    Parameters
    ----------
    corpus
        The folder of the corpus, with `splits.toml`; its `utterances/` and the sample cases of the program are learned from as well.
    out
        Folder of the artefact; `ner/` in it is replaced.
    held_out
        Train cases that are measured on instead of learned from; without any, the cases of the split dev are measured on.
    seed
        Of the order, the swaps and the dropout.

    Returns
    -------
    dict
        `turns` learned from and, by label, n, precision and recall on the cases measured on, `cased` and `lower`, before
        and after training.

    Raises
    ------
    GoldError
        There is no train case in `corpus`.
    """
    from thinc.api import fix_random_seed

    from pipeline.language import base_recogniser

    learned = [folder for folder in gold_folders(corpus, "train") if folder.name not in held_out]
    turns = [*read_sessions([*learned, *gold_folders(resource("data", "sample"))]), *read_utterances(corpus / "utterances")]
    unseen = read_sessions([corpus / name for name in held_out] or gold_folders(corpus, "dev"))

    fix_random_seed(seed)
    chance = random.Random(seed)
    nlp = base_recogniser()
    before = _measure(nlp, unseen)
    seen = list(nlp.pipe([turn.text for turn in turns], batch_size=_BATCH))
    itself = [_with_its_own(turn, doc) for turn, doc in zip(turns, seen, strict=True)]
    gold = [_without_its_own(turn, doc) for turn, doc in zip(turns, seen, strict=True)]
    _teach(nlp, {"itself": itself, "gold": gold}, chance)
    out.mkdir(parents=True, exist_ok=True)
    nlp.get_pipe("ner").to_disk(out / "ner", exclude=["vocab"])  # type: ignore[attr-defined]
    return {"turns": len(turns), "before": before, "after": _measure(nlp, unseen)}


def _with_its_own(turn: Marked, doc: "Doc") -> Marked:
    """Gold, and what the recogniser sees beside it."""
    own = [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]
    return Marked(turn.text, sorted([*turn.spans, *(span for span in own if not _touches(span, turn.spans))]))


def _without_its_own(turn: Marked, doc: "Doc") -> Marked:
    """Gold alone, and nothing about what the recogniser holds a name of another sort."""
    other = [(entity.start_char, entity.end_char, "") for entity in doc.ents if entity.label_ == "MISC"]
    return Marked(turn.text, sorted([*turn.spans, *(span for span in other if not _touches(span, turn.spans))]))


def _touches(span: tuple[int, int, str], others: Iterable[tuple[int, int, str]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end, _ in others)


def _teach(nlp: "Language", lessons: dict[str, list[Marked]], chance: random.Random) -> None:
    optimizer = nlp.resume_training()
    optimizer.learn_rate = _RATE
    swapper = Swapper(chance)
    for lesson, rounds in _ROUNDS:
        for turn_of_round in range(rounds):
            examples = [_example(nlp, turn) for turn in _copies(lessons[lesson], swapper, chance)]
            chance.shuffle(examples)
            for start in range(0, len(examples), _BATCH):
                nlp.update(examples[start : start + _BATCH], sgd=optimizer, drop=_DROPOUT)
            optimizer.learn_rate = _RATE / (2 + turn_of_round)
    # the mean over the steps is steadier than the last step
    nlp.get_pipe("ner").model.use_params(optimizer.averages).__enter__()  # type: ignore[attr-defined]


def _copies(turns: Sequence[Marked], swapper: Swapper, chance: random.Random) -> Iterator[Marked]:
    """Every turn with other names, two thirds of them as an automatic transcript would have them."""
    for turn in turns:
        if not turn.text.strip():
            continue
        swapped = Marked(*swapper.swap(turn.text, turn.spans)) if turn.spans and chance.random() < 0.75 else turn
        yield without_capitals(swapped) if chance.random() < 2 / 3 else swapped


def _example(nlp: "Language", turn: Marked) -> "Example":
    from spacy.training import Example

    reference = nlp.make_doc(turn.text)
    entities, missing = [], []
    for start, end, label in turn.spans:
        span = reference.char_span(start, end, label=label or "MISC", alignment_mode="expand")
        if span is not None and not any(span.start < other.end and other.start < span.end for other in (*entities, *missing)):
            (entities if label else missing).append(span)
    reference.set_ents(entities, missing=missing, default="outside")
    return Example(nlp.make_doc(turn.text), reference)


def _measure(nlp: "Language", turns: Sequence[Marked]) -> dict[str, Any]:
    """By label, over tokens of letters: how many of gold's are seen, and how many of those seen are gold's."""
    figures: dict[str, Any] = {}
    for name, copies in (("cased", list(turns)), ("lower", [without_capitals(turn) for turn in turns])):
        gold: dict[str, int] = {}
        found: dict[str, int] = {}
        both: dict[str, int] = {}
        for turn, doc in zip(copies, nlp.pipe([turn.text for turn in copies], batch_size=_BATCH), strict=True):
            named = _letters(turn.text, turn.spans)
            seen = _letters(turn.text, [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents])
            for places, counts in ((named, gold), (seen, found)):
                for place, label in places.items():
                    other = (seen if places is named else named).get(place)
                    counts[label] = counts.get(label, 0) + 1
                    if places is named:
                        both[label] = both.get(label, 0) + (other is not None)
                    elif other is not None:
                        both[f"seen {label}"] = both.get(f"seen {label}", 0) + 1
        figures[name] = {
            label: {
                "letters": gold[label],
                "recall": round(both.get(label, 0) / gold[label], 3),
                "precision": round(both.get(f"seen {label}", 0) / found[label], 3) if found.get(label) else None,
            }
            for label in sorted(set(LABELS.values()) & gold.keys())
        }
    return figures


def _letters(text: str, spans: Iterable[tuple[int, int, str]]) -> dict[int, str]:
    return {place: label for start, end, label in spans if label for place in range(start, end) if re.match(r"\w", text[place])}
