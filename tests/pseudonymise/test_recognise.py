"""Sentences as people talk, identifiers marked up as {surface:KIND}; everything else must stay."""

import re

import pytest

from pipeline.pseudonymise.overlaps import resolve
from pipeline.pseudonymise.recognise import recognise
from pipeline.pseudonymise.text import Passage, Span

MARK = re.compile(r"\{([^{}:]*):([A-Z]+)\}")

STRUCTURE = [
    "tu me rappelles au {06 39 98 12 34:PHONE} ce soir",
    "c'est le {zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre:PHONE} si besoin",
    "depuis la Belgique faites le {+33 6 39 98 12 34:PHONE}",
    "écrivez à {n.belkacem@exemple.fr:EMAIL}, merci",
    "mon mail c'est {nbelkacem arobase exemple point fr:EMAIL} voilà",
    "c'est sur {www.exemple.fr/groupe/12:URL}.",
    "elle publie sous {@nadia_des_tours:HANDLE} je crois",
    "j'habite {12 bis rue des Ajoncs, 29000 Quimper:ADDRESS}",
    "on s'est vus au {douze rue des lilas:ADDRESS} hier",
    "le compte c'est {FR76 3000 6000 0112 3456 7890 189:ID}",
    "mon numéro de sécu {2 76 05 22 117 034 51:ID} pour le dossier",
    "une voiture immatriculée {AB-123-CD:ID} devant l'école",
    "votre dossier n° {2291-F:ID} est parti",
    "matricule {40718:ID} pour le badge",
    "{B-E-L-K-A-C-E-M:PERSON}, pour le compte rendu",
]
DATES = [
    "je suis né {le 3 août 1999:DATE} ici",
    "on se revoit {mardi 14 mars 2023:DATE} à dix heures",
    "rendez-vous {le quatorze mars:DATE} alors",
    "c'était {le vingt et un octobre:DATE} au soir",
    "ça date {du 02/02/2023:DATE} quand même",
    "{le premier mai:DATE} on ne travaille pas",
    "on se voit mardi à dix-huit heures",
    "en mars on était douze, en {2019:DATE} cinq, puis vingt depuis {deux mille quinze:DATE}",
]
AGES = [
    "moi j'ai {quarante-sept ans:AGE} et trois enfants",
    "ma fille elle a {12 ans:AGE}, elle dort plus",
    "un monsieur âgé de {quatre-vingt-deux ans:AGE} tout seul",
    "à {soixante-neuf ans:AGE} ! je vais pas déménager",
    "je suis là depuis six ans",
    "il y a dix ans c'était pareil",
    "on a attendu pendant 3 ans",
    "après vingt ans de boîte on me dit ça",
    "ça fait quinze ans que je le dis",
]
NAMES = [
    "y a {nadia de la villemarqué:PERSON} assistante sociale et puis {karim:PERSON} de la compta",
    "moi c'est {Yannick Le Goff:PERSON}, je suis du quartier",
    "euh moi c'est {jean-luc:PERSON} hein",
    "madame {Bouvier-Lacroix:PERSON} n'a jamais rappelé",
    "mon chef monsieur {petit:PERSON} il a rien dit",
    "le docteur {Abgrall:PERSON} a dit non",
    "c'est {moussa n'diaye:PERSON} qui l'a dit",
    "monsieur {n'guessan:PERSON} il m'gêne pas",
    "j'ai vu {kouassi n'dri:PERSON} hier",
    "{fatou:PERSON} n'arrive pas ça m'dérange",
    "on l'a demandé à {ben arfa:PERSON} hier",
    "ils ont mis {Y. Le Goff:PERSON} dans le journal",
    "on m'appelle {Kéké:PERSON} depuis toujours",
    "ma femme {rose:PERSON} elle a rien dit",
    "bonjour à tonton {jo:PERSON}",
    "oui {sébastien:PERSON} tu peux le dire",
    "la maire de {Rostrenen:PLACE} est venue",
    "elle travaille au {collège Jean-Macé:ORG} depuis septembre",
    "je suis facteur à {rostrenen:PLACE} et voilà",
    "l'association {Les Petits Pas:ORG} a fermé",
]
SPOKEN = [
    "l'adresse c'est {contact arobase mairie tiret mantes point exemple:EMAIL} voilà",
    "mon numéro {zéro six, euh, trente-neuf, quatre-vingt-dix-huit, douze, zéro sept:PHONE} hein",
    "le dossier c'est {deux mille vingt-cinq barre trois cent dix-huit:ID} voilà",
    "plaque {bk sept cent dix-huit z:ID} débridée",
    "on l'appelle {mon_pseudo_75:HANDLE} en ligne",
    "il faut deux mille cinq cents euros et trois cents chaises",
    "un deux trois quatre cinq six on y va",
    "c'est l'article quatre cent trente-quatre tiret quatorze du code",
]
BODIES = [
    "la mairie et la {CAF:ORG} se renvoient la balle",
    "le directeur des {Silos du Sousson:ORG} est venu",
    "ils vont à {La Bourboule:PLACE} en août",
    "je viens de {la châtre:PLACE} moi",
]
BODIES_IN_LOWER_CASE = [
    "je dépose le grand à l'{école des tuiles:ORG} et je file",
    "elle travaille au {foyer le sablier:ORG} et puis voilà",
    "femme de chambre à l'{hôtel terminus nord-est:ORG} en ce temps-là",
    "elle est née à la {maternité de terre-sainte:ORG} avec sa soeur",
    "le devis de {vendée alu:ORG} est arrivé",
    "il est apprenti à la {menuiserie bonnin:ORG} depuis septembre",
    "j'habite aux {écrivains:PLACE} avec ma mère",
    "au foyer les éducateurs ont tout vu",
    "au collège des enfants et à l'école du quartier",
    "on a fait un conseil et une formation",
]
SAID_IN_LOWER_CASE = [
    "on m'a cassé un rétro {cx 418 rb:ID} ils peuvent le chercher",
    "au {douze de la rue des lilas:ADDRESS} hier",
    "le lien c'est {drive.exemple/charges:URL} voilà",
    "c'était sur le groupe {vendange propre cinquante et un:HANDLE} hier",
    "moi c'est {patience mabiyala:PERSON} infirmière",
    "une dame très bien {soixante-treize ans:AGE} et je dis pas tout",
    "on dépend de {R.V.G.:ORG} pour les clés, et de {l'A.S.:ORG} pour le stade",
    "le ticket d'{A.B.:PERSON}, personne l'a vu",
    "on l'a envoyée à {basse terre:PLACE} et son frère à {mons en baroeul:PLACE}",
]
CALLED = [
    "{K.D.:PERSON} absente, elle s'est excusée",
    "Mme {P.:PERSON} n'est pas venue et M. {C.:PERSON} non plus",
    "mme {p:PERSON} elle crie sur tout le monde",
    "On a vu ça avec {E.:PERSON}, et rien d'autre",
    "{claire:PERSON} elle voit pas clair",
    "j'ai vu {pierre:PERSON} devant la porte en pierre",
    "{loulou:PERSON} tu viens",
    "{hélène chevalier:PERSON} est arrivée en retard",
    "les {benali:PERSON} du dessous sont partis",
    "la famille {marchand:PERSON} attend le marchand",
    "monsieur {ben arfa:PERSON} n'est pas là",
    "{da silva:PERSON} travaille de nuit",
    "ben {karim:PERSON} il dort",
    "le gendarme {collet:PERSON} a tout noté",
    "madame {lê:PERSON} le sait",
    "ici on l'appelle {la toulousaine:PERSON} et voilà",
    "Elle reste la {Toulousaine:PERSON}. Elle en rit",
]
NOT_CALLED = [
    "madame a dit non et monsieur y pense",
    "la R.H. a écrit à 18 h, le P.V. suit",
    "on voit clair et tout est parfait il arrive",
    "un tapioca, ces rillons, et je me dégingande",
    "sept mètres m b c d",
    "on l'appelle le lundi, ils l'appellent la semaine prochaine",
    "les bobos et les chefs, la famille nombreuse",
    "M. le préfet arrive et le marchand est ouvert",
]
AGES_OF = [
    "{Enzo Pham:PERSON}, {16 ans:AGE}, apprenti au silo",
    "{lina boudjema:PERSON} {seize ans:AGE} première",
    "mon fils il a {huit mois:AGE}, je l'ai vu une fois",
]
ORDINARY = [
    "sous la pierre y a toujours une anguille",
    "une rose, un petit pain et la consigne est claire",
    "on a marché en France et en Bretagne, comme tous les Français",
    "la mairie et le département se renvoient la balle",
    "Franchement, personne ne nous a prévenus de rien",
    "Bah oui, mais bon, voilà, on verra mardi",
    "les poubelles, le paillasson, les factures du conseil",
]


