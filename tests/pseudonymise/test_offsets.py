"""For random turns, with characters that fold to several or to none: offsets hold, and what stands beside mentions is untouched."""

import pandas as pd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.pseudonymise import identify, pseudonymise
from pipeline.settings import PseudonymiseSettings
from pipeline.tables import build

NAN = float("nan")
PIECES = [
    "Nadia Belkacem", "nadia", "Mme Le Goff", "M. Ferrand", "J.-P. Morel", "à Rostrenen", "du collège Jean-Macé", "06 39 98 12 34",
    "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre", "nadia.b@exemple.fr", "nadia arobase exemple point fr",
    "le 3 mars 2024", "mardi", "j'ai trente-huit ans", "12 rue des Lilas, 29000 Quimper", "https://exemple.org/a", "@nadia_b",
    "FR76 3000 6000 0112 3456 7890 189", "matricule 448812", "bonjour", "l'affiche", "on n'a rien dit", "les",
]  # fmt: skip
ODD = ["ﬁn", "İstanbul", "ŒUVRE", "e\u0301te\u0301", "’", "\u00a0", "…", "«", "»", "😀", "ß", "\u200b", "-", ",", ".", "?", "\n", " "]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(ODD), st.text(max_size=3)), min_size=1, max_size=9).map(" ".join)


def tables(texts):
    session = {"case_id": "c", "session_id": "s", "order": 0, "date": "2024-03-05", "phase": "", "subgroup": "", "sharing": "stays"}
    counts = {"n_present": 2, "source_format": "text", "n_turns": len(texts), "n_words": 2, "facilitator": "", "sector": ""}
    turn = {"case_id": "c", "session_id": "s", "speaker_id": "p1", "said_by": "", "start_s": NAN, "end_s": NAN}
    person = {"case_id": "c", "speaker_id": "p1", "label": "Nadia", "role": "", "subgroup": "", "resolved": True}
    return {
        "sessions": build("sessions", [session | counts]),
        "speakers": build("speakers", [person]),
        "turns": build("turns", [turn | {"turn_id": f"s:{n}", "order": n, "text": text} for n, text in enumerate(texts)]),
        "participants": pd.DataFrame(columns=["speaker_id", "name", "labels", "role", "subgroup"]),
    }


def beside(text, rows):
    edges = [0, *(edge for row in rows.itertuples() for edge in (row.start, row.end)), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), style=st.sampled_from(["natural", "placeholder"]))
@example(texts=["İstanbul Nadia Belkacem ﬁn e\u0301te\u0301 nadia"], style="natural")
def test_offsets_hold_in_every_text(texts, style):
    clear = tables(texts)
    chosen = PseudonymiseSettings(style=style)
    hidden = pseudonymise(**clear, secret=b"un secret de seize octets", settings=chosen).tables
    found = identify(**{name: clear[name] for name in ("turns", "speakers", "participants")}, settings=chosen)
    mentions = hidden["mentions"]
    assert found["turn_id"].tolist() == mentions["turn_id"].tolist()
    for turn_id, old, new in zip(clear["turns"]["turn_id"], texts, hidden["turns"]["text"], strict=True):
        rows = mentions[mentions["turn_id"] == turn_id]
        for row in rows.itertuples():
            assert new[row.start : row.end] == row.surrogate != ""
        assert beside(new, rows) == beside(old, found[found["turn_id"] == turn_id])
