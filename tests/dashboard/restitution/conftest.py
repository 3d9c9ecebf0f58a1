"""A small case whose tables agree with one another: what each person said of which obstacle, and where each stands on one claim."""

from types import SimpleNamespace

import pytest

from dashboard.access import WALL, _shown
from dashboard.registry.interventions import change_intervention, get_intervention
from dashboard.restitution.search import find
from pipeline import tables
from pipeline.disclosure.within import wall
from pipeline.pseudonymise.records import CaseRecord, Known
from pipeline.pseudonymise.vault import Vault
from pipeline.settings import Settings
from pipeline.store import serialise

PASSPHRASE = "quatre mots tirés au sort"
SENSITIVE = frozenset({"represailles"})
LABELS = {
    "information": "L'information n'arrive pas jusqu'à nous",
    "charge": "C'est toujours les mêmes qui font",
    "temps": "On n'a pas le temps de se parler",
    "represailles": "On a peur que ça nous retombe dessus",
    "regles": "Personne ne connaît les règles",
}
NAMES = ("Animatrice", "Inès", "Marc", "Odile", "Farid", "Lucie", "Samba", "Rachel", "Paul", "Awa", "Jean")
# (session, speaker, obstacle, what)
SAID = [
    *((1, n, "information", "personne nous a prévenus que la salle fermait") for n in (1, 2, 3, 4)),
    *((2, n, "information", "on l’apprend toujours par hasard, après tout le monde") for n in (1, 2, 5)),
    *((1, n, "charge", "c’est toujours les mêmes qui rangent la salle") for n in (1, 2, 3)),
    *((2, n, "temps", "on n’a jamais cinq minutes pour se parler") for n in (1, 4, 5)),
    *((1, n, "represailles", "on a peur que ça nous retombe dessus après") for n in (2, 4, 5)),
    *((2, n, "regles", "personne ne sait quelles sont les règles ici") for n in (4, 6)),
    *((3, n, "regles", "les règles changent selon qui les lit à voix haute") for n in (1, 2, 3)),
]
STANDS = {1: 1, 2: 1, 4: 1, 3: -1, 5: -1, 6: -1}
WHY = {
    1: ("pour", "la nuit il n’y a personne d’autre pour voir"),
    -1: ("contre", "ce sont toujours les mêmes qu’on filmera"),
    0: ("nuance", "à l’entrée peut-être mais pas dans les étages"),
}
LINK = "parce que Inès garde le panneau dans son bureau"


def person(number, subgroup=""):
    role = "intervenant" if number == 0 else ""
    return {"case_id": "cas", "speaker_id": f"p{number}", "label": NAMES[number], "role": role, "subgroup": subgroup, "resolved": True}


