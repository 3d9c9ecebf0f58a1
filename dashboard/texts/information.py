"""What the information sheet says to participants."""

TITLE = "Ce que nous ferons de vos paroles"
FOR = "Pour les participantes et participants"
LEDE = "À lire ensemble avant de commencer. Vous pouvez dire oui, dire non, ou changer d’avis plus tard."
OBJECTIVE = "Ce qui nous réunit"
DATES = "Séances"

WHY = "Pourquoi"
WHY_SAYS = (
    "Pour rendre au groupe, dans ses propres mots, ce qui bloque, ce qui est partagé et ce qui reste en désaccord. "
    "Pas pour noter, surveiller ou juger quelqu’un."
)
WHO = "Qui voit quoi"
WHO_SAYS = (
    "L’intervenant lit vos paroles. Les noms sont remplacés par d’autres, et la liste des vrais noms est fermée par une phrase de passe.",
    "Le groupe ne voit que ce qui a été dit par au moins trois personnes, ou ce que son auteur a accepté de montrer. "
    "Jamais qui l’a dit, jamais de classement.",
    "Les superviseurs voient des nombres sur plusieurs interventions, jamais une de vos paroles ; "
    "l’intervenant peut leur écrire ses propres questions, sans nom.",
    "Celui qui a commandé l’intervention ne reçoit rien de cela.",
    "Qui vous connaît bien pourrait reconnaître une manière de dire : vous pouvez demander qu’une phrase soit retirée.",
)
SOUND = "Aucun son n’est gardé"
SOUND_SAYS = (
    "S’il y a un enregistrement, il sert à écrire le texte, puis il est effacé. Le programme ne reçoit que du texte, "
    "et reste sur l’ordinateur de l’intervenant."
)
LONG = "Combien de temps"
LONG_UNTIL = "Tout est effacé au plus tard le {day}."
LONG_DEFAULT = "Tout est effacé au plus tard six mois après la dernière séance."
CHOICE = "Vous choisissez"
CHOICE_SAYS = (
    ("Enregistrement", "mes paroles peuvent être transcrites."),
    ("Notes", "on peut noter ce que je dis, sans transcription."),
    ("Rien", "on ne garde rien de ce que je dis."),
)
CHOICE_ONE = "Si une seule personne présente refuse la transcription, il n’y en a pas pour cette séance."
NO_HARM = "Refuser n’a aucune conséquence : vous participez comme les autres, et personne n’a à dire pourquoi."
WITHDRAW = "Changer d’avis"
WITHDRAW_SAYS = (
    "À tout moment, dites-le à l’intervenant, de vive voix ou par écrit. Vos paroles et ce qui en a été tiré sont effacés. "
    "Ce qui a déjà été montré ou imprimé ne peut pas être rappelé."
)
RIGHTS = "Vos droits"
RIGHTS_SAYS = (
    "Vous pouvez demander à voir ce qui est gardé de vous, à le corriger, à le faire effacer, à vous y opposer. "
    "Si la réponse ne vous convient pas, vous pouvez adresser une réclamation à la CNIL, 3 place de Fontenoy, TSA 80715, "
    "75334 Paris Cedex 07, www.cnil.fr."
)
RESPONSIBLE = "Responsable"
CONTACT = "Pour la ou le joindre"
