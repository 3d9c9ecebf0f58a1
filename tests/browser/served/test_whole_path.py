"""A group's whole path on one server: from an empty folder over what each consents to, to the wall, the telephones and the supervisor."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.publics import Asker, Public
from dashboard.registry.interventions import add_intervention
from dashboard.texts import analyser, avant, deposer, explorer, fiche, mur, ouvrir, relire, reponses, restitution, revient, salle
from pipeline import tables
from pipeline.pseudonymise.vault import Vault
from pipeline.resources import resource
from pipeline.store import serialise

pytestmark = pytest.mark.browser

PASSPHRASE = "quatre mots tirés au sort"
TITLE = "Les Granges-Basses : le hall et la place"
OBJECTIVE = "Que le hall, la place et la salle commune servent à tous."
REFUSES = "Suzanne Poirier"
PEOPLE = {
    "Hélène Vasseur": "animatrice",
    "Gérard Ferrand": "habitant, habitants",
    "Rose Michaud": "habitante, habitants",
    "Sahar Haidari": "habitante, habitants",
    "Yanis Hamidi": "habitant, jeunes",
    "Inès Traoré": "habitante, jeunes",
    "Didier Lopes": "gardien, institutions",
    "Céline Delorme": "chargée de mission, institutions",
    REFUSES: "habitante, habitants",
}
UNLISTED = "Bakary Sow"
TRANSCRIPT = resource("data/sample/quartier/seance-1.txt")
DECIDED = "Le panneau du hall est tenu à jour chaque lundi."
MISSING = "le froid du hall le soir"
LIVED = "La gorge serrée quand le ton est monté."
LONGEST = 600_000
"""Milliseconds that an analysis may take on a busy machine."""


@pytest.fixture
def places(served):
    """Where the tables lie, and where the vaults do."""
    return SimpleNamespace(data=served[1], vaults=served[1].parent / "coffre")


@pytest.fixture
def page(person, invited, window):
    """A facilitator's page, just signed in."""
    invited("helene@exemple.fr")
    return person("f-1", "helene@exemple.fr", **window)


@pytest.fixture
def facilitator(page, hands, places, keep, click_band):
    return Facilitator(page, hands, places, keep, click_band)


