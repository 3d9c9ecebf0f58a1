"""What *Analyser* says."""

from collections.abc import Iterable, Mapping, Sequence

from dashboard.texts import NBSP, sessions_said

TITLE = "Analyser"
HINT = "Les séances sont lues dans le coffre, et les noms remplacés avant tout le reste. Rien ne quitte cette machine."
STEPS_TITLE = "Étapes"
SESSIONS_TITLE = "Séances"

STEPS = {
    "pseudonymise": ("Remplacer les noms", "Chaque personne, chaque lieu reçoit un pseudonyme."),
    "markers": ("Repérer comment on se parle", "Violence, désaccord, colère, peurs, retrait, coopération."),
    "topics": ("Rassembler ce qui revient", "Obstacles, points de vue, passages de la violence au conflit."),
    "disclosure": ("Compter ce qui peut se montrer", "Rien qui vienne de moins de trois personnes."),
}
STATUS = {
    "todo": "à faire",
    "later": "après la relecture",
    "starting": "en préparation",
    "running": "en cours",
    "done": "faite",
    "kept": "gardée : rien n’y a changé",
    "stopped": "arrêtée ici",
    "again": "à refaire",
}
SESSION_OF = "séance {rank} sur {total}"
REVIEW = {"open": "à relire", "done": "relue", "skipped": "passée outre"}

START = "Lancer l’analyse"
START_AGAIN = "Relancer l’analyse"
RESUME = "Reprendre l’analyse"
PREPARE = "Préparer la relecture"
PREPARE_AGAIN = "Préparer de nouveau la relecture"
STOP = "Arrêter"
TO_READ = "Aller à Relire"
TO_OPEN = "Ouvrir le coffre"
TO_DEPOSIT = "Déposer une séance"

RUNNING = "L’analyse est en cours depuis {since}. Vous pouvez fermer cette page : elle continue, et vous la retrouverez ici."
PREPARING = "La relecture se prépare depuis {since}. Vous pouvez fermer cette page : elle continue, et vous la retrouverez ici."
STOPPING = "Arrêt demandé : l’analyse s’arrête à la fin de ce qu’elle est en train de lire. Ce que la précédente avait laissé reste intact."
NEVER = "Cette intervention n’a pas encore été analysée."
NEVER_PREPARED = (
    "Les pseudonymes ne sont pas encore posés. Préparez la relecture : elle lit les séances et remplace les noms, rien d’autre."
)
CLOSED = "Le coffre est fermé. Ouvrez-le par votre phrase de passe pour lancer une analyse."
COMMAND_LINE = (
    "Cette intervention a été analysée depuis la ligne de commande, sur des fichiers qui sont restés chez vous. "
    "Pour l’analyser de nouveau, relancez circulation run sur ses fichiers. Voici ce qu’il y a."
)
TURNS = "{n} tours de parole"
NOTHING = "Rien à analyser pour l’instant"
NOTHING_HINT = "Déposez d’abord une transcription, ou saisissez vos notes : elles vont droit dans le coffre."

CANCELLED = "Arrêtée à votre demande. Rien n’est perdu : ce que l’analyse précédente avait laissé est intact."
INTERRUPTED = (
    "Interrompue avant sa fin : le programme ou la machine s’est arrêté. "
    "Rien n’est perdu : ce que l’analyse précédente avait laissé est intact. Reprenez quand vous voulez."
)
REASONS = {
    "busy": "Une autre analyse est en cours dans ce dossier. Attendez qu’elle finisse, puis relancez.",
    "vault": "Le coffre n’a pas pu être lu ou écrit. Fermez-le, ouvrez-le de nouveau, puis relancez.",
    "sheet": (
        "La liste des participants ou les séances se contredisent. Dans « Avant la séance », vérifiez que chaque nom "
        "n’y est qu’une fois et que chaque locuteur rejoint quelqu’un de la liste, puis relancez."
    ),
    "source": "{where} n’a pas pu être lue. Déposez-la de nouveau, si possible dans un autre format (.docx, .txt, .vtt), puis relancez.",
    "settings": "Un réglage ne convient pas. Corrigez les réglages ou les variables CIRCULATION_…, puis relancez circulation serve.",
    "resource": "Un fichier du programme manque ou est abîmé. Réinstallez circulation, puis relancez.",
    "store": "Les tables n’ont pas pu être écrites. Vérifiez la place sur le disque, fermez les tables ouvertes ailleurs, puis relancez.",
    "memory": "La mémoire de cette machine n’a pas suffi. Fermez d’autres programmes, puis relancez.",
    "leak": (
        "Un nom connu restait dans ce qui allait être écrit : tout a été retiré, et rien n’est montré. "
        "Complétez la liste des participants dans « Avant la séance », puis relancez."
    ),
    "unexpected": "Panne du programme ({where}). Rien n’est perdu. Relancez ; si cela se répète, signalez cette ligne.",
    "empty": "Le coffre ne contient aucune séance de cette intervention. Déposez-en une, puis relancez.",
}
RISKS = {
    "review": ("mention incertaine", "mentions incertaines"),
    "profile": ("personne que ses propos réunis désignent", "personnes que leurs propos réunis désignent"),
    "list": ("personne que la liste des participants suffit à désigner", "personnes que la liste des participants suffit à désigner"),
    "role": ("fonction que tient une seule personne", "fonctions que tient une seule personne"),
    "commune": ("petite commune", "petites communes"),
    "story": ("récit qu’une seule personne a pu vivre", "récits qu’une seule personne a pu vivre"),
}
RISK = "Avant de montrer quoi que ce soit, relisez{colon}{what}."
NO_RISK = "Rien d’autre ne semble désigner quelqu’un ; vous seul connaissez le groupe."
NOT_SOUGHT = (
    "{n} noms qui sont aussi des mots (Petit, Rose) n’ont pas pu être cherchés par le dernier contrôle : lisez le texte en y pensant."
)
NOT_SOUGHT_ONE = "Un nom qui est aussi un mot (Petit, Rose) n’a pas pu être cherché par le dernier contrôle : lisez le texte en y pensant."


