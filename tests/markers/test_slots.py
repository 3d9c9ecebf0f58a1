import pytest

from pipeline.language import tagger
from pipeline.markers.patterns import Patterns, Places, Variant
from pipeline.markers.slots import SlotError, compile_pattern
from pipeline.markers.speech import lexicon, plain, skeleton


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("c'est faux", "C'est faux.", True),
        ("c'est faux", "c’est faux", True),
        ("prévenu*", "on est jamais prévenus", True),
        ("prévenu*", "il est venu", False),
        ("(a peur|est inquiet)", "Le voisin est inquiet.", True),
        ("pas le temps de", "on n'a, euh, pas le temps, hein, de parler", True),
        ("on ~ peur", "on a peur", False),
        ("on a ~ peur", "on a vraiment très peur", True),
        ("on a ~ peur", "on a lundi mardi peur", False),
        ("on a … peur", "on a tous les lundis peur", True),
        ("on a … peur", "on a mangé. Peur ?", False),
        ("très? peur", "peur", True),
        ("tu !(es|as) bien", "tu vas bien", True),
        ("tu !(es|as) bien", "tu es bien", False),
        ("<venir> pas", "ils viennent pas", True),
        ("^ non", "Non, pas ce soir.", True),
        ("^ non", "Ah ça. Non.", False),
        ("> non", "Ah ça. Non.", True),
        ("non $", "moi c'est non", True),
        ("non $", "non merci", False),
        ("qui décide ?", "Et qui décide ?", True),
        ("qui décide ?", "celui qui décide", False),
    ],
)
def test_slot(pattern, text, found):
    words = skeleton(tagger()(plain(text)))
    places = Places(words)
    assert bool(Patterns({"r": [pattern]}).find(words, places)) is found
    # the automaton and spaCy's matcher say the same
    variants = [Variant("r", tokens) for tokens in compile_pattern(pattern, lexicon().lists)]
    assert [places.hold(variant.slots) for variant in variants] == [any(variant.match(words.doc)) for variant in variants]


@pytest.mark.parametrize("pattern", ["", "(a||b)", "@inconnue", "(a b"])
def test_malformed(pattern):
    with pytest.raises(SlotError):
        compile_pattern(pattern, {})
