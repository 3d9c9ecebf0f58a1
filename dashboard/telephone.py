"""The pages of a room's telephones: plain HTML that needs no script. Everything that comes from a publication is escaped."""

from html import escape
from itertools import groupby

from dashboard.answers import LONGEST, VALUES, Item
from dashboard.codes import LENGTH
from dashboard.texts import mur, salle, typographic


def code_page(prefilled: str = "", problem: str = "") -> str:
    """Asks for the code of the room."""
    return _page(
        salle.CODE_TITLE,
        f'<form method="post" action="/entrer"><label class="field" for="code">{escape(salle.CODE_LABEL)}</label>'
        f'<input type="text" id="code" name="code" value="{escape(prefilled)}" required maxlength="{2 * LENGTH}" autocomplete="off" '
        f'autocapitalize="characters" spellcheck="false" aria-describedby="help">'
        f'<p class="help" id="help">{escape(salle.CODE_HELP)}</p><button>{escape(salle.ENTER)}</button></form>',
        problem,
    )


def form_page(items: list[Item]) -> str:
    """Everything that the wall shows, with three answers each."""
    parts = []
    rank = 0
    for screen, group in groupby(items, key=lambda item: item.screen):
        parts.append(f"<h2>{escape(mur.TITLES[screen])}</h2>")
        for item in group:
            parts.append(_question(item, rank))
            rank += 1
    return _page(
        salle.FORM_TITLE,
        f'<p class="help">{escape(salle.FORM_HINT)}</p><form method="post" action="/repondre">'
        f"{''.join(parts)}<button>{escape(salle.SEND)}</button></form>",
    )


def sent_page() -> str:
    """Says that the answers are taken, and what can be done next."""
    return _page(
        salle.SENT_TITLE,
        f'<p>{escape(salle.SENT)}</p><a class="button" href="/">{escape(salle.AGAIN)}</a>'
        f'<form method="post" action="/passer"><button class="second">{escape(salle.PASS_ON)}</button></form>',
    )


def message_page(message: str) -> str:
    """One message, and the way back."""
    link = f'<a class="button" href="/">{escape(salle.BACK)}</a>'
    return _page(salle.NAME, f'<p class="said" role="status">{escape(message)}</p>{link}')


def _question(item: Item, rank: int) -> str:
    more = "".join(f"<span>{escape(typographic(one))}</span>" for one in item.more)
    key = escape(item.key)
    choices = "".join(
        f'<label class="choice"><input type="radio" name="{key}" value="{value}"><span>{escape(salle.VALUES[value])}</span></label>'
        for value in VALUES
    )
    return (
        f"<fieldset><legend>{escape(typographic(item.text))}{more}</legend>{choices}"
        f'<div class="more"><label class="field" for="t{rank}">{escape(salle.TEXT_LABEL)}</label>'
        f'<textarea id="t{rank}" name="{key}/text" rows="3" maxlength="{LONGEST}" aria-describedby="h{rank}"></textarea>'
        f'<p class="help" id="h{rank}">{escape(salle.TEXT_HELP)}</p></div></fieldset>'
    )


def _page(title: str, body: str, problem: str = "") -> str:
    said = f'<p class="said" role="alert">{escape(problem)}</p>' if problem else ""
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{escape(title)}</title><link rel="stylesheet" href="/style.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{said}{body}</main></body></html>"
    )
