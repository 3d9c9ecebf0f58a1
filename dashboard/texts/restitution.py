"""Préparer la restitution."""

from dashboard.texts import NBSP, mur

TITLE = "Préparer la restitution"
HINT = "Rien ne sort que vous n’ayez choisi. Chaque choix est gardé aussitôt ; le groupe ne voit que la version que vous publiez."
VAULT = "Pour préparer ce qui revient au groupe, ouvrez d’abord le coffre : c’est lui qui reconnaît les noms dans ce que vous écrivez."
NOT_YET = "Rien n’est encore analysé ici"
NOT_YET_HINT = "Déposez une séance ou saisissez vos notes, relisez, puis lancez l’analyse : ce qui peut revenir au groupe viendra ici."
STEPS = {
    "reach": "Portée",
    "themes": "Thèmes",
    "words": "Paroles",
    "own": "Vos mots",
    "questions": "Questions",
    "preview": "Aperçu",
}
STEP = "Étape"
NEXT = "Suite : {step} →"
SCREENS, QUESTIONS = mur.TITLES, mur.QUESTIONS
CONFIDENTIALITY = "Ce qui se dit ici reste ici. Rien n’en sort sans notre accord."
FIELDS = {"title": "le titre de l’intervention", "question": "la question de « {screen} »"}
STANCES = {"yes": mur.YES, "no": mur.NO, "depends": mur.DEPENDS}

# Ce qui reste à décider
LEFT = "Où vous en êtes"
REACH_OPEN = "{n} séance{s} sur {of} pour le groupe"
REACH_NONE = "aucune séance n’est pour le groupe"
REACH_WAITS = "l’analyse est à relancer"
THEMES_CHOSEN = "{n} sur cinq au plus"
THEMES_NONE = "aucun thème choisi"
THEMES_WAIT = "{n} en attente de votre mot"
WORDS_LEFT = "{n} à décider"
WORDS_DONE = "toutes décidées"
WORDS_NONE = "rien à décider"
OWN_LEFT = "{n} ligne{s} : dire qui l’a dit"
OWN_DONE = "{n} ligne{s} de vous"
OWN_NONE = "facultatif"
QUESTIONS_DONE = "{n} écran{s}, {n} question{s}"
PREVIEW_READY = "prêt à publier"
PREVIEW_EMPTY = "rien à projeter encore"
PREVIEW_RARE = "un accord reste à demander"
PREVIEW_REFUSED = "un nom reste à reformuler"
PREVIEW_PUBLISHED = "version {number} publiée"

# Portée
REACH = "De quelles séances le groupe peut-il entendre parler ?"
REACH_HINT = (
    "Ce qui s’est dit dans une séance y reste, tant que vous n’avez pas demandé. "
    "Fermer une séance agit tout de suite ; en ouvrir une demande de relancer l’analyse."
)
SHARINGS = {"stays": "reste ici", "ask": "à demander", "group": "peut revenir au groupe"}
SHARING = "Portée"
EVERYBODY = "tout le groupe"
SUBGROUP = "groupe « {subgroup} »"
WAITS = "À relancer : cette séance a été ouverte depuis la dernière analyse. Elle comptera après « Analyser »."
CLOSED_SINCE = "Fermée depuis la dernière analyse : plus rien n’en sort. Relancez l’analyse pour que les autres écrans le sachent aussi."

# Thèmes
THEMES = "Ce qui nous bloque"
THEMES_HINT = "Cinq au plus, du plus partagé au moins partagé. Rond plein : une séance où trois personnes ou plus en ont parlé."
THEMES_FULL = "Cinq thèmes sont choisis : retirez-en un pour en prendre un autre."
THEMES_FEW = (
    "Aucun obstacle n’est dit par trois personnes dans les séances ouvertes au groupe. "
    "Réglez la portée, rejoignez les locuteurs à la liste des participants, puis relancez l’analyse."
)
UP, DOWN = "Monter « {label} »", "Descendre « {label} »"
ONE_SIDE = "Toutes ces personnes sont d’un même groupe. Elles m’ont dit qu’elles sont d’accord pour que cela soit montré."
ONE_SIDE_STANCE = "{stance} : ces personnes sont toutes d’un même groupe. Elles m’ont dit qu’elles sont d’accord."
WAITING = "Ne sortira pas tant que cette case n’est pas cochée."
SENSITIVE = "Peurs, méfiance, représailles : hors du mur"
SENSITIVE_HINT = "Dire une peur devant ceux qu’on craint peut exposer. Ces thèmes restent hors du mur, sauf si le groupe le demande."
SENSITIVE_CHOOSE = "Le groupe m’a demandé de montrer « {label} », et personne ne s’y oppose."
CLAIMS = "Là où nous ne sommes pas d’accord"
CLAIMS_HINT = "Un désaccord se montre quand trois personnes ou plus tiennent chacun des deux côtés."
CLAIMS_NONE = "Aucun désaccord n’a trois personnes de chaque côté."
SHARED_HINT = "Trois personnes ou plus le tiennent, et presque personne contre."
NAME_FIRST = "À nommer d’abord"
NAME_FIRST_HINT = "Ces sujets n’ont pour titre que des mots du groupe. Donnez-leur un nom, vous le retrouverez ici."
NAME_LINK = "Nommer dans « {screen} »"
SIDES = "oui : {yes} · non : {no}"
SIDES_DEPENDS = " · ça dépend : {depends}"

