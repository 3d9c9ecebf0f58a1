"""What may still give somebody away is found, said in plain French, and quotes nobody."""

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import ResourceError
from pipeline.pseudonymise.records import Known
from pipeline.pseudonymise.risk import COLUMNS, KINDS, residual_risk, small_communes
from pipeline.pseudonymise.spoken import compile_lines, find_told, knowledge, skeleton
from pipeline.pseudonymise.text import key
from pipeline.tables import build

ENTRIES = [(name, entry) for name in ("stories", "family") for entry in knowledge(name)["entries"]]
EXAMPLES = [
    pytest.param(name, entry["id"], text, id=f"{entry['id']}-{i}") for name, entry in ENTRIES for i, text in enumerate(entry["examples"])
]
COUNTERS = [
    pytest.param(name, entry["id"], text, id=f"{entry['id']}-{i}")
    for name, entry in ENTRIES
    for i, text in enumerate(entry["counter_examples"])
]


def told(name, text):
    return {found.id for found in find_told(skeleton(text), name)}


@pytest.mark.parametrize(("name", "entry", "text"), EXAMPLES)
def test_an_example_is_found(name, entry, text):
    assert entry in told(name, text)


@pytest.mark.parametrize(("name", "entry", "text"), EXAMPLES)
def test_an_example_is_found_as_a_machine_writes_it(name, entry, text):
    assert entry in told(name, re.sub(r"[.,;:!?…]", "", text).lower())


@pytest.mark.parametrize(("name", "entry", "text"), COUNTERS)
def test_a_counter_example_is_not(name, entry, text):
    assert entry not in told(name, text)


@pytest.mark.parametrize("text", ["Je n'ai pas eu d'accident.", "comme si j'avais eu un accident", "imaginez que j'ai eu un accident"])
def test_what_is_denied_or_imagined_is_no_story(text):
    assert told("stories", text) == set()


def test_a_line_that_cannot_be_read_is_an_error():
    with pytest.raises(ResourceError):
        compile_lines(["j ai @personne_ne_connait_cette_liste"], {})


NAN = float("nan")
PEOPLE = [
    ("p0", "Animatrice", "intervenant", ""),
    ("p1", "Inès Morel", "habitante", ""),
    ("p2", "Marc", "habitant", ""),
    ("p3", "Odile", "maire", "élus"),
]


def tables(*said, people=PEOPLE):
    """A session from (speaker_id, text with [KIND identity status|surrogate] mentions)."""
    turns, mentions = [], []
    for order, (speaker_id, marked) in enumerate(said):
        turn_id, text = f"s1:{order}", ""
        for plain, mark, surrogate in re.findall(r"([^\[]*)(?:\[([^|]*)\|([^\]]*)\])?", marked):
            text += plain
            if mark:
                kind, identity, status = mark.split()
                place = {
                    "mention_id": f"{turn_id}/{len(mentions)}",
                    "turn_id": turn_id,
                    "start": len(text),
                    "end": len(text) + len(surrogate),
                }
                what = {"kind": kind, "identity_id": identity, "surrogate": surrogate, "score": 0.9, "origin": "ner", "status": status}
                mentions.append(place | what)
                text += surrogate
        where = {"case_id": "c", "session_id": "s1", "turn_id": turn_id, "order": order, "speaker_id": speaker_id, "said_by": ""}
        turns.append({**where, "start_s": NAN, "end_s": NAN, "text": text})
    session = {"case_id": "c", "session_id": "s1", "order": 0, "date": "", "phase": "", "subgroup": "", "sharing": "stays", "n_present": 3}
    counts = {"source_format": "text", "n_turns": len(turns), "n_words": 9, "facilitator": "F1", "sector": ""}
    names = ("case_id", "speaker_id", "label", "role", "subgroup", "resolved")
    return {
        "sessions": build("sessions", [session | counts]),
        "speakers": build("speakers", [dict(zip(names, ("c", *person, True), strict=True)) for person in people]),
        "turns": build("turns", turns),
        "mentions": build("mentions", mentions),
    }


def risks(*said, small=(), **options):
    found = residual_risk(**tables(*said, **options), small=small)
    assert list(found.columns) == list(COLUMNS)
    assert set(found["kind"]) <= set(KINDS)
    return found


def rows(found, kind):
    return found.loc[found["kind"] == kind, ["turn_id", "count"]].values.tolist()


def test_nothing_is_found_in_small_talk():
    assert risks(("p1", "Bonjour, on commence ?"), ("p2", "Oui, allons-y.")).empty


def test_mentions_to_review_are_counted_by_session():
    found = risks(("p1", "merci [PERSON i1 accepted|Paul]"), ("p2", "[PERSON i2 review|Rose] et [ORG i3 review|Bocage]"))
    assert rows(found, "review") == [["s1:1", 2]]


def test_traits_that_one_person_alone_unites():
    found = risks(("p1", "J'ai [AGE i1 accepted|45-49 ans], je suis veuve."), ("p2", "Moi j'ai [AGE i1 accepted|45-49 ans]."))
    assert rows(found, "profile") == [["s1:0", 1], ["s1:1", 1]]
    assert "sa fonction, son âge et sa situation de famille" in found["sentence"][0]


