"""What the supervisor's screens say: they ask and do not conclude."""

import math

from dashboard.texts import PHASES, guillemets, typographic

TITLE = "Les obstacles qui reviennent"
HINT = "Nombre d’interventions où l’on en a parlé. Une case se montre à partir de trois interventions, menées par trois intervenants."
FEWER = "moins de 3"
OUT_OF = "sur {n}"
MORE = "{n} ou plus"
TABLE = "Lire en tableau"
KEY = (
    "Case hachurée : moins de trois interventions ou de trois intervenants, ou une case qui en trahirait une autre. "
    "« 4 ou plus » : on ne dit pas combien se sont tus quand ils sont moins de trois."
)
GRID = "Grille"
GRIDS = {"obstacle_phase": "par étape de la méthode", "obstacle_sector": "par secteur", "obstacle_status": "dans la durée"}
ALT = "Grille des obstacles {by} ; chaque case dit le nombre d’interventions, ou qu’il y en a trop peu."
OBSTACLE = "Obstacle"
STATUSES = {"new": "nouveau", "persistent": "reste", "back": "revenu", "resolved": "n’est plus dit"}
STATUS_HINT = "À la dernière séance de chaque intervention qui en compte plusieurs ({much})."
NOTHING = {
    "obstacle_phase": "Aucun obstacle ne revient encore assez, à une même étape, pour être montré.",
    "obstacle_sector": "Aucun secteur ne compte encore trois interventions de trois intervenants où un même obstacle revient.",
    "obstacle_status": "Aucun obstacle n’a encore le même devenir dans trois interventions de trois intervenants.",
}

COVERAGE = "Couverture"
VERSION = "Version {number}, figée le {day}"

EMPTY = "Aucune version n’a encore été figée"
EMPTY_HINT = (
    "La supervision lit des versions figées, jamais les interventions elles-mêmes. Un intervenant en fige une "
    "dans « Ma fiche de supervision », quand au moins trois interventions de trois intervenants ont été analysées."
)

# Parcours
ROUTE_TITLE = "Où les interventions passent, et ce qui s’y ouvre ou s’y ferme"
ROUTE_HINT = "Nombre d’interventions, sur celles qui ont une séance à cette étape."
ROUTE_ALT = "Grille des passages par étape ; chaque case dit le nombre d’interventions, ou qu’il y en a trop peu."
ROUTE_ROW = "Passage"
KINDS = {"violence_to_conflict": "De la violence au conflit", "withdrawal": "Un sujet est laissé"}
ROUTE_EMPTY = (
    "Aucune étape n’est encore suivie dans trois interventions de trois intervenants. La prochaine version figée en dira peut-être plus."
)

# Qualité des lectures
QUALITY_TITLE = "Ce que les intervenants ont écarté"
QUALITY_HINT = "Part des repérages que l’intervenant a écartés (« ce n’est pas ça »), dans les interventions où il en a décidé au moins un."
QUALITY_OF = "Sur {much}, toutes ensemble ; à cinq pour cent près."
QUALITY_FAMILY = "Repérages"
QUALITY_SHARE = "Écartés"
QUALITY_EMPTY = (
    "Pas encore assez de repérages relus pour le dire : il faut trois interventions de trois intervenants "
    "où au moins un repérage a été décidé."
)
FAMILIES = {
    "desaccord": "désaccord",
    "violence": "violence",
    "colere": "colère dite",
    "retenue": "peurs, doutes, retrait",
    "obstacle": "obstacles",
    "cooperation": "coopération",
}

# Envois reçus
RECEIVED = "Envois reçus"
RECEIVED_HINT = "Les fiches que des intervenants vous ont remises. Elles parlent d’eux, ne disent ni l’intervention ni son titre."
RECEIVED_EMPTY = "Aucune fiche reçue"
RECEIVED_EMPTY_HINT = "Une fiche arrive ici quand un intervenant la remet depuis « Ma fiche de supervision »."
RECEIVED_ONE = "Fiche remise le {day}"
NEW = "nouvelle"
OPEN = "Ouvrir"
OPEN_HELP = "Une fois ouverte, son auteur ne peut plus la reprendre."
GONE = "Cette fiche vient d’être reprise par son auteur."


def counted(value: float, at_least: bool) -> str:
    """
    Examples
    --------
    >>> counted(4, True), counted(7, False), counted(math.nan, False)
    ('4 ou plus', '7', 'moins de 3')
    """
    if math.isnan(value):
        return FEWER
    return MORE.format(n=int(value)) if at_least else f"{int(value)}"


def interventions(value: float, at_least: bool, out_of: int) -> str:
    """
    Examples
    --------
    >>> interventions(4, True, 5), interventions(8, False, 0)
    ('4 interventions ou plus sur 5', '8 interventions')
    """
    return f"{int(value)} interventions" + (" ou plus" if at_least else "") + (f" sur {out_of}" if out_of else "")


def quoted(label: str) -> str:
    r"""
    Examples
    --------
    >>> quoted("L'information").replace("\xa0", " ")
    '« L’information »'
    """
    return guillemets(typographic(label))


def at_step(phase: str) -> str:
    """A step of the method, inside a sentence."""
    return f"à l’étape {quoted(PHASES[phase])}"


def covered(cases: str, sessions: str) -> str:
    """What the figures rest on.

    Examples
    --------
    >>> covered("12", "34")
    '12 interventions, 34 séances'
    """
    return f"{cases} interventions" + (f", {sessions} séances" if sessions else "")


def one_in(share: float) -> str:
    """A share in words.

    Examples
    --------
    >>> one_in(0), one_in(0.1), one_in(0.35)
    ('presque aucun', '1 sur 10', '35 sur 100')
    """
    if share < 0.025:
        return "presque aucun"
    whole = 1 / share
    return f"1 sur {round(whole)}" if abs(whole - round(whole)) < 0.01 else f"{round(share * 100)} sur 100"
