"""What the pages of *Explorer* say."""

import re
from collections.abc import Sequence

from dashboard.texts import NBSP, SHARES, guillemets, sessions_said, typographic

__all__ = ["NBSP", "SHARES", "guillemets", "sessions_said", "typographic"]

_BEFORE, _AFTER = re.compile(r" ([;:?!»])"), re.compile(r"« ")

LATER = "Sera pris en compte à la prochaine analyse."
IN_TABLE = "Lire en tableau"
NOT_ANALYSED = "Pas encore analysée"
NOT_ANALYSED_HINT = "Déposez une séance, relisez-la, puis lancez l’analyse : cette page montrera ce qui y est dit."
ALL_SESSIONS = "Toutes les séances"
UNDO = "Annuler"
READ_THERE = "Lire dans la séance"
WHO = "Qui"
CHOOSE = "Choisir"
TURN_SHORT = "tour"

# Le fil de la séance
PASSAGE_KINDS = {"violence_to_conflict": "violence → conflit", "withdrawal": "sujet évité ?"}
WITHDRAWN = "retrait"
PASSAGE_COLUMNS = {"kind": "Passage", "from": "De", "to": "À", "topic": "Sujet"}
NO_PASSAGE = "Aucun passage de la violence au conflit, ni retrait, repéré dans cette séance."
CORRECT_HERE = "Lire et corriger à partir d’ici"
MOMENT = "Moment"

# Les mots
WORDS = "Les mots"
WORDS_HINT = (
    "Cliquez sur un repérage pour savoir pourquoi il est là et le corriger. Sélectionnez des mots, ou cliquez sur +, pour en ajouter un."
)
FAMILIES = {
    "violence": "violence",
    "colere": "colère dite",
    "desaccord": "désaccord",
    "retenue": "retenue",
    "obstacle": "obstacle",
    "cooperation": "coopération",
}
FAMILY = "Familles montrées"
BAND = "Sûreté"
BANDS = {"": "tout", "sure": "repérage net", "review": "à relire"}
CATEGORIES = {
    "desaccord_direct": "désaccord",
    "desaccord_nuance": "désaccord nuancé",
    "menace": "menace (maltraitance)",
    "devalorisation": "dévalorisation (humiliation)",
    "accusation": "accusation (culpabilisation)",
    "rejet": "rejet (mise à l’écart)",
    "prejuge": "préjugé entre groupes",
    "exasperation": "colère dite",
    "peur": "peur dite",
    "mefiance": "méfiance dite",
    "doute": "doute dit",
    "reticence": "retrait",
    "obstacle": "obstacle",
    "reconnaissance": "reconnaissance",
    "responsabilite": "responsabilité",
    "question": "question ouverte",
    "proposition": "proposition",
    "decision": "décision",
}
TARGETS = {
    "personne": "une personne",
    "groupe": "un groupe",
    "institution": "une institution",
    "idee": "une idée",
    "soi": "qui parle",
}
SET_ASIDE = "écarté"
BY_PERSON = "par vous"
AIMS = "Vise"
NOTHING_PICKED = "Rien de choisi"
NOTHING_PICKED_HINT = "Cliquez sur un repérage dans le texte : ce qui l’explique s’ouvre ici."
NOT_THAT = "Ce n’est pas ça"
THAT_IS_IT = "Si, c’en est un"
RATHER = {"opposes": "C’est plutôt une opposition", "supports": "C’est plutôt un appui"}
RATHER_TO = "Il répond plutôt au…"
ANSWER_TO = {"opposes": "Ce tour s’oppose au…", "supports": "Ce tour appuie le…"}
NO_ANSWER = "Ne répond à aucun tour"
OTHER_CATEGORY = "C’est plutôt…"
OTHER_TARGET = "Cela vise plutôt…"
ADD = "Ajouter ce repérage"
ADD_HEAD = "Ajouter un repérage"
ADD_CATEGORY = "Ce que c’est"
ADD_TARGET = "Qui ou quoi c’est visé"
WHOLE_TURN = "le tour entier"
ADD_TO_TURN = "Ajouter un repérage à ce tour"
NO_MATCH = "Aucun tour de cette séance ne porte un tel repérage. Élargissez le filtre."
EARLIER, FURTHER = "← Plus tôt", "Plus loin →"

