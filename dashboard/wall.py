"""The group's wall: a frozen publication as screens, one idea each, that start speech and do not replace it.

Every screen ends with a question. Nothing is cut off: sizes follow the length of what is said, never under 28 px on a wall of
1280 × 720, and what does not fit goes on on a second screen. The style is `sheets/mur.css`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from dashboard.answers import Item
from dashboard.fitting import LEADING, Block, clean, count_lines, divide, fill
from dashboard.publication import SCREENS, Content, Disagreement, Obstacle, Side
from dashboard.texts import NBSP, mur, typographic

WIDTH = 1136.0
GAP = 14.0
SMALLEST = 28
_TEXT_SIZES = (38, 34, 30, 28)
_BAR_SIZES = (32, 28)
_TITLE_SIZES = ((54, 1), (44, 2), (36, 3))
_QUESTION_SIZES = ((34, 1), (30, 2), (28, 3))
_CARD = 28.0, 56.0
"""What a card adds to its text: above and below, left and right."""
_MANY = 5
"""More sessions than this have smaller dots, in rows of as many."""
_CHANGE_WIDTH = 280.0
_ANSWER_WIDTH = 500.0


@dataclass(frozen=True)
class Screen:
    """One screen before it has its number: the words over it, its content as HTML, its question."""

    eyebrow: str
    title: str
    body: str
    question: str


def screens(content: Content) -> list[str]:
    """The wall of a publication.

    Returns
    -------
    list of str
        A ``<section class="wall">`` each, in the order of `publication.SCREENS`; what is empty is left out.

    Examples
    --------
    >>> [one] = screens(Content(title="Les Tilleuls", decided=("Le local ouvre deux soirs",)))
    >>> "1 / 1" in one.replace(NBSP, " ") and "Le local ouvre deux soirs" in one
    True
    """
    return number(plan(content))


def number(wall: Sequence[Screen]) -> list[str]:
    """Screens as HTML, each with its place among all."""
    return [_section(one, f"{at}{NBSP}/{NBSP}{len(wall)}") for at, one in enumerate(wall, 1)]


def plan(content: Content) -> list[Screen]:
    """The screens of a publication, without their numbers."""
    made: dict[str, list[Screen]] = {
        "contract": _plan("contract", content, lambda size, most: _contract(content, size, most)),
        "obstacles": _obstacles(content),
        "causes": _plan(
            "causes",
            content,
            lambda size, most: [block for one in content.causes for block in _headed(one.obstacle, one.because, size, most, "obstacle")],
        ),
        "disagreements": [screen for one in content.disagreements for screen in _disagreement(one, content)],
        "moved": _plan(
            "moved",
            content,
            lambda size, most: [block for one in content.moved for block in _moved(one.label, one.change, size, most)],
        ),
    }
    for screen, edge in (("shared", "teal"), ("unknown", "quiet"), ("decided", "teal")):
        said: tuple[str, ...] = getattr(content, screen)
        made[screen] = _plan(screen, content, lambda size, most, said=said, edge=edge: _cards(said, size, most, edge))
    return [one for screen in SCREENS for one in made[screen]]


def plan_results(items: Sequence[Item], words: Mapping[str, Mapping[str, int]]) -> list[Screen]:
    """What the room answered, item by item, in words; an item of which nothing may be said says just that."""

    def blocks(size: int, most: float) -> list[Block]:
        made = []
        for screen, group in groupby(items, key=lambda item: item.screen):
            head = Block(f"<p><strong>{escape(mur.TITLES[screen])}</strong></p>", SMALLEST * LEADING)
            for item in group:
                said = [f"{mur.VALUES[value]}{NBSP}: {mur.WORDS[word]}" for value, word in words.get(item.key, {}).items()]
                made += _result(item.text, said or [mur.TOO_FEW], most, head)
        return made

    return _fitted(mur.RESULTS_EYEBROW, mur.RESULTS, blocks, mur.RESULTS_QUESTION, (SMALLEST,))


def plan_answering(address: str, code: str, square: str) -> Screen:
    """How to answer by telephone: `square` is a QR code, as the address of an image (`hosting.draw_square`)."""
    where, how = mur.ANSWER_STEPS
    body = (
        f'<div class="answer"><img class="square" src="{escape(square)}" alt=""><div><p>{escape(where)}</p><p>{escape(how)}</p>'
        f'<p class="address">{escape(address)}</p><p>{escape(mur.ANSWER_CODE)}</p><p class="code">{escape(code)}</p></div></div>'
        f'<p class="nameless">{escape(mur.ANSWER_NAMELESS)}</p>'
    )
    return Screen(mur.ANSWER_EYEBROW, mur.ANSWER, body, mur.ANSWER_QUESTION)


def _result(text: str, said: Sequence[str], most: float, head: Block) -> list[Block]:
    """What was shown, and beside it what was answered, a line each."""
    tall, wide = _CARD
    width = WIDTH - wide - _ANSWER_WIDTH - 22
    lines = max(1, int((most - head.height - GAP - tall) // (SMALLEST * LEADING)))
    answers = "".join(f"<span>{escape(one)}</span>" for one in said)
    beside = sum(count_lines(one, _ANSWER_WIDTH, SMALLEST) for one in said)
    return [
        Block(
            f'<div class="card result"><p>{_shown(piece)}</p><p class="said">{answers}</p></div>',
            max(count_lines(piece, width, SMALLEST), beside) * SMALLEST * LEADING + tall,
            head,
        )
        for piece in divide(clean(text), width, SMALLEST, lines)
        if piece
    ]


def _plan(screen: str, content: Content, blocks: Callable[[int, float], list[Block]]) -> list[Screen]:
    return _fitted(mur.EYEBROWS[screen], mur.TITLES[screen], blocks, _question(screen, content), _TEXT_SIZES)


def _question(screen: str, content: Content) -> str:
    return content.questions.get(screen, "").strip() or mur.QUESTIONS[screen]


def _fitted(
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
        before = _paragraphs(title, 32, 300, bold=True)
        eyebrow, title = mur.EYEBROWS["disagreements"], eyebrow
    else:
        before = []
    if not _first_fit(question, _QUESTION_SIZES)[1]:
        after = _paragraphs(question, 32, 300, bold=True)
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


def _section(one: Screen, place: str) -> str:
    title_size, _ = _first_fit(one.title, _TITLE_SIZES)
    asked_size, _ = _first_fit(one.question, _QUESTION_SIZES)
    invitation = f"<span>{escape(mur.INVITATION)}</span>" if _invites(one.question) else ""
    return (
        '<section class="wall"><div class="body">'
        f'<p class="top"><span>{escape(one.eyebrow)}</span><span class="place">{place}</span></p>'
        f'<h1 class="t{title_size}">{_shown(one.title)}</h1><div class="flow">{one.body}</div></div>'
        f'<p class="ask">{invitation}<strong class="s{asked_size}">{_shown(one.question)}</strong></p></section>'
    )


def _shown(text: str) -> str:
    return escape(typographic(clean(text)))


def _paragraphs(text: str, size: int, most: float, bold: bool = False, under: Block | None = None) -> list[Block]:
    lines = max(1, int(most // (size * LEADING)))
    tag = "strong" if bold else "span"
    return [
        Block(
            f'<p class="s{size}"><{tag}>{_shown(piece)}</{tag}></p>',
            count_lines(piece, WIDTH, size, bold) * size * LEADING,
            under,
        )
        for piece in divide(clean(text), WIDTH, size, lines, bold)
        if piece
    ]


def _headed(heading: str, texts: Sequence[str], size: int, most: float, edge: str) -> list[Block]:
    """Cards under a heading; one that would take their room stands before them once, whole."""
    if not any(map(clean, texts)):
        return []
    shown = clean(heading)
    height = count_lines(shown, WIDTH, SMALLEST, bold=True) * SMALLEST * LEADING
    if height > most / 2:
        return [*_paragraphs(shown, SMALLEST, most, bold=True), *_cards(texts, size, most, edge)]
    head = Block(f'<p class="head"><strong>{_shown(shown)}</strong></p>', height)
    return _cards(texts, size, most, edge, head if shown else None)


def _cards(texts: Iterable[str], size: int, most: float, edge: str, under: Block | None = None) -> list[Block]:
    tall, wide = _CARD
    room = most - (under.height + GAP if under else 0)
    lines = max(1, int((room - tall) // (size * LEADING)))
    return [
        Block(
            f'<p class="card edge-{edge} s{size}">{_shown(piece)}</p>',
            count_lines(piece, WIDTH - wide, size) * size * LEADING + tall,
            under,
        )
        for text in texts
        for piece in divide(clean(text), WIDTH - wide, size, lines)
        if piece
    ]


def _contract(content: Content, size: int, most: float) -> list[Block]:
    contract = content.contract
    return [
        *_paragraphs(contract.objective, size, most),
        *_headed(mur.CONFIDENTIALITY, (contract.confidentiality,), size, most, "quiet"),
        *_headed(mur.RESERVES, contract.reserves, size, most, "quiet"),
    ]


def _obstacles(content: Content) -> list[Screen]:
    sessions = max((len(one.sessions) for one in content.obstacles), default=0)
    foot = Block(f'<p class="key">{escape(mur.DOTS)}</p>', SMALLEST * LEADING) if sessions else None
    return _fitted(
        mur.EYEBROWS["obstacles"],
        mur.TITLES["obstacles"],
        lambda size, most: [block for one in content.obstacles for block in _bars(one, sessions, size, most)],
        _question("obstacles", content),
        _BAR_SIZES,
        foot,
    )


def _bars(one: Obstacle, sessions: int, size: int, most: float) -> list[Block]:
    """A bar, its word and its dots; the dots of all bars stand in as many columns."""
    each = 30 if sessions <= _MANY else 23
    columns = min(sessions, _MANY)
    dots_width = columns * each
    width = WIDTH - 200 - (dots_width + 22 if sessions else 0) - 44 - 22
    dots = "".join(f'<span class="dot{" full" if full else ""}"></span>' for full in one.sessions)
    rows = -(-sessions // _MANY)
    pieces = divide(clean(one.label), width, size, max(1, int((most - 20) // (size * 1.15))), bold=True)
    return [
        Block(
            f'<div class="row"><div class="bar"><span class="fill fill-{one.word}"></span>'
            f'<strong class="label s{size}">{_shown(piece)}</strong></div>'
            f'<span class="word">{mur.WORDS[one.word]}</span>'
            + (f'<span class="dots of-{columns}{" many" if sessions > _MANY else ""}" aria-hidden="true">{dots}</span>' if sessions else "")
            + "</div>",
            max(62, count_lines(piece, width, size, bold=True) * size * 1.15 + 20, rows * each),
        )
        for piece in pieces
        if piece
    ]


def _disagreement(one: Disagreement, content: Content) -> list[Screen]:
    """Reasons side by side; no person, no ranking, no winner."""

    def blocks(size: int, most: float) -> list[Block]:
        made: list[Block] = []
        sides = (("yes", mur.YES, one.yes), ("no", mur.NO, one.no))
        if one.yes or one.no:
            heads = "".join(f"<p>{_side(name, side)}</p>" if side else "<span></span>" for _, name, side in sides)
            head = Block(f'<div class="sides">{heads}</div>', SMALLEST * LEADING)
            tall, wide = _CARD
            width = (WIDTH - 36) / 2 - wide
            lines = max(1, int((most - head.height - GAP - tall) // (size * LEADING)))
            columns = [
                [piece for reason in (side.reasons if side else ()) for piece in divide(clean(reason), width, size, lines) if piece]
                for _, _, side in sides
            ]
            for rank in range(max(map(len, columns))):
                pair = [(edge, column[rank] if rank < len(column) else "") for (edge, _, _), column in zip(sides, columns, strict=True)]
                cells = "".join(
                    f'<p class="card edge-{edge} s{size}">{_shown(text)}</p>' if text else "<span></span>" for edge, text in pair
                )
                height = max(count_lines(text, width, size) for _, text in pair) * size * LEADING + tall
                made.append(Block(f'<div class="sides">{cells}</div>', height, head))
            if not any(columns):
                made.append(head)
        if one.depends:
            first, *rest = one.depends.reasons or ("",)
            made += _labelled(mur.DEPENDS, f" ({mur.WORDS[one.depends.word]})", first, most)
            made += [block for reason in rest for block in _paragraphs(reason, SMALLEST, most)]
        if clean(one.shared):
            made += _labelled(mur.BOTH, "", one.shared, most)
        # a claim alone is still something to speak about
        return made or [Block("<p></p>", 0)]

    claim = f"«{NBSP}{clean(one.claim)}{NBSP}»"
    return _fitted(mur.TITLES["disagreements"], claim, blocks, _question("disagreements", content), (32, 30, 28))


def _labelled(name: str, word: str, text: str, most: float) -> list[Block]:
    """A paragraph that begins with the name of who says it."""
    label = f"<strong>{escape(name)}</strong>{escape(word)}"
    if not clean(text):
        return [Block(f"<p>{label}</p>", SMALLEST * LEADING)]
    # twice the name: it is bold
    lines = count_lines(f"{name}{name} {word} : {clean(text)}", WIDTH, SMALLEST)
    if lines * SMALLEST * LEADING > most:
        return [Block(f"<p>{label}</p>", SMALLEST * LEADING), *_paragraphs(text, SMALLEST, most)]
    return [Block(f"<p>{label}{NBSP}: {_shown(text)}</p>", lines * SMALLEST * LEADING)]


def _side(name: str, side: Side) -> str:
    return f"<strong>{escape(name)}</strong> ({mur.WORDS[side.word]})"


def _moved(label: str, change: str, size: int, most: float) -> list[Block]:
    tall, wide = _CARD
    width = WIDTH - wide - _CHANGE_WIDTH
    edge = "teal" if change == "resolved" else "obstacle"
    lines = max(1, int((most - tall) // (size * LEADING)))
    return [
        Block(
            f'<div class="row"><p class="card edge-{edge} s{size}">{_shown(piece)}</p><span class="change change-{change}">'
            f"<i></i><strong>{escape(mur.CHANGES[change])}</strong></span></div>",
            count_lines(piece, width, size) * size * LEADING + tall,
        )
        for piece in divide(clean(label), width, size, lines)
        if piece
    ]
