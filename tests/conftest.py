"""An invented data folder, as `circulation run` would leave it: three cases, nine sessions, and a release for supervisors.

And how tests are shared out over processes.
"""

import random

import pandas as pd
import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from dashboard.access import Archive
from dashboard.desk import LOCAL
from dashboard.publication import Cause, Content, Contract, Disagreement, Moved, Obstacle, Side
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account
from dashboard.registry.models import Publication, Release
from dashboard.registry.publications import list_publications
from dashboard.registry.releases import read_release
from pipeline import tables
from pipeline.store import serialise

# machines are shared and noisy: a property that holds slowly holds
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


class OneBrowser(LoadFileScheduling):
    """What runs in one process: a file, so that what it lays out is laid out once; all browser tests, so that no two browsers hurry."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return OneBrowser(config, log)


NAN = float("nan")

# text with its cue between brackets, by category; "" is a turn without a mark
LINES = {
    "": [
        "Moi je travaille de nuit, alors les réunions à dix-huit heures, c’est compliqué.",
        "On avait parlé de la salle du bas, celle qui donne sur la cour.",
        "Il y avait une vingtaine de personnes la dernière fois.",
        "Je suis arrivé après, je n’étais pas là au début.",
        "Le mardi, en général, c’est calme.",
    ],
    "reticence": ["[Je préfère laisser les autres] commencer.", "[On m’a dit de venir], je suis là."],
    "peur": ["Le soir, [j’ai la boule au ventre] quand je rentre.", "[J’ose pas] le dire devant tout le monde."],
    "mefiance": ["[Qui me dit que] ça ne va pas remonter ?"],
    "doute": ["On en a déjà parlé dix fois, [à quoi bon]."],
    "exasperation": ["[J’en ai marre] de redire la même chose à chaque réunion.", "[On n’en peut plus], voilà, c’est dit."],
    "accusation": ["[C’est à cause de vous] si le local a fermé.", "[Vous ne faites jamais rien], et après vous vous plaignez."],
    "rejet": ["Vous avez jamais mis les pieds ici, alors [les leçons, gardez-les]."],
    "devalorisation": ["[Mon pauvre], vous n’y connaissez rien."],
    "desaccord_direct": ["[C’est pas vrai], je suis venu en mars.", "[Je suis pas d’accord] : le local, il est à tout le monde."],
    "desaccord_nuance": ["[Je comprends, mais] le soir il faut bien que ça ferme."],
    "obstacle": ["Les horaires ont changé et [personne nous a prévenus].", "[C’est toujours les mêmes qui] décident."],
    "reconnaissance": ["[Ça, je savais pas]. Merci de l’avoir dit.", "[Vous avez raison] sur ce point."],
    "responsabilite": ["[J’aurais dû] vous appeler avant, c’est vrai."],
    "question": ["[De quoi vous auriez besoin], concrètement ?"],
    "proposition": ["[On pourrait] ouvrir deux soirs pour commencer."],
    "decision": ["[On part là-dessus] : mardi et jeudi jusqu’en juin."],
}
ACTS = (
    (("", "", "reticence", "mefiance", "doute"), 12),
    (("", "peur", "peur", "", "obstacle", "reticence"), 10),
    (("", "exasperation", "accusation", "rejet", "obstacle", "devalorisation"), 12),
    (("", "desaccord_direct", "desaccord_nuance", "peur", "obstacle", "desaccord_direct"), 14),
    (("", "reconnaissance", "responsabilite", "question", "desaccord_nuance"), 10),
    (("", "proposition", "decision", "reconnaissance"), 10),
)
OBSTACLES = {
    "information": "L'information n'arrive pas jusqu'à nous",
    "charge": "C'est toujours les mêmes qui font",
    "temps": "On n'a pas le temps de se parler ni de bien faire",
    "regles": "Les règles ne sont pas les mêmes pour tout le monde",
    "moyens": "On n'a pas les moyens : le monde, l'argent, le matériel",
    "represailles": "On a peur que ça nous retombe dessus",
}
WALL = {"information": (4, "123"), "charge": (3, "23"), "temps": (2, "13"), "regles": (2, "3"), "moyens": (1, "2")}
FOLLOWED = {"confiance": 12, "contrat": 12, "peurs": 11, "conflits": 9, "obstacles": 7, "decisions": 6}
ACROSS = {
    "information": {"confiance": 7, "contrat": 9, "peurs": 6, "conflits": 5, "obstacles": 6, "decisions": 3},
    "charge": {"confiance": 3, "contrat": 6, "peurs": 8, "conflits": 6, "obstacles": 4, "decisions": 4},
    "represailles": {"confiance": 8, "contrat": 6, "peurs": 3},
    "temps": {"contrat": 3, "peurs": 4, "conflits": 5, "obstacles": 5, "decisions": 5},
    "regles": {"confiance": 5, "contrat": 7, "peurs": 6, "conflits": 3, "obstacles": 3},
    "moyens": {"peurs": 4, "conflits": 4, "obstacles": 3, "decisions": 3},
}
SUBJECT = "Ouvrir le local deux soirs par semaine"
CLAIMS = ("Le soir il faut que ça ferme", "Deux soirs suffisent")
SECTORS = {"école": 6, "santé": 6}
PEOPLE = (
    ("p0", "Animatrice", "intervenant"),
    *((f"p{n}", name, "") for n, name in enumerate(("Inès", "Marc", "Odile", "Farid", "Lucie"), 1)),
)


def cell(scope, measure, row, column, value):
    shown = value is not None
    counts = dict.fromkeys(("n_speakers", "n_sessions", "n_cases"), 3 if shown else 0)
    place = {"scope": scope, "measure": measure, "row": row, "column": column, "value": value if shown else NAN}
    return {**place, **counts, "shown": shown, "reason": "" if shown else "k"}


def topic(scope, code, label, **other):
    counts = dict.fromkeys(("n_segments", "n_speakers", "n_sessions", "n_cases"), 3)
    made = {"parent_id": "", "facet": "obstacle", "terms": [], "origin": "codebook", "status": "new", "stability": NAN}
    return {"scope": scope, "topic_id": code, "label": label, **made, "centroid": [], **counts, **other}


def idea_rows(case_id, turns, markers):
    """Segments, claims, stances and links: obstacles go round the codes, every fourth lies nowhere; who disagrees is against."""
    text_of = {turn["turn_id"]: turn for turn in turns}
    rows = {"segments": [], "claims": [], "stances": [], "links": []}
    codes, stances, filed = ["information", "charge", "temps", ""], {}, 0
    for mark in markers:
        turn = text_of[mark["turn_id"]]
        span = {"turn_id": turn["turn_id"], "start": 0, "end": len(turn["text"]), "score": 0.7}
        if mark["category"] == "obstacle":
            code, filed = codes[filed % 4], filed + 1
            found = {
                "segment_id": f"{turn['turn_id']}/0/obstacle",
                **span,
                "facet": "obstacle",
                "topic_id": code,
                "claim_id": "",
                "stance": "",
            }
            rows["segments"].append(found)
            if code == "charge":
                link = {"scope": case_id, "topic_id": "charge", "cause_topic_id": "temps", "segment_id": found["segment_id"], "score": 0.5}
                rows["links"].append({"link_id": f"{found['segment_id']}/temps", "cue": "du coup", **link})
        elif mark["category"] in ("desaccord_direct", "desaccord_nuance", "proposition") and turn["speaker_id"] != "p0":
            value = {"desaccord_direct": -1, "desaccord_nuance": 0, "proposition": 1}[mark["category"]]
            claim = f"vue-1/{turn['order'] % 2}"
            found = {"segment_id": f"{turn['turn_id']}/0/viewpoint", **span, "facet": "viewpoint", "topic_id": "vue-1", "claim_id": claim}
            rows["segments"].append({**found, "stance": {1: "pour", -1: "contre", 0: "nuance"}[value]})
            stand = {
                "scope": case_id,
                "session_id": turn["session_id"],
                "speaker_id": turn["speaker_id"],
                "claim_id": claim,
                "value": value,
            }
            stances[turn["session_id"], turn["speaker_id"], claim] = {**stand, "evidence": [found["segment_id"]]}
    rows["stances"] = list(stances.values())
    for at, label in enumerate(CLAIMS):
        claim_id = f"vue-1/{at}"
        last = {one["speaker_id"]: one["value"] for one in rows["stances"] if one["claim_id"] == claim_id}
        counts = {name: sum(value == side for value in last.values()) for name, side in (("n_for", 1), ("n_against", -1), ("n_nuanced", 0))}
        weighed = {**counts, "agreement_low": 0.2, "agreement_high": 0.8, "consensus": 0.2, "divide": NAN}
        quote = next(one["segment_id"] for one in rows["segments"] if one["claim_id"] == claim_id)
        rows["claims"].append(
            {"scope": case_id, "claim_id": claim_id, "topic_id": "vue-1", "label": label, "quote_segment_id": quote, **weighed}
        )
    return rows


def session_rows(case_id, number, timed, rng):
    session_id, rows, at = f"seance-{number}", {"turns": [], "markers": [], "readings": []}, 4.0
    for categories, length in ACTS:
        for _ in range(length):
            order, category = len(rows["turns"]), rng.choice(categories)
            turn_id, line = f"{session_id}:{order}", rng.choice(LINES[category])
            start, end = line.find("["), line.find("]") - 1
            turn = {"case_id": case_id, "session_id": session_id, "turn_id": turn_id, "order": order, "said_by": ""}
            spent = rng.uniform(20, 140)
            times = {"start_s": at if timed else NAN, "end_s": at + spent if timed == "ends" else NAN}
            speaker = "p0" if category == "question" else f"p{1 + (order + rng.randrange(2)) % 5}"
            rows["turns"].append({**turn, "speaker_id": speaker, **times, "text": line.replace("[", "").replace("]", "")})
            at += spent
            if category:
                active, score = rng.random() > 0.12, rng.uniform(0.6, 0.97)
                sure = "sure" if score > 0.75 else "review"
                why = "Écarté : propos rapporté." if not active else f"{category.capitalize()} : la tournure le dit ; repérage."
                found = {"marker_id": f"{turn_id}/{category}/0", "turn_id": turn_id, "start": start, "end": end, "category": category}
                read = {
                    "family": tables.FAMILY_OF[category],
                    "score": score,
                    "band": sure,
                    "origin": "rule",
                    "rule_id": f"{category[:3]}-01",
                }
                rows["markers"].append({**found, **read, "modifiers": [], "target": "", "active": active, "why": why})
            opposes = f"{session_id}:{order - 1}" if category == "desaccord_direct" and order else ""
            chances = dict.fromkeys(("violent", "disagreement", "anger", "withholding", "obstacle", "cooperation"), 0.1)
            reading = {"turn_id": turn_id, "polarity": "neutre", **{f"p_{name}": value for name, value in chances.items()}}
            supports = f"{session_id}:{order - 1}" if category == "reconnaissance" and order else ""
            answer = {"opposes_turn_id": opposes, "opposes_score": 0.8 if opposes else 0}
            answer |= {"supports_turn_id": supports, "supports_score": 0.7 if supports else 0}
            rows["readings"].append({**reading, **answer})
    return session_id, rows


def build_case(case_id, number):
    rng = random.Random(case_id)
    rows = {name: [] for name in tables.MODELS}
    for rank, phase in enumerate(("confiance", "conflits", "decisions"), 1):
        session_id, told = session_rows(case_id, rank, timed=(None, "starts", "ends", None)[rank], rng=rng)
        for name, new in told.items():
            rows[name] += new
        listed = {"case_id": case_id, "session_id": session_id, "order": rank - 1, "date": "", "phase": phase, "subgroup": ""}
        counts = {"sharing": "group", "n_present": 5, "source_format": "text", "n_turns": len(told["turns"]), "n_words": 900}
        rows["sessions"].append({**listed, **counts, "facilitator": f"F{number}", "sector": "quartier"})
        turned = {"passage_id": f"{session_id}/violence_to_conflict/0", "session_id": session_id, "kind": "violence_to_conflict"}
        if rank == 2:
            ends = {"first_turn_id": f"{session_id}:30", "last_turn_id": f"{session_id}:41", "topic_id": "information", "score": 0.8}
            rows["passages"].append({**turned, **ends})
        if rank == 1:
            left = {"passage_id": f"{session_id}/withdrawal/0", "kind": "withdrawal", "topic_id": "charge", "score": 0.5}
            rows["passages"].append({**turned, **left, "first_turn_id": f"{session_id}:3", "last_turn_id": f"{session_id}:8"})
    for speaker_id, label, role in PEOPLE:
        person = {"case_id": case_id, "speaker_id": speaker_id, "label": label, "role": role}
        rows["speakers"].append({**person, "subgroup": "", "resolved": True})
    rows["topics"].append(topic(case_id, "vue-1", SUBJECT, facet="viewpoint", origin="discovered", stability=0.7))
    for name, new in idea_rows(case_id, rows["turns"], rows["markers"]).items():
        rows[name] += new
    for code, label in OBSTACLES.items():
        rows["topics"].append(topic(case_id, code, label))
        length, sessions = WALL.get(code, (None, ""))
        rows["cells"].append(cell(case_id, "wall_obstacle", code, "present", length))
        rows["cells"] += [cell(case_id, "wall_session", code, f"seance-{n}", 1 if n in sessions else None) for n in "123"]
    return rows


def release_content():
    """A release as `releases.freeze` would write it: more interventions than lie in the folder."""
    figures = [["intervention", "", "", 12], ["sessions", "", "", 34], ["several", "", "", 12], ["reviewed", "", "", 9]]
    figures += [["followed", "", phase, n] for phase, n in FOLLOWED.items()]
    figures += [["sector", "", sector, n] for sector, n in SECTORS.items()]
    rows = [[*one, False, 0] for one in figures]
    for code, by in ACROSS.items():
        for phase, n in by.items():
            most = FOLLOWED[phase] - 2
            rows.append(["obstacle_phase", code, phase, min(n, most), n >= most, FOLLOWED[phase]])
    rows += [["obstacle_sector", "information", "école", 4, True, 6], ["obstacle_sector", "charge", "santé", 3, False, 6]]
    rows += [["obstacle_status", "represailles", "resolved", 4, False, 12], ["obstacle_status", "information", "persistent", 6, False, 12]]
    rows += [["passage_phase", "violence_to_conflict", "conflits", 5, False, 9], ["passage_phase", "withdrawal", "peurs", 4, False, 11]]
    rows += [["rejected", "violence", "", 0.1, False, 9], ["rejected", "retenue", "", 0.35, False, 9]]
    return {"figures": [[*one, "2026-01-01T00:00:00+00:00"] for one in rows], "labels": OBSTACLES, "ledger": []}


def write(folder, rows):
    folder.mkdir(parents=True)
    for name, new in rows.items():
        (folder / f"{name}.parquet").write_bytes(serialise(tables.build(name, new)))


@pytest.fixture(scope="session")
def invented_data(tmp_path_factory):
    """A data folder with the cases quartier, hopital and ecole."""
    data = tmp_path_factory.mktemp("invented")
    for number, case_id in enumerate(("quartier", "hopital", "ecole"), 1):
        rows = build_case(case_id, number)
        write(data / case_id, rows)
        frames = {name: pd.read_parquet(data / case_id / f"{name}.parquet") for name in tables.MODELS}
        tables.validate_references(frames)
    registry = open_registry(data)
    with registry.writing() as session:
        session.add(Release(number=3, content=release_content()))
    registry.close()
    return data


@pytest.fixture(scope="session")
def case_writer():
    """Writes one case, `cas`, into a data folder: `sharing` by session, `origin` of its topics, no cell at all with `cells=False`."""

    def write_case(data, sharing=None, cells=True, origin="codebook"):
        rows = build_case("cas", 1)
        for found in rows["topics"]:
            found["origin"] = origin
        for session in rows["sessions"]:
            session["sharing"] = (sharing or {}).get(session["session_id"], "group")
        write(data / "cas", rows if cells else rows | {"cells": []})

    return write_case


class Ask:
    """Reads tables as somebody would who works alone on this machine."""

    def archive(self, data):
        registry = open_registry(data)
        with registry.writing() as session:
            me = Asker(Public.INTERVENANT, account(session, LOCAL, Public.INTERVENANT).user_id)
        archive = Archive(data, registry)
        archive.adopt(me)
        return archive, me

    def __call__(self, data, public, case_id, table):
        archive, me = self.archive(data)
        return archive.read_case(me, case_id, table, public)

    def release(self, data, public=Public.SUPERVISEUR):
        archive, me = self.archive(data)
        return read_release(archive.registry, Asker(public, me.user_id))

    def cases(self, data):
        archive, me = self.archive(data)
        return archive.list_cases(me)


@pytest.fixture(scope="session")
def ask():
    return Ask()


SHORT = Content(
    title="Les Tilleuls",
    contract=Contract(
        objective="Décider ensemble de l’usage du local, et de qui en a la clé.",
        confidentiality="Ce qui se dit ici reste ici ; rien n’est enregistré.",
        reserves=("Nous parlons en notre nom.", "Le bailleur n’est pas là."),
    ),
    obstacles=(
        Obstacle(label="L'information n'arrive pas jusqu'à nous", word=4, sessions=(True, True, True)),
        Obstacle(label="C'est toujours les mêmes qui décident", word=3, sessions=(False, True, True)),
        Obstacle(label="On n'a pas le temps de se parler", word=2, sessions=(True, False, True)),
        Obstacle(label="Personne ne connaît les règles", word=2, sessions=(False, False, True)),
    ),
    causes=(
        Cause(obstacle="L'information n'arrive pas jusqu'à nous", because=("Le panneau du hall n’est plus mis à jour.",)),
        Cause(obstacle="On n'a pas le temps de se parler", because=("Les horaires se croisent.", "La salle ferme à dix-huit heures.")),
    ),
    shared=("La place doit rester à tout le monde.", "On veut se dire bonjour.", "Les enfants doivent pouvoir jouer dehors."),
    disagreements=(
        Disagreement(
            claim="Des caméras, ça protège",
            yes=Side(word=2, reasons=("La nuit, il n’y a personne d’autre pour voir.", "Depuis l’été, on ne sort plus après neuf heures.")),
            no=Side(word=2, reasons=("Ce sont toujours les mêmes qu’on filmera.", "On préfère un adulte à un appareil.")),
            depends=Side(word=1, reasons=("De qui regarde les images.",)),
            shared="La place doit rester à tout le monde.",
        ),
    ),
    unknown=("Qui a la clé du local le dimanche ?", "Combien coûte la réparation de l’éclairage ?"),
    moved=(
        Moved(label="On n’ose pas parler devant les autres", change="resolved"),
        Moved(label="L'information n'arrive pas jusqu'à nous", change="persistent"),
        Moved(label="Personne ne connaît les règles", change="new"),
        Moved(label="On nous promet et rien ne suit", change="came_back"),
    ),
    decided=("Le local ouvre deux soirs par semaine.", "Chacun à son tour tient le panneau du hall."),
    questions={"disagreements": "De quoi avons-nous peur, si l’autre avis l’emporte ?"},
)


@pytest.fixture
def content():
    """A publication as a facilitator would freeze it."""
    return SHORT


@pytest.fixture(scope="session")
def publish():
    """Freezes a content for somebody's intervention; returns the publication's id."""

    def freeze(registry, asker, case_id, content=SHORT):
        number = len(list_publications(registry, asker, case_id)) + 1
        with registry.writing() as session:
            made = Publication(case_id=case_id, number=number, content=content.model_dump(mode="json"), digest=content.digest())
            session.add(made)
            session.flush()
        return made.publication_id

    return freeze
