"""Pure functions from tables to Altair figures; a colour means the same in all of them."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from dashboard import texts
from dashboard.style import Palette
from dashboard.texts.explorer import passage_kind
from pipeline.tables import FAMILIES

BANDS: dict[str, tuple[str, ...]] = {
    "violence": FAMILIES["violence"],
    "colere": FAMILIES["colere"],
    "desaccord": FAMILIES["desaccord"],
    "peurs": ("peur", "mefiance", "doute"),
    "retrait": ("reticence",),
    "cooperation": FAMILIES["cooperation"],
}
"""Bands from top to bottom with the categories they show. Saying a fear is the work; only reticence is withdrawal."""

BAND_OF = {category: band for band, categories in BANDS.items() for category in categories}
GRID = 200
CLICKS = 400
LINE = 0.55
"""Between two lines of labels over the bands, in heights of a band."""


def meaning(category: str) -> str:
    """The name of the colour of a category.

    Examples
    --------
    >>> meaning("doute"), meaning("reticence"), meaning("obstacle")
    ('peurs', 'retrait', 'obstacle')
    """
    return BAND_OF.get(category, "obstacle")


def positions(turns: pd.DataFrame) -> tuple[pd.Series, bool]:
    """Where each turn of one session lies: seconds where times are known, else its rank.

    Parameters
    ----------
    turns
        `turns` of one session in order.

    Returns
    -------
    tuple
        Positions indexed by turn_id, and True where they are seconds. Up to a tenth of missing times is
        filled from the neighbours.

    Examples
    --------
    >>> turns = pd.DataFrame({"turn_id": ["s:0", "s:1"], "order": [0, 1], "start_s": [float("nan")] * 2})
    >>> positions(turns)[1]
    False
    """
    start = turns["start_s"].astype(float)
    timed = bool(start.notna().mean() >= 0.9) if len(turns) else False
    place = start.interpolate(limit_direction="both") if timed else turns["order"].astype(float)
    return pd.Series(place.to_numpy(), index=turns["turn_id"].to_numpy()), timed


def curves(markers: pd.DataFrame, place: pd.Series) -> pd.DataFrame:
    """How much of each band is said along a session: Gaussian sums of the scores of its active markers.

    Parameters
    ----------
    markers
        `markers` of one session.
    place
        Positions from `positions`.

    Returns
    -------
    DataFrame
        band, position, height: one row a band and place of a grid. Height is shared by all bands: 1 is the
        fullest moment of the fullest band, or three sure markers at once where nothing is that full.
        The bandwidth is a fortieth of the session.
    """
    end = float(place.max()) or 1.0
    grid = np.linspace(0, end, GRID)
    active = markers.loc[markers["active"].astype(bool)]
    heights = {}
    for band, categories in BANDS.items():
        here = active.loc[active["category"].isin(categories)]
        distance = (grid[:, None] - here["turn_id"].map(place).to_numpy(float)[None, :]) / (end / 40)
        heights[band] = np.exp(-(distance**2) / 2) @ here["score"].to_numpy(float)
    fullest = max(3.0, *(height.max() for height in heights.values()))
    return pd.concat(
        [pd.DataFrame({"band": band, "position": grid, "height": height / fullest}) for band, height in heights.items()],
        ignore_index=True,
    )


def thread(bands: pd.DataFrame, passages: pd.DataFrame, place: pd.Series, timed: bool, focus: float, colours: Palette) -> alt.LayerChart:
    """Bands over time, with passages in which violence turned into conflict or a subject was left; a click names a turn.

    Parameters
    ----------
    bands
        From `curves`.
    passages
        kind, first, last: positions of the passages to shade.
    place, timed
        From `positions`.
    focus
        Position of the words that are shown below.

    Returns
    -------
    LayerChart
        With the point selection ``mots`` whose field ``turn`` is the rank of the nearest turn.
    """
    end = float(place.max()) or 1.0
    rows = {band: len(BANDS) - rank for rank, band in enumerate(BANDS)}
    middle = ((passages["first"] + passages["last"]) / 2).clip(0.05 * end, 0.95 * end)
    lines = stack(middle, 0.15 * end)
    top = len(BANDS) + 1.45 + LINE * max(lines, default=0)
    areas = bands.assign(base=bands["band"].map(rows))
    areas["top"] = areas["base"] + 0.88 * areas.pop("height")
    step = max(1, math.ceil(len(place) / CLICKS))
    targets = pd.DataFrame({"position": place.to_numpy(), "turn": range(len(place))}).iloc[::step]
    shaded = passages.assign(
        low=0.75,
        high=top,
        middle=middle,
        line=[top - LINE * line for line in lines],
        said=[passage_kind(kind, topic) for kind, topic in zip(passages["kind"], passages["topic"], strict=True)],
        ground=passages["kind"].map({"violence_to_conflict": colours.wash("cooperation", 0.2), "withdrawal": colours.wash("retrait", 0.2)}),
        ink=passages["kind"].map({"violence_to_conflict": colours.cooperation, "withdrawal": colours.quiet}),
    )

    x = alt.X("position:Q", scale=alt.Scale(domain=[0, end], nice=False), axis=_time_axis(end, timed))
    words = "[" + ",".join(["''", *(f"'{texts.BANDS[band]}'" for band in reversed(BANDS))]) + "]"
    level = alt.Scale(domain=[0.75, top], nice=False, zero=False)
    y = alt.Y(
        "base:Q",
        scale=level,
        axis=alt.Axis(
            values=list(rows.values()), labelExpr=f"{words}[datum.value]", labelOffset=-10, labelPadding=12, labelFontSize=14, title=None
        ),
    )
    hue = alt.Color("band:N", scale=alt.Scale(domain=list(BANDS), range=[getattr(colours, band) for band in BANDS]), legend=None)
    passage = alt.Chart(shaded).encode(x=alt.X("first:Q"), x2=alt.X2("last:Q"), y=alt.Y("low:Q", scale=level), y2=alt.Y2("high:Q"))
    layers = [
        # said by the sentence beside it; where there is none, an empty group would be read out as a picture without a name
        passage.mark_rect(cornerRadius=8, aria=False).encode(fill=alt.Fill("ground:N", scale=None)),
        alt.Chart(pd.DataFrame({"base": list(rows.values())})).mark_rule(color=colours.line).encode(y=y),
        alt.Chart(areas).mark_area(opacity=0.92).encode(x=x, y=y, y2=alt.Y2("top:Q"), color=hue),
        alt.Chart(shaded)
        .mark_text(fontWeight=700, fontSize=13.5, baseline="top", dy=5)
        .encode(x=alt.X("middle:Q"), y=alt.Y("line:Q", scale=level), text=alt.Text("said:N"), fill=alt.Fill("ink:N", scale=None)),
        alt.Chart(pd.DataFrame({"position": [focus]})).mark_rule(color=colours.ink, strokeDash=[2, 3]).encode(x=x),
        alt.Chart(targets)
        .mark_point(opacity=0, size=1)
        .encode(x=x)
        .add_params(alt.selection_point(name="mots", fields=["turn"], nearest=True, on="click", clear=False)),
    ]
    return calm(layers, 268, colours)


def stack(middles: pd.Series, width: float) -> list[int]:
    """Lines on which labels of one width do not cover each other, from 0 at the top.

    Examples
    --------
    >>> stack(pd.Series([10.0, 12.0, 40.0]), 15.0)
    [0, 1, 0]
    """
    ends: list[float] = []
    line_of = {}
    for at in middles.sort_values().index:
        line = next((line for line, end in enumerate(ends) if end <= middles[at]), len(ends))
        ends[line : line + 1] = [middles[at] + width]
        line_of[at] = line
    return [line_of[at] for at in middles.index]


def calm(layers: Sequence[alt.Chart], height: int, colours: Palette, **axis: Any) -> alt.LayerChart:
    """Layers as one figure without frame, grid or ticks.

    All of it is said at once, and layers name their channels by classes (`alt.X2("end:Q")`): a chained word would copy the whole
    figure, and a channel given as a string compares every schema of the grammar.
    """
    bare = {"grid": False, "domain": False, "ticks": False, "labelColor": colours.ink}
    config = alt.Config(font="Source Sans, sans-serif", view=alt.ViewConfig(stroke=None), axis=alt.AxisConfig(**(bare | axis)))
    return alt.LayerChart(layer=list(layers), height=height, background="transparent", config=config)


def _time_axis(end: float, timed: bool) -> alt.Axis:
    steps: Iterable[int] = (60, 120, 300, 600, 1200, 1800, 3600) if timed else (1, 2, 5, 10, 20, 50, 100, 200, 500)
    step = next((step for step in steps if end / step <= 8), math.ceil(end / 8))
    if timed:
        values = list(range(0, int(end) + 1, step))
        label = "floor(datum.value / 3600) + ':' + format(floor(datum.value / 60) % 60, '02')"
    else:
        values = [0, *range(step - 1, int(end) + 1, step)] if step > 1 else list(range(int(end) + 1))
        label = f"'{texts.TURN} ' + (datum.value + 1)"
    return alt.Axis(values=values, labelExpr=label, labelFontSize=13, labelPadding=6, labelFlush=True, title=None)
