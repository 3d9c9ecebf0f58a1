"""What a run found, in a few lines for a terminal."""

from pathlib import Path

from pipeline.markers.answering import idle_answers
from pipeline.markers.corrections import Corrections
from pipeline.store import CaseStore, case_folders
from pipeline.tables import FAMILIES


def summarise(out: Path) -> str:
    """Describe every case of an output folder by counts; no text, no name.

    Examples
    --------
    >>> summarise(Path("a folder that does not exist"))
    ''
    """
    return "\n".join(_case(CaseStore(folder)) for folder in case_folders(out))


def _case(store: CaseStore) -> str:
    turns, speakers, mentions = (store.read(table) for table in ("turns", "speakers", "mentions"))
    markers, topics, cells = (store.read(table) for table in ("markers", "topics", "cells"))
    by_family = markers.loc[markers["active"], "family"].value_counts()
    obstacles = topics.loc[topics["facet"] == "obstacle"].sort_values("n_segments", ascending=False)
    decisions = store.read("decisions")
    idle = Corrections(decisions).idle(turns, markers) + idle_answers(turns, decisions)
    wall = cells.loc[(cells["measure"] == "wall_obstacle") & cells["shown"]]
    return "\n".join(
        [
            f"{store.folder.name}: {len(turns)} turns, {len(speakers)} speakers, {len(mentions)} mentions hidden as "
            f"{mentions['identity_id'].nunique()} identities",
            "  markers: " + ", ".join(f"{family} {by_family.get(family, 0)}" for family in FAMILIES),
            "  obstacles: " + ", ".join(f"{row.topic_id} {row.n_segments}" for row in obstacles.head(6).itertuples()),
            f"  viewpoints: {(topics['facet'] == 'viewpoint').sum()} subjects; {len(wall)} obstacles may be shown to the group",
            *([f"  {idle} decision(s) about markers without effect: what they speak of is not there"] if idle else []),
        ]
    )
