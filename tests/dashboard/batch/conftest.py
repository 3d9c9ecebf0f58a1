"""The desk of somebody who has put an intervention into the vault."""

import time

import pytest

from dashboard import jobs
from dashboard.registry.interventions import add_intervention, put_sitting
from pipeline.pseudonymise.records import CaseRecord
from pipeline.pseudonymise.vault import Vault

PATIENCE = 600
LINES = """\
Animatrice : Bonjour à tous, qu'est-ce qui vous amène ?
Nadia : Moi c'est Nadia Belkacem, j'habite à Rostrenen, on m'a jamais prévenue que le local fermait.
Rose : Vous, les jeunes, vous savez que casser, de toute façon.
Nadia : On pourrait faire un essai jusqu'à vingt-deux heures.
Rose : Et moi je suis contre, ça va encore finir avec du bruit jusqu'à minuit.
"""


@pytest.fixture
def lines():
    """What is said in each session of `at`."""
    return LINES


@pytest.fixture
def at(tmp_path, sit_down):
    """A desk with one intervention, cas-1, of two sessions in the vault that are read again."""
    vault = Vault.create(tmp_path / "coffre" / "cercle.vault", "quatre mots tirés au sort")
    desk = sit_down(tmp_path / "data", vault)
    made = add_intervention(desk.archive.registry, desk.asker, title="Le local")
    for name in ("seance-1", "seance-2"):
        put_sitting(desk.archive.registry, desk.asker, made.case_id, name, phase="contrat", review="done")
    vault.put(CaseRecord(case_id="cas-1", secret=bytes(32), originals={f"seance-{n}.txt": LINES.encode() for n in (1, 2)}))
    return desk


@pytest.fixture
def wait():
    """Waits until the analysis of cas-1 has ended, or `until` is true of it."""

    def wait_for(at, until=lambda job: not job.running):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            job = jobs.state(at, "cas-1")
            if until(job):
                return job
            time.sleep(0.05)
        pytest.fail("the analysis did not end")

    return wait_for
