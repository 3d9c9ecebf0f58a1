"""Mails and sites as they are said: "samira point b arobase exemple point fr"."""

import re
from collections.abc import Iterator

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.accounts import PAGES
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span

_TOKEN = re.compile(r"[\w.'@-]+")
_AT = re.compile(r"(?<!\w)(?:ar+obas?e?s?|ar+obaz|@|at)(?!\w)")
_JOINTS = frozenset(("point", "tiret", "underscore", "slash", "bas", "six", "barre"))
_WORDS_OF_ONE_LETTER = frozenset("aàôy")
_ENDS = frozenset(("fr", "com", "org", "net", "eu", "info", "bzh", "re", "io", "asso", "gouv", "exemple", "example", "coop"))
_ENDS_SURE = frozenset(("fr", "com", "org", "net", "eu", "bzh", "exemple", "example"))
_WRITTEN = re.compile(r"(?<![\w.@/-])[a-z0-9]+(?:[._-][a-z0-9]+)*_[a-z0-9]+(?:[._-][a-z0-9]+)*(?![\w@])")
_UNDERSCORE = re.compile(
    r"(?<!\w)(?:(?<=sur )l(?:es?|a) )?[\w.]+(?: (?:underscore|tiret du (?:bas|six|huit)|tiret bas) [\w.]+)+"
    + rf"(?: {numerals.RUN})?(?!\w)"
)
_POINT_NUMBER = re.compile(rf"(?<!\w)(?P<name>[a-z]{{3,}}) point (?:[a-z]{{3,}} )?{numerals.RUN}(?!\w)")
_SCHEME = re.compile(r"(?<!\w)(?:h ?t ?t ?p ?s?|h t t p s) ?(?:deux points|:) ?(?:(?:double )?(?:slash|barre|/) ?){0,2}")
_LOGIN_BEFORE = re.compile(r"(?<!\w)(?:un|le|notre|mon|son|leur|sur|c'est|compte|insta) $")
_INNER = frozenset(("du", "des", "de", "la", "les"))
_WITHIN = frozenset(("le", "d", "l", "mon", "ma", "mes", "nos", "pas", "et", "aux", "en", "sans", "ca")) | _INNER | _JOINTS
_MAY_OPEN = frozenset(("a", "y", "le", "la", "les"))
_OPENED = re.compile(r"(?:.*')?est|bien|adresse|mail|sur")
"""Before a word `_MAY_OPEN`, what makes it the first of an address: "c'est a kremer arobase …"."""
_WORDS = 3
"""Most words and numbers of an account but those `_WITHIN`; nothing follows a number but numbers."""
LONGEST = 4
"""Most words that stand side by side in one part of an address."""


def find_online(passage: Passage) -> Iterator[Span]:
    """Spoken mails and sites, and accounts said with a sign or written with an underscore.

    Examples
    --------
    >>> text = "l'adresse c'est accueil famille arobase mairie tiret mantes point exemple voilà"
    >>> [(text[span.start : span.end], span.kind) for span in find_online(Passage(text))]
    [('accueil famille arobase mairie tiret mantes point exemple', 'EMAIL')]
    >>> text = "le site c'est les veilleuses point org, et sur insta nadia underscore tours"
    >>> sorted({text[span.start : span.end] for span in find_online(Passage(text))})
    ['les veilleuses point org', 'nadia underscore tours']
    """
    folded = passage.folded
    tokens = list(_TOKEN.finditer(folded)) if any(cue in folded for cue in (" point ", "rob", " at ", " @ ")) else []
    ends = -1
    for rank, token in enumerate(tokens):
        if _AT.fullmatch(token.group()):
            last, site = _site(tokens, rank + 1, folded)
            first = _left(tokens, rank, passage)
            if token.group() == "at" and not (site and first < rank):
                if _LOGIN_BEFORE.search(folded[: token.start()]) and last > rank:
                    yield Span(token.start(), tokens[last].end(), "HANDLE", 0.65, "structure")
                continue
            if first < rank and site:
                yield Span(tokens[first].start(), tokens[last].end(), "EMAIL", 0.95, "structure")
            elif (last := max(last, _account(tokens, rank, folded))) > rank:
                named = 0 < first < rank and tokens[first - 1].group() in PAGES
                yield Span(tokens[first if named else rank].start(), tokens[last].end(), "HANDLE", 0.75, "structure")
            ends = last
    for rank, token in enumerate(tokens[:-1]):
        if rank > ends and token.group() == "point" and tokens[rank + 1].group() in _ENDS_SURE:
            first = _left(tokens, rank, passage)
            if first < rank and not _AT.search(folded, tokens[first].start(), token.start()):
                last = rank + 1
                while last + 2 < len(tokens) and tokens[last + 1].group() in ("slash", "barre", "tiret"):
                    last += 2
                scheme = next((found for found in _SCHEME.finditer(folded) if found.end() >= tokens[first].start()), None)
                yield Span(
                    min(scheme.start(), tokens[first].start()) if scheme else tokens[first].start(),
                    tokens[last].end(),
                    "URL",
                    0.8,
                    "structure",
                )
    if "_" in folded or "underscore" in folded or " tiret " in folded:
        for pattern in (_WRITTEN, _UNDERSCORE):
            for match in pattern.finditer(folded):
                yield Span(match.start(), match.end(), "HANDLE", 0.75, "structure")
    for match in _POINT_NUMBER.finditer(folded) if " point " in folded else ():
        if match["name"] not in lexicons().function and match["name"] not in lexicons().words("not_before_point"):
            yield Span(match.start(), match.end(), "HANDLE", 0.6, "structure")


