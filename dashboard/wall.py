"""The group's wall: a frozen publication as screens, one idea each, that start speech and do not replace it.

Every screen ends with a question. Nothing is cut off: sizes follow the length of what is said, never under 28 px on a wall of
1280 × 720, and what does not fit goes on on a second screen. The style is `sheets/wall.css`.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import groupby

from dashboard.answers import Item
from dashboard.fitting import LEADING, Block, clean, count_lines, divide
from dashboard.publication import SCREENS, Content, Disagreement, Obstacle, Side
from dashboard.screens import CARD, GAP, SMALLEST, WIDTH, Screen, cards, fitted, headed, labelled, number, paragraphs, shown
from dashboard.texts import NBSP, SHARES, mur

_TEXT_SIZES = (38, 34, 30, 28)
_BAR_SIZES = (32, 28)
_MANY = 5
"""More sessions than this have smaller dots, in rows of as many."""
_CHANGE_WIDTH = 280.0
_ANSWER_WIDTH = 500.0


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


def plan(content: Content) -> list[Screen]:
    """The screens of a publication, without their numbers."""
    made: dict[str, list[Screen]] = {
        "contract": _plan("contract", content, lambda size, most: _contract(content, size, most)),
        "obstacles": _obstacles(content),
        "causes": _plan(
            "causes",
            content,
            lambda size, most: [block for one in content.causes for block in headed(one.obstacle, one.because, size, most, "obstacle")],
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
        made[screen] = _plan(screen, content, lambda size, most, said=said, edge=edge: cards(said, size, most, edge))
    return [one for screen in SCREENS for one in made[screen]]


def plan_results(items: Sequence[Item], words: Mapping[str, Mapping[str, int]]) -> list[Screen]:
    """What the room answered, item by item, in words; of which items nothing may be said is not said one by one."""

    told = [item for item in items if words.get(item.key)]

    def blocks(size: int, most: float) -> list[Block]:
        made = []
        for screen, group in groupby(told, key=lambda item: item.screen):
            head = Block(f"<p><strong>{escape(mur.TITLES[screen])}</strong></p>", SMALLEST * LEADING)
            for item in group:
                said = [f"{mur.VALUES[value]}{NBSP}: {SHARES[word]}" for value, word in words[item.key].items()]
                made += _result(item.text, said, most, head)
        rest = (mur.TOO_FEW if not told else mur.TOO_FEW_OF_THE_REST) if len(told) < len(items) else ""
        return [*made, *paragraphs(rest, SMALLEST, most)]

    return fitted(mur.RESULTS_EYEBROW, mur.RESULTS, blocks, mur.RESULTS_QUESTION, (SMALLEST,))


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
    tall, wide = CARD
    width = WIDTH - wide - _ANSWER_WIDTH - 22
    lines = max(1, int((most - head.height - GAP - tall) // (SMALLEST * LEADING)))
    answers = "".join(f"<span>{escape(one)}</span>" for one in said)
    beside = sum(count_lines(one, _ANSWER_WIDTH, SMALLEST) for one in said)
    return [
        Block(
            f'<div class="card result"><p>{shown(piece)}</p><p class="said">{answers}</p></div>',
            max(count_lines(piece, width, SMALLEST), beside) * SMALLEST * LEADING + tall,
            head,
        )
        for piece in divide(clean(text), width, SMALLEST, lines)
        if piece
    ]


def _plan(screen: str, content: Content, blocks: Callable[[int, float], list[Block]]) -> list[Screen]:
    return fitted(mur.EYEBROWS[screen], mur.TITLES[screen], blocks, _question(screen, content), _TEXT_SIZES)


def _question(screen: str, content: Content) -> str:
    return content.questions.get(screen, "").strip() or mur.QUESTIONS[screen]


def _contract(content: Content, size: int, most: float) -> list[Block]:
    contract = content.contract
    return [
        *paragraphs(contract.objective, size, most),
        *headed(mur.CONFIDENTIALITY, (contract.confidentiality,), size, most, "quiet"),
        *headed(mur.RESERVES, contract.reserves, size, most, "quiet"),
    ]


def _obstacles(content: Content) -> list[Screen]:
    sessions = max((len(one.sessions) for one in content.obstacles), default=0)
    foot = Block(f'<p class="key">{escape(mur.DOTS)}</p>', SMALLEST * LEADING) if sessions else None
    return fitted(
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
            f'<strong class="label s{size}">{shown(piece)}</strong></div>'
            f'<span class="word">{SHARES[one.word]}</span>'
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
            tall, wide = CARD
            width = (WIDTH - 36) / 2 - wide
            lines = max(1, int((most - head.height - GAP - tall) // (size * LEADING)))
            columns = [
                [piece for reason in (side.reasons if side else ()) for piece in divide(clean(reason), width, size, lines) if piece]
                for _, _, side in sides
            ]
            for rank in range(max(map(len, columns))):
                pair = [(edge, column[rank] if rank < len(column) else "") for (edge, _, _), column in zip(sides, columns, strict=True)]
                cells = "".join(
                    f'<p class="card edge-{edge} s{size}">{shown(text)}</p>' if text else "<span></span>" for edge, text in pair
                )
                height = max(count_lines(text, width, size) for _, text in pair) * size * LEADING + tall
                made.append(Block(f'<div class="sides">{cells}</div>', height, head))
            if not any(columns):
                made.append(head)
        if one.depends:
            first, *rest = one.depends.reasons or ("",)
            made += labelled(mur.DEPENDS, f" ({SHARES[one.depends.word]})", first, most)
            made += [block for reason in rest for block in paragraphs(reason, SMALLEST, most)]
        if clean(one.shared):
            made += labelled(mur.BOTH, "", one.shared, most)
        # a claim alone is still something to speak about
        return made or [Block("<p></p>", 0)]

    claim = f"«{NBSP}{clean(one.claim)}{NBSP}»"
    return fitted(mur.TITLES["disagreements"], claim, blocks, _question("disagreements", content), (32, 30, 28))


def _side(name: str, side: Side) -> str:
    return f"<strong>{escape(name)}</strong> ({SHARES[side.word]})"


def _moved(label: str, change: str, size: int, most: float) -> list[Block]:
    tall, wide = CARD
    width = WIDTH - wide - _CHANGE_WIDTH
    edge = "teal" if change == "resolved" else "obstacle"
    lines = max(1, int((most - tall) // (size * LEADING)))
    return [
        Block(
            f'<div class="row"><p class="card edge-{edge} s{size}">{shown(piece)}</p><span class="change change-{change}">'
            f"<i></i><strong>{escape(mur.CHANGES[change])}</strong></span></div>",
            count_lines(piece, width, size) * size * LEADING + tall,
        )
        for piece in divide(clean(label), width, size, lines)
        if piece
    ]
