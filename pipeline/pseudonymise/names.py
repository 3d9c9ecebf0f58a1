"""Persons by name: the case's own list, first names, titles, and the words that introduce a name.

A name that is also a word (Rose, Petit) needs a capital inside a sentence or a cue beside it.
"""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from pipeline.pseudonymise.lexicons import Lexicons, lexicons
from pipeline.pseudonymise.text import Passage, Span, Word, key

PARTICLES = frozenset([
    "de", "du", "des", "d", "la", "le", "l", "van", "von", "der", "ben", "bin", "ibn", "el", "al", "abd", "da", "di", "do", "dos",
    "della", "mac", "mc", "saint", "o",
])  # fmt: skip
_VERBS = (" m'", " n'", " s'", " elle ", " il ", " est ", " qui ", " avait ", " va ", " dit ", " lui ", " me ", " nous ", " t'")
_CIVILITIES = frozenset(("m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"))
_JOINED = re.compile(r" |-|'|\. ?|-'")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-ZÀ-Ý]\.[ -]?){1,2} ?(?=(?:Le |La |De |de |d'|El |Ben )?[A-ZÀ-Ý][\w'-]{2,})")
_INITIAL_BEFORE = re.compile(r"(?<![\w.'])(?<!\d )(?!m\.)[a-z]\. ?$")
_ALONE = re.compile(r"(?<![\w.'-])(?:(?:[a-z]\.[ -]?){1,3}(?<![ -])|[a-z](?:\.[ -]?[a-z]){1,2}|[b-xz](?: [a-z]){1,2}(?![.']))(?!\w)")


_BEFORE_BODY = frozenset(("l", "la", "le", "les", "a", "au", "aux", "du", "des", "de", "d", "chez", "en", "avec"))


