import pytest

HALL = "Moi je fermerais le hall à vingt heures."


@pytest.mark.parametrize(
    ("said", "opposed"),
    [
        ([("p1", HALL), ("p2", "Je suis pas d'accord.")], "s:0"),
        ([("p1", HALL), ("p9", "Et vous, Bruno ?"), ("p2", "Non, le hall il est à tout le monde.")], "s:0"),
        ([("p1", HALL), ("p3", "Moi je passe le balai."), ("p2", "Nadia, je suis pas d'accord.")], "s:0"),
        ([("p1", HALL), ("p3", "Moi je passe le balai."), ("p2", "je suis pas d'accord")], "s:1"),
        ([("p1", HALL), ("p1", "Non, mais pas le dimanche.")], ""),
        ([("p9", "On commence."), ("p2", "Je suis pas d'accord.")], ""),
        ([("p1", HALL), ("p2", "Il m'a dit qu'il était pas d'accord.")], ""),
        ([("p1", HALL), ("", "pas d'accord avec ça")], ""),
        ([("p1", HALL), ("p2", "Oui mais le samedi on sort tard.")], "s:0"),
    ],
)
def test_the_turn_opposed(read, said, opposed):
    reading = read(*said)["readings"].iloc[-1]
    assert reading["opposes_turn_id"] == opposed
    assert bool(reading["opposes_score"] > 0) is bool(opposed)


def test_the_turn_supported(read):
    reading = read(("p1", HALL), ("p2", "Je suis d'accord avec vous."))["readings"].iloc[-1]
    assert reading["supports_turn_id"] == "s:0"
    assert reading["opposes_turn_id"] == ""


def test_a_turn_further_back_is_less_sure(read):
    near = read(("p1", HALL), ("p2", "Je suis pas d'accord."))["readings"].iloc[-1]
    far = read(("p1", HALL), ("p9", "Bien."), ("p2", "Je suis pas d'accord."))["readings"].iloc[-1]
    assert far["opposes_score"] < near["opposes_score"]
