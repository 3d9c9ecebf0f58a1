"""What may still give somebody away in a session, in sentences, while it is read again."""

from weakref import WeakKeyDictionary

from dashboard.review import Review
from pipeline.pseudonymise.risk import residual_risk, small_communes
from pipeline.pseudonymise.spoken import knowledge
from pipeline.pseudonymise.vault import Vault

_FOUND: "WeakKeyDictionary[Vault, tuple[object, list[str]]]" = WeakKeyDictionary()
"""What the words of the last session tell, by the open vault; it changes with the next run, not with an answer."""


def remaining_risk(vault: Vault, review: Review) -> list[str]:
    """The sentences of `residual_risk` for a session: what waits to be read again as it stands now, the rest as of the last run."""
    waiting = sum(one.state == "open" for found in review.mentions.values() for one in found)
    unread = [knowledge("words")["sentences"]["review"].format(count=waiting)] if waiting else []
    turns, mentions = review.tables["turns"], review.tables["mentions"]
    state = (review.record.case_id, review.session_id, tuple(turns["text"]), tuple(mentions["surrogate"]))
    kept = _FOUND.get(vault)
    if kept is None or kept[0] != state:
        found = residual_risk(**review.tables, small=small_communes(review.record.known))
        kept = _FOUND[vault] = (state, list(found.loc[found["kind"] != "review", "sentence"]))
    return [*unread, *kept[1]]
