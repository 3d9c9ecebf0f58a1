"""Figures over all cases: who adds what, what is let out, and an attacker who computes all that can be computed."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from pipeline import tables
from pipeline.disclosure import disclose_across
from pipeline.disclosure.contributions import contribute
from pipeline.disclosure.problem import pose
from pipeline.disclosure.protect import Figure, Past, protect
from pipeline.disclosure.rules import Rule
from pipeline.settings import DisclosureSettings

SETTINGS = DisclosureSettings()
STEPS = ("contrat", "peurs", "conflits")
ALL, SEVERAL = ("intervention", "", ""), ("several", "", "")


def case(name, *, led="F1", sector="", steps=STEPS, said=None, status=None, present=8):
    """The contributions of a case: `said` gives persons by (obstacle, step), `status` a status by obstacle."""
    rows = [("intervention", "", "", present), ("sector", "", sector, present)]
    rows += [("followed", "", step, present) for step in steps]
    rows += [("several", "", "", present)] if len(steps) > 1 else []
    persons = {}
    for (topic, step), n in (said or {}).items():
        if step in steps and n:
            rows.append(("obstacle_phase", topic, step, n))
            persons[topic] = max(n, persons.get(topic, 0))
    for topic, n in persons.items():
        rows.append(("obstacle_sector", topic, sector, n))
        if len(steps) > 1:
            rows.append(("obstacle_status", topic, (status or {}).get(topic, "new"), n))
    about = {"case_id": name, "facilitator": led, "amount": len(steps), "of": 1}
    return [{**about, "measure": m, "row": r, "column": c, "n_speakers": n} for m, r, c, n in rows]


def contributions(*cases):
    return pd.DataFrame([row for rows in cases for row in rows], columns=tables.columns("contributions"))


def let_out(frame, past=None, led_by=None):
    return protect(pose(frame), Rule(SETTINGS, {**(led_by or {}), **dict(zip(frame["case_id"], frame["facilitator"], strict=True))}), past)


ROLES = ("obstacle_phase", "roles", "contrat")
FOLLOWED = ("followed", "", "contrat")


def spoken(persons, facilitators=("F1", "F2", "F3"), silent=0):
    """Cases in which `persons` spoke of the roles at the contract, and `silent` others in which nobody did."""
    cases = [
        case(f"c{i}", led=led, steps=("contrat",), said={("roles", "contrat"): n})
        for i, (n, led) in enumerate(zip(persons, facilitators, strict=True))
    ]
    return contributions(*cases, *(case(f"s{i}", led=f"F{i % 4}", steps=("contrat",)) for i in range(silent)))


@pytest.mark.parametrize(
    ("persons", "facilitators", "expected"),
    [
        ((1, 1, 1), ("F1", "F2", "F3"), Figure(3, out_of=3)),
        ((1, 1), ("F1", "F2"), None),
        ((5, 5, 5), ("F1", "F2", "F2"), None),
        ((5, 5, 5), ("", "", ""), None),
        ((5, 5, 5), ("F1", "F2", ""), Figure(3, out_of=3)),
        ((4, 1, 1), ("F1", "F2", "F3"), None),
        ((3, 1, 1), ("F1", "F2", "F3"), Figure(3, out_of=3)),
        ((3, 3, 1, 2), ("F1", "F1", "F2", "F3"), None),
    ],
)
def test_a_cell_needs_persons_of_three_cases_of_three_facilitators_and_none_that_speaks_for_all(persons, facilitators, expected):
    assert let_out(spoken(persons, facilitators)).figures.get(ROLES) == expected


@pytest.mark.parametrize(
    ("silent", "expected"),
    [
        (0, Figure(3, out_of=3)),
        (1, Figure(3, True, 4)),
        (2, Figure(3, True, 5)),
        (3, Figure(3, False, 6)),
        (4, Figure(3, False, 7)),
    ],
)
def test_where_few_did_not_speak_nobody_learns_how_many(silent, expected):
    assert let_out(spoken((1, 1, 1), silent=silent)).figures[ROLES] == expected


def test_those_who_did_not_speak_may_not_be_one_facilitator_s():
    frame = contributions(
        *(case(f"c{i}", led=f"F{i}", steps=("contrat",), said={("roles", "contrat"): 2}) for i in range(3)),
        *(case(f"s{i}", led="F0", steps=("contrat",)) for i in range(3)),
    )
    assert ROLES not in let_out(frame).figures


@pytest.mark.parametrize("others", [("b",), ("b", "b"), ("b", "c")])
def test_a_sector_is_withheld_where_the_rest_of_all_would_be_few(others):
    told = let_out(contributions(*(case(f"c{i}", led=f"F{i}", sector=sector) for i, sector in enumerate(("a", "a", "a", *others))))).figures
    assert told[ALL].value == 3 + len(others)
    assert ("sector", "", "a") not in told


def test_two_sectors_may_not_leave_a_rest_of_few():
    sectors = ("a", "a", "a", "d", "d", "d", "b", "c")
    told = let_out(contributions(*(case(f"c{i}", led=f"F{i}", sector=sector) for i, sector in enumerate(sectors)))).figures
    assert told[ALL].value == 8
    assert sum(key[0] == "sector" for key in told) == 1


def test_what_was_told_before_and_holds_still_is_known():
    def made(last):
        speakers = [("a", 2, "new", 0), ("a", 3, "new", 1), ("a", 1, "back", 2), ("b", 4, "new", 0), ("b", 1, "back", 1)]
        rows = [
            case(f"c{n}", led=f"F{led}", sector=sector, said={("roles", STEPS[at]): 2}, status={"roles": status})
            for n, (sector, led, status, at) in enumerate(speakers)
        ]
        rows.append(case("last", led="F2", sector="b", said={("roles", STEPS[2]): last}, status={"roles": "resolved"}))
        return contributions(*rows, *(case(f"s{n}", led=f"F{n}", sector="ab"[n % 2]) for n in range(6)))

    first = let_out(made(0))
    new, spoken_in_b = ("obstacle_status", "roles", "new"), ("obstacle_sector", "roles", "b")
    assert first.figures[new].value == 3
    assert spoken_in_b not in first.figures
    past = {key: Past(figure, (first.made_of[key],)) for key, figure in first.figures.items()}
    second = let_out(made(2), past)
    assert second.figures[new].value == 3
    assert spoken_in_b not in second.figures, "both sectors give all who spoke, and these less the new ones are of two facilitators"


def test_a_status_is_withheld_where_sectors_give_the_rest_away():
    statuses = ["new"] * 3 + ["back"] * 2
    cases = [case(f"c{i}", led=f"F{i}", said={("roles", "peurs"): 2}, status={"roles": status}) for i, status in enumerate(statuses)]
    told = let_out(contributions(*cases, *(case(f"s{i}", led=f"F{i}") for i in range(3)))).figures
    assert told["obstacle_sector", "roles", ""].value == 5
    assert ("obstacle_status", "roles", "new") not in told


def test_what_was_told_before_may_not_make_a_new_denominator_speak_of_few():
    speaks = {("roles", "contrat"): 2}
    spoke = [case(f"c{i}", led=f"F{i}", steps=("contrat",), said=speaks) for i in range(3)]
    silent = [case(f"s{i}", led=f"F{i}", steps=("contrat",)) for i in range(4)]
    first = let_out(contributions(*spoke, *silent))
    assert first.figures[ROLES] == Figure(3, out_of=7)
    past = {key: Past(figure, (first.made_of[key],)) for key, figure in first.figures.items()}
    led_by = {case: led for marks in first.made_of.values() for case, led, _ in marks}
    second = let_out(contributions(*spoke, case("s0", led="F0", steps=("contrat",), said=speaks)), past, led_by)
    assert second.figures.get(FOLLOWED) in (None, first.figures[FOLLOWED]), "4 followed, less 3 who spoke: one who had not"
    assert second.figures[ROLES] == first.figures[ROLES]


def test_what_is_withheld_is_not_in_the_table():
    frame = contributions(*(case(f"c{i}", led=f"F{i}", sector=("a", "b")[i % 2], said={("roles", "peurs"): 2}) for i in range(4)))
    cells = disclose_across(contributions=frame, settings=SETTINGS)["cells"]
    assert cells["shown"].all()
    assert cells["value"].min() >= SETTINGS.min_cases
    assert not set(cells["measure"]) & {"sector", "obstacle_sector"}
    assert (cells[["n_speakers", "n_sessions"]] == 0).all(axis=None)


SESSION = {
    "case_id": "c", "session_id": "s1", "order": 0, "date": "", "phase": "conflits", "subgroup": "", "sharing": "stays", "n_present": 8,
    "source_format": "text", "n_turns": 1, "n_words": 1, "facilitator": "F1", "sector": " École ",
}  # fmt: skip
TURN = {"case_id": "c", "session_id": "s1", "said_by": "", "start_s": 0.0, "end_s": 1.0, "text": "on sait rien"}
SEGMENT = {"start": 0, "end": 5, "facet": "obstacle", "claim_id": "", "stance": "", "score": 1.0}
TOPIC = {
    "scope": "c", "parent_id": "", "facet": "obstacle", "label": "x", "terms": [], "origin": "codebook", "status": "back",
    "stability": 1.0, "centroid": [], "n_segments": 1, "n_speakers": 1, "n_sessions": 1, "n_cases": 1,
}  # fmt: skip
MARKER = {
    "start": 0, "end": 2, "category": "accusation", "family": "violence", "score": 1.0, "band": "sure", "origin": "rule", "rule_id": "",
    "modifiers": [], "target": "", "active": True, "why": "",
}  # fmt: skip
DECISION = {"decision_id": "d", "stage": "markers", "kind": "reject", "target_id": "m0", "value": "", "author": "a", "at": "2026-01-01"}


def small_case(sessions=({}, {"session_id": "s2", "order": 1}), decisions=()):
    turns = [TURN | {"turn_id": f"s1:{i}", "order": i, "speaker_id": f"p{i}"} for i in range(4)]
    topics = ["roles", "roles", "viewpoint-1", "roles"]
    return contribute(
        sessions=tables.build("sessions", [SESSION | one for one in sessions]),
        speakers=tables.build(
            "speakers",
            [
                {
                    "case_id": "c",
                    "speaker_id": f"p{i}",
                    "label": "L",
                    "role": "intervenant" if i == 0 else "",
                    "subgroup": "",
                    "resolved": True,
                }
                for i in range(4)
            ],
        ),
        turns=tables.build("turns", turns),
        segments=tables.build(
            "segments", [SEGMENT | {"segment_id": f"g{i}", "turn_id": f"s1:{i}", "topic_id": t} for i, t in enumerate(topics)]
        ),
        topics=tables.build("topics", [TOPIC | {"topic_id": topic} for topic in sorted(set(topics))]),
        markers=tables.build("markers", [MARKER | {"marker_id": f"m{i}", "turn_id": f"s1:{i + 1}"} for i in range(3)]),
        passages=tables.build(
            "passages",
            [
                {
                    "passage_id": "x",
                    "session_id": "s1",
                    "kind": "withdrawal",
                    "first_turn_id": "s1:1",
                    "last_turn_id": "s1:2",
                    "topic_id": "",
                    "score": 1.0,
                }
            ],
        ),
        decisions=tables.build("decisions", [DECISION | one for one in decisions]),
        codes=frozenset({"roles"}),
    )


def counted(frame):
    return {(one.measure, one.row, one.column): one.n_speakers for one in frame.itertuples()}


def test_a_case_adds_its_persons_by_step_sector_status_and_passage():
    assert counted(small_case()) == {
        ("intervention", "", ""): 8,
        ("sector", "", "école"): 8,
        ("several", "", ""): 8,
        ("followed", "", "conflits"): 8,
        ("obstacle_sector", "roles", "école"): 2,
        ("obstacle_status", "roles", "back"): 2,
        ("obstacle_phase", "roles", "conflits"): 2,
        ("passage_phase", "withdrawal", "conflits"): 2,
    }


def test_in_a_single_session_nothing_can_have_come_back():
    assert not set(small_case(sessions=({},))["measure"]) & {"several", "obstacle_status"}


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], None),
        ([{}], (1, 3)),
        ([{}, {"decision_id": "e", "kind": "undo", "at": "2026-01-02"}], None),
        ([{}, {"decision_id": "e", "kind": "set", "value": "menace", "at": "2026-01-02"}], (0, 3)),
        ([{"stage": "topics"}], None),
    ],
)
def test_the_quality_of_readings_is_what_was_rejected_of_what_was_read(decisions, expected):
    frame = small_case(decisions=decisions)
    rejected = frame.loc[frame["measure"] == "rejected"]
    assert [tuple(row) for row in rejected[["amount", "of"]].to_numpy()] == ([expected] if expected else [])
    assert ("reviewed" in set(frame["measure"])) == (expected is not None)


# the attacker

persons = st.integers(0, 3)
worlds = st.lists(
    st.builds(
        lambda led, sector, steps, a, b, status: {
            "led": f"F{led}",
            "sector": sector,
            "steps": steps,
            "said": {("roles", s): n for s, n in zip(STEPS, a, strict=True)} | {("temps", s): n for s, n in zip(STEPS, b, strict=True)},
            "status": {"roles": status[0], "temps": status[1]},
        },
        st.integers(1, 4),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([STEPS, STEPS, STEPS, STEPS[:2], STEPS[:1], STEPS[1:]]),
        st.tuples(persons, persons, persons),
        st.tuples(persons, persons, persons),
        st.tuples(*[st.sampled_from(["new", "persistent", "resolved", "back"])] * 2),
    ),
    min_size=3,
    max_size=12,
)


def known_structure(sets):
    """What anybody knows who knows what the figures mean: which sets hold which, and which consist of which."""
    pairs = [(key, ALL) for key in sets if key[0] in ("followed", "sector", "several")]
    sums = [(ALL, [key for key in sets if key[0] == "sector"])]
    for key in sets:
        if key[0] == "obstacle_phase":
            pairs.append((key, ("followed", "", key[2])))
        if key[0] == "obstacle_sector":
            pairs.append((key, ("sector", "", key[2])))
        if key[0] == "obstacle_status":
            pairs.append((key, SEVERAL))
    for topic in ("roles", "temps"):
        sets[("raised", topic, "")] = raised = set().union(*(sets[key] for key in sets if key[:2] == ("obstacle_sector", topic)))
        sets[("raised", topic, "several")] = again = set().union(*(sets[key] for key in sets if key[:2] == ("obstacle_status", topic)))
        sums.append((("raised", topic, ""), [key for key in sets if key[:2] == ("obstacle_sector", topic)]))
        sums.append((("raised", topic, "several"), [key for key in sets if key[:2] == ("obstacle_status", topic)]))
        if sets.get(SEVERAL) == sets[ALL]:
            assert raised == again
            sums.append((("raised", topic, ""), [("raised", topic, "several")]))
        pairs += [(key, ("raised", topic, "")) for key in sets if key[:2] == ("obstacle_phase", topic)]
        pairs += [(("raised", topic, ""), ALL), (("raised", topic, "several"), ("raised", topic, ""))]
    return pairs, sums


def computable(sets, exact):
    """Every set whose size follows, by linear algebra, from exact figures and from the structure: its members."""
    pairs, sums = known_structure(sets)
    at = {key: n for n, key in enumerate(sets)}

    def vector(plus, minus=()):
        made = np.zeros(len(at))
        for key in plus:
            made[at[key]] += 1
        for key in minus:
            made[at[key]] -= 1
        return made

    told = [vector([key]) for key in exact] + [vector([whole], parts) for whole, parts in sums]
    _, size, rows = np.linalg.svd(np.array(told), full_matrices=True)
    free = rows[int((size > 1e-9).sum()) :]
    targets = [(vector([key]), sets[key]) for key in sets]
    targets += [(vector([whole], [part]), sets[whole] - sets[part]) for part, whole in pairs]
    for _, parts in sums:
        rest = [part for part in parts if part not in exact]
        targets.append((vector(rest), set().union(*(sets[part] for part in rest))))
    return [found for target, found in targets if np.allclose(free @ target, 0)]


def build(world):
    return contributions(*(case(name, **one) for name, one in world.items()))


def sets_of(frame):
    grouped = frame.groupby(["measure", "row", "column"])["case_id"].agg(set)
    return dict(zip(grouped.index, grouped, strict=True))


def few(cases, led_by):
    """Every case brings a person at least, so that three cases are three persons."""
    return bool(cases) and (len(cases) < 3 or len({led_by[one] for one in cases}) < 3)


@profile(max_examples=100)
@given(worlds)
def test_no_figure_alone_or_by_difference_speaks_of_few(world):
    frame = build({f"c{n}": one for n, one in enumerate(world)})
    led_by = dict(zip(frame["case_id"], frame["facilitator"], strict=True))
    spoken_by = frame.set_index(["measure", "row", "column", "case_id"])["n_speakers"].to_dict()
    sets, figures = sets_of(frame), let_out(frame).figures
    counts = {key: figure for key, figure in figures.items() if key != ("sessions", "", "")}
    for key, figure in counts.items():
        assert not few(sets[key], led_by)
        weights = [spoken_by[(*key, one)] for one in sets[key]]
        assert sum(weights) >= SETTINGS.k
        if key[0].startswith("obstacle"):
            assert max(weights) <= SETTINGS.max_share * sum(weights)
        if figure.at_least:
            assert 3 <= figure.value <= len(sets[key])
            assert figure.value in (3, figure.out_of - 2)
        else:
            assert figure.value == len(sets[key])
            assert figure.out_of <= 3 or figure.value <= figure.out_of - 3, "all and all but one are told alike"
    exact = {key for key, figure in counts.items() if not figure.at_least}
    for found in computable(sets, exact):
        assert not few(found, led_by)


@profile(max_examples=50)
@given(worlds, st.lists(st.tuples(worlds, st.sets(st.integers(0, 11), max_size=6)), min_size=1, max_size=3))
def test_no_difference_of_two_releases_speaks_of_few(first, later):
    """Interventions begin, go on and are deleted between releases; an attacker keeps every release."""
    world = {f"c{n}": one for n, one in enumerate(first)}
    led_by, past, releases = {}, {}, []
    steps = [({}, set()), *[({f"r{at}-{n}": one for n, one in enumerate(more)}, gone) for at, (more, gone) in enumerate(later)]]
    for more, gone in steps:
        world = {name: one for n, (name, one) in enumerate(world.items()) if n not in gone} | more
        frame = build(world)
        led_by |= dict(zip(frame["case_id"], frame["facilitator"], strict=True))
        made = let_out(frame, past, led_by)
        releases.append(made)
        assert_past(past, made)
    for at, old in enumerate(releases):
        for new in releases[at + 1 :]:
            for key in old.figures.keys() & new.figures.keys():
                if old.figures[key] != new.figures[key]:
                    assert not few({case for case, _, _ in old.made_of[key] ^ new.made_of[key]}, led_by)
            for key, whole in ((key, ("followed", "", key[2])) for key in old.figures if key[0] == "obstacle_phase"):
                for small, large in ((old, new), (new, old)):
                    assert_nested(small, key, large, whole, led_by)


def assert_past(past, made):
    """Keep every version, as a registry does."""
    for key in past.keys() | made.figures.keys():
        versions = past[key].versions if key in past else ()
        here = made.made_of.get(key)
        past[key] = Past(made.figures.get(key), versions if here is None or here in versions[-1:] else (*versions, here))


def assert_nested(small, key, large, whole, led_by):
    if key in small.figures and whole in large.figures and not small.figures[key].at_least:
        part, all_of_it = ({case for case, _, _ in marks} for marks in (small.made_of[key], large.made_of[whole]))
        if part < all_of_it:
            assert not few(all_of_it - part, led_by)
