"""The stage as a whole: consistent surrogates, offsets that hold, no name left in any table."""

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.pseudonymise import identify, pseudonymise
from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.records import Known
from pipeline.pseudonymise.text import fold, key
from pipeline.settings import PseudonymiseSettings
from pipeline.tables import build, validate_references

SECRET = b"a secret of thirty-two bytes....."
PEOPLE = [("p1", "Marie Ferrand", ["Marie"]), ("p2", "Yannick Le Goff", ["M. Le Goff"]), ("p3", "Hélène Garrec", ["Animatrice (Hélène)"])]
SAID = [
    ("s1", "p3", "Bonjour, on est le mardi 14 mars 2023 à Rostrenen."),
    ("s1", "p1", "Moi c'est Marie Ferrand, j'ai quarante-sept ans."),
    ("s1", "p2", "Mme Ferrand a raison, et Marie le sait. Appelez-moi au 06 12 34 56 78."),
    ("s2", "s2:l1", "ouais mais marie ferrand et le goff ils décident sans nous"),
    ("s2", "p1", "Yannick, le 28 mars on retourne à Rostrenen, au collège Jean-Macé."),
]


def case(said: list[tuple[str, str, str]] = SAID, people: list[tuple[str, str, list[str]]] = PEOPLE) -> dict[str, pd.DataFrame]:
    ids = list(dict.fromkeys(session for session, _, _ in said))
    rows: list[dict[str, Any]] = []
    for session, speaker, text in said:
        order = sum(row["session_id"] == session for row in rows)
        rows.append(
            {"case_id": "c", "session_id": session, "turn_id": f"{session}:{order}", "order": order, "speaker_id": speaker, "said_by": "",
             "start_s": float("nan"), "end_s": float("nan"), "text": text}
        )  # fmt: skip
    sessions = [
        {"case_id": "c", "session_id": name, "order": rank, "date": f"2023-03-{14 + rank:02d}", "phase": "",
         "subgroup": "voisins de Rostrenen", "sharing": "stays", "n_present": 3, "source_format": "text", "n_turns": 3, "n_words": 30,
         "facilitator": "F1", "sector": "quartier"}
        for rank, name in enumerate(ids)
    ]  # fmt: skip
    speakers = [
        {"case_id": "c", "speaker_id": speaker, "label": labels[0], "role": "habitante", "subgroup": "", "resolved": True}
        for speaker, _, labels in people
    ]
    loose = {speaker for _, speaker, _ in said if speaker} - {speaker for speaker, _, _ in people}
    speakers += [
        {"case_id": "c", "speaker_id": speaker, "label": "locuteur 1", "role": "", "subgroup": "", "resolved": False}
        for speaker in sorted(loose)
    ]
    participants = pd.DataFrame(
        [{"speaker_id": speaker, "name": name, "labels": labels, "role": "", "subgroup": ""} for speaker, name, labels in people],
        columns=["speaker_id", "name", "labels", "role", "subgroup"],
    )
    return {
        "sessions": build("sessions", sessions),
        "speakers": build("speakers", speakers),
        "turns": build("turns", rows),
        "participants": participants,
    }


def hide(tables: dict[str, pd.DataFrame], secret: bytes = SECRET, style: str = "natural") -> dict[str, pd.DataFrame]:
    return pseudonymise(**tables, secret=secret, settings=PseudonymiseSettings(style=style)).tables


def surrogates_of(hidden: dict[str, pd.DataFrame], tables: dict[str, pd.DataFrame]) -> dict[str, set[str]]:
    """What stands for each clear surface, folded."""
    inputs = {name: tables[name] for name in ("turns", "speakers", "participants")}
    clear = identify(**inputs, settings=PseudonymiseSettings())
    text = tables["turns"].set_index("turn_id")["text"]
    found: dict[str, set[str]] = {}
    for one, other in zip(clear.itertuples(), hidden["mentions"].itertuples(), strict=True):
        found.setdefault(fold(text[one.turn_id][one.start : one.end]), set()).add(fold(other.surrogate))
    return found


@pytest.fixture(scope="module")
def hidden() -> dict[str, pd.DataFrame]:
    return hide(case())


def assert_offsets_hold(tables: dict[str, pd.DataFrame]) -> None:
    text = tables["turns"].set_index("turn_id")["text"]
    for mention in tables["mentions"].itertuples():
        assert text[mention.turn_id][mention.start : mention.end] == mention.surrogate


