import pytest

from pipeline.ingest.directions import clean, is_staged


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("ah bon (rires) et après", "ah bon et après"),
        ("ah bon (rires), et après", "ah bon, et après"),
        ("vous y croyez (rires) ?", "vous y croyez ?"),
        ("(il rit) je savais pas", "je savais pas"),
        ("je disais [inaudible] le hall", "je disais le hall"),
        ("on se tait (long silence) et puis voilà [rires] [brouhaha]", "on se tait et puis voilà"),
        ("mot(rires)mot", "mot mot"),
        ("[00:12:31] oui [12:40] bon (00:13:02) d'accord", "oui bon d'accord"),
        ("  deux   blancs\tet un onglet ", "deux blancs et un onglet"),
        ("vous dites\u00a0?", "vous dites\u00a0?"),
        ("e\u0301cole", "école"),
        ("*rires* ben non", "ben non"),
        ("il m'a dit [...] et voilà", "il m'a dit et voilà"),
        ("(enfin presque) tout (le silence de la mairie)", "(enfin presque) tout (le silence de la mairie)"),
        ("[PERSONNE 3] a dit *jamais*", "[PERSONNE 3] a dit *jamais*"),
        ("on se voit à 14:30 (14:30 précises)", "on se voit à 14:30 (14:30 précises)"),
        ("", ""),
    ],
)
def test_only_stage_directions_times_and_blanks_leave_a_text(raw, text):
    assert clean(raw) == text


@pytest.mark.parametrize(
    "direction", ["(rires)", "[inaudible]", "(silence)", "*rires*", "[Musique]", "(Rires dans la salle)", "[?]", "(…)", "[BLANK_AUDIO]"]
)
def test_stage_direction_leaves_nothing(direction):
    assert clean(direction) == ""
    assert is_staged(direction)
