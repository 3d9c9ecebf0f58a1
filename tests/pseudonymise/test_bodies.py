"""Names of bodies and places in full: head noun, complements, place; bodies that everybody knows; ordinary words stay."""

import re

import pytest

from pipeline.pseudonymise.identities import Register
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.recognise import recognise
from pipeline.pseudonymise.surrogates import Surrogates
from pipeline.pseudonymise.text import Passage

MARK = re.compile(r"\{([^{}]*)\}")

HEADED = [
    "le directeur du {collège Jean-Macé} a dit non",
    "j'ai appelé la {direction de l'enfance de Glomel}",
    "les pompiers du {centre de secours des Trois-Vallées}",
    "elle dépose le petit à la {crèche de la Courte-Échelle}",
    "on dépend de la {communauté de communes Landes et Bruyères}",
    "la {mutuelle de l'Odet} rembourse plus",
    "je suis infirmière au {service de santé étudiant de Bretagne}",
    "le {CCAS de Rostrenen} et la mairie",
    "on se gare derrière {Le Comptoir du bon grain} le soir",
    "monté à pied au {Bas-Kerlann} hier",
]
HEADED_IN_LOWER_CASE = [
    "à la {salle el kantara} on mange bien",
    "c'est l'{association la girouette} qui prête le camion",
    "l'{association coup de balai} prête le camion",
    "au {centre social les bleuets} le mercredi",
    "il bosse à la {menuiserie du viaduc} depuis dix ans",
    "la {crèche de la petite ourse} a fermé",
    "les pompiers du {centre de secours des quatre chemins}",
    "l'infirmière du {lycée rosa kermeur}",
    "on s'est vus au {café des sports} hier",
    "le {cabinet marchand} défend le bailleur",
    "on a joué contre l'{us des dunes} samedi",
    "le {conseil départemental du lot} a coupé",
]
KNOWN = [
    "je bosse chez {orange} de nuit",
    "je travaille au {super u de rostrenen} le samedi",
    "la {caf du gers} m'a coupé les droits",
    "il est chauffeur chez {keolis} depuis mars",
    "j'ai lu ça dans {le progrès} hier",
    "on mange au {cheval blanc} le dimanche",
    "j'ai été caissière chez {Leclerc} puis chez {Lidl}",
]
PLACES = [
    "ils habitent à {thé mines} depuis dix ans",
    "on est allés à {l'île napoléon} hier",
    "il habite {le haut-du-chêne} avec sa mère",
    "je viens de {wimereux} moi",
    "sur la route de {la loupe} y a rien",
    "la maison de santé de {la tour du pin}",
    "au {mas de la grangette} on a vu",
]
VISITED = [
    "je descends à {quatre chênes} avec la poussette",
    "moi je monte à {gare de lussan} le matin",
    "à l'arrêt {pont du diable} y a plus de banc",
    "l'arrêt {cimetière} il est pas éclairé",
    "ma mère et moi on a habité douze ans aux {trois fontaines}",
    "elle a été relogée aux {vieux remparts} en mars",
    "j'ai fait un devis chez {tournesol} et un autre",
    "il a pris le car chez {vautrin et fils} hier",
    "le conseiller de chez {logis du vexin} rappelle jamais",
    "y a eu une coupure à {mens} et à {riez} hier",
    "c'est la commune de {sens} qui refuse",
    "ma tante elle vit au {moule} depuis toujours",
]
LETTERS = [
    "je cotise à la {c s f} depuis dix ans",
    "l'{a d m r} elle vient le lundi",
    "j'ai un dossier à la {m d p h de la haute saône} depuis mai",
    "l'{o f b} a verbalisé deux chasseurs",
]
ENTITLED = [
    "je préside {la bonne brise} quatre-vingt-douze adhérents",
    "moi je préside {les amis du clocher} mon espoir c'est ça",
    "présidente des {copeaux} quand une dame tombe",
    "je préside un club et la séance du conseil d'école",
    "le bar il s'appelle {petit pavillon} mais il est grand",
    "ici ça s'appelle {fond du sac} sur le plan",
    "ils s'appellent {les volets verts} et ils font du théâtre",
    "on a appelé ça {défendons le lavoir} en réunion",
    "le collectif {bien vivre au plateau} a écrit",
    "l'association {agir pour demain} prête la salle",
    "au {gaec des deux chênes} ils vendent du lait",
    "la {maison du projet de lussan} ouvre mardi",
    "la {ligue des marcheurs de rians} a râlé",
]
UNTOUCHED = [
    "on va à pied, on passe à table et ça va à peu près",
    "il part à vingt-trois heures et il va à cent à l'heure",
    "elle habite au premier étage et lui aux deux derniers étages",
    "il arrive pas à lire, il va à confesse, ligne à ligne",
    "je suis en arrêt maladie, l'arrêt cardiaque ça arrive",
    "on y va chez soi, chez maman, chez le coiffeur",
    "le h l m, la t v, le s m i c et le r s a",
    "ça s'appelle la vie, ça s'appelle comme ça, on s'appelle demain",
    "l'association a dit que le comité doit faire la liste tous les matins",
    "y a de la neige sur la colline et le tuba dans le lin",
    "la mairie le collège la crèche tout est fermé",
    "l'école du quartier et la cantine du midi",
    "elle est à l'hôpital de jour le matin",
    "une orange, le monde entier et la croix à porter",
    "elle a gardé les volets fermés et elle le garde",
    "au foyer les éducateurs ont tout vu",
    "t'as des idées et tu as raison",
    "le club de foot du village et le café du coin",
    "il a fermé le cahier à côté des chaises",
    "on ira chez le boulanger à pied vers midi",
    "chez moi, chez eux, chez ma mère c'est pareil",
    "personne ne donne le feu vert, il faut tout faire",
    "les kabyles et les turcs du quartier ils se parlent plus",
    "Les Blancs, les Noirs, les Roms, c'est ça qu'on dit ici.",
]


