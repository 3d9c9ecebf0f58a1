"""Lines that lead to the words, as HTML for `clicks`: quotes and concordance. Everything that comes from a table is escaped."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from dashboard.explorer.concordance import Line
from dashboard.texts import explorer as texts


class Quote(NamedTuple):
    """What somebody said, and where; `note` stands before it."""

    turn_id: str
    where: str
    who: str
    said: str
    note: str = ""


def quotes(said: Iterable[Quote]) -> str:
    """Quotes one below the other; each leads to its turn."""
    rows = "".join(
        f'<button type="button" class="line" data-pick="{escape(one.turn_id)}"><span class="where">{escape(one.where)}</span>'
        f'<b>{escape(one.who)}</b><span class="said">{_note(one.note)}{escape(texts.guillemets(one.said))}</span></button>'
        for one in said
    )
    return f'<div class="lines quotes">{rows}</div>'


def kwic(found: Iterable[tuple[Line, str, str]]) -> str:
    """Concordance: (line, where, who) with what was found in one column."""
    rows = "".join(
        f'<button type="button" class="line" data-pick="{escape(line.turn_id)}"><span class="where">{escape(where)}</span>'
        f'<b>{escape(who)}</b><span class="before">{escape(line.before)}</span><span class="found">{escape(line.found)}</span>'
        f'<span class="after">{escape(line.after)}</span></button>'
        for line, where, who in found
    )
    return f'<div class="lines kwic">{rows}</div>'


def _note(note: str) -> str:
    return f'<span class="quiet">{escape(note)}</span> ' if note else ""
