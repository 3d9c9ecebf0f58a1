"""Accounts, pages and groups that are named after a network: "mon insta c'est …", "le groupe facebook …"."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonymise import numerals
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.sequences import UNIT, ends_there
from pipeline.pseudonymise.text import Passage, Span

PAGES = ("groupe", "page", "compte", "chaine", "profil")
"""What holds the name of an account."""
_PAGE = "|".join(PAGES)
_TOKEN = re.compile(r"[\w.#-]*[\w]")
_QUOTED = re.compile(rf"(?<!\w)(?:{_PAGE}|canal|serveur|pseudo)(?: \w+){{0,3}},? [«\"“] ?(?P<name>[^«»\"“”]{{2,40}}?) ?[»\"”]")
_NUMBERED = re.compile(
    rf"(?<!\w)(?:{_PAGE}) (?P<name>[a-z-]{{3,}}(?: [a-z-]{{3,}})?) "
    rf"(?P<number>(?>{numerals.RUN})|\d+)(?!{UNIT})(?!\w)"
)
_WRITES = r"(?:mis\w*|post\w+|ecri\w+|l[ui]\w*|v[ue]\w*|pass\w+|publi\w+|partag\w+|photo)(?: \w+){0,3}?"
_POSTED = re.compile(
    rf"(?<!\w)(?:(?:{_PAGE})(?: des? \w+| de la \w+)?|{_WRITES} sur(?! (?:l[ea]|l'|une?|mon|ma|ton|ta|son|sa)\b)) "
    rf"(?P<name>(?:[a-z'-]+ ){{1,6}}?)(?P<number>zero (?:{numerals.WORD})|(?>{numerals.RUN})|\d\d+)(?!\w)"
)
"""A page called by the number of its department: "on l'a mis sur les gars du gabion cinquante"."""
_JOINTS = frozenset(("point", "tiret", "underscore", "bas"))
_INNER = frozenset(("de", "du", "des", "d", "la", "le", "les", "en"))
_DEPARTMENT = 10
"""The least number, but those with a zero before, that a page is taken to be called by."""
LONGEST = 4
"""Most words that the name of a page is taken to have."""


def find_accounts(passage: Passage) -> Iterator[Span]:
    """Names of accounts after the words that announce them.

    Examples
    --------
    >>> said = ("mon pseudo c'est tornade partout", "je suis kevdu33 sur insta", "le groupe facebook entraide des coteaux ils ont ri")
    >>> [text[span.start : span.end] for text in said for span in find_accounts(Passage(text))]
    ['tornade', 'kevdu33', 'entraide des coteaux']
    >>> list(find_accounts(Passage("le groupe facebook des parents, et mon compte à la banque")))
    []
    """
    folded = passage.folded
    for match in _QUOTED.finditer(folded):
        yield Span(match.start("name"), match.end("name"), "HANDLE", 0.7, "structure")
    for match in _NUMBERED.finditer(folded):
        if _is_named(passage, match, grammar=frozenset()):
            yield Span(match.start("name"), match.end(), "HANDLE", 0.6, "structure")
    for match in _POSTED.finditer(folded):
        department = match["number"].startswith("zero") or numerals.read(match["number"]) >= _DEPARTMENT
        if department and _is_named(passage, match, grammar=_INNER) and ends_there(folded, match.end()):
            yield Span(match.start("name"), match.end(), "HANDLE", 0.6, "structure")
    own, page, before = _announcements()
    for match in own.finditer(folded):
        if end := _name_end(passage, match.end(), greedy="nom de" in match.group()):
            yield Span(match.end(), end, "HANDLE", 0.7, "structure")
    for match in page.finditer(folded):
        if end := _name_end(passage, match.end(), greedy=True):
            yield Span(match.end(), end, "HANDLE", 0.65, "structure")
    for match in before.finditer(folded):
        if re.search(r"[\d_.]", match["name"]) or not (lexicons().is_plain(match["name"]) or match["name"] in lexicons().sex):
            yield Span(match.start("name"), match.end("name"), "HANDLE", 0.65, "structure")


def _is_named(passage: Passage, match: re.Match[str], *, grammar: frozenset[str]) -> bool:
    """Is what stands before the number a name: words of which some are no grammar, and none is but what is in `grammar`?"""
    words = re.findall("[a-z-]+", match["name"])
    function = lexicons().function.intersection(words)
    counted = any(map(numerals.NUMBER.match, words)) or "compté" in passage.text[match.start() : match.start("name")].lower()
    return function <= grammar and len(function) < len(words) and not counted


@cache
def _announcements() -> tuple[re.Pattern[str], ...]:
    names = "|".join(lexicons().cues["networks"])
    called = r"(?:c'est|est|s'appell?e|sous le nom de|sous|je suis|j'suis|nomme|appele|intitule|:)"
    between = rf"(?:c'est|est|a moi|sur|le|la|mon|ton|son|leur|notre|compte|forum|jeu|pseudo|il|elle|qui|{called})"
    own = rf"(?<!\w)(?:{names})(?: {between})*? ?(?:{called})[ :«\"]+"
    named = rf"(?:{_PAGE}|serveur|canal) (?:{names}|whatsapp|messenger|signal)"
    titled = rf"(?:{_PAGE}|serveur|canal)(?: \w+)?(?: qui)? (?:s'appell?e|intitulee?|nommee?|appelee?|du nom de)"
    followed = rf"suiv(?:ez|ent|re|is|it|ait)(?:-moi|-nous| moi| nous)? sur(?! (?:{names}))"
    verbs = "je suis|j'suis|c'est|suivez|suis|cherchez?|tapez|trouvez?"
    before = rf"(?<!\w)(?:{verbs}) (?P<name>[a-z][\w.#-]*\w) sur (?:{names})(?!\w)"
    return re.compile(own), re.compile(rf"(?<!\w)(?:{named}|{titled}|{followed})[ :«\"]+"), re.compile(before)


def _name_end(passage: Passage, start: int, *, greedy: bool) -> int:
    """Where the name ends that begins at `start`; 0 where grammar stands there. `greedy` takes ordinary words into it."""
    known = lexicons()
    tokens = list(_TOKEN.finditer(passage.folded, start, start + 60))
    if not tokens or tokens[0].start() != start or tokens[0].group() in known.function or passage.folded[tokens[0].end() :][:1] == "'":
        return 0
    end, taken = tokens[0].end(), 1
    for rank, token in enumerate(tokens[1:], 1):
        word, last = token.group(), tokens[rank - 1].group()
        if passage.folded[tokens[rank - 1].end() : token.start()] not in (" ", "'") or taken >= LONGEST:
            break
        linked = word in _JOINTS or last in _JOINTS or last in _INNER or numerals.NUMBER.fullmatch(word) or word.isdigit()
        inner = word in _INNER and greedy
        capital = passage.text[token.start()].isupper()
        if inner or linked or capital or (word not in known.function and (greedy or not known.is_plain(word))):
            taken += word not in _INNER
            end = end if inner else token.end()
            continue
        break
    return end
