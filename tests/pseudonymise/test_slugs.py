import subprocess
import sys

import pytest

from pipeline.pseudonymise import reveals

NEUTRAL = ["quartier", "seance-1", "Séance 2", "notes_groupe_3", "hopital", "cas-12", "session_02_partie_1"]


@pytest.mark.parametrize("name", [*NEUTRAL, "plein_emploi", "debat_sur_l_ecole_2023"])
def test_neutral_names(name: str) -> None:
    assert not reveals(name)


@pytest.mark.parametrize(
    "name",
    [
        "Royale_Sarkozy--Partie_1",
        "seance-1-nadia",
        "reunion_Rostrenen",
        "2023-03-14",
        "seance-20230314",
        "NadiaBelkacem",
        "entretien-claire",
        "le-goff_2",
    ],
)
def test_telling_names(name: str) -> None:
    assert reveals(name)


def test_neutral_names_do_not_load_spacy() -> None:
    asked = f"from pipeline.pseudonymise import reveals; assert not any(map(reveals, {NEUTRAL!r}))"
    code = f"import sys; {asked}; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
