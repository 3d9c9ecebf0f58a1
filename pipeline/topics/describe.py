"""Words for topics: the terms that set each apart, and a short label out of its own segments."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from pipeline.topics.knowledge import either, knowledge, stop_words, straight

TERMS = 8
STEM = 6
"""Letters by which forms of one word are taken as one."""
FEW = 20
"""Documents under which BERTopic is not asked: it needs topics that differ."""
_TOKEN = r"(?u)\b[^\W\d_][\w-]+\b"
_CLAUSE = re.compile(r"[.?!;:,…]+(?:\s|$)")
_DANGLING = re.compile(
    r"(?:[\s,;:.?!…]|\b(?:de|du|des|d'|l'|le|la|les|un|une|et|ou|que|qu'|qui|à|au|aux|en|dans|sur|pour|par|avec|mais|ne|on|il|je|y|est|a))+$",
    re.I,
)


def terms(texts: Sequence[str], topic_ids: Sequence[str], vectors: np.ndarray) -> dict[str, list[str]]:
    """The most distinctive words of each topic, best first, by class-based TF-IDF.

    BERTopic describes an assignment that is given to it: its clustering and reduction of dimensions are
    switched off (Grootendorst, BERTopic: Neural topic modeling with a class-based TF-IDF procedure, 2022;
    "manual topic modeling"). Under `FEW` documents or two topics the same weighting is done with
    scikit-learn alone.

    Parameters
    ----------
    texts
        Segments with mentions masked.
    topic_ids
        The topic of each.
    vectors
        Their embeddings.

    Examples
    --------
    >>> terms(["le portail reste fermé", "le portail encore fermé", "la cantine est bruyante"], ["a", "a", "b"], np.zeros((3, 2)))["b"]
    ['bruyante', 'cantine']
    """
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(stop_words=list(stop_words()), token_pattern=_TOKEN)
    bare = [_bare(text) for text in texts]
    if not any(map(counter.build_analyzer(), bare)):
        return {topic_id: [] for topic_id in topic_ids}
    if len(texts) < FEW or len(set(topic_ids)) < 2:
        return _weighted(bare, topic_ids, counter)
    return _described(bare, topic_ids, vectors, counter)


def _weighted(texts: Sequence[str], topic_ids: Sequence[str], counter) -> dict[str, list[str]]:
    topics = sorted(set(topic_ids))
    counts = counter.fit_transform(
        [" ".join(text for text, at in zip(texts, topic_ids, strict=True) if at == topic) for topic in topics]
    ).toarray()
    frequency = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    weights = np.sqrt(frequency) * np.log(1 + counts.sum() / len(topics) / counts.sum(0))
    words = counter.get_feature_names_out()
    # words of equal weight stand in the order of the alphabet
    return {
        topic: [str(words[rank]) for rank in np.argsort(-row, kind="stable")[:TERMS] if row[rank] > 0]
        for topic, row in zip(topics, weights, strict=True)
    }


def _described(texts: Sequence[str], topic_ids: Sequence[str], vectors: np.ndarray, counter) -> dict[str, list[str]]:
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer

    topics = sorted(set(topic_ids))
    model = BERTopic(
        language="french",
        top_n_words=TERMS,
        umap_model=BaseDimensionalityReduction(),  # type: ignore[arg-type]
        hdbscan_model=BaseCluster(),  # type: ignore[arg-type]
        vectorizer_model=counter,
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
    )
    numbers, _ = model.fit_transform(list(texts), embeddings=vectors, y=[topics.index(topic_id) for topic_id in topic_ids])  # type: ignore[arg-type]
    number = dict(zip(topic_ids, numbers, strict=True))
    return {topic: [word for word, weight in model.get_topic(number[topic]) or [] if word and weight > 0] for topic in topics}  # type: ignore[union-attr]


class Label(NamedTuple):
    """The words for a topic, and the rank of the segment that they are of."""

    text: str
    giver: int


def label(texts: Sequence[str], vectors: np.ndarray, *, proposition: bool = False, giver: int | None = None) -> Label:
    """A label for a topic: the shortened segment closest to its middle that holds two words of substance, or the one that gave it before.

    With `proposition` the one that reads best as what is proposed: its words are those of most of the texts, it names a thing or an
    action, nobody in it speaks of himself, and it denies nothing, so that "oui" to it is for it.

    Examples
    --------
    >>> label(["c'est la réalité des choses", "le portail ferme trop tôt"], np.array([[1.0, 0.0], [0.9, 0.1]]))
    Label(text='le portail ferme trop tôt', giver=1)
    """
    close = vectors @ vectors.mean(0)
    ranks = np.argsort(-close, kind="stable").tolist() if giver is None else [giver]
    short = (Label(shorten(texts[rank], proposition=proposition), rank) for rank in ranks)
    if proposition:
        spoken = Counter(stem for text in texts for stem in _substance(text))
        shares = {stem: n / len(texts) for stem, n in spoken.items()}
        return max(short, key=lambda one: float(close[one.giver]) + _reads(one.text, shares))
    first = next(short)
    return first if len(_substance(first.text)) > 1 else next((one for one in short if len(_substance(one.text)) > 1), first)


def _reads(text: str, shares: Mapping[str, float]) -> float:
    """How well a label reads as what is proposed, beside how close it is to the middle; `shares` of texts by the stems in them.

    Weighed by hand on the subjects of train cases.
    """
    words, marks = _substance(text), _trimmings()
    if not words:
        return -math.inf
    theirs = [shares.get(word, 0.0) for word in words]
    clumsy = 0.12 * len(marks["someone"].findall(text)) + 0.2 * (len(text.split()) >= knowledge("stances")["label"]["words"])
    wrong = 0.8 * bool(marks["denies"].search(text)) + 0.3 * (len(words) < 2)
    return sum(theirs) / len(theirs) + 0.8 * max(theirs) + 0.25 * bool(marks["proposes"].search(text)) - clumsy - wrong


def _substance(text: str) -> set[str]:
    """Its words of substance, by their stems."""
    return {word[:STEM] for word in re.findall(_TOKEN, _bare(text).lower()) if word not in stop_words()}


def _bare(text: str) -> str:
    """Without elided words: "l'école" is "école"."""
    return re.sub(r"\b\w{1,2}'", "", straight(text))


@cache
def _trimmings() -> dict[str, re.Pattern[str]]:
    label = knowledge("stances")["label"]
    return {name: either(label[name]) for name in ("closers", "denies", "someone", "proposes")}


@cache
def _openers(proposition: bool) -> re.Pattern[str]:
    label = knowledge("stances")["label"]
    return either([*label["openers"], *(label["positions"] if proposition else [])], before=r"\s*")


def shorten(text: str, *, proposition: bool = False) -> str:
    """A label out of a segment: what only opens it is dropped, and it ends with a clause or after ten words.

    With `proposition` the position goes as well, so that for and against are said of the same words.

    Examples
    --------
    >>> shorten("mais moi je suis contre les caméras sur la place, ça coûte trop cher et ça règle rien", proposition=True)
    'les caméras sur la place'
    >>> shorten("parce que le portail est fermé à midi")
    'le portail est fermé à midi'
    >>> shorten("Des caméras, ah non.", proposition=True)
    'Des caméras'
    """
    rest = straight(text).strip()
    openers = _openers(proposition)
    while (match := openers.match(rest)) and match.end() and rest[match.end() :].strip():
        rest = rest[match.end() :].lstrip()
    words = knowledge("stances")["label"]["words"]
    ends = [match.start() for match in _CLAUSE.finditer(rest) if 3 <= len(rest[: match.start()].split()) <= words]
    short = rest[: ends[0]] if ends else " ".join(rest.split()[:words])
    if proposition:
        short = _trimmings()["closers"].sub("", short) or short
    return _DANGLING.sub("", short) or short
