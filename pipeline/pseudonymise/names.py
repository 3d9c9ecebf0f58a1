"""Names that no list of the case holds: first names, titles, and the words that introduce a name."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from pipeline.pseudonymise.lexicons import Lexicons, lexicons
from pipeline.pseudonymise.text import Passage, Span
from pipeline.pseudonymise.titles import CIVILITIES, FOREIGN, LAWYERS, PARTICLES, title_before

PEOPLE = re.compile(r"\w{3,}(?:iens?|iennes?|ais|aises?|ois|oises?|ains?|aines?|ols|oles)")
JOINED = re.compile(r" |-|'|\. ?|-'")


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
        elif _is_family(passage, rank):
            yield _span(passage, rank, rank, 0.65, "cue")
            taken = rank
        elif _is_called_by_origin(passage, rank):
            yield _span(passage, rank, rank, 0.55, "cue")
            taken = rank
        elif _is_addressed_short(passage, rank):
            yield _span(passage, rank, rank, 0.65, "cue")
            taken = rank
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
        elif gap in (" ", "'") and (end := surname_at(known, passage, last + 1, cased)) is not None:
            last = end
        elif last == rank and gap == " " and _is_word_surname(known, passage, rank):
            last += 1
        else:
            break
    # the initial of a surname: "Ibrahim B."
    if cased and last + 1 < len(words):
        following = words[last + 1]
        alone = following.capital and len(following.folded) == 1 and passage.text[following.end : following.end + 1] == "."
        if alone and passage.gap(words[last], following) == " ":
            last += 1
    return last


def surname_at(known: Lexicons, passage: Passage, rank: int, cased: bool) -> int | None:
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


def _is_word_surname(known: Lexicons, passage: Passage, rank: int) -> bool:
    """ "hélène chevalier": a noun has its article, and a surname has none."""
    first, following = passage.words[rank].folded, passage.words[rank + 1].folded
    if not passage.lower or first not in known.sex or known.is_plain(first) or following in known.sex:
        return False
    return following in known.word_surnames and following not in known.words("function", "never", "roles")


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
        vocative = word.opens and after(passage, last).startswith(",")
        return vocative or (not word.opens and before not in ("la", "le", "les", "des", "du"))
    if spoken_to(passage, first, last) or before in known.words("bonds") or before in known.words("kin_titles"):
        return True
    return passage.lower and (_takes_pronoun(passage, first, last) or _takes_no_article(passage, first))


def _takes_pronoun(passage: Passage, first: int, last: int) -> bool:
    """ "claire elle voit": a subject that a pronoun of its own gender takes up, and that has no article."""
    known = lexicons()
    word = passage.words[first].folded
    pronouns = {"m": ("il",), "f": ("elle",)}.get(known.sex[word], ("il", "elle"))
    following = passage.words[last + 1 : last + 3]
    if not following or following[0].folded not in pronouns or known.words("said_bare").intersection((word,)):
        return False
    impersonal = len(following) > 1 and following[1].folded in ("y", "faut", "faudrait", "fallait", "faudra", "reste", "manque", "pleut")
    before = passage.words[first - 1].folded if first else ""
    return not impersonal and before not in known.words("before_words") and not has_article(passage, first)


def _takes_no_article(passage: Passage, rank: int) -> bool:
    """ "j'ai vu pierre", "chez fleur": where a noun would have its article."""
    known = lexicons()
    before = passage.words[rank - 1].folded if rank else ""
    return before in known.words("seen") and passage.words[rank].folded not in known.words("said_bare")


def has_article(passage: Passage, rank: int) -> bool:
    """Is there an article before a word, adjectives between left out: "un petit mouton"?"""
    words = passage.words
    known = lexicons()
    while rank and passage.gap(words[rank - 1], words[rank]) == " " and words[rank - 1].folded in known.words("adjectives_before"):
        rank -= 1
    return bool(rank) and words[rank - 1].folded in known.words("articles")


def _is_addressed_short(passage: Passage, rank: int) -> bool:
    """ "loulou tu viens": a short form or a first name, first of what is said and before "tu", or last."""
    known = lexicons()
    words = passage.words
    word = words[rank].folded
    if (word not in known.hypocoristics and word not in known.sex) or word in known.words("function", "said_bare"):
        return False
    if rank and word in known.hypocoristics and rank + 1 == len(words):
        apart = passage.gap(words[rank - 1], words[rank]) != " "
        return passage.lower and (apart or words[rank - 1].folded not in known.words("before_words"))
    opens = not rank or words[rank - 1].folded in known.words("opening")
    return opens and re.match(r" (?:tu|t'|vous) ?", after(passage, rank)) is not None


def _is_family(passage: Passage, rank: int) -> bool:
    """ "les benali du troisième", "la famille marchand": a surname in a text without capitals, where a noun would be in its plural."""
    known = lexicons()
    word = passage.words[rank].folded
    if not passage.lower or not rank or passage.gap(passage.words[rank - 1], passage.words[rank]) != " ":
        return False
    before = passage.words[rank - 1].folded
    if before in known.words("of_families"):
        return word in known.word_surnames or ((word,) in known.surnames and not known.is_plain(word))
    return before == "les" and word[-1] not in "sxz" and (word,) in known.surnames and not known.is_plain(word)


def _is_called_by_origin(passage: Passage, rank: int) -> bool:
    """ "toujours « la Lyonnaise »": one person by a capital that the language gives to peoples."""
    word = passage.words[rank]
    if not (rank and word.capital and not word.opens and PEOPLE.fullmatch(word.folded)) or word.folded.endswith("s"):
        return False
    before = passage.words[rank - 1]
    alone = not re.match(r"['-]| (?:des|de)\b", after(passage, rank)) and not re.match(r" [A-ZÀ-Ý]", passage.text[word.end :])
    return before.folded in ("la", "le") and not before.capital and alone and word.folded not in lexicons().words("never")


def _titled_name(passage: Passage, rank: int, title: str) -> int | None:
    known = lexicons()
    word = passage.words[rank]
    if word.capital and (word.folded not in known.function or word.folded in PARTICLES):
        if word.folded in PARTICLES:
            last = surname_at(known, passage, rank, True)
            # "Madame Lê" has no more of a name
            return rank if last is None and title in CIVILITIES and not word.opens else last
        return extend(passage, rank)
    if word.folded in PARTICLES:
        written = passage.text[word.start : word.end]
        # "madame lê" without capitals
        return rank if title in CIVILITIES and written not in (word.folded, "là") else surname_at(known, passage, rank, False)
    if title in CIVILITIES and _is_addressed(passage, rank):
        return rank
    double = passage.folded[word.end : word.end + 1] == "-" and word.folded not in known.function
    if (
        word.folded in known.word_surnames
        and title not in known.words("bonds")
        and not after(passage, rank).startswith((" le ", " la ", " que "))
    ):
        return rank
    if not double and (known.is_plain(word.folded) or word.folded in known.words("roles")):
        return None
    return extend(passage, rank) if len(word.folded) > 2 or title in known.words("kin_titles") else None


def _is_addressed(passage: Passage, rank: int) -> bool:
    """A word of the language after a civility, where an automatic transcript wrote a name: "madame faucher la directrice"."""
    known = lexicons()
    word = passage.words[rank].folded
    no_name = known.words("function", "roles", "never", "before_words", "not_after_title")
    if not passage.lower or len(word) < 2 or word in no_name or word in known.titles:
        return False
    before = passage.words[rank - 2].folded if rank > 1 else ""
    return rank > 1 and before not in known.words("vocatives") and before not in known.words("not_before_title")


def _introduced(passage: Passage) -> Iterator[Span]:
    """What follows "je m'appelle", "on m'appelle"."""
    introduced, called = _cues()
    for pattern, lenient in ((introduced, False), (called, True)):
        for match in pattern.finditer(passage.folded):
            rank = passage.rank_from(match.end())
            if rank is None or not re.fullmatch(r"[ ,:«\"]*", passage.folded[match.end() : passage.words[rank].start]):
                continue
            word = passage.words[rank]
            known = lexicons()
            first_name = word.folded in known.sex and word.folded not in known.function
            unknown = len(word.folded) > 2 and word.folded not in known.function and (lenient or _and_surname(passage, rank))
            if word.capital and word.folded in PARTICLES and rank + 1 < len(passage.words) and passage.words[rank + 1].capital:
                yield _span(passage, rank, rank + 1, 0.8, "cue")
            elif lenient and word.folded in ("la", "le") and (nickname := _nickname(passage, rank + 1)) is not None:
                yield _span(passage, rank, nickname, 0.7, "cue")
            elif (word.capital and not word.opens and word.folded not in known.function) or first_name or unknown:
                last = max(extend(passage, rank), rank + 1 if not lenient and _and_surname(passage, rank) else rank)
                yield _span(passage, rank, last, 0.85, "cue")
                yield from _or_called(passage, last) if lenient else ()


def _nickname(passage: Passage, rank: int) -> int | None:
    """ "on l'appelle la toulousaine": the word after the article."""
    known = lexicons()
    word = passage.words[rank].folded if rank < len(passage.words) else ""
    return rank if len(word) > 2 and word not in known.words("function", "no_complements", "roles") else None


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


def with_particles(passage: Passage, span: Span) -> Span:
    """Take the particles before a surname along: foreign ones always, "de", "le", "ben" after a title.

    Examples
    --------
    >>> text = "monsieur ben arfa"
    >>> span = with_particles(Passage(text), Span(13, 17, "PERSON", 0.8, "ner"))
    >>> text[span.start : span.end]
    'ben arfa'
    """
    words = passage.words
    rank = first = next((rank for rank, word in enumerate(words) if word.start == span.start), 0)
    while rank and words[rank - 1].folded in PARTICLES and passage.gap(words[rank - 1], words[rank]) in (" ", "'", "-"):
        rank -= 1
    title = title_before(passage, rank) if rank < first else ""
    of = words[rank].folded in ("de", "d", "du", "des")
    if not (title in CIVILITIES | LAWYERS or (title and not of)):
        foreign = itertools.takewhile(lambda other: _is_foreign(passage, other), range(first - 1, rank - 1, -1))
        rank = min(foreign, default=first)
    return replace(span, start=words[rank].start) if rank < first else span


def _is_foreign(passage: Passage, rank: int) -> bool:
    words = passage.words
    return words[rank].folded in FOREIGN and passage.gap(words[rank], words[rank + 1]) != "'"


def says_own_name(passage: Passage, start: int) -> bool:
    """Does the speaker give the name that begins at `start` as his or her own: "on m'appelle Kéké"?"""
    before = passage.folded[max(0, start - 40) : start]
    return bool(re.search(r"(?:m'appell(?:e|ent)|mon (?:pre)?nom c'est|moi c'est) (?:\w+ ou )?$", before))


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = lexicons().cues
    introduced, called = ("|".join(cues[name]) for name in ("self_cues", "called_cues"))
    return re.compile(rf"(?<!\w)(?:{introduced})(?!\w)"), re.compile(rf"(?<!\w)(?:{called})(?!\w)")


def spoken_to(passage: Passage, first: int, last: int) -> bool:
    """Directly after "merci", "bonjour", and followed by a pause or nothing."""
    if not first:
        return False
    before = passage.words[first - 1]
    gap = passage.gap(before, passage.words[first])
    return (
        before.folded in lexicons().words("vocatives")
        and gap in (" ", ", ")
        and not re.match(r" (?:de|du|des|d'|a|est)\b", after(passage, last))
    )


def after(passage: Passage, last: int) -> str:
    end = passage.words[last].end
    return passage.folded[end : end + 8]


def _joined(passage: Passage, rank: int, length: int) -> bool:
    words = passage.words[rank : rank + length]
    return all(passage.gap(left, right) in (" ", "-", "'", "-'") for left, right in itertools.pairwise(words))


def _span(passage: Passage, first: int, last: int, score: float, origin: str) -> Span:
    words = passage.words
    end = words[last].end
    # the full stop of an initial belongs to it
    if len(words[last].folded) == 1 and passage.text[end : end + 1] == "." and last > first:
        end += 1
    return Span(words[first].start, end, "PERSON", score, origin)