# Ce qui bloque
OBSTACLES = "Ce qui bloque"
OBSTACLES_HINT = "Les obstacles que le groupe nomme, et ses mots. Rien ici ne va au groupe sans que vous le prépariez."
OBSTACLES_ALT = "Barres des obstacles : plus la barre est longue, plus ils sont nombreux, parmi les présents, à en parler."
NO_OBSTACLE = "Aucun obstacle repéré dans cette intervention."
ALONE = "une personne"
STATUSES = {
    "new": "nouveau",
    "persistent": "déjà dit avant",
    "resolved": "pas redit dans la dernière séance",
    "back": "revenu après un silence",
}
FIRM, FAIR, FRAGILE, UNMEASURED = "tient bien ensemble", "tient à peu près", "fragile, à relire", "pas encore mesuré"
OBSTACLE_COLUMNS = {
    "label": "Obstacle",
    "word": "Combien, parmi les présents",
    "sessions": "Séances",
    "segments": "Passages",
    "firm": "Stabilité",
    "status": "Au fil des séances",
}
WHICH_OBSTACLE = "Obstacle à ouvrir"
SAID = "Ce qui est dit"
CHECK = "Cochez des passages pour les déplacer ou en faire un obstacle à part."
UNFILED = "Non classé"
NEAR = "Non classés, proches par les mots"
NO_NEAR = "Aucun passage non classé ne ressemble à cet obstacle."
CAUSES = "Causes que le groupe donne"
NO_CAUSE = "Le programme n’a repéré aucun « parce que » ni « du coup » qui dise pourquoi."
RENAME, RENAME_LABEL = "Renommer", "Nom"
MERGE, MERGE_LABEL = "Fusionner", "Fusionner avec"
MOVE, MOVE_LABEL = "Déplacer", "Déplacer vers"
FILE_HERE = "Classer ici"
SPLIT = "En faire un obstacle à part"
PROMOTE = "Garder pour les prochaines séances"
PROMOTE_HELP = "Il reste, et ce qui lui ressemble viendra s’y classer."
KNOWN = "Le faire reconnaître partout"
KNOWN_HINT = (
    "Cet obstacle sera cherché dans toutes vos interventions, dès leur prochaine analyse. Décrivez-le avec des phrases que vous inventez, "
    "d’autres lieux, d’autres métiers : rien de ce qui a été dit ici ne doit y passer."
)
KNOWN_LABEL, KNOWN_DESCRIPTION = "Nom, comme un groupe le dirait", "En une phrase, ce qui bloque"
KNOWN_EXAMPLES = "Trois phrases inventées ou plus, une par ligne"
KNOWN_ADD = "Ajouter aux obstacles connus"
KNOWN_DONE = "C’est ajouté. Relancez l’analyse de chaque intervention pour l’y chercher."
KNOWN_NAMED = "Un nom, ou un prénom d’emprunt, y figure. Dites-le sans nommer ; rien n’est écrit."
KNOWN_REFUSED = (
    "Rien n’est écrit. Il faut un nom qui n’existe pas encore, une description et trois phrases, et aucune ne doit ressembler "
    "à ce qui a été dit dans cette intervention."
)
KNOWN_CLOSED = "Le dossier du programme ne se laisse pas écrire. Demandez à qui l’a installé ; rien n’est perdu."
DECIDED = "Ce que vous avez décidé"
DECISIONS = {
    "rename": "Renommé",
    "merge": "Fusionné",
    "split": "Mis à part",
    "move": "Passage déplacé",
    "promote": "Gardé",
    "stance": "Position corrigée",
}
ALIKE = "Ce qui ressemble aux passages déplacés suivra à la prochaine analyse."
MANAGE, MANAGE_SUBJECT = "Corriger cet obstacle", "Corriger ce sujet"

