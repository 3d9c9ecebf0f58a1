"""Every French string of the screens, and the small grammar that puts facts into sentences.

What several screens say stands here; what one screen alone says stands in the module of its name.
"""

import datetime
from collections.abc import Sequence

NBSP = "\u00a0"

PUBLICS = {"intervenant": "Intervenant", "groupe": "Groupe", "superviseur": "Superviseur", "administrateur": "Comptes"}
MENU = {
    "ouvrir": "Ouvrir",
    "avant": "Avant la séance",
    "deposer": "Déposer",
    "relire": "Relire",
    "analyser": "Analyser",
    "mots": "Les mots",
    "obstacles": "Ce qui bloque",
    "vues": "Points de vue",
    "echanges": "Qui répond à qui",
    "recherche": "Recherche",
    "restitution": "Préparer la restitution",
    "reponses": "Réponses",
    "mur": "Restitution",
    "fil": "Le fil de la séance",
    "revient": "Ce qui revient",
    "parcours": "Parcours",
    "lectures": "Qualité des lectures",
    "envois": "Envois reçus",
    "fiche": "Ma fiche de supervision",
    "sauvegarder": "Sauvegarder",
    "comptes": "Les comptes",
    "entrer": "Entrer",
}
"""What a screen is called in the menu, by the last part of its address."""
CASE = "Intervention"
SESSION = "Séance"

# what a screen says for the codes of models and tables
BANDS = {
    "violence": "violence",
    "colere": "colère dite",
    "desaccord": "désaccord",
    "peurs": "peurs, doutes dits",
    "retrait": "retrait",
    "cooperation": "coopération",
}
PHASES = {
    "confiance": "confiance",
    "contrat": "contrat",
    "peurs": "peurs",
    "conflits": "conflits",
    "information": "information",
    "obstacles": "obstacles",
    "decisions": "décisions",
}
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
SHARES = {1: "quelques-uns", 2: "plusieurs", 3: "beaucoup", 4: "presque tous"}
"""The word for a share of those present, the same for everybody."""
NOBODY = "sans nom"
ANSWERS = {"opposes": "S’oppose au tour {rank}", "supports": "Appuie le tour {rank}"}
SAID_BY = {"one": "une personne", "few": "quelques-uns", "three_plus": "trois ou plus", "almost_all": "presque tous"}

# Le fil de la séance
THREAD = MENU["fil"]
THREAD_HINT = "Cliquez dans une bande, ou déplacez le curseur, pour aller aux mots."
THREAD_ALT = (
    "Six bandes au fil de la séance : violence, colère dite, désaccord, peurs et doutes dits, retrait, coopération. "
    "Plus une bande est haute, plus on y parle ainsi."
)
GO_TO = "Aller à"
TURN = "tour"
WORDS_SHOWN = "Tours {first} à {last} sur {total}"
NO_MARK = "Aucun repérage dans cette séance : ni tension, ni désaccord, ni retrait que les règles reconnaissent. Les mots restent à lire."
NO_TURN = "Cette séance ne contient aucun tour de parole."


# États vides et pannes
NO_CASE = "Pas encore d’intervention"
NO_CASE_HINT = "Commencez-en une dans « Avant la séance », ou lancez circulation demo pour essayer avec les exemples."
TO_BEGIN = "Commencer dans « Avant la séance »"
UNKNOWN_CASE = "Cette intervention n’est pas, ou plus, dans le dossier de données. Choisissez-en une dans la liste."
REFUSED = "Cette page n’a pas le droit de lire ces données. Rien n’a été montré."
STALE = "Quelqu’un d’autre a changé cela entre-temps. Rien n’a été écrasé : relisez, puis recommencez."
DAMAGED = "Une table de cette intervention est abîmée. Relancez circulation run sur ses fichiers, puis rechargez la page."

BROKEN = "Cette page n’a pas pu s’afficher. Rien n’est perdu : rechargez-la ; si cela se répète, relancez circulation serve."


def typographic(label: str) -> str:
    """A label with the apostrophe of print.

    Examples
    --------
    >>> typographic("L'information n'arrive pas")
    'L’information n’arrive pas'
    """
    return label.replace("'", "’")


def guillemets(said: str) -> str:
    """
    Examples
    --------
    >>> guillemets("oui").replace(NBSP, " ")
    '« oui »'
    """
    return f"«{NBSP}{said}{NBSP}»"


_SAMPLES = {"ecole": "École", "hopital": "Hôpital"}
"""The sample cases whose folders are written without accents."""


def case_title(case_id: str, given: str = "") -> str:
    """The title that a person gave an intervention, or without any its slug as a person would write it.

    Examples
    --------
    >>> case_title("cas-2"), case_title("hopital"), case_title("cas-2", "Le hall")
    ('Cas 2', 'Hôpital', 'Le hall')
    """
    return given or _SAMPLES.get(case_id) or case_id.replace("-", " ").replace("_", " ").capitalize()