def written(tables: dict[str, pd.DataFrame]) -> set[str]:
    """All folded words of all tables, but for the columns that hold codes."""
    codes = {"kind", "origin", "status", "source_format", "sharing", "phase"}
    cells = [str(value) for frame in tables.values() for name in frame.columns if name not in codes for value in frame[name]]
    return {word for cell in cells for word in key(cell)}


def test_offsets_and_references_hold(hidden: dict[str, pd.DataFrame]) -> None:
    assert_offsets_hold(hidden)
    validate_references(hidden)
    assert len(hidden["mentions"]) >= 12


def test_no_name_or_place_survives(hidden: dict[str, pd.DataFrame]) -> None:
    assert not written(hidden) & {"marie", "ferrand", "yannick", "goff", "helene", "garrec", "rostrenen", "mace"}


def test_forms_of_a_person_stay_consistent_over_sessions(hidden: dict[str, pd.DataFrame]) -> None:
    found = surrogates_of(hidden, case())
    assert all(len(forms) == 1 for forms in found.values())
    (full,), (given,), (surname,) = found["marie ferrand"], found["marie"], found["ferrand"]
    assert full == f"{given} {surname}"
    assert key(hidden["speakers"].set_index("speaker_id").loc["p1", "label"]) == (given,)


def test_gender_is_kept(hidden: dict[str, pd.DataFrame]) -> None:
    (given,) = surrogates_of(hidden, case())["marie"]
    assert lexicons().sex[given] == "f"


def test_titles_roles_and_generic_labels_stay(hidden: dict[str, pd.DataFrame]) -> None:
    labels = hidden["speakers"].set_index("speaker_id")["label"]
    assert labels["p3"] == "Animatrice"
    assert labels["p2"].startswith("M. ")
    assert labels["s2:l1"] == "locuteur 1"
    assert re.search(r"Mme \w+ a raison", hidden["turns"]["text"][2])


def test_dates_move_together_by_whole_weeks(hidden: dict[str, pd.DataFrame]) -> None:
    moved = pd.Timestamp(hidden["sessions"]["date"][0]) - pd.Timestamp("2023-03-14")
    assert moved.days % 7 == 0
    assert moved.days != 0
    day = pd.Timestamp(hidden["sessions"]["date"][0])
    assert f"mardi {day.day} " in hidden["turns"]["text"][0]
    assert str(day.year) in hidden["turns"]["text"][0]


def test_ages_become_bands(hidden: dict[str, pd.DataFrame]) -> None:
    assert "j'ai 45-49 ans." in hidden["turns"]["text"][1]


def test_same_secret_same_tables() -> None:
    one, other = hide(case()), hide(case())
    assert all(one[name].equals(other[name]) for name in one)


def test_other_secret_other_surrogates(hidden: dict[str, pd.DataFrame]) -> None:
    other = hide(case(), secret=b"another secret of a case")
    people = [set(tables["mentions"].query("kind == 'PERSON'")["surrogate"]) for tables in (hidden, other)]
    assert people[0] != people[1]


def test_placeholders_tell_the_kind_and_the_identity() -> None:
    tables = hide(case(), style="placeholder")
    assert_offsets_hold(tables)
    text = " ".join(tables["turns"]["text"])
    assert "j'ai [ÂGE]" in text
    assert "[DATE]" in text
    marie = {re.search(r"c'est (\[PERSONNE \d+\])", text)[1], re.search(r"Mme (\[PERSONNE \d+\])", text)[1]}
    assert len(marie) == 1


def test_an_alias_of_two_participants_is_hidden_and_for_review() -> None:
    people = [("p1", "Marie Ferrand", ["Marie F."]), ("p2", "Marie Morvan", ["Marie M."]), ("p3", "Paul Garrec", ["Paul"])]
    tables = hide(case([("s1", "p3", "Je demande à Marie de répondre.")], people))
    (mention,) = tables["mentions"].itertuples()
    assert mention.status == "review"
    assert "marie" not in written(tables)


def test_text_beside_mentions_is_untouched() -> None:
    tables = case()
    inputs = {name: tables[name] for name in ("turns", "speakers", "participants")}
    clear = identify(**inputs, settings=PseudonymiseSettings())
    new = hide(tables)
    for turn in tables["turns"].itertuples():
        rest = [
            "|".join(_between(text, mentions))
            for text, mentions in (
                (turn.text, clear[clear["turn_id"] == turn.turn_id]),
                (new["turns"].set_index("turn_id")["text"][turn.turn_id], new["mentions"][new["mentions"]["turn_id"] == turn.turn_id]),
            )
        ]
        assert rest[0] == rest[1]


