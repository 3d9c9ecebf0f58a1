"""The recogniser's second schooling: fr_core_news_md's NER, taught to read spoken French without capitals.

First it learns from itself (self-distillation): what it sees in a text with capitals it must see in the lower-cased,
unpunctuated copy, whatever the names are. Then it learns from the gold of the train cases.
"""

import random
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.gold import SUFFIX, Line, gold_folders, gold_lines
from pipeline.lowered import lowered, moved
from pipeline.resources import resource
from pipeline.training.swaps import Swapper

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example

LABELS = {"PERSON": "PER", "PLACE": "LOC", "ADDRESS": "LOC", "ORG": "ORG"}
"""Kinds of the contract to labels of the recogniser; MISC is never taught, nor unlearned: it holds names."""
UNSURE = frozenset(("OTHER", "HANDLE", "EMAIL", "URL"))
"""Kinds that may hold a name: nothing is taught about them."""
_ROUNDS = (("itself", 2), ("gold", 5))
_RATE, _DROPOUT, _BATCH = 0.0006, 0.15, 48


class Marked(NamedTuple):
    """A text with (start, end, label) of what is named in it; label "" where nothing is to be learned."""

    text: str
    spans: list[tuple[int, int, str]]


def train_ner(corpus: Path, out: Path, *, held_out: Collection[str] = (), seed: int = 0) -> dict[str, Any]:
    """Train the recogniser and store what changed.

    Parameters
    ----------
    corpus
        The folder of the corpus, with `splits.toml`; the sample cases of the program are learned from as well.
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
    turns = read_marked([*learned, *gold_folders(resource("data", "sample"))])
    unseen = read_marked([corpus / name for name in held_out] or gold_folders(corpus, "dev"))

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


def read_marked(folders: Iterable[Path]) -> list[Marked]:
    """The gold turns of some case folders, kinds as labels of the recogniser."""
    return [_marked(line) for folder in folders for path in sorted(folder.glob(f"*{SUFFIX}")) for line in gold_lines(path)]


def _marked(turn: Line) -> Marked:
    spans = [(pii["start"], pii["end"], LABELS.get(pii["kind"], "")) for pii in turn.get("pii") or () if pii["kind"] in {*LABELS, *UNSURE}]
    return Marked(turn["text"], sorted(spans))


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


def without_capitals(turn: Marked) -> Marked:
    """The turn as an automatic transcript would have it.

    Examples
    --------
    >>> without_capitals(Marked("Euh... Nadia, oui !", [(7, 12, "PER")]))
    Marked(text='euh nadia oui', spans=[(4, 9, 'PER')])
    """
    new = lowered(turn.text)
    places = [(*moved(new, start, end), label) for start, end, label in turn.spans]
    return Marked(new.text, [span for span in places if span[0] < span[1]])


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
