"""Analyses in a process of their own: followed, stopped, killed, found again, and never a word of anybody in what they tell."""

import subprocess
import sys
import time

import pytest

from dashboard import jobs
from dashboard.desk import Desk
from dashboard.publics import AccessError, Asker, Public, UnknownCaseError
from dashboard.registry.decisions import decide
from dashboard.registry.interventions import list_sittings, put_sitting
from pipeline.errors import BusyError, SourceError, VaultError
from pipeline.jobfile import FOLDER, JobFiles, Order
from pipeline.store import locked

NAMES = ("Nadia", "Belkacem", "Rostrenen", "Rose", "local")


def put_lines(at, lines):
    files = {f"seance-{n}.txt": lines.encode() for n in (1, 2)}
    at.vault.change("cas-1", lambda now: now.model_copy(update={"originals": files}))


def snapshot(at):
    return {path.name: path.read_bytes() for path in (at.archive.data / "cas-1").glob("*")}


class Child:
    """The processes that `jobs` starts."""

    def __init__(self, monkeypatch):
        self.started, real = [], jobs._launch

        def launch(order):
            self.started.append(real(order))
            return self.started[-1]

        monkeypatch.setattr(jobs, "_launch", launch)

    def kill(self):
        self.started[-1].kill()
        self.started[-1].wait()


@pytest.fixture
def child(monkeypatch):
    return Child(monkeypatch)


def test_an_analysis_from_start_to_end_and_again(at, wait):
    job = jobs.start(at, "cas-1")
    assert job.running
    job = wait(at)
    assert (job.state, job.report.finished, job.report.kept) == ("done", jobs.STAGES, ())
    assert len(at.archive.read_case(at.asker, "cas-1", "turns")) == 10
    at.vault.refresh()
    assert any("Nadia Belkacem" in known.forms for known in at.vault.get("cas-1").known)
    marker = at.archive.read_case(at.asker, "cas-1", "markers").query("active")["marker_id"].iloc[0]
    decide(at.archive.registry, at.asker, "cas-1", stage="markers", kind="reject", target_id=marker)
    jobs.start(at, "cas-1")
    job = wait(at)
    assert job.report.kept[0] == "pseudonymise"
    assert job.report.finished[0] == "markers"
    assert not at.archive.read_case(at.asker, "cas-1", "markers").set_index("marker_id").at[marker, "active"]


def test_what_it_tells_holds_no_word_of_anybody(at):
    jobs.start(at, "cas-1", until="pseudonymise")
    told = set()
    while jobs.state(at, "cas-1").running:
        told |= {path.read_bytes() for path in (at.archive.data / FOLDER).glob("*") if path.suffix != ".pending"}
        time.sleep(0.02)
    told |= {path.read_bytes() for path in (at.archive.data / FOLDER).glob("*")}
    job = jobs.state(at, "cas-1")
    assert job.state == "done"
    assert job.report.risks.keys() <= {"review", "profile", "list", "role", "commune", "story"}
    assert not any(name.encode() in data for data in told for name in NAMES)
    assert at.vault.recovery_code().encode() not in b"".join(told)


def test_a_run_that_is_killed_leaves_the_last_good_state_and_starts_again(at, child, wait, lines):
    jobs.start(at, "cas-1", until="pseudonymise")
    assert wait(at).state == "done"
    before = snapshot(at)
    put_lines(at, lines + "Rose : Bon.\n")
    jobs.start(at, "cas-1")
    wait(at, lambda job: job.report.stage == "markers")
    child.kill()
    job = jobs.state(at, "cas-1")
    assert job.state == "interrupted"
    assert job.may_resume
    assert snapshot(at) == before
    jobs.start(at, "cas-1", until="pseudonymise")
    assert wait(at).state == "done"
    assert len(at.archive.read_case(at.asker, "cas-1", "turns")) == 12


def test_a_run_that_is_stopped_leaves_the_last_good_state(at, wait, lines):
    jobs.start(at, "cas-1", until="pseudonymise")
    assert wait(at).state == "done"
    before = snapshot(at)
    put_lines(at, lines + "Rose : Bon.\n")
    jobs.start(at, "cas-1")
    jobs.cancel(at, "cas-1")
    assert jobs.state(at, "cas-1").stopping
    assert wait(at).state == "cancelled"
    assert snapshot(at) == before
    jobs.start(at, "cas-1", until="pseudonymise")
    assert wait(at).state == "done", "a wish to stop is not for the next run"


