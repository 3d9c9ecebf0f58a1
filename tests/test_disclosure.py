import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tables
from pipeline.disclosure.within import share_word, wall
from pipeline.settings import DisclosureSettings

SETTINGS = DisclosureSettings()

SESSION = {
    "case_id": "c", "session_id": "s1", "order": 0, "date": "", "phase": "conflits", "subgroup": "", "sharing": "group", "n_present": 8,
    "source_format": "text", "n_turns": 1, "n_words": 1, "facilitator": "F1", "sector": "",
}  # fmt: skip
SPEAKER = {"case_id": "c", "speaker_id": "p1", "label": "L", "role": "", "subgroup": "", "resolved": True}
TURN = {
    "case_id": "c", "session_id": "s1", "turn_id": "s1:0", "order": 0, "speaker_id": "", "said_by": "", "start_s": 0.0, "end_s": 1.0,
    "text": "on sait rien",
}  # fmt: skip
SEGMENT = {
    "segment_id": "0", "turn_id": "s1:0", "start": 0, "end": 5, "facet": "obstacle", "topic_id": "", "claim_id": "", "stance": "",
    "score": 1.0,
}  # fmt: skip
TOPIC = {
    "scope": "c", "topic_id": "information", "parent_id": "", "facet": "obstacle", "label": "x", "terms": [], "origin": "codebook",
    "status": "new", "stability": 1.0, "centroid": [], "n_segments": 1, "n_speakers": 1, "n_sessions": 1, "n_cases": 1,
}  # fmt: skip
EVERYBODY = range(8)


def case(said, *, sharing="group", subgroups=("habitants", "mairie"), resolved=True, sensitive=frozenset(), present=8):
    """The cells of a case: `said` lists (session, person, topic), a person being a number, "" or a declared number."""
    turns, segments = [], []
    for i, (session_id, person, topic_id) in enumerate(said):
        turn_id = f"{session_id}:{i}"
        who = {"speaker_id": f"p{person}"} if isinstance(person, int) else {"said_by": person}
        turns.append(TURN | {"session_id": session_id, "turn_id": turn_id, "order": i} | who)
        segments.append(SEGMENT | {"segment_id": str(i), "turn_id": turn_id, "topic_id": topic_id})
    sessions = [
        SESSION | {"session_id": session_id, "sharing": sharing, "n_present": present} for session_id in sorted({s for s, _, _ in said})
    ]
    speakers = [SPEAKER | {"speaker_id": f"p{p}", "subgroup": subgroups[p % len(subgroups)], "resolved": resolved} for p in EVERYBODY]
    topics = [TOPIC | {"topic_id": topic_id} for topic_id in sorted({t for _, _, t in said})]
    return wall(
        sessions=tables.build("sessions", sessions),
        speakers=tables.build("speakers", speakers),
        turns=tables.build("turns", turns),
        segments=tables.build("segments", segments),
        topics=tables.build("topics", topics),
        sensitive=sensitive,
        settings=SETTINGS,
    )


def reason(cells, measure="wall_obstacle", topic="information", column="present"):
    row = cells.loc[(cells["measure"] == measure) & (cells["row"] == topic) & (cells["column"] == column)]
    assert len(row) == 1
    assert bool(row["shown"].iloc[0]) == (row["reason"].iloc[0] == "")
    return row["reason"].iloc[0]


@pytest.mark.parametrize(
    ("persons", "options", "expected"),
    [
        ([1, 2, 3], {}, ""),
        ([1, 2], {}, "k"),
        ([1, 1, 1, 2, 2], {}, "k"),
        ([1, 3, 5], {}, "one_side"),
        ([1, 3, 5], {"subgroups": ("habitants",)}, ""),
        ([1, 2, 3], {"sharing": "stays"}, "sharing"),
        ([1, 2, 3], {"sharing": "ask"}, "sharing"),
        ([1, 2, 3], {"sensitive": frozenset({"information"})}, "sensitive"),
        (["three_plus"], {}, ""),
        (["almost_all"], {}, ""),
        (["few"], {}, "k"),
        ([1, 2, "one"], {}, "k"),
    ],
)
def test_the_wall_shows_a_topic_only_where_it_may(persons, options, expected):
    cells = case([("s1", person, "information") for person in persons], **options)
    assert reason(cells) == expected


def test_each_dot_needs_its_own_k():
    cells = case(
        [("s1", 1, "information"), ("s1", 2, "information"), ("s2", 3, "information"), ("s2", 4, "information"), ("s2", 5, "information")]
    )
    assert reason(cells) == ""
    assert reason(cells, "wall_session", column="s1") == "k"
    assert reason(cells, "wall_session", column="s2") == ""


def test_labels_that_nobody_joined_count_as_the_largest_number_within_one_session():
    apart = [("s1", 1, "information"), ("s1", 2, "information"), ("s2", 3, "information"), ("s2", 4, "information")]
    assert reason(case(apart, resolved=False, subgroups=("",))) == "k"
    assert reason(case([*apart, ("s2", 5, "information")], resolved=False, subgroups=("",))) == ""


@pytest.mark.parametrize("present", range(3, 25))
def test_all_and_all_but_one_share_one_word_and_words_only_grow(present):
    words = [share_word(n, present) for n in range(1, present + 1)]
    assert words == sorted(words)
    assert words[-1] == words[-2] == 4


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["s1", "s2", "s3"]),
            st.one_of(st.integers(0, 7), st.sampled_from(["", "one", "few"])),
            st.sampled_from(["information", "roles", "temps"]),
        ),
        max_size=30,
    ),
    st.booleans(),
)
def test_no_shown_cell_speaks_of_fewer_than_k_persons_and_a_withheld_one_tells_nothing(said, resolved):
    cells = case(said, resolved=resolved)
    people = {
        (topic, column): {p for s, p, t in said if t == topic and column in ("present", s) and isinstance(p, int)}
        for topic in ("information", "roles", "temps")
        for column in ("present", "s1", "s2", "s3")
    }
    for cell in cells.itertuples():
        if cell.shown:
            assert len(people[cell.row, cell.column]) >= cell.n_speakers >= SETTINGS.k
        else:
            assert pd.isna(cell.value)
            assert cell.n_speakers == cell.n_sessions == cell.n_cases == 0


@pytest.mark.parametrize(("present", "word"), [(0, 2), (3, 4), (16, 1)])
def test_no_share_is_claimed_where_nobody_said_how_many_were_there(present, word):
    cells = case([("s1", "three_plus", "information")], present=present)
    assert cells.loc[cells["measure"] == "wall_obstacle", "value"].tolist() == [word]
