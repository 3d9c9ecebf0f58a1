"""The pages before a session over an intervention that is there: paper notes, both themes, no serious fault of access, one page printed."""

import datetime

import pytest

from dashboard.access import Archive
from dashboard.desk import LOCAL, Desk
from dashboard.information import information_sheet
from dashboard.people import add_people, read_lines
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account
from dashboard.registry.interventions import add_intervention, put_participant, put_sitting
from dashboard.registry.models import Intervention, Sitting
from dashboard.texts import avant, deposer, ouvrir
from pipeline.pseudonymise.vault import Vault
from pipeline.resources import resource
from pipeline.settings import Settings

pytestmark = pytest.mark.browser

PASSPHRASE = "quatre mots tirés au sort"
PEOPLE = """Hélène Vasseur, animatrice
Gérard Ferrand, habitant, habitants
Rose Michaud, habitante, habitants
Yanis Hamidi, habitant, jeunes
Inès Traoré, habitante, jeunes
Céline Delorme, chargée de mission, institutions
"""
VIEWS = pytest.mark.parametrize("view", [(1280, 720, "light"), (1440, 900, "dark")], indirect=True)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A data folder with one intervention and six participants, and its vault."""
    root = tmp_path_factory.mktemp("soir")
    data, file = root / "donnees", root / "coffre" / "cercle.vault"
    file.parent.mkdir()
    registry = open_registry(data)
    with registry.writing() as session:
        me = Asker(Public.INTERVENANT, account(session, LOCAL, Public.INTERVENANT).user_id)
    at = Desk(Archive(data, registry), me, Vault.create(file, PASSPHRASE), Settings())
    case_id = add_intervention(
        registry,
        me,
        title="Les Granges-Basses : le hall et la place",
        objective="Que le hall, la place et la salle commune servent à tous.",
        reserves="Ne rien répéter au bailleur",
        groups=["habitants", "jeunes", "institutions"],
        facilitator="F1",
    ).case_id
    for rank, participant_id in enumerate(add_people(at, case_id, read_lines(PEOPLE))):
        put_participant(registry, me, case_id, participant_id, consent="notes" if rank == 3 else "recording")
    put_sitting(registry, me, case_id, "seance-1", date=datetime.date(2026, 3, 5), phase="peurs", sharing="group")
    registry.close()
    return data, file


@pytest.fixture(scope="module")
def site(serving, places):
    """A dashboard over it."""
    with serving(places[0], CIRCULATION_VAULT__PATH=str(places[1])) as address:
        yield address


@pytest.fixture
def enter(page, hands):
    """Opens a page of the menu with the vault."""

    def through_the_door(address):
        page.goto(address)
        hands.open_vault(PASSPHRASE)
        page.get_by_role("tab").first.wait_for()
        hands.settled()

    return through_the_door


@VIEWS
def test_avant_in_both_themes(page, grave, keep, hands, enter):
    enter("/avant")
    keep("avant-ecran-contrat")
    assert grave(page, ".stMain") == []
    for rank, name in enumerate(("participants", "seances", "feuille", "supprimer"), 1):
        page.get_by_role("tab", name=avant.TABS[rank]).click()
        hands.settled()
        page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollTo(0, 0)")
        keep(f"avant-ecran-{name}")
        assert grave(page, ".stMain") == []


@VIEWS
def test_deposer_in_both_themes(page, grave, keep, hands, enter):
    enter("/deposer")
    keep("deposer-ecran-vide")
    page.locator("input[type=file]").set_input_files(str(resource("data/sample/hopital/seance-2.json")))
    page.get_by_text("69 tours de parole").wait_for()
    hands.settled()
    keep("deposer-ecran-fichier")
    assert grave(page, ".stMain") == []
    page.get_by_text(deposer.REFUSALS["nobody"]).scroll_into_view_if_needed()
    hands.settled()
    keep("deposer-ecran-refus")


@VIEWS
def test_ouvrir_in_both_themes(page, grave, keep, hands):
    page.goto("/ouvrir")
    page.get_by_role("heading", name=ouvrir.TITLE_OPEN).wait_for()
    hands.settled()
    page.get_by_label(ouvrir.PASSPHRASE, exact=True).fill("une autre phrase de passe")
    page.get_by_role("button", name=ouvrir.OPEN, exact=True).click()
    page.get_by_text(ouvrir.ERRORS["wrong"]).wait_for()
    assert page.get_by_label(ouvrir.PASSPHRASE, exact=True).input_value() == ""
    hands.settled()
    keep("ouvrir-ecran-refus")
    assert grave(page, ".stMain") == []


def test_paper_notes_become_sealed_notes(page, grave, keep, places, hands, enter):
    data, file = places
    enter("/deposer")
    page.get_by_role("tab", name=deposer.TABS[1]).click()
    page.get_by_label(deposer.NOTES_TYPE).fill(
        "le soir on n’entend plus la sonnette\ntrois ou plus : personne ne sait qui décide\non n’ose pas le dire devant la mairie"
    )
    page.get_by_label(deposer.NOTES_TYPE).press("Control+Enter")
    page.get_by_text(deposer.NOTES_LIST.format(n="3 idées")).wait_for()
    hands.settled()
    page.get_by_label(deposer.NOTES_TYPE).fill("le terrain est fermé le mercredi")
    page.get_by_test_id("stRadioGroup").get_by_text(deposer.SAID_BY["few"], exact=True).click()
    page.get_by_role("combobox", name=deposer.NOTES_GROUP).click()
    page.get_by_role("option", name="jeunes").click()
    page.get_by_role("button", name=deposer.NOTES_ADD, exact=True).click()
    page.get_by_text(deposer.NOTES_LIST.format(n="4 idées")).wait_for()
    hands.settled()
    keep("deposer-notes")
    assert grave(page, ".stMain") == []
    page.get_by_role("button", name=deposer.NOTES_READY).click()
    page.get_by_text(deposer.PREPARED).wait_for()
    originals = Vault.unlock(file, PASSPHRASE).get("cas-1").originals
    assert b'"trois ou plus","personne ne sait qui d' in originals["seance-1.csv"]
    assert "le terrain est fermé".encode() in originals["seance-1-2.csv"]
    assert not any(b"sonnette" in path.read_bytes() for path in (*data.rglob("*"), file) if path.is_file())


@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
def test_the_information_sheet_is_one_page_of_paper(browser, long, keep, page):
    one = Intervention(
        case_id="cas-1",
        title="Les Granges-Basses : le hall et la place",
        objective="Que le hall, la place et la salle commune servent à tous. " * (4 if long else 1),
        retain_until=datetime.date(2026, 11, 5),
    )
    sittings = [Sitting(session_id=f"seance-{n}", date=datetime.date(2026, 3, n)) for n in range(1, 7 if long else 2)]
    html = information_sheet(one, sittings)
    assert "Nadia" not in html
    page.set_content(html)
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
    page.set_viewport_size({"width": 794, "height": 1123})
    keep(f"feuille-{'longue' if long else 'courte'}")
