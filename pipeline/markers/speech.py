"""The skeleton of a turn: what is left of speech when "ne", hesitations, fillers and commas are taken out.

Rules are matched on the skeleton, so that "on n'a, euh, franchement pas le temps" and "on a pas le temps"
are one pattern, with or without punctuation and capitals. Every word of it knows its token in the parsed
turn, so that spans are given in the offsets of the turn's own text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pipeline.markers.data import read

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.vocab import Vocab

START, END = "⟦", "⟧"
BREAKS = (START, END, ".", "!", "?")
_SENTENCE = {".": ".", "!": "!", "?": "?", "…": ".", "...": ".", ";": ".", "?!": "?", "!?": "?", "..": "."}
NE = ("ne", "n'")
_OPEN, _CLOSE = "«“(", "»”)"


@dataclass(frozen=True)
class Lexicon:
    """What models/patterns/words.yaml says: named lists, spoken forms, and by their first word fillers and expressions that hold none."""

    lists: Mapping[str, Sequence[str]]
    forms: Mapping[str, str]
    fillers: Mapping[str, Sequence[Sequence[str]]]
    kept: Mapping[str, Sequence[Sequence[str]]]


@cache
def lexicon() -> Lexicon:
    """The lists, read once."""
    data = read("words")
    return Lexicon(data["lists"], data["forms"], _by_first(data["fillers"]), _by_first(data["kept"]))


def _by_first(expressions: Sequence[str]) -> dict[str, list[list[str]]]:
    """Expressions by their first word, the longest first."""
    table: dict[str, list[list[str]]] = {}
    for expression in sorted(expressions, key=len, reverse=True):
        parts = expression.split()
        table.setdefault(parts[0], []).append(parts)
    return table


def _match(table: Mapping[str, Sequence[Sequence[str]]], words: Sequence[str], i: int) -> int:
    """How many words from the i-th on are an expression of the table."""
    return next((len(entry) for entry in table.get(words[i], ()) if list(words[i : i + len(entry)]) == list(entry)), 0)


@dataclass(frozen=True)
class Skeleton:
    """A turn reduced to what rules look at.

    Attributes
    ----------
    words, lemmas, parts
        The words left, between a start and an end mark; lemma and part of speech are those of the parse.
    source
        For each of its words, the token of the parsed turn it stands for.
    clause, sentence
        For each of its words, the rank of its clause and sentence in the turn.
    quoted
        For each of its words, whether it stands between quotation marks or brackets.
    """

    words: Sequence[str]
    lemmas: Sequence[str]
    parts: Sequence[str]
    source: "Sequence[Token | None]"
    clause: Sequence[int]
    sentence: Sequence[int]
    quoted: Sequence[bool]
    vocab: "Vocab"

    @cached_property
    def doc(self) -> "Doc":
        """The same words as spaCy's matcher wants them."""
        from spacy.tokens import Doc

        return Doc(self.vocab, words=list(self.words), lemmas=list(self.lemmas), pos=list(self.parts))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Character offsets, in the turn, of the words from start to end (excluded), marks and punctuation left aside."""
        tokens = [token for token in self.source[start:end] if token is not None]
        return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def canonical(text: str) -> list[str]:
    """Cut a written pattern, or an entry of a list, into the words of a skeleton.

    Examples
    --------
    >>> canonical("j'ai")
    ['je', 'ai']
    """
    cut = text.lower().replace("’", "'").replace("'", "' ").replace("-", " ").split()
    return [word for i, part in enumerate(cut) if part not in NE for word in _form(part, cut[i + 1] if i + 1 < len(cut) else "")]


def _form(word: str, after: str) -> list[str]:
    """The canonical words of a spoken form."""
    if word == "t'":
        return ["tu"] if after in lexicon().lists["after_tu"] else ["te"]
    if word == "s'":
        return ["si"] if after in ("il", "ils") else ["se"]
    return lexicon().forms.get(word, word).split()


def plain(text: str) -> str:
    """The text with straight apostrophes and hyphens, character by character, so that offsets hold."""
    return text.replace("’", "'").replace("ʼ", "'").replace("‑", "-")


def skeleton(parsed: "Doc") -> Skeleton:
    """Reduce a parsed turn.

    Examples
    --------
    >>> from pipeline.language import tagger
    >>> skeleton(tagger()("ben on n'a, euh, franchement pas le temps")).words
    ['⟦', 'on', 'a', 'pas', 'le', 'temps', '⟧']
    """
    known = lexicon()
    kept: list[tuple[str, Token | None, bool]] = [(START, None, False)]
    commas: set[int] = set()
    quoted = False
    tokens = [token for token in parsed if not token.is_space]
    # notes put what a person says in quotation marks: a turn that opens with them quotes nobody else
    own = bool(tokens) and (tokens[0].text in _OPEN or tokens[0].text == '"')
    lower = [token.lower_.lstrip("-") or token.lower_ for token in tokens]
    drop = hold = 0
    for i, (token, word) in enumerate(zip(tokens, lower, strict=True)):
        hold = max(hold - 1, _match(known.kept, lower, i))
        drop = 0 if hold else max(drop - 1, _match(known.fillers, lower, i))
        if word in _OPEN or word in _CLOSE or word == '"':
            quoted = word in _OPEN or (word == '"' and not quoted)
        elif word in _SENTENCE:
            if kept[-1][0] not in BREAKS:
                kept.append((_SENTENCE[word], None, False))
            elif word == "?" and kept[-1][0] != START:
                kept[-1] = ("?", None, False)
        elif not any(c.isalnum() for c in word):
            commas.add(len(kept))
        elif not drop:
            after = lower[i + 1] if i + 1 < len(lower) else ""
            for form in (form for part in word.split("-") for form in _form(part, after)):
                if form != kept[-1][0] or form in ("vous", "nous"):
                    kept.append((form, token, quoted and not own))
    kept.append((END, None, False))
    return _build(parsed, kept, commas)


def _build(parsed: "Doc", kept: "list[tuple[str, Token | None, bool]]", commas: set[int]) -> Skeleton:
    lists = lexicon().lists
    subjects, openers, links = set(lists["subjects"]), set(lists["clause_openers"]), set(lists["clause_links"])
    clause, sentence = [0], [0]
    for i in range(1, len(kept)):
        word, before = kept[i][0], kept[i - 1][0]
        ends = before in BREAKS
        opens = (
            ends
            or (i in commas and word not in links)
            or word in openers
            or (word in subjects and before not in links and before not in subjects and before not in openers)
        )
        clause.append(clause[-1] + opens)
        sentence.append(sentence[-1] + (ends and before != START))
    return Skeleton(
        words=[word for word, _, _ in kept],
        lemmas=[token.lemma_.lower() if token is not None else word for word, token, _ in kept],
        parts=[token.pos_ if token is not None else "PUNCT" for _, token, _ in kept],
        source=[token for _, token, _ in kept],
        clause=clause,
        sentence=sentence,
        quoted=[inside for _, _, inside in kept],
        vocab=parsed.vocab,
    )
