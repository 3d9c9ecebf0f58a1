import numpy as np
import pandas as pd

from pipeline.topics.claims import find_claims
from pipeline.topics.identity import Past

DOORS, GATES = np.eye(4, dtype=np.float32)[:2]


def spoken(*texts: str, topic_id: str = "vue-1") -> pd.DataFrame:
    """Segments of one topic; the mark of each is its text."""
    ids = [f"s:{rank}/0/viewpoint" for rank in range(len(texts))]
    return pd.DataFrame({"segment_id": ids, "topic_id": topic_id, "text": texts, "mark": texts})


def claims_of(segments: pd.DataFrame, vectors: np.ndarray, past: Past) -> dict[str, list[str]]:
    found = find_claims(segments=segments, vectors=vectors, min_cluster=3, seed=0, past=past)
    text = segments.set_index("segment_id")["text"]
    return {claim_id: [text[one] for one in of_it] for claim_id, of_it in zip(found["claim_id"], found["segment_ids"], strict=True)}


def test_a_small_topic_is_one_claim_with_a_quote_of_its_own() -> None:
    segments = spoken("je suis pour les caméras sur la place", "moi les caméras je suis contre")
    claims = find_claims(segments=segments, vectors=np.stack([DOORS, DOORS]), min_cluster=3, seed=0, past=Past())
    assert claims["claim_id"].tolist() == ["vue-1/0"]
    assert claims["quote_segment_id"].iloc[0] in segments["segment_id"].tolist()
    assert sorted(claims["segment_ids"].iloc[0]) == sorted(segments["segment_id"])


def test_every_segment_of_a_topic_has_one_claim() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 0, 0, 1, 1, 1, 1, 2]]
    found = claims_of(spoken(*(f"il faut une porte numéro {rank}" for rank in range(9))), vectors, Past())
    assert list(found) == ["vue-1/0", "vue-1/1"]
    assert len({text for of_it in found.values() for text in of_it}) == 9


def test_a_claim_keeps_its_number_though_another_has_outgrown_it() -> None:
    doors, gates = [f"une porte {rank}" for rank in range(5)], [f"un portail {rank}" for rank in range(9)]
    segments, vectors = spoken(*doors, *gates[:4]), np.stack([DOORS] * 5 + [GATES] * 4)
    before = find_claims(segments=segments, vectors=vectors, min_cluster=3, seed=0, past=Past())
    past = Past(claims=dict(zip(before["claim_id"], before["marks"], strict=True)))
    found = claims_of(spoken(*doors, *gates), np.stack([DOORS] * 5 + [GATES] * 9), past)
    assert found == {"vue-1/0": doors, "vue-1/1": gates}


def test_a_claim_of_another_topic_lends_no_number() -> None:
    doors = ["une porte", "une autre porte", "la porte du fond"]
    past = Past(claims={"vue-2/7": doors, "vue-1/ab/3": doors})
    assert list(claims_of(spoken(*doors), np.stack([DOORS] * 3), past)) == ["vue-1/0"]