def unmark(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans, position = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[position : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        position = match.end()
    return text + marked[position:], spans


@pytest.mark.parametrize(
    "marked",
    [
        *STRUCTURE,
        *DATES,
        *AGES,
        *NAMES,
        *SPOKEN,
        *BODIES,
        *BODIES_IN_LOWER_CASE,
        *SAID_IN_LOWER_CASE,
        *CALLED,
        *NOT_CALLED,
        *AGES_OF,
        *ORDINARY,
    ],
)
def test_finds_what_is_marked_and_nothing_else(marked: str) -> None:
    text, expected = unmark(marked)
    found = recognise([Passage(text)])[0]
    covered = {place for span in found for place in range(span.start, span.end)}
    for start, end, kind in expected:
        assert covered.issuperset(range(start, end))
        assert kind in {span.kind for span in found if span.start < end and span.end > start}
    inside = {place for start, end, _ in expected for place in range(start, end)}
    # articles and head nouns may be taken along
    over = "".join(text[place] if place in covered - inside else " " for place in range(len(text)))
    assert set(over.split()) <= {"au", "du", "la", "le", "soir", "association", "matricule", "n°"}


@pytest.mark.parametrize(
    "text",
    [
        "Rose est partie",
        "Rose remet son manteau.",
        "Rose. On y va ?",
        "Claire, la consigne est claire",
        "merci Petit",
        "M. PETIT a raison",
        "merci rose",
        "moi céline petit",
    ],
)
def test_a_participant_whose_name_is_a_word_is_found_where_it_is_a_name(text: str) -> None:
    found = recognise([Passage(text)], participants=["Rose Petit", "Claire Marchand"])[0]
    assert {span.kind for span in found} == {"PERSON"}


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("petit rose petit je dors ici", ["petit", "rose petit"]),
        ("demandez à mouton il était là", ["mouton"]),
        ("c'était vous rose", ["rose"]),
        ("un petit mouton dans le pré", []),
        ("le mouton de la rose", []),
    ],
)
def test_a_participant_called_by_a_word_is_told_from_it_by_the_articles(text: str, called: list[str]) -> None:
    found = recognise([Passage(text)], participants=["Rose Petit", "Mouton"])[0]
    assert [text[span.start : span.end] for span in found if span.kind == "PERSON"] == called


