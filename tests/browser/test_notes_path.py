"""The shortest way to a wall: twenty lines of paper, typed the same evening, and no recording at all."""

import pytest

from dashboard.texts import SESSION, analyser, avant, deposer, mur, ouvrir, relire, restitution

pytestmark = pytest.mark.browser

PASSPHRASE = "quatre mots tirés au sort"
TITLE = "Maison des Tilleuls : la salle commune"
OBJECTIVE = "Que la salle commune serve à tous, le soir aussi."
NOTES = """trois ou plus : personne ne nous prévient quand les horaires changent
presque tous : on apprend les décisions par le panneau du hall, une fois que c’est fait
trois ou plus : personne ne nous a demandé notre avis avant de fermer la salle
trois ou plus : on ne sait pas qui décide pour la salle
la clé est toujours chez quelqu’un d’autre
on pourrait se voir un soir par semaine"""
OF_THE_YOUNG = "le terrain est fermé le mercredi"
DECIDED = "La clé reste à la loge."
LONGEST = 600_000
"""Milliseconds that an analysis may take on a busy machine."""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """An empty data folder."""
    folder = tmp_path_factory.mktemp("notes") / "donnees"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def site(data, serving):
    """A dashboard over nothing."""
    with serving(data, CIRCULATION_VAULT__PATH=str(data.parent / "coffre" / "cercle.vault")) as address:
        yield address


def test_from_typed_notes_to_the_wall(page, hands, keep, data):
    def press(name):
        page.get_by_role("button", name=name, exact=True).click()

    page.goto("/ouvrir")
    page.get_by_label(ouvrir.PASSPHRASE, exact=True).fill(PASSPHRASE)
    page.get_by_label(ouvrir.AGAIN).fill(PASSPHRASE)
    press(ouvrir.CREATE)
    page.get_by_role("button", name=ouvrir.SHEET_GET).wait_for()
    hands.in_menu("avant")
    page.get_by_label(avant.NAME, exact=True).fill(TITLE)
    page.get_by_label(avant.OBJECTIVE).fill(OBJECTIVE)
    page.get_by_label(avant.GROUPS).fill("jeunes\nhabitants")
    press(avant.BEGIN)
    page.get_by_role("heading", name=TITLE).wait_for()
    page.get_by_role("tab", name=avant.TABS[2]).click()
    hands.choose(avant.SITTING_SHARING, avant.SHARINGS["group"])
    press(avant.SITTING_ADD)
    page.get_by_text(f"Séance 1 · {avant.PLANNED}").wait_for()

    hands.in_menu("deposer")
    page.get_by_role("tab", name=deposer.TABS[1]).click()
    page.get_by_label(deposer.NOTES_TYPE).fill(NOTES)
    page.get_by_label(deposer.NOTES_TYPE).press("Control+Enter")
    page.get_by_text(deposer.NOTES_LIST.format(n="6 idées")).wait_for()
    hands.settled()
    page.get_by_label(deposer.NOTES_TYPE).fill(OF_THE_YOUNG)
    page.get_by_test_id("stRadioGroup").get_by_text(deposer.SAID_BY["three_plus"], exact=True).click()
    hands.choose(deposer.NOTES_GROUP, "jeunes")
    press(deposer.NOTES_ADD)
    page.get_by_text(deposer.NOTES_LIST.format(n="7 idées")).wait_for()
    page.get_by_text(deposer.NOTES_APART).wait_for()
    press(deposer.NOTES_READY)
    page.get_by_text(deposer.PREPARED).wait_for()

    hands.in_menu("relire")
    page.locator(".relire-text").wait_for(timeout=LONGEST)
    hands.settled()
    press(relire.DONE)
    page.get_by_text(relire.DONE_SAID).wait_for()
    hands.choose(SESSION, f"{SESSION} 2 ({relire.STATES['open']})")
    page.locator(".relire-text", has_text=OF_THE_YOUNG).wait_for()
    hands.settled()
    press(relire.DONE)
    page.get_by_text(relire.DONE_SAID).wait_for()

    hands.in_menu("analyser")
    press(analyser.START)
    page.get_by_text("Analyse terminée").wait_for(timeout=LONGEST)
    hands.settled()
    keep("analyser-des-notes")

    hands.in_menu("restitution")
    theme = page.get_by_test_id("stCheckbox").first.inner_text()
    hands.tick(theme)
    keep("restitution-des-notes")
    page.get_by_role("radio", name=restitution.STEPS["own"], exact=True).click()
    hands.settled()
    page.get_by_text(restitution.SCREENS["decided"], exact=True).click()
    line = page.get_by_label(restitution.ADD.format(screen=restitution.SCREENS["decided"]))
    line.fill(DECIDED)
    line.press("Enter")
    hands.settled()
    page.get_by_role("radio", name=restitution.STEPS["preview"], exact=True).click()
    page.locator(".preview .wall").first.wait_for()
    press(restitution.PUBLISH.format(number=1))
    page.get_by_text(restitution.PUBLISHED.format(number=1)).wait_for()

    hands.in_menu("mur")
    press(mur.PROJECT)
    shown = page.locator(".wall:visible")
    shown.wait_for()
    assert OBJECTIVE in shown.inner_text()
    hands.press("ArrowRight", shown.get_by_text(theme))
    assert theme in shown.inner_text()
    keep("mur-des-notes")
    hands.press("End", shown.get_by_text(DECIDED))
    assert DECIDED in shown.inner_text()
    assert OF_THE_YOUNG not in page.locator(".mur").text_content(), "what a group said for itself stays there"
    assert not any(b"horaires changent" in path.read_bytes() for path in data.parent.rglob("*.vault"))
