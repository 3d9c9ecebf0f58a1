"""Words for topics: the terms that set each apart, and a short label out of its own segments."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from pipeline.topics.knowledge import either, knowledge, stop_words, straight

TERMS = 8
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

    With `proposition` one that denies nothing comes first, so that "oui" to a label is for it.

    Examples
    --------
    >>> label(["c'est la réalité des choses", "le portail ferme trop tôt"], np.array([[1.0, 0.0], [0.9, 0.1]]))
    Label(text='le portail ferme trop tôt', giver=1)
    """
    closest = np.argsort(-(vectors @ vectors.mean(0)), kind="stable").tolist() if giver is None else [giver]
    short = [Label(shorten(texts[rank], proposition=proposition), rank) for rank in closest]
    full = [one for one in short if _substance(one.text) > 1] or short[:1]
    return next((one for one in full if not (proposition and _trimmings()["denies"].search(one.text))), full[0])


def _substance(text: str) -> int:
    return len({word for word in re.findall(_TOKEN, _bare(text).lower()) if word not in stop_words()})


def _bare(text: str) -> str:
    """Without elided words: "l'école" is "école"."""
    return re.sub(r"\b\w{1,2}'", "", straight(text))


@cache
def _trimmings() -> dict[str, re.Pattern[str]]:
    label = knowledge("stances")["label"]
    return {name: either(label[name]) for name in ("closers", "denies")}


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
    if proposition:
        rest = _trimmings()["closers"].sub("", rest) or rest
    words = knowledge("stances")["label"]["words"]
    ends = [match.start() for match in _CLAUSE.finditer(rest) if 3 <= len(rest[: match.start()].split()) <= words]
    short = rest[: ends[0]] if ends else " ".join(rest.split()[:words])
    return _DANGLING.sub("", short) or short
