"""circulation's topics beside BERTopic's defaults and KMeans, on the same vectors in one run, as Markdown tables of totals."""

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from topic_sets import CODES, Labelled, corpus, debates, statements

from pipeline.settings import TopicsSettings
from pipeline.topics.embed import embed
from pipeline.topics.filing import file_ideas
from pipeline.topics.identity import NOTHING

ROOT = Path(__file__).resolve().parents[2]
SEEDS = 5
RESAMPLES = 10
SHARE = 0.8
OURS = "circulation"

Topics = list[str]
"""The topic of each text, "" for none."""
Method = Callable[[Labelled, np.ndarray, int], Topics]


class Figures(NamedTuple):
    """Means over the seeds; all but `topics` are shares or indices up to 1."""

    ari: float
    nmi: float
    ami: float
    unclassified: float
    topics: float
    stability: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="gold cases with splits.toml (default, where nothing else is named: the corpus)")
    parser.add_argument("--split", nargs="+", default=["dev", "test"], help="those of the corpus to measure")
    parser.add_argument("--statements", type=Path, help="TSV with the columns theme and text")
    parser.add_argument("--debates", type=Path, help="folder of debates, DEBATE--Partie_N_SUBJECT.txt, 'Name : text' a line")
    options = parser.parse_args()
    gold = options.corpus or (None if options.statements or options.debates else ROOT / "data" / "corpus")
    sets = [corpus(gold, split, facet) for split in options.split for facet in ("obstacle", "viewpoint")] if gold else []
    sets += [statements(options.statements)] if options.statements else []
    sets += [debates(options.debates)] if options.debates else []
    for labelled in sets:
        vectors = embed(labelled.texts)
        methods = methods_for(labelled, vectors)
        print(f"\n**{labelled.name}**: {len(labelled.texts)} texts, {len(set(labelled.themes))} themes\n")
        print("| | ARI | NMI | AMI | unclassified | topics | stability |\n|---|--:|--:|--:|--:|--:|--:|", flush=True)
        for name, method in methods.items():
            print(f"| {name} | {_row(measure(method, labelled, vectors))} |", flush=True)
        if labelled.name.startswith("corpus"):
            for name, method in methods.items():
                print(f"\n{name}, mean of the ARI in each case: {in_a_case(method, labelled, vectors)}", flush=True)
        if labelled.name == "statements":
            for name, method in methods.items():
                print(f"\n{name}: {_right(labelled.themes, method(labelled, vectors, 0))}", flush=True)


def methods_for(labelled: Labelled, vectors: np.ndarray) -> Mapping[str, Method]:
    """Ours, BERTopic's defaults, and KMeans with the number of themes that gold has and that BERTopic found."""
    found = len(set(bertopic(labelled, vectors, 0)) - {""})
    methods: dict[str, Method] = {OURS: ours, "BERTopic, defaults": bertopic}
    methods["KMeans, k of gold"] = lambda texts, at, seed: kmeans(at, seed, len(set(texts.themes)))
    if found > 1:
        methods[f"KMeans, k of BERTopic ({found})"] = lambda texts, at, seed: kmeans(at, seed, found)
    return methods


def ours(labelled: Labelled, vectors: np.ndarray, seed: int) -> Topics:
    """What the stage files, each text being one segment of a facet that is known, and a session of its own: no method knows its place."""
    texts, place = labelled.texts, range(len(labelled.texts))
    ideas = pd.DataFrame(
        {"facet": labelled.facet, "text": texts, "turn_text": texts, "mark": texts, "session_id": place, "turn_rank": place}
    )
    topics = [""] * len(texts)
    for topic in file_ideas(ideas=ideas, vectors=vectors, settings=TopicsSettings(seed=seed), past=NOTHING):
        for member in topic.members:
            topics[member] = topic.topic_id
    return topics


def bertopic(labelled: Labelled, vectors: np.ndarray, seed: int) -> Topics:
    """BERTopic as it comes: UMAP to five dimensions, HDBSCAN with ten texts at least; none where it fails for want of texts."""
    from bertopic import BERTopic

    np.random.seed(seed)  # what UMAP draws from where it is given no seed
    try:
        numbers, _ = BERTopic().fit_transform(labelled.texts, embeddings=vectors)
    except (TypeError, ValueError):
        return [""] * len(labelled.texts)
    return [str(number) if number >= 0 else "" for number in numbers]


