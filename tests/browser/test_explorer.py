"""From a band to the words, a mark rejected and taken back, a topic renamed, a word searched: the facilitator's way through a session."""

import re

import pytest

from dashboard.texts import explorer

pytestmark = pytest.mark.browser
views = pytest.mark.parametrize("view", [(1280, 720, "light"), (1440, 900, "dark")], indirect=True, ids=["light", "dark"])
CASE = "quartier"
NEW_NAME = "On l’apprend toujours trop tard"
PICKED = ".why-card h2"


@pytest.fixture
def case_id(data, ask):
    cases = ask.cases(data)
    return CASE if CASE in cases else cases[0]


def assert_calm(page):
    assert page.locator(".stException, [data-testid='stException'], [data-testid='stAlertContentError']").count() == 0
    assert "Traceback" not in page.locator("body").inner_text()


def go(hands, name):
    page = hands.page
    page.locator("[data-testid='stSidebarNav']").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", name=name, exact=True).wait_for()
    hands.settled()


@views
def test_from_a_band_to_the_words_to_a_correction_a_name_and_a_word(page, hands, keep, case_id, click_band):
    page.goto(f"/?cas={case_id}&seance=seance-2")
    there = click_band(0.8)
    page.get_by_role("button", name=explorer.CORRECT_HERE).click()
    page.get_by_role("heading", name=explorer.WORDS, exact=True).wait_for()
    page.locator(".words.pickable").wait_for()
    assert page.locator(".turn.here .when").inner_text() == there, "the words open where the band was clicked"

    chips = page.locator(".chip:not(.more):not(.off)")
    chips.first.click()
    page.get_by_role("button", name=explorer.NOT_THAT).wait_for()
    why = page.locator(".why-card p").last.inner_text()
    keep("explorer-mots")
    page.get_by_role("button", name=explorer.NOT_THAT).click()
    page.get_by_text("écarté par une personne").first.wait_for()
    assert page.locator(".chip.off.picked").count() == 1
    page.get_by_text(re.compile("décisions? attend.* la prochaine analyse")).first.wait_for()
    page.get_by_role("button", name=explorer.UNDO, exact=True).click()
    page.get_by_role("button", name=explorer.NOT_THAT).wait_for()
    assert page.locator(".why-card p").last.inner_text() == why
    assert_calm(page)

    go(hands, explorer.OBSTACLES)
    page.locator(".stCheckbox p").first.wait_for()
    keep("explorer-obstacles")
    page.get_by_text(explorer.MANAGE).click()
    field = page.get_by_label(explorer.RENAME_LABEL, exact=True)
    old = field.input_value()
    field.fill(NEW_NAME)
    field.press("Enter")
    button = page.get_by_role("button", name=explorer.RENAME, exact=True)
    button.click()
    page.locator(".reading", has_text=NEW_NAME).wait_for()
    page.get_by_role("button", name=explorer.UNDO, exact=True).first.click()
    page.locator(".reading", has_text=old).wait_for()
    assert_calm(page)

    for name, shot in ((explorer.VIEWS, "explorer-vues"), (explorer.REPLIES, "explorer-echanges")):
        go(hands, name)
        page.locator("[data-testid='stVegaLiteChart'] svg").wait_for()
        page.locator(".line").first.wait_for()
        assert_calm(page)
        assert page.locator("[data-testid='stSidebar'] .stSelectbox input").first.input_value().lower() == case_id
        keep(shot)

    go(hands, explorer.SEARCH)
    search = page.get_by_label(explorer.SEARCH_LABEL)
    search.fill("PREVENUS")
    search.press("Enter")
    page.locator(".line .found").first.wait_for()
    assert {one.lower() for one in page.locator(".line .found").all_inner_texts()} == {"prévenus"}
    keep("explorer-recherche")
    page.locator(".line").last.click()
    page.get_by_role("heading", name=explorer.WORDS, exact=True).wait_for()
    page.locator(".turn.here", has_text="prévenus").wait_for()
    assert_calm(page)


def test_words_are_selected_and_marked_and_taken_back(page, hands, case_id):
    page.goto(f"/mots?cas={case_id}&seance=seance-1")
    page.locator(".words.pickable").wait_for()
    hands.settled()
    said = page.locator("[data-turn]").first
    box = said.bounding_box()
    page.mouse.dblclick(box["x"] + 12, box["y"] + 10)
    page.locator(PICKED, has_text=explorer.ADD_HEAD).wait_for()
    quoted = page.locator(".why-card blockquote").inner_text()
    assert quoted in said.inner_text()
    assert len(quoted) < len(said.inner_text())
    page.get_by_role("combobox", name=explorer.ADD_CATEGORY).click()
    page.get_by_role("option", name=explorer.CATEGORIES["peur"], exact=True).click()
    add = page.get_by_role("button", name=explorer.ADD)
    page.wait_for_function(
        "name => [...document.querySelectorAll('button')].some(one => one.innerText === name && !one.disabled)", arg=explorer.ADD
    )
    add.click()
    page.locator(PICKED, has_text=explorer.BY_PERSON).wait_for()
    assert quoted in page.locator("mark.picked").all_inner_texts()
    page.get_by_role("button", name=explorer.UNDO, exact=True).click()
    page.locator("mark.picked").wait_for(state="detached")
    assert_calm(page)


def test_a_mark_is_reached_and_opened_by_keyboard(page, hands, case_id):
    page.goto(f"/mots?cas={case_id}&seance=seance-2")
    page.locator(".chip").first.wait_for()
    hands.settled()
    page.locator(".chip:not(.more)").first.focus()
    page.keyboard.press("Enter")
    page.locator(".why-card blockquote").wait_for()
    assert page.locator(".chip.picked").count() == 1


@pytest.mark.parametrize("path", ["mots", "obstacles", "vues", "echanges", "recherche"])
def test_axe_finds_no_grave_fault_of_ours(page, hands, grave, case_id, path):
    page.goto(f"/{path}?cas={case_id}&seance=seance-2")
    page.locator("h1").wait_for()
    hands.settled()
    assert grave(page, ".stMain") == []
