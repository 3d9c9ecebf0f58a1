"""What lasts from run to run: whoever was hidden before keeps the identity and what stands in its place.

The vault knows both. A pseudonym goes only where somebody of the case is called so by now, or turned out to be a man or a woman.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.pseudonymise.case import Case
from pipeline.pseudonymise.identities import Identity
from pipeline.pseudonymise.labels import name_in
from pipeline.pseudonymise.records import Known
from pipeline.pseudonymise.surrogates import Surrogates
from pipeline.pseudonymise.text import fold, key

_Key = tuple[str, ...]


def keep(case: Case, called: Mapping[str, Iterable[str]], known: Sequence[Known], surrogates: Surrogates) -> dict[int, str]:
    """Tell the surrogates of a case what stood in whose place in the run before.

    Parameters
    ----------
    case
        What was recognised, in clear.
    called
        How labels and participants call each speaker_id, in clear.
    known
        Who was known of the case at the end of the run before.
    surrogates
        Nothing was drawn yet.

    Returns
    -------
    dict
        The identity_id of before by the rank of the identity, for those that were known.
    """
    if not known:
        return {}
    ids: dict[int, str] = {}
    for identity, one in _same(_forms(case, called), known):
        if one.identity_id:
            ids[identity.rank] = one.identity_id
        surrogates.keep(identity, [pair for by in (one.said, one.speakers) for pairs in by.values() for pair in pairs])
    return ids


def _forms(case: Case, called: Mapping[str, Iterable[str]]) -> list[tuple[Identity, Counter[_Key]]]:
    """How often each identity is named by each form, persons with their labels; in the order of their ranks."""
    identities: dict[int, Identity] = {}
    forms: dict[int, Counter[_Key]] = defaultdict(Counter)
    for name, mentions in case.mentions.items():
        text = case.passages[name].text
        for mention in mentions:
            identities[mention.identity.rank] = mention.identity
            forms[mention.identity.rank][_words(mention.identity.kind, text[mention.span.start : mention.span.end])] += 1
    for speaker_id, identity in case.speakers.items():
        identities[identity.rank] = identity
        forms[identity.rank].update(key(name) for label in called.get(speaker_id, ()) if (name := name_in(label)))
    return [(identities[rank], forms[rank]) for rank in sorted(identities)]


def _words(kind: str, form: str) -> _Key:
    """By what a form is known again: a name by its words, anything else by all of it."""
    return key(form) if kind in ("PERSON", "PLACE", "ORG") else (fold(form),)


def _same(forms: Sequence[tuple[Identity, Counter[_Key]]], known: Sequence[Known]) -> list[tuple[Identity, Known]]:
    """Who is who: those first that share most forms, full names before parts of them; each is somebody once."""
    by_form: dict[tuple[str, _Key], list[int]] = defaultdict(list)
    for at, one in enumerate(known):
        for form in {_words(one.kind, form) for form in one.forms}:
            by_form[one.kind, form].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for rank, (identity, counted) in enumerate(forms):
        for form, n in counted.items():
            for at in by_form.get((identity.kind, form), ()):
                shared[rank, at] += n * len(form) ** 2
    pairs: list[tuple[Identity, Known]] = []
    found: set[int] = set()
    taken: set[int] = set()
    for (rank, at), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if rank not in found and at not in taken:
            found.add(rank)
            taken.add(at)
            pairs.append((forms[rank][0], known[at]))
    return pairs
