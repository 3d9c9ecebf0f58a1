"""Fixed grids of a release: every row by every column, with denominators, and what is not told hatched."""

import math
from collections.abc import Mapping

import altair as alt
import pandas as pd

from dashboard import texts
from dashboard.figures import calm
from dashboard.style import Palette
from dashboard.texts import revient as said

Heads = Mapping[str, tuple[str, int]]
"""For each column, in order: what stands over it, and its denominator; 0 where it is not told, -1 where it has none of its own."""


def told(figures: pd.DataFrame, measure: str, column: str = "") -> int:
    """A figure without a row, such as a denominator; 0 where it is not told."""
    found = figures.loc[(figures["measure"] == measure) & (figures["row"] == "") & (figures["column"] == column), "value"]
    return int(found.iloc[0]) if len(found) else 0


def fixed_grid(figures: pd.DataFrame, measure: str, labels: Mapping[str, str], columns: list[str]) -> pd.DataFrame:
    """Every row of which something is told, by every column.

    Parameters
    ----------
    figures
        Of a release.
    measure
        What the grid counts.
    labels
        What stands for each row.
    columns
        Columns in order.

    Returns
    -------
    DataFrame
        label, column, value, at_least, out_of; what comes back most stands first. Value NaN is not told, whatever the reason.
    """
    cells = figures.loc[(figures["measure"] == measure) & figures["column"].isin(columns) & figures["row"].isin(list(labels))]
    order = cells.groupby("row")["value"].sum().sort_values(ascending=False, kind="stable").index
    places = pd.MultiIndex.from_product([order, columns], names=["row", "column"])
    full = cells.set_index(["row", "column"])[["value", "at_least", "out_of"]].reindex(places).reset_index()
    return pd.DataFrame(
        {
            "label": [labels[row] for row in full["row"]],
            "column": full["column"],
            "value": full["value"].astype(float),
            "at_least": [one is True for one in full["at_least"]],
            "out_of": full["out_of"].fillna(0).astype(int),
        }
    )


def written(grid: pd.DataFrame, heads: Heads) -> list[str]:
    """What stands in each cell: with its own denominator where that is not the column's, because the cell is of an earlier release."""
    cells = []
    for value, at_least, out_of, column in zip(grid["value"], grid["at_least"], grid["out_of"], grid["column"], strict=True):
        text = said.counted(value, bool(at_least))
        older = not math.isnan(value) and heads[column][1] not in (-1, out_of)
        cells.append(f"{text} {said.OUT_OF.format(n=out_of)}" if older else text)
    return cells


def in_words(grid: pd.DataFrame, heads: Heads, row: str) -> pd.DataFrame:
    """The same grid as a table of words, for those who do not read the figure."""
    worded = grid.assign(said=written(grid, heads), label=grid["label"].map(texts.typographic))
    table = worded.pivot(index="label", columns="column", values="said").reindex(index=worded["label"].unique(), columns=list(heads))
    return table.rename(columns={column: _head(*heads[column], " ") for column in heads}).rename_axis(index=row, columns=None)


def draw(grid: pd.DataFrame, heads: Heads, colours: Palette) -> alt.LayerChart:
    """The grid as a figure: the darker a cell, the larger the share; what is not told is hatched and says so.

    Parameters
    ----------
    grid
        From `fixed_grid`.
    heads
        The columns.
    colours
        The palette.
    """
    names = {column: _head(*heads[column], "\n") for column in heads}
    cells = grid.assign(
        head=grid["column"].map(names),
        label=grid["label"].map(texts.typographic),
        share=(grid["value"] / grid["out_of"].where(grid["out_of"] > 0)).clip(upper=1),
        said=written(grid, heads),
    )
    x = alt.X(
        "head:N",
        sort=list(names.values()),
        scale=alt.Scale(domain=list(names.values()), paddingInner=0.06, paddingOuter=0),
        axis=alt.Axis(
            orient="top",
            labelExpr="split(datum.label, '\\n')",
            labelAngle=0,
            labelFontSize=14,
            labelLineHeight=19,
            labelColor=colours.quiet,
            labelPadding=28,
            labelLimit=200,
            title=None,
        ),
    )
    y = alt.Y(
        "label:N",
        sort=list(dict.fromkeys(cells["label"])),
        scale=alt.Scale(paddingInner=0.14, paddingOuter=0),
        axis=alt.Axis(labelFontSize=15.5, labelLimit=380, labelPadding=16, title=None),
    )
    shown, withheld = cells.loc[cells["value"].notna()], cells.loc[cells["value"].isna()]
    shade = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[colours.track, colours.heat]), legend=None)
    text = alt.Text("said:N")
    layers = [
        alt.Chart(withheld).mark_rect(cornerRadius=6, fill=_hatch(colours), stroke=colours.line).encode(x=x, y=y),
        alt.Chart(withheld).mark_text(color=colours.quiet, fontSize=12.5).encode(x=x, y=y, text=text),
        alt.Chart(shown).mark_rect(cornerRadius=6).encode(x=x, y=y, color=shade),
        alt.Chart(shown).mark_text(color=colours.ink, fontWeight=700, fontSize=15).encode(x=x, y=y, text=text),
    ]
    return calm(layers, 66 + 46 * cells["label"].nunique(), colours)


def _head(label: str, out_of: int, between: str) -> str:
    if out_of < 0:
        return label
    return f"{label}{between}{said.OUT_OF.format(n=out_of) if out_of else said.FEWER}"


def _hatch(colours: Palette) -> alt.LinearGradient:
    """Diagonal stripes as a gradient with hard stops, which every renderer can draw."""
    n = 14
    stops = []
    for stripe in range(n):
        ends = (stripe / n, (stripe + 0.82) / n, (stripe + 0.82) / n, (stripe + 1) / n)
        shades = (colours.card, colours.card, colours.line, colours.line)
        stops += [alt.GradientStop(offset=round(at, 4), color=shade) for at, shade in zip(ends, shades, strict=True)]
    return alt.LinearGradient(gradient="linear", x1=0, y1=0, x2=1, y2=1, stops=stops)
