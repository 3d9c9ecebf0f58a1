"""What a facilitator has decided so far about what goes back to the group; every choice makes a new draft, which is written at once."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from dashboard.publication import MOST_THEMES
from dashboard.restitution.candidates import Candidates, Change, Quote
from dashboard.restitution.ledger import Figures

Kind = Literal["keep", "reword", "drop"]
Support = Literal["", "several", "asked"]
"""Who stands behind words: not said yet, three or more, or fewer who were asked and agreed. Who was asked is written nowhere."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Choice(_Part):
    """What becomes of somebody's words: kept, said otherwise in `text`, or dropped."""

    kind: Kind
    text: str = ""
    support: Support = ""


class Line(_Part):
    """One line that the facilitator writes himself."""

    text: str
    support: Support = ""


class Draft(_Part):
    """All choices. What nobody chose does not go out.

    `themes` and `claims` are in the order of the wall. `agreed` holds the figures of one side alone whose persons said yes ("bar/TOPIC",
    "side/CLAIM/STANCE"), and the texts with a rare detail whose person said yes ("rare/TEXT"), `opened` the sensitive themes that were
    chosen in so many words. `words` are choices by quote, `lines` by screen, or "causes/TOPIC", `reserves` those said that are shown.
    `versions` is what `ledger` remembers.

    Examples
    --------
    >>> Draft().choose_theme("charge", True).choose_theme("temps", True).move("temps", -1).themes
    ('temps', 'charge')
    """

    themes: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    wording: dict[str, str] = {}
    both: dict[str, str] = {}
    words: dict[str, Choice] = {}
    lines: dict[str, tuple[Line, ...]] = {}
    changes: dict[str, Change] = {}
    confidentiality: str | None = None
    reserves: tuple[str, ...] = ()
    questions: dict[str, str] = {}
    versions: tuple[Figures, ...] = ()

    def choose_theme(self, topic_id: str, chosen: bool) -> "Draft":
        """Take a theme or leave it; a sixth one is not taken."""
        kept = tuple(one for one in self.themes if one != topic_id)
        if not chosen:
            return self.having(themes=kept, opened=tuple(one for one in self.opened if one != topic_id))
        return self.having(themes=(*kept, topic_id)) if len(kept) < MOST_THEMES else self

    def open(self, topic_id: str, chosen: bool) -> "Draft":
        """Choose a sensitive theme in so many words, or take that back."""
        return self.having(opened=_with(self.opened, topic_id, chosen)).choose_theme(topic_id, chosen or topic_id in self.themes)

    def choose_claim(self, claim_id: str, chosen: bool) -> "Draft":
        """Take a claim or leave it."""
        return self.having(claims=_with(self.claims, claim_id, chosen))

    def agree(self, figure: str, agreed: bool) -> "Draft":
        """Write that those who are all of one side, or whom a rare detail may point at, agreed to be shown."""
        return self.having(agreed=_with(self.agreed, figure, agreed))

    def show_reserve(self, said: str, shown: bool) -> "Draft":
        """Show a reserve that was said, or leave it out."""
        return self.having(reserves=_with(self.reserves, said, shown))

    def move(self, topic_id: str, by: int) -> "Draft":
        """Move a theme up (-1) or down (1)."""
        themes = list(self.themes)
        at = themes.index(topic_id)
        to = min(max(at + by, 0), len(themes) - 1)
        themes.insert(to, themes.pop(at))
        return self.having(themes=tuple(themes))

    def decide(self, quote_id: str, choice: Choice | None) -> "Draft":
        """Decide about words, or take the decision back."""
        words = {one: made for one, made in self.words.items() if one != quote_id}
        return self.having(words={**words, quote_id: choice} if choice else words)

    def add_line(self, place: str, line: Line) -> "Draft":
        """Add a line of one's own to a screen."""
        return self.having(lines={**self.lines, place: (*self.lines.get(place, ()), line)})

    def drop_line(self, place: str, rank: int) -> "Draft":
        """Take a line out."""
        kept = tuple(line for at, line in enumerate(self.lines.get(place, ())) if at != rank)
        return self.having(lines={**self.lines, place: kept})

    def support_line(self, place: str, rank: int, support: Support) -> "Draft":
        """Say who stands behind a line."""
        lines = list(self.lines[place])
        lines[rank] = lines[rank].model_copy(update={"support": support})
        return self.having(lines={**self.lines, place: tuple(lines)})

    def say(self, field: str, key: str, text: str) -> "Draft":
        """Set one text of `wording`, `both`, `questions` or `changes`; "" takes it back."""
        texts: dict[str, str] = {one: said for one, said in getattr(self, field).items() if one != key}
        return self.having(**{field: {**texts, key: text} if text else texts})

    def having(self, **changed: Any) -> "Draft":
        """The draft with some of it changed."""
        return self.model_copy(update=changed)

    def stored(self) -> dict[str, Any]:
        """The draft as the registry keeps it."""
        return self.model_dump(mode="json")


def read_stored(content: Mapping[str, Any]) -> Draft:
    """The inverse of `Draft.stored`."""
    return Draft.model_validate(content)


def is_settled(quote: Quote, choice: Choice | None) -> bool:
    """Whether words that were decided on may go out as they are decided; dropped ones are settled too.

    Words as they were said are those of one person, who is asked. A paraphrase of what three or more said needs nobody's word, but for
    a rare detail in it, which is asked about before a version goes out (`Work.rare`). Who leads the sessions speaks for himself.
    """
    if choice is None:
        return False
    if choice.kind == "drop" or quote.led:
        return choice.kind != "reword" or bool(choice.text)
    if choice.kind == "keep":
        return choice.support == "asked"
    return bool(choice.text) and (choice.support == "asked" or (choice.support == "several" and quote.several))


def wanted(candidates: Candidates, draft: Draft) -> dict[str, list[Quote]]:
    """The words to decide on, by where they would stand: "causes/TOPIC", "side/CLAIM/STANCE", "decided"."""
    found = {f"causes/{one}": list(candidates.theme[one].causes) for one in draft.themes if one in candidates.theme}
    for claim_id in draft.claims:
        if (claim := candidates.claim.get(claim_id)) and claim.divided:
            for stance, side in claim.sides.items():
                if side.figure.word:
                    found[f"side/{claim_id}/{stance}"] = list(side.reasons)
    found["decided"] = list(candidates.decided)
    return {place: quotes for place, quotes in found.items() if quotes}


def undecided(candidates: Candidates, draft: Draft) -> list[tuple[str, Quote]]:
    """The words on which nothing, or not enough, was decided: (place, quote)."""
    return [
        (place, quote)
        for place, quotes in wanted(candidates, draft).items()
        for quote in quotes
        if not is_settled(quote, draft.words.get(quote.quote_id))
    ]


def _with(chosen: tuple[str, ...], one: str, yes: bool) -> tuple[str, ...]:
    kept = tuple(other for other in chosen if other != one)
    return (*kept, one) if yes else kept
