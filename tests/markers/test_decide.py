"""A rule's cue that the reader sets aside says truly why."""

import numpy as np
import pytest

from pipeline.markers import utterances
from pipeline.markers.decide import by_reader
from pipeline.markers.reader import Reading, Reasons
from pipeline.markers.scores import CATEGORIES
from pipeline.tables import FAMILIES

SAID = "Je propose qu'on se voie mardi pour en parler."


class Sure:
    """Reads one category, its family with the probability given."""

    def __init__(self, category: str, p: float) -> None:
        self.category, self.p = category, p

    def probabilities(self, session):
        n, families = len(session), list(FAMILIES)
        read = np.zeros((n, len(families)))
        read[:, families.index("cooperation")] = self.p
        categories = np.zeros((n, len(CATEGORIES)))
        categories[:, CATEGORIES.index(self.category)] = self.p
        half = np.full(len(families), 0.5)
        return Reading(read, categories, np.full(n, -1), np.zeros(n), half, half, half)

    def reasons(self, turn, label):
        return Reasons(1, 2, ())


@pytest.mark.parametrize(
    ("reader", "why"),
    [
        (Sure("decision", 0.95), "écarté : le modèle y lit plutôt : décision."),
        (Sure("decision", 0.05), "écarté : le modèle n'y lit rien de tel (probabilité 0,05)."),
    ],
)
def test_why_a_cue_is_set_aside(reader, why):
    session = utterances([SAID], ["p1"], [False])
    (marked,) = by_reader(reader, session)
    (cue,) = (marker for marker in marked.markers if marker.category == "proposition")
    assert not cue.active
    assert cue.row("s:0", session[0])["why"].endswith(why)
