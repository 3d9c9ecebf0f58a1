"""A real server, a real browser, and no way out of the machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError

from dashboard.texts import MENU, ouvrir
from pipeline.serve import OPTIONS

SCREENSHOTS = Path(__file__).parent / "screenshots"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
START = """
import sys
from pathlib import Path
from pipeline.serve import serve
sys.exit(serve(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]), open_browser=False))
"""
START_ROOM = """
import sys
from pathlib import Path
from pipeline.serve import serve_room
sys.exit(serve_room(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2])))
"""
SECONDS = 60
SETTLED = """() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
  && document.getAnimations().every(one => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)"""


@pytest.fixture(scope="session")
def data(request):
    """The data folder to show: CIRCULATION_BROWSER_DATA (what `demo` wrote, say), else an invented one."""
    given = os.environ.get("CIRCULATION_BROWSER_DATA")
    return Path(given) if given else request.getfixturevalue("invented_data")


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium; skips without one, fails where CIRCULATION_REQUIRE_BROWSER=1."""
    found = next(
        (path for path in ("/usr/bin/chromium", *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))) if _is_file(path)),
        None,
    )
    if found is None:
        refuse = pytest.fail if os.environ.get("CIRCULATION_REQUIRE_BROWSER") == "1" else pytest.skip
        refuse("no Chromium on this machine (on Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serving(request):
    """Serves a data folder by `pipeline.serve` as long as a block lasts; `told` are environment variables, which may name the address."""

    @contextmanager
    def serve(data, **told):
        port = _free()
        address = f"http://127.0.0.1:{port}"
        given = os.environ | {name: value.format(address=address) for name, value in told.items()}
        with _running(["-c", START, str(data), str(port)], request.config.rootpath, f"{address}/_stcore/health", given):
            yield address

    return serve


@pytest.fixture(scope="session")
def serving_room(request):
    """Lets telephones reach the open room of a data folder, by a process of its own, as long as a block lasts."""

    @contextmanager
    def serve(data):
        port = _free()
        address = f"http://127.0.0.1:{port}/"
        with _running(["-c", START_ROOM, str(data), str(port)], request.config.rootpath, address, None):
            yield address

    return serve


@pytest.fixture(scope="session")
def serving_script(request, tmp_path_factory):
    """Serves a Streamlit script with the dashboard's own options as long as a block lasts."""

    @contextmanager
    def serve(script):
        app = tmp_path_factory.mktemp("script") / "app.py"
        app.write_text(script, "utf-8")
        port = _free()
        address = f"http://127.0.0.1:{port}"
        options = {**OPTIONS, "server.address": "127.0.0.1", "server.port": str(port), "server.headless": "true"}
        order = ["-m", "streamlit", "run", str(app), *(f"--{name}={value}" for name, value in options.items())]
        with _running(order, request.config.rootpath, f"{address}/_stcore/health", None):
            yield address

    return serve


@pytest.fixture(scope="session")
def site(data, browser, serving):
    """The address of the dashboard, until the tests end."""
    with serving(data) as address:
        yield address


@pytest.fixture
def view(request):
    """Width and height of the window in CSS pixels, and the theme that the reader's system asks for."""
    return getattr(request, "param", (1280, 720, "light"))


@pytest.fixture
def browse(browser):
    """Opens a page in a browser of its own; a request or socket that wants to leave the site, and what `also` names, fails the test."""
    contexts, strangers = [], []

    def open_page(site, *also, **window):
        here = {urlsplit(one).netloc for one in (site, *also)}

        def is_here(url):
            parts = urlsplit(url)
            return parts.scheme in {"data", "blob", "about"} or parts.netloc in here

        def guard(route):
            if is_here(route.request.url):
                route.continue_()
            else:
                strangers.append(route.request.url)
                route.abort()

        context = browser.new_context(base_url=site, locale="fr-FR", service_workers="block", **window)
        contexts.append(context)
        context.route("**/*", guard)
        page = context.new_page()
        page.on("websocket", lambda socket: None if is_here(socket.url) else strangers.append(socket.url))
        page.set_default_timeout(SECONDS * 1000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert strangers == []


@pytest.fixture
def window(view):
    """What a browser is opened with."""
    return {"viewport": {"width": view[0], "height": view[1]}, "color_scheme": view[2]}


@pytest.fixture
def page(browse, site, window):
    """A page of the dashboard."""
    return browse(site, **window)


@pytest.fixture
def telephone(browse, window):
    """Opens a telephone without scripts, in a browser of its own; it talks to the room at an address and to nobody else."""
    return lambda address: browse(address, **window | {"viewport": {"width": 390, "height": 844}}, java_script_enabled=False)


@pytest.fixture(scope="session")
def grave():
    """What axe finds grave on a page, or within some of it: rules, places and what stands there."""

    def faults(page, within=None):
        # what a rerun is about to replace is pale for a moment
        page.wait_for_function("!document.querySelector('[data-stale=true], [data-test-script-state=running]')")
        found = Axe().run(page, context=within and {"include": [[within]]}).response["violations"]
        nodes = [(one["id"], node) for one in found if one["impact"] in ("serious", "critical") for node in one["nodes"]]
        return [(rule, node["target"], node["html"][:200]) for rule, node in nodes]

    return faults


@pytest.fixture
def hands(page):
    """What somebody does on that page."""
    return Hands(page)


class Hands:
    """Goes through the screens as somebody would."""

    def __init__(self, page):
        self.page = page

    def settled(self):
        """Nothing is at work any more and nothing fades in or out; a click takes a moment to begin."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_function(SETTLED)
        self.page.wait_for_timeout(250)

    def open_vault(self, passphrase):
        """Where a page, or the vault's own, asks for the passphrase."""
        self.page.get_by_label(ouvrir.PASSPHRASE, exact=True).fill(passphrase)
        self.page.get_by_role("button", name=ouvrir.OPEN, exact=True).click()

    def in_menu(self, path):
        """Another screen of this browser; an address that is loaded would close the vault, and a page at work may miss the click."""
        self.settled()
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=MENU[path], exact=True).click()
        self.page.wait_for_function("title => document.title === title", arg=MENU[path])

    def choose(self, label, option):
        box = self.page.get_by_role("combobox", name=label)
        # a list that has just opened closes when what lies under it scrolls
        box.scroll_into_view_if_needed()
        self.settled()
        box.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def tick(self, label):
        self.page.get_by_test_id("stCheckbox").filter(has_text=label).locator("label").first.click()
        self.settled()

    def press(self, key, shown):
        """A key of the wall, until that is shown: one that comes before the page listens, or while it is drawn again, is lost."""
        for _ in range(20):
            self.page.keyboard.press(key)
            with suppress(TimeoutError):
                return shown.wait_for(timeout=3000)
        raise AssertionError(f"{key} showed nothing")


@pytest.fixture
def keep(page, view):
    """Stores what the page looks like, under a name."""

    def screenshot(name):
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "{}-{}x{}-{}.png".format(name, *view), animations="disabled")

    return screenshot


@pytest.fixture
def click_band(page):
    """Clicks in the bands of the thread at a share of their width; gives back where the words then are."""

    def click(share):
        page.locator(".words").wait_for()
        chart = page.locator("[data-testid='stVegaLiteChart'] svg")
        chart.wait_for()
        before = page.locator(".turn.here .when").inner_text()
        box = chart.bounding_box()
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.4)
        page.wait_for_function("before => document.querySelector('.turn.here .when')?.innerText !== before", arg=before)
        return page.locator(".turn.here .when").inner_text()

    return click


def _is_file(path):
    return path is not None and Path(path).is_file()


def _free():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@contextmanager
def _running(arguments, folder, answers, told):
    """A server, as long as the block lasts; `answers` is an address where it does."""
    server = subprocess.Popen([sys.executable, *arguments], cwd=folder, env=told, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _await(answers, server)
        yield
    finally:
        _end(server)


def _await(address, server):
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not answer within {SECONDS} s")


def _end(server):
    """Ctrl-C to the whole group, as a terminal would; then force."""
    if not hasattr(os, "killpg"):
        server.kill()
        return
    os.killpg(server.pid, signal.SIGINT)
    try:
        assert server.wait(15) == 0, "Ctrl-C is a quiet end"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
