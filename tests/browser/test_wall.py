"""The wall and the room in two browsers: a facilitator projects, a telephone answers, the room reads what it said in words."""

import urllib.request
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from dashboard import hosting
from dashboard.publication import Cause, Content, Contract, Disagreement, Moved, Obstacle, Side
from dashboard.registry import hosts
from dashboard.texts import mur, ouvrir, reponses, salle
from pipeline.pseudonymise.vault import Vault

pytestmark = pytest.mark.browser
views = pytest.mark.parametrize("view", [(1280, 720, "light"), (1440, 900, "dark")], indirect=True, ids=["light", "dark"])
PASSPHRASE = "une phrase assez longue"
LONG = "Depuis que les horaires ont changé, personne ne nous dit plus à l’avance qui ouvre la salle ni qui la ferme le soir"
LONGER = f"{LONG}, alors on attend dehors avec les enfants, et quand quelqu’un arrive il est souvent déjà trop tard pour commencer."
WIDE = "MAINTENANT, AUCUN MOMENT COMMUN : WWW, MMM ET ŒUVRES"
CROWDED = Content(
    title=LONG,
    contract=Contract(objective=LONGER, confidentiality=LONGER, reserves=(LONG, LONGER, WIDE)),
    obstacles=tuple(
        Obstacle(label=one, word=word, sessions=(True, False) * 5)
        for one, word in zip((LONG, LONG, WIDE, LONG, LONGER), (4, 3, 2, 1, 1), strict=True)
    ),
    causes=tuple(Cause(obstacle=LONG, because=(LONGER, LONG)) for _ in range(3)),
    shared=(LONGER, LONG, LONGER, WIDE, LONG),
    disagreements=(
        Disagreement(
            claim=LONG,
            yes=Side(word=2, reasons=(LONGER, LONG, WIDE)),
            no=Side(word=3, reasons=(LONG, LONGER)),
            depends=Side(word=1, reasons=(LONGER, LONG)),
            shared=LONGER,
        ),
        Disagreement(claim=f"{LONGER} {LONGER}", yes=Side(word=1, reasons=(LONGER * 4,))),
    ),
    unknown=(LONGER,) * 4,
    moved=tuple(Moved(label=LONG, change=change) for change in ("new", "persistent", "resolved", "came_back")),
    decided=(LONGER * 8, "Non."),
    questions={"shared": LONG + " ?", "unknown": LONGER + LONGER},
)

