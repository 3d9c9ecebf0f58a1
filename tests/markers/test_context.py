import pytest

CANCELLED = [
    ("C'est pas que je suis pas d'accord, c'est que je fatigue.", "negated", "desaccord_direct"),
    ("Je dis pas que vous êtes incompétents.", "negated", "devalorisation"),
    ("Personne a dit que c'était de votre faute.", "negated", "accusation"),
    ("C'est pas de ta faute.", "negated", "accusation"),
    ("je pense pas que tu sois malhonnête tu es pas de mauvaise foi", "negated", "accusation"),
    ("Il m'a dit qu'il était pas d'accord.", "reported", "desaccord_direct"),
    ("il me fait genre tu vas le regretter", "reported", "menace"),
    ("Il paraît que vous nous avez menti.", "reported", "accusation"),
    ("Ma mère elle m'a dit t'es nulle.", "reported", "devalorisation"),
    ("Sur la boîte aux lettres : « rentrez chez vous ».", "reported", "rejet"),
    ("Soi-disant vous êtes tous des incapables.", "reported", "devalorisation"),
    ("Si jamais on n'a pas le budget, on fera sans.", "hypothetical", "obstacle"),
    ("Imaginons que personne nous prévienne, personne nous a prévenus.", "hypothetical", "obstacle"),
    ("Avant je me méfiais.", "past", "mefiance"),
    ("À l'époque on se parlait pas, on savait jamais qui décidait.", "past", "obstacle"),
    ("J'en avais marre, j'en ai marre souvent, mais c'est du passé.", "past", "exasperation"),
    ("Ils ont peur ?", "question", "peur"),
    ("J'en peux plus de rire, j'en peux plus (rires).", "ironic", "exasperation"),
    ("Tu m'as tué, j'en peux plus (rires).", "ironic", "exasperation"),
]


@pytest.mark.parametrize(("text", "modifier", "category"), CANCELLED)
def test_a_modifier_cancels_the_cue(active, cancelled, text, modifier, category):
    assert (category, modifier) in cancelled(text)
    assert category not in {rule.category for rule in active(text)}


@pytest.mark.parametrize(
    ("text", "category"),
    [("On n'a plus peur.", "peur"), ("Nous les jeunes on est tous pareils, nous les jeunes c'est tous pareil.", "prejuge")],
)
def test_what_is_no_cue_needs_no_modifier(active, text, category):
    assert category not in {rule.category for rule in active(text)}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Je peux pas dire que c'est pas de votre faute.", "accusation"),
        ("J'ai pas compris, vous êtes complètement incompétents.", "devalorisation"),
        ("j'ai pas fini c'est de ta faute", "accusation"),
        ("Il est parti hier. Taisez-vous.", "rejet"),
        ("On n'a jamais rien su, personne nous a jamais rien dit.", "obstacle"),
        ("Je suis pas d'accord.", "desaccord_direct"),
        ("« Taisez-vous un peu. » Il se lève.", "rejet"),
        ("J'aurais pas dû crier.", "responsabilite"),
        ("Dans tout ça c'est pas simple, qu'est-ce qui vous pèse le plus ?", "question"),
        ("Je comprends rien à ces papiers, n'empêche que la salle ferme.", "desaccord_nuance"),
        ("On m'a dit que c'était pas possible, on peut pas ouvrir le samedi.", "obstacle"),
    ],
)
def test_what_looks_like_a_modifier_and_is_none(active, text, category):
    assert category in {rule.category for rule in active(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Vous êtes jamais venus, alors je vous raconte.",
        "Quand tu as dit ça devant tout le monde, ça m'a blessée.",
        "Eux, à la mairie, ils décident sans nous.",
        "J'en ai marre, je suis en colère.",
        "La faute à pas de chance.",
        "Quel con je suis.",
        "Faut que je vous quitte, j'ai mon train.",
        "Non non, terminez.",
        "Je vous préviens, y a du verglas.",
        "On dit souvent que les jeunes respectent rien, mais c'est faux.",
        "Nous les infirmières on court tout le temps.",
        "On est tous pareils.",
        "Méfiez-vous de la marche.",
    ],
)
def test_no_violence_in_a_trap(active, spoken, text):
    for said in (text, spoken(text)):
        assert not [rule for rule in active(said) if rule.category in ("menace", "devalorisation", "accusation", "rejet", "prejuge")]


@pytest.mark.parametrize(
    ("street", "official"),
    [
        ("ta gueule", "Personne ne vous demande de parler."),
        ("t'es qu'un petit chef", "Madame, chacun son métier."),
        ("c'est à cause de toi tout ça", "C'est par votre faute que nous en sommes là."),
        ("tu vas le regretter", "Réfléchissez bien avant de poursuivre."),
    ],
)
def test_street_and_official_register_have_one_measure(active, street, official):
    violent = {"menace", "devalorisation", "accusation", "rejet", "prejuge"}
    assert {rule.category for rule in active(street)} & {rule.category for rule in active(official)} & violent
