"""What *Ma fiche de supervision* asks and says."""

from dashboard.texts import MENU

TITLE = MENU["fiche"]
HINT = (
    "Vous l’écrivez sur vous, pas sur le groupe. Elle reste à vous tant que vous ne la remettez pas ; remise, elle arrive sans votre nom "
    "ni le titre de l’intervention."
)
QUESTIONS = {
    "vecu": ("Ce que j’ai vécu", "Un moment de la séance, et ce qu’il m’a fait : dans le corps, dans la voix."),
    "touche": ("Où j’ai été touché·e", "Ce qui a résonné avec mon histoire, ma colère, ma peur."),
    "parti": ("Où j’ai pris parti", "De quel côté j’ai penché, sans le dire ou en le disant. Qui aurait pu le sentir ?"),
    "evite": ("Ce que j’ai évité", "La question que je n’ai pas posée, la personne que je n’ai pas relancée, le silence que j’ai rempli."),
    "appris": ("Ce que j’ai appris", "De ma façon de faire, du cadre que je tiens."),
    "demande": ("Ce que je demande à ma supervision", "Une question, une seule si possible."),
    "signature": ("Comment me joindre (facultatif)", "Laissez vide pour une fiche sans nom."),
}
SAVED = "Tout est gardé au fil de l’écriture."
NAMED = (
    "{where} : il y a là un nom que le coffre connaît. Dites-le autrement, ou avec le pseudonyme. "
    "D’ici là ce texte n’est pas gardé, et reste à l’écran tant que vous ne quittez pas la page."
)
NAMED_BEFORE = (
    "{where} : il y a là un nom que le coffre connaît, et ce texte est gardé en clair. Dites-le autrement, ou avec le pseudonyme."
)
NOT_SOUGHT = "Le coffre est fermé : les noms ne sont pas cherchés dans ce que vous écrivez, qui est gardé en clair. N’écrivez aucun nom."
RARE = "Peut faire reconnaître quelqu’un : {what}. C’est vérifié : personne du groupe n’est désigné, ou la personne est d’accord."
HAND_OVER = "Remettre à la supervision"
HAND_OVER_HINT = "Relisez : aucun prénom, aucun lieu, rien qui fasse reconnaître quelqu’un du groupe."
TAKE_BACK = "Reprendre ma fiche"
TAKE_AWAY = "Emporter ma fiche (texte)"
FILE = "fiche-de-supervision.txt"
HANDED = "Remise le {day}. Vous pouvez la reprendre tant qu’elle n’a pas été ouverte."
READ = "Remise le {day}, ouverte le {read}. Elle ne peut plus être reprise."
NOTHING = "Écrivez au moins une réponse avant de remettre votre fiche."
CLOSED = "Ouvrez d’abord le coffre : les noms de la liste sont cherchés dans vos réponses avant de les remettre. Rien n’a été remis."
LEAK = (
    "Un nom connu, ou le titre de l’intervention, se trouve dans vos réponses. Rien n’a été remis : "
    "dites-le autrement, ou avec le pseudonyme."
)

RELEASE = "Ce que lit la supervision"
RELEASE_HINT = (
    "La supervision lit des nombres d’interventions, toutes ensemble : jamais une parole de séance, jamais un intervenant, "
    "rien sous trois interventions de trois intervenants. Elle lit une version figée ; en figer une n’en montre rien ici."
)
LAST = "Dernière version : n° {number}, figée le {day}."
NONE_YET = "Aucune version n’a encore été figée."
FREEZE = "Figer une nouvelle version"
FROZEN = "Version {number} figée."
UNCHANGED = (
    "Rien n’a été figé : il faut au moins trois interventions analysées, de trois intervenants, "
    "et autant de changements depuis la dernière version."
)
