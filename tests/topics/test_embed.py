import numpy as np
import pytest

from pipeline.topics.embed import Mention, embed, plain


@pytest.mark.parametrize(
    ("text", "mentions", "wanted"),
    [
        ("Nadia ferme la salle", [("Nadia", "PERSON")], "quelqu'un ferme la salle"),
        ("à Sainte-Luce le car passe plus", [("Sainte-Luce", "PLACE")], "à un endroit le car passe plus"),
        ("Paul et Rose ferment", [("Paul", "PERSON"), ("Rose", "PERSON")], "quelqu'un et quelqu'un ferment"),
        ("euh ben la salle elle est fermée hein", [], "la salle elle est fermée"),
        ("j’ai pas la clé", [], "j'ai pas la clé"),
        ("euh ben voilà", [], "euh ben voilà"),
    ],
)
def test_mentions_are_masked_and_fillers_dropped(text: str, mentions: list[tuple[str, str]], wanted: str) -> None:
    spans = [Mention(text.index(words), text.index(words) + len(words), kind) for words, kind in mentions]
    assert plain(text, 0, len(text), spans) == wanted


def test_a_mention_cut_by_the_segment_is_masked_on_either_side() -> None:
    text = "hier Jean Petit a fermé la salle"
    mention = Mention(5, 15, "PERSON")
    assert plain(text, 0, 9, [mention]) == "hier quelqu'un"
    assert plain(text, 10, len(text), [mention]) == "quelqu'un a fermé la salle"


def test_vectors_are_of_unit_length_in_the_order_of_the_texts() -> None:
    vectors = embed(["la salle", "le car", "la salle"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors[0] == vectors[2]).all()
    assert not np.allclose(vectors[0], vectors[1])


def test_no_text_no_vector() -> None:
    assert embed([]).shape == (0, 512)
