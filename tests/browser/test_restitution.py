"""From two themes over a paraphrase with a name in it, refused and mended, to a frozen version that is what was previewed."""

import runpy
from pathlib import Path

import pytest

from dashboard.registry.publications import content_of, list_publications, read_draft
from dashboard.restitution.draft import read_stored
from dashboard.texts import restitution as texts
from dashboard.wall import screens

pytestmark = pytest.mark.browser

# the case of the room's other tests: its tables agree with one another
CASE = runpy.run_path(str(Path(__file__).parents[1] / "dashboard" / "restitution" / "conftest.py"))
PASSPHRASE = CASE["PASSPHRASE"]
PREVIEWED = "() => [...document.querySelectorAll('.preview .wall')].map(one => one.textContent)"
TEXT_OF = "html => { const box = document.createElement('div'); box.innerHTML = html; return box.textContent; }"


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """The data folder with one case, and a vault that knows one of its persons."""
    root = tmp_path_factory.mktemp("restitution")
    data, vault = root / "donnees", root / "cercle.vault"
    CASE["write"](data, CASE["build"]())
    CASE["make_vault"](vault)
    return data, vault


@pytest.fixture(scope="module")
def site(serving, places):
    """A dashboard over that case."""
    data, vault = places
    with serving(data, CIRCULATION_VAULT__PATH=str(vault)) as address:
        yield address


@pytest.fixture
def go(page, hands):
    """Goes to a step of the page."""

    def to(step):
        page.get_by_role("radio", name=texts.STEPS[step], exact=True).click()
        hands.settled()

    return to


@pytest.fixture
def enter(page, hands):
    """Opens the page with the vault."""

    def through_the_door():
        page.goto("/restitution?cas=cas")
        hands.open_vault(PASSPHRASE)
        page.locator(".where").wait_for()
        hands.settled()

    return through_the_door


@pytest.fixture
def commit(hands):
    """Types a text into a field and leaves it."""

    def write(field, text):
        field.fill(text)
        field.press("ControlOrMeta+Enter")
        hands.settled()

    return write


def test_from_two_themes_to_a_frozen_version(page, grave, hands, enter, go, commit, keep, places, ask):
    data, _ = places
    enter()
    hands.tick("L’information n’arrive pas")
    hands.tick("C’est toujours les mêmes")
    hands.tick("Des caméras, ça protège")
    page.mouse.wheel(0, -2000)
    hands.settled()
    keep("restitution-themes")
    assert grave(page, ".stMain") == []

    go("words")
    assert page.get_by_role("button", name=texts.KEEP).is_disabled()
    page.get_by_role("button", name=texts.REWORD).click()
    hands.settled()
    mine = page.get_by_label(texts.REWORDED)
    commit(mine, "Nadia garde le panneau.")
    page.get_by_text(texts.REFUSED_FIELD.format(field=texts.REWORDED)).wait_for()
    keep("restitution-paroles-refus")
    assert grave(page, ".stMain") == []
    commit(mine, "Le panneau du hall est enfermé.")
    assert page.get_by_text(texts.REFUSED_FIELD.format(field=texts.REWORDED)).count() == 0
    hands.tick(texts.ASKED)
    page.get_by_text(texts.WORDS_COUNT.format(n=4, of=5)).wait_for()
    keep("restitution-paroles")
    page.get_by_role("button", name=texts.DROP_ALL.format(n=4)).click()
    page.get_by_text(texts.WORDS_OVER).wait_for()

    go("own")
    page.get_by_text(texts.SCREENS["decided"], exact=True).click()
    line = page.get_by_label(texts.ADD.format(screen=texts.SCREENS["decided"]))
    line.fill("On ouvre la salle deux soirs.")
    line.press("Enter")
    hands.settled()
    assert line.is_visible(), "the screen stays open for the next line"
    assert line.input_value() == ""
    keep("restitution-vos-mots")

    go("preview")
    page.locator(".preview .wall").first.wait_for()
    keep("restitution-apercu")
    previewed = page.evaluate(PREVIEWED)
    assert any("Le panneau du hall est enfermé." in one for one in previewed)
    page.get_by_role("button", name=texts.PUBLISH.format(number=1)).click()
    page.get_by_text(texts.PUBLISHED.format(number=1)).wait_for()
    hands.settled()
    keep("restitution-publiee")

    archive, me = ask.archive(data)
    [one] = list_publications(archive.registry, me, "cas")
    content = content_of(one)
    assert previewed == [page.evaluate(TEXT_OF, screen) for screen in screens(content)]
    assert len(content.obstacles) == 2
    assert content.decided == ("On ouvre la salle deux soirs.",)
    assert "Nadia" not in str(one.content)

    with page.expect_download() as download:
        page.get_by_role("button", name=texts.DOCUMENT).click()
    document = download.value.path().read_text("utf-8")
    assert texts.HANDED in document
    assert "Le panneau du hall est enfermé." in document
    assert page.locator(".stException, [data-testid='stException']").count() == 0


@pytest.mark.parametrize("view", [(1440, 900, "dark")], indirect=True, ids=["dark"])
def test_a_browser_that_comes_back_finds_what_was_chosen(page, grave, enter, go, keep, places, ask):
    enter()
    go("words")
    page.get_by_text(texts.WORDS_OVER).wait_for()
    keep("restitution-paroles-finies")
    for step in texts.STEPS:
        go(step)
        keep(f"restitution-{step}")
        assert grave(page, ".stMain") == []
    archive, me = ask.archive(places[0])
    assert read_stored(read_draft(archive.registry, me, "cas").content).themes == ("information", "charge")
