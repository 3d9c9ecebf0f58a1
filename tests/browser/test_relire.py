"""A facilitator reads a session again with nothing but keys: settles three questions, undoes one, finishes."""

from types import SimpleNamespace

import pytest

from dashboard.texts import relire as texts
from pipeline.pseudonymise.vault import Vault
from pipeline.resources import resource
from pipeline.run import run
from pipeline.settings import Settings

pytestmark = pytest.mark.browser

PASSPHRASE = "quatre mots tirés au sort"
VIEWS = [(1280, 720, "light"), (1440, 900, "dark")]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The sample case of the hospital with its vault, ready to be read again."""
    folder = tmp_path_factory.mktemp("relire")
    place = SimpleNamespace(data=folder / "donnees", vault=folder / "coffre" / "cercle.vault")
    vault = Vault.create(place.vault, PASSPHRASE)
    run([resource("data", "sample", "hopital")], place.data, settings=Settings(), until="pseudonymise", vault=vault)
    return place


@pytest.fixture(scope="module")
def site(prepared, browser, serving):
    with serving(prepared.data, CIRCULATION_VAULT__PATH=str(prepared.vault)) as address:
        yield address


@pytest.fixture
def opened(page, hands):
    """Opens a session in *Relire*, the vault with it; gives back the page when it listens to keys."""

    def opened(session_id):
        page.goto(f"/relire?cas=hopital&seance={session_id}")
        page.locator("input[type='password']").fill(PASSPHRASE)
        page.keyboard.press("Enter")
        page.locator(".relire-text[data-listening]").wait_for()
        hands.settled()
        return page

    return opened


def left(page):
    return int(page.locator(".left-count strong").inner_text())


@pytest.fixture
def press(page, hands):
    """A key that answers or undoes; one answer may settle the question about the same word elsewhere as well. What is left then."""

    def press(key):
        before = left(page)
        page.keyboard.press(key)
        page.wait_for_function("n => document.querySelector('.left-count strong')?.innerText !== String(n)", arg=before)
        hands.settled()
        return left(page)

    return press


@pytest.mark.parametrize("view", VIEWS, indirect=True)
def test_the_page_shows_the_text_the_question_and_what_is_left(opened, keep):
    page = opened("seance-2")
    page.locator(".relire-text mark.here").wait_for()
    assert page.get_by_role("heading", name=texts.TITLE).is_visible()
    for always in (".left-count", ".asked h2", ".risk strong"):
        assert page.locator(always).first.bounding_box()["y"] < page.viewport_size["height"]
    here, pane = (page.locator(one).bounding_box() for one in (".relire-text mark.here", ".relire-text"))
    page.wait_for_function(
        "() => { const a = document.querySelector('mark.here').getBoundingClientRect(), "
        "b = document.querySelector('.relire-text').getBoundingClientRect(); return a.top >= b.top && a.bottom <= b.bottom; }"
    )
    assert here
    assert pane
    keep("relire")


def test_another_person_is_chosen_by_keys(opened, press, hands, prepared):
    page = opened("seance-2")
    first = page.locator(".asked h2").inner_text()
    # the first question is about a body
    page.keyboard.press("ArrowRight")
    page.wait_for_function("was => document.querySelector('.asked h2').innerText !== was", arg=first)
    hands.settled()
    page.keyboard.press("a")
    field = page.locator(".st-key-relire-person input")
    field.wait_for()
    page.wait_for_function("() => document.activeElement?.closest('.st-key-relire-person')")
    n = left(page)
    page.keyboard.type("Karim")
    page.keyboard.press("Enter")
    page.wait_for_function("n => document.querySelector('.left-count strong')?.innerText === String(n)", arg=n - 1)
    record = Vault.unlock(prepared.vault, PASSPHRASE).get("hopital")
    assert record is not None
    assert "Karim Haddad" in {one.other for one in record.decisions}
    # the session is left as it was
    hands.settled()
    press("u")


def test_three_answers_one_undone_and_an_end_by_keys_alone(opened, press, hands, prepared):
    page = opened("seance-2")
    n = left(page)
    assert n >= 4
    counts = [n, *(press(key) for key in "ong")]
    assert counts == sorted(set(counts), reverse=True)
    assert press("u") == counts[2]
    first = page.locator(".asked h2").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("was => document.querySelector('.asked h2').innerText !== was", arg=first)
    hands.settled()
    answers = 2
    while left(page):
        press("o")
        answers += 1
    page.get_by_text(texts.ANSWERED).wait_for()
    hands.settled()
    done = page.get_by_role("button", name=texts.DONE)
    done.focus()
    page.keyboard.press("Enter")
    page.get_by_text(texts.DONE_SAID).wait_for()
    record = Vault.unlock(prepared.vault, PASSPHRASE).get("hopital")
    assert record is not None
    assert sorted(one.kind for one in record.decisions) == ["accept"] * (answers - 1) + ["reject"]


def test_after_a_session_was_chosen_the_keys_answer_again(opened, hands):
    page = opened("seance-1")
    page.get_by_role("combobox", name="Séance").click()
    page.get_by_role("option").nth(2).click()
    page.wait_for_function("() => document.querySelector('.left-count') && !document.activeElement?.closest('.stSelectbox')")
    hands.settled()
    first = page.locator(".asked h2").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("was => document.querySelector('.asked h2').innerText !== was", arg=first)


def test_words_that_are_selected_are_hidden(opened, hands, prepared):
    page = opened("seance-1")
    page.locator(".relire-text .said").first.wait_for()
    hands.settled()
    piece = page.locator(".relire-text span[data-at='0']").first
    piece.scroll_into_view_if_needed()
    piece.dblclick(position={"x": 12, "y": 10})
    page.locator(".st-key-relire-chosen").wait_for()
    hands.settled()
    # once left, the words that are still selected are not told again by a click elsewhere
    page.get_by_role("button", name=texts.ADD_LEAVE).click()
    page.locator(".st-key-relire-chosen").wait_for(state="detached")
    hands.settled()
    page.locator("h1").dispatch_event("mouseup", {"bubbles": True})
    page.wait_for_timeout(1500)
    hands.settled()
    assert not page.locator(".st-key-relire-chosen").count()
    piece.dblclick(position={"x": 12, "y": 10})
    page.locator(".st-key-relire-chosen").wait_for()
    hands.settled()
    chosen = page.locator(".st-key-relire-chosen h2").inner_text()
    page.get_by_role("button", name=texts.ADD_HERE).click()
    page.get_by_text(texts.DECIDED.format(n=1).split("(")[0]).first.wait_for()
    page.locator(".relire-text mark", has_text="[une personne]").wait_for()
    forms = {one.form for one in Vault.unlock(prepared.vault, PASSPHRASE).get("hopital").decisions}
    assert chosen.strip("«» \u00a0") in forms


def test_the_page_has_no_serious_fault_of_ours(opened, hands, grave):
    page = opened("seance-3")
    page.locator(".relire-text mark.here").wait_for()
    hands.settled()
    assert grave(page, ".stMain") == []
