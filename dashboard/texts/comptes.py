"""What the page of accounts says."""

from dashboard.texts import MENU

TITLE = MENU["comptes"]
HINT = "Vous donnez et retirez les accès. Vous ne voyez rien des interventions."
EMAIL = "Adresse électronique, telle que le fournisseur d’identité la connaît"
ROLE = "Accès"
ROLES = {"intervenant": "Intervenant", "superviseur": "Superviseur", "administrateur": "Tenue des comptes", "": "retiré"}
INVITE = "Donner l’accès"
WRONG = "Cette adresse n’en est pas une. Écrivez-la en entier, comme nom@exemple.fr."
INVITED = "Accès donné. Il vaut dès la première entrée avec cette adresse."
WAITING = "{email}, pas encore venu"
CAME = "compte {number}, entré le {day}"
TAKE_AWAY = "Retirer l’accès"
TAKEN = "Accès retiré."
LEAVE = "Sortir"
