"""Figures of *Explorer*: obstacles, positions and answers, from tables to Altair."""

import json

import altair as alt
import pandas as pd

from dashboard.figures import calm
from dashboard.style import Palette
from dashboard.texts import explorer as texts

ROW = 31


def obstacles(found: pd.DataFrame, chosen: str, colours: Palette) -> alt.LayerChart:
    """Bars of four fixed lengths, a word each, and the sessions; a click names a topic.

    Parameters
    ----------
    found
        From `dashboard.explorer.obstacles.overview`.
    chosen
        topic_id of the obstacle that is open.

    Returns
    -------
    LayerChart
        With the point selection ``obstacle`` whose field is ``topic_id``.
    """
    bars = found.assign(
        shown=found["length"].clip(lower=0.35),
        word=[
            f"{word}  ·  {texts.sessions_said(ranks)}" if ranks else word for word, ranks in zip(found["word"], found["ranks"], strict=True)
        ],
        shade=[colours.heat if one == chosen else colours.bar for one in found["topic_id"]],
    )
    y = alt.Y("label:N", sort=list(bars["label"]), axis=alt.Axis(labelFontSize=14, labelLimit=400, labelPadding=12, title=None))
    x = alt.X("shown:Q", scale=alt.Scale(domain=[0, 6], nice=False), axis=None)
    pick = alt.selection_point(name="obstacle", fields=["topic_id"], on="click", clear=False)
    base = alt.Chart(bars).encode(y=y)
    layers = [
        base.mark_bar(height=22, cornerRadius=5, cursor="pointer").encode(x=x, fill=alt.Fill("shade:N", scale=None)).add_params(pick),
        base.mark_text(align="left", dx=8, fontSize=13.5, color=colours.ink).encode(x=x, text=alt.Text("word:N")),
    ]
    return calm(layers, ROW * len(bars), colours)


def positions(taken: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """A cell a person and claim in which a position was taken; the rest is empty, because silence is no position.

    Parameters
    ----------
    taken
        From `dashboard.explorer.viewpoints.positions`.
    """
    sides = {1: (colours.yes, colours.card), -1: (colours.no, colours.card), 0: (colours.track, colours.ink)}
    cells = taken.assign(
        ground=[sides[value][0] for value in taken["value"]], ink=[sides[value][1] for value in taken["value"]], line=colours.quiet
    )
    x = alt.X(
        "who:N",
        scale=alt.Scale(paddingInner=0.06),
        sort=list(dict.fromkeys(cells["who"])),
        axis=alt.Axis(orient="top", labelAngle=-20 if cells["who"].nunique() > 7 else 0, labelFontSize=14, labelPadding=8, title=None),
    )
    y = alt.Y(
        "claim_id:N",
        scale=alt.Scale(paddingInner=0.12),
        sort=list(dict.fromkeys(cells.sort_values("claim_id")["claim_id"])),
        axis=alt.Axis(labelExpr=_labels(cells), labelFontSize=14, labelLineHeight=17, labelLimit=320, labelPadding=12, title=None),
    )
    base = alt.Chart(cells).encode(x=x, y=y)
    layers = [
        base.mark_rect(cornerRadius=6, strokeWidth=1.2).encode(
            fill=alt.Fill("ground:N", scale=None), stroke=alt.Stroke("line:N", scale=None)
        ),
        base.mark_text(fontSize=13.5, fontWeight=700).encode(text=alt.Text("said:N"), color=alt.Color("ink:N", scale=None)),
    ]
    return calm(layers, 70 + 54 * cells["claim_id"].nunique(), colours)


def replies(pairs: pd.DataFrame, people: list[str], colours: Palette) -> alt.LayerChart:
    """Who answers in rows, whom in columns; in each cell oppositions at the left and supports at the right.

    Parameters
    ----------
    pairs
        From `dashboard.explorer.replies.pairs`.
    people
        Names in the order of both axes.

    Returns
    -------
    LayerChart
        With the point selection ``paire`` whose fields are ``who`` and ``to_whom``.
    """
    grid = pd.MultiIndex.from_product([people, people], names=["who", "to_whom"]).to_frame(index=False)
    grid = grid.assign(ground=[colours.paper if who == whom else colours.card for who, whom in grid.itertuples(index=False)])
    long = pairs.melt(["who", "to_whom"], ["opposes", "supports"], var_name="kind", value_name="n")
    long = long.loc[(long["n"] > 0) & long["who"].isin(people) & long["to_whom"].isin(people)]
    shade = {"opposes": colours.wash("desaccord", 0.4), "supports": colours.wash("cooperation", 0.35)}
    long = long.assign(said=[f"{texts.SIGNS[kind]} {n}" for kind, n in zip(long["kind"], long["n"], strict=True)])
    long = long.assign(ground=long["kind"].map(shade))
    order = alt.Scale(domain=people, paddingInner=0.08)
    x = alt.X(
        "to_whom:N",
        scale=order,
        axis=alt.Axis(orient="top", labelAngle=-25 if len(people) > 6 else 0, labelFontSize=14, title=texts.ANSWERED),
    )
    y = alt.Y("who:N", scale=order, axis=alt.Axis(labelFontSize=14, labelPadding=10, title=texts.ANSWERS))
    side = alt.XOffset("kind:N", scale=alt.Scale(domain=["opposes", "supports"], paddingInner=0.1, paddingOuter=0.1))
    pick = alt.selection_point(name="paire", fields=["who", "to_whom"], on="click", clear=False)
    base = alt.Chart(long).encode(x=x, y=y)
    layers = [
        alt.Chart(grid).mark_rect(cornerRadius=4, stroke=colours.line).encode(x=x, y=y, fill=alt.Fill("ground:N", scale=None)),
        base.mark_rect(cornerRadius=4, height=26, cursor="pointer")
        .encode(xOffset=side, fill=alt.Fill("ground:N", scale=None))
        .add_params(pick),
        base.mark_text(fontSize=14, fontWeight=700, color=colours.ink, baseline="middle").encode(xOffset=side, text=alt.Text("said:N")),
    ]
    return calm(layers, 80 + 36 * len(people), colours, titleColor=colours.quiet, titleFontWeight=400)


def _labels(cells: pd.DataFrame) -> str:
    """A Vega expression from a claim to its label on at most three lines; labels go in as JSON, never as code."""
    table = {claim_id: _wrapped(label) for claim_id, label in cells[["claim_id", "claim"]].drop_duplicates().itertuples(index=False)}
    return f"({json.dumps(table)})[datum.value]"


def _wrapped(label: str, width: int = 34) -> list[str]:
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= 3 else [*lines[:2], f"{lines[2]}…"]
