"""Names that no list of the case holds: first names, titles, and the words beside them."""

import re
from collections.abc import Iterator

from pipeline.pseudonymise.beside import after, has_article, spoken_to
from pipeline.pseudonymise.extent import extend, is_clipped, person_span, surname_at
from pipeline.pseudonymise.lexicons import Lexicons, lexicons
from pipeline.pseudonymise.text import Passage, Span
from pipeline.pseudonymise.titles import CIVILITIES, PARTICLES, title_before

PEOPLE = re.compile(r"\w{3,}(?:iens?|iennes?|ais|aises?|ois|oises?|ains?|aines?|ols|oles)")


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
            yield person_span(passage, rank, last, 0.9)
            taken = last
        elif is_clipped(passage, rank):
            taken = extend(passage, rank + 1)
            yield person_span(passage, rank, taken, 0.75)
        elif not word.capital and not known.is_plain(word.folded) and rank and words[rank - 1].folded in known.words("bonds"):
            if passage.gap(words[rank - 1], word) == " " and len(word.folded) > 2:
                taken = extend(passage, rank)
                yield person_span(passage, rank, taken, 0.65)
        elif _is_family(passage, rank):
            yield person_span(passage, rank, rank, 0.65)
            taken = rank
        elif _is_called_by_origin(passage, rank):
            yield person_span(passage, rank, rank, 0.55)
            taken = rank
        elif _is_addressed_short(passage, rank):
            yield person_span(passage, rank, rank, 0.65)
            taken = rank
        elif _is_first_name(known, passage, rank):
            last = extend(passage, rank)
            plain = known.is_plain(word.folded)
            if not plain and word.folded not in known.words("never"):
                yield person_span(passage, rank, last, 0.85 if word.capital else 0.75)
                taken = last
            elif plain and _plain_first_name(passage, rank, last):
                yield person_span(passage, rank, last, 0.65)
                taken = last


def _is_first_name(known: Lexicons, passage: Passage, rank: int) -> bool:
    word = passage.words[rank]
    alone = rank + 1 == len(passage.words) or not passage.words[rank + 1].capital
    if word.folded not in known.sex or len(word.folded) < 3 or ((word.folded,) in known.bodies and alone):
        return False
    if word.folded in known.words("bonds") and not word.capital:
        # "mon mari marcel"
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
