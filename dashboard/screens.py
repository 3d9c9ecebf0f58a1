"""The frame that all screens of the wall share: what stands over it, its content in blocks, and its question.

Lengths are pixels of a wall of 1280 × 720.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.fitting import LEADING, Block, clean, count_lines, divide, fill
from dashboard.texts import NBSP, mur, typographic

WIDTH = 1136.0
GAP = 14.0
SMALLEST = 28
CARD = 28.0, 56.0
"""What a card adds to its text: above and below, left and right."""
_TITLE_SIZES = ((54, 1), (44, 2), (36, 3))
_QUESTION_SIZES = ((34, 1), (30, 2), (28, 3))


@dataclass(frozen=True)
class Screen:
    """One screen before it has its number: the words over it, its content as HTML, its question."""

    eyebrow: str
    title: str
    body: str
    question: str


def number(wall: Sequence[Screen]) -> list[str]:
    """Screens as HTML, each with its place among all."""
    return [_section(one, f"{at}{NBSP}/{NBSP}{len(wall)}") for at, one in enumerate(wall, 1)]


def fitted(
    eyebrow: str,
    title: str,
    blocks: Callable[[int, float], list[Block]],
    question: str,
    sizes: Sequence[int],
    foot: Block | None = None,
) -> list[Screen]:
    """As few screens as the words allow, at the largest size of those that need as few.

    A title or a question that fits no head and no foot of a screen stands in its body, whole.
    """
    if not _first_fit(title, _TITLE_SIZES)[1]:
        before = paragraphs(title, 32, 300, bold=True)
        eyebrow, title = mur.EYEBROWS["disagreements"], eyebrow
    else:
        before = []
    if not _first_fit(question, _QUESTION_SIZES)[1]:
        after = paragraphs(question, 32, 300, bold=True)
        question = mur.QUESTIONS["obstacles"]
    else:
        after = []
    title_size, title_lines = _first_fit(title, _TITLE_SIZES)
    asked_size, asked_lines = _first_fit(question, _QUESTION_SIZES)
    head = 34 + SMALLEST * LEADING + 2 + title_lines * title_size * 1.12 + 22
    ask = 36 + (SMALLEST * LEADING if _invites(question) else 0) + asked_lines * asked_size * LEADING
    room = 720 - head - ask - 16 - (foot.height + GAP if foot else 0)
    tried = [fill([*before, *made, *after], room, GAP) for size in sizes if (made := blocks(size, room))]
    best = min(tried, key=len, default=[])
    return [
        Screen(
            eyebrow if at == 0 else f"{eyebrow} ({mur.NEXT})",
            title,
            "".join(block.html for block in [*one, *([foot] if foot else [])]),
            question,
        )
        for at, one in enumerate(best)
    ]


def paragraphs(text: str, size: int, most: float, bold: bool = False) -> list[Block]:
    """A text without a card, in as many pieces as its length needs."""
    lines = max(1, int(most // (size * LEADING)))
    tag = "strong" if bold else "span"
    return [
        Block(
            f'<p class="s{size}"><{tag}>{shown(piece)}</{tag}></p>',
            count_lines(piece, WIDTH, size, bold) * size * LEADING,
        )
        for piece in divide(clean(text), WIDTH, size, lines, bold)
        if piece
    ]


def cards(texts: Iterable[str], size: int, most: float, edge: str, under: Block | None = None) -> list[Block]:
    """Texts on cards, whose edge has the colour of what they are."""
    tall, wide = CARD
    room = most - (under.height + GAP if under else 0)
    lines = max(1, int((room - tall) // (size * LEADING)))
    return [
        Block(
            f'<p class="card edge-{edge} s{size}">{shown(piece)}</p>',
            count_lines(piece, WIDTH - wide, size) * size * LEADING + tall,
            under,
        )
        for text in texts
        for piece in divide(clean(text), WIDTH - wide, size, lines)
        if piece
    ]


def headed(heading: str, texts: Sequence[str], size: int, most: float, edge: str) -> list[Block]:
    """Cards under a heading; one that would take their room stands before them once, whole."""
    if not any(map(clean, texts)):
        return []
    whole = clean(heading)
    height = count_lines(whole, WIDTH, SMALLEST, bold=True) * SMALLEST * LEADING
    if height > most / 2:
        return [*paragraphs(whole, SMALLEST, most, bold=True), *cards(texts, size, most, edge)]
    head = Block(f'<p class="head"><strong>{shown(whole)}</strong></p>', height)
    return cards(texts, size, most, edge, head if whole else None)


def labelled(name: str, word: str, text: str, most: float) -> list[Block]:
    """A paragraph that begins with the name of who says it."""
    label = f"<strong>{escape(name)}</strong>{escape(word)}"
    if not clean(text):
        return [Block(f"<p>{label}</p>", SMALLEST * LEADING)]
    # twice the name: it is bold
    lines = count_lines(f"{name}{name} {word} : {clean(text)}", WIDTH, SMALLEST)
    if lines * SMALLEST * LEADING > most:
        return [Block(f"<p>{label}</p>", SMALLEST * LEADING), *paragraphs(text, SMALLEST, most)]
    return [Block(f"<p>{label}{NBSP}: {shown(text)}</p>", lines * SMALLEST * LEADING)]


def shown(text: str) -> str:
    """A text as HTML, with the apostrophe of print."""
    return escape(typographic(clean(text)))


def _section(one: Screen, place: str) -> str:
    title_size, _ = _first_fit(one.title, _TITLE_SIZES)
    asked_size, _ = _first_fit(one.question, _QUESTION_SIZES)
    invitation = f"<span>{escape(mur.INVITATION)}</span>" if _invites(one.question) else ""
    return (
        '<section class="wall"><div class="body">'
        f'<p class="top"><span>{escape(one.eyebrow)}</span><span class="place">{place}</span></p>'
        f'<h1 class="t{title_size}">{shown(one.title)}</h1><div class="flow">{one.body}</div></div>'
        f'<p class="ask">{invitation}<strong class="s{asked_size}">{shown(one.question)}</strong></p></section>'
    )


def _first_fit(text: str, sizes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The largest size at which a bold text takes no more than the lines of that size, and the lines it takes; 0 lines where none is."""
    for size, most in sizes:
        lines = count_lines(clean(text), WIDTH, size, bold=True)
        if 0 < lines <= most:
            return size, lines
    return SMALLEST, 0


def _invites(question: str) -> bool:
    """Whether the invitation to speak still has to be said."""
    return mur.ALREADY not in question.lower()