class Facilitator:
    """What a facilitator does, one screen after the other."""

    def __init__(self, page, hands, places, keep, click_band):
        self.page, self.hands, self.places, self.keep, self.click_band = page, hands, places, keep, click_band

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def make_vault(self):
        self.hands.in_menu("ouvrir")
        self.page.get_by_role("heading", name=ouvrir.TITLE_NEW).wait_for()
        self.page.get_by_label(ouvrir.PASSPHRASE, exact=True).fill(PASSPHRASE)
        self.page.get_by_label(ouvrir.AGAIN).fill(PASSPHRASE)
        self.keep("ouvrir-nouveau")
        self.press(ouvrir.CREATE)
        self.page.get_by_role("heading", name=ouvrir.TITLE_IS_OPEN).wait_for()
        with self.page.expect_download() as download:
            self.press(ouvrir.SHEET_GET)
        sheet = download.value.path().read_text("utf-8")
        assert self.vault().recovery_code().split("-")[3] in sheet
        self.press(ouvrir.SHEET_DONE)
        self.page.get_by_role("button", name=ouvrir.SHEET_ASK).wait_for()

    def vault(self):
        (file,) = self.places.vaults.glob("*.vault")
        return Vault.unlock(file, PASSPHRASE)

    def found(self):
        self.hands.in_menu("avant")
        self.page.get_by_label(avant.NAME, exact=True).fill(TITLE)
        self.page.get_by_label(avant.OBJECTIVE).fill(OBJECTIVE)
        self.page.get_by_label(avant.RESERVES).fill("Ne rien répéter au bailleur\nPas de photo")
        self.page.get_by_label(avant.GROUPS).fill("habitants\njeunes\ninstitutions")
        self.page.get_by_label(avant.CODE).fill("F1")
        self.keep("avant-nouvelle")
        self.press(avant.BEGIN)
        self.page.get_by_role("heading", name=TITLE).wait_for()

    def list_people(self):
        self.page.get_by_role("tab", name=avant.TABS[1]).click()
        self.page.get_by_label(avant.PASTE).fill("\n".join(f"{name}, {what}" for name, what in PEOPLE.items()))
        self.press(avant.UNDERSTAND)
        self.page.get_by_role("button", name=avant.ADD, exact=True).wait_for()
        self.keep("avant-compris")
        self.press(avant.ADD)
        for name in PEOPLE:
            if name != REFUSES:
                group = self.page.get_by_role("radiogroup", name=avant.CONSENT_OF.format(name=name))
                group.get_by_text(avant.CONSENTS["recording"]).click()
                self.hands.settled()
        self.page.get_by_text(avant.COUNT_ONE.format(total=len(PEOPLE))).wait_for()
        self.keep("avant")

    def plan(self):
        self.page.get_by_role("tab", name=avant.TABS[2]).click()
        self.hands.choose(avant.SITTING_PHASE, "contrat")
        self.hands.choose(avant.SITTING_SHARING, avant.SHARINGS["group"])
        self.press(avant.SITTING_ADD)
        self.page.get_by_text(f"Séance 1 · {avant.PLANNED}").wait_for()
        self.keep("avant-seances")
        self.page.get_by_role("tab", name=avant.TABS[3]).click()
        with self.page.expect_download() as download:
            self.press(avant.INFO_GET)
        assert OBJECTIVE in download.value.path().read_text("utf-8")

    def deposit(self):
        self.hands.in_menu("deposer")
        self.page.locator("input[type=file]").set_input_files(
            {"name": f"Chez {REFUSES}.txt", "mimeType": "text/plain", "buffer": TRANSCRIPT.read_bytes()}
        )
        self.page.get_by_text("72 tours de parole").wait_for()
        self.hands.settled()
        self.keep("deposer")
        assert self.page.get_by_text("Chez").count() == 0
        seal = self.page.get_by_role("button", name=deposer.SEAL)
        assert seal.is_disabled(), "one who spoke is not on the list"
        self.hands.choose(f"« {UNLISTED.split()[0]} »", deposer.SOMEBODY_NEW)
        self.page.get_by_label(deposer.NEW_NAME).fill(UNLISTED)
        self.hands.tick(deposer.NEW_AGREED)
        there = self.page.get_by_role("button", name=REFUSES)
        there.click()
        self.page.get_by_text(deposer.REFUSALS["recording"].format(names=REFUSES)).wait_for()
        assert seal.is_disabled(), "with somebody in the room who refused there is no transcript"
        there.click()
        self.hands.settled()
        self.keep("deposer-voix")
        seal.click()
        self.page.get_by_text("C’est scellé : Séance 1").wait_for()
        record = self.vault().get("cas-1")
        assert record.originals["seance-1.txt"] == TRANSCRIPT.read_bytes()
        assert UNLISTED in {one.name for one in record.participants}

    def read_again(self):
        self.hands.in_menu("relire")
        self.page.locator(".relire-text[data-listening]").wait_for(timeout=LONGEST)
        self.hands.settled()
        left = int(self.page.locator(".left-count strong").inner_text())
        for rest in (left - 1, left - 2):
            self.page.keyboard.press("o")
            self.page.wait_for_function("n => document.querySelector('.left-count strong')?.innerText === String(n)", arg=rest)
            self.hands.settled()
        assert self.page.get_by_role("button", name=relire.DONE).is_disabled()
        self.press(relire.SKIP)
        self.press(relire.SKIP_SURE)
        self.page.get_by_text(relire.SKIP_SAID).wait_for()

    def analyse(self):
        self.hands.in_menu("analyser")
        self.press(analyser.START)
        self.page.get_by_text("Analyse terminée").wait_for(timeout=LONGEST)
        # the page is drawn once more when the analysis has ended
        self.page.locator(".step-done").nth(3).wait_for()
        assert self.page.locator(".step-done").count() == 4

    def explore(self):
        self.hands.in_menu("fil")
        there = self.click_band(0.6)
        self.press(explorer.CORRECT_HERE)
        self.page.get_by_role("heading", name=explorer.WORDS, exact=True).wait_for()
        self.page.locator(".words.pickable").wait_for()
        assert self.page.locator(".turn.here .when").inner_text() == there
        words = self.page.locator(".words").inner_text()
        assert re.findall("Yanis|Ferrand|Granges", words) == [], "pseudonyms, and no name"

    def choose_for_the_group(self):
        """The theme that was chosen, and the words that were kept for it."""
        page, hands = self.page, self.hands
        hands.in_menu("restitution")
        box = page.get_by_test_id("stCheckbox").first
        theme = box.inner_text()
        hands.tick(theme)
        for held in page.get_by_text(restitution.ONE_SIDE).all():
            held.click()
            hands.settled()
        self.go("words")
        page.get_by_text(restitution.WORDS_COUNT.split("{")[0]).first.wait_for()
        self.press(restitution.REWORD)
        hands.settled()
        mine = page.get_by_label(restitution.REWORDED)
        self.commit(mine, "Yanis attend toujours une réponse.")
        page.get_by_text(restitution.REFUSED_FIELD.format(field=restitution.REWORDED)).wait_for()
        said = "On attend toujours une réponse."
        self.commit(mine, said)
        if page.get_by_text(restitution.ASKED).count():
            hands.tick(restitution.ASKED)
        while (drop := page.get_by_role("button", name=restitution.DROP, exact=True)).count():
            drop.click()
            hands.settled()
        page.get_by_text(restitution.WORDS_OVER).wait_for()
        self.go("own")
        page.get_by_text(restitution.SCREENS["decided"], exact=True).click()
        line = page.get_by_label(restitution.ADD.format(screen=restitution.SCREENS["decided"]))
        line.fill(DECIDED)
        line.press("Enter")
        hands.settled()
        return theme, said

    def publish(self):
        self.go("preview")
        self.page.locator(".preview .wall").first.wait_for()
        self.press(restitution.PUBLISH.format(number=1))
        self.page.get_by_text(restitution.PUBLISHED.format(number=1)).wait_for()

    def go(self, step):
        self.page.get_by_role("radio", name=restitution.STEPS[step], exact=True).click()
        self.hands.settled()

    def commit(self, field, text):
        field.fill(text)
        field.press("ControlOrMeta+Enter")
        self.hands.settled()

    def project(self):
        """What stands on each screen of the wall, gone through by keys."""
        self.hands.in_menu("mur")
        self.press(mur.PROJECT)
        shown = self.page.locator(".wall:visible")
        shown.wait_for()
        screens = []
        for number in range(1, self.page.locator(".wall").count() + 1):
            assert shown.locator(".place").inner_text().replace("\u00a0", " ").startswith(f"{number} /")
            screens.append(shown.inner_text())
            self.page.keyboard.press("PageDown")
        self.page.keyboard.press("b")
        assert self.page.locator(".black").is_visible()
        return screens

    def leave_the_wall(self):
        self.page.keyboard.press("Escape")
        self.page.get_by_role("button", name=mur.PROJECT).wait_for()

    def open_room(self):
        """The code of the room."""
        self.hands.in_menu("reponses")
        self.press(reponses.OPEN)
        return self.page.locator(".room-code").inner_text()

    def close_room(self, telephones):
        self.hands.in_menu("reponses")
        self.page.get_by_text(reponses.answered(telephones)).wait_for()
        on_paper = self.page.get_by_label(reponses.VALUES["me"]).first
        on_paper.fill("5")
        on_paper.press("Enter")
        self.hands.settled()
        self.press(reponses.CLOSE)
        self.press(reponses.CLOSE_NOW)
        self.page.get_by_text(MISSING).wait_for()
        self.keep("reponses-lues")
        return self.page.get_by_test_id("stTable").inner_text()

    def write_about_himself(self):
        self.hands.in_menu("fiche")
        self.commit(self.page.get_by_label(fiche.QUESTIONS["vecu"][0]), LIVED)
        self.press(fiche.HAND_OVER)
        self.page.get_by_role("button", name=fiche.TAKE_BACK).wait_for()

    def release(self):
        self.press(fiche.FREEZE)
        self.page.get_by_text(fiche.FROZEN.format(number=1)).wait_for()


