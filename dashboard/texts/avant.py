"""What the page *Avant la séance* says."""

TITLE = "Avant la séance"
HINT = "Ce que vous convenez avec le groupe, qui en fait partie, et ce que chacun accepte. Chaque choix est gardé aussitôt."

NEW = "Commencer une intervention"
NEW_TITLE = "Commencer une intervention"
NEW_HINT = "Donnez-lui un titre sans nom de personne : il est lu hors du coffre. Tout le reste peut venir plus tard."
BEGIN = "Commencer"
BACK = "Revenir"

TABS = ("L’intervention", "Participants et accords", "Séances prévues", "Feuille d’information", "Supprimer")

NAME = "Titre"
NAME_HELP = "Un lieu ou un sujet, jamais un nom de personne"
OBJECTIVE = "Objectif du contrat commun"
OBJECTIVE_HELP = "Ce pour quoi le groupe se réunit, dans ses mots"
RESERVES = "Réserves dites"
RESERVES_HELP = "Une par ligne : ce que des personnes ont demandé de ne pas faire, de ne pas dire ailleurs"
SECTOR = "Secteur"
SECTORS = ("quartier", "école", "santé", "travail", "association", "famille", "autre")
NO_SECTOR = "non dit"
GROUPS = "Groupes"
GROUPS_HELP = "Un par ligne, s’il y en a plusieurs"
CODE = "Votre code d’intervenant"
CODE_HELP = "F1, jamais votre nom"
BAD_CODE = "Le code d’intervenant s’écrit avec une à trois lettres majuscules et un numéro : F1."
RETAIN = "Garder jusqu’au"
RETAIN_HELP = "Six mois après la dernière séance si vous ne dites rien d’autre. À cette date, supprimez l’intervention."
RETAIN_LATE = "La date jusqu’à laquelle cette intervention devait être gardée est passée. Supprimez-la, ou dites une autre date."
SAVE = "Garder"
SAVED = "C’est gardé."
TITLE_NEEDED = "Donnez un titre à l’intervention."
LOOKS_NAMED = (
    "{who} : on dirait le nom de quelqu’un, et ces mots sont gardés hors du coffre. Dites-le sans nom ; "
    "si ce n’est personne, gardez de nouveau. Rien n’a été gardé."
)

IN_CLEAR = {
    "title": "le titre",
    "objective": "l’objectif",
    "reserves": "les réserves",
    "sector": "le secteur",
    "groups": "les groupes",
    "roles": "un rôle",
    "line": "un rôle ou un groupe de la liste",
}
NAMED = (
    "{where} : il y a là le nom d’une personne de la liste. Ces mots sont gardés hors du coffre ; dites-le sans nom. Rien n’a été gardé."
)
NAMED_BEFORE = (
    "{where} : un nom que vous ajoutez s’y trouve déjà. Ces mots sont gardés hors du coffre ; changez-les d’abord. Rien n’a été gardé."
)

