"""Killed in the middle of writing: what was acknowledged is there, and what was not is there whole or not at all."""

import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.decisions import decide, read_decisions
from dashboard.registry.guard import account
from dashboard.registry.interventions import add_intervention
from dashboard.registry.models import Audit
from pipeline.errors import StoreError

WRITER = """
import sys
from pathlib import Path
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.decisions import decide

data, url, user_id = sys.argv[1:]
registry = open_registry(Path(data), url or None)
n = 0
while True:
    made = decide(registry, Asker(Public.INTERVENANT, user_id), "cas", stage="markers", kind="reject", target_id=f"seance-1:{n}/peur/0")
    print(n, made, flush=True)
    n += 1
"""
ENOUGH = 25
"""Decisions that are acknowledged before the blow."""


@pytest.fixture
def case(registry, me):
    add_intervention(registry, me, "cas")
    return SimpleNamespace(registry=registry, me=me)


def write_until(data, url, me, root, blow):
    """Let another process decide in a loop, strike after some decisions; the ids that it was told were written, by target."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data), url or "", me.user_id],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    told = []
    try:
        for line in writer.stdout:
            told.append(line)
            if len(told) == ENOUGH:
                blow(writer)
    finally:
        writer.kill()
        writer.wait(30)
        writer.stdout.close()
    # the last line may have been cut in the middle
    return {f"seance-1:{n}/peur/0": made for n, made in (line.split() for line in told if line.endswith("\n") and len(line.split()) == 2)}


def assert_nothing_lost(registry, me, told):
    kept = read_decisions(registry, me, "cas")
    there = dict(zip(kept["target_id"], kept["decision_id"], strict=True))
    assert told.items() <= there.items()
    assert len(there) - len(told) in (0, 1), "at most the one whose answer was on its way"
    with registry.reading() as session:
        lines = {one.detail for one in session.query(Audit).filter_by(action="decision.markers.reject")}
    assert lines == set(kept["decision_id"]), "a decision and its line of the audit are written together"


@pytest.mark.parametrize("strike", range(3))
def test_a_server_killed_while_it_writes_loses_no_decision(case, tmp_path, url, request, strike):
    def kill(writer):
        time.sleep(0.003 * strike)
        writer.kill()

    told = write_until(tmp_path, url, case.me, request.config.rootpath, kill)
    assert len(told) >= ENOUGH
    opened = open_registry(tmp_path, url)
    assert_nothing_lost(opened, case.me, told)
    decide(opened, case.me, "cas", stage="markers", kind="undo", target_id="seance-1:0/peur/0")
    opened.close()


def test_a_database_stopped_at_once_loses_no_decision(cluster, tmp_path, request):
    cluster.set_durable()
    registry = open_registry(tmp_path, cluster.url)
    with registry.writing() as session:
        me = Asker(Public.INTERVENANT, account(session, "local", Public.INTERVENANT).user_id)
    add_intervention(registry, me, "cas")
    told = write_until(tmp_path, cluster.url, me, request.config.rootpath, lambda _: cluster.stop())
    assert len(told) >= ENOUGH
    with pytest.raises(StoreError):
        decide(registry, me, "cas", stage="markers", kind="reject", target_id="x")
    cluster.start()
    assert_nothing_lost(registry, me, told)
    decide(registry, me, "cas", stage="markers", kind="undo", target_id="seance-1:0/peur/0")
    registry.close()
