"""What stands around a name and tells who is meant: who is spoken to, who gives a name as his or her own, who is said to be called so."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.pseudonymise.aliases import Alias, Sex, read_alias
from pipeline.pseudonymise.beside import says_own_name
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, Span
from pipeline.pseudonymise.titles import title_before

_YOU = re.compile(r"(?<!\w)(?:tu|t'|te|toi|ton|ta|tes|vous|votre|vos|\w{3,}ez)(?!\w)")
_TOLD = re.compile(r"^,? (?:qui |elle |il |est |a |avait |etait |dit |va |fait |lui |m'a |nous a |ne |n'|s'est |se )(?!vous|tu)")
_CALLED = re.compile(
    r"(?:(?:m'|l'|t')(?:appell(?:e|ent)|appelait)|(?:me|le|la|te|m'|l'|t') ?(?:dit|disent|surnomm(?:e|ent))|(?<!\w)dite?|surnommee?|alias"
    r"|tout le monde dit|ici,? c'est|ou)[ ,:«\"]*$"
)
_FOR_ALL = re.compile(
    r"[ ,»\"]*(?:c'est )?pour (?:tout le monde|les (?:amis|intimes|copains|copines|anciens|anciennes|petits|collegues|autres))(?!\w)"
)
_APPOSED = re.compile(r"(?:(?<!\w)(?:le|la|les|leurs?|mon|ma|mes|ton|ta|son|sa|notre|votre|nos|vos|cette|cet|ce|une?) |l')[\w-]+, ?$")
_SEXED = re.compile(
    r"(?<!\w)(?:(?P<f>la|cette|ma) (?:petite|grande|vieille|pauvre|jeune|fille|veuve|mere|femme)?"
    r"|(?P<m>le|ce|mon|du|au) (?:petit|grand|vieux|pauvre|jeune|gros|fils|pere|gars|mari)?) ?$"
)
"""Before a surname: "la Ferrand", "le vieux Ferrand", "la mère Ferrand"."""
_OF_A_FAMILY = re.compile(r"(?<!\w)(?:la (?:mere|fille|veuve|femme)|(?:le|du|au) (?:pere|fils|gars|mari)) $")
"""Before a name that is then a surname."""
_BORN = re.compile(r"[ ,(]*(?:nee|epouse|veuve) ")
"""Between the names that a woman has or had: "Odile Page, née Didier"."""
_MINE = re.compile(r",? c'(?:est|etait) mon (?:nom|prenom|surnom)(?!\w)")
"""After a name: "Didier, c'est mon nom de jeune fille"."""
_ME = re.compile(r",? c'est moi(?!,? (?:qui|que|qu')|-)(?!\w)")
"""After a name: "madame Didier, c'est moi"."""
_SPELLED = re.compile(r"\w(?:[- ]\w){2,}")
_LISTED = re.compile(r"(?:, | et )[A-ZÀ-Ý][\w-]+(?:,| et )")
_BETWEEN = re.compile(r"[ .,;:-]*(?:euh[ ,]*)?")


class Named(NamedTuple):
    """A name that a turn gives to its speaker, from the first to the last of the spans in which it stands."""

    spans: tuple[Span, ...]
    alias: Alias
    outright: bool


def is_spoken_to(passage: Passage, span: Span) -> bool:
    """Is the person of this name spoken to here, rather than spoken of?

    Examples
    --------
    >>> heard = ["madame petit vous avez raison", "je l'ai dit à madame petit", "tu exagères léa", "oui madame petit elle l'a dit"]
    >>> [is_spoken_to(Passage(text), Span(text.find(name), text.find(name) + len(name), "PERSON", 1, ""))
    ...  for text, name in zip(heard, ("petit", "petit", "léa", "petit"), strict=True)]
    [True, False, True, False]
    """
    before, after = passage.folded[: span.start], passage.folded[span.end :]
    words = before.replace("'", " ").split()
    while words and words[-1].strip(".") in lexicons().titles:
        words.pop()
    bare = re.sub(r"(?:\b(?:monsieur|madame|mademoiselle|mme|m\.|mlle|docteur|dr) ?)$", "", before).rstrip()
    apart = not bare or bare[-1] in ",.!?;:…«»"
    if _SPELLED.fullmatch(passage.folded[span.start : span.end]) or _APPOSED.search(bare + " ") or _LISTED.match(passage.text[span.end :]):
        return False
    if _TOLD.match(after) or (words and words[-1] in lexicons().words("spoken_of_after") and not apart):
        return False
    if apart and re.match(r"\s*(?:[,!?.…»]|$)", after):
        return True
    closes = not after.strip(" .!?…»")
    near = _YOU.search(after[:40]) or (_YOU.search(before[-60:]) and (closes or apart))
    return bool(near) or (closes and bool(words) and words[-1] in lexicons().words("vocatives"))


def own_name(passage: Passage, spans: Sequence[Span], *, opens: bool) -> Named | None:
    """The name by which the speaker of a turn presents himself or herself, outright or, where the turn `opens`, by beginning with it.

    Examples
    --------
    >>> text = "Ben moi, Théo. Girod. Je suis là depuis mars."
    >>> named = own_name(Passage(text), [Span(9, 13, "PERSON", 1, ""), Span(15, 20, "PERSON", 1, "")], opens=True)
    >>> named.alias.given, named.alias.surname
    (('theo',), ('girod',))
    """
    persons = [span for span in spans if span.kind == "PERSON"]
    for rank, span in enumerate(persons):
        before = passage.folded[: span.start]
        outright = says_own_name(passage, span.start) or bool(
            re.search(r"(?<!\w)(?:moi,? |et )?je suis $", before) or _ME.match(passage.folded[span.end :])
        )
        words = [word for word in re.findall(r"[a-z]+", before) if word not in lexicons().titles]
        if not outright and not (opens and rank == 0 and len(words) < 7 and lexicons().words("opening_words").issuperset(words)):
            continue
        alias = alias_at(passage, span)
        following = persons[rank + 1] if rank + 1 < len(persons) else None
        if outright and re.match(r" (?:qui|que|qu')(?!\w)", passage.folded[span.end :]):
            # "moi c'est Nadia qui m'a appelée"
            continue
        if following and _BETWEEN.fullmatch(passage.folded[span.end : following.start]):
            after = alias_at(passage, following)
            if after.given and after.surname:
                return Named((span, following), after, outright)
            if both := _together(alias, after):
                return Named((span, following), both, outright)
        if outright or (alias.given and alias.surname):
            return Named((span,), alias, outright)
    return None


def starts_to_present(passage: Passage, span: Span) -> bool:
    """May the first words of a turn that begins with a lone name present its speaker: "Garnier, chef de chaîne", "l'autre Poirier"?

    Examples
    --------
    >>> [starts_to_present(Passage(text), Span(text.find("P"), text.find("P") + 7, "PERSON", 1, ""))
    ...  for text in ("Poirier, chef de chaîne.", "« L'autre Poirier. » Vingt-deux ans.", "Poirier, tu exagères !", "Poirier a dit non.")]
    [True, True, False, False]
    """
    before, after = passage.folded[: span.start].strip(' «"-'), passage.folded[span.end :]
    return before in ("", "moi", "et moi", "l'autre") and re.match(r"[,.»\" ]*[,.]", after) is not None and not _YOU.search(after[:40])


def is_what_somebody_is(passage: Passage, end: int) -> bool:
    """Does a role or an age stand right after a name, behind a comma?

    Examples
    --------
    >>> is_what_somebody_is(Passage("Chabert, chef de chantier."), 7), is_what_somebody_is(Passage("Chabert, on l'a vu"), 7)
    (True, False)
    """
    said = re.match(r"[,.] (?:(?P<age>\d\d|[a-z-]+(?: et [a-z]+)?) ans|(?P<role>[\w-]+))(?!\w)", passage.folded[end:])
    if said is None:
        return False
    return said["age"] is not None or said["role"] in lexicons().words("roles") or lexicons().is_noun(said["role"])


def other_names(passage: Passage, spans: Sequence[Span]) -> list[tuple[Span, str]]:
    """Names that a turn says somebody to be called by as well, with whom: "own", "you", "them" (who was named before).

    Examples
    --------
    >>> text = "Odile Page, dite Didi"
    >>> [(text[span.start : span.end], whose) for span, whose in other_names(
    ...  Passage(text), [Span(0, 10, "PERSON", 1, ""), Span(17, 21, "PERSON", 1, "")])]
    [('Didi', 'them')]
    """
    found = []
    persons = [span for span in spans if span.kind == "PERSON"]
    for rank, span in enumerate(persons):
        before = passage.folded[max(0, span.start - 60) : span.start]
        if rank and _BORN.fullmatch(passage.folded[persons[rank - 1].end : span.start]):
            found.append((span, "them"))
            continue
        if _MINE.match(passage.folded[span.end :]):
            found.append((span, "own"))
            continue
        called = _CALLED.search(before)
        if called and (rank or called.group()[:2] in ("m'", "me", "t'", "te", "l'", "le", "la")):
            whose = "own" if called.group()[:2] in ("m'", "me") else "you" if called.group()[:2] in ("t'", "te") else "them"
            if called.group().strip(' ,:«"') != "ou" or _names_before(passage, span, spans):
                found.append((span, whose))
        elif rank and _FOR_ALL.match(passage.folded[span.end :]):
            found.append((span, "them"))
    return found


def alias_at(passage: Passage, span: Span) -> Alias:
    """The name that stands at a span, with the title before it, or the sex that an article tells.

    Examples
    --------
    >>> alias_at(Passage("la mère bourgeois"), Span(8, 17, "PERSON", 1, ""))
    Alias(given=(), surname=('bourgeois',), initials='', title='f')
    """
    title = title_before(passage, passage.rank_at(span.start) or 0)
    alias = read_alias(passage.text[span.start : span.end], title)
    if title or (alias.given and alias.surname):
        return alias
    before = passage.folded[: span.start]
    if alias.given and _OF_A_FAMILY.search(before) and "-".join(alias.given) not in lexicons().sex:
        alias = Alias(surname=alias.given)
    sexed = _SEXED.search(before) if alias.surname else None
    return alias._replace(title="f" if sexed["f"] else "m") if sexed else alias


def of_all(passage: Passage, span: Span) -> bool:
    """Is a whole family meant: "les Santoni", "aux Barraud, père et fils"?

    Examples
    --------
    >>> [of_all(Passage(text), Span(4, 11, "PERSON", 1, "")) for text in ("aux Barraud, père et fils", "pas Barraud")]
    [True, False]
    """
    return re.search(r"(?<!\w)(?:les|des|aux|famille|familles|freres|soeurs|epoux) $", passage.folded[: span.start]) is not None


def taken_up(passage: Passage, span: Span) -> Sex:
    """The sex that a pronoun right after a name tells: "garnier elle a dit".

    Examples
    --------
    >>> taken_up(Passage("garnier elle a dit non"), Span(0, 7, "PERSON", 1, ""))
    'f'
    """
    pronoun = re.match(r",? (il|elle)(?!\w)", passage.folded[span.end :])
    return "x" if not pronoun else "m" if pronoun[1] == "il" else "f"


def _names_before(passage: Passage, span: Span, spans: Sequence[Span]) -> bool:
    """ "Kéké ou Le Grand": the words right before "ou" are a name by which somebody is called."""
    return any(
        passage.folded[other.end : span.start] == " ou " and says_own_name(passage, other.start)
        for other in spans
        if other.end < span.start
    )


def _together(one: Alias, other: Alias) -> Alias | None:
    """ "Théo. Girod." and "Girod, Théo": two names that only together are whole."""
    if (one.given and one.surname) or (other.given and other.surname) or one.initials or other.initials:
        return None
    first, second = one.given or one.surname, other.given or other.surname
    known = lexicons().sex
    if first == second or ("-".join(first) in known) == ("-".join(second) in known):
        return None
    given, surname = (first, second) if "-".join(first) in known else (second, first)
    return Alias(given=given, surname=surname, title=one.title)
