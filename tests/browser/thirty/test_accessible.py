"""axe over every page of the menu, with the vault open: nothing serious inside the page; what is Streamlit's own is named apart."""

import pytest

pytestmark = pytest.mark.browser
STREAMLIT_S_OWN = {
    "list": "the menu's list of groups holds more than its items; a screen reader reads the links all the same",
    "listitem": "items of the menu stand in a box of their own inside that list",
}
"""Rules that Streamlit's own frame (menu, header) breaks around our pages, and why we leave them: its markup is out of our reach."""
SETTLED = """() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
  && document.querySelector('.stMain h1, .stMain .empty, .stMain iframe, .wall')"""


@pytest.mark.parametrize("view", [(1280, 720, "light"), (1280, 720, "dark")], indirect=True, ids=["light", "dark"])
def test_axe_finds_no_grave_fault_on_any_page(page, grave, enter, menu, capsys):
    enter(page)
    ours, theirs = {}, {}
    for path, title in menu:
        page.locator("[data-testid='stSidebarNav']").get_by_role("link", name=title, exact=True).click()
        page.wait_for_function("title => document.title === title", arg=title)
        page.wait_for_function(SETTLED)
        page.wait_for_timeout(800)  # what fades in has its full contrast then
        ours[path] = grave(page, ".stMain")
        for rule, target, _ in grave(page):
            if (rule, target) not in [(own[0], own[1]) for own in ours[path]]:
                theirs.setdefault(rule, set()).add(str(target))
    with capsys.disabled():
        print(f"\naxe, grave faults of ours: {sum(map(len, ours.values()))} on {len(ours)} pages")
        print("of Streamlit's frame:", {rule: len(places) for rule, places in theirs.items()})
    assert {path: faults for path, faults in ours.items() if faults} == {}
    assert theirs.keys() <= STREAMLIT_S_OWN.keys()
