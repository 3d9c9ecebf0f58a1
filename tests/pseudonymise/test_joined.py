"""Names of bodies and places of which recognisers took pieces become one; what stands beside a name and is none stays."""

import re

import pytest

from pipeline.pseudonymise.joined import join_parts
from pipeline.pseudonymise.text import Passage, Span

PIECE = re.compile(r"\{([A-Z]+):([^{}]*)\}")


def joined(marked: str) -> list[tuple[str, str]]:
    """What becomes of pieces marked as "{KIND:piece}"."""
    spans: list[Span] = []
    removed = 0
    for piece in PIECE.finditer(marked):
        start = piece.start() - removed
        spans.append(Span(start, start + len(piece[2]), piece[1], 0.6, "ner"))
        removed += len(piece[0]) - len(piece[2])
    text = PIECE.sub(r"\2", marked)
    return [(text[span.start : span.end], span.kind) for span in join_parts([Passage(text)], [spans])[0]]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("à {ORG:Tremplin} 43, personne n'a répondu", "Tremplin 43"),
        ("c'est {ORG:tremplin} quarante trois qui paye", "tremplin quarante trois"),
        ("il est de {PLACE:Vrilles} et {PLACE:Coteaux}, l'association", "Vrilles et Coteaux"),
        ("il a signé à la {ORG:C.M.A.} de {ORG:Corrèze} hier", "C.M.A. de Corrèze"),
        ("une réunion à la {PLACE:passerelle} du {PLACE:moulin} neuf", "passerelle du moulin"),
        ("on a joué contre l'ES {ORG:Bruyères} samedi", "ES Bruyères"),
        ("ma fille est aux {ORG:épis} d'or", "épis d'or"),
        ("les gens des deux {ORG:vallons} y vont", "deux vallons"),
        ("il bosse chez bonne {ORG:mine} depuis mai", "bonne mine"),
        ("livré par {PERSON:Vautrin} et fils", "Vautrin et fils"),
        ("livré par {PERSON:Vautrin} et {ORG:Fils}", "Vautrin et Fils"),
    ],
)
def test_pieces_of_one_name_become_one(marked: str, name: str) -> None:
    assert (name, "PLACE" if "passerelle" in name else "ORG") in joined(marked)


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("entre {PLACE:Vrilles} et {PLACE:Coteaux} y a dix minutes", ["Vrilles", "Coteaux"]),
        ("{PLACE:Limoges} et {PLACE:Tulle} c'est pareil", ["Limoges", "Tulle"]),
        ("{ORG:la halte} et {ORG:l'escale} ferment", ["la halte", "l'escale"]),
        ("je vais à {PLACE:Rennes} deux fois par an", ["Rennes"]),
        ("on est dix à {ORG:Tremplin} 12 heures par jour", ["Tremplin"]),
        ("on est cinq chez {ORG:elva} trois de trop", ["elva"]),
        ("les deux {ORG:écoles du marais} ferment", ["écoles du marais"]),
        ("{PERSON:Nadia} et {PERSON:Bruno} viennent", ["Nadia", "Bruno"]),
        ("{PERSON:Nadia} de {PLACE:Tulle} viendra", ["Nadia", "Tulle"]),
        ("{ORG:Engie} et {ORG:Orange} ont coupé", ["Engie", "Orange"]),
        ("on a vu Mme {PERSON:Diallo} et fils ce matin", ["Diallo"]),
        ("{PERSON:Nadia} et frères sont passés", ["Nadia"]),
        ("RDV {ORG:Tremplin} à quatorze heures", ["Tremplin"]),
        ("OUI {PLACE:Vrilles} c'est loin", ["Vrilles"]),
        ("à {PLACE:Limoges} 20, à {PLACE:Tulle} 30", ["Limoges", "Tulle"]),
        ("jamais reçu de {PLACE:Tulle} d'argent", ["Tulle"]),
    ],
)
def test_what_is_no_part_of_a_name_stays(marked: str, names: list[str]) -> None:
    assert [name for name, _ in joined(marked)] == names


def test_what_stands_alone_elsewhere_is_a_name_of_its_own() -> None:
    texts = ["à bonne mine et chez sentelles et zorvelles", "mine a fermé", "zorvelles aussi"]
    names = [["mine", "sentelles", "zorvelles"], ["mine"], ["zorvelles"]]
    found = [
        [Span(text.index(name), text.index(name) + len(name), "ORG", 0.6, "ner") for name in own]
        for text, own in zip(texts, names, strict=True)
    ]
    passages = [Passage(text) for text in texts]
    for kept, spans in ((3, names), (1, [["bonne mine", "sentelles et zorvelles"]])):
        joined = join_parts(passages[:kept], found[:kept])
        assert [[text[span.start : span.end] for span in one] for text, one in zip(texts, joined, strict=False)] == spans
