import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language import tagger
from pipeline.markers.speech import plain, skeleton


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ben, euh… on n'a franchement pas le temps, hein.", "on a pas le temps ."),
        ("j'suis pas d'accord", "je suis pas de accord"),
        ("t'as raison", "tu as raison"),
        ("s'il vient", "si il vient"),
        ("y'a y'a personne", "y a y a personne"),
        ("je je je sais pas", "je sais pas"),
        ("Taisez-vous !", "taisez vous !"),
        ("c'est un bon à rien", "ce est un bon à rien"),
        ("(rires)", "rires"),
    ],
)
def test_skeleton_keeps_what_counts(text, words):
    assert " ".join(skeleton(tagger()(plain(text))).words) == f"⟦ {words} ⟧"


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("j'ai pas compris vous êtes parti", 2),
        ("je crois que vous êtes parti", 1),
        ("on est venus mais personne était là", 2),
        ("moi je reste", 1),
    ],
)
def test_clause_starts_at_a_subject_or_connective(text, clauses):
    words = skeleton(tagger()(text))
    assert len(set(words.clause[1:-1])) == clauses


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abç é'’-.,!?…«»\n\t()0j", max_size=40))
def test_spans_lie_inside_the_text(text):
    words = skeleton(tagger()(plain(text)))
    for i, token in enumerate(words.source):
        if token is not None:
            start, end = words.span(i, i + 1)
            assert plain(text)[start:end] == token.text