def _between(text: str, mentions: pd.DataFrame) -> list[str]:
    edges = [0, *(edge for row in mentions.itertuples() for edge in (row.start, row.end)), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def test_a_case_without_turns_or_names() -> None:
    tables = hide(case([("s1", "", "on commence")], []))
    assert tables["mentions"].empty
    assert tables["turns"]["text"].tolist() == ["on commence"]


def usable(words: tuple[str, ...]) -> bool:
    """A name that is no word, so that none of its letters may be left."""
    return len(words[-1]) > 3 and not any(map(lexicons().is_plain, words))


GIVEN = [name for name in list(lexicons().sex)[:1500] if usable(key(name))]
SURNAMES = sorted(" ".join(words) for words in lexicons().surnames if usable(words))[::7]
TEMPLATES = ["merci {given} pour ça", "Mme {surname} l'a dit", "c'est {full} qui décide", "on a vu {given} et d'autres", "{Full}, ça va ?"]
names = st.tuples(st.sampled_from(GIVEN), st.sampled_from(SURNAMES))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    roster=st.lists(names, min_size=1, max_size=6, unique_by=lambda name: name[0]),
    picks=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(TEMPLATES)), min_size=1, max_size=8),
    secret=st.binary(min_size=16, max_size=32),
)
def test_no_participant_survives(roster: list[tuple[str, str]], picks: list[tuple[int, str]], secret: bytes) -> None:
    people = [(f"p{rank}", f"{given} {surname}".title(), [given.title()]) for rank, (given, surname) in enumerate(roster)]
    said = []
    for who, template in picks:
        given, surname = roster[who % len(roster)]
        full = f"{given} {surname}"
        said.append(("s1", f"p{who % len(roster)}", template.format(given=given, surname=surname, full=full, Full=full.title())))
    tables = hide(case(said, people), secret=secret)
    assert_offsets_hold(tables)
    clear = {word for name in roster for part in name for word in key(part) if len(word) > 2 and not lexicons().is_plain(word)}
    assert not written(tables) & clear


EARLIER = [
    ("s0", "p3", "Paul Le Bihan et Adèle Cadiou sont venus de Glomel, ils appellent le 06 39 98 11 22."),
    ("s0", "s0:l1", "moi c'est Corentin Abgrall, dossier 4471-B, du Faouët, avec Marie Ferrand"),
]


def again(tables: dict[str, pd.DataFrame], known: list[Known], style: str = "natural") -> Any:
    return pseudonymise(**tables, secret=SECRET, settings=PseudonymiseSettings(style=style), known=known)


def stands_for(known: list[Known]) -> dict[str, tuple[str, frozenset[str]]]:
    """Identity and surrogates of each form of a person, number or place."""
    return {f"{one.kind} {form}": (one.identity_id, frozenset(one.surrogates)) for one in known for form in one.forms}


@pytest.mark.parametrize("style", ["natural", "placeholder"])
def test_a_session_more_changes_nobody_s_pseudonym(style: str) -> None:
    first = again(case(), [], style)
    more = again(case([*EARLIER, *SAID]), first.known, style)
    before, after = stands_for(first.known), stands_for(more.known)
    assert before.keys() < after.keys()
    for form, (identity_id, told) in before.items():
        assert after[form][0] == identity_id
        assert told <= after[form][1], form
    assert len({one.identity_id for one in more.known}) == len(more.known)
    without = stands_for(again(case([*EARLIER, *SAID]), [], style).known)
    assert without != after, "the order of drawing alone would give them others"
    assert_offsets_hold(more.tables)


def test_what_is_known_of_nobody_and_of_a_name_that_is_now_real_is_drawn_anew() -> None:
    first = again(case(), [])
    marie = next(one for one in first.known if "Marie Ferrand" in one.forms)
    given = max(marie.surrogates, key=len).split()[0]
    joined = case([*SAID, ("s2", "p2", f"Et {given} Prigent, elle est pas venue.")])
    after = next(one for one in again(joined, first.known).known if "Marie Ferrand" in one.forms)
    assert given not in " ".join(after.surrogates).split()
    assert after.identity_id == marie.identity_id


def test_nothing_known_changes_nothing() -> None:
    for name, frame in again(case(), []).tables.items():
        pd.testing.assert_frame_equal(frame, hide(case())[name])
    same = again(case(), again(case(), []).known)
    for name, frame in same.tables.items():
        pd.testing.assert_frame_equal(frame, hide(case())[name])
