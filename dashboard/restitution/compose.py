"""From what may be shown and what was decided to the one content that is previewed and frozen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from dashboard.publication import Cause, Content, Contract, Disagreement, Moved, Obstacle, Side, Word
from dashboard.registry.models import Intervention
from dashboard.restitution.candidates import Candidates, Claim, Quote, Theme
from dashboard.restitution.candidates import Side as Taken
from dashboard.restitution.draft import Draft, Support, is_settled
from dashboard.restitution.ledger import HIDDEN, Figure, Figures, hide, settle_all
from dashboard.texts import case_title, typographic
from dashboard.texts import restitution as texts

Keyed = Callable[[str], str]


@dataclass(frozen=True)
class Composed:
    """A content, and what is to be remembered of the figures that a group would see, or miss, with it.

    `asked` are lines of the content whose persons were asked and agreed; `kept` are themes and sides whose word is that of an earlier
    version because too few persons changed, `held` those that cannot be shown for that reason.
    """

    content: Content
    figures: Figures
    asked: frozenset[str]
    kept: tuple[str, ...]
    held: tuple[str, ...]


def reserves_said(intervention: Intervention) -> list[str]:
    """The reserves of the contract, one a line."""
    return [said for line in intervention.reserves.splitlines() if (said := line.strip())]


def compose(candidates: Candidates, draft: Draft, intervention: Intervention, keyed: Keyed, k: int) -> Composed:
    """Make the content of a publication.

    Parameters
    ----------
    candidates, draft
        What may be shown, and what was decided. What is in the draft and no longer among the candidates is left out.
    intervention
        Its title, objective and reserves.
    keyed
        A hash that only the holder of the vault can compute (`CaseRecord.keyed`).
    k
        Fewest persons behind a figure and behind its change.
    """
    return _Composer(candidates, draft, intervention, keyed, k).result()


class _Composer:
    def __init__(self, candidates: Candidates, draft: Draft, intervention: Intervention, keyed: Keyed, k: int) -> None:
        self.candidates, self.draft, self.intervention = candidates, draft, intervention
        counted = dict(candidates.hidden)
        for theme in candidates.themes:
            counted[f"bar/{theme.topic_id}"] = theme.bar
            agreed = f"bar/{theme.topic_id}" in draft.agreed
            for session_id, dot in theme.dots.items():
                off = session_id in theme.one_sided_dots and not agreed
                counted[f"dot/{theme.topic_id}/{session_id}"] = dot.model_copy(update={"word": HIDDEN}) if off else dot
        for claim in candidates.claims:
            counted |= {f"side/{claim.claim_id}/{stance}": side.figure for stance, side in claim.sides.items()}
        self.counted = hide(counted, keyed)
        self.settled = settle_all(self.counted, draft.versions, k)
        # too few, now or in an earlier version: missed by whoever looks for it, and remembered as such
        self.seen: Figures = {key: one for key, one in self.settled.items() if one.word == HIDDEN and key.startswith(("bar/", "side/"))}
        self.asked: set[str] = set()
        self.kept: list[str] = []
        self.held: list[str] = []

    def result(self) -> Composed:
        draft, candidates = self.draft, self.candidates
        themes = [theme for one in draft.themes if (theme := candidates.theme.get(one)) and self._may(theme)]
        claims = [claim for one in draft.claims if (claim := candidates.claim.get(one))]
        divided = [shown for claim in claims if claim.divided and (shown := self._disagreement(claim))]
        agreed = [self._wording(claim) for claim in claims if claim.agreed and not claim.divided and self._is_shared(claim)]
        content = Content(
            title=case_title(self.intervention.case_id, self.intervention.title),
            contract=Contract(
                objective=self.intervention.objective,
                confidentiality=texts.CONFIDENTIALITY if draft.confidentiality is None else draft.confidentiality,
                reserves=tuple(line for line in reserves_said(self.intervention) if line in draft.reserves),
            ),
            obstacles=tuple(self._obstacle(theme) for theme in themes),
            causes=tuple(
                Cause(obstacle=typographic(theme.label), because=because)
                for theme in themes
                if (because := _once(*self._words(theme.causes), *self._lines(f"causes/{theme.topic_id}")))
            ),
            shared=_once(*agreed, *self._lines("shared")),
            disagreements=tuple(divided),
            unknown=self._lines("unknown"),
            moved=tuple(
                Moved(label=typographic(theme.label), change=draft.changes[theme.topic_id])
                for theme in themes
                if theme.topic_id in draft.changes
            ),
            decided=_once(*self._words(candidates.decided), *self._lines("decided")),
        )
        shown = [screen for screen, question in texts.QUESTIONS.items() if question and _is_there(content, screen)]
        questions = {screen: draft.questions.get(screen) or texts.QUESTIONS[screen] for screen in shown}
        made = content.model_copy(update={"questions": questions})
        return Composed(made, self.seen, frozenset(self.asked), tuple(self.kept), tuple(self.held))

    def _may(self, theme: Theme) -> bool:
        """Whether a theme that was chosen may be shown, with its dots as they are settled."""
        bar = f"bar/{theme.topic_id}"
        if ("sensitive" in theme.conditions and theme.topic_id not in self.draft.opened) or (
            "one_side" in theme.conditions and bar not in self.draft.agreed
        ):
            return False
        dots = {one: f"dot/{theme.topic_id}/{one}" for one in theme.dots}
        # a dot that was on cannot go off for one person who went: then the whole bar stays away, as if it had not been chosen
        if self.settled[bar].word == HIDDEN or any(self.settled[key].word and not self.counted[key].word for key in dots.values()):
            self.held.append(theme.label)
            return False
        if any(self.settled[key] != self.counted[key] for key in (bar, *dots.values())):
            self.kept.append(theme.label)
        self.seen |= {key: self.settled[key] for key in (bar, *dots.values())}
        return True

    def _obstacle(self, theme: Theme) -> Obstacle:
        return Obstacle(
            label=typographic(theme.label),
            word=_word(self.settled[f"bar/{theme.topic_id}"]),
            sessions=tuple(bool(self.settled[f"dot/{theme.topic_id}/{one}"].word) for one in theme.dots),
        )

    def _wording(self, claim: Claim) -> str:
        return typographic(self.draft.wording.get(claim.claim_id) or claim.label)

    def _is_shared(self, claim: Claim) -> bool:
        key = f"side/{claim.claim_id}/yes"
        if not self._agreed(key, claim.sides["yes"]):
            return False
        if self.settled[key].word == HIDDEN:
            self.held.append(claim.label)
            return False
        self.seen[key] = self.settled[key]
        return True

    def _disagreement(self, claim: Claim) -> Disagreement | None:
        keys = {stance: f"side/{claim.claim_id}/{stance}" for stance in claim.sides}
        if not all(self._agreed(keys[stance], claim.sides[stance]) for stance in ("yes", "no")):
            return None
        if any(self.settled[keys[stance]].word == HIDDEN for stance in ("yes", "no")):
            self.held.append(claim.label)
            return None
        shown = {"yes", "no"}
        depends = keys["depends"]
        if claim.sides["depends"].figure.word and self.settled[depends].word and self._agreed(depends, claim.sides["depends"]):
            shown.add("depends")
        elif self.settled[depends].word and not self.counted[depends].word:
            # it was shown, and went for fewer than k persons
            self.held.append(claim.label)
            return None
        if any(self.settled[keys[stance]] != self.counted[keys[stance]] for stance in shown):
            self.kept.append(claim.label)
        self.seen |= {keys[stance]: self.settled[keys[stance]] for stance in shown}
        made = {stance: Side(word=_word(self.settled[keys[stance]]), reasons=self._words(claim.sides[stance].reasons)) for stance in shown}
        return Disagreement(
            claim=self._wording(claim),
            yes=made["yes"],
            no=made["no"],
            depends=made.get("depends"),
            shared=self.draft.both.get(claim.claim_id, ""),
        )

    def _agreed(self, key: str, side: Taken) -> bool:
        return "one_side" not in side.conditions or key in self.draft.agreed

    def _words(self, quotes: tuple[Quote, ...]) -> tuple[str, ...]:
        """The words of a place as they were decided."""
        return tuple(
            self._said(choice.text if choice.kind == "reword" else quote.text, choice.support)
            for quote in quotes
            if (choice := self.draft.words.get(quote.quote_id)) and choice.kind != "drop" and is_settled(quote, choice)
        )

    def _lines(self, place: str) -> tuple[str, ...]:
        return tuple(self._said(line.text, line.support) for line in self.draft.lines.get(place, ()) if line.text and line.support)

    def _said(self, text: str, support: Support) -> str:
        said = typographic(text)
        if support == "asked":
            self.asked.add(said)
        return said


def _once(*said: str) -> tuple[str, ...]:
    """Two quotes that were said otherwise in the same words are one line."""
    return tuple(dict.fromkeys(said))


def _word(figure: Figure) -> Word:
    return cast(Word, figure.word)


def _is_there(content: Content, screen: str) -> bool:
    if screen == "contract":
        return any((content.contract.objective, content.contract.confidentiality, content.contract.reserves))
    return bool(getattr(content, screen))
