import pytest

from pipeline.false_alarms import AUTHORITY, Spoken, false_alarms, streetness


def spoken(speaker: str, role: str, text: str, violent: bool, marked: bool) -> Spoken:
    return Spoken(f"cas/{speaker}", role, text, violent, marked)


TURNS = [
    spoken("maire", "maire", "nous ne pouvons pas financer ce local, le budget n'est pas voté", False, False),
    spoken("maire", "maire", "vous n'êtes qu'un incapable", True, True),
    spoken("voisine", "habitante", "le portail reste ouvert la nuit", False, False),
    spoken("jeune", "habitant", "ouais nan j'ai pas les clés hein", False, True),
    spoken("jeune", "habitant", "j'sais pas, y a jamais personne", False, False),
    spoken("animation", "intervenant", "on se coupe pas la parole", False, True),
]


def test_false_alarms_are_counted_in_the_group_of_who_spoke() -> None:
    figures = false_alarms(TURNS)
    authority, others = figures["status"]["authority"], figures["status"]["others"]
    assert authority == {"turns": 2, "violent": 1, "marked": 1, "false": 0, "rate": 0.0, "precision": 1.0}
    assert others == {"turns": 3, "violent": 0, "marked": 1, "false": 1, "rate": pytest.approx(1 / 3), "precision": 0.0}
    assert [group["false"] for group in figures["register"].values()] == [0, 0, 1]


def test_a_group_that_nobody_is_in_has_no_rate() -> None:
    assert false_alarms([])["status"]["authority"] == {
        "turns": 0, "violent": 0, "marked": 0, "false": 0, "rate": None, "precision": None,
    }  # fmt: skip


def test_a_negation_without_ne_is_casual_and_one_with_it_is_careful() -> None:
    assert streetness(["je ne le vois pas"]) < streetness(["je le vois"]) < streetness(["je le vois pas"])
    assert streetness(["t’as vu"]) > streetness(["tu as vu"])


@pytest.mark.parametrize("role", ["maire", "Première adjointe", "élue", "vice-président du club", "cheffe d'équipe", "policier municipal"])
def test_who_decides_over_others_has_authority(role: str) -> None:
    assert AUTHORITY.search(role)


@pytest.mark.parametrize("role", ["secrétaire de mairie", "élue des résidents", "étudiant élu", "parent d'élève", "habitante", "chauffeur"])
def test_who_is_elected_among_users_or_merely_employed_has_none(role: str) -> None:
    assert not AUTHORITY.search(role)