def test_traits_that_somebody_else_shows_as_well_single_nobody_out():
    alike = [("p1", "Inès", "habitant", ""), ("p2", "Marc", "habitant", "")]
    said = "j'ai [AGE i1 accepted|45-49 ans] et j'habite à [PLACE i2 accepted|Lorient]"
    assert rows(risks(("p1", said), ("p2", said), people=alike), "profile") == []


def test_an_age_that_another_tells_is_the_named_persons():
    found = risks(
        ("p2", "[PERSON i9 accepted|Inès] elle a [AGE i1 accepted|80-84 ans]."), ("p1", "J'habite à [PLACE i2 accepted|Lorient].")
    )
    assert rows(found, "profile")[0] == ["s1:0", 1]


@pytest.mark.parametrize(
    "text", ["dans dix ans j'ai dit [AGE i1 accepted|25-29 ans]", "il vient de [PLACE i2 accepted|Lorient]", "[AGE i1 accepted|[ÂGE]"]
)
def test_what_is_not_told_as_ones_own_is_no_trait(text):
    assert rows(risks(("p1", text)), "profile") == []


def test_who_is_alone_by_the_list_of_participants_is_counted():
    found = risks(("p3", "Bonsoir."), ("p1", "Bonsoir."))
    assert rows(found, "list") == [["", 1]]


@pytest.mark.parametrize(
    "text", ["C'est la directrice qui décide.", "faut voir avec le cadre de nuit", "le sous-préfet est venu", "moi je suis maire"]
)
def test_a_function_that_one_person_holds_is_found(text):
    assert rows(risks(("p1", text)), "role") == [["s1:0", 1]]


@pytest.mark.parametrize("text", ["Les maires se plaignent.", "il faudrait une directrice", "on en parle à la mairie", "la voisine"])
def test_a_function_that_many_hold_is_not(text):
    assert rows(risks(("p1", text)), "role") == []


def test_a_declared_function_counts():
    assert rows(risks(("p3", "Bonsoir."), ("p1", "Demandez à la maire.")), "role") == [["s1:1", 2]]


@pytest.mark.parametrize("text", ["moi je suis maréchal-ferrant", "demande au luthier", "en tant que grutière, je dis non"])
def test_a_rare_trade_is_found(text):
    assert rows(risks(("p1", text)), "role") == [["s1:0", 1]]


@pytest.mark.parametrize(
    ("kind", "form", "found"),
    [
        ("PLACE", "Abbecourt", True),
        ("PLACE", "mairie d'Abbévillers", True),
        ("PLACE", "Abbeville", False),
        ("PLACE", "Zorglubville", False),
        ("PERSON", "Abbecourt", False),
    ],
)
def test_a_commune_is_small_by_its_inhabitants(kind, form, found):
    assert small_communes([Known(identity_id="i1", kind=kind, forms=(form,))]) == ["i1"] * found


def test_a_small_commune_is_counted_under_its_surrogate():
    said = ("p1", "à [PLACE i2 accepted|Langast] on sait"), ("p2", "[PLACE i2 accepted|Langast] et [PLACE i3 accepted|Lorient]")
    found = risks(*said, small=["i2"])
    assert rows(found, "commune") == [["s1:0", 2]]
    assert "moins de 2 000 habitants est nommée 2 fois" in found["sentence"][0]
    assert "Langast" not in found["sentence"][0]


@pytest.mark.parametrize(
    ("part", "kind", "fewest", "most"),
    [("first", "stories", 27, 30), ("first", "ordinary", 0, 1), ("second", "stories", 10, 30), ("second", "ordinary", 0, 2)],
)
def test_invented_turns_that_tell_a_story_or_none(part, kind, fewest, most):
    invented = tomllib.loads(Path(__file__).with_name("recollections.toml").read_text("utf-8"))[part][kind]
    assert len(invented) == 30
    assert fewest <= sum(bool(told("stories", text)) for text in invented) <= most


def test_the_sentences_quote_nobody_and_promise_nothing():
    said = "Chuis tombé du toit de la cantine, j'ai [AGE i1 review|45-49 ans], je suis veuf, le maire Fabrice le sait."
    found = risks(("p1", said), ("p3", "Bonsoir à [PLACE i7 accepted|Langast]."), small=["i7"])
    assert set(found["kind"]) == set(KINDS)
    words = {word for sentence in found["sentence"] for word in key(sentence)}
    assert not words & {"langast", "toit", "cantine", "veuf", "fabrice", "tombe"}
    assert not found["sentence"].str.contains("anonym|{|}").any()


def test_facilitators_and_empty_tables():
    assert rows(risks(("p0", "J'ai [AGE i1 accepted|45-49 ans], je suis veuve.")), "profile") == []
    nothing = {name: build(name) for name in ("sessions", "speakers", "turns", "mentions")}
    assert isinstance(residual_risk(**nothing), pd.DataFrame)
