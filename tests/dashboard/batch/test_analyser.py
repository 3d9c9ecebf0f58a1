"""Analyser in Streamlit's test bench: what may be started, what is said of what runs, ran, or did not."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import jobs, steps, texts
from dashboard.jobs import Job
from dashboard.registry.interventions import list_sittings, put_sitting
from dashboard.texts import analyser as said
from pipeline.jobfile import REASONS, JobFiles, Report
from pipeline.run import STAGES


@pytest.fixture
def show(at, monkeypatch):
    """Shows the page to who sits at the desk `at`, with the vault open or closed."""

    def run(open_vault=True, data=None):
        monkeypatch.setenv("CIRCULATION_DATA", str(data or at.archive.data))
        app = AppTest.from_string("from dashboard.pages import analyser\nanalyser.page()", default_timeout=120)
        if open_vault:
            app.session_state["desk/vault"] = at.vault
        app.run()
        assert not app.exception
        return app

    return run


def shown(app):
    pieces = [one.proto.body for one in app.get("html")]
    pieces += [one.value for one in [*app.title, *app.error, *app.warning, *app.info]]
    return re.sub(r"<style>.*?</style>", "", "\n".join(pieces), flags=re.DOTALL).replace(texts.NBSP, " ")


def labels(app):
    return [one.label for one in app.button] + [one.proto.label for one in app.get("page_link")]


def open_again(at):
    (first, *_) = list_sittings(at.archive.registry, at.asker, "cas-1")
    put_sitting(at.archive.registry, at.asker, "cas-1", first.session_id, first.version, review="open")


def leave(at, **report):
    files = JobFiles(at.archive.data, "cas-1")
    with files.held():
        files.write(Report(run_id="r1", **report))
    return files


def test_the_stages_are_those_of_the_pipeline():
    assert tuple(stage.name for stage in STAGES) == jobs.STAGES == tuple(said.STEPS)


def test_what_was_read_again_can_be_analysed(show):
    app = show()
    assert labels(app) == [said.START]
    assert said.NEVER in shown(app)
    assert shown(app).count("relue") == 2
    assert shown(app).count(said.STATUS["todo"]) == 4


def test_what_nobody_read_is_prepared_first_and_not_analysed(show, at):
    open_again(at)
    app = show()
    assert labels(app) == [said.PREPARE]
    assert said.NEVER_PREPARED in shown(app)


def test_after_preparing_the_page_leads_to_the_reading(show, at, wait):
    open_again(at)
    app = show()
    app.button(key="analyser/preparer").click().run()
    assert labels(app) == [said.STOP]
    assert "La relecture se prépare" in shown(app)
    wait(at)
    app = show()
    assert labels(app) == [said.PREPARE_AGAIN, said.TO_READ]
    assert said.locked([1]).replace(texts.NBSP, " ") in shown(app)
    assert "Relecture prête en" in shown(app)
    assert shown(app).count(said.STATUS["later"]) == 3


def test_with_a_closed_vault_it_says_to_open_it(show):
    app = show(open_vault=False)
    assert labels(app) == [said.TO_OPEN]
    assert said.CLOSED in shown(app)


def test_what_runs_is_seen_by_whoever_opens_the_page_and_can_be_stopped(show, at):
    files = JobFiles(at.archive.data, "cas-1")
    with files.held():
        files.write(Report(run_id="r1", stage="markers", done=1, total=3, finished=("pseudonymise",)))
        app = show(open_vault=False)
        text = shown(app)
        assert "en cours, séance 2 sur 3" in text
        assert 'aria-valuenow="1"' in text
        app.button(key="analyser/arreter").click().run()
        assert files.is_to_stop("r1")
        assert app.button(key="analyser/arreter").disabled
        assert "Arrêt demandé" in shown(app)


@pytest.mark.parametrize(
    ("report", "sentence", "button"),
    [
        ({"state": "running", "stage": "topics"}, said.INTERRUPTED, said.RESUME),
        ({"state": "cancelled", "stage": "topics"}, said.CANCELLED, said.RESUME),
        ({"state": "leak", "reason": "leak"}, said.REASONS["leak"], said.START_AGAIN),
        ({"state": "failed", "reason": "source", "where": "seance-2"}, "La séance 2 n’a pas pu être lue", said.RESUME),
        ({"state": "failed", "reason": "unexpected", "where": "KeyError, case.py:9"}, "(KeyError, case.py:9)", said.RESUME),
        ({"state": "done", "finished": ("topics",), "risks": {"review": 3}}, "relisez : 3 mentions incertaines", said.START_AGAIN),
    ],
)
def test_how_the_last_one_ended_is_one_sentence(report, sentence, button, show, at):
    leave(at, **report)
    app = show()
    assert sentence in shown(app)
    assert labels(app)[0] == button


def test_every_reason_has_its_sentence():
    assert {code for _, code in REASONS} | {"memory", "unexpected", "empty"} == said.REASONS.keys()


def test_a_refused_start_says_why(show, at):
    at.vault.change("cas-1", lambda now: now.model_copy(update={"originals": {}}))
    app = show()
    app.button(key="analyser/lancer").click().run()
    assert said.REASONS["empty"] in shown(app)


def test_a_case_of_the_command_line_only_shows_what_there_is(show, invented_data):
    app = show(data=invented_data)
    assert labels(app) == []
    assert said.COMMAND_LINE in shown(app)
    assert "Séance 1 · confiance" in shown(app)


def test_an_intervention_without_a_session_leads_to_deposit(show, at):
    from dashboard.registry.interventions import remove_sitting

    for name in ("seance-1", "seance-2"):
        remove_sitting(at.archive.registry, at.asker, "cas-1", name)
    app = show()
    assert said.NOTHING in shown(app)
    assert labels(app) == [said.TO_DEPOSIT]


def of(state, **report):
    return [step.status for step in steps.steps(Job(state, report=Report(run_id="r", **report)))]


def test_what_was_not_written_is_to_be_done_again():
    assert of("cancelled", stage="topics", finished=("markers",)) == ["kept", "again", "stopped", "todo"]
    assert of("running") == ["starting", "todo", "todo", "todo"]
    assert of("done", finished=("topics", "disclosure"), kept=("pseudonymise", "markers")) == ["kept", "kept", "done", "done"]
    assert of("done", finished=("pseudonymise",), until="pseudonymise") == ["done", "later", "later", "later"]