# Participants et accords
LIST_HINT = "Les noms restent dans le coffre. Rôle, groupe et accord sont gardés sous un numéro."
LIST_EMPTY = "La liste est vide. Tapez ou collez ci-dessous une personne par ligne."
PASTE = "Ajouter des personnes, une par ligne : Prénom Nom, rôle, groupe"
PASTE_HELP = "Vous pouvez coller depuis un tableur. Qui anime a pour rôle « intervenant » ou « animatrice »."
PASTE_EXAMPLE = "Prénom Nom, habitante, jeunes"
UNDERSTAND = "Voir comment c’est compris"
UNDERSTOOD = "Voici comment la liste est comprise. Rien n’est encore gardé."
COLUMNS = {"name": "Nom", "role": "Rôle", "subgroup": "Groupe", "problem": "À revoir"}
PROBLEMS = {
    "": "",
    "nameless": "il n’y a pas de nom",
    "long": "trop long : une personne par ligne ?",
    "twice": "ce nom est déjà dans la liste",
}
ADD = "Ajouter ces personnes"
ADD_SOME = "Ajouter les lignes comprises"
CANCEL = "Ne rien ajouter"
REGISTER = "Ce que chacun accepte"
REGISTER_HINT = (
    "Tant qu’une personne n’a rien dit, c’est « rien ». Un seul « notes » ou « rien » parmi les présents : pas de transcription "
    "de cette séance, des notes seulement ; et de qui a dit « rien », on ne note rien."
)
CONSENTS = {"recording": "enregistrement", "notes": "notes", "none": "rien"}
CONSENT_OF = "Accord de {name}"
SINCE = "depuis le {day}"
COUNT_ALL = "Tous acceptent l’enregistrement : une transcription peut être déposée."
COUNT_ONE = "Une personne sur {total} n’a pas accepté l’enregistrement. Une séance où elle est présente se fait avec des notes."
COUNT_NOT = "{n} personnes sur {total} n’ont pas accepté l’enregistrement. Une séance où l’une d’elles est présente se fait avec des notes."
CORRECT = "Corriger ou retirer une ligne"
CORRECT_WHO = "Qui"
REMOVE = "Retirer de la liste"
REMOVE_NOT = "Cette personne était à une séance : pour la retirer, utilisez « Retirer l’accord après coup »."
WITHDRAW = "Retirer l’accord après coup"
WITHDRAW_SAYS = (
    "La personne est oubliée : son nom, ses paroles et ce qui en a été tiré sont effacés, et les fichiers déposés de l’intervention "
    "aussi, car un nom ne se découpe pas dans un document. L’analyse est refaite sans elle ; cela peut durer une minute ou deux."
)
WITHDRAW_NOT = (
    "Ce qui ne se rappelle pas : ce que d’autres ont dit d’elle ou répété, ce qui a déjà été projeté, imprimé ou remis au groupe, "
    "et vos propres copies des transcriptions, ailleurs que dans le coffre."
)
WITHDRAW_SURE = "J’ai compris, et c’est ce que la personne demande"
WITHDRAW_DO = "Oublier cette personne"
WITHDRAW_WAIT = "Oubli en cours ; l’analyse est refaite sans cette personne…"
WITHDRAW_DONE = "C’est fait : cette personne n’est plus dans la liste. Fichiers scellés effacés : {files}.{turns}"
WITHDRAW_TURNS = " Tours de parole retirés : {n}."
WITHDRAW_VERSIONS = " Versions publiées retirées, qui reprenaient ses mots : {n}."
WITHDRAW_FILES = (
    "Partent avec ses paroles les fichiers scellés de ces séances : {sessions}. Ce qui y a été lu des autres reste dans l’analyse."
)
WITHDRAW_LOST = "Pas encore analysé, donc perdu pour tous : {sessions}. Analysez d’abord, ou gardez vos notes pour les déposer de nouveau."
WITHDRAW_PUBLISHED = "Une version publiée qui reprend ses mots, tels quels ou redits par vous, est retirée et effacée ; relisez les autres."
WITHDRAW_FAILED = "L’oubli n’a pas pu aller au bout : une analyse est peut-être en cours. Rien n’est perdu ; réessayez dans un moment."

# Séances
SITTING_NEW = "Prévoir une séance"
SITTING_DATE = "Date"
SITTING_PHASE = "Étape de la méthode"
SITTING_SHARING = "Portée"
SITTING_SUBGROUP = "Groupe réuni"
ALL_GROUPS = "tout le groupe"
NO_PHASE = "non dite"
SHARINGS = {
    "stays": "reste dans ce groupe",
    "ask": "à demander avant d’en parler ailleurs",
    "group": "peut revenir à tous",
}
SHARING_HELP = "Seule une séance qui « peut revenir à tous » alimente ce qui est projeté."
SITTING_ADD = "Ajouter cette séance"
SITTING_REMOVE = "Retirer"
SITTING_REMOVE_HINT = "La séance, son fichier et ce que vous y avez décidé sont effacés. Les séances suivantes reculent d’un rang."
SITTING_REMOVE_SURE = "Retirer cette séance"
SITTING_REMOVED = "La séance est retirée. Ce qui en avait été tiré disparaît à la prochaine analyse."
SITTING_NONE = "Aucune séance prévue. Ajoutez la première ci-dessous."
FILED = {"transcript": "transcription déposée", "notes": "notes gardées"}
PLANNED = "prévue"

# Feuille
INFO_HINT = "Une page à lire ensemble avant de commencer. Les espaces vides se remplissent à la main."
INFO_GET = "Télécharger la feuille à imprimer"
INFO_FILE = "feuille-information.html"

# Supprimer
DELETE_HINT = (
    "Tout part : les séances, les fichiers scellés, la liste des participants, les accords, l’analyse, ce qui a été publié. "
    "Rien ne peut être retrouvé ensuite, sauf dans vos propres sauvegardes."
)
DELETE_WORD = "supprimer"
DELETE_TYPE = f"Pour confirmer, tapez « {DELETE_WORD} »"
DELETE = "Supprimer cette intervention partout"
DELETE_NOT = f"Rien n’a été supprimé : tapez « {DELETE_WORD} » dans la case."
DELETED = "L’intervention a été supprimée partout."