def build(said=SAID, groups="abababa", present=8, sharing=("group", "group", "stays"), named=True, stands=STANDS):
    """The tables of a case; `groups` is the subgroup of each person from 1, `stands` what a person holds of the claim (1, -1, 0)."""
    rows = {name: [] for name in tables.MODELS}
    for rank, reach in enumerate(sharing):
        rows["sessions"].append(
            {
                "case_id": "cas",
                "session_id": f"seance-{rank + 1}",
                "order": rank,
                "date": "",
                "phase": "obstacles",
                "subgroup": "",
                "sharing": reach,
                "n_present": present,
                "source_format": "text",
                "n_turns": 9,
                "n_words": 90,
                "facilitator": "F1",
                "sector": "",
            }
        )
    rows["speakers"] = [person(0), *(person(n, group) for n, group in enumerate(groups, 1))]

    def turn(session, speaker, text, topic="", facet="obstacle", claim="", stance=""):
        session_id = f"seance-{session}"
        order = sum(one["session_id"] == session_id for one in rows["turns"])
        turn_id = f"{session_id}:{order}"
        rows["turns"].append(
            {
                "case_id": "cas",
                "session_id": session_id,
                "turn_id": turn_id,
                "order": order,
                "speaker_id": f"p{speaker}",
                "said_by": "",
                "start_s": float("nan"),
                "end_s": float("nan"),
                "text": text,
            }
        )
        rows["segments"].append(
            {
                "segment_id": f"{turn_id}/0/{facet}",
                "turn_id": turn_id,
                "start": 0,
                "end": len(text),
                "facet": facet,
                "topic_id": topic,
                "claim_id": claim,
                "stance": stance,
                "score": 0.9,
            }
        )
        return f"{turn_id}/0/{facet}"

    for session, speaker, topic, text in said:
        turn(session, speaker, text, topic)
    counts = dict.fromkeys(("n_segments", "n_speakers", "n_sessions", "n_cases"), 3)
    blank = {"scope": "cas", "parent_id": "", "terms": [], "status": "new", "stability": float("nan"), "centroid": [], **counts}
    rows["topics"] = [
        {**blank, "topic_id": code, "facet": "obstacle", "label": label, "origin": "codebook"} for code, label in LABELS.items()
    ]
    rows["topics"].append(
        {
            **blank,
            "topic_id": "vue-1",
            "facet": "viewpoint",
            "label": "Des caméras, ça protège",
            "origin": "person" if named else "discovered",
        }
    )
    for speaker, value in stands.items():
        stance, why = WHY[value]
        evidence = turn(1, speaker, f"{why}, {speaker} fois sur dix", "vue-1", "viewpoint", "vue-1/0", stance)
        rows["stances"].append(
            {
                "scope": "cas",
                "session_id": "seance-1",
                "speaker_id": f"p{speaker}",
                "claim_id": "vue-1/0",
                "value": value,
                "evidence": [evidence],
            }
        )
    shares = {"agreement_low": 0.1, "agreement_high": 0.9, "consensus": 0.2, "divide": float("nan")}
    rows["claims"].append(
        {
            "scope": "cas",
            "claim_id": "vue-1/0",
            "topic_id": "vue-1",
            "label": "des caméras",
            "quote_segment_id": "",
            **{n: list(stands.values()).count(value) for n, value in {"n_for": 1, "n_against": -1, "n_nuanced": 0}.items()},
            **shares,
        }
    )
    cause = turn(2, 3, LINK, "information")
    rows["links"].append(
        {
            "link_id": f"{cause}/",
            "scope": "cas",
            "topic_id": "information",
            "cause_topic_id": "",
            "segment_id": cause,
            "cue": "parce que",
            "score": 0.8,
        }
    )
    frames = {name: tables.build(name, made) for name, made in rows.items()}
    case = {name: frames[name] for name in ("sessions", "speakers", "turns", "segments", "topics")}
    return frames | {"cells": wall(**case, sensitive=SENSITIVE, settings=Settings().disclosure)}


def write(data, frames):
    (data / "cas").mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        (data / "cas" / f"{name}.parquet").write_bytes(serialise(frame))


def make_vault(path):
    """A vault that knows one person of the case in clear."""
    known = Known(identity_id="i1", kind="PERSON", forms=("Nadia Belkacem", "Nadia"), surrogates=("Inès",))
    Vault.create(path, PASSPHRASE).put(CaseRecord(case_id="cas", secret=bytes(32), known=(known,)))


@pytest.fixture(scope="session")
def build_case():
    """Makes the tables of the case; see `build`."""
    return build


@pytest.fixture(scope="session")
def said_so_far():
    """What was said in the case: (session, person, obstacle, words)."""
    return SAID


@pytest.fixture(scope="session")
def found():
    """Looks for candidates in tables."""

    def look(frames, told=None, names=None):
        return find(frames, shown=_shown(WALL)(frames.__getitem__, "cas"), told=told or {}, names=names or {}, sensitive=SENSITIVE, k=3)

    return look


@pytest.fixture(scope="session")
def sealed(tmp_path_factory):
    """The bytes of a vault that knows one person of the case in clear: making one takes long, on purpose."""
    path = tmp_path_factory.mktemp("coffre") / "cercle.vault"
    make_vault(path)
    return path.read_bytes()


@pytest.fixture
def at(tmp_path, as_settings_say, sit_down, sealed):
    """The desk of whoever works alone on this machine, with the case and the vault open."""
    data, vault = tmp_path / "donnees", tmp_path / "cercle.vault"
    vault.write_bytes(sealed)
    write(data, build())
    as_settings_say(data, vault)
    desk = sit_down(data, Vault.unlock(vault, PASSPHRASE))
    registry, me = desk.archive.registry, desk.asker
    one = get_intervention(registry, me, "cas")
    change_intervention(
        registry, me, "cas", one.version, title="Les Tilleuls", objective="Que la salle serve à tous", reserves="Pas de photo"
    )
    return desk


@pytest.fixture(scope="session")
def intervention():
    """What `compose` reads of an intervention."""
    return SimpleNamespace(
        title="Les Tilleuls", case_id="cas", objective="Que la salle serve à tous", reserves="Pas de photo\n\nRien au journal"
    )