def hidden(text: str) -> set[int]:
    return {place for span in recognise([Passage(text)])[0] for place in range(span.start, span.end)}


def kinds(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in recognise([Passage(text)])[0]]


@pytest.mark.parametrize("marked", [*HEADED, *HEADED_IN_LOWER_CASE, *KNOWN, *PLACES, *VISITED, *LETTERS, *ENTITLED])
def test_the_whole_name_is_hidden(marked: str) -> None:
    text, covered = MARK.sub(r"\1", marked), None
    covered = hidden(text)
    for name in MARK.findall(marked):
        assert {text.index(name) + place for place, letter in enumerate(name) if letter.isalpha()} <= covered


@pytest.mark.parametrize("text", UNTOUCHED)
def test_a_head_alone_and_ordinary_words_stay(text: str) -> None:
    assert not hidden(text)


def test_the_name_without_its_head_is_found_elsewhere_and_the_head_is_not() -> None:
    texts = ["Elle est au lycée Guernévez depuis mars.", "à guernévez y a plus personne", "et au lycée non plus"]
    found = recognise([Passage(text) for text in texts])
    assert [[text[span.start : span.end] for span in spans] for text, spans in zip(texts, found, strict=True)] == [
        ["lycée Guernévez"],
        ["guernévez"],
        [],
    ]


@pytest.mark.parametrize(
    ("surface", "kept"),
    [
        ("lycée Rosa-Kermeur", "lycée "),
        ("direction de l'enfance de Glomel", "direction de l'enfance de "),
        ("crèche de la petite ourse", "crèche de la "),
        ("CCAS de Rostrenen", "CCAS de "),
    ],
)
def test_the_kind_of_body_stays_and_its_name_goes(surface: str, kept: str) -> None:
    surrogate = Surrogates(bytes(32), "natural", []).thing(Register().thing("ORG", surface), surface)
    assert surrogate.startswith(kept)
    assert surface[len(kept) :].lower() not in surrogate.lower()


def test_a_known_body_and_its_place_have_the_surrogates_they_have_alone() -> None:
    surrogates, register = Surrogates(bytes(32), "natural", []), Register()
    alone = [surrogates.thing(register.thing(kind, name), name) for kind, name in (("ORG", "Super U"), ("PLACE", "Gramat"))]
    assert surrogates.thing(register.thing("ORG", "Super U de Gramat"), "Super U de Gramat") == " de ".join(alone)


def test_known_bodies_that_are_words_need_a_cue() -> None:
    for bodies in lexicons().organisations.values():
        for body in bodies:
            if len(body.words) == 1 and not body.article and lexicons().is_plain(body.words[0]) and body.words[0] not in {"caf"}:
                assert body.needs_cue or body.words[0] in {"decathlon", "camaieu", "spie", "telethon", "foncia"}, body.words


def test_the_kind_in_the_name_of_a_body_is_not_looked_for_elsewhere() -> None:
    said = [Passage("Sur le groupe Parents en colère de Jean-Macé, ça chauffe."), Passage("les parents du quartier sont venus")]
    assert recognise(said)[1] == []


@pytest.mark.parametrize("name", ["Elsa Fabre", "Saad Benali", "Greta Marchand", "Marina Costa"])
def test_a_first_name_that_is_also_a_head_noun_is_a_person(name: str) -> None:
    assert kinds(f"{name} a dit non") == [(name, "PERSON")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("je suis au greta de brest", "greta de brest"),
        ("je bosse au Saad Les Genêts", "Saad Les Genêts"),
        ("on a joué à l'Harmonie Saint-Roch", "Harmonie Saint-Roch"),
    ],
)
def test_after_an_article_the_same_word_heads_a_body(text: str, name: str) -> None:
    assert kinds(text) == [(name, "ORG")]
