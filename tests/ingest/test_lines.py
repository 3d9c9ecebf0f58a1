from math import isnan

import pytest

from pipeline.ingest.lines import Line, parse, read_text
from pipeline.ingest.utterances import Context


def read(text, known=()):
    return read_text(text.encode(), Context(frozenset(known)))


def said(reading):
    return [(u.label, u.text) for u in reading.utterances]


@pytest.mark.parametrize(
    ("line", "label", "text", "start", "end"),
    [
        ("Nadia : bonjour", "Nadia", "bonjour", None, None),
        ("Nadia: bonjour", "Nadia", "bonjour", None, None),
        ("Nadia :bonjour", "Nadia", "bonjour", None, None),
        ("[00:01:12] Nadia : bonjour", "Nadia", "bonjour", 72, None),
        ("[01:12] Nadia : bonjour", "Nadia", "bonjour", 72, None),
        ("00:01:12 Nadia : bonjour", "Nadia", "bonjour", 72, None),
        ("(00:01:12) Nadia : bonjour", "Nadia", "bonjour", 72, None),
        ("00:01:12 - 00:01:15 Nadia : bonjour", "Nadia", "bonjour", 72, 75),
        ("[00:01:12.500 --> 00:01:15.250] Nadia : bonjour", "Nadia", "bonjour", 72.5, 75.25),
        ("00:01:12 - Nadia : bonjour", "Nadia", "bonjour", 72, None),
        ("Nadia [00:01:12] : bonjour", "Nadia", "bonjour", 72, None),
        ("Nadia (01:12) : bonjour", "Nadia", "bonjour", 72, None),
        ("Nadia : [00:01:12] bonjour", "Nadia", "bonjour", 72, None),
        ("Nadia : il a dit : jamais", "Nadia", "il a dit : jamais", None, None),
        ("Nadia : rendez-vous à 14:30, voir https://exemple.fr", "Nadia", "rendez-vous à 14:30, voir https://exemple.fr", None, None),
        ("M. Le Goff : bonjour", "M. Le Goff", "bonjour", None, None),
        ("m. le goff : bonjour", "m. le goff", "bonjour", None, None),
        ("animatrice (hélène garrec) : bonjour", "animatrice (hélène garrec)", "bonjour", None, None),
        ("locuteur 2 : bonjour", "locuteur 2", "bonjour", None, None),
        ("[SPEAKER_00] : bonjour", "SPEAKER_00", "bonjour", None, None),
        ("[SPEAKER_00]: bonjour", "SPEAKER_00", "bonjour", None, None),
        ("[SPEAKER_00] bonjour", "SPEAKER_00", "bonjour", None, None),
        ("? : bonjour", "?", "bonjour", None, None),
        ("[00:00:34] fatou : moi c'est fatou", "fatou", "moi c'est fatou", 34, None),
        ("Patrick Poivre d’Arvor : bonjour", "Patrick Poivre d’Arvor", "bonjour", None, None),
        ("— Nadia : bonjour", "Nadia", "bonjour", None, None),
    ],
)
def test_a_line_with_a_label(line, label, text, start, end):
    (utterance,) = read(line).utterances
    assert (utterance.label, utterance.text) == (label, text)
    assert utterance.start == start if start is not None else isnan(utterance.start)
    assert utterance.end == end if end is not None else isnan(utterance.end)


@pytest.mark.parametrize(
    "line",
    [
        "je vais dire une chose : on n'en peut plus",
        "Résumé : on n'en peut plus",
        "https://exemple.fr/reunion",
        "14:30 on se retrouve devant",
        "il m'a dit : dégage",
        "Moi je dis : non",
        "Question très simple : qui décide",
        "le monsieur du troisième étage il dit : non",
        "Bref : rien ne bouge",
        "premièrement : le bruit",
    ],
)
def test_ordinary_speech_with_a_colon_continues_the_turn_before(line):
    reading = read(f"Nadia : alors voilà\n{line}\nBruno : d'accord")
    assert said(reading) == [("Nadia", f"alors voilà {line}"), ("Bruno", "d'accord")]


