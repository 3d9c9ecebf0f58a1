"""The supervisor's path: the grids of a release, passages, quality of readings, and a fiche from its first word to its reading."""

import pytest

from dashboard import texts
from dashboard.texts import fiche as asked
from dashboard.texts import revient as said

pytestmark = pytest.mark.browser
views = pytest.mark.parametrize("view", [(1280, 720, "light"), (1440, 900, "dark")], indirect=True, ids=["light", "dark"])
WORD = "La gorge serrée quand le ton est monté."


def assert_calm(page):
    assert page.locator(".stException, [data-testid='stException']").count() == 0
    assert "Traceback" not in page.locator("body").inner_text()


@pytest.fixture
def view_of(data, ask):
    found = ask.release(data)
    if found is None:
        pytest.skip("nothing was released in this data folder")
    return found


@views
def test_the_grids_of_a_release(page, keep, view_of):
    counts = view_of.figures.loc[view_of.figures["measure"] == "obstacle_phase"]
    page.goto("/revient")
    chart = page.locator("[data-testid='stVegaLiteChart'] svg")
    chart.wait_for()
    assert page.title() == texts.MENU["revient"]
    assert page.get_by_role("heading", name=said.TITLE).is_visible()
    words = chart.locator("text").all_text_contents()
    numbers = sorted(float(word.split()[0]) for word in words if word[:1].isdigit())
    assert numbers == sorted(counts["value"])
    assert sum(word == said.FEWER for word in words) >= 7 * counts["row"].nunique() - len(counts)
    assert page.locator(".reading").inner_text().endswith("?")
    assert_calm(page)
    keep("superviseur-revient")
    for measure in ("obstacle_sector", "obstacle_status"):
        if measure not in set(view_of.figures["measure"]):
            page.get_by_text(said.GRIDS[measure]).click()
            page.get_by_text(said.NOTHING[measure]).wait_for()
            continue
        before = page.locator(".reading").inner_text()
        page.get_by_text(said.GRIDS[measure]).click()
        page.wait_for_function("before => document.querySelector('.reading')?.innerText !== before", arg=before)
        chart.wait_for()
        page.wait_for_timeout(500)
        keep(f"superviseur-{measure}")
    page.get_by_text(said.TABLE).click()
    page.locator("[data-testid='stTable']").wait_for()
    assert_calm(page)


@views
def test_passages_and_quality(page, keep, view_of):
    page.goto("/parcours")
    page.locator("[data-testid='stVegaLiteChart'] svg").wait_for()
    assert page.locator(".reading").inner_text().endswith("?")
    keep("superviseur-parcours")
    page.get_by_role("link", name=texts.MENU["lectures"]).click()
    page.locator("[data-testid='stTable'], [data-testid='stAlert']").first.wait_for()
    assert_calm(page)
    keep("superviseur-lectures")


@views
def test_a_fiche_from_its_first_word_to_its_reading(page, hands, keep, data, ask, view):
    case_id = ask.cases(data)[0 if view[2] == "light" else 1]
    page.goto("/envois")
    page.locator(".empty, [data-testid='stHeading']").first.wait_for()
    keep("superviseur-envois-avant")
    page.goto(f"/fiche?cas={case_id}")
    box = page.get_by_label(asked.QUESTIONS["vecu"][0])
    box.fill(WORD)
    box.press("Control+Enter")
    hands.settled()
    page.reload()
    box.wait_for()
    assert box.input_value() == WORD, "kept at once"
    hands.settled()
    keep("intervenant-fiche")
    page.get_by_role("button", name=asked.HAND_OVER).click()
    page.get_by_role("button", name=asked.TAKE_BACK).wait_for()
    hands.settled()
    keep("intervenant-fiche-remise")
    with page.expect_download() as taken:
        page.get_by_role("button", name=asked.TAKE_AWAY).click()
    assert WORD in taken.value.path().read_text("utf-8")
    page.get_by_role("link", name=said.RECEIVED).click()
    page.get_by_role("button", name=said.OPEN).first.wait_for()
    hands.settled()
    assert WORD not in page.locator(".stMain").inner_text() or view[2] == "dark"
    page.get_by_role("button", name=said.OPEN).first.click()
    page.get_by_text(WORD).first.wait_for()
    assert texts.case_title(case_id) not in page.locator(".stMain").inner_text()
    assert_calm(page)
    keep("superviseur-envois")