SHOWN = """() => {
  const wall = document.querySelector('.wall:not([hidden])'), sizes = [], pale = [], wide = [];
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (box) => {
    for (; box; box = box.parentElement) {
      const colour = channels(getComputedStyle(box).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(wall, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.textContent.trim()) continue;
    const box = node.parentElement, style = getComputedStyle(box), said = node.textContent.trim();
    if (parseFloat(style.fontSize) < 28) sizes.push(said);
    const fill = box.closest('.bar')?.querySelector('.fill');
    for (const under of [ground(box), ...(fill ? [channels(getComputedStyle(fill).backgroundColor)] : [])]) {
      const [low, high] = [light(channels(style.color)), light(under)].sort((a, b) => a - b);
      if ((high + 0.05) / (low + 0.05) < 7) pale.push(said);
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const holder = box.closest('.bar, .card, .ask, .body').getBoundingClientRect();
      if (line.left < holder.left - 1 || line.right > holder.right + 1 || line.top < holder.top - 1 || line.bottom > holder.bottom + 1)
        wide.push(said);
    }
  }
  const boxes = 'html, body, .stApp, .stMain, .stMainBlockContainer, .wall:not([hidden]), .wall:not([hidden]) :is(.body, .flow)';
  const over = [...document.querySelectorAll(boxes)]
    .filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
    .map((box) => box.className || box.tagName);
  const body = wall.querySelector('.body').getBoundingClientRect(), ask = wall.querySelector('.ask').getBoundingClientRect();
  if (ask.bottom > innerHeight + 1 || wall.querySelector('.flow').getBoundingClientRect().bottom > body.bottom + 1) over.push('flow');
  const titled = document.querySelectorAll('.wall [title]').length;
  return { place: wall.querySelector('.place').textContent, sizes, pale, wide, over, titled };
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory, ask, publish, case_writer):
    """A data folder with one intervention and two publications, and its vault."""
    folder = tmp_path_factory.mktemp("salle")
    case_writer(folder / "data")
    archive, me = ask.archive(folder / "data")
    vault = Vault.create(folder / "cercle.vault", PASSPHRASE)
    made = SimpleNamespace(folder=folder, archive=archive, asker=me, vault=vault, data=folder / "data")
    made.short = publish(archive.registry, me, "cas")
    made.crowded = publish(archive.registry, me, "cas", CROWDED)
    return made


@pytest.fixture(scope="module")
def site(desk, serving):
    """The dashboard over that folder."""
    with serving(desk.data, CIRCULATION_VAULT__PATH=str(desk.folder / "cercle.vault")) as address:
        yield address


@pytest.fixture
def room(desk, serving_room):
    """The room of the short publication, and the process that its telephones reach."""
    opened = hosting.open_door(desk, desk.short, 60)
    with serving_room(desk.data) as address:
        yield SimpleNamespace(id=opened.room_id, code=hosting.show_code(desk, desk.short, opened.room_id), address=address)
    hosts.close_room(desk.archive.registry, desk.asker, opened.room_id)


def project(page, publication_id):
    page.goto(f"/mur?version={publication_id}")
    page.locator(".wall:visible").wait_for()


def place(page):
    return page.locator(".wall:visible .place").inner_text().replace("\u00a0", " ")


@views
@pytest.mark.parametrize("which", ["short", "crowded"])
def test_everything_is_read_from_the_back_of_the_room(page, grave, keep, desk, which):
    project(page, getattr(desk, which))
    page.evaluate("document.fonts.ready")
    total = page.locator(".wall").count()
    assert total >= 8
    for n in range(1, total + 1):
        shown = page.evaluate(SHOWN)
        assert shown == {"place": f"{n}\u00a0/\u00a0{total}", "sizes": [], "pale": [], "wide": [], "over": [], "titled": 0}
        assert page.locator(".wall:visible").count() == 1
        keep(f"mur-{which}-{n:02d}")
        page.keyboard.press("PageDown")
    assert page.locator("[data-testid='stSidebar']").is_hidden()
    assert grave(page, ".mur") == []


def test_keys_of_a_keyboard_and_of_a_clicker(page, grave, desk):
    project(page, desk.short)
    assert place(page) == "1 / 8"
    presses = {"ArrowRight": 2, "Space": 3, "PageDown": 4, "PageUp": 3, "ArrowLeft": 2, "End": 8, "ArrowDown": 8, "Home": 1, "ArrowUp": 1}
    for key, at in presses.items():
        page.keyboard.press(key)
        assert place(page) == f"{at} / 8"
    black = page.locator(".black")
    for key in ("b", "."):
        page.keyboard.press(key)
        assert black.is_visible()
        page.keyboard.press(key)
        assert black.is_hidden()
    page.keyboard.press("b")
    page.keyboard.press("PageDown")
    assert black.is_hidden()
    page.mouse.click(900, 300)
    assert place(page) == "3 / 8"
    page.mouse.click(40, 300)
    assert place(page) == "2 / 8"
    page.reload()
    page.locator(".wall:visible").wait_for()
    assert place(page) == "2 / 8", "a page that is loaded again goes on where it was"
    page.keyboard.press("Escape")
    page.get_by_role("button", name=mur.PROJECT).first.wait_for()
    assert page.locator(".wall").count() == 0
    assert "version" not in page.url
    assert grave(page, ".stMainBlockContainer") == []


def test_a_key_turns_the_page_without_the_server(page, desk):
    project(page, desk.short)
    page.context.set_offline(True)
    page.keyboard.press("ArrowRight")
    assert place(page) == "2 / 8"
    page.context.set_offline(False)


def test_telephones_are_let_in_from_the_page(page, grave, hands, desk):
    page.goto("/ouvrir")
    hands.open_vault(PASSPHRASE)
    page.get_by_role("button", name=ouvrir.CLOSE, exact=True).wait_for()
    hands.in_menu("reponses")
    page.get_by_role("button", name=reponses.OPEN).click()
    try:
        address = page.get_by_role("textbox", name=reponses.HOST)
        address.fill("8.8.8.8")
        page.get_by_role("button", name=reponses.LET_IN).click()
        page.get_by_text(reponses.NO_NETWORK).wait_for()
        assert grave(page, ".stMainBlockContainer") == []
        hands.settled()
        address.fill("127.0.0.1")
        page.get_by_role("button", name=reponses.LET_IN).click()
        page.locator(".room-square").wait_for()
        with urllib.request.urlopen(page.locator(".room-address").inner_text(), timeout=20) as answer:
            assert answer.status == 200
    finally:
        # a room that stays open ends the processes of the others
        hosts.close_room(desk.archive.registry, desk.asker, hosts.last_room(desk.archive.registry, desk.asker, desk.crowded).room_id)


@views
def test_projector_and_telephone(page, grave, hands, keep, telephone, room, view):
    telephone = telephone(room.address)
    page.goto("/ouvrir")
    hands.open_vault(PASSPHRASE)
    page.get_by_role("button", name=ouvrir.CLOSE, exact=True).wait_for()
    hands.in_menu("reponses")
    # the short publication; the latest one stands first
    page.get_by_label(reponses.VERSION).click()
    page.get_by_role("option", name="Version 1").click()
    page.get_by_text(room.code).wait_for()
    page.locator(".room-square").wait_for()
    page.locator("[data-testid='stNumberInput']").first.wait_for()
    page.wait_for_timeout(1000)
    assert grave(page, ".stMainBlockContainer") == []
    keep("reponses-ouvertes")

    _project_first_version(page, hands)
    hands.press("End", page.locator(".wall:visible .code"))
    assert page.locator(".wall:visible .code").inner_text() == room.code
    assert page.locator(".wall:visible .address").inner_text() == room.address
    assert page.evaluate(SHOWN)["over"] == []
    keep("mur-repondre")

    telephone.goto(f"{room.address}?code={room.code}")
    telephone.screenshot(path=_picture("telephone-code", view))
    telephone.get_by_role("button", name=salle.ENTER).click()
    telephone.get_by_role("group").first.wait_for()
    telephone.screenshot(path=_picture("telephone-formulaire", view))
    first = telephone.get_by_role("group").first
    first.get_by_label(salle.VALUES["missing"]).check()
    first.get_by_label(salle.TEXT_LABEL).fill("la nuit <b>aussi</b>")
    telephone.get_by_role("group").nth(1).get_by_label(salle.VALUES["me"]).check()
    telephone.get_by_role("button", name=salle.SEND).click()
    telephone.get_by_role("heading", name=salle.SENT_TITLE).wait_for()
    for _ in range(6):
        _answer(room, {"obstacles/1": "me"})

    page.keyboard.press("Escape")
    hands.in_menu("reponses")
    page.get_by_text("7 téléphones").wait_for()
    page.get_by_role("button", name=reponses.CLOSE).click()
    page.get_by_role("button", name=reponses.CLOSE_NOW).click()
    page.get_by_text("la nuit <b>aussi</b>").wait_for()
    assert grave(page, ".stMainBlockContainer") == []
    keep("reponses-closes")

    _project_first_version(page, hands)
    wall = page.locator(".mur").inner_text()
    walls = page.locator(".mur").text_content()
    assert "presque tous" in walls
    assert mur.RESULTS in walls
    assert "la nuit" not in wall + walls
    assert room.code not in walls
    telephone.goto(room.address)
    assert salle.CLOSED in telephone.inner_text("main")


def test_a_telephone_s_pages_are_accessible(grave, browser, room):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR", bypass_csp=True)
    page = context.new_page()
    page.goto(room.address)
    assert grave(page, "body") == []
    page.fill("#code", room.code)
    page.get_by_role("button", name=salle.ENTER).click()
    page.get_by_role("group").first.wait_for()
    page.locator("input[value=missing]").first.check()
    assert grave(page, "body") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def _project_first_version(page, hands):
    hands.in_menu("mur")
    page.get_by_role("button", name=mur.PROJECT).last.click()
    page.locator(".wall:visible").wait_for()


def _answer(room, fields):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    for path, sent in (("entrer", {"code": room.code}), ("repondre", fields)):
        opener.open(f"{room.address}{path}", urlencode(sent).encode()).close()


def _picture(name, view):
    folder = Path(__file__).parent / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder / f"{name}-{view[2]}.png"