# Points de vue
VIEWS = "Points de vue"
VIEWS_HINT = "Sujet par sujet, qui dit quoi. Une case vide est un silence : ni accord, ni désaccord."
VIEWS_ALT = "Grille des personnes et de ce qu’elles disent : oui, non, ça dépend, ou rien."
NO_VIEW = "Aucun sujet en débat repéré dans cette intervention."
SUBJECT = "Sujet en débat"
STANCES = {1: "oui", -1: "non", 0: "ça dépend"}
NO_POSITION = "Personne n’a pris position sur ce sujet."
TOO_FEW = "Trop peu de voix pour parler d’un accord du groupe : seules les positions se lisent."
AGREED, OPPOSED, OPEN = "il est net", "la plupart n’y sont pas", "rien n’est tranché"
PROPORTIONS = (
    (0.1, "presque personne"),
    (0.2, "un petit nombre"),
    (0.3, "un quart"),
    (0.4, "un tiers"),
    (0.45, "près de la moitié"),
    (0.55, "la moitié"),
    (0.65, "plus de la moitié"),
    (0.72, "les deux tiers"),
    (0.85, "les trois quarts"),
    (1.0, "presque tous"),
)
SAME_SIDE = "Ceux qui ont pris position vont dans le même sens ; les autres n’ont rien dit."
NO_OPPOSITION = "Personne ne s’oppose franchement à un autre ici ; les autres n’ont rien dit."
EVIDENCE = "Les mots derrière ces positions"
POSITION, POSITION_IS = "Une position est mal lue ? Choisissez les mots", "Ces mots veulent dire"
POSITION_HINT = "Une réponse à quelqu’un se corrige dans Les mots, à ce tour."

# Qui répond à qui
REPLIES = "Qui répond à qui"
REPLIES_HINT = "Pour vous seul : cela ne se projette pas et ne sort pas d’ici. Se parler n’est ni bien ni mal, cela se regarde."
REPLIES_ALT = "Grille : en ligne qui répond, en colonne à qui ; les oppositions et les appuis repérés."
SIGNS = {"opposes": "✕", "supports": "+"}
REPLIES_KEY = "✕ s’oppose · + appuie. Le nombre dit combien de fois. Cliquez pour lire."
REPLY_KINDS = {"opposes": "s’oppose", "supports": "appuie"}
ANSWERS, ANSWERED = "Qui répond", "À qui"
NO_REPLY = "Aucune réponse repérée entre participants."
ONE_WAY = "Les réponses repérées ne vont que dans un sens : personne ne répond à qui lui a répondu."
PAIR = "Échange à ouvrir"
BACK = "Dans les deux sens"
YES, NO = "oui", "non"

# Recherche
SEARCH = "Recherche"
SEARCH_HINT = "Un mot ou plusieurs, dans toutes les séances. Accents et majuscules ne comptent pas ; un début de mot suffit."
SEARCH_LABEL = "Mot à chercher"
SEARCH_EMPTY = "Par exemple : horaires, prévenu, mairie."
NOT_FOUND = "Ce mot n’est dit dans aucune séance. Essayez un début de mot, ou un seul mot."
IN_SESSIONS = "Séances"


def n_of(n: int, one: str, several: str) -> str:
    """
    Examples
    --------
    >>> n_of(2, "passage", "passages").replace(NBSP, " ")
    '2 passages'
    """
    return f"{n}{NBSP}{several if n > 1 else one}"


def passage_kind(kind: str, topic: str) -> str:
    """How a passage is called: no subject is avoided where none is left.

    Examples
    --------
    >>> passage_kind("withdrawal", "Les horaires"), passage_kind("withdrawal", "")
    ('sujet évité ?', 'retrait')
    """
    return PASSAGE_KINDS[kind] if topic or kind != "withdrawal" else WITHDRAWN


def fine(said: str) -> str:
    """A sentence of the pipeline in print: apostrophes, and no line that begins with a sign.

    Examples
    --------
    >>> fine("l'autre : « non » ;").replace(NBSP, "_")
    'l’autre_: «_non_»_;'
    """
    return _AFTER.sub(f"«{NBSP}", _BEFORE.sub(rf"{NBSP}\1", typographic(said)))