# Paroles
WORDS = "Les paroles, une à une"
WORDS_HINT = "Gardée, dite autrement ou écartée. Ce que vous ne décidez pas ne sort pas."
WORDS_EMPTY = "Aucune parole à décider"
WORDS_EMPTY_HINT = "Choisissez un thème ou un désaccord : les raisons que le groupe en a données viendront ici."
WORDS_OVER = "Toutes les paroles sont décidées."
WORDS_COUNT = "Reste {n} sur {of}"
WHO = "{who}, séance {n}"
LED = "qui anime"
KEEP, REWORD, DROP, LATER = "Garder tel quel", "Dire autrement", "Écarter", "Plus tard"
CLOSE = "C’est bon"
DROP_ALL = "Écarter les {n} qui restent"
RARE = f"Détail rare{NBSP}: «{NBSP}{{what}}{NBSP}» peut désigner une personne. Sans son accord, dites-le autrement."
TRACES = "Un lieu, une date ou un nombre a été remplacé dans cette phrase : dite telle quelle, elle serait fausse. Dites-la autrement."
NAMED = "Un prénom d’emprunt, ou un nom, y figure : au mur, il désigne quelqu’un. Dites-la autrement."
ASKED = "Accord demandé à la personne"
ASKED_HINT = "Ces mots reposent sur moins de trois personnes. Votre oui est gardé, pas son nom."
REWORDED = "Avec vos mots"
SUPPORT = "Qui l’a dit ?"
SUPPORTS = {"several": "trois personnes ou plus", "asked": "moins de trois : accord demandé"}
DECIDED = "Déjà décidées ({n})"
CHANGE = "Revoir"
OUTCOMES = {"keep": "gardée", "reword": "dite autrement", "drop": "écartée"}
REASON = "« {claim} » · {stance}"

# Vos mots
OWN = "Ce que vous ajoutez"
OWN_HINT = "Facultatif. Une idée par ligne, sans nom ; la touche Entrée l’ajoute."
ADD = "Ajouter une ligne à « {screen} »"
ADD_CAUSE = "Ajouter une raison à « {label} »"
HINTS = "Pistes, pour vous seul : {hints}."
REMOVE = "Retirer la ligne {n}"
CONFIDENTIALITY_LABEL = "Confidentialité, comme le groupe l’a voulue"
RESERVE = "Montrer la réserve dite : « {said} »"
WORDING = "Titre au mur de « {label} »"
BOTH = "Ce que tous tiennent, des deux côtés"
CHANGES = {"": "ne rien dire", **mur.CHANGES}
CHANGE_OF = "« {label} »"
CHANGE_PROPOSED = "Les ronds disent : {change}."
CHANGE_NONE = "Trop peu de ronds pour le dire ; à vous de juger."
MOVED_NONE = "Choisissez d’abord des thèmes."

# Questions
QUESTIONS_TITLE = "La question de chaque écran"
QUESTIONS_HINT = "Chaque écran finit par une question, qui se discute par trois, mélangés. Laissez vide pour reprendre la nôtre."

# Aperçu, publication
PREVIEW = "Ce qui sera projeté"
PREVIEW_HINT = "Exactement ces écrans, dans cet ordre. Une fois publiée, une version ne change plus."
EMPTY = "Rien à projeter pour l’instant"
EMPTY_HINT = "Choisissez un thème, ou écrivez une ligne : l’aperçu se construit à mesure."
KEPT = "Gardé comme dans une version déjà montrée, car moins de trois personnes ont changé depuis : {labels}."
HELD = "Ne peut pas sortir cette fois, car le changement désignerait moins de trois personnes : {labels}."
UNDECIDED = "{n} parole{s} sans décision, qui reste{nt} en dehors."
REFUSED = "Un nom, ou un prénom d’emprunt, figure dans : {fields}. Reformulez avant de publier ; rien n’est sorti."
REFUSED_FIELD = "Un nom, ou un prénom d’emprunt, figure dans « {field} ». Dites-le sans nommer : rien n’a été gardé."
RARE_ASKED = f"Accord demandé à la personne que peut désigner «{NBSP}{{what}}{NBSP}», dans «{NBSP}{{field}}{NBSP}»"
RARE_WAITS = "Rien ne peut être publié tant qu’une de ces cases n’est pas cochée, ou le détail dit autrement."
PUBLISH = "Publier la version {number}"
PUBLISHED = "Version {number} publiée. Elle se projette depuis « Restitution »."
VERSIONS = "Versions publiées"
VERSION = "Version {number}, {day}"
WITHDRAWN = "retirée"
WITHDRAW = "Retirer"
WITHDRAW_HELP = "Plus aucun mur ni téléphone ne la lira ; ce qui a été vu a été vu."
WITHDRAWN_SAID = "Version {number} retirée."
DOCUMENT = "Document à remettre (HTML)"
DOCUMENT_FILE = "restitution-version-{number}.html"
FIGURES_GET = "Figures (PNG et SVG)"
FIGURES_FILE = "restitution-version-{number}-figures.zip"

# Le document
HANDED = "Remis au groupe, pas de transmission sans son accord."
DOCUMENT_TITLE = "Restitution"
DOCUMENT_VERSION = "Version {number}, {day}"
FIGURE_BARS = "obstacles"
FIGURE_SIDES = "desaccord-{n}"


def plural(n: int) -> dict[str, object]:
    """
    Examples
    --------
    >>> UNDECIDED.format(**plural(1)), UNDECIDED.format(**plural(2))
    ('1 parole sans décision, qui reste en dehors.', '2 paroles sans décision, qui restent en dehors.')
    """
    return {"n": n, "s": "s" if n > 1 else "", "nt": "nt" if n > 1 else ""}
