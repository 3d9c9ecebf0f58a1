"""Names as the case says them, by which spans are told that hold more than one, or the name of a person under another kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span, key
from pipeline.pseudonymise.titles import strip_titles, title_before


class Said(NamedTuple):
    """Names as the case says them: how often those of persons stand alone, words that titles show to be surnames, and all their words."""

    names: Mapping[tuple[str, ...], int] = {}
    surnames: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, passages: Mapping[str, Passage], spans: Mapping[str, Sequence[Span]]) -> "Said":
        """First names that stand alone, and names of more than one word; "monsieur Pascal" is called Pascal by surname."""
        known = lexicons()
        alone, titled = Counter[tuple[str, ...]](), set[str]()
        for name, found in spans.items():
            for span in found:
                form = once(key(strip_titles(passages[name].text[span.start : span.end]))) if span.kind == "PERSON" else ()
                if form and not is_titled(passages[name], span):
                    alone[form] += 1
                elif len(form) == 1 and (form in known.surnames or form[0] not in known.sex):
                    titled.update(form)
        return cls(
            {form: count for form, count in alone.items() if len(form) > 1 or "-".join(form) in known.sex},
            frozenset(titled),
            frozenset(word for form in alone for word in form if len(word) > 2 and word not in known.function) | titled,
        )


def once(form: tuple[str, ...]) -> tuple[str, ...]:
    """ "Diarra, Mohamed Diarra" and "de brito antonio de brito" as one name."""
    again = (length for length in range(1, (len(form) + 1) // 2) if form[:length] in (form[length : 2 * length], form[-length:]))
    return form[next(again, 0) :]


def is_titled(passage: Passage, span: Span) -> bool:
    """Does a title stand before it that no family uses?"""
    title = title_before(passage, passage.rank_at(span.start) or 0)
    return bool(title) and title not in lexicons().words("kin_titles")
