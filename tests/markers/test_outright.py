"""What is said outright is read in short sessions too, and strong words that hurt nobody are not."""

import numpy as np
import pytest

from pipeline import tables
from pipeline.markers import read_markers
from pipeline.settings import MarkersSettings

INTRODUCED = [
    ("a", "bonsoir à tous, on commence par un tour de table"),
    ("b", "moi c'est nadia, j'habite au troisième"),
    ("c", "moi c'est marc euh je suis gardien depuis quinze ans"),
    ("b", "ben justement parlons-en, tu sers à rien, t'es un fainéant, tout le monde le dit"),
    ("c", "non je suis pas d'accord, la poubelle c'est pas moi c'est la société"),
    ("b", "ok pardon, j'aurais pas dû dire ça comme ça"),
]
ALONE = [("a", "t'es qu'un incapable, tu l'as toujours été, dégage d'ici")]
COOKING = [
    ("a", "alors tu mets le beurre dans la casserole"),
    ("b", "putain il est chaud ton truc"),
    ("a", "ouais attends je suis con j'ai mis à fond, baisse"),
    ("b", "voilà et après le sucre"),
    ("b", "ma grand-mère elle gueulait quand je faisais ça"),
]


@pytest.mark.parametrize(("said", "hurting"), [(INTRODUCED, {3}), (ALONE, {0}), (COOKING, set())])
def test_violence_in_a_short_session(said: list[tuple[str, str]], hurting: set[int]) -> None:
    turns = [
        {
            "case_id": "c",
            "session_id": "s",
            "turn_id": f"s:{rank}",
            "speaker_id": f"p-{speaker}",
            "text": text,
            "order": rank,
            "said_by": "",
        }
        | dict.fromkeys(("start_s", "end_s"), np.nan)
        for rank, (speaker, text) in enumerate(said)
    ]
    speakers = [
        {"case_id": "c", "speaker_id": one, "label": one, "role": "", "subgroup": "", "resolved": True}
        for one in sorted({turn["speaker_id"] for turn in turns})
    ]
    markers = read_markers(
        turns=tables.build("turns", turns),
        speakers=tables.build("speakers", speakers),
        decisions=tables.build("decisions"),
        settings=MarkersSettings(),
    )["markers"]
    found = markers.loc[markers["active"] & (markers["family"] == "violence"), "turn_id"]
    assert set(found) == {f"s:{rank}" for rank in hurting}