def answer(telephone, address, code, theme):
    """Three persons answer on one telephone that goes from hand to hand; everything that they read."""
    read = []
    telephone.goto(f"{address}?code={code}")
    for number in range(3):
        if number:
            telephone.get_by_role("button", name=salle.PASS_ON).click()
            telephone.get_by_label(salle.CODE_LABEL).fill(code)
        telephone.get_by_role("button", name=salle.ENTER).click()
        group = telephone.get_by_role("group").filter(has_text=theme).first
        group.get_by_label(salle.VALUES["missing" if number == 2 else "me"]).check()
        if number == 2:
            group.get_by_label(salle.TEXT_LABEL).fill(MISSING)
        read.append(telephone.inner_text("body"))
        telephone.get_by_role("button", name=salle.SEND).click()
        telephone.get_by_role("heading", name=salle.SENT_TITLE).wait_for()
        read.append(telephone.inner_text("body"))
    return read


def add_colleagues(registry, invited, data):
    """Interventions of four others on the same server, of which the same is told: alone, a group is in no figure of the supervisor's."""
    told = pd.read_parquet(data / "cas-1" / "contributions.parquet")
    for number in range(2, 6):
        owner = invited(f"collegue-{number}@exemple.fr")
        case_id = add_intervention(registry, Asker(Public.INTERVENANT, owner.user_id), title=f"Intervention {number}").case_id
        (data / case_id).mkdir()
        own = told.assign(case_id=case_id, facilitator=f"F{number}")
        for name, frame in (("contributions", own), ("sessions", tables.build("sessions"))):
            (data / case_id / f"{name}.parquet").write_bytes(serialise(frame))