class Gazetteer:
    """Names known in the case, matched as whole words whatever their case, accents and hyphens.

    `loose` names may be words. Of bodies and places: in a text without capitals an article or a preposition before them is
    enough. Of persons of the list: their first names, which may stand where the word could not.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, ...]],
        origin: str,
        score: float,
        kind: str = "PERSON",
        loose: Collection[tuple[str, ...]] = (),
    ) -> None:
        self._loose = loose
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._origin, self._score, self._kind = origin, score, kind
        for name in sorted(set(names), key=len, reverse=True):
            if name:
                self._by_first.setdefault(name[0], []).append(name)

    def find(self, passage: Passage) -> Iterator[Span]:
        """Each longest match that stands as a name where it stands."""
        words = passage.words
        taken = -1
        for rank, word in enumerate(words):
            if rank <= taken:
                continue
            for name in self._by_first.get(word.folded, ()):
                last = rank + len(name) - 1
                if _matches(passage, rank, name) and (
                    stands_as_name(passage, rank, last)
                    or (self._origin in ("participant", "label") and _is_called(passage, rank, last, name in self._loose))
                    or (
                        self._origin == "propagated"
                        and name in self._loose
                        and passage.lower
                        and rank
                        and words[rank - 1].folded in _BEFORE_BODY
                    )
                ):
                    initial = _INITIAL_BEFORE.search(passage.folded, max(0, word.start - 4), word.start) if self._kind == "PERSON" else None
                    start = initial.start() if initial else word.start
                    yield Span(start, _compound_end(passage, last), self._kind, self._score, self._origin)
                    taken = last
                    break


def name_forms(name: str) -> list[tuple[str, ...]]:
    """The folded forms under which a name of the case may be said: whole, each part, each half of a hyphen.

    Examples
    --------
    >>> name_forms("Mme Fatoumata Diallo-Kervella")
    [('fatoumata', 'diallo', 'kervella'), ('fatoumata',), ('diallo', 'kervella'), ('diallo',), ('kervella',)]
    """
    known = lexicons()
    bare = strip_titles(re.sub(r"\([^()]*\)", " ", name))
    pieces = [key(piece) for piece in bare.split()]
    nickname = key(name) if (key(name) or ("",))[0] in known.words("kin_titles") else ()
    forms = [key(bare), *pieces, nickname]
    # "de la Villemarqué" and "Le Goff" are one surname
    for start in range(len(pieces) - 1):
        if pieces[start] and pieces[start][0] in PARTICLES:
            forms.append(tuple(word for piece in pieces[start:] for word in piece))
    if "-" in bare:
        forms += [
            (part,)
            for piece in bare.split()
            for part in key(piece)
            if len(key(piece)) > 1 and len(part) > 3 and not (key(piece)[0] in known.sex and part in known.sex)
        ]
    kept = [form for form in forms if form and not all(word in known.function or word in PARTICLES or len(word) < 2 for word in form)]
    return list(dict.fromkeys(kept))


def strip_titles(name: str) -> str:
    """A name without the titles and civilities before it.

    Examples
    --------
    >>> strip_titles("M. Le Goff"), strip_titles("le père Le Goff")
    ('Le Goff', 'Le Goff')
    """
    titles = lexicons().titles
    words = name.split()
    while len(words) > 1:
        head = key(words[0])
        if (
            not head
            or head[0] in titles
            or (head[0] in ("le", "la", "l") and (key(words[1]) or ("",))[0] in titles)
            or (len(head) == 2 and head[0] == "l" and head[1] in titles)
        ):
            words = words[1:]
        else:
            break
    return " ".join(words)


def find_names(passage: Passage) -> Iterator[Span]:
    """Names that no list of the case holds: after titles and cues, known first names with what follows them, initials."""
    known = lexicons()
    words = passage.words
    taken = -1
    for rank, word in enumerate(words):
        if rank <= taken:
            continue
        titled = title_before(passage, rank)
        if titled and (last := _titled_name(passage, rank, titled)) is not None:
            yield _span(passage, rank, last, 0.9, "cue")
            taken = last
        elif not word.capital and not known.is_plain(word.folded) and rank and words[rank - 1].folded in known.words("bonds"):
            if passage.gap(words[rank - 1], word) == " " and len(word.folded) > 2:
                taken = extend(passage, rank)
                yield _span(passage, rank, taken, 0.65, "cue")
        elif _is_first_name(known, passage, rank):
            last = extend(passage, rank)
            plain = known.is_plain(word.folded)
            if not plain and word.folded not in known.words("never"):
                yield _span(passage, rank, last, 0.85 if word.capital else 0.75, "cue")
                taken = last
            elif plain and _plain_first_name(passage, rank, last):
                yield _span(passage, rank, last, 0.65, "cue")
                taken = last
    yield from _introduced(passage)
    yield from _initialled(passage)


def title_before(passage: Passage, rank: int) -> str:
    """The title that stands directly before a word, or ""."""
    if rank == 0:
        return ""
    before, gap = passage.words[rank - 1], passage.gap(passage.words[rank - 1], passage.words[rank])
    if before.folded not in lexicons().titles or gap not in (" ", ". ", "."):
        return ""
    short = len(before.folded) <= 2
    if before.folded in ("me", "m") and not (before.capital and passage.words[rank].capital):
        # without punctuation "M. Loyer" is "m loyer"
        return (
            before.folded
            if before.folded == "m" and (gap.startswith(".") or (passage.lower and gap == " " and not _measures(passage, before)))
            else ""
        )
    return before.folded if short or gap == " " else ""


def _measures(passage: Passage, word: Word) -> bool:
    """The metres of "7,40 m"."""
    return passage.folded[: word.start].rstrip()[-1:].isdigit()


def stands_as_name(passage: Passage, first: int, last: int) -> bool:
    """Is a match a name here, though it may be a word elsewhere?"""
    known = lexicons()
    words = passage.words[first : last + 1]
    if not all(known.is_plain(word.folded) or word.folded in PARTICLES for word in words):
        return True
    lead = words[0]
    if len(words) > 1 and lead.folded in known.words("kin_titles"):
        return True
    if all(word.capital for word in words) and (not lead.opens or last > first):
        return True
    if first and passage.gap(passage.words[first - 1], lead) == " ":
        before = passage.words[first - 1].folded
        if before in known.sex and not known.is_plain(before) and lead.folded not in known.function:
            return True
    if lead.capital and _after(passage, last).startswith((",", " !", "!")):
        return lead.folded not in known.function
    if lead.capital and lead.folded not in known.function and _after(passage, last).startswith(_VERBS):
        return True
    if lead.folded in known.sex and first == last and _after(passage, last).startswith((" m'", " n'", " s'", " t'", " elle ", " il ")):
        return True
    return bool(title_before(passage, first)) or (lead.folded not in known.function and _spoken_to(passage, first, last))


def _is_called(passage: Passage, first: int, last: int, given: bool) -> bool:
    """A name of the list that is also a word, where the word could not stand: "non victoire a la même chaise"."""
    known = lexicons()
    lead = passage.words[first]
    if last > first:
        return not all(word.folded in known.function for word in passage.words[first : last + 1])
    if not given or lead.folded in known.function:
        return False
    if says_own_name(passage, lead.start):
        return True
    if lead.capital and lead.opens:
        return passage.folded[passage.words[last].end :].startswith(
            (" a ", " est ", " et ", " vient ", " veut ", " fait ", " dit ", " y ", " se ")
        )
    if not passage.lower:
        return False
    if not first:
        return True
    before = passage.words[first - 1].folded
    if passage.gap(passage.words[first - 1], lead) != " ":
        return False
    if before == "de" and first > 1 and passage.words[first - 2].folded in known.words("bonds"):
        return True
    return before not in known.words("before_words")


def extend(passage: Passage, rank: int) -> int:
    """The last word of a name whose first word is at `rank`: hyphens, particles, surnames."""
    known = lexicons()
    words = passage.words
    last = rank
    cased = words[rank].capital
    while last + 1 < len(words) and last - rank < 6:
        following = words[last + 1]
        gap = passage.gap(words[last], following)
        if gap == "-" and following.folded not in ("la", "ci", "meme", "t", "il", "elle", "on", "je", "tu", "vous", "nous"):
            last += 1
        elif gap in (" ", "'") and (end := _surname(known, passage, last + 1, cased)) is not None:
            last = end
        else:
            break
    # the initial of a surname: "Ibrahim B."
    if cased and last + 1 < len(words):
        following = words[last + 1]
        alone = following.capital and len(following.folded) == 1 and passage.text[following.end : following.end + 1] == "."
        if alone and passage.gap(words[last], following) == " ":
            last += 1
    return last


def _surname(known: Lexicons, passage: Passage, rank: int, cased: bool) -> int | None:
    """The last word of a surname that begins at `rank`, or None."""
    words = passage.words
    for length in (4, 3, 2, 1):
        piece = words[rank : rank + length]
        if len(piece) < length or not _joined(passage, rank, length):
            continue
        folded = tuple(word.folded for word in piece)
        lead, tail = folded[:-1], piece[-1]
        if lead and not all(word in PARTICLES for word in lead):
            continue
        named = tail.capital and (tail.folded,) not in known.bodies and tail.folded not in known.function and not tail.opens
        if (cased and named) or (
            not known.is_plain(tail.folded) and (folded in known.surnames or (lead and folded[-1:] in known.surnames))
        ):
            if lead and not named and folded not in known.surnames:
                continue
            return rank + length - 1
    return None


def _is_first_name(known: Lexicons, passage: Passage, rank: int) -> bool:
    word = passage.words[rank]
    alone = rank + 1 == len(passage.words) or not passage.words[rank + 1].capital
    if word.folded not in known.sex or len(word.folded) < 3 or ((word.folded,) in known.bodies and alone):
        return False
    attached = passage.folded[word.end : word.end + 1] in "'’" and word.end < len(passage.folded)
    behind = passage.folded[word.start - 1 : word.start] == "-"
    return not attached and not (behind and not word.capital)


def _plain_first_name(passage: Passage, first: int, last: int) -> bool:
    """A first name that is also a word ("Rose"), where something beside it says that it is a name."""
    known = lexicons()
    word = passage.words[first]
    if not word.capital and last > first and passage.words[first + 1].capital:
        return False
    if word.folded in known.function or word.folded in known.words("never") or word.folded in known.words("wide_places"):
        return False
    if last > first and any(not known.is_plain(other.folded) for other in passage.words[first + 1 : last + 1]):
        return True
    before = passage.words[first - 1].folded if first else ""
    if word.capital:
        vocative = word.opens and _after(passage, last).startswith(",")
        return vocative or (not word.opens and before not in ("la", "le", "les", "des", "du"))
    return _spoken_to(passage, first, last) or before in known.words("bonds") or before in known.words("kin_titles")


def _titled_name(passage: Passage, rank: int, title: str) -> int | None:
    known = lexicons()
    word = passage.words[rank]
    if word.capital and (word.folded not in known.function or word.folded in PARTICLES):
        if word.folded in PARTICLES:
            last = _surname(known, passage, rank, True)
            # "Madame Lê" has no more of a name
            return rank if last is None and title in _CIVILITIES and not word.opens else last
        return extend(passage, rank)
    if word.folded in PARTICLES:
        return _surname(known, passage, rank, False)
    if title in _CIVILITIES and _is_addressed(passage, rank):
        return rank
    double = passage.folded[word.end : word.end + 1] == "-" and word.folded not in known.function
    if word.folded in known.word_surnames and title in _CIVILITIES and not _after(passage, rank).startswith((" le ", " la ", " que ")):
        return rank
    if not double and (known.is_plain(word.folded) or word.folded in known.words("roles")):
        return None
    return extend(passage, rank) if len(word.folded) > 2 or title in known.words("kin_titles") else None


def _is_addressed(passage: Passage, rank: int) -> bool:
    """A word of the language after a civility, where an automatic transcript wrote a name: "madame faucher la directrice"."""
    known = lexicons()
    word = passage.words[rank].folded
    no_name = known.function | known.words("roles") | known.words("never") | known.words("before_words") | known.words("not_after_title")
    if not passage.lower or word in no_name or word in known.titles:
        return False
    before = passage.words[rank - 2].folded if rank > 1 else ""
    return rank > 1 and before not in known.words("vocatives") and before not in known.words("not_before_title")


def _introduced(passage: Passage) -> Iterator[Span]:
    """What follows "je m'appelle", "on m'appelle"."""
    introduced, called = _cues()
    for pattern, lenient in ((introduced, False), (called, True)):
        for match in pattern.finditer(passage.folded):
            rank = next((rank for rank, word in enumerate(passage.words) if word.start >= match.end()), None)
            if rank is None or not re.fullmatch(r"[ ,:«\"]*", passage.folded[match.end() : passage.words[rank].start]):
                continue
            word = passage.words[rank]
            known = lexicons()
            first_name = word.folded in known.sex and word.folded not in known.function
            unknown = len(word.folded) > 2 and word.folded not in known.function and (lenient or _and_surname(passage, rank))
            if word.capital and word.folded in PARTICLES and rank + 1 < len(passage.words) and passage.words[rank + 1].capital:
                yield _span(passage, rank, rank + 1, 0.8, "cue")
            elif (word.capital and not word.opens and word.folded not in known.function) or first_name or unknown:
                last = max(extend(passage, rank), rank + 1 if not lenient and _and_surname(passage, rank) else rank)
                yield _span(passage, rank, last, 0.85, "cue")
                yield from _or_called(passage, last) if lenient else ()


def _and_surname(passage: Passage, rank: int) -> bool:
    """ "moi c'est patience mabiyala": a word of the language, and right after it a word that is none."""
    known = lexicons()
    following = passage.words[rank + 1 : rank + 2]
    return (
        passage.lower
        and bool(following)
        and passage.gap(passage.words[rank], following[0]) == " "
        and len(following[0].folded) > 3
        and following[0].folded not in known.sex
        and not known.is_plain(following[0].folded)
        and not known.looks_inflected(following[0].folded)
    )


def _or_called(passage: Passage, last: int) -> Iterator[Span]:
    """The second nickname of "Kéké ou Le Grand"."""
    words = passage.words[last + 1 : last + 4]
    if len(words) > 1 and words[0].folded == "ou" and passage.gap(passage.words[last], words[0]) == " ":
        end = 2 if words[1].folded in ("le", "la", "l") and len(words) > 2 else 1
        named = words[end].capital or not lexicons().is_plain(words[end].folded) or end == 2
        if named and words[end].folded not in lexicons().function:
            yield Span(words[1].start, words[end].end, "PERSON", 0.7, "cue")


def _initialled(passage: Passage) -> Iterator[Span]:
    """ "Y. Le Goff": the initials and the surname after them."""
    for match in _INITIALS.finditer(passage.text):
        initial = match.group().strip()
        if initial in ("M.", "A.") and passage.folded[match.end() :].startswith("le ") is False and initial == "M.":
            continue
        rank = next((rank for rank, word in enumerate(passage.words) if word.start >= match.end()), None)
        if rank is not None and passage.words[rank].folded not in (lexicons().function - PARTICLES):
            last = _surname(lexicons(), passage, rank, True)
            if last is not None and initial != "M.":
                yield Span(match.start(), passage.words[last].end, "PERSON", 0.8, "cue")


def says_own_name(passage: Passage, start: int) -> bool:
    """Does the speaker give the name that begins at `start` as his or her own: "on m'appelle Kéké"?"""
    before = passage.folded[max(0, start - 40) : start]
    return bool(re.search(r"(?:m'appell(?:e|ent)|mon (?:pre)?nom c'est|moi c'est) (?:\w+ ou )?$", before))


def find_initials(passage: Passage, initials: frozenset[str]) -> Iterator[Span]:
    """Initials with full stops ("N.B.", "Y. L. G.") of persons of the case."""
    for match in _ALONE.finditer(passage.folded):
        letters = "".join(key(match.group()))
        spelled = "." in match.group() or not set(letters) & set("aydlctsnm") or len(letters) > 2
        if letters in initials and spelled and (len(letters) > 1 or passage.text[match.start()].isupper()):
            yield Span(match.start(), match.start() + len(match.group().rstrip()), "PERSON", 0.7, "participant")


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = lexicons().cues
    introduced, called = ("|".join(cues[name]) for name in ("self_cues", "called_cues"))
    return re.compile(rf"(?<!\w)(?:{introduced})(?!\w)"), re.compile(rf"(?<!\w)(?:{called})(?!\w)")


def _spoken_to(passage: Passage, first: int, last: int) -> bool:
    """Directly after "merci", "bonjour", and followed by a pause or nothing."""
    if not first:
        return False
    before = passage.words[first - 1]
    gap = passage.gap(before, passage.words[first])
    return (
        before.folded in lexicons().words("vocatives")
        and gap in (" ", ", ")
        and not re.match(r" (?:de|du|des|d'|a|est)\b", _after(passage, last))
    )


def _after(passage: Passage, last: int) -> str:
    return passage.folded[passage.words[last].end :][:8]


def _joined(passage: Passage, rank: int, length: int) -> bool:
    words = passage.words[rank : rank + length]
    return all(
        _JOINED.fullmatch(passage.gap(left, right)) and "." not in passage.gap(left, right) for left, right in itertools.pairwise(words)
    )


def _matches(passage: Passage, rank: int, name: tuple[str, ...]) -> bool:
    words = passage.words[rank : rank + len(name)]
    return tuple(word.folded for word in words) == name and (
        len(name) == 1 or all(_JOINED.fullmatch(passage.gap(left, right)) for left, right in itertools.pairwise(words))
    )


def _compound_end(passage: Passage, last: int) -> int:
    """A name inside a hyphened one takes it whole: "Nadia-Lou"; "Kévin-là" ends before the hyphen."""
    words = passage.words
    while last + 1 < len(words) and passage.gap(words[last], words[last + 1]) == "-":
        if words[last + 1].folded in lexicons().function:
            break
        last += 1
    return words[last].end


def _span(passage: Passage, first: int, last: int, score: float, origin: str) -> Span:
    words = passage.words
    end = words[last].end
    # the full stop of an initial belongs to it
    if len(words[last].folded) == 1 and passage.text[end : end + 1] == "." and last > first:
        end += 1
    return Span(words[first].start, end, "PERSON", score, origin)