def session_title(order: int, phase: str) -> str:
    """
    Examples
    --------
    >>> session_title(1, "decisions")
    'Séance 2 · décisions'
    """
    return f"{SESSION} {order + 1}" + (f" · {PHASES[phase]}" if phase else "")


def french_day(day: datetime.date) -> str:
    """
    Examples
    --------
    >>> french_day(datetime.date(2026, 5, 1)), french_day(datetime.date(2026, 11, 26))
    ('1er mai 2026', '26 novembre 2026')
    """
    return f"{day.day}{'er' if day.day == 1 else ''} {MONTHS[day.month - 1]} {day.year}"


def count(n: int, one: str) -> str:
    """A number and what it counts.

    Examples
    --------
    >>> count(1, "tour"), count(7, "idée")
    ('1 tour', '7 idées')
    """
    return f"{n} {one}{'s' if n > 1 else ''}"


def clock(seconds: float) -> str:
    """
    Examples
    --------
    >>> clock(2952), clock(7)
    ('0:49:12', '0:00:07')
    """
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def moment(position: float, timed: bool) -> str:
    """A place in the session: hours and minutes, or the rank of the turn.

    Examples
    --------
    >>> moment(2952, timed=True), moment(11, timed=False).replace(NBSP, " ")
    ('0:49', 'tour 12')
    """
    return clock(60 * round(position / 60))[:-3] if timed else f"{TURN}{NBSP}{round(position) + 1}"


def extent(n_turns: int, seconds: float | None) -> str:
    """How long a session was.

    Examples
    --------
    >>> extent(72, 6360.0).replace(NBSP, " ")
    '72 tours de parole, 1 h 46'
    """
    turns = f"{n_turns}{NBSP}{'tours' if n_turns > 1 else 'tour'} de parole"
    if seconds is None:
        return turns
    minutes = round(seconds / 60)
    return f"{turns}, " + (f"{minutes // 60}{NBSP}h{NBSP}{minutes % 60:02d}" if minutes >= 60 else f"{minutes}{NBSP}min")


def sessions_said(ranks: Sequence[int]) -> str:
    """Name sessions by their ranks from 1.

    Examples
    --------
    >>> [sessions_said(ranks) for ranks in ([2], [1, 3], [1, 2, 3], [1, 2, 4])]
    ['séance 2', 'séances 1 et 3', 'séances 1 à 3', 'séances 1, 2 et 4']
    """
    ranks = sorted(ranks)
    if len(ranks) == 1:
        return f"séance {ranks[0]}"
    if len(ranks) > 2 and ranks[-1] - ranks[0] == len(ranks) - 1:
        return f"séances {ranks[0]} à {ranks[-1]}"
    return f"séances {', '.join(map(str, ranks[:-1]))} et {ranks[-1]}"


def between(first: float, last: float, timed: bool) -> str:
    """A stretch of a session, as the start of a sentence."""
    return f"De {moment(first, timed)} à {moment(last, timed)}" if timed else f"Du {moment(first, timed)} au {moment(last, timed)}"


def read_withdrawal(first: float, last: float, timed: bool, topic: str) -> str:
    """The sentence of a passage in which people withdraw; where a subject is left it asks."""
    about = f" sur {guillemets(typographic(topic))} : sujet évité, ou épuisé ?" if topic else "."
    return f"{between(first, last, timed)}, la parole se retire{about}"


def read_passage(first: float, last: float, timed: bool, topic: str) -> str:
    """The sentence of a passage in which violence turned into conflict."""
    about = f", autour de {guillemets(typographic(topic))}" if topic else ""
    return f"{between(first, last, timed)}, on passe de paroles qui ferment à des paroles qui se répondent{about}."


def read_peak(band: str, at: float, timed: bool) -> str:
    """Where one band is highest, as the start of a sentence."""
    said = {
        "violence": "des paroles ferment celle de l’autre",
        "colere": "la colère se dit",
        "desaccord": "le désaccord se dit le plus",
        "peurs": "des peurs et des doutes se disent",
        "retrait": "la parole se retire",
        "cooperation": "la coopération est la plus présente",
    }
    where = "dès le début" if at == 0 else f"vers {moment(at, timed)}" if timed else f"autour du {moment(at, timed)}"
    return f"{where}, {said[band]}"


def sentence(parts: Sequence[str]) -> str:
    """Join clauses into one sentence.

    Examples
    --------
    >>> sentence(["vers 0:10, la colère se dit", "vers 0:40, la parole se retire"])
    'Vers 0:10, la colère se dit ; vers 0:40, la parole se retire.'
    """
    text = " ; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
