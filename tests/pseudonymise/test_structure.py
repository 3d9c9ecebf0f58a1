"""Numbers, addresses, accounts, ages and days as people say them: {surface} must be found whole, all else must stay."""

import functools
import itertools
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.numerals import write
from pipeline.pseudonymise.propagation import SURE
from pipeline.pseudonymise.recognise import recognise
from pipeline.pseudonymise.text import Passage

MARK = re.compile(r"\{([^{}]*)\}")
ALONG = ("", "au", "le", "du", "numéro", "n", "en", "au matin", "et")
SHAPED = frozenset(("PHONE", "EMAIL", "HANDLE", "URL", "ID", "ADDRESS", "DATE", "AGE"))

NUMBERS = [
    "elle est numérotée à la préfecture sous le {trois un zéro cent quarante-deux}",
    "le dossier c'est le {QF-26-204}, je l'ai ici",
    "mon dossier à la caisse c'est le {quatre cent douze mille six cent trois}",
    "il est enregistré sous le numéro {soixante-douze zéro quatre}",
    "le dossier de Samir porte le numéro {2026-DL-031}",
    "matricule {trois mille cent douze} à votre service",
    "mon numéro d'allocataire à la caf c'est {zéro trois cent vingt-deux quarante-cinq}",
    "mon numéro d'allocataire c'est le {0 322 451 F}",
    "mon badge c'est le {quatre cent trois}",
    "badge {0417}, bâtiment technique",
    "le lot {cent douze} il est à moi",
    "la parcelle {B 214} est en friche",
    "la parcelle {ah cent vingt-sept} elle est en friche",
    "la section {ZC} numéro {18} au cadastre",
    "elle dort chambre {214}, on l'entend",
    "je suis à la chambre {trois cent six} en face",
    "contrat {CT-55-0912} signé chez eux",
    "la plainte porte le numéro {deux mille vingt-six tiret zéro quarante}",
    "le procès-verbal numéro {4471} n'a rien donné",
    "mon RPPS c'est {10003456789}",
    "mon numéro rpps {un zéro zéro zéro trois quatre cinq six sept huit neuf}",
    "notre siret c'est {732 829 320 00074}",
    "le siret c'est {sept cent trente-deux huit cent vingt-neuf trois cent vingt zéro zéro zéro soixante-quatorze}",
    "mon permis numéro {14AB22331} est périmé",
    "le permis de conduire {dix-sept zéro six trente-quatre douze zéro huit} il l'a plus",
    "la plaque c'est {a t zéro six huit deux b c}",
    "une clio {ez cent vingt-trois kb} garée devant",
    "un scooter {G H 482 K L} sur le trottoir",
    "immatriculée {aa 123 bb} et mal garée",
    "sa voiture c'est {4512 XY 35} je crois",
    "l'iban c'est {FR14 2004 1010 0505 0001 3M02 606}, notez",
    "l'iban c'est {fr quatorze vingt zéro quatre dix dix zéro cinq zéro cinq zéro zéro zéro un trois m zéro deux six cent six}",
    "ma sécu c'est le {2 84 05 33 063 118 42} voilà",
    "ma sécu c'est le {deux quatre-vingt-quatre zéro cinq trente-trois zéro soixante-trois cent dix-huit} voilà",
    "mon numéro de sécu {184053306311842}",
    "la carte grise numéro {2019KK22817} a brûlé",
    "numéro d'écrou {28 417}, cellule du fond",
    "la référence du courrier c'est {R tiret vingt-quatre tiret cent huit}",
    "le dossier {MDPH 33 0044781} attend toujours",
    "la facture {vingt-deux zéro quatre} est en retard",
    "le code de la porte c'est {quarante-cinq b douze}",
    "il m'a dit votre numéro de client {huit cent quarante-deux cent six} est inconnu",
    "convocation {n° 2026-118} reçue mardi",
    "le dossier euh c'est le {deux cent, euh, dix-neuf barre quatre}",
    "sur mon contrat y a marqué {77-4410-B} en haut",
    "appelez le {06 39 98 41 22} ou le {01 99 00 17 30}",
    "mon portable {zéro six trente-neuf euh quatre-vingt-dix-huit quarante et un vingt-deux} le soir",
    "le fixe c'est {zéro un quatre-vingt-dix-neuf zéro zéro dix-sept trente}",
    "{0 6 3 9 9 8 4 1 2 2} c'est mon numéro",
    "{plus trente-trois six trente-neuf quatre-vingt-dix-huit quarante et un vingt-deux} depuis Genève",
    "c'est {zéro un quatre-vingt-dix-neuf zéro zéro dix-sept trente} et puis {zéro six trente-neuf quatre-vingt-dix-huit dix vingt}",
    "le sms c'était Bea {zéro six trente-neuf quatre-vingt-dix-huit quarante et un vingt-deux} et rien",
    "le siège rue des tanneurs au {zéro six trente-neuf quatre-vingt-dix-huit quarante et un vingt-deux} le matin",
    "faites le poste {quarante-deux dix-sept} pour l'accueil",
    "on me joint au poste {4217} le matin",
]
ADDRESSES = [
    "elle vit {rue des tanneurs neuf} avec sa mère",
    "l'école {rue saint-Eloi quarante et un} est fermée",
    "j'étais au {quatorze de la rue Pasteur} hier",
    "il habite au {3 de l'impasse des Mûriers}",
    "au {numéro douze de l'avenue Foch} il y a une plaque",
    "chez ma mère au {3 impasse du Lavoir} le dimanche",
    "au {vingt-deux bis rue de la Source} au fond",
    "il livre {12 av. Jean Jaurès} tous les lundis",
    "courrier au {4 bd Voltaire}, merci",
    "c'est {9, r. des Lilas} la porte verte",
    "j'habite {bâtiment C escalier 2 appartement 14} au fond",
    "j'habite {bâtiment b escalier trois appartement douze} au fond",
    "{14 rue du Moulin, bâtiment B, appartement 31}",
    "tu m'écris à la {BP 12}, ça arrive",
    "écrivez {BP 40112, 35000 Rennes}",
    "le siège est au {33000 Bordeaux} maintenant",
    "il est parti {trente-cinq mille Rennes} chez sa soeur",
    "on vit au {lieu-dit La Croze} depuis la guerre",
    "on habite {lieu-dit le grand champ} tout au bout",
    "ils vivent au {mas de Bru} là-haut",
    "le loyer du {5 chemin des Vignes} a doublé",
    "ma fille au {17 quai de la Loire} elle voit tout",
    "les clés sont {six place du marché} chez le cordonnier",
    "{rue de l'église numéro sept} c'est ouvert",
    "c'est au {27 résidence Les Ormeaux} au deuxième",
    "j'ai déménagé {huit voie romaine} en mars",
]
ONLINE = [
    "suivez {@les_tilleuls.44} pour les photos",
    "c'est {arobase maison verte} sur insta",
    "sur leur page c'est {arobase petits pas berjallie} on peut leur écrire",
    "moi mettez {arobase naim treize zéro quinze} je lis que ça",
    "suivez {arobase les voisins du grand pré vert point fr} sur la page",
    "c'est {arobase lila quatorze bis} sur insta",
    "ils ont répondu à {t lavigne arobase boreal tiret escale point fr} hier",
    "mon insta c'est {lila point bleue}",
    "mon pseudo c'est {tornade} partout",
    "moi sur snap c'est {zazou quarante-quatre}",
    "son discord c'est {Grimbert#4412}",
    "elle poste sur tiktok sous le nom de {Mamie Courgette}",
    "sur le groupe facebook {entraide des coteaux} ils ont mis ma photo",
    "la page « {Coteaux en colère} » a tout repris",
    "le compte {coteaux_infos} a tout repris",
    "le compte twitter {coteaux infos} a tout repris",
    "on a un {at jardin partagé lyon} pour les photos",
    "je suis {kevdu33} sur insta",
    "mon pseudo sur le forum c'est {Papillon}",
    "mon mail c'est {k point roux arobase exemple point fr}",
    "mon mail c'est {karim.roux at exemple point fr}",
    "écris à {m a r t i n tiret du bas l arobase exemple point com}",
    "c'est {jean-luc underscore roux soixante-douze arobase exemple point fr} le mail",
    "envoyez à {secretariat tiret nord arobase les coteaux point org}",
    "{direction@coteaux.exemple} répond jamais",
    "le site c'est {w w w point coteaux point fr slash inscription}",
    "allez voir {www.coteaux.exemple/aide} ce soir",
    "c'est {triple w point coteaux tiret nord point org} pour s'inscrire",
    "il faut taper {h t t p s deux points slash slash coteaux point fr}",
    "le mail c'est {accueil vingt-deux arobase pont vert point fr} pour les clés",
    "notez c'est {y merlet arobase pont vert fr} tout attaché",
    "on vous répond sur {les amarres arobase pont vert point org}",
    "ça vient du compte {bavards arobase pont vert} toujours pareil",
    "il a mis la vidéo sur {les mouettes du port cinquante-six} hier soir",
    "c'était dans le groupe {parents du pont vert trente et un}",
    "les clientes me suivent sur {Lola Ongles Dieppe}",
    "elle l'a postée sur {arobase pont vert sans filtre}",
]
AGES = [
    "il faut une fille de {seize ans} pour entendre ça",
    "moi c'est {vingt-quatre ans}, trois feux cet été",
    "on a deux enfants, {six ans} et {neuf ans}",
    "on a deux enfants de {six et neuf ans}",
    "elle va sur ses {seize} et elle sort",
    "elle va sur ses {quatorze ans} et elle sort",
    "la petite de {huit ans} elle a tout vu",
    "la petite dernière {quatre ans}, quatre bougies, et pas de cadeau",
    "mon neveu {vingt-six ans} il fait ça à la main",
    "il a {dix-neuf ans} pour le permis c'est jeune",
    "j'ai {soixante-trois ans} dont trente à faire des lits",
    "un interne de {vingt-cinq ans} qui m'ouvre la porte",
    "le grand {seize ans} il mesure deux mètres",
    "mon père il est mort à {cinquante-huit ans}",
    "à l'âge de {onze ans} je gardais les bêtes",
    "elle a fêté ses {quarante} samedi",
    "il vient d'avoir {dix-huit ans}",
    "il vient d'en avoir {treize}, c'est un gosse",
    "née à Lyon, {21 ans}, caissière",
    "ma fille {douze ans} pleure le soir",
    "le petit a {trois ans et demi}",
    "un garçon de {17 ans} sur un scooter",
    "j'étais veuve à {trente-deux ans} avec quatre gosses",
    "quand j'avais {quinze ans} on faisait pareil",
    "{58 ans} directeur vingt-deux salariés",
    "a {51 ans} une maison à finir de payer",
    "trois jours de seaux à mon âge {soixante-dix-huit ans} c'était toi",
    "mes parents ont {quatre-vingts ans} passés",
    "il a {septante-deux ans} le vieux",
    "Gilles, {cinquante-trois balais}, plombier",
    "il me parlait comme ça à {quarante-six ans} devant les apprentis",
    "c'est un homme qui a {soixante-sept ans} pour qui on a fait tout ça",
    "« Et alors ? » {Dix-sept ans}, elle est en terminale",
]
DATES = [
    "on se voit {le 2 mars}, puis {le 9} et {le 16}",
    "on commence {vendredi 13} au matin",
    "{du douze au} {quatorze mars} on ferme",
    "dans la nuit {du 4} {au 5} ils sont venus",
    "dans la nuit {du quatre au} {cinq avril} ils sont venus",
    "j'ai reçu la lettre {le premier octobre dernier} et rien depuis",
    "ils existent depuis {dix neuf cent soixante deux} ou {mille neuf cent quatre vingt onze} on sait plus",
    "la nuit {du quatre} est passée, on se revoit {le vingt neuf} même heure",
    "on m'a promis la lune en {quatre vingt dix neuf} déjà avec le syndicat d'avant l'u b l",
    "{les 12 et 13 avril} c'est complet",
    "{les 14, 15 et 16 mars} on ferme",
    "entre {le 3} et {le 7 mai} on verra",
    "depuis {2019} plus rien n'a bougé",
    "je suis née {en 84} à Lyon",
    "né {en soixante-deux}, il a fait la mine",
    "né {le 3 août 1961} à Brest",
    "date de naissance {14/02/1988}",
    "on avait dit {le trois}, pas {le dix avril}",
    "le papier {du 4} il est où, celui {du 12 mars} on l'a",
    "{lundi dix-sept} c'est férié",
    "{le 1er juin} tout ferme",
    "c'était en {deux mille seize} ou {deux mille dix-sept}",
    "en {quatre-vingt-dix-huit} on avait gagné",
    "un certain {14 novembre 2011} j'ai compris",
    "la nuit {du neuf} {au dix} personne a dormi",
    "{le 4 juin 98}, le jour du déménagement",
    "plus de courrier depuis {le 21} une semaine entière",
    "le bon est valable jusqu'{au 6} deux personnes par table",
]
ORDINARY = [
    "ça coûte quarante-cinq euros soixante et c'est cher",
    "il a pris 1 250 euros de dégâts",
    "on a perdu trois à un contre eux",
    "on a gagné trois un",
    "rendez-vous à dix-huit heures trente au plus tard",
    "à 14 h 30 pile on ferme",
    "il faut douze chaises et six tables",
    "l'article 434-14 du code pénal dit le contraire",
    "l'article quatre cent trente-quatre du code le dit",
    "je prends le bus douze puis le 47",
    "la ligne 14 est en panne",
    "le 115 répond jamais",
    "j'ai fait le 17 ils sont pas venus",
    "on a appelé le quinze",
    "faites le 3919 si besoin",
    "j'ai six ans de maison",
    "ça fait dix ans que je le dis",
    "vingt ans c'est long",
    "quinze ans après on en parle encore",
    "vingt ans au club et rien",
    "depuis six ans on attend",
    "dans trois ans on sera morts",
    "vingt ans d'expérience et voilà",
    "trente ans de métier, trente ans de trop",
    "on est 36 dans une classe de 24",
    "il a fait un prêt sur vingt ans",
    "un contrat de deux ans renouvelable",
    "le dossier fait douze pages",
    "j'ai trois dossiers sur les bras",
    "la plainte de quatorze familles est partie",
    "le contrat de trente-cinq heures on l'a plus",
    "un lot de douze verres",
    "le devis deux mille cent euros, la licence trois et la fiche deux",
    "on a compté mille cent soixante chaises",
    "ma chambre fait neuf mètres carrés",
    "j'ai deux rues à balayer avant midi",
    "il y a trois places devant la poste",
    "je donne six cours par semaine",
    "deux chemins possibles, pas trois",
    "le groupe de parole a repris",
    "le groupe facebook des parents s'énerve",
    "on a un compte à la banque",
    "tourner la page c'est facile à dire",
    "c'est le point un de l'ordre du jour",
    "on se donne rendez-vous au point deux",
    "on met dix pour cent de côté",
    "j'ai quatre enfants et deux chiens",
    "un deux trois partez",
    "elle y a mis trois mille deux cents euros",
    "il a cent mètres à faire à pied",
    "on a reçu deux cents lettres, trois cents appels",
    "au troisième étage, porte du fond",
    "de un à dix je mets quatre",
    "cent vingt kilomètres par jour sur la D12",
    "la loi de finances et le plan de cinq ans",
    "ils ont mis le chauffage à dix-neuf",
    "on habite en face, à deux cents mètres",
    "à huit on n'a pas de force, à vingt si",
    "les sixièmes, les cinquièmes, tout le monde",
    "l'arobase je sais jamais où elle est",
    "un crédit à vingt-cinq ans, et on signe à dix ans près",
    "il a vu sur le parking douze camions, j'ai lu sur le tableau trente noms",
    "elle l'a mis sur la porte du vingt et un",
]


