"""What may be shown to group and supervisor: figures of at least k persons, or nothing.

`within` makes the cells of one case, for its group. For supervisors `contributions` says what each case adds to
the figures over all cases (it stays with the case), `problem` puts these together, and `protect` lets out what
speaks of nobody, alone or by difference.
"""

import pandas as pd

from pipeline.disclosure.across import disclose_across
from pipeline.disclosure.contributions import contribute
from pipeline.disclosure.within import WORDS, in_the_room, share_word, wall
from pipeline.settings import DisclosureSettings

__all__ = ["WORDS", "disclose", "disclose_across", "in_the_room", "share_word"]


def disclose(
    *,
    sessions: pd.DataFrame,
    speakers: pd.DataFrame,
    turns: pd.DataFrame,
    segments: pd.DataFrame,
    topics: pd.DataFrame,
    markers: pd.DataFrame,
    passages: pd.DataFrame,
    decisions: pd.DataFrame,
    codes: frozenset[str],
    sensitive: frozenset[str],
    settings: DisclosureSettings,
) -> dict[str, pd.DataFrame]:
    """Make `cells` and `contributions` of one case, from its tables.

    `codes` are the obstacles of the codebook, `sensitive` those of them that stay off the wall.
    """
    case = {"sessions": sessions, "speakers": speakers, "turns": turns, "segments": segments, "topics": topics}
    return {
        "cells": wall(**case, sensitive=sensitive, settings=settings),
        "contributions": contribute(**case, markers=markers, passages=passages, decisions=decisions, codes=codes),
    }
