import pytest

from pipeline.ingest.labels import declared, is_nobody, looks_like_name, may_be_label, read_label


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Animatrice", ""), ("animatrice (hélène garrec)", "hélène garrec"), ("Hélène (animatrice)", "Hélène"), ("FACILITATEUR", ""),
        ("Modératrice Aïcha", "Aïcha"), ("Intervenant", ""), ("Animateur 2", ""), ("co-animatrice (Zoé)", "Zoé"), ("médiateur", ""),
        ("Animateur/trice", ""), ("animateur·trice", ""),
    ],
)  # fmt: skip
def test_whoever_leads(label, name):
    assert read_label(label)[:2] == ("facilitator", name)


@pytest.mark.parametrize(
    "label",
    [
        "locuteur 1", "Locuteur 12", "Speaker 2", "SPEAKER_00", "[SPEAKER_00]", "intervenant 3", "Intervenante n°2", "inconnu", "Inconnue",
        "participant 4", "personne 2", "homme 1", "Femme 2", "?", "P1", "H2", "Voix off", "Locuteur A", "locuteur 2 (femme)", "0", "17",
        "Habitante 3", "Non identifié", "Participante (inaudible)",
    ],
)  # fmt: skip
def test_nobody_in_particular(label):
    assert read_label(label).kind == "nobody"
    assert is_nobody(label) or "(" in label or "[" in label


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Nadia", "Nadia"), ("M. Le Goff", "M. Le Goff"), ("M. Le Goff (directeur)", "M. Le Goff"), ("K.", "K."), ("Mme F.", "Mme F."),
        ("Locuteur 1 (Nadia)", "Nadia"), ("la gardienne", "la gardienne"), ("Animateur du centre social", "Animateur du centre social"),
        ("Nadia (?)", "Nadia"), ("Femme de ménage", "Femme de ménage"),
    ],
)  # fmt: skip
def test_persons(label, name):
    assert read_label(label)[:2] == ("person", name)


@pytest.mark.parametrize(
    ("words", "said_by"),
    [
        ("une personne", "one"), ("Quelqu'un", "one"), ("un habitant", "one"), ("une voisine", "one"), ("1 personne", "one"),
        ("quelques-uns", "few"), ("Quelques-unes", "few"), ("plusieurs", "few"), ("plusieurs habitants", "few"), ("certains", "few"),
        ("deux", "few"), ("2 personnes", "few"), ("deux ou trois", "few"), ("deux ou plus", "few"), ("une ou deux personnes", "few"),
        ("quelques parents", "few"), ("environ trois personnes", "few"), ("pas tous", "few"), ("la moitié du groupe", "few"),
        ("trois ou plus", "three_plus"), ("Trois personnes", "three_plus"), ("3 habitantes", "three_plus"),
        ("au moins trois", "three_plus"),
        ("plus de quatre", "three_plus"), ("la plupart", "three_plus"), ("La plupart des parents", "three_plus"),
        ("beaucoup", "three_plus"),
        ("une dizaine de personnes", "three_plus"), ("trois d'entre eux", "three_plus"), ("la majorité", "three_plus"),
        ("presque tous", "almost_all"), ("(presque tous)", "almost_all"), ("tous", "almost_all"), ("Tout le monde", "almost_all"),
        ("tous les parents", "almost_all"), ("à l'unanimité", "almost_all"),
        ("trois raisons", ""), ("trois", ""), ("3", ""), ("12", ""), ("moins de dix personnes", ""), ("un", ""), ("zéro personne", ""),
        ("0 personne", ""), ("personne", ""), ("Nadia", ""), ("deux choses", ""), ("tous les matins", ""), ("beaucoup de bruit", ""),
    ],
)  # fmt: skip
def test_declared(words, said_by):
    assert declared(words) == said_by


def test_a_number_alone_counts_persons_only_in_brackets():
    assert declared("trois", bare=True) == "three_plus"
    assert declared("3", bare=True) == ""


@pytest.mark.parametrize(
    "label", ["Nadia et Bruno", "Nadia & Bruno", "Nadia / Bruno", "M. et Mme Diallo", "Nadia + Bruno", "Plusieurs élus du groupe"]
)
def test_joined_labels_are_few_are_few(label):
    assert read_label(label) == ("several", "", "few")


@pytest.mark.parametrize(
    "text",
    [
        "Nadia", "M. Le Goff", "m. le goff", "Nadia de la Villemarqué", "Animatrice (Hélène Garrec)", "K.", "J.-L.", "N. B.", "Mme Kow.",
        "SPEAKER_00", "Valéry Giscard D'Estaing", "Nathalie Saint-Cricq", "?", "locuteur 4", "trois ou plus", "Clément", "C.", "Dr G.",
        "la gardienne", "Nadia (?)", "intervenant 3",
    ],
)  # fmt: skip
def test_may_be_label(text):
    assert may_be_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "je vais dire une chose", "Je vais dire une chose", "Résumé", "résumé", "Question très simple", "https", "14", "Rendez-vous à 14h",
        "Oui. Bruno", "et là", "Moi je dis", "Premièrement", "Franchement", "Ordre du jour", "le problème", "La question", "Objectif",
        "il m'a dit, tu vois", "Quoi ?", "un deux trois quatre cinq six", "Merci Nadia", "mot " * 12, "", "J'ai dit", "c'est simple",
    ],
)  # fmt: skip
def test_ordinary_words_before_a_colon_are_no_label(text):
    assert not may_be_label(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Patrick Poivre d'Arvor", True),
        ("NADIA", True),
        ("Mme Diallo-Kervella", True),
        ("P2", True),
        ("la gardienne", False),
        ("Le directeur", False),
        ("nadia", False),
    ],
)
def test_looks_like_name(text, name):
    assert looks_like_name(text) is name
