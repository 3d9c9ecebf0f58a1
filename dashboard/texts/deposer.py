"""What the page *Déposer* says."""

import re

from pipeline.ingest.registry import MOST_VOICES

TITLE = "Déposer"
HINT = "Une transcription ou vos notes. Le fichier est lu ici, en mémoire, puis scellé dans le coffre sous un autre nom."
TABS = ("Un fichier", "Saisir mes notes", "Séances déposées")

DROP = "Un ou plusieurs fichiers"
DROP_HELP = (
    "Texte, Word, LibreOffice, sous-titres, tableur, ou le JSON d’un outil de transcription. Le nom du fichier n’est gardé nulle part."
)
WAITING = "Fichier {number} sur {total}"
PUT_ASIDE = "Laisser ce fichier de côté"
READ_AS = "Lu comme {format}"
FORMATS = {
    "text": "un texte",
    "docx": "un document Word",
    "odt": "un document LibreOffice",
    "vtt": "des sous-titres VTT",
    "srt": "des sous-titres SRT",
    "json": "le JSON d’une transcription",
    "csv": "un tableau CSV",
    "xlsx": "un tableur",
}
COUNTS = "{turns} tours de parole, {words} mots, {voices} voix"
UNNAMED = "{n} tours sans voix"
ASIDE, ASIDE_ONE = "{n} lignes mises de côté", "Une ligne mise de côté"
ASIDE_NONE = "Aucune ligne mise de côté."
REASONS = {
    "header": "en-tête",
    "timestamp": "minutage seul",
    "separator": "séparateur",
    "title": "titre",
    "stage direction": "indication, comme (rires)",
    "no text": "rien n’y est dit",
    "malformed": "bloc illisible",
}
ASIDE_LINES = "Raison", "Combien", "Lignes"

WHICH = "De quelle séance ?"
NEW_SESSION = "Une nouvelle séance"
REPLACES = "Un fichier est déjà scellé pour cette séance : celui-ci le remplacera."
SAME = "Ce même fichier est déjà scellé : {sessions}. Scellé deux fois, tout ce qu’il contient compterait deux fois."
KIND = "C’est"
KINDS = {"transcript": "la transcription d’un enregistrement", "notes": "des notes"}
VOICES = "Qui parle ?"
VOICES_HINT = (
    "Ces voix ne correspondent à personne de la liste. Dites qui c’est, si vous le savez. "
    "Deux voix d’une même personne nouvelle : donnez aux deux le même nom."
)
VOICE = "« {label} », {n}"
NOBODY = "je ne sais pas"
KEEP_LABEL = "quelqu’un d’autre, absent de la liste"
SOMEBODY_NEW = "une nouvelle personne…"
NEW_NAME = "Son nom, ou son rôle si vous ne savez pas son nom"
NEW_AGREED = "Cette personne a accepté l’enregistrement"
NEW_NOTED = "Cette personne accepte qu’on note ce qu’elle dit"
NEW_NAME_TWICE = "Ce nom est déjà dans la liste : choisissez la personne dans le menu."
NEW_NAME_MISSING = "Écrivez le nom ou le rôle de la nouvelle personne."
VOICES_FOUND = "Reconnus dans la liste : {n}"
PRESENT = "Qui était là ? Même sans avoir rien dit"
OTHERS = "Et d’autres, qui ne sont pas dans la liste : combien ?"
OTHERS_AGREED = "Ces autres personnes ont toutes accepté l’enregistrement"
NO_LIST = "La liste des participants est vide. Remplissez-la d’abord dans « Avant la séance »."

REFUSALS = {
    "nobody": "Dites d’abord qui était là : sans cela, on ne sait pas si tous ont accepté l’enregistrement.",
    "recording": "Pas de transcription pour cette séance : {names} n’a pas (ou n’ont pas) accepté l’enregistrement. Saisissez des notes.",
    "others": "Les autres personnes présentes doivent toutes avoir accepté l’enregistrement. Sinon, saisissez des notes.",
    "silence": "Ce fichier rapporte ce qu’a dit {names}, qui a demandé qu’on ne garde rien. Retirez ces lignes et déposez-le de nouveau.",
    "timed": "Ce fichier porte des temps : c’est une transcription, pas des notes. Elle n’est pas gardée sans l’accord de tous.",
}
STRANGE = "Ces notes ne parlent de personne et ne rapportent rien de dit. Est-ce le bon fichier ?"
STRANGE_MEANT = "Oui, ce sont les notes de cette séance"
STRANGE_TYPED = (
    "Ces notes ne parlent de personne et ne rapportent rien de dit. Si ce n’est pas ce que vous vouliez noter, effacez les lignes."
)
SEAL = "Sceller dans le coffre"
SEALED = "C’est scellé : {session}. La préparation de la relecture a commencé ; suivez-la dans « Relire »."
SEALED_LATER = "C’est scellé : {session}. Une analyse est en cours ; lancez la préparation de la relecture quand elle sera finie."
PREPARE = "Préparer la relecture"
PREPARED = "La préparation de la relecture a commencé ; suivez-la dans « Relire »."
PREPARE_BUSY = "Une analyse est en cours. Réessayez quand elle sera finie ; rien n’est perdu."

