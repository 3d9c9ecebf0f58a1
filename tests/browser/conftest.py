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
SECONDS = 60


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
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        server = subprocess.Popen(
            [sys.executable, "-c", START, str(data), str(port)],
            cwd=request.config.rootpath,
            env=os.environ | {name: value.format(address=address) for name, value in told.items()},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _await(address, server)
            yield address
        finally:
            _end(server)

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
def page(browser, site, view):
    """A page of its own; when it closes, any request or socket that wanted to leave the machine is a failure."""
    strangers = []

    def guard(route):
        if _is_here(route.request.url, site):
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    context = browser.new_context(
        base_url=site, viewport={"width": view[0], "height": view[1]}, color_scheme=view[2], locale="fr-FR", service_workers="block"
    )
    context.route("**/*", guard)
    page = context.new_page()
    page.on("websocket", lambda socket: None if _is_here(socket.url, site) else strangers.append(socket.url))
    page.set_default_timeout(SECONDS * 1000)
    yield page
    context.close()
    assert strangers == []


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


def _is_here(url, site):
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.netloc == urlsplit(site).netloc


def _await(address, server):
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
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
