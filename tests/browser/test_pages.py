"""Each public opens its page in Chromium: real content, French, no stack trace, nothing that leaves the machine."""

import pytest

from dashboard import texts
from dashboard.publics import Public
from dashboard.texts import explorer

pytestmark = pytest.mark.browser
views = pytest.mark.parametrize("view", [(1280, 720, "light"), (1440, 900, "dark")], indirect=True, ids=["light", "dark"])


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
        assert explorer.PASSAGE_KINDS["violence_to_conflict"] in words_of_chart
    assert len(page.locator(".reading").inner_text()) > 20
    assert 1 <= page.locator(".turn").count() <= 8
    assert_calm(page)
    keep("intervenant-fil")


def test_a_click_in_a_band_goes_to_the_words(page, case_id, click_band):
    page.goto(f"/?cas={case_id}")
    after = click_band(0.97)
    page.locator("[data-testid='stSlider'] input[type='range']").first.press("ArrowLeft")
    page.wait_for_function("before => document.querySelector('.turn.here .when')?.innerText !== before", arg=after)
    assert_calm(page)


@views
def test_navigation_names_the_three_publics(page):
    page.goto("/")
    page.locator(".words").wait_for()
    menu = page.locator("[data-testid='stSidebarNav']").inner_text()
    positions = [menu.index(texts.PUBLICS[public]) for public in (Public.INTERVENANT, Public.GROUPE, Public.SUPERVISEUR)]
    assert positions == sorted(positions)
    page.get_by_role("link", name=texts.MENU["revient"]).click()
    page.wait_for_url("**/revient")
    page.locator("[data-testid='stVegaLiteChart'], .empty").first.wait_for()
    assert_calm(page)