def test_a_label_in_lower_case_is_one_where_it_comes_back():
    reading = read("nadia : oui\nbruno : non\nnadia : si\nbruno : alors voilà\ndonc : rien")
    assert said(reading) == [("nadia", "oui"), ("bruno", "non"), ("nadia", "si"), ("bruno", "alors voilà donc : rien")]


def test_a_known_label_is_one_the_first_time():
    text = "nadia : oui\nnadia : enfin\nmamie rose : non"
    assert said(read(text)) == [("nadia", "oui"), ("nadia", "enfin mamie rose : non")]
    assert said(read(text, ["mamie rose"]))[-1] == ("mamie rose", "non")


def test_where_turns_have_times_a_line_without_one_opens_none():
    text = "".join(f"[00:00:{n:02}] Nadia : phrase {n}\n" for n in range(5)) + "Autre histoire : rien\n[00:00:09] Bruno : bon"
    assert said(read(text))[-2:] == [("Nadia", "phrase 4 Autre histoire : rien"), ("Bruno", "bon")]


def test_blank_lines_separate_and_end_no_turn():
    reading = read("Nadia : je commence\n\n\nje continue\n\nBruno : oui\n")
    assert said(reading) == [("Nadia", "je commence je continue"), ("Bruno", "oui")]
    assert [u.lines for u in reading.utterances] == [(1, 4), (6,)]
    assert reading.set_aside == {}


def test_stage_directions_are_set_aside_with_their_lines():
    reading = read("Nadia : (rires)\nBruno : bon (rires) voilà\n(silence)\n[inaudible]\net puis c'est tout\nNadia : ...")
    assert said(reading) == [("Bruno", "bon voilà et puis c'est tout")]
    assert reading.set_aside == {"stage direction": [1, 3, 4], "no text": [6]}


def test_a_label_alone_opens_the_turn_that_follows():
    reading = read("Nadia :\nbonjour à tous\n\nBruno :\n[00:00:05] salut")
    assert said(reading) == [("Nadia", "bonjour à tous"), ("Bruno", "salut")]


def test_label_and_time_on_a_line_of_their_own():
    reading = read("Nadia Belkacem   0:05\nbonjour à tous\nBruno   0:12\nsalut\nNadia Belkacem   1:02\non y va")
    assert [(u.label, u.text, u.start) for u in reading.utterances] == [
        ("Nadia Belkacem", "bonjour à tous", 5), ("Bruno", "salut", 12), ("Nadia Belkacem", "on y va", 62),
    ]  # fmt: skip


def test_a_time_alone_is_the_time_of_the_turn_that_follows():
    reading = read("[00:01:12]\nNadia : bonjour\n[00:01:20]\nBruno : salut")
    assert [u.start for u in reading.utterances] == [72, 80]
    assert reading.set_aside == {"timestamp": [1, 3]}


def test_header_and_title_of_a_transcript():
    reading = read("Séance 2 du groupe habitants\nDate : 12 mars\nLieu : salle commune\n=====\nNadia : bonjour\nBruno : salut")
    assert said(reading) == [("Nadia", "bonjour"), ("Bruno", "salut")]
    assert reading.set_aside == {"title": [1], "header": [2, 3], "separator": [4]}


NOTES = """Notes de séance
Présents : Nadia, Bruno, M. Le Goff (directeur, collège) et Hélène (animatrice)
Excusés : Kévin

# Tour de table
- K. : trop de boulot, personne ne prévient
- on dort mal à cause du bruit
- trois ou plus : les horaires changent sans prévenir
- (presque tous) la salle est fermée
- quelques-uns : c'est mieux qu'avant
- une personne : peur des représailles
- il faut un banc (deux)
- (silence)
OBSTACLES
- Mme F. : on nous l'a dit : rien ne suit
  même pas un mot
Décisions :
- Résumé : on se revoit
"""


def test_notes():
    reading = read(NOTES)
    assert [(u.label, u.said_by, u.text) for u in reading.utterances] == [
        ("K.", "", "trop de boulot, personne ne prévient"),
        ("", "", "on dort mal à cause du bruit"),
        ("", "three_plus", "les horaires changent sans prévenir"),
        ("", "almost_all", "la salle est fermée"),
        ("", "few", "c'est mieux qu'avant"),
        ("", "one", "peur des représailles"),
        ("", "few", "il faut un banc"),
        ("Mme F.", "", "on nous l'a dit : rien ne suit même pas un mot"),
        ("", "", "Résumé : on se revoit"),
    ]
    assert reading.present == ["Nadia", "Bruno", "M. Le Goff (directeur collège)", "Hélène (animatrice)"]
    assert reading.set_aside == {"title": [1, 5, 14, 17], "header": [2, 3], "stage direction": [13]}


