"""circulation itself: `identify` on each case, with the speaker labels and the list of participants that it is made to be given."""

import json

from adapter import run

from pipeline.ingest import Source, ingest
from pipeline.pseudonymise import identify
from pipeline.settings import Settings

settings = Settings()


def prepare(case):
    """The tables of a case, and where its turns went."""
    sources = []
    for session in case["sessions"]:
        # far apart, so that two turns of one speaker stay two
        segments = [
            {"start": 60.0 * rank, "end": 60.0 * rank + 1, "speaker": turn["speaker"], "text": turn["text"]}
            for rank, turn in enumerate(session["turns"])
        ]
        sources.append(Source(session["name"], f"{session['name']}.json", json.dumps({"segments": segments}).encode()))
    sheet = case["sheet"].encode() if case["sheet"] else None
    clear = ingest(case_id=case["folder"], sources=sources, sheet=sheet, settings=settings.ingest)
    told = [turn for session in case["sessions"] for turn in session["turns"]]
    by_session = [turn_id for source in sources for turn_id in clear.turns.loc[clear.turns["session_id"] == source.session_id, "turn_id"]]
    turn_of = dict(zip(by_session, told, strict=True))
    turns = clear.turns.assign(text=[turn_of[turn_id]["text"] for turn_id in clear.turns["turn_id"]])
    return turns, clear, turn_of


def find(prepared):
    turns, clear, turn_of = prepared
    found = identify(turns=turns, speakers=clear.speakers, participants=clear.participants, settings=settings.pseudonymise)
    hidden = found.loc[found["status"] != "rejected", ["turn_id", "start", "end", "kind", "identity_id"]]
    return [(turn_of[turn_id]["id"], start, end, kind, identity) for turn_id, start, end, kind, identity in hidden.values.tolist()]


run("circulation", prepare, find)