def locked(ranks: Sequence[int]) -> str:
    """Why an analysis waits.

    Examples
    --------
    >>> locked([1, 3]).replace(NBSP, " ")[:42]
    'Il reste 2 séances à relire (séances 1 et '
    """
    many = f"Il reste {len(ranks)}{NBSP}séances" if len(ranks) > 1 else "Il reste une séance"
    return (
        f"{many} à relire ({sessions_said(ranks)}). L’analyse attend que chaque séance soit relue, ou que vous choisissiez de passer outre."
    )


def lasted(seconds: float) -> str:
    """
    Examples
    --------
    >>> [lasted(n).replace(NBSP, " ") for n in (0.4, 42, 83, 4020)]
    ['1 s', '42 s', '1 min 23 s', '1 h 07']
    """
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole}{NBSP}s"
    if whole < 3600:
        return f"{whole // 60}{NBSP}min{NBSP}{whole % 60:02d}{NBSP}s"
    return f"{whole // 3600}{NBSP}h{NBSP}{whole // 60 % 60:02d}"


def result(finished: Iterable[str], kept: Iterable[str], seconds: float, prepared: bool) -> str:
    """What an analysis that went to its end did, and what it left as it was.

    Examples
    --------
    >>> print(result(["topics", "disclosure"], ["pseudonymise", "markers"], 42, prepared=False).replace(NBSP, " "))
    Analyse terminée en 42 s. Refait : rassembler ce qui revient, compter ce qui peut se montrer. Gardé, car rien n’y avait changé : ...
    """
    begun = "Relecture prête" if prepared else "Analyse terminée"
    again, still = ([STEPS[one][0] for one in names] for names in (finished, kept))
    if not again:
        return f"{begun}{NBSP}: rien n’avait changé, tout a été gardé."
    done = f"{begun} en {lasted(seconds)}."
    if not still:
        return done
    return f"{done} Refait{NBSP}: {_listed(again)}. Gardé, car rien n’y avait changé{NBSP}: {_listed(still)}."


def risks(counts: Mapping[str, int], not_sought: int) -> str:
    """What may still give somebody away, by count.

    Examples
    --------
    >>> print(risks({"review": 2, "role": 1}, 0).replace(NBSP, " "))
    Avant de montrer quoi que ce soit, relisez : 2 mentions incertaines, 1 fonction que tient une seule personne.
    """
    named = [f"{counts[kind]}{NBSP}{RISKS[kind][counts[kind] > 1]}" for kind in RISKS if counts.get(kind)]
    said = RISK.format(colon=f"{NBSP}: ", what=", ".join(named)) if named else NO_RISK
    more = NOT_SOUGHT_ONE if not_sought == 1 else NOT_SOUGHT.format(n=not_sought)
    return f"{said} {more}" if not_sought else said


def reason(code: str, where: str, ranks: Mapping[str, int]) -> str:
    """Why an analysis failed, and what to do; `ranks` are those of the sessions, from 1, by id."""
    named = f"La séance {ranks[where]}" if where in ranks else where
    if code == "source" and not named:
        named = "Une séance"
    return REASONS.get(code, REASONS["unexpected"]).format(where=named or "lieu inconnu")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name[:1].lower() + name[1:] for name in names)
