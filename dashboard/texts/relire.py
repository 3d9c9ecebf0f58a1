"""What the page *Relire* says."""

from collections.abc import Sequence

from dashboard.texts import guillemets

TITLE = "Relire les pseudonymes"
HINT = "Les passages les moins sûrs d’abord. Rien n’est analysé tant que vous n’avez pas fini, ou choisi de passer outre."
NOT_READY = "Cette intervention n’est pas encore prête à relire"
NOT_READY_HINT = "La préparation cherche les noms et pose les pseudonymes ; comptez une minute par heure de séance."
PREPARE = "Préparer la relecture"
AT_WORK = "La préparation de la relecture est en cours. Cette page se met à jour d’elle-même."
BUSY = "Une analyse est en cours. Réessayez quand elle sera finie ; rien n’est perdu."
MOVED = "Le fichier de cette séance a changé depuis la dernière préparation. Préparez de nouveau la relecture pour relire ce qui y est dit."
CLEAR_GONE = (
    "Le texte d’origine n’est plus dans le coffre. Vous relisez le texte pseudonymisé : rien n’y dit plus quel mot a été masqué, "
    "donc aucune question n’est posée. Vous pouvez encore faire masquer un mot qui se lit."
)

LEFT = "Reste à relire"
LEFT_OF = "sur {total}"
REAL = "Voir les vrais prénoms"
REAL_HELP = "Sur cet écran seulement, tant que le coffre est ouvert. Les passages à relire se montrent toujours tels qu’ils ont été dits."
TEXT_LABEL = "Texte de la séance"
LEGEND = {"person": "personne", "place": "lieu", "thing": "organisme, date, âge, autre"}
LEGEND_OPEN = "à relire"
LEGEND_KEPT = "mot gardé"
TURNS = "Tours {first} à {last} sur {total}"
BEFORE, AFTER = "Tours précédents", "Tours suivants"

HEARD = {1: "entendu une fois"}
HEARD_MORE = "entendu {n} fois"
ASKS = {
    ("name", "PERSON"): "Est-ce le nom de quelqu’un ?",
    ("name", "PLACE"): "Est-ce le nom d’un lieu ?",
    ("name", "ORG"): "Est-ce le nom d’un organisme ou d’un lieu ?",
    "name": "Est-ce à masquer ?",
    "dates": "Est-ce que ce sont des jours du calendrier ?",
    "same": "Même personne que {person} ?",
    "absent": "Est-ce quelqu’un de nouveau ?",
    "post": "Faut-il masquer cette fonction ?",
    "word": "Est-ce ici le nom de quelqu’un ?",
}
SAME_NOBODY = "Est-ce une seule personne ?"
WHY = {
    "name": "Le programme n’en est pas sûr. En attendant, c’est masqué.",
    "dates": "Il manque le mois ou l’année. En attendant, ces jours sont décalés comme les autres dates.",
    "same": "Le nom est sûr, mais il peut désigner plusieurs personnes de cette intervention.",
    "absent": "Parle dans la séance, et n’est pas dans la liste des participants.",
    "post": "Métier et lieu : pour qui connaît l’endroit, cela désigne quelqu’un, et le métier n’est pas masqué.",
    "word": "Un nom de l’intervention, qui est aussi un mot : le contrôle des fuites ne le cherche pas. Rien ne le masque ici.",
}
SHORT = {
    "name": "un nom ? masqué en attendant",
    "dates": "des jours du calendrier ?",
    "same": "de qui s’agit-il ?",
    "absent": "absent de la liste des participants",
    "post": "métier et lieu",
    "word": "nom ou mot ? rien ne le masque",
}
ELSEWHERE = "Ailleurs dans la séance, c’est sûrement un nom : « non » ne change que ces passages."
YES = {"same": "oui", "absent": "oui", "dates": "oui, décaler"}
YES_ELSE = "oui, masquer"
NO = {"same": "non"}
NO_ELSE = "non, garder"
KEEP = "garder le mot"
OTHER = {"name": "même personne que…", "same": "autre personne", "absent": "même personne que…", "word": "même personne que…"}
WHO = "C’est la même personne que"
WHO_PLACEHOLDER = "Choisir une personne"
EVERYWHERE, HERE_ONLY = "partout", "ici seulement"
SCOPE_HELP = "La réponse vaut partout où c’est dit, ou pour ce seul passage."
UNDO = "annuler"
PREVIOUS, NEXT = "avant", "après"
ANSWERED = "Tout est relu dans cette séance."
NO_QUESTION = "Rien à relire ici : le programme est sûr de tout ce qu’il a masqué. Parcourez le texte, puis dites que vous avez fini."
BEYOND = (
    "{n} autres passages peu sûrs restent masqués par prudence, sans question : vous en avez déjà {most}. "
    "Ils sont encadrés de tirets dans le texte."
)

