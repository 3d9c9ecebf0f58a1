"""Each public opens its page in Chromium: real content, French, no stack trace, nothing that leaves the machine."""

import pytest

from dashboard import texts
from dashboard.publics import Public
from dashboard.texts import revient as supervision

pytestmark = pytest.mark.browser
views = pytest.mark.parametrize("view", [(1280, 720, "light"), (1440, 900, "dark")], indirect=True, ids=["light", "dark"])

FONT_SIZES = """() => {
  const sizes = [];
  const walker = document.createTreeWalker(document.querySelector('.stApp'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement, place = box.getBoundingClientRect();
    const onScreen = place.width > 1 && place.height > 1 && place.bottom > 0 && place.right > 0;
    if (node.textContent.trim() && box.checkVisibility() && onScreen && !box.closest('style, script'))
      sizes.push([parseFloat(getComputedStyle(box).fontSize), node.textContent.trim()]);
  }
  return sizes;
}"""
OVERFLOW = """() => [...document.querySelectorAll('html, body, .stApp, .stMain, .stMainBlockContainer, .wall, .wall .body')]
  .filter(box => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
  .map(box => box.className || box.tagName)"""
CUT_OFF = """() => [...document.querySelectorAll('.wall .label')].filter(label => {
  const inner = label.getBoundingClientRect(), outer = label.parentElement.getBoundingClientRect();
  return inner.right > outer.right || inner.bottom > outer.bottom + 1 || inner.top < outer.top - 1;
}).map(label => label.textContent)"""
PAINTED = """([selector, property]) => [...new Set([...document.querySelectorAll(selector)].map(box => getComputedStyle(box)[property]))]"""


@pytest.fixture(scope="module")
def case_id(data, ask):
    """The case with the most to show on its wall."""
    return max(ask.cases(data), key=lambda case: len(bars(data, case, ask)))


def bars(data, case, ask):
    cells = ask(data, Public.GROUPE, case, "cells")
    return cells.loc[cells["measure"] == "wall_obstacle"]


def assert_calm(page):
    assert page.locator(".stException, [data-testid='stException'], [data-testid='stAlert']").count() == 0
    assert "Traceback" not in page.locator("body").inner_text()


@views
def test_intervenant_follows_a_session_to_its_words(page, keep, data, case_id, ask):
    passages = ask(data, Public.INTERVENANT, case_id, "passages")
    turning = passages.loc[passages["kind"] == "violence_to_conflict", "session_id"]
    sessions = ask(data, Public.INTERVENANT, case_id, "sessions")
    session = turning.iloc[0] if len(turning) else sessions["session_id"].iloc[0]
    page.goto(f"/?cas={case_id}&seance={session}")
    page.locator(".words").wait_for()
    chart = page.locator("[data-testid='stVegaLiteChart'] svg")
    chart.wait_for()
    assert page.title() == texts.THREAD
    assert page.get_by_role("heading", name=texts.THREAD).is_visible()
    words_of_chart = chart.locator("text").all_text_contents()
    assert set(texts.BANDS.values()) <= set(words_of_chart)
    if len(turning):
        assert texts.PASSAGE in words_of_chart
    assert len(page.locator(".reading").inner_text()) > 20
    assert 1 <= page.locator(".turn").count() <= 8
    assert_calm(page)
    keep("intervenant-fil")


def test_a_click_in_a_band_goes_to_the_words(page, case_id):
    page.goto(f"/?cas={case_id}")
    page.locator(".words").wait_for()
    chart = page.locator("[data-testid='stVegaLiteChart'] svg")
    chart.wait_for()
    before = page.locator(".turn.here .when").inner_text()
    box = chart.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.97, box["y"] + box["height"] * 0.4)
    page.wait_for_function("before => document.querySelector('.turn.here .when')?.innerText !== before", arg=before)
    after = page.locator(".turn.here .when").inner_text()
    page.locator("[data-testid='stSlider'] input[type='range']").first.press("ArrowLeft")
    page.wait_for_function("before => document.querySelector('.turn.here .when')?.innerText !== before", arg=after)
    assert_calm(page)


@views
def test_groupe_reads_the_wall_from_the_back_of_the_room(page, keep, data, case_id, ask):
    page.goto(f"/bloque?cas={case_id}")
    page.locator(".wall h1").wait_for()
    assert page.locator(".wall h1").inner_text() == texts.WALL
    assert page.locator(".wall .bar").count() == min(5, len(bars(data, case_id, ask))) > 0
    assert set(page.locator(".wall .word").all_inner_texts()) <= set(texts.WALL_WORDS.values())
    assert page.locator(".wall .ask").inner_text() == texts.WALL_QUESTION
    sizes = page.evaluate(FONT_SIZES)
    assert len(sizes) >= 4
    assert [text for size, text in sizes if size < 28] == []
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(CUT_OFF) == []
    inks = page.evaluate(PAINTED, [".wall p:not(.ask), .wall h1, .wall .label, .wall .word, .leave", "color"])
    assert len(inks) == 1, "text on the wall is ink and nothing else"
    assert page.locator("[data-testid='stSidebar']").is_hidden()
    assert page.locator("[title]:visible").count() == 0, "nothing on the wall is said only to a mouse"
    assert_calm(page)
    keep("groupe-bloque")


def test_the_wall_projects_nothing_before_a_case_is_chosen(page, keep, data, ask):
    if len(ask.cases(data)) < 2:
        pytest.skip("one case needs no choice")
    page.goto("/bloque")
    page.get_by_role("heading", name=texts.WALL_CHOOSE).wait_for()
    assert page.locator(".wall").count() == 0
    keep("groupe-choix")
    page.locator(".stButton button").first.click()
    page.locator(".wall").wait_for()
    page.locator(".leave").click()
    page.locator(".words").wait_for()
    assert_calm(page)


def test_navigation_names_the_three_publics(page):
    page.goto("/")
    page.locator(".words").wait_for()
    menu = page.locator("[data-testid='stSidebarNav']").inner_text()
    positions = [menu.index(texts.PUBLICS[public]) for public in (Public.INTERVENANT, Public.GROUPE, Public.SUPERVISEUR)]
    assert positions == sorted(positions)
    page.get_by_role("link", name=supervision.MENU).click()
    page.wait_for_url("**/revient")
    page.locator("[data-testid='stVegaLiteChart'], .empty").first.wait_for()
    assert_calm(page)
