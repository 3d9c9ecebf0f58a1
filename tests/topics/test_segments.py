from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.segments import count_words, cut, is_backchannel, segment

# one idea unit between each pair of brackets; what stands outside belongs to none
TURNS = [
    "[On n'a pas été prévenus du changement d'horaire de la salle.] [Et le gardien non plus il ne savait rien du tout ce matin.]",
    "[on n'a pas été prévenus du changement d'horaire de la salle] [et puis le gardien il ne savait rien non plus ce matin]",
    "[les parents viennent jamais aux réunions du mardi soir ici] [parce que c'est l'heure du bain et des devoirs]",
    "[oui moi je trouve que le local devrait rester ouvert le samedi]",
    "Oui. D'accord. [Moi je trouve que le local devrait rester ouvert le samedi.]",
    "[Non. Pas d'accord. Le local doit rester fermé après vingt-deux heures.]",
    "[Le mot de M. Petit a été affiché derrière la porte du fond.]",
    "[On attend... euh... on attend la réponse du syndic depuis le mois de mars.]",
    "[j’ai jamais vu le règlement de cette cantine en vrai moi] [du coup je sais pas ce qu’on a le droit de faire]",
    "[On manque de bras.]",
    "  [on se parle pas entre équipes du matin et équipes du soir]  ",
    "",
    "…",
    "hum hum",
    "Ah oui, d'accord.",
]


@pytest.mark.parametrize("marked", TURNS)
def test_units_have_exact_offsets(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    wanted = [piece.split("]")[0] for piece in marked.split("[")[1:]]
    assert [text[unit.start : unit.end] for unit in cut(text)] == wanted


def test_a_long_breath_without_any_mark_is_cut() -> None:
    units = cut("mot " * 150)
    assert len(units) > 2
    assert all(count_words(("mot " * 150)[unit.start : unit.end]) <= 60 for unit in units)


WORDS = [
    "oui",
    "non",
    "mais",
    "et puis",
    "parce que",
    "du coup",
    "moi je",
    "la salle",
    ",",
    ".",
    "!",
    "?",
    "…",
    "euh",
    "l'heure",
    "M.",
    "12",
    "\n",
    "«fin»",
]


@given(st.lists(st.sampled_from(WORDS), max_size=120))
def test_units_are_in_order_inside_the_turn_and_hold_no_outer_blanks(words: list[str]) -> None:
    text = " ".join(words)
    units = cut(text)
    assert all(0 <= unit.start < unit.end <= len(text) for unit in units)
    assert all(before.end <= after.start for before, after in pairwise(units))
    assert all(text[unit.start : unit.end] == text[unit.start : unit.end].strip() for unit in units)
    assert all(count_words(text[unit.start : unit.end]) <= 60 for unit in units)


@pytest.mark.parametrize(("text", "said"), [("ouais ouais", True), ("C'est ça, voilà.", True), ("non", False), ("oui mais bon", False)])
def test_backchannels(text: str, said: bool) -> None:
    assert is_backchannel(text) is said


def facets(case, **kwargs) -> list[str]:
    given = case.tables()
    units = {turn_id: dict.fromkeys(cut(text), "") for turn_id, text in given["turns"][["turn_id", "text"]].itertuples(index=False)}
    return segment(turns=given["turns"], units=units, speakers=given["speakers"], markers=given["markers"], min_words=4)["facet"].tolist()


@pytest.mark.parametrize(
    ("text", "marked", "wanted"),
    [
        ("hier on a repeint la porte du garage en bleu", [], ["none"]),
        ("personne nous a prévenus pour la porte du garage", ["obstacle"], ["obstacle"]),
        ("moi je suis pour une porte bleue au garage", [], ["viewpoint"]),
        ("la porte bleue ça sert à rien franchement", [], ["viewpoint"]),
        ("faut une porte plus large pour le garage", [], ["viewpoint"]),
        ("c'est mieux quand la porte reste ouverte le soir", [], ["viewpoint"]),
        ("on l'a pas vu comme ça nous cette histoire", ["desaccord_direct"], ["viewpoint"]),
        ("une clé par famille et un cahier à l'entrée", ["proposition"], ["viewpoint"]),
        ("faut une porte, personne nous a demandé notre avis", ["obstacle"], ["obstacle", "viewpoint"]),
        ("il faut appeler qui pour la porte du garage ?", [], ["none"]),
        ("je te remercie d'avoir repeint la porte bleue", ["reconnaissance"], ["none"]),
        ("pas prévenus, non", ["obstacle"], ["none"]),
    ],
)
def test_facets(case, text: str, marked: list[str], wanted: list[str]) -> None:
    case.say("s1", "p1", text, marked=marked)
    assert facets(case) == wanted


def test_a_cancelled_cue_makes_no_obstacle(case) -> None:
    case.say("s1", "p1", "personne nous a prévenus pour la porte du garage", marked=["obstacle"])
    case.rows["markers"][0]["active"] = False
    assert facets(case) == ["none"]


def test_a_facilitator_has_no_idea_of_their_own(case) -> None:
    case.person("f1", role="intervenant")
    case.say("s1", "f1", "moi je suis pour qu'on se dise ce qui n'arrive pas", marked=["obstacle"])
    assert facets(case) == ["none"]


def test_a_cue_belongs_to_the_unit_that_holds_most_of_it(case) -> None:
    text = "la porte du garage a été repeinte en bleu hier matin et puis personne nous a prévenus de la couleur choisie"
    case.say("s1", "p1", text, cues=[("obstacle", "hier matin et puis personne nous a prévenus")])
    assert facets(case) == ["none", "obstacle"]