@pytest.mark.parametrize(
    ("header", "present"),
    [
        ("Présents : Nadia, Bruno et K.", ["Nadia", "Bruno", "K"]),
        ("Étaient présents : Nadia ; Bruno", ["Nadia", "Bruno"]),
        ("Présentes (3) : Nadia, Aïcha & Zoé.", ["Nadia", "Aïcha", "Zoé"]),
        ("Participants : 9", ["9"]),
        ("présents: nadia, 3 habitants", ["nadia", "3 habitants"]),
        ("Présents :\n- Nadia\n- Bruno (gardien)\n", ["Nadia", "Bruno (gardien)"]),
    ],
)
def test_list_of_those_present(header, present):
    reading = read(f"{header}\n\n- trop de bruit\n- on dort mal")
    assert reading.present == present
    assert [u.text for u in reading.utterances] == ["trop de bruit", "on dort mal"]


def test_a_transcript_may_list_those_present():
    reading = read("Séance 2\nPrésents : Nadia, Bruno\n\n[00:00:01] Nadia : bonjour\n[00:00:05] Bruno : voilà\nsuite de ma phrase")
    assert said(reading) == [("Nadia", "bonjour"), ("Bruno", "voilà suite de ma phrase")]


def test_notes_without_bullets():
    reading = read("Présents : Nadia, Bruno\n\nNadia : trop de bruit\nla salle est fermée\nplusieurs : on dort mal")
    assert [(u.label, u.said_by, u.text) for u in reading.utterances] == [
        ("Nadia", "", "trop de bruit"), ("", "", "la salle est fermée"), ("", "few", "on dort mal"),
    ]  # fmt: skip


def test_a_file_without_labels_is_a_turn_a_line():
    assert said(read("on commence\n\nça va être long\noui")) == [("", "on commence"), ("", "ça va être long"), ("", "oui")]


def test_a_table_row_brings_its_label_whatever_it_looks_like():
    reading = parse(
        [Line(1, "trop de bruit", label="la dame du fond à gauche"), Line(2, "je vais vous dire : non", label="Nadia")], Context()
    )
    assert said(reading) == [("la dame du fond à gauche", "trop de bruit"), ("Nadia", "je vais vous dire : non")]


MESSY = """Compte rendu

Présents : Nadia, Bruno
[00:00:01] Nadia : bonjour (rires)

je continue : voilà
***
(rires)
[00:00:04]
[00:00:05] Bruno :
[00:00:07] Nadia : [inaudible]
14:30 c'est l'heure
[00:00:09] tous : oui
"""


@pytest.mark.parametrize("text", [NOTES, MESSY, MESSY.replace("[00:00", "- [00:00"), MESSY.lower()])
def test_every_line_is_accounted_for_once(text):
    reading = read(text)
    accounted = [n for u in reading.utterances for n in u.lines] + [n for numbers in reading.set_aside.values() for n in numbers]
    assert sorted(accounted) == [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "Présents : Nadia, Karim Haddad\n- Nadia : trop de bruit\n- Cantine : pas de bus\n- K. : oui\n- Haddad : non\n- Mme Z. : si",
            ["Nadia", "", "K.", "Haddad", "Mme Z."],
        ),
        ("- Nadia : trop de bruit\n- Cantine : c'est fermé\n- la cantine ferme tôt\n- Zoé : oui", ["Nadia", "", "", "Zoé"]),
        ("- Bruit : on dort mal\n- K. : oui\n- Zoé : non\n- La mairie : rien", ["", "K.", "Zoé", ""]),
        ("- Rose : oui\n- un panneau rose\n- Rose : voilà", ["Rose", "", "Rose"]),
    ],
)
def test_in_notes_a_theme_before_a_colon_is_no_speaker(text, labels):
    assert [u.label for u in read(text).utterances] == labels