def kmeans(vectors: np.ndarray, seed: int, k: int) -> Topics:
    """KMeans of the sentence vectors."""
    from sklearn.cluster import KMeans

    return list(map(str, KMeans(min(k, len(vectors)), n_init="auto", random_state=seed).fit_predict(vectors)))


def measure(method: Method, labelled: Labelled, vectors: np.ndarray) -> Figures:
    """Agreement with gold, and of resamples among themselves; what is unclassified stands alone, so that it earns nothing."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, normalized_mutual_info_score

    runs = [method(labelled, vectors, seed) for seed in range(SEEDS)]
    indices = (adjusted_rand_score, normalized_mutual_info_score, adjusted_mutual_info_score)
    scores = [[float(index(labelled.themes, apart(run))) for index in indices] for run in runs]
    ari, nmi, ami = np.mean(scores, axis=0).tolist()
    return Figures(
        ari,
        nmi,
        ami,
        unclassified=float(np.mean([run.count("") / len(run) for run in runs])),
        topics=float(np.mean([len(set(run) - {""}) for run in runs])),
        stability=stability(method, labelled, vectors),
    )


def stability(method: Method, labelled: Labelled, vectors: np.ndarray) -> float:
    """Mean ARI of each two resamples of 80 %, over the texts that both hold."""
    from sklearn.metrics import adjusted_rand_score

    random = np.random.default_rng(0)
    n = len(labelled.texts)
    drawn = []
    for seed in range(RESAMPLES):
        ranks = np.sort(random.choice(n, round(SHARE * n), replace=False))
        drawn.append(dict(zip(ranks.tolist(), apart(method(part(labelled, ranks), vectors[ranks], seed)), strict=True)))
    agreement = []
    for one, other in combinations(drawn, 2):
        both = sorted(one.keys() & other.keys())
        agreement.append(adjusted_rand_score([one[rank] for rank in both], [other[rank] for rank in both]))
    return float(np.mean(agreement))


def in_a_case(method: Method, labelled: Labelled, vectors: np.ndarray) -> str:
    """The mean of the ARI in each case, each taken alone."""
    from sklearn.metrics import adjusted_rand_score

    scores = []
    for case in dict.fromkeys(labelled.cases):
        ranks = np.flatnonzero(np.array(labelled.cases) == case)
        here = part(labelled, ranks)
        scores.append(np.mean([adjusted_rand_score(here.themes, apart(method(here, vectors[ranks], seed))) for seed in range(SEEDS)]))
    return f"{np.mean(scores):.2f}"


def part(labelled: Labelled, ranks: Sequence[int] | np.ndarray) -> Labelled:
    """Some of the texts."""
    columns = ([column[rank] for rank in ranks] for column in (labelled.texts, labelled.themes, labelled.cases))
    return Labelled(labelled.name, labelled.facet, *columns)


def apart(topics: Topics) -> Topics:
    """Each unclassified text as a topic of its own."""
    return [topic or f"alone {rank}" for rank, topic in enumerate(topics)]


def majority(themes: Sequence[str], topics: Topics, *, without_itself: bool = False) -> float:
    """Share of texts under their theme, each topic taken for the theme that most of its texts have; what is unclassified is wrong.

    Parameters
    ----------
    themes, topics
        Of each text.
    without_itself
        The text in question has no vote, so that a topic of one text is wrong; half right where two themes have most votes.
    """
    votes: dict[str, Counter[str]] = {}
    for theme, topic in zip(themes, topics, strict=True):
        votes.setdefault(topic, Counter())[theme] += 1
    right = 0.0
    for theme, topic in zip(themes, topics, strict=True):
        cast = votes[topic] - Counter({theme: 1}) if without_itself else votes[topic]
        best = [one for one, count in cast.items() if count == max(cast.values())]
        right += (theme in best) / len(best) if topic and best else 0
    return right / len(themes)


def _right(themes: Sequence[str], topics: Topics) -> str:
    named = np.mean([topic in CODES.get(theme, ()) for theme, topic in zip(themes, topics, strict=True)])
    return (
        f"{majority(themes, topics):.0%} under the right theme by the majority of each topic, "
        f"{majority(themes, topics, without_itself=True):.0%} where the statement itself has no vote, {named:.0%} by the mapping of codes"
    )


def _row(figures: Figures) -> str:
    return " | ".join(
        f"{figure:.0%}" if name == "unclassified" else f"{figure:.0f}" if name == "topics" else f"{figure:.2f}"
        for name, figure in figures._asdict().items()
    )


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    sys.exit(main())