ERRORS = {
    "kind": "Ce type de fichier n’est pas lu ici. Enregistrez-le en texte, Word, LibreOffice, sous-titres, tableur ou JSON ; "
    "d’un PDF, copiez le texte dans un document.",
    "large": "Ce fichier est trop lourd pour une transcription. N’y gardez que le texte.",
    "empty": "Ce fichier est vide.",
    "protected": "Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe.",
    "bomb": "Ce fichier est démesuré une fois ouvert. Recopiez la transcription dans un document neuf.",
    "voices": "Ce fichier a trop de voix pour une séance. Mettez une séance par fichier, et un seul nom par personne.",
    "entities": "Ce fichier contient des instructions qu’une transcription n’a pas. Enregistrez-le de nouveau dans son programme.",
    "turns": "Aucun tour de parole n’a été trouvé. Mettez une prise de parole par ligne : « Nom : texte ».",
    "column": "Aucune colonne de texte n’a été trouvée. Nommez-la « texte », à côté de « temps » et « locuteur ».",
    "json": "Ce JSON n’est pas celui d’une transcription (Whisper, WhisperX, whisper.cpp).",
    "damaged": "Ce fichier est abîmé, ou n’est pas ce que dit sa fin de nom. Enregistrez-le de nouveau avec le programme qui l’a fait.",
}
_PROBLEMS = (
    ("no reader", "kind"),
    ("the file is empty", "empty"),
    ("protected by a password", "protected"),
    (f"more than {MOST_VOICES} speakers", "voices"),
    ("more than", "bomb"),
    ("its XML defines", "entities"),
    ("no turn found", "turns"),
    ("no column", "column"),
    ("JSON of", "json"),
    ("not valid JSON", "json"),
)

# Saisir mes notes
NOTES_HINT = "Une idée par ligne, comme sur votre carnet. Chaque ajout est scellé aussitôt."
NOTES_SESSION = "Notes de"
NOTES_TYPE = "Une idée par ligne"
NOTES_TRANSCRIPT = (
    "Ce sont les lignes d’une transcription (« locuteur 1 : »), pas des notes. Mettez-les dans un fichier texte et déposez-le : "
    "on y demande qui était là et qui accepte d’être enregistré. Rien n’a été noté ; vos lignes sont ci-dessous, à copier."
)
NOTES_EXAMPLE = "le soir on n’entend plus la sonnette\ntrois ou plus : personne ne sait qui décide"
NOTES_HELP = "Ctrl + Entrée pour ajouter. Une ligne peut dire elle-même combien : « trois ou plus : … »."
NOTES_SAID_BY = "Qui l’a dit"
SAID_BY = {"one": "une personne", "few": "quelques-unes", "three_plus": "trois ou plus", "almost_all": "presque tous"}
NOTES_GROUP = "Groupe"
NOTES_ADD = "Ajouter"
NOTES_COLUMNS = {"text": "Idée", "said_by": "Qui l’a dit", "subgroup": "Groupe"}
NOTES_LIST = "Vos notes, scellées : {n}"
NOTES_EDIT = "Corrigez dans le tableau ; une ligne vide ou cochée puis supprimée disparaît."
NOTES_NONE = "Rien n’est encore noté pour cette séance."
NOTES_APART = "Les idées d’un groupe sont gardées comme une séance de ce groupe : leur portée se règle à part, dans « Avant la séance »."
NOTES_STAYS = (
    "Ces notes restent pour l’instant dans le groupe. Pour qu’elles alimentent ce qui est projeté, dites dans « Avant la séance » "
    "qu’elles peuvent revenir à tous."
)
NOTES_SILENT = "Ne notez rien de ce qu’ont dit : {names}. Ces personnes l’ont demandé."
NOTES_READY = "Mes notes sont complètes"
NOTES_OTHER_FILE = "Un autre fichier est scellé pour cette séance. Retirez-le d’abord, ou choisissez une autre séance."

# Séances déposées
NONE_FILED = "Rien n’est encore déposé pour cette intervention."
FILED_KINDS = {"transcript": "transcription", "notes": "notes"}
PRESENT_N = "présents : {n}"
REMOVE = "Retirer le fichier"
REMOVE_SURE = "Effacer ce fichier du coffre"
REMOVE_KEEPS = "La séance reste prévue. Pour l’enlever aussi : « Avant la séance », onglet « Séances prévues »."
REPLACE_HINT = "Pour le remplacer, déposez le nouveau fichier et choisissez cette séance."
REMOVED = "Le fichier a été retiré du coffre. Ce qui en avait été tiré disparaît à la prochaine analyse."


def problem(said: str) -> str:
    """A key of `ERRORS` for the problem of a `SourceError`.

    Examples
    --------
    >>> problem("the file is empty"), problem("truncated or damaged, or not a Word document")
    ('empty', 'damaged')
    """
    return next((key for start, key in _PROBLEMS if said.startswith(start)), "damaged")


def lines(numbers: list[int], most: int = 12) -> str:
    """Line numbers in words, runs joined.

    Examples
    --------
    >>> lines([1, 2, 3, 7])
    '1 à 3, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [str(first) if first == last else f"{first} à {last}" for first, last in runs]
    return ", ".join(told[:most]) + (" …" if len(told) > most else "")


def thin(n: int) -> str:
    """A whole number with narrow spaces.

    Examples
    --------
    >>> thin(12345) == "12\u202f345"
    True
    """
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", "\u202f", str(n))
