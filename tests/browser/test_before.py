"""From an empty data folder to a sealed session: what a facilitator does on the first evening."""

import pytest

from dashboard import texts
from dashboard.texts import avant, deposer, ouvrir
from pipeline.pseudonymise.vault import Vault
from pipeline.resources import resource

pytestmark = pytest.mark.browser

PASSPHRASE = "quatre mots tirés au sort"
PEOPLE = (
    ("Hélène Vasseur", "animatrice", ""),
    ("Gérard Ferrand", "habitant", "habitants"),
    ("Rose Michaud", "habitante", "habitants"),
    ("Yanis Hamidi", "habitant", "jeunes"),
    ("Inès Traoré", "habitante", "jeunes"),
    ("Céline Delorme", "chargée de mission", "institutions"),
)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """An empty data folder, and where the vault will lie."""
    root = tmp_path_factory.mktemp("soir")
    return root / "donnees", root / "coffre" / "cercle.vault"


@pytest.fixture(scope="module")
def site(serving, places):
    """A dashboard over nothing."""
    data, vault = places
    data.mkdir()
    with serving(data, CIRCULATION_VAULT__PATH=str(vault)) as address:
        yield address


SETTLED = """() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')"""


def settled(page):
    page.wait_for_timeout(250)
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(250)


def in_menu(page, name):
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()


def choose(page, label, option):
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


def test_from_nothing_to_a_sealed_session(page, keep, places):
    data, vault = places
    page.goto("/ouvrir")
    page.get_by_role("heading", name=ouvrir.TITLE_NEW).wait_for()
    settled(page)
    keep("ouvrir-nouveau")
    page.get_by_label(ouvrir.PASSPHRASE, exact=True).fill(PASSPHRASE)
    page.get_by_label(ouvrir.AGAIN).fill(PASSPHRASE)
    page.get_by_role("button", name=ouvrir.CREATE).click()
    page.get_by_role("heading", name=ouvrir.TITLE_IS_OPEN).wait_for()
    settled(page)
    keep("ouvrir-ouvert")
    with page.expect_download() as download:
        page.get_by_role("button", name=ouvrir.SHEET_GET).click()
    sheet = download.value.path().read_text("utf-8")
    assert Vault.unlock(vault, PASSPHRASE).recovery_code().split("-")[3] in sheet
    page.get_by_role("button", name=ouvrir.SHEET_DONE).click()
    page.get_by_role("button", name=ouvrir.SHEET_ASK).wait_for()

    in_menu(page, texts.MENU["avant"])
    page.get_by_label(avant.NAME, exact=True).fill("Les Granges-Basses : le hall et la place")
    page.get_by_label(avant.OBJECTIVE).fill("Que le hall, la place et la salle commune servent à tous.")
    page.get_by_label(avant.RESERVES).fill("Ne rien répéter au bailleur\nPas de photo")
    page.get_by_label(avant.GROUPS).fill("habitants\njeunes\ninstitutions")
    page.get_by_label(avant.CODE).fill("F1")
    settled(page)
    keep("avant-nouvelle")
    page.get_by_role("button", name=avant.BEGIN, exact=True).click()
    page.get_by_role("tab", name=avant.TABS[0]).wait_for()
    settled(page)
    keep("avant-contrat")
    page.get_by_role("tab", name=avant.TABS[1]).click()
    page.get_by_label(avant.PASTE).fill("\n".join(", ".join(line) for line in PEOPLE))
    page.get_by_role("button", name=avant.UNDERSTAND).click()
    page.get_by_role("button", name=avant.ADD, exact=True).wait_for()
    settled(page)
    keep("avant-compris")
    page.get_by_role("button", name=avant.ADD, exact=True).click()
    for name, _, _ in PEOPLE:
        group = page.get_by_role("radiogroup", name=avant.CONSENT_OF.format(name=name.replace("-", "")))
        group.get_by_text(avant.CONSENTS["recording"]).click()
        settled(page)
    page.get_by_text(avant.COUNT_ALL).wait_for()
    keep("avant")
    page.get_by_role("tab", name=avant.TABS[2]).click()
    choose(page, avant.SITTING_PHASE, "peurs")
    choose(page, avant.SITTING_SHARING, avant.SHARINGS["group"])
    page.get_by_role("button", name=avant.SITTING_ADD).click()
    page.get_by_text(f"Séance 1 · {avant.PLANNED}").wait_for()
    settled(page)
    keep("avant-seances")
    page.get_by_role("tab", name=avant.TABS[3]).click()
    settled(page)
    keep("avant-feuille")
    with page.expect_download() as download:
        page.get_by_role("button", name=avant.INFO_GET).click()
    assert "Que le hall, la place et la salle commune" in download.value.path().read_text("utf-8")

    in_menu(page, texts.MENU["deposer"])
    transcript = resource("data/sample/quartier/seance-1.txt")
    page.locator("input[type=file]").set_input_files(
        {"name": "Chez Rose Michaud.txt", "mimeType": "text/plain", "buffer": transcript.read_bytes()}
    )
    page.get_by_text("72 tours de parole").wait_for()
    settled(page)
    keep("deposer")
    assert page.get_by_text("Chez Rose").count() == 0
    assert page.get_by_role("button", name=deposer.SEAL).is_disabled(), "three who spoke are not on the list"
    choose(page, "« Bakary »", deposer.SOMEBODY_NEW)
    page.get_by_text(deposer.NEW_AGREED).click()
    settled(page)
    page.get_by_text(deposer.OTHERS_AGREED).click()
    settled(page)
    keep("deposer-voix")
    page.get_by_role("button", name=deposer.SEAL).click()
    page.get_by_text("C’est scellé : Séance 1").wait_for()
    settled(page)
    page.get_by_role("tab", name=deposer.TABS[2]).click()
    settled(page)
    keep("deposer-scelle")

    record = Vault.unlock(vault, PASSPHRASE).get("cas-1")
    assert record.originals["seance-1.txt"] == transcript.read_bytes()
    assert len(record.participants) == 7
    names = [word.encode() for name in (*(one.name for one in record.participants), "Didier") for word in name.split()]
    files = [path for path in (*data.rglob("*"), *vault.parent.rglob("*")) if path.is_file()]
    assert len(files) >= 3
    for path in files:
        content = path.read_bytes()
        assert [name for name in (*names, b"Chez Rose", transcript.read_bytes()[40:80]) if name in content] == [], path.suffix