def test_two_starts_at_once_are_one(at, child, wait):
    jobs.start(at, "cas-1", until="pseudonymise")
    with pytest.raises(BusyError):
        jobs.start(at, "cas-1", until="pseudonymise")
    wait(at)
    assert len(child.started) == 1


def test_of_two_processes_the_second_steps_back(at, monkeypatch):
    files = JobFiles(at.archive.data, "cas-1")
    with files.held(), monkeypatch.context() as patched:
        patched.setattr(JobFiles, "is_held", lambda _: False)
        with pytest.raises(BusyError):
            jobs.start(at, "cas-1", until="pseudonymise")
    assert files.read() is None


def test_another_run_in_the_data_folder_is_waited_for(at):
    with locked(at.archive.data), pytest.raises(BusyError):
        jobs.start(at, "cas-1")
    assert jobs.state(at, "cas-1").state == "none"


def order(at, **fields):
    told = {"run_id": "r1", "case_id": "cas-1", "data": at.archive.data, "vault": at.vault.path, "secret": at.vault.recovery_code()}
    return Order(**told | {"settings": at.settings.model_dump(mode="json"), "until": "pseudonymise"} | fields)


def launch(at, **fields):
    told = order(at, **fields).model_dump_json().encode() + b"\n"
    return subprocess.run([sys.executable, "-m", "pipeline.job"], input=told, capture_output=True, check=False)


def test_a_wrong_secret_opens_nothing(at):
    ended = launch(at, secret="trois mots au hasard")
    report = JobFiles(at.archive.data, "cas-1").read()
    assert (ended.returncode, report.state, report.reason) == (0, "failed", "vault")
    assert b"hasard" not in ended.stdout + ended.stderr
    assert not (at.archive.data / "cas-1").exists()


def test_a_file_that_cannot_be_read_is_told_by_its_session(at, lines):
    at.vault.change("cas-1", lambda now: now.model_copy(update={"originals": {"seance-2.docx": lines.encode()}}))
    launch(at)
    report = JobFiles(at.archive.data, "cas-1").read()
    assert (report.state, report.reason, report.where) == ("failed", "source", "seance-2")


def test_a_fault_of_the_program_is_told_by_its_place_alone(at, lines):
    at.vault.change("cas-1", lambda now: now.model_copy(update={"originals": {"seance-1.txt": lines.encode()}}))
    ended = launch(at, settings={"topics": {"min_words": "Nadia"}})
    report = JobFiles(at.archive.data, "cas-1").read()
    assert (report.state, report.reason) == ("failed", "unexpected")
    assert "Nadia" not in report.model_dump_json() + (ended.stdout + ended.stderr).decode()


def test_a_session_that_nobody_read_locks_the_analysis_but_not_its_reading(at, wait):
    (first, _) = list_sittings(at.archive.registry, at.asker, "cas-1")
    put_sitting(at.archive.registry, at.asker, "cas-1", first.session_id, first.version, review="open")
    with pytest.raises(jobs.UnreadError):
        jobs.start(at, "cas-1")
    with pytest.raises(jobs.UnreadError):
        jobs.start(at, "cas-1", until="markers")
    assert jobs.start(at, "cas-1", until="pseudonymise").running
    wait(at)


def test_a_session_that_is_only_planned_locks_nothing(at, wait):
    put_sitting(at.archive.registry, at.asker, "cas-1", "seance-3", phase="conflits")
    assert jobs.unread(at, "cas-1") == []
    assert jobs.start(at, "cas-1", until="pseudonymise").running
    wait(at)


def test_nothing_starts_without_vault_or_files(at):
    closed = Desk(at.archive, at.asker, None, at.settings)
    with pytest.raises(VaultError):
        jobs.start(closed, "cas-1")
    at.vault.change("cas-1", lambda now: now.model_copy(update={"originals": {}}))
    with pytest.raises(SourceError):
        jobs.start(at, "cas-1")


@pytest.mark.parametrize("ask", [jobs.start, jobs.state, jobs.cancel])
def test_nobody_asks_for_what_is_not_his_own(ask, at):
    stranger = Asker(Public.INTERVENANT, "somebody-else")
    with pytest.raises(UnknownCaseError):
        ask(Desk(at.archive, stranger, at.vault, at.settings), "cas-1")
    with pytest.raises(UnknownCaseError):
        ask(at, "../cas-1")
    for public in (Public.GROUPE, Public.SUPERVISEUR):
        with pytest.raises(AccessError):
            ask(Desk(at.archive, Asker(public, at.asker.user_id), at.vault, at.settings), "cas-1")
