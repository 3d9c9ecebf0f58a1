"""What the group's wall says beside what the group said, and what the one who projects it reads before."""

TITLE = "Restitution"
HINT = "Choisissez une version publiée : rien ne s’affiche au mur avant."
VERSION = "Version {number}, publiée le {day}"
PROJECT = "Projeter"
KEYS = "Au mur : → ou espace pour avancer, ← pour revenir, B pour un écran noir, Échap pour quitter. Les télécommandes marchent aussi."
NONE = "Rien n’est encore publié pour ce groupe"
NONE_HINT = "Ouvrez « Préparer la restitution », choisissez ce qui revient au groupe, puis publiez : la version figée se projette ici."
NOTHING = "Cette version ne contient rien à projeter."
REGION = "Restitution au groupe"
ROOM_OFF = "Ouvrez les réponses sur la page « Réponses » pour ajouter au mur un écran avec le code à taper."
ROOM_ON = "Les réponses sont ouvertes : le dernier écran montre comment répondre."
ROOM_ALONE = "Les réponses sont ouvertes, mais les téléphones n’entrent pas encore : un clic sur la page « Réponses » les laisse entrer."
ROOM_CLOSED = "Les réponses sont closes : les derniers écrans disent ce que la salle a répondu."
ROOM_LOCKED = "Les réponses sont ouvertes, mais le coffre est fermé : ouvrez-le pour montrer le code au mur."

TITLES = {
    "contract": "Notre contrat",
    "obstacles": "Ce qui nous bloque",
    "causes": "Pourquoi cela bloque",
    "shared": "Ce que nous partageons",
    "disagreements": "Là où nous ne sommes pas d’accord",
    "unknown": "Ce que nous ignorons encore",
    "moved": "Ce qui a bougé",
    "decided": "Ce que nous avons décidé",
}
EYEBROWS = {
    "contract": "Pourquoi nous sommes là",
    "obstacles": "Ce que nous avons dit",
    "causes": "Ce que nous avons dit",
    "shared": "Ce que nous avons dit",
    "disagreements": "Ce que nous avons dit, de part et d’autre",
    "unknown": "Ce que nous avons dit",
    "moved": "D’une séance à l’autre",
    "decided": "Ensemble",
}
QUESTIONS = {
    "contract": "Qu’est-ce qui a changé depuis que nous l’avons dit ?",
    "obstacles": "Qu’est-ce qui manque ici ?",
    "causes": "Où pouvons-nous agir en premier ?",
    "shared": "Sur quoi pouvons-nous nous appuyer ?",
    "disagreements": "De quoi avons-nous peur, si l’autre avis l’emporte ?",
    "unknown": "Qui pourrait nous le dire ?",
    "moved": "Qu’est-ce qui a aidé ?",
    "decided": "Qui fait quoi, et pour quand ?",
}
INVITATION = "Par trois, mélangés :"
ALREADY = "par trois"
"""A question that says this invites by itself."""

CONFIDENTIALITY = "Confidentialité"
RESERVES = "Réserves dites"
DOTS = "Rond plein : une séance où nous avons été assez nombreux à en parler."
YES, NO, DEPENDS, BOTH = "Oui", "Non", "Ça dépend", "Des deux côtés"
CHANGES = {"new": "nouveau", "persistent": "toujours là", "resolved": "levé", "came_back": "revenu"}
NEXT = "suite"

ANSWER = "Répondez, sans nom"
ANSWER_EYEBROW = "Ce que vous venez de voir"
ANSWER_STEPS = (
    "Visez le carré avec l’appareil photo du téléphone.",
    "Ou tapez dans le navigateur :",
)
ANSWER_CODE = "Le code :"
ANSWER_NAMELESS = "Sans nom : ni compte, ni numéro, et les papiers comptent autant que les téléphones."
ANSWER_QUESTION = "Qu’est-ce que nous y reconnaissons ?"
RESULTS = "Ce que la salle a répondu"
RESULTS_EYEBROW = "Réponses closes, sans nom"
RESULTS_QUESTION = "Qu’est-ce qui nous étonne ?"
VALUES = {"me": "Je m’y reconnais", "not_me": "Pas moi", "missing": "Il manque quelque chose"}
TOO_FEW_OF_THE_REST = "Pour le reste : trop peu de réponses pour les montrer."
TOO_FEW = "Trop peu de réponses pour les montrer."
