"""The figures of a publication: the bars of the wall, and the two sides of a disagreement. Words, never numbers of persons."""

import io
from typing import Any, Literal

import altair as alt
import pandas as pd

from dashboard.fitting import divide
from dashboard.publication import Disagreement, Obstacle
from dashboard.style import LIGHT, Palette
from dashboard.texts import NBSP, SHARES, mur, typographic

_FONT = "DejaVu Sans, Verdana, sans-serif"
_BAR, _WORD, _DOT = 560, 130, 26
_SIZE = 19


def bars(obstacles: tuple[Obstacle, ...], colours: Palette = LIGHT) -> alt.LayerChart:
    """The bars of the wall: four lengths, one a word, and a dot a session in which enough of us spoke of it.

    Parameters
    ----------
    obstacles
        In the order of the wall.
    colours
        The palette.
    """
    rows = [
        {"rank": rank, "word": one.word, "said": SHARES[one.word], "label": _wrapped(one.label, _BAR - 40)}
        for rank, one in enumerate(obstacles)
    ]
    dots = [
        {"rank": rank, "at": _BAR + _WORD + 20 + _DOT * column, "full": full}
        for rank, one in enumerate(obstacles)
        for column, full in enumerate(one.sessions)
    ]
    sessions = max((len(one.sessions) for one in obstacles), default=0)
    width = _BAR + _WORD + (20 + _DOT * sessions if sessions else 0)
    frame = pd.DataFrame(rows).assign(track=_BAR, length=lambda shown: shown["word"] * _BAR / 4, edge=_BAR + _WORD, inset=14, zero=0)
    x = {"scale": alt.Scale(domain=[0, width], nice=False), "axis": None}
    y = alt.Y("rank:O", axis=None, scale=alt.Scale(paddingInner=0.24, paddingOuter=0))
    base = alt.Chart(frame)
    layers = [
        base.mark_bar(color=colours.track, cornerRadius=6).encode(x=alt.X("zero:Q", **x), x2="track:Q", y=y),
        base.mark_bar(color=colours.bar, cornerRadius=6).encode(x=alt.X("zero:Q", **x), x2="length:Q", y=y),
        _text(base, colours, fontWeight=700, align="left").encode(x=alt.X("inset:Q", **x), y=y, text="label:N"),
        _text(base, colours, align="right").encode(x=alt.X("edge:Q", **x), y=y, text="said:N"),
    ]
    if dots:
        place = alt.Chart(pd.DataFrame(dots))
        fill = alt.Fill("full:N", scale=alt.Scale(domain=[True, False], range=[colours.obstacle, colours.paper]), legend=None)
        layers.append(
            place.mark_point(shape="circle", size=190, strokeWidth=2.5, stroke=colours.obstacle, opacity=1).encode(
                x=alt.X("at:Q", **x), y=y, fill=fill
            )
        )
    return _calm(alt.LayerChart(layer=layers).properties(width=width, height=66 * len(obstacles)), colours)


def sides(one: Disagreement, colours: Palette = LIGHT) -> alt.LayerChart:
    """How many stand on each side of a claim, in words; no side is the winner, so that both begin at the middle.

    Parameters
    ----------
    one
        A disagreement with both sides.
    colours
        The palette.
    """
    taken = [(-1, mur.NO, one.no, colours.no), (1, mur.YES, one.yes, colours.yes)]
    half = 400
    rows = [
        {
            "start": sign * 6,
            "end": sign * (6 + side.word * (half - 6) / 4),
            "inset": sign * 20,
            "said": f"{name} · {SHARES[side.word]}",
            "colour": colour,
            "align": "left" if sign > 0 else "right",
        }
        for sign, name, side, colour in taken
        if side is not None
    ]
    x = {"scale": alt.Scale(domain=[-half, half], nice=False), "axis": None}
    layers: list[alt.Chart] = []
    for row in rows:
        here = alt.Chart(pd.DataFrame([row]))
        layers += [
            here.mark_bar(color=row["colour"], cornerRadius=6, height=34).encode(x=alt.X("start:Q", **x), x2="end:Q", y=alt.value(22)),
            _text(here, colours, align=row["align"], fontWeight=700).encode(x=alt.X("start:Q", **x), y=alt.value(60), text="said:N"),
        ]
    said = _wrapped(f"«{NBSP}{one.claim}{NBSP}»", 2 * half - 20)
    title = alt.TitleParams(said, fontSize=_SIZE + 3, color=colours.ink, anchor="middle")
    return _calm(alt.LayerChart(layer=layers).properties(width=2 * half, height=84, title=title), colours)


def draw(chart: alt.LayerChart, kind: Literal["png", "svg"]) -> bytes:
    """A chart as a file, without a browser."""
    file = io.BytesIO()
    if kind == "png":
        chart.save(file, format="png", scale_factor=2)
        return file.getvalue()
    text = io.StringIO()
    chart.save(text, format="svg")
    return text.getvalue().encode()


def _wrapped(text: str, width: float) -> list[str]:
    return divide(typographic(text), width, _SIZE, 1, bold=True)


def _text(chart: alt.Chart, colours: Palette, **options: Any) -> alt.Chart:
    return chart.mark_text(color=colours.ink, fontSize=_SIZE, lineHeight=_SIZE * 1.2, baseline="middle", **options)


def _calm(chart: alt.LayerChart, colours: Palette) -> alt.LayerChart:
    return chart.properties(background=colours.paper, padding=16).configure(font=_FONT).configure_view(stroke=None)