def test_an_accepted_name_is_found_everywhere_in_the_case() -> None:
    texts = ["Je suis Fatoumata Kervella, bonjour.", "ouais kervella elle exagère", "KERVELLA l'a dit"]
    found = recognise([Passage(text) for text in texts])
    assert [text[span.start : span.end] for text, spans in zip(texts, found, strict=True) for span in spans] == [
        "Fatoumata Kervella",
        "kervella",
        "KERVELLA",
    ]


def test_a_name_in_the_title_of_the_case_is_found_without_capitals() -> None:
    text = "je viens à l'escale le samedi et lina aussi"
    found = recognise([Passage(text)], context=["Médiathèque L'Escale : le gratin de Lina"])
    assert [[text[span.start : span.end] for span in spans] for spans in found] == [["l'escale", "lina"]]


def test_names_are_whole_words() -> None:
    found = recognise([Passage("le martinet et la martingale, mais Martin aussi")], participants=["Martin"])[0]
    assert [(span.start, span.end) for span in found] == [(35, 41)]


@pytest.mark.parametrize(
    ("spans", "kinds"),
    [
        ([Span(0, 5, "PERSON", 0.9, "ner"), Span(0, 13, "ADDRESS", 0.8, "structure")], ["ADDRESS"]),
        ([Span(0, 5, "PERSON", 0.9, "ner"), Span(6, 13, "PERSON", 0.9, "ner")], ["PERSON"]),
        ([Span(0, 9, "PERSON", 0.9, "ner"), Span(6, 13, "PERSON", 0.6, "cue")], ["PERSON"]),
    ],
)
def test_overlaps_are_resolved(spans: list[Span], kinds: list[str]) -> None:
    assert [span.kind for span in resolve(Passage("Marie Ferrand"), spans)] == kinds


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("madame sou marée et alphonse d'orival", ["sou marée", "alphonse d'orival"]),
        ("rokhaya sou marée elle dort", ["rokhaya sou marée"]),
        ("alphonse et tiago", ["alphonse", "tiago"]),
        ("oui thiago ferrera l'a dit", ["thiago ferrera"]),
        ("madame soumarré et castel nau", ["soumarré", "castel nau"]),
        ("fonfon", ["fonfon"]),
    ],
)
def test_a_participant_is_found_as_a_listener_writes_the_name(text: str, heard: list[str]) -> None:
    names = ["Tiago Ferreira", "Rokhaya Soumaré", "Philippe Castelnau", "Alphonse Dorival"]
    found = recognise([Passage(text)], participants=names)[0]
    assert [text[span.start : span.end] for span in found if span.kind == "PERSON"] == heard


@pytest.mark.parametrize("label", ["#3", "-", "..."])
def test_a_label_without_letters_is_nobodys_name(label):
    assert recognise([Passage("bonjour")], labels=[label]) == [[]]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("et les gens de la cabucelle ils disent", "la cabucelle"),
        ("je monte à la cabucelle le soir", "la cabucelle"),
        ("Je viens de Marseille", "Marseille"),
    ],
)
def test_a_place_takes_its_article_along(said: str, place: str) -> None:
    assert [said[span.start : span.end] for span in recognise([Passage(said)])[0]] == [place]
