import re

import pytest

from pipeline import tables
from pipeline.language import tagger
from pipeline.markers import cues, read_markers
from pipeline.markers.speech import plain, skeleton
from pipeline.settings import MarkersSettings


@pytest.fixture(scope="session")
def active():
    """The categories and rules that stay active in a sentence, before the best of each category is chosen."""

    def read(text):
        return [cue[0].rule for cue in cues(skeleton(tagger()(plain(text)))) if cue[2]]

    return read


@pytest.fixture(scope="session")
def cancelled():
    """The cancelled cues of a sentence, as (category, modifier)."""

    def read(text):
        return {(cue[0].rule.category, one) for cue in cues(skeleton(tagger()(plain(text)))) if not cue[2] for one in cue[1]}

    return read


@pytest.fixture(scope="session")
def spoken():
    """A sentence as an automatic transcript writes it: lower case, no punctuation."""
    return lambda text: re.sub(r"\s+", " ", re.sub(r"[.,;:!?…«»]", " ", text)).strip().lower()


@pytest.fixture(scope="session")
def turns_of():
    """A `turns` table of one session from (speaker_id, text) pairs."""

    def build(*said):
        rows = [
            {
                "case_id": "cas", "session_id": "s", "turn_id": f"s:{order}", "order": order, "speaker_id": speaker,
                "said_by": "", "start_s": float("nan"), "end_s": float("nan"), "text": text,
            }
            for order, (speaker, text) in enumerate(said)
        ]  # fmt: skip
        return tables.build("turns", rows)

    return build


@pytest.fixture(scope="session")
def speakers():
    people = [("p1", "Nadia", ""), ("p2", "Bruno", ""), ("p3", "Samira", ""), ("p9", "Animatrice", tables.FACILITATOR)]
    return tables.build(
        "speakers",
        [
            {"case_id": "cas", "speaker_id": who, "label": label, "role": role, "subgroup": "", "resolved": True}
            for who, label, role in people
        ],
    )


@pytest.fixture(scope="session")
def read(turns_of, speakers):
    """Both tables of a session from (speaker_id, text) pairs."""

    def run(*said, decisions=(), sure=0.75):
        return read_markers(
            turns=turns_of(*said),
            speakers=speakers,
            decisions=tables.build("decisions", decisions),
            settings=MarkersSettings(reader="rules", sure=sure),
        )

    return run


@pytest.fixture(scope="session")
def trained(turns_of, speakers):
    """The same by the reader that ships, with other values in columns of its turns where some are given."""

    def run(*said, **columns):
        turns = turns_of(*said).assign(**columns)
        return read_markers(turns=turns, speakers=speakers, decisions=tables.build("decisions"), settings=MarkersSettings())

    return run