def _left(tokens: list[re.Match[str]], rank: int, passage: Passage) -> int:
    """The first token of what is said before the sign at `rank`; `rank` where nothing is."""
    stops = lexicons().words("function", "online_cues")
    first, side_by_side = rank, 0
    while first:
        before = tokens[first - 1]
        word = before.group()
        gap = passage.folded[before.end() : tokens[first].start()]
        if passage.text[before.start() : before.end()] == "à" or not re.fullmatch(r" ?", gap):
            break
        after = tokens[first].group()
        joint = (word in _JOINTS or (word == "du" and after in ("bas", "six", "huit"))) and first > 1
        spelled = len(word) == 1 and len(after) == 1
        if not joint:
            linked = first == rank or tokens[first].group() in _JOINTS
            side_by_side = 0 if linked else side_by_side + (not spelled)
            if len(word) == 1 and word not in _WORDS_OF_ONE_LETTER and first < rank and not spelled and not linked:
                # "à t lavigne arobase …"
                first -= 1
                break
            stop = word in stops and not ((linked or spelled) and len(word) == 1) and not numerals.NUMBER.fullmatch(word)
            if stop or "'" in word or side_by_side >= LONGEST:
                break
        first -= 1
    own = 1 < first < rank and tokens[first - 1].group() in _MAY_OPEN and _OPENED.fullmatch(tokens[first - 2].group())
    return first - 1 if own else first


def _site(tokens: list[re.Match[str]], rank: int, folded: str) -> tuple[int, bool]:
    """The last token of a site that begins at `rank`, and whether it has an end such as "point fr"."""
    for last in range(rank, min(rank + 12, len(tokens))):
        if tokens[last].group() == "point" and last > rank and last + 1 < len(tokens):
            following = tokens[last + 2].group() if last + 2 < len(tokens) else ""
            end = tokens[last + 1].group()
            if end in _ENDS or following != "point":
                more = end not in _ENDS and following in _JOINTS
                if not more:
                    return last + 1, True
        if re.search(r"\.[a-z]{2,}$", tokens[last].group()):
            return last, True
        if last + 1 < len(tokens) and not re.fullmatch(r" ?", folded[tokens[last].end() : tokens[last + 1].start()]):
            break
    last = rank - 1
    stops = lexicons().function
    while last + 1 < len(tokens) and last - rank < 2:
        word = tokens[last + 1].group()
        inside = last >= rank and (word in _JOINTS or word in _INNER)
        apart = last >= rank and not re.fullmatch(r" ?", folded[tokens[last].end() : tokens[last + 1].start()])
        if apart or "'" in word or (word in stops and not inside):
            break
        last += 1
        if last > rank and word in _ENDS_SURE:
            # the point was not heard
            return last, True
    while last >= rank and tokens[last].group() in stops:
        last -= 1
    return last, False


def _account(tokens: list[re.Match[str]], rank: int, folded: str) -> int:
    """The last token of an account after the sign at `rank`: "arobase petits pas berjallie"; `rank` where none follows."""
    last, taken, numbered = rank, 0, False
    for place in range(rank + 1, len(tokens)):
        word = tokens[place].group()
        if not re.fullmatch(r" ?", folded[tokens[place - 1].end() : tokens[place].start()]) or "'" in word:
            break
        number = word.isdigit() or numerals.NUMBER.fullmatch(word) is not None
        if not number and (numbered or taken >= _WORDS):
            break
        if word in _WITHIN:
            continue
        if word in lexicons().function and not number:
            break
        last, taken, numbered = place, taken + 1, number and taken > 0
    return last
