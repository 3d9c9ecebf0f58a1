"""Table twins of the figures, for those who do not read a figure."""

import pandas as pd

from dashboard import texts
from dashboard.figures import BAND_OF, BANDS
from dashboard.texts import explorer

STRETCHES = 10


def thread(markers: pd.DataFrame, place: pd.Series, timed: bool) -> pd.DataFrame:
    """Active marks of each band in ten stretches of a session: a row a stretch, by its beginning.

    Parameters
    ----------
    markers, place, timed
        As `dashboard.figures.curves` and `positions` have them.
    """
    end = float(place.max()) or 1.0
    active = markers.loc[markers["active"].astype(bool)]
    stretch = (active["turn_id"].map(place).astype(float) / end * STRETCHES).astype(int).clip(upper=STRETCHES - 1)
    band = active["category"].map(BAND_OF)
    counted = pd.crosstab(stretch, band).reindex(index=range(STRETCHES), columns=list(BANDS), fill_value=0)
    starts = [texts.moment(at * end / STRETCHES, timed) for at in range(STRETCHES)]
    return counted.rename(columns=texts.BANDS).set_axis(starts).rename_axis(index=explorer.MOMENT, columns=None).reset_index()


def passages(found: pd.DataFrame, timed: bool) -> pd.DataFrame:
    """Passages of a session in words."""
    said = found.assign(
        **{
            "kind": [explorer.passage_kind(kind, topic) for kind, topic in zip(found["kind"], found["topic"], strict=True)],
            "from": [texts.moment(at, timed) for at in found["first"]],
            "to": [texts.moment(at, timed) for at in found["last"]],
            "topic": found["topic"].map(texts.typographic),
        }
    )
    return said[list(explorer.PASSAGE_COLUMNS)].rename(columns=explorer.PASSAGE_COLUMNS)


def obstacles(found: pd.DataFrame) -> pd.DataFrame:
    """Obstacles as `dashboard.explorer.obstacles.overview` has them, in words."""
    said = found.assign(sessions=[texts.sessions_said(ranks) if ranks else "" for ranks in found["ranks"]])
    return said[list(explorer.OBSTACLE_COLUMNS)].rename(columns=explorer.OBSTACLE_COLUMNS)


def replies(pairs: pd.DataFrame) -> pd.DataFrame:
    """Answers by pair, with whether they go both ways."""
    there = set(zip(pairs["who"], pairs["to_whom"], strict=True))
    back = [explorer.YES if (whom, who) in there else explorer.NO for who, whom in zip(pairs["who"], pairs["to_whom"], strict=True)]
    columns = {"who": explorer.ANSWERS, "to_whom": explorer.ANSWERED, **explorer.REPLY_KINDS}
    return pairs.rename(columns=columns).assign(**{explorer.BACK: back})
