"""Turns as HTML to be read again: what is hidden by kind, what is to be decided in a dashed frame. All text is escaped.

Each piece carries its offset in the turn (`data-at`, and `data-to` where it is hidden), so that a selection is told without its words.
"""

from collections.abc import Sequence
from html import escape

from dashboard.questions import Question
from dashboard.review import Mention, Review
from dashboard.texts import NOBODY
from dashboard.texts import relire as texts

PAGE = 30
"""Turns of one page of a session."""
_LOOK = {"PERSON": "person", "HANDLE": "person", "PLACE": "place", "ADDRESS": "place"}
Place = tuple[str, int, int]


def page_of(review: Review, turn_id: str) -> int:
    """The page on which a turn stands, from 0."""
    return list(review.turns).index(turn_id) // PAGE


def turns_html(review: Review, page: int, questions: Sequence[Question], here: Question | None, *, real: bool) -> str:
    """One page of a session; `real` shows what was said in the place of pseudonyms."""
    shown = list(review.turns)[page * PAGE : (page + 1) * PAGE]
    asked = {(place.turn_id, place.start, place.end) for one in questions for place in one.open_places}
    now = {(place.turn_id, place.start, place.end) for place in here.open_places} if here else set()
    rows = "".join(_turn(review, turn_id, asked, now, real) for turn_id in shown)
    return f'<div class="relire-text" tabindex="0" role="region" aria-label="{texts.TEXT_LABEL}">{rows}</div>'


def legend_html() -> str:
    """What the looks mean, in words."""
    kinds = "".join(f'<mark class="kind-{look}">{escape(word)}</mark>' for look, word in texts.LEGEND.items())
    return (
        f'<p class="relire-legend">{kinds}<mark class="open edge-violence">{escape(texts.LEGEND_OPEN)}</mark>'
        f'<span class="kept">{escape(texts.LEGEND_KEPT)}</span></p>'
    )


def _turn(review: Review, turn_id: str, asked: set[Place], now: set[Place], real: bool) -> str:
    text, pieces, at = review.turns[turn_id].text, [], 0
    mentions = {(one.start, one.end): one for one in review.mentions[turn_id]}
    bare = {(start, end) for name, start, end in asked if name == turn_id and end} - mentions.keys()
    taken: list[tuple[int, int]] = []
    for start, end in sorted({*mentions, *bare}, key=lambda span: (span[0], -span[1])):
        if taken and start < taken[-1][1]:
            continue
        taken.append((start, end))
        if at < start:
            pieces.append(f'<span data-at="{at}">{escape(text[at:start])}</span>')
        here = (turn_id, start, end) in now
        pieces.append(_piece(text[start:end], mentions.get((start, end)), start, end, here=here, real=real))
        at = end
    if at < len(text):
        pieces.append(f'<span data-at="{at}">{escape(text[at:])}</span>')
    said_by = review.clear.labels.get(turn_id, "") if real and review.clear else review.speakers.get(turn_id, "")
    who = said_by or NOBODY
    return (
        f'<div class="said" data-turn="{escape(turn_id)}"><span class="who">{escape(who)}</span> '
        f'<span class="what">{"".join(pieces)}</span></div>'
    )


def _piece(said: str, mention: Mention | None, start: int, end: int, *, here: bool, real: bool) -> str:
    place = f'data-at="{start}" data-to="{end}"'
    is_open = mention is None or mention.state == "open"
    if mention is not None and mention.state == "rejected":
        return f'<span class="kept" {place}>{escape(said)}</span>'
    shown = said if real or is_open or mention is None else mention.surrogate or _unnamed(mention, said)
    look = f"kind-{_LOOK.get(mention.kind, 'thing')}" if mention else ""
    frame = " open edge-violence" if is_open else ""
    return f'<mark class="{look}{frame}{" here" if here else ""}" {place}>{escape(shown)}</mark>'


def _unnamed(mention: Mention, said: str) -> str:
    """Something hidden by a person: it gets its pseudonym with the next run."""
    return f"[{texts.KINDS.get(mention.kind, texts.KINDS['OTHER'])}]" if mention.state == "added" else said