def read(text: str) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.kind) for span in recognise([Passage(text)])[0]]


def marked(line: str) -> tuple[str, list[tuple[int, int]]]:
    text, places = "", []
    for rank, piece in enumerate(MARK.split(line)):
        if rank % 2:
            places.append((len(text), len(text) + len(piece)))
        text += piece
    return text, places


def left_open(text: str, places: list[tuple[int, int]]) -> list[str]:
    """The marked places of which a letter or digit stays."""
    hidden = {place for start, end, _ in read(text) for place in range(start, end)}
    return [text[start:end] for start, end in places if any(text[place].isalnum() and place not in hidden for place in range(start, end))]


def taken(text: str, places: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """Ordinary words hidden as a number, an address, an age, a day."""
    marks = {place for start, end in places for place in range(start, end)}
    return [
        (text[start:end], kind)
        for start, end, kind in read(text)
        if kind in SHAPED and "".join(text[place] for place in range(start, end) if place not in marks).strip(" ,°") not in ALONG
    ]


def lowered(line: str) -> str:
    """As an automatic transcript has it: no capital, no comma or full stop between words."""
    return re.sub(r"(?<![\d ])[,.;]+ ", " ", line).lower()


CASES = [line for lines in (NUMBERS, ADDRESSES, ONLINE, AGES, DATES) for line in lines]


@pytest.mark.parametrize("line", CASES)
@pytest.mark.parametrize("form", [str, lowered], ids=["cased", "lower"])
def test_is_found_whole_and_nothing_else(line: str, form: Callable[[str], str]) -> None:
    text, places = marked(form(line))
    assert left_open(text, places) == []
    assert taken(text, places) == []


@pytest.mark.parametrize("line", ORDINARY)
@pytest.mark.parametrize("form", [str, lowered], ids=["cased", "lower"])
def test_amounts_scores_hours_and_durations_stay(line: str, form: Callable[[str], str]) -> None:
    assert taken(form(line), []) == []


# What is drawn at random: a number, the ways to say it, and what stands around it.


@st.composite
def said(draw: st.DrawFn, digits: str, sizes: tuple[int, ...]) -> str:
    """Digits as somebody reads them out: in groups, in figures or words, with pauses between."""
    written, words = draw(st.booleans()), []
    position = 0
    for size in itertools.cycle(sizes):
        group = digits[position : position + size]
        if not group:
            break
        zeros = len(group) - len(group.lstrip("0"))
        rest = group.lstrip("0")
        words.append(group if written else " ".join(["zéro"] * zeros + ([write(int(rest))] if rest else [])))
        position += size
    pauses = st.sampled_from([" "] * 5 + ([" euh ", ", "] if not written else [" ", "."]))
    return functools.reduce(lambda left, right: left + draw(pauses) + right, words)


FRAMES = ["{}", "euh {} voilà", "et donc {}", "{}, je crois", "alors {} on me dit toujours pareil", "{} et j'en ai marre"]
PAIRS, SINGLES, MIXED_SIZES = (2,), (1,), (1, 2, 2, 2, 3, 3, 2)
LETTERS = "BCDFGHJKLPQRTVWXZ"


def whole(draw: st.DataObject, before: str, surface: str) -> None:
    frame = draw.draw(st.sampled_from(FRAMES))
    lead, tail = frame.split("{}")
    text = f"{lead}{before} {surface}{tail}" if before else f"{lead}{surface}{tail}"
    start = len(text) - len(tail) - len(surface)
    if draw.draw(st.booleans()):
        text = text.lower()
    assert left_open(text, [(start, start + len(surface))]) == [], text


@settings(deadline=None, max_examples=60)
@given(st.data(), st.from_regex(r"0[1-79][0-9]{8}", fullmatch=True))
def test_a_telephone_is_found_however_it_is_read(data: st.DataObject, digits: str) -> None:
    surface = data.draw(said(digits, data.draw(st.sampled_from([PAIRS, SINGLES]))))
    whole(data, data.draw(st.sampled_from(["mon numéro c'est le", "appelez-moi au", "le portable", ""])), surface)


@settings(deadline=None, max_examples=40)
@given(st.data(), st.from_regex(r"[12][0-9]{2}(0[1-9]|1[0-2])[0-9]{8}", fullmatch=True))
def test_a_social_security_number_is_found_with_a_wrong_key_or_none(data: st.DataObject, digits: str) -> None:
    surface = data.draw(said(digits + data.draw(st.sampled_from(["", "00", "41"])), data.draw(st.sampled_from([SINGLES, MIXED_SIZES]))))
    whole(data, data.draw(st.sampled_from(["mon numéro de sécu c'est", "ma sécu c'est le", "numéro de sécurité sociale"])), surface)


@settings(deadline=None, max_examples=40)
@given(st.data(), st.from_regex(r"[0-9]{23}", fullmatch=True))
def test_an_account_is_found_with_a_wrong_key(data: st.DataObject, digits: str) -> None:
    surface = (
        "FR" + data.draw(st.sampled_from(["", " "])) + data.draw(said("76" + digits, data.draw(st.sampled_from([PAIRS, (2, 4, 4, 4)]))))
    )
    whole(data, data.draw(st.sampled_from(["l'iban c'est", "mon rib", "le compte c'est"])), surface.replace(",", "").replace(".", " "))


@settings(deadline=None, max_examples=40)
@given(st.data(), st.text(LETTERS, min_size=4, max_size=4), st.integers(2, 999))
def test_a_plate_is_found_in_figures_and_in_words(data: st.DataObject, letters: str, number: int) -> None:
    gap = data.draw(st.sampled_from(["", " "]))
    before, after = gap.join(letters[:2]), gap.join(letters[2:])
    middle = data.draw(st.sampled_from([f"{number:03d}", data.draw(said(f"{number:03d}", SINGLES)), write(number)]))
    whole(data, data.draw(st.sampled_from(["la plaque c'est", "immatriculée"])), f"{before} {middle} {after}")


@settings(deadline=None, max_examples=40)
@given(
    st.data(),
    # a word of grammar ("mon point roux arobase") may as well stand before the mail: it is left outside
    st.text("abcdefghijklmnop", min_size=3, max_size=9).filter(lambda name: name not in lexicons().words("function", "online_cues")),
    st.sampled_from(["fr", "com", "org", "exemple"]),
)
def test_a_mail_is_found_written_spoken_and_spelled(data: st.DataObject, name: str, end: str) -> None:
    name = data.draw(st.sampled_from([name, " ".join(name)]))
    spoken = f"{name} {data.draw(st.sampled_from(['point', 'tiret', 'underscore']))} roux arobase exemple point {end}"
    surface = data.draw(st.sampled_from([spoken, f"{name.replace(' ', '')}.roux@exemple.{end}"]))
    whole(data, data.draw(st.sampled_from(["mon mail c'est", "écrivez à"])), surface)


@settings(deadline=None, max_examples=60)
@given(
    st.data(),
    st.integers(1, 28),
    st.sampled_from(["janvier", "mars", "avril", "mai", "juin", "juillet", "septembre", "novembre"]),
    st.integers(1930, 2030),
)
def test_a_day_is_found_in_figures_and_in_words(data: st.DataObject, day: int, month: str, year: int) -> None:
    written = data.draw(st.booleans())
    spoken = ("premier" if day == 1 else write(day), write(year))
    number, dated = (("1er" if day == 1 else str(day)), str(year)) if written else spoken
    surface = f"le {number} {month}" + data.draw(st.sampled_from(["", f" {dated}"]))
    whole(data, data.draw(st.sampled_from(["c'était", "né", "on ferme"])), surface)


@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(2, 99))
def test_an_age_is_found_and_a_duration_stays(data: st.DataObject, age: int) -> None:
    surface = f"{data.draw(st.sampled_from([str(age), write(age)]))} ans"
    whole(data, data.draw(st.sampled_from(["elle a", "un gamin de", "âgé de", "ma mère a", "mon frère"])), surface)
    frame = data.draw(
        st.sampled_from(["depuis {} on attend", "dans {} on verra", "ça fait {} que je le dis", "il y a {} déjà", "{} de métier et rien"])
    )
    assert taken(frame.format(surface), []) == []


@settings(deadline=None, max_examples=40)
@given(
    st.integers(2, 9999), st.sampled_from(["euros", "personnes", "heures", "pour cent", "mètres", "fois", "kilos", "pages"]), st.booleans()
)
def test_an_amount_stays(number: int, unit: str, written: bool) -> None:
    amount = str(number) if written else write(number)
    assert taken(f"on a compté {amount} {unit} et pas plus", []) == []
    assert taken(f"le dossier fait {amount} {unit} au bas mot", []) == []


@pytest.mark.parametrize(
    ("code", "sure"),
    [
        ("FR1420041010050500013M02606", True),
        ("FR1420041010050500013M02607", False),
        ("269054958815780", True),
        ("269054958815781", False),
        ("73282932000074", True),
        ("73282932000075", False),
    ],
)
def test_a_wrong_key_lowers_the_score_and_lets_nothing_through(code: str, sure: bool) -> None:
    found = [span for span in recognise([Passage(f"le numéro de dossier c'est {code} voilà")])[0] if span.kind == "ID"]
    assert [span.score >= SURE for span in found] == [sure]
