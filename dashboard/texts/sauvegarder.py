"""What the page of backups says."""

from dashboard.texts import MENU

TITLE = MENU["sauvegarder"]
HINT = "Un seul fichier chiffré : vos interventions, les tables et le coffre. Gardez-le ailleurs que sur cet ordinateur."
MAKE = "Faire une sauvegarde"
MAKE_HINT = "Choisissez une phrase de passe pour ce fichier ; sans elle, personne ne le rouvrira, vous non plus."
PASSPHRASE = "Phrase de passe de la sauvegarde"
AGAIN = "La même, encore une fois"
PREPARE = "Préparer le fichier"
GET = "Télécharger la sauvegarde"
READY = "Le fichier est prêt. Il n’est gardé nulle part ici : téléchargez-le maintenant."
DIFFERENT = "Les deux phrases ne sont pas les mêmes. Recommencez."
RESTORE = "Reprendre une sauvegarde"
RESTORE_HINT = "Sur un ordinateur neuf seulement : rien n’est jamais écrasé."
FULL = "Il y a déjà des interventions ou un coffre ici. Une sauvegarde ne se reprend que sur un ordinateur où il n’y a rien."
DROP = "Fichier de sauvegarde"
OPEN = "Reprendre"
RESTORED = "{n} intervention(s) reprise(s). Ouvrez le coffre avec sa phrase de passe habituelle."
BUSY = "Une analyse est en cours. Attendez qu’elle finisse, puis recommencez."
ERRORS = {
    "altered": "Ce fichier n’est pas une sauvegarde, ou il est abîmé. Prenez-en une autre copie.",
    "version": "Cette sauvegarde vient d’une autre version du programme. Mettez circulation à jour.",
    "full": FULL,
    "wrong": "Ce n’est pas la phrase de passe de cette sauvegarde.",
    "short": "Cette phrase de passe est trop courte : douze caractères au moins, quatre mots par exemple.",
}
