"""From a click in the menu to a page that can be used, over thirty interventions, beside a blank page; and the memory."""

import re
import statistics
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard import texts

pytestmark = pytest.mark.browser
ROUNDS = 3
"""A page is usable after so long, where a blank one takes no longer than that on this machine."""
RATIO, SLACK_SECONDS = 5, 2.0
"""On a loaded machine: at most so many times the blank page, and so much more."""
MEGABYTES, READERS = 700, 5
BLANK = """import streamlit as st
st.navigation([st.Page(lambda: st.title("Rien"), title=name, url_path=name) for name in ("un", "deux")]).run()
"""
"""Two pages with one line each, to be served as the dashboard is."""
USABLE = """([path, title]) => {
  const app = document.querySelector('.stApp'), main = document.querySelector('.stMain')
  const there = main?.querySelector('h1, .empty, [data-testid="stAlert"], [data-testid="stForm"], [data-testid="stBidiComponent"]')
  return location.pathname === path && document.title === title && app?.dataset.testScriptState === 'notRunning'
    && there?.checkVisibility() && !main.querySelector('[data-stale="true"], [data-testid="stSkeleton"]') && performance.now()
}"""


def click(page, path, title):
    """Seconds from a click in the menu until the page is usable."""
    link = page.locator("[data-testid='stSidebarNav']").get_by_role("link", name=title, exact=True)
    began = link.evaluate("link => { const now = performance.now(); link.click(); return now }")
    return (page.wait_for_function(USABLE, arg=[path, title], polling="raf").json_value() - began) / 1000


def megabytes(port):
    """Resident memory of the process that listens on a port and of those it started, as /proc says it."""
    inode = next(
        line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines() if line.split()[1:4:2] == [f"0100007F:{port:04X}", "0A"]
    )
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(one.readlink()) == f"socket:[{inode}]" for one in (place / "fd").iterdir()):
                return int(re.search(r"VmRSS:\s*(\d+)", (place / "status").read_text())[1]) / 1024
        except OSError:
            continue
    pytest.fail("nobody listens there")


def test_every_page_is_usable_soon_after_the_click(page, browser, enter, menu, serving_script, capsys):
    enter(page)
    took = {path: [] for path, _ in menu}
    nothing = []
    with serving_script(BLANK) as address:
        beside = browser.new_page(base_url=address)
        beside.goto("/")
        beside.wait_for_function(USABLE, arg=["/", "un"])
        for turn in range(ROUNDS + 1):
            for rank, (path, title) in enumerate(menu):
                # a machine that is busy is so for both
                seconds, bare = click(page, path, title), click(beside, *(("/deux", "deux"), ("/", "un"))[rank % 2])
                assert page.get_by_text(texts.BROKEN).count() == 0
                if turn:  # the first round imports
                    took[path].append(seconds)
                    nothing.append(bare)
        beside.close()
    typical = {path: statistics.median(all_of_it) for path, all_of_it in took.items()}
    empty = statistics.median(nothing)
    worst = max(typical, key=typical.get)
    with capsys.disabled():
        print(f"\nblank page: median {empty:.2f} s, worst {max(nothing):.2f} s")
        print(f"{len(menu)} pages: median {statistics.median(typical.values()):.2f} s, worst {worst} {typical[worst]:.2f} s")
        print("; ".join(f"{path} {seconds:.2f} (at most {max(took[path]):.2f})" for path, seconds in typical.items()))
    assert typical[worst] < RATIO * empty + SLACK_SECONDS


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="no /proc here")
def test_five_readers_fit_into_a_small_machine(browser, site, enter, menu, capsys):
    with ExitStack() as open_contexts:
        for _ in range(READERS):
            context = browser.new_context(base_url=site, locale="fr-FR")
            open_contexts.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(60_000)
            enter(page)
            for path, title in menu:
                click(page, path, title)
        used = megabytes(urlsplit(site).port)
    with capsys.disabled():
        print(f"\nserver with {READERS} sessions open: {used:.0f} MB")
    assert used < MEGABYTES