ADD = "Faire masquer un mot"
ADD_HINT = "Sélectionnez des mots dans le texte, ou écrivez-les ici."
ADD_WORDS = "Mots à masquer"
ADD_KIND = "C’est"
KINDS = {
    "PERSON": "une personne",
    "PLACE": "un lieu",
    "ORG": "un organisme",
    "ROLE": "une fonction",
    "ADDRESS": "une adresse",
    "PHONE": "un téléphone",
    "EMAIL": "un courriel",
    "DATE": "une date",
    "OTHER": "autre chose",
}
ADD_EVERYWHERE = "Masquer partout"
ADD_NOWHERE = "Ces mots ne se trouvent pas dans cette séance. Si c’est une faute de frappe, annulez-les plus bas et recommencez."
ADD_HERE = "Ici seulement"
ADD_LEAVE = "Laisser"

RISK = "Risque restant"
RISK_NONE = "Risque restant : rien de ce que le programme sait reconnaître. Lui ne connaît pas votre groupe."
RISK_MORE = "Tout lire ({n})"

DECIDED = "Ce que vous avez décidé ({n})"
DID = {"accept": "à masquer", "reject": "gardé", "add": "ajouté", "same_as": "même personne que « {other} »"}
APPLY = "Appliquer"
APPLY_HELP = "Refait les pseudonymes avec vos réponses. Elles sont déjà enregistrées ; l’analyse les appliquera de toute façon."
APPLY_N = {1: "Une réponse n’est pas encore dans les textes."}
APPLY_MORE = "{n} passages changeront dans les textes."
PREPARING = "C’est lancé : les noms sont cherchés, et les pseudonymes posés."
APPLYING = "C’est lancé : vos réponses passent dans les textes."
DONE = "J’ai fini de relire"
DONE_HELP = "Il reste des questions : répondez-y, ou choisissez de passer outre."
DONE_SAID = "C’est noté : cette séance est relue."
SKIP = "Passer outre"
SKIP_WHAT = (
    "Les passages peu sûrs resteront masqués, et ce que rien ne masque restera lisible. Un nom oublié peut alors se voir dans "
    "l’analyse et dans la restitution. Vous en répondez devant le groupe."
)
SKIP_SURE = "Je passe outre pour cette séance"
SKIP_SAID = "C’est noté : cette séance sera analysée sans être relue jusqu’au bout."
STATES = {"open": "à relire", "done": "relue", "skipped": "passée outre"}


def listed(forms: Sequence[str], most: int = 4) -> str:
    r"""Some forms between quotation marks.

    Examples
    --------
    >>> listed(["le 8", "le 9", "le 10"], most=2).replace("\xa0", " ")
    '« le 8 », « le 9 » …'
    """
    return ", ".join(map(guillemets, forms[:most])) + (" …" if len(forms) > most else "")


def heard(n: int) -> str:
    """How often something was said."""
    return HEARD.get(n) or HEARD_MORE.format(n=n)
