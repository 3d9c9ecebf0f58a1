"""How the speakers of a case are called on a screen: by their pseudonym, told apart where two have the same."""

import pandas as pd

from dashboard import texts


def names(speakers: pd.DataFrame, turns: pd.DataFrame, sessions: pd.DataFrame) -> dict[str, str]:
    """Name of each speaker_id; "locuteur 2" of several sessions is nobody yet, so that the session stands with it.

    Examples
    --------
    >>> speakers = pd.DataFrame({"speaker_id": ["a", "b", "p1"], "label": ["locuteur 2", "locuteur 2", "Inès"]})
    >>> turns = pd.DataFrame({"speaker_id": ["a", "b", "p1"], "session_id": ["s1", "s2", "s1"]})
    >>> names(speakers, turns, pd.DataFrame({"session_id": ["s1", "s2"], "order": [0, 1]}))
    {'a': 'locuteur 2 (séance 1)', 'b': 'locuteur 2 (séance 2)', 'p1': 'Inès'}
    """
    order = sessions.set_index("session_id")["order"]
    heard = turns.drop_duplicates("speaker_id").set_index("speaker_id")["session_id"].map(order)
    twice = speakers["label"].duplicated(keep=False)
    called = {}
    for speaker_id, label, again in zip(speakers["speaker_id"], speakers["label"], twice, strict=True):
        rank = heard.get(speaker_id)
        called[speaker_id] = f"{label} ({texts.sessions_said([int(rank) + 1])})" if again and pd.notna(rank) else label
    return called


def name_of(speaker_id: str, said_by: str, called: dict[str, str]) -> str:
    """Name of who said a turn, or how many a note says they were."""
    return called.get(speaker_id) or texts.SAID_BY.get(said_by, texts.NOBODY)
