"""What the page *Ouvrir* says."""

from pipeline.pseudonymise.keys import SHORTEST

TITLE_NEW = "Choisir votre phrase de passe"
HINT_NEW = "Elle ferme le coffre : la liste des participants, les fichiers déposés et tout ce qui relie un pseudonyme à un vrai nom."
RULE = f"Au moins {SHORTEST} caractères. Quatre mots sans lien entre eux font une bonne phrase, facile à retenir."
LOST = (
    "Personne d’autre ne la connaît et personne ne peut la retrouver. Si vous la perdez, seule la feuille de secours ouvre encore le "
    "coffre. Sans elle, les vrais noms et les fichiers déposés sont perdus pour toujours ; les textes sous pseudonymes restent."
)
PASSPHRASE = "Phrase de passe"
AGAIN = "La même, une seconde fois"
CREATE = "Créer le coffre"
DIFFERENT = "Les deux phrases ne sont pas les mêmes. Recommencez."

TITLE_OPEN = "Ouvrir le coffre"
HINT_OPEN = "Votre phrase de passe, ou le code de la feuille de secours."
OPEN = "Ouvrir"

TITLE_IS_OPEN = "Le coffre est ouvert"
HINT_IS_OPEN = "Il se referme tout seul après vingt minutes sans un geste, et quand vous fermez cette fenêtre."
CLOSE = "Fermer le coffre"
OVERDUE = (
    "La date jusqu’à laquelle garder est passée. Dans « Avant la séance », supprimez l’intervention, ou changez la date avec le groupe :"
)
OVERDUE_ONE = "- {title} : gardée jusqu’au {day}"
NEXT = "Vous pouvez maintenant commencer une intervention dans « Avant la séance », ou déposer une séance dans « Déposer »."

SHEET = "La feuille de secours"
SHEET_NOW = (
    "Imprimez-la maintenant et rangez-la ailleurs que cet ordinateur : un tiroir fermé, une enveloppe. Qui la tient ouvre le coffre. "
    "Elle ne sera plus proposée ensuite sans votre phrase de passe."
)
SHEET_LATER = "Pour l’imprimer de nouveau, donnez votre phrase de passe."
SHEET_ASK = "Préparer la feuille"
SHEET_GET = "Télécharger la feuille à imprimer"
SHEET_FILE = "feuille-de-secours.html"
SHEET_DONE = "C’est fait, elle est imprimée"
SHEET_TITLE = "Feuille de secours du coffre"
SHEET_SAYS = "Ce code ouvre le coffre de circulation sans la phrase de passe. Il se tape à la place de celle-ci, dans « Ouvrir »."
SHEET_KEEP = "À garder hors de l’ordinateur, sous clé. Ne pas photographier, ne pas envoyer, ne pas ranger avec la sauvegarde."
SHEET_OF = "Coffre de :"
SHEET_DAY = "Imprimée le :"

CLOSED = "Le coffre est fermé"
CLOSED_HINT = "Cette page lit des vrais noms : ouvrez d’abord le coffre."

ERRORS = {
    "short": f"Cette phrase est trop courte : il faut au moins {SHORTEST} caractères.",
    "wrong": "Ce n’est pas la phrase de passe de ce coffre. Vérifiez les majuscules et réessayez.",
    "exists": "Il y a déjà un coffre à cet endroit. Rechargez la page pour l’ouvrir.",
    "missing": "Le coffre n’est plus à sa place. Remettez le fichier de votre sauvegarde, ou rechargez la page pour en créer un.",
    "altered": "Le fichier du coffre est abîmé, ou quelqu’un l’a modifié. Reprenez celui de votre sauvegarde.",
    "version": "Ce coffre vient d’une autre version de circulation. Mettez le programme à jour.",
    "rekeyed": "La phrase de passe de ce coffre a été changée ailleurs. Ouvrez-le de nouveau.",
    "unwritable": "Le coffre ne peut pas être écrit à cet endroit. Le disque est-il plein, le dossier à vous ?",
    "place": "Le coffre serait dans un dossier qui se copie ou se partage. Rangez-le ailleurs (réglage vault.path).",
}
ERROR = "Le coffre n’a pas pu être ouvert. Rien n’est perdu : réessayez."
BUSY = "Un autre programme est en train d’écrire ici. Réessayez dans un moment."


def error(kind: str) -> str:
    """What is said of a `VaultError` of some kind."""
    return ERRORS.get(kind, ERROR)
