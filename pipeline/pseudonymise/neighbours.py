"""Spans that hold more than one name, or the name of a person under another kind, each told by the persons of the case."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from pipeline.pseudonymise.aliases import Alias, read_alias
from pipeline.pseudonymise.clues import taken_up
from pipeline.pseudonymise.fitting import EQUAL, FAINT, Identity, fit
from pipeline.pseudonymise.heads import head_of
from pipeline.pseudonymise.identities import Register
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.likeness import pet_form, short_for
from pipeline.pseudonymise.propagation import SURE
from pipeline.pseudonymise.said import Said, is_titled, once
from pipeline.pseudonymise.text import ARTICLES, Passage, Span, Word, key
from pipeline.pseudonymise.titles import PARTICLES, title_before

_NOTHING = Said()


def rejoin(passage: Passage, spans: Sequence[Span], register: Register, said: Said) -> list[Span]:
    """A surname and the first name right after it, as on a list, become one span where that is the name of somebody.

    Of two spans that hold two whole names, "hamdi leïla morvan" and "yannick", each gets its own.

    Examples
    --------
    >>> text = "LE GOFF Marie, diarra awa"
    >>> found = [Span(0, 7, "PERSON", 0.9, "ner"), Span(8, 13, "PERSON", 0.9, "ner"), Span(15, 21, "PERSON", 0.9, "ner"),
    ...  Span(22, 25, "PERSON", 0.9, "ner")]
    >>> [(span.start, span.end) for span in rejoin(Passage(text), found, Register(), Said({("awa", "diarra"): 1}))]
    [(0, 13), (15, 25)]
    """
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and span.kind == "PERSON" and passage.text[last.end : span.start] == " ":
            joined[-1:] = _side_by_side(passage, last, span, register, said)
        else:
            joined.append(span)
    return joined


def _side_by_side(passage: Passage, first: Span, second: Span, register: Register, said: Said) -> list[Span]:
    """A person right after another span: one name, or two."""
    whole = replace(first, end=second.end, kind="PERSON")
    if first.kind == "PERSON" and _is_relative(passage, first, second, register, said):
        return [whole]
    if is_titled(passage, first):
        return [first, second]
    words = [passage.words[rank] for rank in passage.within(first.start, second.end)]
    if first.kind == "PERSON" and len(words) > 3 and (cut := _two_whole(words, register, said)):
        return [replace(first, end=words[cut - 1].end), replace(second, start=words[cut].start)]
    surname, given = (passage.text[span.start : span.end] for span in (first, second))
    listed = surname.isupper() and len(surname) > 2 and not given.isupper() and "-".join(key(given)) in lexicons().sex
    if first.kind != "PERSON":
        # capitals made a body of the surname
        listed = listed and key(surname) in lexicons().surnames
    paired = first.kind == "PERSON" and _is_surname(key(given), key(surname), register, said)
    return [whole] if listed or paired or _whole((*key(given), *key(surname)), register, said) else [first, second]


def _is_surname(word: tuple[str, ...], given: tuple[str, ...], register: Register, said: Said) -> bool:
    """Is a word after a first name a surname, though it may be a first name as well: "yacine belkacem" where "M. Belkacem" is said?

    Not where the list has another surname for the one of that first name.
    """
    if (
        len(word) != 1
        or "-".join(given) not in lexicons().sex
        or word[0] not in said.surnames | {"".join(one.surname) for one in register.identities}
    ):
        return False
    return not any(one.given == given and one.surname not in ((), word) for one in register.identities)


def _is_relative(passage: Passage, first: Span, second: Span, register: Register, said: Said) -> bool:
    """Is a word after a first name the surname of others, by which alone nobody is called: "son cousin Rodrigue Pamphile"?"""
    given, word = (key(passage.text[span.start : span.end]) for span in (first, second))
    family = any(one.given and one.surname == word for one in register.identities)
    return family and "-".join(given) in lexicons().sex and said.names.get(word, 0) < 2


def _whole(form: tuple[str, ...], register: Register, said: Said) -> bool:
    """Is this the first name and surname of somebody, in this order?"""
    if form in said.names:
        return True
    return any((*one.given, *one.surname) == form for one in register.identities if one.given and one.surname)


def _two_whole(words: Sequence[Word], register: Register, said: Said) -> int:
    """Where the second of two whole names begins, whichever way round they are: "diarra awa petit karim"; or a name said again."""
    form = _form(words)
    if (short := once(form)) != form and len(short) <= 3:
        return len(form) - len(short)
    if len(form) == 2 and (short_for(form[0], form[1]) or short_for(form[1], form[0])) and f"{form[0]}-{form[1]}" not in lexicons().sex:
        # "dédé andré"
        return 1
    if len(form) < 4:
        return 0

    def turned(part: tuple[str, ...]) -> bool:
        return any(_whole((*part[cut:], *part[:cut]), register, said) for cut in range(len(part)))

    cuts = range(2, len(form) - 1)
    return next((cut for cut in cuts if turned(form[:cut]) and any(turned(form[cut:end]) for end in range(cut + 2, len(form) + 1))), 0)


def divide(passage: Passage, span: Span, register: Register, said: Said = _NOTHING) -> list[Span]:
    """A span that is the name of nobody, and in which the name of somebody of the case stands, becomes two.

    `said` are names that stand elsewhere in the case by themselves, and how often.

    Examples
    --------
    >>> register = Register()
    >>> people = [register.add_person([name]) for name in ("Karim Haddad", "Maëlys Bourdon")]
    >>> [(part.start, part.end) for part in divide(Passage("karim maélisse"), Span(0, 14, "PERSON", 0.9, "cue"), register)]
    [(0, 5), (6, 14)]
    >>> [(part.start, part.kind) for part in divide(Passage("dossier de Karim"), Span(0, 16, "ORG", 0.6, "cue"), register)]
    [(11, 'PERSON')]
    >>> said = Said({("lina",): 2})
    >>> [(part.start, part.kind) for part in divide(Passage("l'école lina"), Span(2, 12, "ORG", 0.9, "cue"), register, said)]
    [(8, 'PERSON')]
    """
    words = [passage.words[rank] for rank in passage.within(span.start, span.end)]
    if span.kind in ("PLACE", "ORG") and words:
        return _person_in(passage, span, words, register, said)
    if span.kind != "PERSON" or len(words) < 2:
        return [span]
    nobody = not _who(read_alias(passage.text[span.start : span.end]), register, FAINT)
    if nobody and passage.lower and _all_first_names(words) and any((word.folded,) in said.names for word in words):
        # "nour baptiste giulia"
        return [replace(span, start=word.start, end=word.end) for word in words]
    cut = _two_whole(words, register, said)
    if passage.lower:
        cut = cut or _two_listed(passage, words, register, said) or _two_said(passage, words, register, said)
    if cut:
        rest = replace(span, start=words[cut].start)
        return [replace(span, end=words[cut - 1].end), *divide(passage, rest, register, said)]
    if not nobody:
        return [span]
    titled = len(words) == 2 and said.surnames.issuperset(_form(words)) and said.names.get(_form(words), 0) < 2
    # "lutz haas", of whom each has a title elsewhere
    if passage.lower and (cut := 1 if titled else _goes_on(words, register)):
        return [replace(span, end=words[cut - 1].end), replace(span, start=words[cut].start)]
    for cut in range(1, len(words)):
        if passage.gap(words[cut - 1], words[cut]) not in (" ", ", ") or words[cut - 1].folded in PARTICLES:
            continue
        first, second = (_who(_called(part), register, FAINT) for part in (words[:cut], words[cut:]))
        others = first and second and not any(one is other for one in first for other in second)
        nickname = _who(_called(words[cut:]), register, EQUAL - 1)
        # "Henri Mourgues" where there are a Henri and a Mourgues is a third, and of the family
        relative = "-".join(_form(words[:cut])) in lexicons().sex and all(one.surname == _form(words[cut:]) for one in second)
        if (others and not relative) or (nickname and not all(identity.surname == _form(words[cut:]) for identity in nickname)):
            return [replace(span, end=words[cut - 1].end), replace(span, start=words[cut].start)]
    return [span]


def _goes_on(words: Sequence[Word], register: Register) -> int:
    """Where other words than a surname follow the name of somebody there: "thibault le référent"."""
    known = lexicons()
    for cut in range(len(words) - 1, 0, -1):
        following = words[cut].folded
        named = known.is_name(following) or following in known.word_surnames or following in PARTICLES
        whole = _form(words[cut:]) in known.surnames
        if (not named or following in ARTICLES) and not whole and _who(_called(words[:cut]), register, EQUAL - 1):
            return cut
    return 0


def _two_said(passage: Passage, words: Sequence[Word], register: Register, said: Said) -> int:
    """Where a second first name begins, in a text without punctuation: "nour baptiste" of whom each is named alone elsewhere.

    "monsieur jouannaud kévin": after a title the surname comes first.
    """
    known = lexicons()
    if (
        len(words) > 3
        or _who(Alias(given=_form(words[:1]), surname=_form(words[1:])), register, EQUAL - 1)
        or passage.gap(words[0], words[1]) != " "
    ):
        return 0
    first, second = words[0].folded, words[1].folded
    titled = bool(title_before(passage, passage.words.index(words[0])))
    if not titled and _is_surname((second,), (first,), register, said):
        return 0
    lone = (second,) in said.names and second in known.sex and second not in known.word_surnames
    if titled:
        # somebody else may have that surname, and who is called so has another first name
        others = second in known.sex and any(one.surname == (first,) and one.given not in ((), (second,)) for one in register.identities)
        return 1 if (lone or others) and first not in known.sex else 0
    alone = (first,) in said.names or bool(_who(_called(words[:1]), register, EQUAL - 1))
    return 1 if lone and alone and first in known.sex and f"{first}-{second}" not in known.sex else 0


def _all_first_names(words: Sequence[Word]) -> bool:
    """Three or more first names of which no two make one, as "jean marie" does."""
    known = lexicons()
    names = [word.folded for word in words]
    joined = {f"{one}-{other}" for one, other in itertools.pairwise(names)}
    return len(names) > 2 and all(name in known.sex and not known.is_plain(name) for name in names) and joined.isdisjoint(known.sex)


def _two_listed(passage: Passage, words: Sequence[Word], register: Register, said: Said) -> int:
    """Where the name of a second person begins whom the list calls so, and nobody is called by the whole: "lucien rachel"."""
    listed = [identity for identity in register.identities if identity.listed]
    if any(_form(words) in {*identity.forms, (*identity.given, *identity.surname)} for identity in listed):
        return 0
    for cut in range(1, len(words)):
        if passage.gap(words[cut - 1], words[cut]) != " ":
            continue
        if cut == 1 and _is_surname(_form(words[1:]), _form(words[:1]), register, said):
            continue
        second = [identity for identity in listed for end in range(cut + 1, len(words) + 1) if _form(words[cut:end]) in identity.called]
        first = _who(_called(words[:cut]), register, EQUAL - 1)
        if first and second and not any(one is other or one.surname == _form(words[cut:]) for one in first for other in second):
            return cut
    return 0


def _person_in(passage: Passage, span: Span, words: Sequence[Word], register: Register, said: Said) -> list[Span]:
    """A person whom a capital or a head noun made a place or a body."""
    known = lexicons()
    surface = passage.text[span.start : span.end]
    headed = bool(head_of(surface))
    if is_titled(passage, span) and not headed:
        return [replace(span, kind="PERSON")]
    if not headed and _with_initial(_form(words), said):
        return [replace(span, kind="PERSON")]
    for cut in range(len(words)):
        form = _form(words[cut:])
        if known.function.issuperset(form) or (cut and passage.gap(words[cut - 1], words[cut]) not in (" ", "'")):
            continue
        after_title = not headed and cut and words[cut - 1].folded in known.titles and len(words[cut - 1].folded) > 1
        # a capital alone may have made a body of a nickname
        weak = len(words) == 1 and span.score < SURE
        named = len(words) == 1 and form[0] in said.words and (weak or span.kind == "ORG" or form not in known.communes)
        # "on y vient, à Kessia", who is a person elsewhere
        firm = headed or (span.score >= 0.8 and not (named and span.kind == "PLACE"))
        above = FAINT if weak and not known.is_plain(form[0]) else EQUAL - 1
        meant = bool(_who(_called(words[cut:]), register, above))
        if firm:
            # who is taken up after "le lycée jean monnet" is seldom one called by both names
            meant = meant or (len(form) == 1 and taken_up(passage, span) != "x")
            meant = cut > 0 and passage.lower and _beside_body(words[cut - 1], form, said, meant=meant)
        elif len(words) == 1:
            meant = meant or named or (weak and not known.is_plain(form[0]) and _is_pet_form(form[0], said))
        elif cut and known.is_plain(words[cut].folded):
            meant = False
        elif cut:
            # "La Kermadec" opens a sentence
            article = words[cut - 1].folded in ("la", "le") and len(form) == 1 and form not in known.communes
            meant = meant or form in said.names or (article and form[0] in said.words)
        if meant or after_title:
            kept = [word for word in words[:cut] if not known.is_plain(word.folded) and len(word.folded) > 1 and not firm]
            person = replace(span, start=words[cut].start, kind="PERSON")
            return [*([replace(span, start=kept[0].start, end=kept[-1].end)] if kept else []), person]
    return [span]


def _beside_body(before: Word, form: tuple[str, ...], said: Said, *, meant: bool) -> bool:
    """ "l'école nour", "l'assurance d'étienne", "cent places les bellanger": where one says so of persons, and no body is called so."""
    known = lexicons()
    first, often = form[0] in known.sex, said.names.get(form, 0) > 1
    if known.is_plain(form[0]):
        return meant and form[0] in known.hypocoristics and before.folded in ("d", "de")
    if len(form) == 1:
        return ((first or form[0] in known.hypocoristics) and (often or meant)) or (before.folded == "les" and form[0] in said.words)
    return often or meant or (len(form) == 2 and first and said.names.get(form[:1], 0) > 1)


def _is_pet_form(word: str, said: Said) -> bool:
    """A capital made a body of "Yass", who is Yacine."""
    firsts = {name[0] for name in said.names} | {"-".join(name[:2]) for name in said.names}
    return any(short_for(word, name) or pet_form(word, name) for name in firsts & lexicons().sex.keys())


def _with_initial(form: tuple[str, ...], said: Said) -> bool:
    """ "KERBRAT S.": a surname, and the initial of the first name."""
    surname = form[:-1]
    if not surname or len(form[-1]) > 1 or len(surname[-1]) < 3:
        return False
    return surname in lexicons().surnames or any(name[-len(surname) :] == surname for name in said.names)


def _form(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.folded for word in words)


def _called(words: Sequence[Word]) -> Alias:
    return Alias(given=_form(words))


def _who(alias: Alias, register: Register, above: int) -> list[Identity]:
    return [identity for identity in register.identities if identity.present and fit(alias, identity) > above]
