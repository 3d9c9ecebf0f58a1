"""What a facilitator reads while a room answers."""

from dashboard.texts import salle

TITLE = "Réponses"
HINT = "La salle répond à une version publiée, par téléphone, sur papier ou à main levée. Sans nom, et en mots seulement, une fois close."
VERSION = "Version"
NUMBERED = "Version {number}"
NO_VAULT = (
    "Ouvrez d’abord le coffre : ce que les personnes écrivent est scellé pour vous seul, et la clé est gardée dans le coffre. "
    "Sans lui, vous pouvez toujours compter les papiers et les mains sur une feuille."
)
HOW_LONG = "Combien de temps ?"
MINUTES = {30: "30 minutes", 60: "1 heure", 120: "2 heures", 240: "4 heures"}
OPEN = "Ouvrir les réponses"
OPEN_AGAIN = "Ouvrir de nouvelles réponses"
AGAIN_HINT = "Une nouvelle ouverture a un nouveau code et repart de zéro ; seules les dernières réponses vont au mur."
CODE = "Le code de la salle"
CODE_LOCKED = "Le code se montre quand le coffre est ouvert."
UNTIL = "Ouvert jusqu’à {hour}."
ANSWERED = {0: "Aucun téléphone n’a encore répondu.", 1: "1 téléphone a répondu."}
ANSWERED_MORE = "{n} téléphones ont répondu."
REFRESH = "Actualiser"
NOT_LET_IN = "Les téléphones ne peuvent pas encore entrer. Reliez cet ordinateur au réseau de la salle, puis laissez-les entrer."
HOST = "Adresse de cet ordinateur dans la salle"
HOST_HELP = "Elle est trouvée toute seule ; si elle manque, les réglages du réseau de cet ordinateur la montrent (adresse IPv4)."
LET_IN = "Laisser entrer les téléphones"
NO_NETWORK = (
    "Les téléphones ne peuvent pas entrer à cette adresse. Reliez cet ordinateur au réseau de la salle, ou regardez son adresse IPv4 "
    "dans ses réglages. Sans réseau, le papier et les mains levées suffisent."
)
NO_PROCESS = "Les téléphones ne peuvent pas encore entrer : sur le serveur, quelqu’un doit lancer"
SQUARE_ALT = "Carré à viser avec un téléphone : {address}"
COMMAND = "circulation serve --room"
NETWORK = (
    "Sur le réseau de la salle, ce qui passe n’est pas chiffré : préférez le partage de connexion de votre propre téléphone, "
    "avec mot de passe, au Wi-Fi d’un lieu public."
)
CLOSE = "Clore les réponses"
CLOSE_NOW = "Clore maintenant"
CLOSE_HINT = "Clore est définitif : plus rien n’est pris, et plus rien ne relie deux réponses à un même téléphone."
PAPER = "Papiers et mains levées"
PAPER_HINT = "Comptez, puis tapez ; chaque nombre est gardé aussitôt et s’ajoute aux téléphones. Ne comptez pas deux fois la même personne."
VALUES = salle.VALUES
CLOSED = "Réponses closes"
CLOSED_HINT = (
    "Ces mots sont aussi au mur, à la fin de la restitution. Ils disent une part de celles et ceux qui ont répondu, jamais un nombre."
)
ITEM = "Ce qui a été montré"
TOO_FEW = "trop peu de réponses"
TEXTS = "Il manque… : ce qui a été écrit"
TEXTS_HINT = "Pour vous seul ; rien de cela ne va au mur. Une tournure peut trahir qui écrit : ne lisez pas ces textes à voix haute."
NO_TEXTS = "Personne n’a écrit de texte."
TEXTS_LOCKED = "Ouvrez le coffre pour lire ce qui a été écrit."
NONE = "Rien n’est encore publié pour ce groupe"
NONE_HINT = "Publiez d’abord une version sur la page « Préparer la restitution » : la salle répond à ce qu’elle a vu."


def answered(n: int) -> str:
    """
    Examples
    --------
    >>> answered(1), answered(12)
    ('1 téléphone a répondu.', '12 téléphones ont répondu.')
    """
    return ANSWERED.get(n) or ANSWERED_MORE.format(n=n)