def supervise(page, hands):
    """Everything that a supervisor reads, screen by screen."""
    read = []
    page.get_by_role("heading", name=revient.TITLE).wait_for()
    page.locator("[data-testid='stVegaLiteChart'] svg").wait_for()
    page.get_by_text(revient.TABLE).click()
    page.locator("[data-testid='stTable']").wait_for()
    read.append(page.content())
    for path in ("parcours", "lectures"):
        hands.in_menu(path)
        page.get_by_role("heading", level=1).wait_for()
        hands.settled()
        read.append(page.content())
    hands.in_menu("envois")
    page.get_by_role("button", name=revient.OPEN).click()
    page.get_by_text(LIVED).wait_for()
    read.append(page.content())
    return read


def test_from_consent_to_the_telephones_and_the_supervisor(facilitator, places, person, invited, registry, serving_room, telephone, hands):
    facilitator.make_vault()
    facilitator.found()
    facilitator.list_people()
    facilitator.plan()
    facilitator.deposit()
    facilitator.read_again()
    facilitator.analyse()
    facilitator.explore()
    theme, said = facilitator.choose_for_the_group()
    facilitator.publish()

    projected = facilitator.project()
    for words in (OBJECTIVE, theme, said, DECIDED):
        assert any(words in screen for screen in projected), words
    facilitator.leave_the_wall()
    code = facilitator.open_room()
    with serving_room(places.data) as address:
        projected += facilitator.project()
        assert code in projected[-1]
        assert address in projected[-1]
        facilitator.leave_the_wall()
        answered = answer(telephone(address), address, code, theme)
        assert "presque tous" in facilitator.close_room(telephones=3)
    results = facilitator.project()
    assert mur.RESULTS in results[-1]
    assert MISSING not in "".join(results)
    facilitator.leave_the_wall()

    facilitator.write_about_himself()
    add_colleagues(registry, invited, places.data)
    facilitator.release()
    invited("odile@exemple.fr", Public.SUPERVISEUR)
    supervisor = person("s-1", "odile@exemple.fr")
    supervised = supervise(supervisor, type(hands)(supervisor))

    names = "|".join(word for name in (*PEOPLE, UNLISTED) for word in name.split())
    for text in (*projected, *answered, *results, *supervised):
        assert re.findall(rf"\b({names})\b", text) == []
    for text in supervised:
        assert TITLE not in text
        assert said not in text
        assert "cas-1" not in text
    files = [path for path in places.data.parent.rglob("*") if path.is_file()]
    clear = [word.encode() for word in (*names.split("|"), f"Chez {REFUSES}", MISSING) if len(word) > 4]
    for path in files:
        content = path.read_bytes()
        assert [one for one in (*clear, TRANSCRIPT.read_bytes()[40:80]) if one in content] == [], path.suffix