def listed(names: Sequence[str]) -> str:
    """
    Examples
    --------
    >>> listed(["Farid", "Inès", "Marc"])
    'Farid, Inès et Marc'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def pending(n: int) -> str:
    """How many decisions wait for the next analysis."""
    return f"{n_of(n, 'décision attend', 'décisions attendent')} la prochaine analyse."


def read_obstacles(label: str, word: str, ranks: Sequence[int], fragile: int) -> str:
    """What the bars show."""
    said = f"{guillemets(label)} est le plus partagé : {word} parmi les présents ({sessions_said(ranks)})."
    if fragile:
        some = "un obstacle est fragile" if fragile == 1 else f"{fragile} obstacles sont fragiles"
        said += f" Attention, {some} : relisez les mots avant d’en parler."
    return said


def decision(kind: str, before: str, now: str) -> str:
    """A decision about a topic in words.

    Examples
    --------
    >>> decision("rename", "Le local", "Les clés"), decision("move", "", "")
    ('Renommé : Le local → Les clés', 'Passage déplacé → Non classé')
    """
    said = f"{DECISIONS[kind]} : {typographic(before)}" if before else DECISIONS[kind]
    after = typographic(now) or (UNFILED if kind == "move" else "")
    return f"{said} → {after}" if kind in ("rename", "merge", "move", "stance") else said


def place(rank: int, order: int) -> str:
    """Where a quote was said."""
    return f"séance {rank}, {TURN_SHORT} {order + 1}"


def counts(n_for: int, n_against: int, n_nuanced: int) -> str:
    """
    Examples
    --------
    >>> counts(3, 1, 2)
    '3 pour, 1 contre, 2 « ça dépend »'
    """
    parts = [(n_for, "pour"), (n_against, "contre"), (n_nuanced, "« ça dépend »")]
    return ", ".join(f"{n} {word}" for n, word in parts if n) or "Personne"


def between(low: str, high: str) -> str:
    """An interval of agreement in words.

    Examples
    --------
    >>> between("les trois quarts", "presque tous")
    'Parmi ceux qui se disent, l’accord va des trois quarts à presque tous'
    """
    if low == high:
        return f"Parmi ceux qui se disent, l’accord est autour de : {low}"
    start = f"des {low.removeprefix('les ')}" if low.startswith("les ") else f"de {low}"
    return f"Parmi ceux qui se disent, l’accord va {start} à {high}"


def divided(more: str, less: str, *, wide: bool) -> str:
    """Two subgroups that do not say the same."""
    gap = "Écart net" if wide else "Écart"
    return f"{gap} entre sous-groupes : on y est plus favorable côté {guillemets(more)} que côté {guillemets(less)}."


def split_on(labels: Sequence[str], n_claims: int) -> str:
    """On which claims persons stand against each other."""
    if n_claims == 1:
        return "Sur ce sujet, des oui et des non se disent."
    return f"Des oui et des non se disent sur {listed([guillemets(label) for label in labels])}."


def have_moved(who: Sequence[str]) -> str:
    """Who said something else in another session."""
    return f"{listed(list(who))} {'a' if len(who) == 1 else 'ont'} changé de position d’une séance à l’autre."


def both_ways(pairs: Sequence[tuple[str, str]]) -> str:
    """Who answer each other."""
    said = " ; ".join(f"{one} et {other}" for one, other in pairs[:4])
    more = f" ; et {n_of(len(pairs) - 4, 'autre paire', 'autres paires')}" if len(pairs) > 4 else ""
    return f"Se répondent dans les deux sens : {said}{more}."


def unanswered(who: Sequence[str]) -> str:
    """Whom nobody answered, as a question."""
    return f"Pas encore de réponse repérée à {listed(list(who))} : comment {'leur' if len(who) > 1 else 'sa'} parole est-elle reçue ?"


def places(n: int, shown: int) -> str:
    """How often a word was found."""
    said = n_of(n, "passage", "passages")
    return f"{said}." if n <= shown else f"{said} ; les {shown} premiers sont montrés."
